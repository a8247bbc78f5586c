"""Private words in the corners of a Word document, which nobody sees on the page."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from xladdin.cli import main
from xladdin.publishing.cleansing import cleansed
from xladdin.publishing.leftovers import found_in
from xladdin.verbs.demo import EXAMPLE

PRIVATE = "张三 13811110002 zhang@qq.com"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SILENT = "无声的话"
GFX = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'


def field(instruction: str, shown: str, more: str = "") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"{}</w:r>'
    return (
        f"<w:p>{mark.format('begin', f'>{more}</w:fldChar>' if more else '/>')}"
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{mark.format("separate", "/>")}'
        f"<w:r><w:t>{shown}</w:t></w:r>{mark.format('end', '/>')}</w:p>"
    )


CORNERS = (
    f'<w:p><w:r><w:delText>{SILENT}</w:delText></w:r></w:p>',
    f'<w:p><w:bookmarkStart w:id="71" w:name="{SILENT}"/><w:r><w:t>丁</w:t></w:r><w:bookmarkEnd w:id="71"/></w:p>',
    f'<w:p><w:hyperlink w:anchor="x" w:tooltip="{SILENT}"><w:r><w:t>戊</w:t></w:r></w:hyperlink></w:p>',
    field(f' HYPERLINK "https://www.example.gov.cn" \\\\o "{SILENT}" ', "己"), field(f' IF 1 = 2 "{SILENT}" "庚" ', "庚"),
    field(f" ADDIN {SILENT} ", "辛", f"<w:fldData>{SILENT}</w:fldData>"),
    field(" FORMTEXT ", "壬", f'<w:ffData><w:name w:val="{SILENT}"/><w:entryMacro w:val="{SILENT}"/><w:textInput>'
          f'<w:default w:val="{SILENT}"/></w:textInput></w:ffData>'),
    field(" FORMDROPDOWN ", "", f'<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="{SILENT}"/>'
          '<w:listEntry w:val="选中的"/></w:ddList></w:ffData>'),
    f'<w:p><w:sdt><w:sdtPr><w:tag w:val="{SILENT}"/><w15:dataBinding xmlns:w15="http://schemas.microsoft.com/office/word/'
    f'2012/wordml" w15:xpath="{SILENT}"/></w:sdtPr><w:sdtContent><w:r><w:t>癸</w:t></w:r></w:sdtContent></w:sdt></w:p>',
    f'<w:p><w:r><w:pict><v:rect {GFX} o:gfxdata="{SILENT}"/></w:pict></w:r></w:p>',
    f'<w:tbl><w:tblPr><w:tblCaption w:val="{SILENT}"/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>'
    "<w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    '<w:p><w:permStart w:id="1" w:ed="CORP\\zhang"/><w:r><w:t>可改</w:t></w:r><w:permEnd w:id="1"/></w:p>',
    f'<w:p><w:sdt><w:sdtPr><w:alias w:val="{PRIVATE}"/></w:sdtPr><w:sdtContent><w:r><w:t>甲</w:t></w:r>'
    f"</w:sdtContent></w:sdt></w:p>",
    f'<w:p><w:r><w:instrText xml:space="preserve"> XE "{PRIVATE}" </w:instrText></w:r></w:p>',
    f'<w:tbl><w:tblPr><w:tblCaption w:val="{PRIVATE}"/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>'
    "<w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    f'<w:p><w:r><w:drawing><a:p xmlns:a="{DRAWN}"><a:r><a:t>电话138</a:t></a:r><a:r><a:t>11110092</a:t></a:r></a:p>'
    "</w:drawing></w:r></w:p>",
    '<w:p><data xmlns="http://other.example/" said="他家程序的数据">他家程序的数据</data><w:r><w:t>乙</w:t></w:r></w:p>',
    '<w:p><w:smartTag w:uri="他家程序的数据" w:element="p"><w:r><w:t>丙</w:t></w:r></w:smartTag></w:p>',
)  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "自评报告.docx"
    with zipfile.ZipFile(EXAMPLE / "自评报告.docx") as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/document.xml":
                data = re.sub(rb"(<w:body>)", rb"\1" + "".join(CORNERS).encode().replace(b"\\", b"\\\\"), data, count=1)  # fmt: skip
            made.writestr(name, data)
    return path


def test_nothing_private_stays_in_them(report: Path) -> None:
    data, removed = cleansed(report.read_bytes(), report.name)
    with zipfile.ZipFile(report) as before:
        was = before.read("word/document.xml").decode()
    report.write_bytes(data)
    with zipfile.ZipFile(report) as after:
        now = after.read("word/document.xml").decode()
    for private in ("13811110002", "zhang@qq.com", "CORP", "11110092", "他家程序的数据", SILENT):
        assert private in was
        assert private not in now
    assert removed["电话号码"] >= 2
    assert [each for each in "丁戊己庚辛壬癸" if f"{each}</w:t>" not in now] == []
    assert "选中的" in now
    assert found_in(report.name, data) == []


def test_headers_of_pages_that_are_not_there_go() -> None:
    made, target = Document(), io.BytesIO()
    section = made.sections[0]
    section.first_page_header.paragraphs[0].text = SILENT
    section.even_page_footer.paragraphs[0].text = SILENT
    section.header.paragraphs[0].text = "页眉"
    made.styles.add_style(SILENT, WD_STYLE_TYPE.CHARACTER)
    section.different_first_page_header_footer = False
    made.save(target)
    data, _ = cleansed(target.getvalue(), "报告.docx")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        said = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")
        )
    assert "页眉" in said
    assert f'w:val="{SILENT}"' not in said
    assert f">{SILENT}<" not in said


def test_what_is_left_is_said_with_its_place() -> None:
    page = "<body><p>联系人张三 13811110002，请打</p><p>资金13811110002</p>".encode()
    assert found_in("a.html", page) == ["“a.html”有电话号码（在“联系人张三（略），请打”处）"]
    assert found_in("a.html", page, known="13811110002") == []


def test_a_report_that_is_not_there_is_no_public_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(EXAMPLE / "附件.xlsx", tmp_path)
    call = ["publish", str(tmp_path / "报告.docx"), str(tmp_path / "附件.xlsx"), "--no-pdf"]
    assert main([*call, "-o", str(tmp_path / "公开")]) == 2
    assert "找不到" in capsys.readouterr().err
    assert not (tmp_path / "公开").exists()


def test_a_report_that_cannot_be_read_is_no_public_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(EXAMPLE / "附件.xlsx", tmp_path)
    (tmp_path / "自评报告.pdf").write_bytes(b"%PDF-1.7\n")
    assert main(["publish", str(tmp_path), "--no-pdf", "-o", str(tmp_path / "公开")]) == 2
    said = capsys.readouterr().err
    assert "有文件读不了，公开版会缺少它的内容" in said
    assert "自评报告.pdf" in said
    assert not (tmp_path / "公开").exists()
