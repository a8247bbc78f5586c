"""Whether an annotated workbook is still as it was written, explanations apart.

Excel, WPS and LibreOffice write a workbook anew when they save it, so the seal vouches for what
people type – contents, formulas, notes –, not for bytes. Formats are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.errors import InputError
from xladdin.forms.explanations import EXPLANATION, FINGERPRINT, is_heading
from xladdin.forms.labels import squeeze
from xladdin.outputs.office_package import rewritten
from xladdin.sources.package import Package, refuse_swollen
from xladdin.workbooks.opening import open_workbook

#: Stands in the seal's place until the workbook is written.
UNSEALED = "xladdin:" + "0" * 64
_SEAL = re.compile(r"xladdin:[0-9a-f]{64}")
#: What programs write differently, without anybody having changed anything.
_INDIFFERENT = re.compile(r"\s|_x000[dD]_|'")


def sealed(data: bytes, name: str) -> bytes:
    """The workbook with the seal in the place of UNSEALED."""
    package = Package(data, name)
    seal = _digest(open_workbook(data, name)).encode()
    sheets = (part for part in package.parts() if part.startswith("xl/worksheets/sheet"))
    contents = {part: package.read(part) for part in sheets}
    blank = UNSEALED.encode()
    changed = {
        part: content.replace(blank, seal) for part, content in contents.items() if blank in content
    }
    return rewritten(data, package, changed)


def is_untouched(data: bytes, name: str) -> bool:
    """Whether ``sealed`` made the file, and at most explanations were typed into it since."""
    try:
        refuse_swollen(data, name)
        workbook = open_workbook(data, name)
    except InputError:
        return False
    return _digest(workbook) in {
        text for sheet in workbook.worksheets if (text := _seal(sheet)) is not None
    }


def _digest(workbook: Workbook) -> str:
    lines = (line for sheet in workbook.worksheets for line in _lines(sheet))
    return f"xladdin:{sha256(chr(10).join(lines).encode('utf-8', 'surrogatepass')).hexdigest()}"


def _lines(sheet: Worksheet) -> Iterator[str]:
    """What the sheet says, cell by cell."""
    yield _plain(sheet.title)
    yield from sorted(str(merged) for merged in sheet.merged_cells.ranges)
    ours = _seal(sheet) is not None
    columns: dict[str, int] = {}
    aside = 0
    for row in sheet.iter_rows():
        if ours and not columns:
            heads = {squeeze(str(cell.value)): cell.column for cell in row}
            columns = heads if is_heading(heads) else {}
        elif columns:
            # Only beside a fingerprint an explanation is read again, and so not lost.
            aside = columns[EXPLANATION] if row[columns[FINGERPRINT] - 1].value else 0
        for cell in row:
            if cell.column == aside or (ours and _SEAL.fullmatch(str(cell.value))):
                continue
            note = cell.comment.text if cell.comment else ""
            if content := _plain(_content(cell)) + _plain(note):
                yield f"{cell.coordinate} {content}"


def _content(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, bool) or value is None:
        return str(value or "")
    if isinstance(value, int | float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        return f"{value:%Y%m%d%H%M}"
    # The formula of a whole range, or of a table of them.
    return str(getattr(value, "text", value))


def _plain(text: str) -> str:
    return _INDIFFERENT.sub("", text)


def _seal(sheet: Worksheet) -> str | None:
    """The seal in the first row of 校验结果."""
    texts = (str(cell.value) for row in sheet.iter_rows(max_row=1) for cell in row)
    return next((text for text in texts if _SEAL.fullmatch(text)), None)
