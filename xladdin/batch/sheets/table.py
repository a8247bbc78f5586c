"""Write a sheet that is one long table: title, remark, headings, and rows written one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import CellIsRule, Rule
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.batch.sheets import look
from xladdin.outputs.printable import width
from xladdin.templates.look import fill
from xladdin.workbooks.saving import Style, Value, row, write_text

#: The row of the headings, and the number of rows that Excel has below it.
HEAD = 3
MOST_ROWS = 1_048_576 - HEAD
_LINE, _LEAST, _TALLEST = 14.5, 19.0, 180.0


#: The type of what a row describes.
T = TypeVar("T")


class Column(Struct, Generic[T], frozen=True):
    """A column: its heading, its width in characters, the function that returns its value for a row
    (None: the row's number), its number format, and its alignment."""

    heading: str
    width: float
    value: Callable[[T], Value] | None = None
    format: str = "General"
    side: str = "left"
    link: bool = False


class Table:
    """A table with a row for each of ``count`` things, added to a workbook as a sheet. Its rows are
    made only when ``xml`` is called."""

    def __init__(
        self,
        workbook: Workbook,
        name: str,
        remark: str,
        columns: Sequence[Column[T]],
        things: Iterable[T],
        count: int,
    ) -> None:
        self.sheet: Worksheet = workbook.create_sheet(name)
        self.columns: Sequence[Column[Any]] = columns
        if count > MOST_ROWS:
            remark = f"{remark}共 {count:,} 行，Excel 一张表放不下，只列前 {MOST_ROWS:,} 行。"
        self.last = HEAD + min(count, MOST_ROWS)
        self._things: Iterator[Any] = islice(things, MOST_ROWS)
        self._styles = [_styles(self.sheet, column) for column in columns]
        self._head(name, remark)

    def column(self, heading: str) -> str:
        """Return the letter of a column."""
        headings = [each.heading for each in self.columns]
        return str(get_column_letter(headings.index(heading) + 1))

    def cells(self, heading: str) -> str:
        """Return the range of a column's cells, such as C4:C90."""
        letter = self.column(heading)
        return f"{letter}{HEAD + 1}:{letter}{max(self.last, HEAD + 1)}"

    def mark(self, heading: str, rule: Rule) -> None:
        """Format a column conditionally."""
        self.sheet.conditional_formatting.add(self.cells(heading), rule)

    def tint(self, heading: str, tints: Mapping[str, str]) -> None:
        """Tint the cells of a column that equal one of the texts."""
        for text, colour in tints.items():
            self.mark(heading, CellIsRule("equal", [f'"{text}"'], fill=look.highlight(colour)))

    def first(self, heading: str) -> str:
        """Return the first cell of a column, for formulas that are copied down."""
        return f"{self.column(heading)}{HEAD + 1}"

    def xml(self) -> Iterator[str]:
        """Yield the rows as XML."""
        for number, thing in enumerate(self._things, start=1):
            values = [number if each.value is None else each.value(thing) for each in self.columns]
            yield row(HEAD + number, values, self._styles, self._height(values))

    def _height(self, values: Sequence[Value]) -> float:
        lines = max(
            -(-width(each) // max(int(column.width * 1.05) - 2, 1))
            for each, column in zip(("", *values), (self.columns[0], *self.columns), strict=True)
            if isinstance(each, str)
        )
        return min(max(_LEAST, _LINE * lines + 4.5), _TALLEST)

    def _head(self, name: str, remark: str) -> None:
        sheet, last = self.sheet, get_column_letter(len(self.columns))
        for number, text, size, colour in ((1, name, 14, look.DARK), (2, remark, 10, look.SOFT)):
            write_text(sheet.cell(number, 1), text)
            sheet.cell(number, 1).font = look.font(size, bold=number == 1, colour=colour)
            sheet.cell(number, 1).alignment = Alignment(vertical="center")
        sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 20
        for number, column in enumerate(self.columns, start=1):
            cell = sheet.cell(HEAD, number)
            write_text(cell, column.heading)
            cell.font = look.font(bold=True, colour="FFFFFF")
            cell.fill = fill(look.DARK)
            cell.alignment = look.aligned("center")
            cell.border = look.rule()
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.row_dimensions[HEAD].height = 32
        sheet.freeze_panes = f"C{HEAD + 1}"
        if self.last > HEAD:
            sheet.auto_filter.ref = f"A{HEAD}:{last}{self.last}"
        look.set_up(sheet, len(self.columns), self.last, f"{HEAD}:{HEAD}")


def _styles(sheet: Worksheet, column: Column[Any]) -> Style:
    """Return the column's styles, without and with a quote prefix, as registered in the workbook."""
    usual = _dressed(Cell(sheet), column)
    quoted = _dressed(Cell(sheet), column)
    quoted.quotePrefix = True
    return Style(usual.style_id, quoted.style_id)


def _dressed(cell: Cell, column: Column[Any]) -> Cell:
    cell.font = look.font(colour=look.LINK if column.link else "000000", line=column.link)
    cell.alignment = look.aligned(column.side)
    cell.border = look.rule()
    cell.number_format = column.format
    return cell
