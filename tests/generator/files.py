"""Forms and report → a workbook, a Word document, or sources as if they had been read."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from xladdin.forms.profiles import profile
from xladdin.model.form import Form
from xladdin.model.grid import Cell, Grid, Paragraph, Source
from xladdin.templates.filling import grid
from xladdin.templates.prepared import Prepared, prepared
from xladdin.templates.workbook import workbook

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def xlsx(profile_id: str, year: int, forms: Sequence[Form]) -> bytes:
    """The official workbook filled with the forms."""
    made = workbook(profile(profile_id), year, forms, as_found=True, when=datetime(year + 1, 3, 20))
    assert not made.left, made.left
    return made.data


def docx(lines: Sequence[str], profile_id: str, year: int, forms: Sequence[Form]) -> bytes:
    """A Word document of the paragraphs, the forms as tables behind them."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    for line in lines:
        document.add_paragraph(line)
    body = document.element.body
    for sheet in _sheets(profile_id, year, forms):
        *_, end = body
        for xml in _in_word(sheet):
            end.addprevious(parse_xml(xml))
    whole = io.BytesIO()
    document.save(whole)
    return whole.getvalue()


def sources(
    lines: Sequence[str], profile_id: str, year: int, forms: Sequence[Form]
) -> tuple[Source, ...]:
    """What is read from such a document and such a workbook."""
    paragraphs = tuple(Paragraph(at, line) for at, line in enumerate(lines))
    sheets = _sheets(profile_id, year, forms)
    grids = tuple(grid(each.plan, each.contents, at) for at, each in enumerate(sheets, 1))
    return (
        Source("自评报告.docx", "docx", "0" * 64, paragraphs),
        Source("附件.xlsx", "xlsx", "1" * 64, grids),
    )


def _sheets(profile_id: str, year: int, forms: Sequence[Form]) -> tuple[Prepared, ...]:
    return prepared(profile(profile_id), year, forms, as_found=True) if forms else ()


def _in_word(sheet: Prepared) -> Iterator[str]:
    """The sheet as Word has it: title and signatures are paragraphs around the table."""
    whole = grid(sheet.plan, sheet.contents, 1)
    outside = {box.row for box in sheet.plan.boxes if box.role in ("title", "line", "signature")}
    inside = [row for row in range(sheet.plan.height) if row not in outside]
    for row in range(inside[0]):
        yield from _paragraphs(whole, row)
    yield _table(whole, inside)
    for row in range(inside[-1] + 1, sheet.plan.height):
        yield from _paragraphs(whole, row)


def _paragraphs(whole: Grid, row: int) -> Iterator[str]:
    text = "　　".join(cell.text for cell in whole.cells if cell.row == row and cell.text)
    if text:
        yield f'<w:p xmlns:w="{_W}">{_run(text)}</w:p>'


def _table(whole: Grid, rows: Sequence[int]) -> str:
    width = max(cell.column + cell.columns for cell in whole.cells)
    lines = []
    for row in rows:
        cells = sorted(
            (c for c in whole.cells if c.row <= row < c.row + c.rows), key=lambda c: c.column
        )
        lines.append("".join(_cell(cell, row) for cell in cells))
    body = "".join(f"<w:tr>{line}</w:tr>" for line in lines)
    columns = "<w:gridCol/>" * width
    return f'<w:tbl xmlns:w="{_W}"><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'


def _merge(cell: Cell, row: int) -> str:
    if cell.rows == 1:
        return ""
    return '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"


def _cell(cell: Cell, row: int) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    text = cell.text if cell.row == row else ""
    paragraphs = "".join(f"<w:p>{_run(line)}</w:p>" for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{span}{_merge(cell, row)}</w:tcPr>{paragraphs}</w:tc>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
