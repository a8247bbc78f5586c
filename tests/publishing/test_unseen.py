"""What nobody sees of a Word document, and numbers that are private by their label alone."""

from __future__ import annotations

import io
from functools import cache

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from xladdin.publishing.cleansing import cleansed
from xladdin.publishing.leftovers import found_in
from xladdin.publishing.sight import Sight
from xladdin.publishing.unseen import without_unreferred, without_unseen
from xladdin.sources.docx_looks import Looks

DRAWING = (
    '<wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="x" hidden="1"/><a:graphic><a:graphicData uri="x">'
    "<a:t>藏着的话</a:t></a:graphicData></a:graphic></wp:inline>"
)

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
VML = "urn:schemas-microsoft-com:vml"


def box(text: str) -> str:
    return f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"


def drawing(content: str, hidden: str = "") -> str:
    return (
        f'<w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="x"{hidden}/><a:graphic>'
        f'<a:graphicData uri="x">{content}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def shape(text: str, hidden: str = "") -> str:
    return f'<wps:wsp xmlns:wps="{WPS}"><wps:cNvPr id="2" name="y"{hidden}/><wps:txbx>{box(text)}</wps:txbx></wps:wsp>'


def group(*shapes: str) -> str:
    return f'<g:wgp xmlns:g="{GROUP}">{"".join(shapes)}</g:wgp>'


def vml(text: str, style: str = "") -> str:
    return f'<w:pict><v:shape xmlns:v="{VML}" style="width:9pt;{style}"><v:textbox>{box(text)}</v:textbox></v:shape></w:pict>'


def choice(one: str, other: str) -> str:
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:wps="{WPS}" Requires="wps">{one}</mc:Choice>'
        f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


HIDE, GROUP = ' hidden="1"', "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
FILLED = f'<w14:textFill xmlns:w14="{W14}">%s</w14:textFill>'
WHITE, UNREADABLE = '<w:color w:val="FFFFFF"/>', "看不见的文字（白色或极小）"
SEEN = "<w:p><w:r><w:t>看得见</w:t></w:r>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r>{content}</w:r></w:p></w:tc>"


def row(properties: str, *texts: str) -> str:
    cells = "".join(cell(f"<w:t>{text}</w:t>") for text in texts)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def run(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@cache
def empty() -> bytes:
    """A document with styles of its own, and without the hundred table styles that nothing uses."""
    made, target = Document(), io.BytesIO()
    for style in list(made.styles):
        if style.type == WD_STYLE_TYPE.TABLE:
            style.delete()
    for part in made.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith("/stylesWithEffects"):  # the same once more
                del part.rels[key]
    white = made.styles.add_style("white", WD_STYLE_TYPE.CHARACTER)
    white.font.color.rgb = RGBColor(255, 255, 255)
    made.styles.add_style("basedonwhite", WD_STYLE_TYPE.CHARACTER).base_style = white
    made.styles.add_style("tiny", WD_STYLE_TYPE.CHARACTER).font.size = Pt(1)
    made.save(target)
    return target.getvalue()


def cleaned(*blocks: str) -> tuple[str, dict[str, int]]:
    """The text of a document of these blocks after it was cleansed, and what was removed."""
    made, target = Document(io.BytesIO(empty())), io.BytesIO()
    space = nsdecls("w", "wp", "a")
    for each in blocks:
        body = parse_xml(f"<w:body {space}>{each}</w:body>")
        for block in list(body):
            made.element.body.insert(len(made.element.body) - 1, block)
    made.save(target)
    assert found_in("报告.docx", target.getvalue()) != []
    data, removed = cleansed(target.getvalue(), "报告.docx")
    assert found_in("报告.docx", data) == []
    body = Document(io.BytesIO(data)).element.body
    return "|".join(each.text or "" for each in body.iter("{*}t")), removed


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (table(row("", "看得见"), row("<w:hidden/>", "藏着的话")), "隐藏的表格行"),
        (table(row("", "看得见"), row('<w:trHeight w:val="10" w:hRule="exact"/>', "藏着的话")), "隐藏的表格行"),
        (SEEN + "</w:p>" + table(row("<w:hidden/>", "藏着的话")) + "<w:p/>", "隐藏的表格行"),
        (SEEN + run("<w:vanish/>", "藏着的话") + "</w:p>", "隐藏的文字"),
        (f"{SEEN}<w:r><w:drawing>{DRAWING}</w:drawing></w:r></w:p>", "隐藏的图形"),
        (SEEN + run('<w:sz w:val="2"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run(WHITE, "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run('<w:highlight w:val="black"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run('<w:color w:val="FEFEFE"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run('<w:color w:val="auto" w:themeColor="light1"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run(FILLED % '<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run(FILLED % "<w14:noFill/>", "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run('<w:sz w:val="3"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run('<w:rStyle w:val="tiny"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + run('<w:rStyle w:val="basedonwhite"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (SEEN + '</w:p><w:p><w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr>'
         + run("", "藏着的话") + "</w:p>", UNREADABLE),
        (table(row("", "看得见"), row('<w:trHeight w:val="25" w:hRule="exact"/>', "藏着的话")), "隐藏的表格行"),
        (SEEN + choice(drawing(shape("藏着的话"), HIDE), vml("藏着的话")), "隐藏的图形"),
        (SEEN + choice(drawing(shape("藏着的话", HIDE)), vml("藏着的话")), "隐藏的图形"),
        (f"{SEEN}<w:r>{vml('藏着的话', 'visibility:hidden')}</w:r></w:p>", "隐藏的图形"),
        ("<w:p><w:r>" + drawing(group(shape("看得见"), shape("藏着的话", HIDE))) + "</w:r></w:p>", "隐藏的图形"),
        (SEEN + run('<w:rStyle w:val="white"/>', "藏着的话") + "</w:p>", UNREADABLE),
        (table(row("", "看得见"), f"<w:tr>{cell(f'<w:rPr>{WHITE}</w:rPr><w:t>藏着的话</w:t>')}</w:tr>"), UNREADABLE),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_not_there(block: str, kind: str) -> None:
    text, removed = cleaned(block)
    assert text == "看得见"
    assert removed[kind] == 1


def test_white_letters_on_a_dark_ground_stay() -> None:
    dark, marked = '<w:shd w:val="clear" w:fill="1F3864"/>', '<w:highlight w:val="blue"/>'
    text, removed = cleaned(
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell(f'<w:rPr>{WHITE}</w:rPr><w:t>表头</w:t>', dark)}</w:tr></w:tbl>",
        f"<w:p>{run(WHITE + dark, '底色')}{run(WHITE + marked, '标亮')}</w:p>",
        f"<w:p><w:pPr>{dark}</w:pPr>{run(WHITE, '段落')}</w:p><w:p>{run('<w:vanish/>', '藏着的话')}</w:p>",
    )  # fmt: skip
    assert text == "表头|底色|标亮|段落"
    assert UNREADABLE not in removed


@pytest.mark.parametrize(
    "properties",
    [
        '<w:shd w:val="clear" w:fill="000000"/>', '<w:color w:val="auto"/><w:shd w:val="clear" w:fill="1F3864"/>',
        '<w:color w:val="FFFF00"/>', '<w:color w:val="BFBFBF"/>', '<w:highlight w:val="yellow"/>',
        '<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/><w:highlight w:val="none"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="pct50" w:fill="FFFFFF"/>', '<w:sz w:val="9"/>', '<w:w w:val="66"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:themeFill="accent1"/>',
        FILLED % '<w14:solidFill><w14:srgbClr w14:val="C00000"/></w14:solidFill>',
    ],
)  # fmt: skip
def test_letters_that_stand_out_stay(properties: str) -> None:
    text, _ = cleaned(f"<w:p>{run(properties, '看得见')}{run('<w:vanish/>', '藏着的话')}</w:p>")
    assert text == "看得见"


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([("姓名", "联系电话"), ("张三", "8001"), ("李四", "221-8002"), ("合计", "2")],
         "姓名|联系电话|张三|（略）|李四|（略）|合计|2"),
        ([("联系电话", "8001", "职工人数", "8002")], "联系电话|（略）|职工人数|8002"),
        ([("负责人手机：", "张三 6681"), ("预算数", "6682")], "负责人手机：|张三 （略）|预算数|6682"),
        ([("姓名", "身份证号码（后六位）"), ("张三", "01123X"), ("李四", "无"), ("王五", "011235")],
         "姓名|身份证号码（后六位）|张三|（略）|李四|无|王五|（略）"),
        ([("单位", "办公室电话"), ("甲", "8001"), ("项目", "支出数（万元）"), ("乙", "8002")],
         "单位|办公室电话|甲|（略）|项目|支出数（万元）|乙|8002"),
        ([("开户银行", "账号"), ("农行", "8200 0001")], "开户银行|账号|农行|（略）"),
        ([("联系电话", "备注"), ("8001，8002", "")], "联系电话|备注|（略），（略）|"),
        ([("户名", "银行账户"), ("王五", "6222021001001234")], "户名|银行账户|王五|（略）"),
        ([("身份证号码", *"530102198001011617")], "身份证号码|（略）" + "|" * 17),
        ([("办公", "印刷", "电话", "差旅"), ("8.20", "3.10", "15.30", "9.40"), ("8", "3", "1530", "9")],
         "办公|印刷|电话|差旅|8.20|3.10|15.30|9.40|8|3|1530|9"),
        ([("电话", "姓名"), ("8001", "张三")], "电话|姓名|（略）|张三"),
        ([("电话", "地点"), ("63123404", "东街"), ("63123405", "")], "电话|地点|（略）|东街|（略）|"),
        ([("接听热线电话", "1200", "次")], "接听热线电话|1200|次"), ([("热线电话", "≥1200次")], "热线电话|≥1200次"),
        ([("项目", "金额"), ("甲", "13812345678")], "项目|金额|甲|13812345678"),
        ([("预算数", "13812345678"), ("138", "1234")], "预算数|13812345678|138|1234"),
        ([("138", "1234", "5678")], "138|1234|5678"),
    ],
)  # fmt: skip
def test_a_number_is_private_by_its_label(rows: list[tuple[str, ...]], left: str) -> None:
    assert cleaned(table(*(row("", *each) for each in rows)))[0] == left


def test_a_number_goes_on_in_the_next_paragraph() -> None:
    paragraphs = ("联系电话：", "63123777", "支出合计", "63123778", "1381234", "5778", "完")
    text, _ = cleaned(*(f"<w:p>{run('', each)}</w:p>" for each in paragraphs))
    assert text == "联系电话：|（略）|支出合计|63123778|（略）||完"


def test_a_note_that_nothing_refers_to_goes() -> None:
    said = {number: f"脚注{number}的话" for number in (2, 3)}
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p>{run("", text)}</w:p></w:footnote>'
        for n, text in said.items()
    )
    trees = {
        "word/footnotes.xml": parse_xml(f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>"),
        "word/document.xml": parse_xml(
            f'<w:p {nsdecls("w")}><w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
        ),
    }
    assert without_unreferred(trees) == {"正文没有提到的脚注": 1}
    assert [each.text for each in trees["word/footnotes.xml"].iter("{*}t")] == [said[3]]


def test_what_a_chart_does_not_draw_goes() -> None:
    space = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
    chart = parse_xml(
        f"<chart {space}><ext><c15:filteredBarSeries><v>12</v></c15:filteredBarSeries></ext></chart>"
    )
    assert without_unseen(chart, Sight(Looks())) == {"图表里隐藏的数据": 1}
    assert [each.text for each in chart.iter("v")] == []
