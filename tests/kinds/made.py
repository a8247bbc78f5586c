"""A small filing of a unit that does not exist, as Word document and as workbook, to be made odd.

In the form 三公经费 of last year is 8.90, though its parts give 8.70 (B201), and 公务接待 is 2.13; the
report says 2.31. Each number stands once in the files, so that a test can replace its XML.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from xladdin.checking import check_paths
from xladdin.model.report import Report, Severity

UNIT = "清溪县果蔬技术站"
ROWS = (
    ("财政供养人员情况（人）", "编制数", "2024年实际在职人数", "控制率"),
    ("", "25", "24", "96%"),
    ("经费控制情况（万元）", "2023年决算数", "2024年预算数", "2024年决算数"),
    ("三公经费", "8.90", "8.20", "7.34"),
    ("1、公务用车购置和维护经费", "5.10", "5.00", "5.21"),
    ("其中：公车购置", "0", "0", "0"),
    ("公车运行维护", "5.10", "5.00", "5.21"),
    ("2、出国经费", "0", "0", "0"),
    ("3、公务接待", "3.60", "3.20", "2.13"),
    ("项目支出：", "66.30", "71.50", "98.45"),
    ("1、果园提质改造", "40.20", "45.00", "52.15"),
    ("2、蔬菜良种推广", "26.10", "26.50", "46.30"),
    ("公用经费", "30.15", "31.25", "29.85"),
    ("其中：办公经费", "12.05", "12.55", "11.95"),
    ("水费、电费、差旅费", "14.10", "14.70", "14.35"),
    ("会议费、培训费", "4.00", "4.00", "3.55"),
    ("政府采购金额", "6.05", "6.45", "5.95"),
    ("部门基本支出预算调整", "0", "0", "1.75"),
)
TITLE = "2024年度部门整体支出绩效评价基础数据表"
REPORT = (
    UNIT,
    "2024年度部门整体支出绩效自评报告",
    "一、单位基本情况",
    f"{UNIT}是县农业农村局所属公益一类事业单位，承担果树和蔬菜新品种引进试验、栽培技术推广、产地检测和农民"
    "培训等工作，服务全县十二个乡镇的种植大户和合作社。核定编制25人，2024年末实有在职人员24人。",
    "二、部门整体支出情况",
    "全年项目支出98.45万元，其中果园提质改造52.15万元，蔬菜良种推广46.30万元。",
    "全年“三公”经费支出7.34万元，其中公务用车运行维护费5.21万元，公务接待费2.31万元，没有因公出国（境）费用。",
    "三、部门整体支出绩效情况",
    "果园提质改造和良种推广都按计划完成，示范户对技术服务比较满意。",
    "四、存在的问题及原因分析",
    "预算编制不够细，年中追加较多，项目资金拨付偏慢。",
    "五、下一步改进措施",
    "对接上级专项计划，能预计的列入年初预算，按月跟踪进度。",
    "六、绩效自评结果拟应用和公开情况",
    "自评结果随部门决算公开，并作为下一年度安排预算的依据。",
)  # fmt: skip

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_S = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument"
DOCX_TYPE = f"{_MAIN}.wordprocessingml.document.main+xml"

Change = Callable[[str], str]


def same(xml: str) -> str:
    """No change."""
    return xml


def swap(*pairs: tuple[str, str]) -> Change:
    """Replace each text, which must be there."""

    def change(xml: str) -> str:
        for old, new in pairs:
            assert old in xml, old
            xml = xml.replace(old, new)
        return xml

    return change


# Word


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def shown(text: str) -> str:
    """The run of a cell with this text, to be replaced."""
    return f"<w:tc><w:p>{run(text)}</w:p></w:tc>"


def table() -> str:
    rows = ("".join(shown(cell) for cell in row) for row in ROWS)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def report() -> str:
    return "".join(paragraph(line) for line in REPORT)


def body() -> str:
    return report() + paragraph("附件1") + paragraph(TITLE) + table()


def document(
    path: Path,
    change: Change = same,
    parts: Mapping[str, str | bytes] | None = None,
    *,
    content: str | None = None,
    related: Mapping[str, str] | None = None,
    kind: str = DOCX_TYPE,
    part: Callable[[str], str] = same,
) -> Path:
    """The filing as a docx. ``parts`` are more parts, ``related`` what the document relates to by
    kind; ``part`` names the members of the zip file."""
    related = related or {}
    types = "".join(
        f'<Override PartName="/word/{target}" ContentType="{_MAIN}.wordprocessingml.{what}+xml"/>'
        for what, target in related.items()
    )
    xml = f"<w:document {_W}><w:body>{body() if content is None else content}</w:body></w:document>"
    every = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/>{types}</Types>',
        "_rels/.rels": _rels({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _rels(related),
        "word/document.xml": change(xml),
        **(parts or {}),
    }
    return _zipped(path, {part(name): content for name, content in every.items()})


def styles(*entries: str) -> str:
    return f"<w:styles {_W}>{''.join(entries)}</w:styles>"


def comments(*entries: str) -> str:
    return f"<w:comments {_W}>{''.join(entries)}</w:comments>"


# Excel


def number(text: str) -> str:
    """The cell's content for a number of the form."""
    return f"<v>{float(text[:-1]) / 100 if text.endswith('%') else float(text)}</v>"


