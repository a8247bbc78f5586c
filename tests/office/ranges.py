"""Ranges: blocks of cells, read and written in one call as Excel does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tests.office import blocks, links, native_range
from tests.office.areas import COLUMNS, ROWS, Area
from tests.office.counting import ComError, counted
from tests.office.formulas import quoted, to_excel
from tests.office.looks import Looks
from tests.office.parts import Note
from tests.office.process import struct

if TYPE_CHECKING:
    from tests.office.names import Name
    from tests.office.sheets import Sheet

#: com.sun.star.sheet.CellFlags
VALUE, DATETIME, STRING, NOTE, FORMULA = 1, 2, 4, 8, 16
CONTENTS = VALUE | DATETIME | STRING | FORMULA
FORMATS = 32 | 64 | 256 | 512
_DIRECTIONS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


@counted
class Range(Looks):
    """One area or several of a sheet, which is written and read in one call as in Excel."""

    def __init__(self, sheet: Sheet, areas: list[Area]) -> None:
        if not all(area.rows > 0 and area.columns > 0 for area in areas):
            raise ComError("an empty range")
        self.sheet = sheet
        self.areas = areas

    @property
    def api(self) -> native_range.RangeApi:
        return native_range.RangeApi(self)

    # Where it is

    @property
    def coords(self) -> tuple[Sheet, int, int, int, int]:
        return (self.sheet, *self.areas[0])

    @property
    def row(self) -> int:
        return self.areas[0].row

    @property
    def column(self) -> int:
        return self.areas[0].column

    @property
    def shape(self) -> tuple[int, int]:
        return self.areas[0].rows, self.areas[0].columns

    def __len__(self) -> int:
        return sum(area.rows * area.columns for area in self.areas)

    @property
    def address(self) -> str:
        return ",".join(area.address() for area in self.areas)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address, with book and sheet if ``external``."""
        text = ",".join(area.address(row_absolute, col_absolute) for area in self.areas)
        if not external:
            return text
        where = f"[{self.sheet.book.name}]{self.sheet.name}"
        plain = where.replace("[", "").replace("]", "").replace(".", "").replace("_", "")
        return f"{where}!{text}" if plain.isalnum() else f"'{where}'!{text}"

    def __call__(self, row: int, column: int | None = None) -> Range:
        area = self.areas[0]
        if column is None:
            down, right = divmod(row - 1, area.columns)
            row, column = down + 1, right + 1
        return Range(self.sheet, [Area(area.row + row - 1, area.column + column - 1, 1, 1)])

    @property
    def rows(self) -> Range:
        return self

    columns = rows

    def end(self, direction: str) -> Range:
        """Where Ctrl with an arrow goes to from the first cell."""
        down, right = _DIRECTIONS[direction]
        used = self.sheet.used_range.areas[0]
        row, column = self.row, self.column
        last_row, last_column = used.limits[3] + 1, used.limits[2] + 1
        block = Area(1, 1, max(row, last_row), max(column, last_column))
        data = self.sheet.uno.getCellRangeByPosition(*block.limits).getDataArray()

        def filled(row: int, column: int) -> bool:
            inside = 1 <= row <= block.rows and 1 <= column <= block.columns
            return inside and data[row - 1][column - 1] != ""

        def onward(row: int, column: int) -> bool:
            if down + right < 0:
                return row + down >= 1 and column + right >= 1
            return row + down <= block.rows and column + right <= block.columns

        through = filled(row, column) and filled(row + down, column + right)
        while onward(row, column):
            row, column = row + down, column + right
            if not through and filled(row, column):
                break
            if through and not filled(row + down, column + right):
                break
        else:
            # Nothing more is filled on this way: Excel goes to the edge of the sheet.
            row = {1: ROWS, -1: 1}.get(down, row)
            column = {1: COLUMNS, -1: 1}.get(right, column)
        return Range(self.sheet, [Area(row, column, 1, 1)])

    @property
    def current_region(self) -> Range:
        cursor = self.sheet.uno.createCursorByRange(self.uno)
        cursor.collapseToCurrentRegion()
        return Range(self.sheet, [Area.of(cursor.getRangeAddress())])

    @classmethod
    def of(cls, book: Any, selected: Any) -> Range | None:
        """What is selected in a view, None if it is no cells."""
        if hasattr(selected, "getRangeAddress"):
            addresses = (selected.getRangeAddress(),)
        elif hasattr(selected, "getRangeAddresses") and selected.getRangeAddresses():
            addresses = selected.getRangeAddresses()
        else:
            return None
        sheet = book.sheets(addresses[0].Sheet + 1)
        return cls(sheet, [Area.of(address) for address in addresses])

    def select(self) -> None:
        if self.sheet.name != self.document.controller.getActiveSheet().Name:
            raise ComError("cells can only be selected on the active sheet")
        self.document.controller.select(self.uno)

    # Values and formulas

    @property
    def raw_value(self) -> Any:
        return blocks.unwrapped(blocks.values(self.document, self._block()))

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._write(data)

    @property
    def formula(self) -> Any:
        return blocks.unwrapped(blocks.formulas(self.document, self._block()))

    @formula.setter
    def formula(self, data: Any) -> None:
        self._write(data)

    formula2 = formula

    def _write(self, data: Any) -> None:
        for area in self.areas:
            block = self.sheet.uno.getCellRangeByPosition(*area.limits)
            blocks.write(self.document, block, blocks.filled(data, area.rows, area.columns))

    @property
    def formula_array(self) -> str | None:
        return to_excel(self._block().getArrayFormula().strip("{}")) or None

    @property
    def has_array(self) -> bool:
        return bool(self._block().getArrayFormula())

    def _clear(self, flags: int) -> None:
        self._check_unlocked()
        self.uno.clearContents(flags)

    def clear_contents(self) -> None:
        self._clear(CONTENTS)

    def clear_formats(self) -> None:
        self._check_unprotected()
        self.unmerge()
        self._clear(FORMATS)

    def clear(self) -> None:
        self._check_unprotected()
        self.unmerge()
        self._clear(CONTENTS | FORMATS | NOTE)

    def texts(self) -> list[list[str]]:
        """What the user sees in each cell, cell by cell: for tests, Excel has no such call."""
        block, (rows, columns) = self._block(), self.shape
        return [
            [block.getCellByPosition(column, row).String for column in range(columns)]
            for row in range(rows)
        ]

    # Merges

    def _merged(self) -> Area:
        """The first area, made larger by the merged ranges that it touches."""
        return Area.within(self.document.merged(self.sheet.name, self.areas[0].limits))

    @property
    def merge_area(self) -> Range:
        return Range(self.sheet, [self(1, 1)._merged()])

    @property
    def merge_cells(self) -> bool | None:
        area = self.areas[0]
        if self._merged() == area and not self._block().getIsMerged():
            return False
        around = self.merge_area.areas[0]
        return True if around.rows * around.columns > 1 and around.holds(area) else None

    def merge(self, across: bool) -> None:
        self._check_unprotected()
        area = self.areas[0]
        parts = [area]
        if across:
            parts = [area._replace(row=area.row + down, rows=1) for down in range(area.rows)]
        for part in parts:
            block = self.sheet.uno.getCellRangeByPosition(*part.limits)
            block.merge(True)
            # Excel keeps only the first cell's content, soffice hides the others'.
            for down, right in ((0, 1), (1, 0)):
                if down < part.rows and right < part.columns:
                    rest = block.getCellRangeByPosition(
                        right, down, part.columns - 1, part.rows - 1
                    )
                    rest.clearContents(CONTENTS)

    def unmerge(self) -> None:
        self._check_unprotected()
        self._block().merge(False)

    # Notes, links, names

    @property
    def note(self) -> Note | None:
        found = Note(self(1, 1))
        return found if found.text else None

    def add_note(self, text: str) -> Note:
        self._check_unprotected()
        area = self.areas[0]
        place = struct(
            "table.CellAddress",
            Sheet=self.sheet.index - 1,
            Column=area.column - 1,
            Row=area.row - 1,
        )
        self.sheet.uno.getAnnotations().insertNew(place, text)
        return Note(self(1, 1))

    @property
    def comment(self) -> None:
        return None

    @property
    def hyperlink(self) -> str:
        return links.read(self.document, self._block().getCellByPosition(0, 0))

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str | None) -> None:
        self._check_unlocked()
        links.add(self.document, self._block().getCellByPosition(0, 0), address, text_to_display)

    @property
    def name(self) -> Name | None:
        wanted = f"={self.get_sheet_address()}"
        return next((name for name in self.sheet.book.names if name.refers_to == wanted), None)

    @name.setter
    def name(self, name: str) -> None:
        self.sheet.book.names.add(name, f"={self.get_sheet_address()}")

    def get_sheet_address(self) -> str:
        """The address with the sheet, as in a formula."""
        return f"{quoted(self.sheet.name)}!{self.areas[0].address()}"

    @property
    def table(self) -> None:
        return None

    # Finding cells

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Range]:
        kinds = {"numbers": 1, "text": 2, "errors": 4, None: 7, "logical": 1}[value_type]
        constants = {"numbers": VALUE | DATETIME, "text": STRING, None: VALUE | DATETIME | STRING}
        find: dict[str, Callable[[Any], Any]] = {
            "blanks": lambda block: block.queryEmptyCells(),
            "visible": lambda block: block.queryVisibleCells(),
            "formulas": lambda block: block.queryFormulaCells(kinds),
            "constants": lambda block: block.queryContentCells(constants.get(value_type, 0)),
        }
        found = find[cell_type](self.uno).getRangeAddresses()
        return [Range(self.sheet, [Area.of(address)]) for address in found]

    def copy(self, destination: Range | None = None) -> None:
        if destination is None:
            raise ComError("there is no clipboard here: give a destination")
        destination.sheet.uno.copyRange(
            destination.uno.getCellByPosition(0, 0).getCellAddress(), self._block().RangeAddress
        )

    def __iter__(self) -> Iterator[Range]:
        return (self(at) for at in range(1, len(self) + 1))
