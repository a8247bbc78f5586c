"""Say where results go by default: beside the filing, under names that are not read as part of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xladdin.sources.own_copies import CHECKED, REPORT, home

PACKED, PUBLISHED, BATCHED = "上报", "公开", "核对结果"
DRAFT, IMPORTED = "自评报告初稿.docx", "附件.xlsx"


def beside(name: str) -> str:
    """Describe in Chinese where ``next_to`` puts a folder of this name."""
    return f"材料文件旁边的“{name}”；给的是文件夹，则为它旁边的“〈文件夹名〉_{name}”"


def within(name: str) -> str:
    """Describe in Chinese where something of this name in the ``home`` of a filing is."""
    return f"材料所在文件夹里的“{name}”"


def checked(paths: Sequence[Path]) -> Path:
    """Return the folder for the annotated copies and the report of a check."""
    return home(paths) / CHECKED


def report(paths: Sequence[Path]) -> Path:
    """Return the path of the report of a check, a web page."""
    return checked(paths) / REPORT


def next_to(first: Path, name: str) -> Path:
    """Return the folder ``name`` beside a file, or ``<folder>_<name>`` beside a folder."""
    if not first.is_dir():
        return first.parent / name
    folder = first if first.name not in ("", "..") else first.resolve()
    return folder.parent / f"{folder.name}_{name}"
