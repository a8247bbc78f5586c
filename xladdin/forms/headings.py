"""Find the cells that head the columns of a block, in one row or in several, by their labels."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import lru_cache

from msgspec import Struct

from xladdin.forms.definitions import Block, Field, load
from xladdin.forms.figures import read_figure
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.regions import Region
from xladdin.model.grid import Cell
from xladdin.model.unit import NUMBER
from xladdin.patterns import pattern

#: Letters of columns, and a rate in these letters: 预算数（A）, 执行率（B/A）.
_LETTER = pattern(r"\(([A-Z])\)")
_QUOTIENT = pattern(r"\(([A-Z])[/÷]([A-Z])")
_SENTENCE = pattern("[^。]{8,}。")


class Headings(Struct, frozen=True):
    """The heading cells of a block by column; ``row`` is the first row of them."""

    row: int
    cells: Mapping[str, Cell]

    @property
    def below(self) -> int:
        return max(cell.below for cell in self.cells.values())


def find_headings(region: Region, block: Block) -> Headings | None:
    """Return the headings in the row with most of the block's headings, and in rows continuing it. None
    if no row has at least half of them, or all of them for a ``whole`` block."""
    best: Headings | None = None
    usual = sum(not column.extra for column in block.columns)
    least = usual if block.whole else (usual + 1) // 2
    for row in range(region.top, region.bottom):
        found = _read_down(region, block, row)
        more = len(found) >= least and len(found) > (len(best.cells) if best else 0)
        if more and not _beside_values(region, found):
            best = Headings(row, found)
    return best and Headings(best.row, _as_stated(best.cells))


def _as_stated(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Drop a rate that is stated as a quotient of other columns: 支出率（C/B） where 预算数 is A."""
    letters = {name: _LETTER.search(squeeze(cell.text)) for name, cell in cells.items()}
    stated = {name: found[1] for name, found in letters.items() if found}
    kept = dict(cells)
    for name, cell in cells.items():
        said = _QUOTIENT.search(squeeze(cell.text))
        if said and any(
            stated.get(column, letter) != letter
            for column, letter in zip(("全年执行数", "全年预算数"), said.groups(), strict=True)
        ):
            del kept[name]
    return kept


def _beside_values(region: Region, found: Mapping[str, Cell]) -> bool:
    """Return whether most labels have a value right beside them, and so head no columns."""
    beside = (next(region.right_of(cell), None) for cell in found.values())
    valued = sum(cell is not None and _is_value(cell.text) for cell in beside)
    return valued * 2 > len(found)


def _is_value(text: str) -> bool:
    return read_figure(text, NUMBER) is not None or _SENTENCE.search(text) is not None


def _read_down(region: Region, block: Block, row: int) -> dict[str, Cell]:
    """Return the headings that begin in a row. A wide one may only group those below it, as 年度指标值
    groups 指标性质, 指标值 and 度量单位; then these are the headings."""
    found = _matched(region, block, row, {})
    while found and region.grid.aligned and row + 1 < region.bottom:
        row += 1
        filled = [cell for cell in region.starting(row) if cell.text.strip()]
        if not filled or any(
            _stands_below(cell, above) for cell in filled for above in found.values()
        ):
            break
        kept = {
            name: cell for name, cell in found.items() if not any(_gathers(cell, c) for c in filled)
        }
        more = _matched(region, block, row, kept)
        narrowed = {name: _narrowed(cell, filled, more) for name, cell in found.items()}
        narrowed = {n: cell for n, cell in narrowed.items() if not _only_gathers(cell, filled)}
        if not more and narrowed == found:
            break
        found = narrowed | more
    return found


def _narrowed(above: Cell, filled: list[Cell], known: Mapping[str, Cell]) -> Cell:
    """Return the heading below that stands for a wide one, else the wide one: 小计 beside 省级 and
    县级, or the only unknown one (数值 below 目标值, beside 符号 and 单位)."""
    within = [c for c in filled if _gathers(above, c) and c not in known.values()]
    whole = [c for c in within if normal(c.text).endswith(tuple(load("blocks.toml")["totals"]))]
    if len(within) == 1 and known:
        return within[0]
    return whole[0] if len(whole) == 1 else above


def _only_gathers(above: Cell, filled: list[Cell]) -> bool:
    """Return whether a heading has several others below it, none of which stands for it."""
    return sum(_gathers(above, cell) for cell in filled) > 1


def _matched(region: Region, block: Block, row: int, taken: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the headings of a row, by their names alone or together with the headings above."""
    found: dict[str, Cell] = {}
    names = region.names[row - region.top]
    for cell, name in names:
        before = {*taken, *found}
        column = _by_label(block.columns, name, before)
        if column is None and taken:
            column = _by_label(block.columns, "".join(path(region, row - 1, cell)), before)
        if column is not None:
            found[column.name] = cell
    for cell, name in names if len(found) > 1 else ():
        column = match(block.columns, name, {*taken, *found})
        if column is not None and cell not in found.values():
            found[column.name] = cell
    return found


def path(region: Region, top: int, cell: Cell) -> tuple[str, ...]:
    """Return the name of a column: the headings above it from row ``top`` on, and its own."""
    names = []
    for row in range(top, cell.row + 1):
        for each, name in region.names[row - region.top]:
            if each is cell or (each.row < cell.row and _gathers(each, cell)):
                names.append(name)
    return tuple(names)


def _gathers(above: Cell, cell: Cell) -> bool:
    """Return whether a heading spans another one and further columns."""
    return above.column <= cell.column < above.right and above.columns > cell.columns


def _stands_below(cell: Cell, above: Cell) -> bool:
    """Return whether a cell is a value: it has a column's heading for itself."""
    return above.column < cell.right and cell.column < above.right and not _gathers(above, cell)


def match(fields: tuple[Field, ...], name: str, taken: Container[str] = ()) -> Field | None:
    """Return the field with this label, exact aliases before patterns and other words for it last; None
    if unknown or ``taken``."""
    known = (*_matches(fields, name), *_otherwise(fields, name))
    return next((field for field in known if field.name not in taken), None)


def _by_label(fields: tuple[Field, ...], name: str, taken: Container[str]) -> Field | None:
    return next((known for known in _matches(fields, name) if known.name not in taken), None)


@lru_cache(maxsize=8192)
def _matches(fields: tuple[Field, ...], name: str) -> tuple[Field, ...]:
    exact = [field for field in fields if name in field.aliases.exact]
    return (*exact, *(f for f in fields if f not in exact and f.aliases.match(name)))


@lru_cache(maxsize=8192)
def _otherwise(fields: tuple[Field, ...], name: str) -> tuple[Field, ...]:
    return tuple(field for field in fields if field.otherwise.match(name))
