"""What Excel tells only of single cells, or of a block whose cells agree: formats, merged ranges.

It is asked of the largest blocks that may agree, so that the round trips grow with the changes of
format on a sheet, not with its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlwings import Sheet

from xladdin.excel.addresses import Area, area

#: Of fewer rows, or empty cells in a row, each is looked at rather than first asking for all.
_FEW_ROWS, _MANY_BLANKS = 8, 3

Place = tuple[int, int]


def number_formats(sheet: Sheet, places: Iterable[Place]) -> dict[Place, str]:
    """The format code of each cell."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(places):
        columns.setdefault(column, []).append(row)
    return {
        (row, column): code
        for column, rows in columns.items()
        for row, code in _formats_in_column(sheet, column, _runs(rows))
    }


def _formats_in_column(sheet: Sheet, column: int, runs: list[range]) -> Iterator[tuple[int, str]]:
    """The formats of the cells of some runs, with one question if all between them agree."""
    first, last = runs[0][0], runs[-1][-1]
    code = sheet.range(Area(first, column, last - first + 1).address).number_format
    if code is not None:
        yield from ((row, code) for run in runs for row in run)
    elif len(runs) > 1:
        middle = len(runs) // 2
        for half in (runs[:middle], runs[middle:]):
            yield from _formats_in_column(sheet, column, half)
    else:
        (run,) = runs
        middle = len(run) // 2
        for part in (run[:middle], run[middle:]):
            yield from _formats_in_column(sheet, column, [part])


def _runs(numbers: Sequence[int]) -> list[range]:
    """Ascending numbers as runs without gaps."""
    runs: list[range] = []
    for number in numbers:
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def merged_ranges(sheet: Sheet, used: Area, filled: Iterable[Place]) -> list[Area]:
    """The merged ranges that begin in the used range.

    All but the first cell of a merged range are empty, so only rows with an empty cell to the right
    of a cell or below it come into question.
    """
    taken = set(filled)
    right, below = used.column + used.columns, used.row + used.rows

    def may_begin(row: int, column: int) -> bool:
        beside = column + 1 < right and (row, column + 1) not in taken
        return beside or (row + 1 < below and (row + 1, column) not in taken)

    columns = range(used.column, right)
    rows = [
        row for row in range(used.row, below) if any(may_begin(row, column) for column in columns)
    ]
    found: list[Area] = []
    covered: set[Place] = set()
    for row in _merged_rows(sheet, used, rows):
        column = used.column
        while column < right:
            if (row, column) not in covered and may_begin(row, column):
                blanks = _blanks(row, column, right, taken, covered)
                if len(blanks) >= _MANY_BLANKS and not _merged_in(sheet, row, blanks):
                    column = blanks.stop
                    continue
                merged = area(sheet.range(Area(row, column).address).merge_area.address)
                if merged.rows * merged.columns > 1:
                    found.append(merged)
                    covered.update(_cells_of(merged))
            column += 1
    return found


def _blanks(row: int, first: int, right: int, taken: set[Place], covered: set[Place]) -> range:
    """The empty cells from a column on."""
    end = first
    while end < right and (row, end) not in taken and (row, end) not in covered:
        end += 1
    return range(first, end)


def _merged_in(sheet: Sheet, row: int, columns: range) -> bool:
    part = Area(row, columns.start, 1, len(columns))
    return sheet.range(part.address).merge_cells is not False


def _merged_rows(sheet: Sheet, used: Area, rows: list[int]) -> Iterator[int]:
    """Those of the rows that may have merged cells in them: a few rows are not worth a question."""
    if not rows:
        return
    first, last = rows[0], rows[-1]
    part = Area(first, used.column, last - first + 1, used.columns)
    if sheet.range(part.address).merge_cells is False:
        return
    if len(rows) <= _FEW_ROWS:
        yield from rows
        return
    middle = len(rows) // 2
    for half in (rows[:middle], rows[middle:]):
        yield from _merged_rows(sheet, used, half)


def _cells_of(part: Area) -> Iterator[Place]:
    for row in range(part.row, part.row + part.rows):
        for column in range(part.column, part.column + part.columns):
            yield row, column
