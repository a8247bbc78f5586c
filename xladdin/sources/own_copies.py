"""The copies that this program writes of a user's files: how they are called, and where they lie."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from xladdin.patterns import pattern

#: What the names of copies end with, beside the user's files or in a folder below.
ANNOTATED_DOCUMENT, ANNOTATED_WORKBOOK, CALCULATED = "_批注", "_校验", "_计算"
#: The folder for corrected copies, which keep the names of what they are copies of.
CORRECTED = "改正后"
#: The folder for annotated copies and the report, unless the user names another one.
CHECKED, REPORT = "校验结果", "校验报告.html"
#: What a packed set has of the unit's explanations: listed as in an annotated workbook.
EXPLAINED = "问题说明"
#: As this program names them, and as Explorer, WPS and browsers name copies of them.
_COPY = pattern(
    rf"(?:^{EXPLAINED}(?:（草稿）)?|{ANNOTATED_DOCUMENT}|{ANNOTATED_WORKBOOK}|{CALCULATED}|（预评）|（公开）)"
    r"(?:\s*[-—_]?\s*副本|\s*[(（]\d+[)）])*$"
)
_WORKBOOKS = (".xlsx", ".xlsm")
#: So many folders beside a file are looked into.
_MOST_FOLDERS = 50


def is_copy(stem: str) -> bool:
    """Whether a file is one of ours by its name."""
    return _COPY.search(stem) is not None


def is_ours(file: Path, folder: Path) -> bool:
    """Whether a file in ``folder`` or in a folder below is a copy that this program has written."""
    below = file.parent != folder and file.parent.name == CORRECTED
    return below or is_copy(file.stem)


def home(paths: Sequence[Path]) -> Path:
    """Where the copies of a filing have their folder: the filing's own, or that of its first file."""
    first = paths[0]
    return first if first.is_dir() else first.parent


def annotated_workbooks(files: Iterable[Path]) -> list[Path]:
    """Those of the files that are annotated copies of workbooks, or list what was explained."""
    return [
        file
        for file in files
        if is_copy(file.stem)
        and (ANNOTATED_WORKBOOK in file.stem or file.stem.startswith(EXPLAINED))
        and file.suffix.lower() in _WORKBOOKS
    ]


def annotated_beside(file: Path) -> Iterator[Path]:
    """The annotated copies of one workbook, beside it or in a folder beside it."""
    name = f"{file.stem}{ANNOTATED_WORKBOOK}.xlsx"
    for folder in (file.parent, *_folders(file.parent)):
        if (copy := folder / name).is_file():
            yield copy


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            folders = (each for each in found if each.is_dir() and each.name != CORRECTED)
            return sorted(Path(each) for each in islice(folders, _MOST_FOLDERS))
    except OSError:
        return []
