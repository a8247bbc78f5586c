"""A faultless filing with everything in it that is nobody's business."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.appendix import consistent

#: What is planted, each as a text that may stand in no public file, in whatever part.
SECRETS = {
    "comment": "批注里的话", "commenter": "批注人甲", "deleted": "删去的话", "moved": "移走的话",
    "changer": "修订人乙", "hidden": "藏起来的话", "author": "作者丙", "company": "公司丁",
    "property": "自定义属性戊", "custom xml": "附带数据己", "variable": "变量庚", "path": "zhangsan",
    "mobile": "13812345678", "landline": "8221234", "cell": "7654321", "header": "13987654321",
    "footnote": "0731-82212345", "mail": "lisi@example.org", "identity": "430602198001011234",
    "exif": "拍摄地点辛", "text of a picture": "截图人壬", "alternative text": "wangwu",
    "field": "保存人癸", "hidden sheet": "隐藏表里的话", "note of a cell": "单元格批注",
    "title of a hidden sheet": "隐藏表的名字",
    "hidden row": "隐藏行里的话", "hidden column": "隐藏列里的话", "office": "61077",
    "white cell": "白字里的话", "format of nothing": "格式藏起的话",
    "embedded": "嵌入的话", "session": "00AB12CD", "link": "lisi@example.net",
}  # fmt: skip
#: An amount stays by the head of its column, in the page and the PDF, too.
KEPT = ("加上的话", "预算执行率", "三公经费", "13812345679")


def write(folder: Path) -> list[Path]:
    """The report and the workbook, spoilt."""
    report, forms = consistent.write(folder)
    _spoil_report(report)
    _spoil_workbook(forms)
    return [report, forms]


def _spoil_workbook(path: Path) -> None:
    book = load_workbook(path)
    sheet = book.create_sheet(SECRETS["title of a hidden sheet"])
    sheet["A1"] = SECRETS["hidden sheet"]
    sheet.sheet_state = "hidden"
    book.worksheets[0]["A1"].comment = Comment(SECRETS["note of a cell"], SECRETS["commenter"])
    overall, project = book["附件2 自评表"], book["附件3 项目支出自评表"]
    overall["I16"], project["I14"] = SECRETS["hidden row"], SECRETS["hidden column"]
    overall["I15"], overall["I18"] = SECRETS["white cell"], SECRETS["format of nothing"]
    overall["I15"].font, overall["I18"].number_format = Font(color="FFFFFFFF"), ";;;"
    overall["I15"].fill = PatternFill()
    overall.row_dimensions[16].hidden = True
    for letter in "IJ":
        project.column_dimensions[letter].hidden = True
    book.save(path)


def _spoil_report(path: Path) -> None:
    document = Document(str(path))
    last = document.paragraphs[-1]
    for markup in _paragraphs():
        last._p.addnext(parse_xml(markup))
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "联系电话", SECRETS["cell"]
    people = document.add_table(2, 2)
    for cell, text in zip(
        people._cells, ("姓名", "办公室电话", "李敏", SECRETS["office"]), strict=True
    ):
        cell.text = text
    amounts = document.add_table(2, 2)
    for cell, text in zip(amounts._cells, ("项目", "金额", "甲", KEPT[-1]), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = f"负责人 {SECRETS['header']}"
    document.add_comment(
        last.runs or last.add_run("文字"), SECRETS["comment"], SECRETS["commenter"]
    )
    document.core_properties.author = SECRETS["author"]
    picture = document.add_paragraph().add_run()
    picture.add_picture(io.BytesIO(png(SECRETS["text of a picture"])))
    document.add_paragraph().add_run().add_picture(io.BytesIO(jpeg(SECRETS["exif"])))
    shown = picture._r.find(f".//{qn('wp:docPr')}")
    shown.set("descr", rf"C:\Users\{SECRETS['alternative text']}\桌面\图.png")
    variables = OxmlElement("w:docVars")
    variable = OxmlElement("w:docVar")
    variable.set(qn("w:name"), "v")
    variable.set(qn("w:val"), SECRETS["variable"])
    variables.append(variable)
    document.settings.element.append(variables)
    document.part.relate_to(
        f"mailto:{SECRETS['link']}",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    document.save(str(path))
    _add_parts(path)


def _paragraphs() -> list[str]:
    w, by = nsdecls("w"), f'w:id="9" w:author="{SECRETS["changer"]}" w:date="2025-03-01T00:00:00Z"'
    return [
        f"<w:p {w} w:rsidR=\"{SECRETS['session']}\"><w:del {by}><w:r><w:delText>{SECRETS['deleted']}</w:delText>"
        f"</w:r></w:del><w:ins {by}><w:r><w:t>加上的话。</w:t></w:r></w:ins></w:p>",
        f"<w:p {w}><w:moveFrom {by}><w:r><w:t>{SECRETS['moved']}</w:t></w:r></w:moveFrom></w:p>",
        f"<w:p {w}><w:r><w:rPr><w:vanish/><w:rPrChange {by}><w:rPr/></w:rPrChange></w:rPr>"
        f"<w:t>{SECRETS['hidden']}</w:t></w:r></w:p>",
        f"<w:p {w}><w:r><w:t>咨询请拨13812</w:t></w:r><w:r><w:t>345678，或 0730-{SECRETS['landline']}，</w:t></w:r>"
        f"<w:r><w:t>邮箱{SECRETS['mail']}，身份证{SECRETS['identity']}。</w:t></w:r></w:p>",
        f"<w:p {w}><w:r><w:t>原稿在 D:\\{SECRETS['path']}\\自评\\报告.docx，传真 {SECRETS['footnote']}。</w:t></w:r></w:p>",
        f'<w:p {w}><w:fldSimple w:instr=" LASTSAVEDBY "><w:r><w:t>{SECRETS["field"]}</w:t></w:r></w:fldSimple></w:p>',
    ]  # fmt: skip


def _add_parts(path: Path) -> None:
    """Parts that python-docx does not write: properties of other kinds, data."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    parts["docProps/app.xml"] = (
        f'<Properties xmlns="{office}/extended-properties"><Company>{SECRETS["company"]}</Company></Properties>'
    ).encode()
    parts["docProps/custom.xml"] = (
        f'<Properties xmlns="{office}/custom-properties">{SECRETS["property"]}</Properties>'.encode()
    )
    parts["customXml/item1.xml"] = f"<data>{SECRETS['custom xml']}</data>".encode()
    parts["word/embeddings/oleObject1.bin"] = SECRETS["embedded"].encode("utf-16-le")
    rels = parts["word/_rels/document.xml.rels"].decode()
    more = "".join(
        f'<Relationship Id="rX{number}" Type="{office}/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            [("customXml", "../customXml/item1.xml"), ("oleObject", "embeddings/oleObject1.bin")])
    )  # fmt: skip
    parts["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>", f"{more}</Relationships>"
    ).encode()
    types = parts["[Content_Types].xml"].decode()
    octets = '<Default Extension="bin" ContentType="application/octet-stream"/><Override'
    parts["[Content_Types].xml"] = types.replace("<Override", octets, 1).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


def png(said: str) -> bytes:
    """A small picture that says something."""
    told = PngInfo()
    told.add_text("Author", said.encode())
    return _picture("PNG", pnginfo=told)


def jpeg(said: str) -> bytes:
    """A small picture with what a camera says."""
    exif = Image.Exif()
    exif[270] = said.encode()
    return _picture("JPEG", exif=exif)


def _picture(kind: str, **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(made, kind, **options)
    return made.getvalue()
