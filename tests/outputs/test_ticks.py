"""Which figures a report knows of, where they stand, and how."""

from __future__ import annotations

from lxml import html as parser
from msgspec.structs import replace

from tests.outputs.sample_reports import RICH, SUM, relation, sheet
from xladdin.model.figure import Location
from xladdin.model.grid import Block, Cell, Grid, Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Cause, Finding, Operand, Report, Severity, Unused
from xladdin.outputs.html import render
from xladdin.outputs.ticks import State, Ticks, counted


def report(*blocks: Block, **changes: object) -> Report:
    source = Source("附件.xlsx", "xlsx", "", blocks)
    empty: dict[str, object] = {"findings": (), "relations": (), "documents": (source,)}
    return replace(RICH, **(empty | changes))


def grid(*texts: str) -> Grid:
    return Grid(1, tuple(Cell(row, 0, text) for row, text in enumerate(texts)), sheet="附件1")


def text_in(cell: str, text: str, span: tuple[int, int] | None = None) -> Operand:
    where = Location("附件.xlsx", "basic_data", "附件1", cell, span=span, quote=text)
    return Operand("目标", text, None, "", where)


def told(
    operand: Operand, severity: Severity = Severity.ERROR, waiver: str | None = None
) -> Finding:
    return replace(SUM, operands=(operand,), severity=severity, waiver=waiver, fingerprint="x")


def states(ticks: Ticks) -> list[tuple[str, str]]:
    return [(tick.operand.text, str(tick.state)) for tick in ticks.all]


def test_a_number_in_a_cell_of_more_words_is_the_number() -> None:
    seen = Unused(sheet("一般公共预算", "477.00", "A1"), "没有可对的数")
    (tick,) = Ticks(report(grid("其中：一般公共预算：477.00"), unused=(seen,))).all
    assert (tick.start, tick.end, tick.reason) == (10, 16, "没有可对的数")


def test_what_is_explained_or_to_be_corrected_is_so_whatever_else_holds() -> None:
    held = replace(
        relation(SUM, Verdict.HELD), operands=(sheet("甲", "1", "A1"), sheet("乙", "2", "A2"))
    )
    wrong = told(sheet("甲", "1", "A1"))
    found = report(grid("1", "2"), relations=(held,), findings=(wrong,))
    assert states(Ticks(found)) == [("1", "wrong"), ("2", "tied")]
    explained = replace(found, findings=(replace(wrong, waiver="批准过"),))
    assert states(Ticks(explained)) == [("1", "explained"), ("2", "tied")]
    hint = replace(found, findings=(replace(wrong, severity=Severity.INFO),))
    assert states(Ticks(hint)) == [("1", "tied"), ("2", "tied")]


def test_of_figures_that_only_disagree_with_the_cause_it_is_said_that_they_wait() -> None:
    cause, other = sheet("甲", "1", "A1"), sheet("乙", "2", "A2")
    violated = replace(relation(SUM), operands=(cause, other))
    finding = replace(SUM, operands=(cause, other), fingerprint="x")
    known = Cause(cause, "2", "digits", certain=True, explains=("x",), why="")
    found = report(grid("1", "2"), relations=(violated,), findings=(finding,), causes=(known,))
    ticks = Ticks(found)
    assert states(ticks) == [("1", "wrong"), ("2", "idle")]
    assert ticks.all[1].reason.startswith("只与要改的数核对过")
    unknown = replace(found, causes=(replace(known, proposed=None),))
    assert states(Ticks(unknown)) == [("1", "wrong"), ("2", "wrong")]


def test_a_blank_that_counts_as_nothing_bears_no_mark() -> None:
    blank = Operand("丙", "", "0", "万元", sheet("丙", "", "A2").location)
    held = replace(relation(SUM, Verdict.HELD), operands=(sheet("甲", "1", "A1"), blank))
    ticks = Ticks(report(grid("1", ""), relations=(held,)))
    assert counted(ticks.all)[State.TIED] == 1
    missing = report(grid("1", ""), findings=(told(text_in("A2", "")),))
    assert counted(Ticks(missing).all)[State.WRONG] == 1


def test_figures_within_a_text_that_is_told_as_a_whole_keep_their_marks() -> None:
    text = "推广30万亩，培训12期。"
    number = Operand("推广", "30万亩", "30", "万亩", text_in("A1", text, (2, 6)).location)
    held = replace(relation(SUM, Verdict.HELD), operands=(number,))
    found = report(grid(text), relations=(held,), findings=(told(text_in("A1", text)),))
    ticks = Ticks(found)
    assert states(ticks) == [(text, "wrong"), ("30万亩", "tied")]
    assert ticks.at(number) is ticks.all[1]
    (outer,) = parser.document_fromstring(render(found)).xpath("//main//td/span")
    assert outer.text_content() == text
    assert [inner.text for inner in outer.xpath("./span")] == ["30万亩"]


def test_the_lines_of_a_report_in_a_cell_have_their_own_figures() -> None:
    frame = Location("附件.xlsx", sheet="附件1", cell="A1")
    lines = (Paragraph(-1, "第一行1人", frame, 0), Paragraph(-2, "第二行2人", frame, 6))
    places = [replace(frame, span=span) for span in ((3, 5), (9, 11))]
    figures = [Operand("人", f"{n}人", str(n), "人", place) for n, place in enumerate(places, 1)]
    held = replace(relation(SUM, Verdict.HELD), operands=tuple(figures))
    root = parser.document_fromstring(render(report(*lines, relations=(held,))))
    assert [[mark.text for mark in line.xpath("./span")] for line in root.xpath("//main//p[span]")] == [
        ["1人"], ["2人"],
    ]  # fmt: skip


def test_a_figure_that_stands_in_no_document_is_none() -> None:
    ticks = Ticks(report(grid("1"), findings=(told(sheet("甲", "1", "Z99")),)))
    assert ticks.all == ()
    assert ticks.at(sheet("甲", "1", "Z99")) is None
