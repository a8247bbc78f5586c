"""Read number formats and merged ranges in few round trips. Excel tells them only of single cells,
or of blocks whose cells agree. The largest blocks that may agree are asked first, so that the round
trips grow with the changes of format on a sheet, not with its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlwings import Sheet

from xladdin.model.addresses import Area, Place, area, in_runs

#: Up to how many rows each is asked, and from how many blanks in a row all are asked at once.
_FEW_ROWS, _MANY_BLANKS = 8, 3


def number_formats(sheet: Sheet, places: Iterable[Place]) -> dict[Place, str]:
    """Return the format code of each cell, asking columns, then halves of those in which it changes."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(places):
        columns.setdefault(column, []).append(row)
    codes: dict[Place, str] = {}
    parts = [(column, in_runs(rows)) for column, rows in columns.items()]
    while parts:
        spans = [
            Area(runs[0][0], column, runs[-1][-1] - runs[0][0] + 1).address
            for column, runs in parts
        ]
        foresee(sheet, "number_format", spans)
        halves: list[tuple[int, list[range]]] = []
        for span, (column, runs) in zip(spans, parts, strict=True):
            code = sheet.range(span).number_format
            if code is None:
                halves += ((column, half) for half in _halves(runs))
            else:
                codes.update(((row, column), code) for run in runs for row in run)
        parts = halves
    return codes


def _halves(runs: list[range]) -> tuple[list[range], list[range]]:
    """Split several runs, or a single one, into two halves."""
    if len(runs) > 1:
        middle = len(runs) // 2
        return runs[:middle], runs[middle:]
    (run,) = runs
    middle = len(run) // 2
    return [run[:middle]], [run[middle:]]


def foresee(sheet: Sheet, what: str, addresses: Iterable[str]) -> None:
    """Let an engine that talks to another program ask for all these in one round trip."""
    ask = getattr(sheet.impl, "foresee", None)
    if ask is not None:
        ask(what, addresses)


def merged_ranges(sheet: Sheet, used: Area, filled: Iterable[Place]) -> list[Area]:
    """Return the merged ranges that begin in the used range. All but the first cell of a merged
    range are empty, so only cells with an empty one to the right or below can begin one."""
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
    merged_rows = [*_merged_rows(sheet, used, rows)]
    places = ((row, column) for row in merged_rows for column in columns if may_begin(row, column))
    foresee(sheet, "merge_area", (Area(*place).address for place in places))
    for row in merged_rows:
        column = used.column
        while column < right:
            if (row, column) not in covered and may_begin(row, column):
                blanks = _blanks(row, column, right, taken, covered)
                if len(blanks) >= _MANY_BLANKS:
                    part = Area(row, blanks.start, 1, len(blanks))
                    if sheet.range(part.address).merge_cells is False:
                        column = blanks.stop
                        continue
                merged = area(sheet.range(Area(row, column).address).merge_area.address)
                if merged.rows * merged.columns > 1:
                    found.append(merged)
                    covered.update(merged.places())
            column += 1
    return found


def _blanks(row: int, first: int, right: int, taken: set[Place], covered: set[Place]) -> range:
    """Return the empty cells from a column on."""
    end = first
    while end < right and (row, end) not in taken and (row, end) not in covered:
        end += 1
    return range(first, end)


def _merged_rows(sheet: Sheet, used: Area, rows: list[int]) -> Iterator[int]:
    """Yield those of the rows that may have merged cells; few rows are not worth asking."""
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
