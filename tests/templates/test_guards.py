"""Contradictions are marked in the workbook as they are typed, in step with what a check finds.

LibreOffice calculates: the formulas of the marks are put into cells beside the forms.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from xlwings import App, Book

from tests.templates.yunshan_workbook import PROFILE, filled, place, probe, sheets
from xladdin.checking import check, file
from xladdin.model.interval import Verdict
from xladdin.sources.filing_files import read_filing
from xladdin.templates.cell_formulas import Guard, guards
from xladdin.templates.filling import Content, address
from xladdin.templates.instructions import SHEET

#: What somebody types over the faultless filing, and what he contradicts with it.
PLANTED: dict[str, tuple[tuple[str, str, object], ...]] = {
    "B101": (("basic_data", "控制率", 0.5),),
    "B102": (("basic_data", "在职人数", 19),),
    "B201": (("basic_data", "三公经费.本年预算", 4),),
    "B202": (("basic_data", "公务用车.上年决算", 3.0),),
    "B203": (("basic_data", "公务接待.本年决算", 1.45),),
    "B204": (("basic_data", "公务接待.本年决算", 2),),
    "B301": (("basic_data", "项目支出.上年决算", 52.28),),
    "B401": (("basic_data", "公用经费.上年决算", 19),),
    "B501": (("basic_data", "楼堂馆所/0/规模控制率", 1),),
    "B502": (("basic_data", "楼堂馆所/0/投资概算控制率", 0.9),),
    "B503": (("basic_data", "楼堂馆所/0/实际规模", 320),),
    "B504": (("basic_data", "楼堂馆所/0/实际投资", 31),),
    "S101": (("overall", "年度资金总额.执行率", 0.9),),
    "S102": (("project", "年度资金总额.得分", 9),),
    "S103": (("overall", "年度资金总额.得分", 98.44),),
    "S104": (("overall", "年度资金总额.全年执行数", 257),),
    "S201": (("overall", "政府性基金", 16),),
    "S202": (("overall", "基本支出", 193.21),),
    "S203": (("overall", "一般公共预算", 250),),
    "S204": (("overall", "收入性质合计", 251),),
    "S205": (("overall", "支出性质合计", 251),),
    "S206": (("project", "年度资金总额.年初预算数", 35),),
    "S301": (("overall", "@0/points", 5),),
    "S302": (("overall", "#0", "产出指标\n（60分）"),),
    "S303": (("overall", "总分.分值", 95),),
    "S304": (("project", "总分.分值", 95),),
    "S401": (("overall", "@4/score", 11),),
    "S402": (("overall", "总分.得分", 98),),
    "S403": (("overall", "年度资金总额.得分", 98.44), ("overall", "总分.得分", 98)),
    "S701": (("assessment", "#1", "实施评价\n（30分）"),),
    "S704": (("assessment", "合计.得分", 98),),
    "X101": (("overall", "项目支出", 58.98), ("overall", "基本支出", 193.02)),
    "X102": (("overall", "基本支出", 197.12), ("overall", "项目支出", 58.98)),
    "X103": (("basic_data", "政府采购金额.本年决算", 300),),
    "X109": (("overall", "项目支出", 70), ("overall", "基本支出", 176.4)),
    "X107": (
        ("basic_data", "基本支出预算调整.本年决算", 193.12),
        ("basic_data", "基本支出预算调整.本年预算", 100),
    ),
    "X108": (
        ("basic_data", "基本支出预算调整.本年预算", 186.4),
        ("basic_data", "基本支出预算调整.本年决算", 100),
    ),
}  # fmt: skip
#: Those that do not touch each other are planted together.
ROUNDS = (
    "B101 B201 B301 B401 B501 S101 S102 S206 S704",
    "B102 B202 B203 B502 S103 S201 S301 S701",
    "B204 B503 S202 S302 S304",
    "B504 S204 S303 S401",
    "S205 S402 X103",
    "S403", "S104", "S203", "X101", "X102", "X107", "X108", "X109",
)  # fmt: skip


@pytest.fixture(scope="module")
def every_guard() -> list[Guard]:
    return guards(probe(), PROFILE)


@pytest.fixture
def book(excel: App, tmp_path: Path) -> Book:
    path = tmp_path / "绩效自评.xlsx"
    path.write_bytes(filled())
    book = excel.books.open(path)
    for sheet in book.sheets:
        sheet.api.Unprotect()
    return book


def marked(book: Book, every: list[Guard]) -> set[str]:
    """The codes whose marks are on."""
    by_sheet: dict[str, list[Guard]] = {}
    for guard in every:
        by_sheet.setdefault(guard.place[0], []).append(guard)
    found: set[str] = set()
    for sheet, those in by_sheet.items():
        column = book.sheets[sheet][f"AA1:AA{len(those)}"]
        column.formula = [[f"={each.violated}"] for each in those]
        values = column.options(ndim=1).value
        found |= {each.code for each, value in zip(those, values, strict=True) if value is True}
        column.clear_contents()
    return found


def listed(book: Book) -> dict[str, bool]:
    """Whether the list on the first sheet says of a title that it does not hold."""
    rows = book.sheets[SHEET].used_range.options(ndim=2).value
    top = next(index for index, row in enumerate(rows) if row[3] == "结果")
    found: dict[str, bool] = {}
    for row in rows[top + 1 :]:
        found[row[1]] = found.get(row[1], False) or str(row[3]).startswith("✗")
    return found


def violated(book: Book, path: Path) -> set[str]:
    """The codes that a check of the saved workbook finds."""
    book.save(path)
    report = check(file(read_filing([path]), PROFILE), PROFILE)
    return {each.code for each in report.relations if each.verdict is Verdict.VIOLATED}


def test_every_relation_that_the_workbook_judges_has_a_planted_contradiction(
    every_guard: list[Guard],
) -> None:
    assert {guard.code for guard in every_guard} == set(PLANTED) == set(" ".join(ROUNDS).split())


def test_the_faultless_filing_is_quiet(
    book: Book, every_guard: list[Guard], tmp_path: Path
) -> None:
    assert marked(book, every_guard) == set()
    assert not any(listed(book).values())
    assert not violated(book, tmp_path / "保存.xlsx") & set(PLANTED)


def test_each_contradiction_is_marked_listed_and_found_by_a_check(
    book: Book, every_guard: list[Guard], tmp_path: Path
) -> None:
    titles = {guard.code: guard.title for guard in every_guard}
    judged = set(titles)
    for number, codes in enumerate(map(str.split, ROUNDS)):
        changes = [change for code in codes for change in PLANTED[code]]
        places = [(place(kind, key), value) for kind, key, value in changes]
        cells = [(book.sheets[sheet][cell], value) for (sheet, cell), value in places]
        before = [cell.formula for cell, _ in cells]
        for cell, value in cells:
            cell.value = value
        book.app.calculate()
        on = marked(book, every_guard)
        assert set(codes) <= on
        wrong = {title for title, one in listed(book).items() if one}
        assert wrong == {titles[each] for each in on}, codes
        assert violated(book, tmp_path / f"{number}.xlsx") & judged == on, codes
        for (cell, _), formula in zip(cells, before, strict=True):
            cell.formula = formula
    book.app.calculate()
    assert marked(book, every_guard) == set()


def test_a_rate_without_its_sign_is_no_contradiction(
    book: Book, every_guard: list[Guard], tmp_path: Path
) -> None:
    sheet, cell = place("overall", "年度资金总额.执行率")
    book.sheets[sheet][cell].number_format = "General"
    book.sheets[sheet][cell].value = 98.44
    book.app.calculate()
    assert marked(book, every_guard) == set()
    assert "S101" not in violated(book, tmp_path / "表.xlsx")


def test_while_the_faultless_filing_is_typed_in_little_is_marked(
    book: Book, every_guard: list[Guard]
) -> None:
    """In reading order; a breakdown does not agree with its total until it is whole."""
    typed = [
        (each.plan.sheet, address(box))
        for each in sheets()
        for box in each.plan.boxes
        if box.role == "input" and each.contents.get(address(box), Content("")).text
    ]
    computed = {each for each in typed if book.sheets[each[0]][each[1]].formula.startswith("=")}
    waiting = [each for each in typed if each not in computed]
    assert len(waiting) > 150
    seen: set[str] = set()
    while waiting:
        for sheet, cell in waiting[-8:]:
            book.sheets[sheet][cell].clear_contents()
        del waiting[-8:]
        book.app.calculate()
        seen |= marked(book, every_guard)
    assert seen <= {"S201", "S202", "S204", "S205"}