def workbook(
    path: Path,
    change: Change = same,
    parts: Mapping[str, str | bytes] | None = None,
    *,
    money: str = "0.00",
    fonts: str = "<font/>",
    look: str = "",
    books: Change = same,
    state: str = "",
    target: str = "worksheets/sheet1.xml",
) -> Path:
    """The form as an xlsx: counts in style 1, rates in 2, amounts in 3 with the format ``money``, and
    4 with the last font. ``look`` is more of the styles, ``books`` a change to the workbook part."""
    lines = [("附件1",), (TITLE,), *ROWS]
    rows = "".join(
        f'<row r="{at}">{"".join(_cell(at, column, text) for column, text in enumerate(line))}</row>'
        for at, line in enumerate(lines, 1)
    )
    last = fonts.count("<font") - 1
    formats = "".join(
        f'<xf numFmtId="{format_}" fontId="{font}" fillId="0" borderId="0" xfId="0"/>'
        for format_, font in ((0, 0), (164, 0), (165, 0), (166, 0), (166, last))
    )
    escaped = money.replace("&", "&amp;").replace('"', "&quot;")
    codes = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>'
        for at, code in enumerate(("0", "0.00%", escaped))
    )
    book = f'<workbook {_S}><sheets><sheet name="附件1 基础数据表" sheetId="1" r:id="rId1"{state}/></sheets></workbook>'
    return _zipped(
        path,
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.spreadsheetml.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.spreadsheetml.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_MAIN}.spreadsheetml.styles+xml"/></Types>',
            "_rels/.rels": _rels({"officeDocument": "xl/workbook.xml"}),
            "xl/_rels/workbook.xml.rels": _rels({"worksheet": target, "styles": "styles.xml"}),
            "xl/workbook.xml": books(book),
            "xl/worksheets/sheet1.xml": change(f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"),
            "xl/styles.xml": f'<styleSheet {_S}><numFmts>{codes}</numFmts><fonts>{fonts}</fonts>'
            "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
            f'<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{formats}</cellXfs>{look}</styleSheet>',
            **(parts or {}),
        },
    )  # fmt: skip


def place(row: int, column: int) -> str:
    """The address of a cell of ROWS."""
    return f"{'ABCD'[column]}{row + 3}"


def _cell(row: int, column: int, text: str) -> str:
    at = f"{'ABCD'[column]}{row}"
    if not text:
        return ""
    if column and text[0].isdigit() and "年" not in text:
        style = 2 if text.endswith("%") else 1 if row == 4 else 3
        return f'<c r="{at}" s="{style}">{number(text)}</c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def _rels(related: Mapping[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(related.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


# What is found

#: The figures of the form, and the codes of errors and warnings, in Word and in Excel.
FIGURES = 48
IN_WORD, IN_EXCEL = {"B201", "N202", "A101"}, {"B201"}


def grave(report: Report) -> set[str]:
    return {each.code for each in report.findings if each.severity is not Severity.INFO}


def told(*paths: Path) -> tuple[int, set[str]]:
    """How many figures of the forms are read, and the codes of errors and warnings."""
    report = check_paths(paths)
    return report.coverage.figures, grave(report)


def notes(*paths: Path) -> str:
    return "".join(note for source in check_paths(paths).sources for note in source.notes)
