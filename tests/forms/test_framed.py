"""A report that is laid out in a table is read as a report, and no form as one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from tests.kit.form_sheets import PROJECT, grid
from tests.kit.written import FILLER, plain
from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.framed import unframed
from xladdin.forms.profiles import profile
from xladdin.model.grid import Block, Cell, Grid, Paragraph, Source
from xladdin.model.report import Finding, Report

MINISTRY = profile("ministry")
REPORT = plain().strip().replace("，项目支出80.00万元，“三公”", "，项目支出80.00万元。“三公”")
LINES = [line for line in REPORT.splitlines() if line]
LINES.insert(3, FILLER)


def one_cell(lines: list[str], sheet: str | None) -> list[Grid]:
    return [Grid(1, (Cell(0, 0, "\n".join(lines)),), sheet)]


def a_row_each(lines: list[str], sheet: str | None) -> list[Grid]:
    return [Grid(1, tuple(Cell(row, 0, line) for row, line in enumerate(lines)), sheet)]


def headings_beside(lines: list[str], sheet: str | None) -> list[Grid]:
    cells = [Cell(0, 0, lines[0], columns=2)]
    for line in lines[1:]:
        if line[1] == "、" and line[0] in "一二三四五六":
            cells.append(Cell(cells[-1].row + 1, 0, line))
        elif cells[-1].column == 0:
            cells.append(Cell(cells[-1].row, 1, line))
        else:
            cells[-1] = Cell(cells[-1].row, 1, f"{cells[-1].text}\n{line}")
    return [Grid(1, tuple(cells), sheet)]


def a_table_each(lines: list[str], sheet: str | None) -> list[Grid]:
    """A table for the title and for each part, right behind one another."""
    starts = [i for i, line in enumerate(lines) if line[1] == "、" and line[0] in "一二三四五六"]
    parts = [lines[a:b] for a, b in zip([0, *starts], [*starts, len(lines)], strict=True)]
    return [
        Grid(number, (Cell(0, 0, "\n".join(part)),), sheet and f"{sheet}{number}")
        for number, part in enumerate(parts, 1)
    ]


LAYOUTS = (one_cell, a_row_each, headings_beside, a_table_each)


def source(*blocks: Block) -> Source:
    return Source("自评报告.docx", "docx", "0" * 64, blocks)


def report(*blocks: Block) -> Report:
    return checking.check(checking.file([source(*blocks)], MINISTRY), MINISTRY)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in findings]


@pytest.mark.parametrize("sheet", [None, "Sheet1"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", []),
        ("四、存在的问题及原因分析\n", "", ["F401", "F408"]),
        ("基本支出540.40万元", "基本支出504.40万元", ["A101"]),
        ("无其他成效", "取得的成效（100字以内）", ["F501"]),
    ],
)
def test_a_report_in_a_table_is_judged_as_one_in_paragraphs(
    layout: Callable[[list[str], str | None], list[Grid]],
    sheet: str | None,
    old: str,
    new: str,
    codes: list[str],
) -> None:
    lines = "\n".join(LINES).replace(old, new).split("\n")
    plainly = report(*map(Paragraph, count(), lines))
    framed = report(*layout(lines, sheet))
    assert told(framed.findings) == told(plainly.findings)
    assert {each.code for each in framed.findings} >= {*codes}
    assert (framed.unit, framed.year) == (plainly.unit, plainly.year)
    assert framed.coverage == plainly.coverage
    for finding in framed.findings:
        assert all(operand.location.cell for operand in finding.operands)


def test_a_place_is_where_the_words_stand_in_the_cell() -> None:
    text = "\n".join(LINES).replace("基本支出540.40万元", "基本支出504.40万元")
    (found,) = (f for f in report(Grid(1, (Cell(0, 0, text),))).findings if f.code == "A101")
    for operand in found.operands:
        start, end = operand.location.span or (0, 0)
        assert (operand.location.cell, text[start:end]) == ("t1R1:C1", operand.text)


def test_a_form_and_what_a_page_break_left_of_it_are_no_report() -> None:
    rest = Grid(2, (Cell(0, 0, "其他需要说明的问题"), Cell(0, 1, FILLER * 3)))
    given = source(grid(PROJECT, name=None), rest)
    assert unframed(given, MINISTRY.kinds) is given


def test_tables_of_several_columns_and_of_figures_are_no_report() -> None:
    row = [Cell(1, column, FILLER) for column in range(3)]
    several = source(Grid(1, tuple(row)))
    figures = source(Grid(1, (Cell(0, 0, FILLER * 3), Cell(1, 0, "12.50"))))
    assert [unframed(each, MINISTRY.kinds) for each in (several, figures)] == [several, figures]


def test_a_table_with_too_little_for_a_report_is_refused_as_before() -> None:
    with pytest.raises(InputError):
        report(Grid(1, (Cell(0, 0, FILLER),)))
