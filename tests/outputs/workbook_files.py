"""Workbooks made with openpyxl, checked and annotated as the verb does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from xladdin.checking import check_paths
from xladdin.model.report import Report
from xladdin.outputs.annotated_copies import Copies, explained_before, write_copies

WHEN = datetime(2025, 3, 4, 9, 30)
EXAMPLE = Path(__file__).resolve().parent.parent.parent / "xladdin" / "example"
RESULTS = "校验结果"


def annotated(*paths: Path) -> Path:
    """The copy of the first workbook, in a folder beside it."""
    folder = paths[0].parent / "批注"
    annotate(*paths)
    workbook = next(path for path in paths if path.suffix in (".xlsx", ".xlsm"))
    return folder / f"{workbook.stem}_校验.xlsx"


def annotate(*paths: Path) -> tuple[Report, Copies]:
    """Check and write the copies, with the explanations of those before."""
    folder = paths[0].parent / "批注"
    report = explained_before(check_paths(paths), paths, folder)
    return report, write_copies(report, paths, folder, WHEN)


def refused(*paths: Path) -> str:
    """Why a copy of the files was not written."""
    _, copies = annotate(*paths)
    (note,) = (each for each in copies.notes if each.startswith("没有写批注副本："))
    return note


def edit(path: Path, change: Callable[[Workbook], Any], target: Path | None = None) -> Path:
    """Change a workbook as a user would, here or into another file."""
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(target or path)
    return target or path


def loaded(path: Path) -> Workbook:
    return load_workbook(BytesIO(path.read_bytes()), rich_text=True)


def column(workbook: Workbook, heading: str) -> int:
    """The number of a column of 校验结果, found as its reader does."""
    return head(workbook).index(heading) + 1


def head(workbook: Workbook) -> list[Any]:
    return [cell.value for cell in workbook[RESULTS][head_row(workbook)]]


def head_row(workbook: Workbook) -> int:
    sheet = workbook[RESULTS]
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == "级别")


def rows(workbook: Workbook) -> list[dict[str, Any]]:
    """The rows of 校验结果 by their headings."""
    names = head(workbook)
    below = workbook[RESULTS].iter_rows(min_row=head_row(workbook) + 1)
    return [dict(zip(names, (cell.value for cell in row), strict=False)) for row in below]


def explain(path: Path, text: str, **of: str) -> None:
    """Type a text into the column 说明 of every row with these contents."""

    def typed(workbook: Workbook) -> None:
        names = {"code": "代码", "level": "级别"}
        for number, row in enumerate(rows(workbook), start=head_row(workbook) + 1):
            if all(row[names[name]] == value for name, value in of.items()):
                workbook[RESULTS].cell(number, column(workbook, "说明")).value = text

    edit(path, typed)
