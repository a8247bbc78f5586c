"""Where results go when nobody says: beside the filing, under names that no reader takes for a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xladdin.sources.own_copies import CHECKED, REPORT, home

PACKED, PUBLISHED, BATCHED = "上报", "公开", "核对结果"
DRAFT, IMPORTED = "自评报告初稿.docx", "附件.xlsx"


def beside(name: str) -> str:
    """In words: where ``next_to`` puts things."""
    return f"材料文件旁边的“{name}”；给的是文件夹，则为它旁边的“〈文件夹名〉_{name}”"


def within(name: str) -> str:
    """In words: where what lies in the ``home`` of a filing is."""
    return f"材料所在文件夹里的“{name}”"


def checked(paths: Sequence[Path]) -> Path:
    """The folder for the annotated copies and the report of a check."""
    return home(paths) / CHECKED


def report(paths: Sequence[Path]) -> Path:
    """The report of a check as a page."""
    return checked(paths) / REPORT


def next_to(first: Path, name: str) -> Path:
    """A folder beside a file, or beside a folder and named after it."""
    if not first.is_dir():
        return first.parent / name
    folder = first if first.name not in ("", "..") else first.resolve()
    return folder.parent / f"{folder.name}_{name}"
