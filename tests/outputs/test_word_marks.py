"""A comment stands at the figure's own run; runs are split, and nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outputs.word_files import (
    BOLD,
    BOTH,
    BOUND,
    FIELD,
    RICH,
    VML,
    anchored,
    annotate,
    at,
    body,
    cell,
    document,
    end,
    finding,
    in_table,
    paragraph,
    run,
    same_but_for_comments,
    start,
    table,
)
from xladdin.model.figure import Location
from xladdin.model.report import Operand
from xladdin.sources import read


def test_a_run_is_split_around_the_figure_with_its_formatting(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph(run("编制数为5人，在职4人。", BOLD)))
    copy = annotate(path, finding(at(path, "5人")))
    text = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'.format
    assert body(copy) == (
        f"<w:p>{text('编制数为')}{start(0)}{text('5人')}{end(0)}{text('，在职4人。')}</w:p>"
    )


def test_blanks_at_a_cut_are_kept(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", "<w:p><w:r><w:t>共 5人 整</w:t></w:r></w:p>")
    copy = annotate(path, finding(at(path, "5人")))
    assert '<w:t xml:space="preserve">共 </w:t>' in body(copy)
    assert '<w:t xml:space="preserve"> 整</w:t>' in body(copy)
    assert "<w:t>5人</w:t>" in body(copy)


def test_a_run_keeps_its_attributes_and_what_else_is_in_it(tmp_path: Path) -> None:
    content = "<w:t>共</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>5人。</w:t><w:lastRenderedPageBreak/>"
    path = document(tmp_path / "报告.docx", f'<w:p><w:r w:rsidR="00A1">{content}</w:r></w:p>')
    copy = annotate(path, finding(at(path, "1\n5")))
    assert body(copy) == (
        '<w:p><w:r w:rsidR="00A1"><w:t>共</w:t><w:tab/></w:r>' + start(0) +
        '<w:r w:rsidR="00A1"><w:t>1</w:t><w:br/><w:t>5</w:t></w:r>' + end(0) +
        '<w:r w:rsidR="00A1"><w:t>人。</w:t><w:lastRenderedPageBreak/></w:r></w:p>'
    )  # fmt: skip


def test_a_figure_may_reach_over_several_runs(tmp_path: Path) -> None:
    runs = run("预算1"), run("2.5", BOLD), "<w:proofErr/>", run("万元。")
    path = document(tmp_path / "报告.docx", paragraph(*runs))
    copy = annotate(path, finding(at(path, "12.5万元")))
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": "12.5万元"}


@pytest.mark.parametrize(
    "wrapped",
    [
        f'<w:hyperlink r:id="rId9">{run("合5人")}</w:hyperlink>',
        f'<w:ins w:id="1" w:author="甲">{run("合5人")}</w:ins>',
        f'<w:moveTo w:id="1" w:author="甲">{run("合5人")}</w:moveTo>',
        f'<w:smartTag w:element="x">{run("合5人")}</w:smartTag>',
        RICH,
        f'{run("合5")}<w:del w:id="2" w:author="甲"><w:r><w:delText>0</w:delText></w:r></w:del>{run("人")}',
        f'{run("合")}<w:ins w:id="1" w:author="甲">{run("5")}</w:ins>{run("人")}',
        run("合[bookmark: _Go")
        + run("Back]5[bookmark: x]人"),
        '<w:r><w:t>合</w:t><w:footnoteReference w:id="2"/><w:t>5人</w:t></w:r>',
        "<w:r><w:t>合5</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>00</w:t></w:r><w:r><w:t>人</w:t></w:r>",
    ],
    ids=["link", "insertion", "moved", "tag", "control", "deletion", "part inserted",
         "residue", "note", "hidden"],
)  # fmt: skip
def test_a_figure_is_found_wherever_the_reader_finds_it(tmp_path: Path, wrapped: str) -> None:
    path = document(tmp_path / "报告.docx", paragraph("计：", wrapped, "，不多。"))
    copy = annotate(path, finding(at(path, "5人")))
    same_but_for_comments(path, copy)
    assert re.sub(r"\[bookmark: x\]|00", "", anchored(copy)["0"]) == "5人"


@pytest.mark.parametrize(
    "whole",
    [
        BOUND,
        FIELD,
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:ins w:id="1" w:author="甲">{FIELD}</w:ins>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:fldSimple w:instr="=5">{run("合5人")}</w:fldSimple>',
        "<m:oMath><m:r><m:t>合5人</m:t></m:r></m:oMath>",
        f"<w:r><w:ruby><w:rt>{run('wu')}</w:rt><w:rubyBase>{run('合5人')}</w:rubyBase></w:ruby></w:r>",
        VML,
        BOTH,
    ],
    ids=[
        "bound control",
        "field",
        "field in a field",
        "simple field",
        "formula",
        "phonetic guide",
        "old box",
        "new box",
    ],
)
def test_what_word_takes_as_a_whole_is_marked_as_a_whole(tmp_path: Path, whole: str) -> None:
    path = document(tmp_path / "报告.docx", paragraph("计：", whole, "，不多。"))
    copy = annotate(path, finding(at(path, "5人")))
    same_but_for_comments(path, copy)
    assert body(copy) == paragraph("计：", start(0), whole, end(0), "，不多。")


def test_a_blank_paragraph_of_a_box_is_marked_outside_it(tmp_path: Path) -> None:
    box = VML.replace(paragraph("框里合5人"), "<w:p/>")
    path = document(tmp_path / "报告.docx", paragraph("计：", box))
    blank = Operand("填表人", "", None, "", Location(path.name, paragraph=1))
    assert body(annotate(path, finding(blank))) == paragraph("计：", start(0), box, end(0))


def test_a_place_in_an_alternative_between_paragraphs_is_marked_in_it(tmp_path: Path) -> None:
    alternative = "<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>".format
    path = document(tmp_path / "报告.docx", alternative(paragraph("合", "5人")))
    copy = annotate(path, finding(at(path, "5人")))
    assert body(copy) == alternative(paragraph("合", start(0), run("5人"), end(0)))


# Tables


def test_the_text_of_a_cell_is_marked(tmp_path: Path) -> None:
    path = document(
        tmp_path / "报告.docx",
        table(cell(paragraph("编制")) + cell(paragraph(" 1", "0 ")))
        + table(cell(paragraph("别的"))),
    )
    copy = annotate(path, finding(in_table(path, "t1R1:C2", "10")))
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": "10"}


def test_in_a_cell_with_more_text_only_the_figure_is_marked(tmp_path: Path) -> None:
    path = document(
        tmp_path / "报告.docx", table(cell(paragraph("产出指标"), "<w:p/>", paragraph("（50分）")))
    )
    copy = annotate(
        path,
        finding(in_table(path, "t1R1:C1", "（50分）")),
        finding(in_table(path, "t1R1:C1", "40"), code="S601"),
    )
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": "产出指标（50分）", "1": "（50分）"}


def test_a_blank_cell_is_marked_at_its_paragraph(tmp_path: Path) -> None:
    properties = '<w:pPr><w:jc w:val="left"/></w:pPr>'
    path = document(tmp_path / "报告.docx", table(cell(f"<w:p>{properties}</w:p>")))
    copy = annotate(path, finding(in_table(path, "t1R1:C1", "")))
    assert f"<w:p>{properties}{start(0)}{end(0)}</w:p></w:tc>" in body(copy)


def test_a_merged_cell_is_marked_where_its_text_stands(tmp_path: Path) -> None:
    first = cell("<w:p/>", properties='<w:vMerge w:val="restart"/>')
    second = cell(paragraph("15"), properties="<w:vMerge/>")
    path = document(tmp_path / "报告.docx", table(first, second))
    copy = annotate(path, finding(in_table(path, "t1R1:C1", "15")))
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": "15"}


def test_a_nested_table_is_counted_after_the_one_around_it(tmp_path: Path) -> None:
    inner = table(cell(paragraph("里5")))
    path = document(
        tmp_path / "报告.docx", table(cell(paragraph("外"), inner, "<w:p/>") + cell("<w:p/>"))
    )
    copy = annotate(path, finding(in_table(path, "t2R1:C1", "里5")))
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"0": "里5"}


# Any text, cut anywhere


texts = st.text("编制 5人\t，。", min_size=1, max_size=6)


@given(
    pieces=st.lists(st.tuples(texts, st.sampled_from(["", BOLD])), min_size=1, max_size=5),
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), min_size=1, max_size=4),
)
def test_any_spans_of_any_runs_are_marked_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory,
    pieces: list[tuple[str, str]],
    spans: list[tuple[int, int]],
) -> None:
    runs = (run(text, bold).replace("\t", "</w:t><w:tab/><w:t>") for text, bold in pieces)
    path = document(tmp_path_factory.mktemp("任意") / "报告.docx", paragraph("甲", *runs))
    (text,) = (each.text for each in read(path).paragraphs)
    places = [(min(first, len(text) - 1), first + length) for first, length in spans]
    wanted = [text[first:last].strip() or text.strip() for first, last in places]
    figures = [
        Operand(
            "数", text[first:last], None, "", Location(path.name, paragraph=0, span=(first, last))
        )
        for first, last in places
    ]
    copy = annotate(path, *(finding(each, message=str(n)) for n, each in enumerate(figures)))
    same_but_for_comments(path, copy)
    assert sorted(anchored(copy).values()) == sorted(wanted)
