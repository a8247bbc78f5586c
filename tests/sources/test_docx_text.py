"""What a reader sees of a Word paragraph, and what not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.office_files import paragraph, run, word

BOX = (
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{}"
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
)


def field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return mark("begin") + instruction + mark("separate") + run(result) + mark("end")


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (run("预算") + run("数"), "预算数"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ("<w:r><w:t>2023</w:t><w:noBreakHyphen/><w:t>2024</w:t></w:r>", "2023-2024"),
        (f"<w:hyperlink>{run('网址')}</w:hyperlink>", "网址"),
        (f"<w:smartTag>{run('岳阳')}</w:smartTag>", "岳阳"),
        (f'<w:fldSimple w:instr="DATE">{run("5月6日")}</w:fldSimple>', "5月6日"),
        (field("PAGEREF x", "12"), "12"),
        (field("IF " + field("MERGEFIELD a", "内层"), "外层"), "外层"),
        (f"<w:sdt><w:sdtContent>{run('控件内')}</w:sdtContent></w:sdt>", "控件内"),
        (f"<w:ins>{run('新增')}</w:ins>", "新增"),
        (f"<w:moveTo>{run('移来')}</w:moveTo>", "移来"),
        ("<w:r><w:footnoteReference w:id='1'/><w:t>正文</w:t></w:r>", "正文"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r>", "可见"),
        (
            "<w:ruby><w:rt><w:r><w:t>jì</w:t></w:r></w:rt>"
            f"<w:rubyBase>{run('绩')}</w:rubyBase></w:ruby>",
            "绩",
        ),
        ("<m:oMath><m:r><m:t>90%</m:t></m:r></m:oMath>", "90%"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>90%</w:t></w:r>', "≥90%"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "是"),
        (
            "<w:r><mc:AlternateContent><mc:Choice Requires='x'><x/></mc:Choice>"
            "<mc:Fallback><w:t>①</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "①",
        ),
        (
            "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:t>新</w:t></mc:Choice>"
            "<mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "新",
        ),
    ],
)
def test_a_reader_sees(tmp_path: Path, content: str, seen: str) -> None:
    source = word(tmp_path, f"<w:p>{content}</w:p>")
    assert [paragraph.text for paragraph in source.paragraphs] == [seen]
    assert source.notes == ()


def test_tracked_deletions_are_left_out_and_counted(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>91.44</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('移走')}</w:moveFrom>"
    empty = "<w:del><w:r/></w:del>"
    source = word(tmp_path, f"<w:p>{run('90.94')}{gone}{moved}{empty}</w:p>")
    assert source.paragraphs[0].text == "90.94"
    assert source.notes == ("2 处修订中标为删除的内容没有读取，请先接受或拒绝修订。",)


def test_hidden_text_is_left_out_and_counted(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:b/><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    source = word(tmp_path, f"<w:p>{hidden}{run('可见')}</w:p>")
    assert source.paragraphs[0].text == "可见"
    assert source.notes == ("1 处隐藏文字没有读取。",)


def test_a_field_that_is_never_closed_does_not_swallow_the_document(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    source = word(tmp_path, f"<w:p>{begin}{run('代码')}</w:p>" + paragraph("下一段"))
    assert [paragraph.text for paragraph in source.paragraphs] == ["下一段"]


def test_marks_of_a_conversion_are_taken_out(tmp_path: Path) -> None:
    source = word(tmp_path, paragraph("[bookmark: _GoBack]98%[bookmark: OLE_LINK1]"))
    assert source.paragraphs[0].text == "98%"
    assert source.notes == ("去掉了 2 处转换残留的书签标记（[bookmark: …]）。",)


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = BOX.format(paragraph("框一") + paragraph("框二"), paragraph("框一") + paragraph("框二"))
    source = word(tmp_path, f"<w:p>{run('正文')}<w:r>{box}</w:r></w:p>" + paragraph("末段"))
    assert [(paragraph.index, paragraph.text) for paragraph in source.paragraphs] == [
        (0, "正文"),
        (1, "框一"),
        (2, "框二"),
        (3, "末段"),
    ]


def test_a_text_box_of_an_old_version_is_read_as_well(tmp_path: Path) -> None:
    box = (
        f"<w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></w:pict>"
    )
    source = word(tmp_path, f"<w:p><w:r>{box}</w:r></w:p>")
    assert [(paragraph.index, paragraph.text) for paragraph in source.paragraphs] == [(1, "框")]


def test_a_text_box_inside_a_text_box_is_read_once(tmp_path: Path) -> None:
    inner = f"<w:p>{run('外')}<w:r>{BOX.format(paragraph('内'), paragraph('内'))}</w:r></w:p>"
    source = word(tmp_path, f"<w:p><w:r>{BOX.format(inner, inner)}</w:r></w:p>")
    assert [paragraph.text for paragraph in source.paragraphs] == ["外", "内"]


def test_the_strict_variant_of_the_format_is_read(tmp_path: Path) -> None:
    body = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
        f"<w:body>{paragraph('严格格式')}</w:body></w:document>"
    )
    source = word(tmp_path, "", **{"word/document.xml": body})
    assert source.paragraphs[0].text == "严格格式"


def test_a_document_without_text_says_so(tmp_path: Path) -> None:
    source = word(tmp_path, "<w:p><w:r><w:drawing/></w:r></w:p>")
    assert source.blocks == ()
    assert source.notes == ("没有读到文字，内容可能是扫描的图片。",)


def test_an_embedded_document_is_noted(tmp_path: Path) -> None:
    source = word(tmp_path, paragraph("正文") + "<w:altChunk/>")
    assert source.notes == (
        "嵌入的其他文档没有读取，请用 Word 或 WPS 打开本文件，保存一次后再试。",
    )
