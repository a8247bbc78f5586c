"""Know the copies that this program writes of a user's files: their names and their places."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from xladdin.patterns import pattern

#: The endings of the names of copies, beside the user's files or in a folder below.
ANNOTATED_DOCUMENT, ANNOTATED_WORKBOOK, CALCULATED = "_批注", "_校验", "_计算"
#: The folder for corrected copies, which keep their originals' names.
CORRECTED = "改正后"
#: The folder for annotated copies and the report, unless the user names another.
CHECKED, REPORT = "校验结果", "校验报告.html"
#: The workbook of a packed set with the unit's explanations.
EXPLAINED = "问题说明"
#: Names given by this program, and by Explorer, WPS and browsers to copies of such files.
_COPY = pattern(
    rf"(?:^{EXPLAINED}(?:（草稿）)?|{ANNOTATED_DOCUMENT}|{ANNOTATED_WORKBOOK}|{CALCULATED}|（预评）|（公开）)"
    r"(?:\s*[-—_]?\s*副本|\s*[(（]\d+[)）])*$"
)
_WORKBOOKS = (".xlsx", ".xlsm")
#: The most folders beside a file that are searched.
_MOST_FOLDERS = 50


def is_copy(stem: str) -> bool:
    """Return whether a file is one of ours by its name."""
    return _COPY.search(stem) is not None


def is_ours(file: Path, folder: Path) -> bool:
    """Return whether a file in ``folder`` or in a folder below is a copy that this program wrote."""
    below = file.parent != folder and file.parent.name == CORRECTED
    return below or is_copy(file.stem)


def home(paths: Sequence[Path]) -> Path:
    """Return the folder in which a filing's copies get theirs: the filing's own, or that of its first file."""
    first = paths[0]
    return first if first.is_dir() else first.parent


def annotated_workbooks(files: Iterable[Path]) -> list[Path]:
    """Return the files that are annotated copies of workbooks, or list explanations."""
    return [
        file
        for file in files
        if is_copy(file.stem)
        and (ANNOTATED_WORKBOOK in file.stem or file.stem.startswith(EXPLAINED))
        and file.suffix.lower() in _WORKBOOKS
    ]


def annotated_beside(file: Path) -> Iterator[Path]:
    """Yield the annotated copies of one workbook, beside it or in a folder beside it."""
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
