"""Find the headings of a table of the final accounts: its columns, in one to three sides."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from xladdin.forms.accounts.definitions import Account, Column, heads
from xladdin.forms.figures import read_figure
from xladdin.forms.labels import normal
from xladdin.forms.regions import Region
from xladdin.model.grid import Cell
from xladdin.model.unit import NUMBER

#: Headings begin within this many rows.
_DEEPEST = 8
_SIDES = ("收入", "支出")


class Side(Struct):
    """Columns that belong together: those of the rows' codes, of their labels, and of amounts."""

    codes: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    amounts: dict[int, Column] = field(default_factory=dict)

    @property
    def begin(self) -> int:
        """Its first column."""
        return min([*self.codes, *self.labels, *self.amounts])

    @property
    def first(self) -> str:
        """The section in which its rows begin."""
        return next((column.first for column in self.amounts.values() if column.first), "")

    @property
    def all(self) -> str:
        """The section in which all its rows are kept."""
        return next((column.all for column in self.amounts.values() if column.all), "")


class Headings(Struct, frozen=True):
    """The headings of a table; the amounts begin in row ``below``. ``sides`` come from left to right;
    there are none if headings name the rows. ``paths`` are the headings above each column."""

    row: int
    below: int
    sides: tuple[Side, ...]
    paths: dict[int, tuple[str, ...]]


def find_headings(region: Region, account: Account) -> Headings | None:
    """Return the headings of a table in the region; None if it has none of the table's columns."""
    for row in range(region.top, min(region.top + _DEEPEST, region.bottom)):
        if not _opens(region, account, row):
            continue
        top = row - 1 if row > region.top and _names_sides(region, row - 1) else row
        below = _end(region, row)
        paths = _paths(region, top, below)
        sides = tuple(_sides(account, paths))
        if any(side.amounts for side in sides):
            return Headings(top, below, sides if any(s.labels for s in sides) else (), paths)
    return None


def role(name: str) -> str:
    """Return the role of a column without amounts (label, code, ordinal), else an empty string."""
    return next((role for role, aliases in heads().items() if aliases.match(name)), "")


def numbered(region: Region, row: int) -> bool:
    """Return whether a row only numbers the columns: 栏次 1 2 3."""
    texts = [cell.text.strip() for cell in region.starting(row) if cell.text.strip()]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
    if any(normal(text) == "栏次" for text in texts):
        return True
    return len(numbers) == len(texts) > 1 and numbers == list(range(1, len(numbers) + 1))


def _opens(region: Region, account: Account, row: int) -> bool:
    names = [normal(cell.text) for cell in region.starting(row) if cell.text.strip()]
    known = sum(account.column(name) is not None for name in names)
    return any(role(name) in ("label", "code") for name in names) or known > 1


def _names_sides(region: Region, row: int) -> bool:
    return any(normal(cell.text) in _SIDES for cell in region.starting(row))


def _end(region: Region, row: int) -> int:
    """Return the row below the headings that begin in ``row``."""
    below = max(cell.below for cell in region.starting(row))
    heading = {cell for cell in region.starting(row) if cell.text.strip()}
    while below < region.bottom and (_goes_on(region, below, heading) or numbered(region, below)):
        starting = region.starting(below)
        heading |= {cell for cell in starting if cell.text.strip()}
        below = max([below + 1, *(cell.below for cell in starting if cell.text.strip())])
    return below


def _goes_on(region: Region, row: int, above: set[Cell]) -> bool:
    """Return whether a row has further headings: it names columns, or splits those above."""
    filled = [cell for cell in region.starting(row) if cell.text.strip()]
    if not filled or any(read_figure(cell.text, NUMBER) for cell in filled):
        return False
    split = all(
        any(a.column <= cell.column < a.right and a.columns > cell.columns for a in above)
        for cell in filled
    )
    return split or any(role(normal(cell.text)) for cell in filled)


def _paths(region: Region, top: int, below: int) -> dict[int, tuple[str, ...]]:
    """Return the names of the headings above each column, from the top."""
    paths: dict[int, list[str]] = {}
    seen: set[tuple[int, Cell]] = set()
    for row in range(top, below):
        if numbered(region, row):
            continue
        for cell in region.row(row):
            name = normal(cell.text)
            for column in range(cell.column, cell.right):
                if name and (column, cell) not in seen:
                    seen.add((column, cell))
                    paths.setdefault(column, []).append(name)
    return {column: tuple(names) for column, names in sorted(paths.items())}


def _sides(account: Account, paths: dict[int, tuple[str, ...]]) -> Iterator[Side]:
    side, twice = Side(), set[int]()
    for column, path in paths.items():
        what = role(path[-1])
        if what in ("label", "code"):
            if side.amounts:
                yield _without_doubles(side, twice)
                side, twice = Side(), set()
            (side.labels if what == "label" else side.codes).append(column)
        elif not what:
            known = (
                account.column("·".join(path))
                or account.column(path[-1])
                or account.column(path[0])
            )
            if known is not None:
                side.amounts[column] = known
                alike = {c for c, each in side.amounts.items() if each is known}
                twice |= alike if len(alike) > 1 else set()
    yield _without_doubles(side, twice)


def _without_doubles(side: Side, twice: set[int]) -> Side:
    """Drop columns with the same heading, such as two years: nobody knows which is meant."""
    if side.labels or side.codes:
        side.amounts = {c: known for c, known in side.amounts.items() if c not in twice}
    return side
