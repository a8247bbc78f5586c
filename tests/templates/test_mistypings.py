"""Texts and 元 in places for numbers in 万元: marked at once, named on the first sheet, never silently
left out of a sum. LibreOffice calculates the marks, as in test_guards."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlwings import App, Book

from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.templates.cell_formulas import guards
from xladdin.templates.instructions import SHEET
from xladdin.templates.mistypings import TEXT_TITLE, UNIT_TITLE, mistypings
from xladdin.templates.prepared import prepared
from xladdin.templates.workbook import workbook

PROFILE = profile("taojiang")
BASIC, OVERALL = "附件1 基础数据表", "附件2 自评表"
PROBE = Filing((), tuple(each.probe for each in prepared(PROFILE, 2024)), "", None)
MARKS = list(mistypings(PROBE, PROFILE))


@pytest.fixture(scope="module")
def blank() -> bytes:
    return workbook(PROFILE, 2024).data


@pytest.fixture
def book(excel: App, blank: bytes, tmp_path: Path) -> Book:
    path = tmp_path / "空白.xlsx"
    path.write_bytes(blank)
    book = excel.books.open(path)
    for sheet in book.sheets:
        sheet.api.Unprotect()
    return book


def type_in(book: Book, sheet: str, values: dict[str, object]) -> None:
    for cell, value in values.items():
        book.sheets[sheet][cell].value = value
    book.app.calculate()


def marked(book: Book, title: str) -> set[str]:
    """The cells that are marked for this reason."""
    found = set()
    for sheet in {guard.place[0] for guard in MARKS}:
        those = [guard for guard in MARKS if guard.place[0] == sheet and guard.title == title]
        column = book.sheets[sheet][f"AA1:AA{len(those)}"]
        column.formula = [[f"={each.violated}"] for each in those]
        values = column.options(ndim=1).value
        found |= {each.place[1] for each, on in zip(those, values, strict=True) if on is True}
        column.clear_contents()
    return found


def front(book: Book) -> list[list[object]]:
    return list(book.sheets[SHEET].used_range.options(ndim=2).value)


def row_of(book: Book, text: str) -> list[object]:
    return next(row for row in front(book) if text in row)


def test_a_blank_workbook_and_plain_numbers_are_quiet(book: Book) -> None:
    assert marked(book, TEXT_TITLE) | marked(book, UNIT_TITLE) == set()
    type_in(book, BASIC, {"B8": 0, "B9": 2.5, "D9": 0.02, "F9": 12000, "F22": 99999})
    type_in(book, OVERALL, {"D5": 100, "E5": 120.5, "F5": 120, "G14": 10, "H14": 9.5})
    assert marked(book, TEXT_TITLE) | marked(book, UNIT_TITLE) == {"F9"}
    type_in(book, BASIC, {"F9": 12})
    assert marked(book, UNIT_TITLE) == set()


@pytest.mark.parametrize("text", ["18万元", "１８", "18.5 ", "约18", "无", "1,8"])
def test_a_text_is_marked_with_each_sum_that_lacks_it(book: Book, text: str) -> None:
    type_in(book, BASIC, {"B8": f"'{text}", "B9": 2.5})
    # 公务用车 lacks it, and so does 三公经费, which adds that up.
    assert marked(book, TEXT_TITLE) == {"B8", "B7", "B6"}
    assert book.sheets[BASIC]["B6"].value == 2.5


def test_the_first_sheet_names_it_above_all_else(book: Book) -> None:
    type_in(book, BASIC, {"B8": "18万元", "D9": "'２", "B4": 10, "D4": 11})
    assert row_of(book, BASIC)[1] == "必填 11 项，已填 2 项，2 格写了文字"
    top = next(index for index, row in enumerate(front(book)) if row[3] == "结果")
    first, second, third = front(book)[top + 1 : top + 4]
    assert first[:5] == [BASIC, TEXT_TITLE, "警告", "✗ 2 处", "F301"]
    assert second[:5] == [BASIC, "在职人数超过编制数", "警告", "✗ 1 处", "B102"]
    assert third[1] is None
    steps = [str(row[1]) for row in front(book)]
    assert "一、填“附件1 基础数据表”，还差 9 项必填的。" in steps
    assert f"二、有 2 条不成立，先改：“{TEXT_TITLE}”。" in steps
    assert row_of(book, BASIC)[2] == "■□□□□□ 2 条不成立"
    assert book.sheets[SHEET][f"A{top + 2}"].formula.startswith("=IFERROR(HYPERLINK(")


def test_what_holds_is_told_in_positive_words(book: Book) -> None:
    type_in(book, BASIC, {"B4": 10, "D4": 9})
    assert row_of(book, "控制率 ＝ 在职人数 ÷ 编制数")[3] == "✓"
    assert row_of(book, "数字格里都是数字")[3] == "✓"
    assert row_of(book, "三公经费 ＝ 公务用车 ＋ 出国经费 ＋ 公务接待")[3] == "－"
    assert not [row for row in front(book) if row[1] and "不等于" in str(row[1])]
    assert [row[1] for row in front(book) if row[1] == "现在没有不成立的。"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"B9": 2.5, "D9": 2.6, "F9": 25000}, {"F9"}),
        ({"B22": 3_500_000}, {"B22"}),  # so much has no unit of a county
        ({"B9": 25, "D9": 2.6, "F9": 25}, set()),
        ({"B9": 9000, "D9": 2, "F9": 3}, set()),  # large, yet no 元
        ({"B9": 0, "D9": 0, "F9": 20000}, set()),  # nothing to compare with
    ],
)
def test_yuan_are_known_by_their_size(
    book: Book, typed: dict[str, object], wrong: set[str]
) -> None:
    type_in(book, BASIC, typed)
    assert marked(book, UNIT_TITLE) == wrong


def test_inserted_rows_count_too(book: Book) -> None:
    sheet = book.sheets[BASIC]
    sheet["15:15"].insert("down")
    type_in(book, BASIC, {"B15": "3万"})
    assert row_of(book, BASIC)[1] == "必填 11 项，已填 0 项，1 格写了文字"


def test_these_marks_come_before_those_of_contradictions() -> None:
    found = guards(PROBE, PROFILE)
    assert not {guard.title for guard in found} & {TEXT_TITLE, UNIT_TITLE}
    assert {guard.place[0] for guard in MARKS} == {BASIC, OVERALL, "附件3 项目支出自评表"}
