"""Word documents as offices make them: what nobody sees is not read, what everybody sees is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kinds.made import (
    FIGURES,
    IN_WORD,
    ROWS,
    TITLE,
    UNIT,
    body,
    document,
    notes,
    paragraph,
    report,
    run,
    same,
    shown,
    styles,
    swap,
    table,
    told,
)
from xladdin.checking import check_paths
from xladdin.errors import InputError

RIGHT = swap((run("8.90"), run("8.70")), ("接待费2.31", "接待费2.13"))
STYLE = '<w:style w:type="{}" w:styleId="{}"><w:rPr>{}</w:rPr></w:style>'


def test_the_filing_as_made(tmp_path: Path) -> None:
    assert told(document(tmp_path / "原.docx")) == (FIGURES, IN_WORD)
    assert told(document(tmp_path / "对.docx", RIGHT)) == (FIGURES, set())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (run("98.45"), run("98\u2060.45")),
        (run("98.45"), run("\ufeff98.45")),
        (run("98.45"), run("98.4\xad5")),
        (run("98.45"), run("\u200e98.45\u200f")),
        (run("98.45"), run("\xa098.45\xa0")),
        (run("项目支出："), run("项\u200b目支出：")),
        (run("公用经费"), run("公 用 经 费")),
        (run("三公经费"), run("三公\u2060经费\xad")),
        ("项目支出98.45万元", "项目支出98\u200b.45 万元"),
        ("编制25人", "编制\u200e25\u2060人"),
    ],
)
def test_invisible_characters_say_nothing(tmp_path: Path, old: str, new: str) -> None:
    assert told(document(tmp_path / "原.docx", swap((old, new)))) == (FIGURES, IN_WORD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("部门整体支出绩效自评报告", "部⻔整体⽀出绩效⾃评报告"),
        ("二、部门整体支出情况", "⼆、部⻔整体⽀出情况"),
        (run("项目支出："), run("项⽬⽀出：")),
        (run("三公经费"), run("三公经费".replace("公", "公"))),
        ("全年项目支出", "全年项⽬⽀出"),
        ("2024年末实有", "2024\uf98e末实有"),
    ],
)
def test_radicals_are_the_characters_that_they_look_like(
    tmp_path: Path, old: str, new: str
) -> None:
    assert told(document(tmp_path / "原.docx", swap((old, new)))) == (FIGURES, IN_WORD)


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize("mark", ["1", "①", "[2]", "*", "注1"])
def test_the_number_of_a_note_is_none_of_the_figure(tmp_path: Path, mark: str) -> None:
    cell = shown("24").replace("</w:p>", f"{run(mark, RAISED)}</w:p>")
    text = f"人员24</w:t></w:r>{run(mark, RAISED)}<w:r><w:t>人"
    path = document(tmp_path / "原.docx", swap((shown("24"), cell), ("人员24人", text)))
    assert told(path) == (FIGURES, IN_WORD)
    assert "2 处上标的注释序号没有当作数字读取。" in notes(path)


@pytest.mark.parametrize("look", ['<w:rStyle w:val="上标"/>', '<w:position w:val="12"/>', RAISED])
def test_however_it_is_raised(tmp_path: Path, look: str) -> None:
    cell = shown("24").replace("</w:p>", f"{run('1', look)}</w:p>")
    part = styles(STYLE.format("character", "上标", RAISED))
    path = document(
        tmp_path / "原.docx", swap((shown("24"), cell)), {"word/styles.xml": part},
        related={"styles": "styles.xml"},
    )  # fmt: skip
    assert told(path) == (FIGURES, IN_WORD)


@pytest.mark.parametrize(("before", "raised", "text"), [
    ("m", "2", "m²"), ("5×10", "4", "5×10⁴"), ("第1", "st", "第1st"), ("", "1", "1"),
])  # fmt: skip
def test_a_power_is_none_of_a_note(tmp_path: Path, before: str, raised: str, text: str) -> None:
    content = f"<w:p>{run(before)}{run(raised, RAISED)}</w:p>" + body()
    (first, *_) = _paragraphs(document(tmp_path / "原.docx", content=content))
    assert first == text


def _paragraphs(path: Path) -> list[str]:
    from xladdin.sources import read

    return [each.text for each in read(path).paragraphs]


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ("<w:vanish/>", "1 处隐藏文字没有读取。"),
        ('<w:rStyle w:val="藏"/>', "1 处隐藏文字没有读取。"),
        ('<w:rStyle w:val="藏二"/>', "1 处隐藏文字没有读取。"),
        ("<w:strike/>", "1 处加了删除线的文字没有读取"),
        ("<w:dstrike/>", "1 处加了删除线的文字没有读取"),
        ('<w:rStyle w:val="废"/>', "1 处加了删除线的文字没有读取"),
    ],
)
def test_hidden_and_struck_out_text_is_left_out(tmp_path: Path, look: str, said: str) -> None:
    part = styles(
        STYLE.format("character", "藏", "<w:vanish/>"),
        STYLE.format("character", "废", "<w:strike/>"),
        STYLE.format("character", "藏二", "").replace("<w:rPr>", '<w:basedOn w:val="藏"/><w:rPr>'),
    )
    cell = shown("98.45").replace("<w:p>", f"<w:p>{run('198.54', look)}")
    path = document(
        tmp_path / "原.docx", swap((shown("98.45"), cell)), {"word/styles.xml": part},
        related={"styles": "styles.xml"},
    )  # fmt: skip
    assert told(path) == (FIGURES, IN_WORD)
    assert said in notes(path)


def test_a_paragraph_of_a_hidden_style_is_left_out_but_for_what_is_shown_in_it(
    tmp_path: Path,
) -> None:
    part = styles(STYLE.format("paragraph", "藏", "<w:vanish/>"))
    hidden = f'<w:p><w:pPr><w:pStyle w:val="藏"/></w:pPr>{run("看不见")}{run("看见", "<w:vanish w:val=%s/>")}</w:p>'
    path = document(
        tmp_path / "原.docx", same, {"word/styles.xml": part},
        content=hidden.replace("%s", '"0"') + body(), related={"styles": "styles.xml"},
    )  # fmt: skip
    assert _paragraphs(path)[0] == "看见"


FRAME = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    "content",
    [
        FRAME.format(report()) + paragraph("附件1") + paragraph(TITLE) + table(),
        FRAME.format(body()),
        FRAME.format(FRAME.format(report())) + paragraph("附件1") + paragraph(TITLE) + table(),
        "<w:tbl>"
        + "".join(f"<w:tr><w:tc>{line}</w:p></w:tc></w:tr>" for line in report().split("</w:p>")[:-1])
        + "</w:tbl>" + paragraph("附件1") + paragraph(TITLE) + table(),
    ],
    ids=["report", "all", "twice", "a row for each paragraph"],
)  # fmt: skip
def test_a_frame_around_the_text_is_no_table(tmp_path: Path, content: str) -> None:
    assert told(document(tmp_path / "原.docx", content=content)) == (FIGURES, IN_WORD)


EITHER = "<mc:AlternateContent><mc:Choice Requires='wps'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
ROW = "<w:tr>" + "".join(map(shown, ROWS[3])) + "</w:tr>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ROW, EITHER.format(ROW)),
        (shown("8.90"), EITHER.format(shown("8.90"))),
        (shown("8.90"), f"<w:tc>{EITHER.format(paragraph('8.90'))}<w:p/></w:tc>"),
        (shown("8.90"), f"<w:tc><w:p>{EITHER.format(run('8.90'))}</w:p></w:tc>"),
        (table(), EITHER.format(table())),
    ],
    ids=["row", "cell", "paragraph", "run", "table"],
)
def test_of_alternatives_one_is_read(tmp_path: Path, old: str, new: str) -> None:
    assert told(document(tmp_path / "原.docx", swap((old, new)))) == (FIGURES, IN_WORD)


DELETED = '<w:tc><w:tcPr><w:cellDel w:id="9" w:author="x"/></w:tcPr>{}</w:tc>'


@pytest.mark.parametrize("values", [("8.90",), ("8.90", "5.10"), ("98.45", "2.13")])
def test_a_cell_whose_deletion_is_tracked_is_left_out(
    tmp_path: Path, values: tuple[str, ...]
) -> None:
    gone = DELETED.format(paragraph("9.99"))
    rows = [(row, _row_with(row, gone)) for row in ROWS if set(values) & set(row)]
    path = document(tmp_path / "原.docx", swap(*((_row(row), new) for row, new in rows)))
    assert told(path) == (FIGURES, IN_WORD)
    assert f"{len(rows)} 处修订中标为删除的内容没有读取" in notes(path)


def _row(row: tuple[str, ...]) -> str:
    return "".join(map(shown, row))


def _row_with(row: tuple[str, ...], gone: str) -> str:
    return shown(row[0]) + gone + "".join(map(shown, row[1:]))


OBJECT = '<w:p><w:r><w:object><v:shape><v:imagedata r:id="r9"/></v:shape><o:OLEObject Type="Embed" ProgID="{}" r:id="r8"/></w:object></w:r></w:p>'
PICTURE = "<w:p><w:r><w:pict><v:shape><v:imagedata r:id='r9'/></v:shape></w:pict></w:r></w:p>"


@pytest.mark.parametrize(
    "program", ["Excel.Sheet.12", "Excel.Sheet.8", "ET.Workbook.1", "Word.Document.12"]
)
def test_a_form_in_an_object_is_said_not_to_be_read(tmp_path: Path, program: str) -> None:
    content = report() + paragraph(TITLE) + OBJECT.format(program)
    said = notes(document(tmp_path / "原.docx", content=content))
    assert "嵌入的 1 个 Excel 或 Word 对象没有读取" in said
    assert "图片" not in said


def test_a_formula_is_no_document(tmp_path: Path) -> None:
    path = document(tmp_path / "原.docx", content=body() + OBJECT.format("Equation.3"))
    assert not notes(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (paragraph(UNIT) + PICTURE, "1 张图片里的内容没有读取"),
        (paragraph(UNIT) + OBJECT.format("Excel.Sheet.12"), "1 个 Excel 或 Word 对象没有读取"),
        (PICTURE * 3, "3 张图片里的内容没有读取"),
        ('<w:altChunk r:id="r7"/>', "嵌入的其他文档没有读取"),
        ("<w:p/>", "内容可能是扫描的图片"),
    ],
)
def test_a_refusal_names_what_was_not_read(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        check_paths([document(tmp_path / "原.docx", content=content)])


FUNDS = ("二、部门整体支出情况", "二、一般公共预算支出情况")


def test_a_section_on_the_general_budget_is_what_the_form_is_of(tmp_path: Path) -> None:
    assert told(document(tmp_path / "原.docx", swap(FUNDS))) == (FIGURES, IN_WORD)


def test_a_basis_that_was_handed_on_allows_the_other_one(tmp_path: Path) -> None:
    old = "其中公务用车运行维护费5.21万元，公务接待费2.31万元"
    new = "年初预算8.20万元；公务用车运行维护费5.21万元，公务接待费2.13万元"
    path = document(tmp_path / "原.docx", swap(FUNDS, (old, new)))
    assert told(path) == (FIGURES, {"B201"})
