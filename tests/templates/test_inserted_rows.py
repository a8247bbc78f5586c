"""Rows inserted into an official workbook, as people do, belong to its sums."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from xlwings import App, Sheet

from xladdin import checking
from xladdin.computing.computed import computed
from xladdin.forms.profiles import profile
from xladdin.sources.filing_files import read_filing
from xladdin.templates.workbook import workbook

pytestmark = pytest.mark.office

YUEYANG = profile("yueyang")


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "空白.xlsx"
    path.write_bytes(workbook(YUEYANG, 2024).data)
    return path


def row_of(sheet: Sheet, label: str) -> int:
    """The row in whose first columns a label stands."""
    for number, row in enumerate(sheet["A1:C60"].options(ndim=2).value, start=1):
        if any(label in "".join(str(text or "").split()) for text in row):
            return number
    raise LookupError(label)


def test_inserted_rows_are_added_up(excel: App, blank: Path, tmp_path: Path) -> None:
    book = excel.books.open(blank)
    basic, overall = book.sheets["附件1 基础数据表"], book.sheets["附件2 自评表"]
    for sheet in (basic, overall):
        sheet.api.Unprotect()
    first = row_of(basic, "1、业务工作经费")
    for number in (first + 1, first + 1, row_of(basic, "……")):
        basic[f"{number}:{number}"].insert("down")
    last = row_of(basic, "公用经费") - 1
    for number in range(first, last + 1):
        basic[f"A{number}"].value = f"{number}、某项"
        basic[f"F{number}"].value = number + 0.25
    top = row_of(overall, "产出指标")
    for number in (top + 2, row_of(overall, "效益指标") + 1, row_of(overall, "总分")):
        overall[f"{number}:{number}"].insert("down")
    total = row_of(overall, "总分")
    for number in range(top, total):
        overall[f"D{number}"].value = f"指标{number}"
        overall[f"G{number}:H{number}"].value = [7.5, 7.25]
    excel.calculate()
    rows = last - first + 1
    assert basic[f"F{first - 1}"].value == sum(range(first, last + 1)) + rows * 0.25
    count = total - top
    # The form prints 100 itself; whoever has other points has to write so.
    assert overall[f"G{total}:H{total}"].value == [100, 7.25 * count]
    overall[f"G{total}"].value = 10 + 7.5 * count

    saved = tmp_path / "插了行.xlsx"
    book.save(saved)
    filing = checking.file(read_filing([saved]), YUEYANG)
    assert len(filing.of("basic_data")[0].sections["项目支出明细"]) == rows
    assert len(filing.of("overall")[0].indicators) == count
    found = {
        (each.before.location.sheet, each.before.location.cell): each for each in computed(filing)
    }
    assert found["附件1 基础数据表", f"F{first - 1}"].value == Decimal(
        str(basic[f"F{first - 1}"].value)
    )
    assert not [each for each in found.values() if each.changes]


def test_one_row_for_each_special_fund_is_what_the_check_reads(
    excel: App, blank: Path, tmp_path: Path
) -> None:
    book = excel.books.open(blank)
    basic = book.sheets["附件1 基础数据表"]
    for label, amount in (("1、业务工作经费", 1), ("一个专项一行", 7), ("……", 3)):
        basic[f"F{row_of(basic, label)}"].value = amount
    excel.calculate()
    assert basic[f"F{row_of(basic, '项目支出：')}"].value == 11
    saved = tmp_path / "专项.xlsx"
    book.save(saved)
    filing = checking.file(read_filing([saved]), YUEYANG)
    assert "B301" not in {each.code for each in checking.check(filing, YUEYANG).findings}
    assert not [each for each in computed(filing) if each.changes and each.code == "B301"]
