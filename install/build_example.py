"""Write the shipped examples, the same files each time; a test compares the committed ones.

``xladdin/example`` has a report, its tables and a list of what is wrong in them,
``xladdin/example_accounts`` the final accounts of the same unit.

python3 install/build_example.py (or, with all generated files, install/dev.py build)
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from example_accounts import sheets
from example_report import PLANTED, REPORT, SIGNED, TITLE
from example_tables import SHEETS, UNIT, Layout

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent.parent / "xladdin" / "example"
ACCOUNTS = FOLDER.with_name("example_accounts")
WRITTEN = datetime(2025, 4, 8, 9, 30, tzinfo=UTC)
REPORT_NAME, TABLES_NAME, NOTE_NAME = "自评报告.docx", "附件.xlsx", "说明.txt"
_NUMBER = re.compile(r"-?\d+(?:\.(?P<decimals>\d+))?(?P<percent>%?)")
#: Matches sentences and labels with an amount, which are aligned left.
_LEFT = re.compile("[，。：　]")
#: The height of a line of text, and of the lowest row, in points.
_LINE_HEIGHT, _LOWEST_ROW = 14.0, 21.0


@dataclass(frozen=True)
class Place:
    """A cell on its sheet: its first and last row (``below``) from 1, its columns from 0 to before
    ``right``, and whether it is ``inside`` the table."""

    row: int
    left: int
    right: int
    below: int
    inside: bool


def main() -> None:
    """Write all files."""
    for folder, made in ((FOLDER, files()), (ACCOUNTS, accounts())):
        folder.mkdir(exist_ok=True)
        for name, content in made.items():
            (folder / name).write_bytes(content)
            print(f"已写入 {folder / name}")


def files() -> dict[str, bytes]:
    """Return the example's files, by name."""
    return {REPORT_NAME: report(), TABLES_NAME: tables(), NOTE_NAME: note().encode("utf-8")}


def accounts() -> dict[str, bytes]:
    """Return the workbooks of final accounts, by name."""
    return {f"{year}年度部门决算公开表.xlsx": tables(sheets(year)) for year in (2024, 2023)}


def note() -> str:
    """Return the list of what is wrong in the example, for people to compare with what is found."""
    lines = [
        f"这是一套示例材料，{UNIT}是编造的单位，数字也是编造的。",
        f"里面故意留了 {len(PLANTED)} 处问题，核对后应当一处不多、一处不少地找出来：",
        "",
        *(f"{code}　{place}：{what}。" for code, place, what in PLANTED),
        "",
        "每个代码的说明：xladdin explain 代码",
    ]
    return "\r\n".join(lines) + "\r\n"


# The tables


def tables(written: Mapping[str, tuple[str, Layout]] = SHEETS) -> bytes:
    """Return a workbook with these tables, one sheet each; by default the appendices."""
    from openpyxl import Workbook

    from xladdin.workbooks.saving import xlsx_bytes

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = book.properties.lastModifiedBy = UNIT
    book.properties.created = WRITTEN.replace(tzinfo=None)
    for name, (text, layout) in written.items():
        _sheet(book.create_sheet(name), text, layout)
    return _fixed(xlsx_bytes(book, {}, WRITTEN.replace(tzinfo=None)))


def _sheet(sheet: Any, text: str, layout: Layout) -> None:
    from openpyxl.utils import get_column_letter

    rows = list(_rows(text, layout))
    for number, width in enumerate(layout.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    table = next(number for number, row in enumerate(rows, 1) if set(row[1:]) != {"<"})
    for number, row in enumerate(rows, 1):
        height = _LOWEST_ROW
        for at, written in enumerate(row):
            if written in ("<", "^"):
                continue
            right = next((i for i in range(at + 1, len(row)) if row[i] != "<"), len(row))
            below = next((i for i in range(number, len(rows)) if rows[i][at] != "^"), len(rows))
            place = Place(number, at, right, below, inside=number >= table)
            _cell(sheet, place, written, layout)
            lines = _lines(written, sum(layout.columns[at:right]))
            height = max(height, (lines * _LINE_HEIGHT + 6) / (below - number + 1))
        sheet.row_dimensions[number].height = 30 if number == table - 1 else height
    _page(sheet)


def _rows(text: str, layout: Layout) -> Iterator[list[str]]:
    """Yield the cells of each row, with ``<`` and ``^`` where a cell continues."""
    for line in text.strip("\n").splitlines():
        cells = [part.strip(" ").replace("⏎", "\n") for part in line.split("|")]
        row: list[str] = []
        for cell, width in zip(cells, layout.cells[len(cells)], strict=True):
            row += [cell, *["<"] * (width - 1)]
        yield row


def _lines(text: str, width: float) -> int:
    """Return the number of lines of a text in a column of this width; a Chinese character is two wide."""
    lengths = (sum(1 + (ord(character) > 255) for character in line) for line in text.split("\n"))
    return sum(max(1, ceil(length / (width - 0.5))) for length in lengths)


def _cell(sheet: Any, place: Place, text: str, layout: Layout) -> None:
    """Write a cell, merged as far as it reaches, with borders inside the table."""
    from openpyxl.styles import Alignment, Border, Font, Side

    whole_row = place.right - place.left == len(layout.columns)
    title = not place.inside and "年度" in text
    bordered = place.inside and not whole_row
    value, number_format = _value(text)
    cell = sheet.cell(place.row, place.left + 1, value)
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", value.startswith("=")  # =100% is no formula
    cell.number_format = number_format
    cell.font = Font(name="宋体", size=16 if title else 10.5, bold=title)
    label = layout.labels_left and place.left == 0 and place.below == place.row
    left = isinstance(value, str) and not title and (label or whole_row or bool(_LEFT.search(text)))
    cell.alignment = Alignment("left" if left else "center", "center", wrap_text=True)
    if (place.right - place.left, place.below) != (1, place.row):
        sheet.merge_cells(None, place.row, place.left + 1, place.below, place.right)
    if bordered:
        thin = Side(style="thin")
        for cells in sheet.iter_rows(place.row, place.below, place.left + 1, place.right):
            for each in cells:
                each.border = Border(thin, thin, thin, thin)


def _value(text: str) -> tuple[str | float | int | None, str]:
    """Return a text as the value that Excel stores, and the number format that prints it as written."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text or None, "General"
    decimals = len(found["decimals"] or "")
    form = f"0.{'0' * decimals}" if decimals else "0"
    if found["percent"]:
        return round(float(text[:-1]) / 100, decimals + 2), f"{form}%"
    return (float(text), form) if decimals else (int(text), "General")


def _page(sheet: Any) -> None:
    """Set up an A4 portrait page, with the table as wide as the page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7


# The report


def report() -> bytes:
    """Return the Word document of the report."""
    from docx.shared import Mm

    from xladdin.documents.paper import blank

    document = blank()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(28)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = document.core_properties
    properties.author = properties.last_modified_by = UNIT
    properties.title, properties.comments = "", ""
    properties.created = properties.modified = WRITTEN.replace(tzinfo=None)
    for line in TITLE.split("⏎"):
        _paragraph(document, line, "方正小标宋简体", 20, centred=True)
    _paragraph(document, "", "仿宋_GB2312", 14)
    for line in REPORT.strip().splitlines():
        if re.match(r"[一二三四五六七八九十]+、", line):
            _paragraph(document, line, "黑体", 14, indent=2, heading=True)
        elif line.startswith("（"):
            _paragraph(document, line, "楷体_GB2312", 14, indent=2, heading=True)
        else:
            _paragraph(document, line, "仿宋_GB2312", 14, indent=2)
    _paragraph(document, "", "仿宋_GB2312", 14)
    for line in SIGNED:
        _paragraph(document, line, "仿宋_GB2312", 14, right=3)
    packed = io.BytesIO()
    document.save(packed)
    return _fixed(packed.getvalue())


def _paragraph(
    document: Any,
    text: str,
    font: str,
    size: float,
    *,
    indent: int = 0,
    right: int = 0,
    centred: bool = False,
    heading: bool = False,
) -> Paragraph:
    """Add a paragraph; ``indent`` and ``right`` are in characters."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph: Paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    properties: Any = run._element.rPr
    properties.rFonts.set(qn("w:eastAsia"), font)
    layout = paragraph.paragraph_format
    layout.line_spacing = Pt(34 if centred else 26)
    layout.space_before = layout.space_after = Pt(0)
    layout.first_line_indent = Pt(size * indent)
    layout.keep_with_next = heading or None
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        layout.right_indent = Pt(size * right)
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _fixed(package: bytes) -> bytes:
    """Return the package with all dates replaced by a constant one."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                modified = rb"(<dcterms:modified[^>]*>)[^<]*"
                content = re.sub(modified, rb"\g<1>" + _stamp(WRITTEN), content)
            entry = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            target.writestr(entry, content)
    return fixed.getvalue()


def _stamp(moment: datetime) -> bytes:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()


if __name__ == "__main__":
    if find_spec("openpyxl") is None:  # not the project's own Python: restart with that
        from dev import install, run

        install()
        raise SystemExit(run(__file__))
    main()
