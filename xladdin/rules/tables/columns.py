"""Find how the columns of a table follow from each other: by what headings state and most rows show."""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import permutations

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.labels import squeeze
from xladdin.model.form import Entry, Item, Table
from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.patterns import pattern
from xladdin.rules.tables.rows import word

#: The most rows from which a formula is found, and the fewest that must confirm it.
_LOOKED_AT = 40
_FEWEST_ROWS = 2
#: How far apart columns may be that are tried together, since trying all pairs takes long.
_NEAR = 10
_LETTER = "[A-Za-z]|[0-9]{1,2}"
_STATED = pattern(
    rf"[(（](?:(?:{_LETTER})=)?(?P<given>(?:{_LETTER})(?P<sign>[-−－/÷+])(?:{_LETTER})(?:\+(?:{_LETTER}))*)"
    r"(?:[*×]100%?)?[)）]"
)
_NAMED = pattern(rf"[(（]({_LETTER})(?:=[^)）]*)?[)）]|^([0-9]{{1,2}})[.、．]")
_IN_WORDS = pattern(r"[(（](?P<given>[一-鿿]{2,10}(?P<sign>[-−－/÷+])[一-鿿]{2,10})[)）]")
_SIGN = pattern("[-−－/÷+]")

Row = Mapping[str, Interval]

#: What the signs of formulas do to the figures of a row.
_CALCULATING: Mapping[str, Callable[..., Interval]] = {
    "+": lambda *given: total(given), "-": operator.sub, "*": operator.mul,
    "^": lambda now, then: (now - then) / then, "/": lambda *given: total(given[:-1]) / given[-1],
}  # fmt: skip


class Formula(Struct, frozen=True):
    """How a column follows from others. ``sign`` is + (of any number), - or * (of two), / (the sum of all but
    the last divided by the last), or ^ (change from the second to the first, as a share of the second)."""

    target: str
    sign: str
    of: tuple[str, ...]
    #: Whether the headings state it.
    stated: bool = False

    def value(self, row: Row) -> Interval | None:
        """Return the formula's value in a row; None if a figure is missing or zero divides."""
        given = [row[name] for name in self.of if name in row]
        if len(given) < (2 if self.sign == "+" else len(self.of)):
            return None
        try:
            return _CALCULATING[self.sign](*given)
        except ZeroDivisionError:
            return None

    def verdict(self, row: Row) -> Verdict:
        """Judge whether a row's figure equals the formula's value."""
        value = self.value(row)
        if value is None or self.target not in row:
            return Verdict.SKIPPED
        return equal(row[self.target], value)


def figures(table: Table) -> list[dict[str, Interval]]:
    """Return the figures of each row by column, in base units; integers in a column of them are exact."""
    columns = {name: [row.entries[name].figure for row in table.rows] for name in table.headings}
    places = {name: max((f.places for f in c if f), default=0) for name, c in columns.items()}
    return [
        {
            name: replace(entry.figure, typed=Interval.exact(entry.figure.value)).base
            if places[name] == 0 and entry.figure.unit.name != "%"
            else entry.figure.kept_to(places[name]).base
            for name, entry in row.entries.items()
            if entry.figure is not None and _fits_column(entry)
        }
        for row in table.rows
    ]


def _fits_column(entry: Entry) -> bool:
    """Return whether a figure belongs to its column: a rate in a column of amounts belongs to the row."""
    rate = entry.figure is not None and entry.figure.unit.name == "%"
    return not rate or entry.unit == "%"


def turned(table: Table) -> Table:
    """Return the table transposed if its row labels state formulas (3.调整后预算（1+2）), else as it is."""
    labels = [squeeze(row.label) for row in table.rows]
    heads = [squeeze(entry.text) for entry in table.headings.values()]
    several = len(set(labels)) < len(labels)
    if several or any(map(_STATED.search, heads)) or not any(map(_STATED.search, labels)):
        return table
    first = next(iter(table.headings))
    headings = {
        row.label: replace(row.entries[first], name="表头", text=row.label, column=row.label)
        for row in table.rows
    }
    rates = {r.label for r in table.rows if not any(map(_fits_column, r.entries.values()))}
    rows = [
        Item(
            name,
            {row.label: _turned_entry(row.entries[name], row.label, rates) for row in table.rows},
        )
        for name in table.headings
    ]
    return replace(table, headings=headings, rows=tuple(rows))


def _turned_entry(entry: Entry, label: str, rates: Container[str]) -> Entry:
    return replace(
        entry, name=entry.column, column=label, unit="%" if label in rates else entry.unit
    )


def formulas(table: Table, rows: Sequence[Row]) -> list[tuple[Formula, ...]]:
    """Return for each computed column its formulas, several if the rows do not distinguish them."""
    stated = {formula.target: formula for formula in _stated(table)}
    found: dict[str, tuple[Formula, ...]] = {}
    summed: set[str] = set()
    for target in reversed(list(table.headings)):
        best = (
            (stated[target],)
            if target in stated
            else _shown(_candidates(table, target, summed), rows[:_LOOKED_AT])
        )
        if best:
            found[target] = best
            summed.update(best[0].of if best[0].sign == "+" else ())
    return [each for each in found.values() if not _is_inverse(each[0], found)]


def _is_inverse(formula: Formula, found: Mapping[str, Sequence[Formula]]) -> bool:
    """Return whether an unstated sum or difference only inverts another formula (预算 = 支出 + 结余)."""
    if formula.stated or formula.sign not in ("+", "-"):
        return False
    return any(
        way.sign != formula.sign and formula.target in way.of
        for name in formula.of
        for way in found.get(name, ())
        if way.sign == "-" or (way.sign == "+" and way.stated)
    )


def _shown(candidates: Iterable[Formula], rows: Sequence[Row]) -> tuple[Formula, ...]:
    """Return the formulas that most rows confirm, all with the highest number of such rows."""
    counted = []
    for formula in candidates:
        verdicts = [formula.verdict(row) for row in rows if _distinguishes(formula, row)]
        held = verdicts.count(Verdict.HELD)
        if held >= _FEWEST_ROWS and held * 2 > len(verdicts):
            counted.append((held, formula))
    most = max((held for held, _ in counted), default=0)
    return tuple(formula for held, formula in counted if held == most)


def _distinguishes(formula: Formula, row: Row) -> bool:
    """Return whether a row can distinguish formulas: with zeros, everything holds."""
    value = formula.value(row)
    if value is None or not value.point:
        return False
    if formula.sign == "+":
        if word("total_column").search(formula.target):
            return True
        return sum(bool(row[name].point) for name in formula.of if name in row) > 1
    return all(row[name].point for name in formula.of)


def _candidates(table: Table, target: str, summed: set[str]) -> Iterator[Formula]:
    """Yield the formulas that may yield the target, from nearby columns and the words of its heading."""
    names = list(table.headings)
    at = names.index(target)
    near = [n for n in names[max(0, at - _NEAR) : at + _NEAR + 1] if n != target]
    rates = {n for n in near if _is_rate(table, n)}
    amounts = [n for n in near if n not in rates]
    if _is_rate(table, target):
        sign = "^" if word("growth").search(target) else "/"
        yield from (Formula(target, sign, pair) for pair in permutations(amounts, 2))
        if sign == "^":
            yield from (Formula(target, "/", pair) for pair in permutations(amounts, 2))
        if word("running").search(target):
            yield from _running(table, target, amounts)
        return
    for before in (False, True):
        side = names[:at][::-1] if before else names[at + 1 :]
        # A column that is a sum replaces the columns it adds up.
        run = [n for n in side[:_NEAR] if n in amounts and (n not in summed or before)]
        least = 1 if word("total_column").search(target) else 2
        for length in range(len(run), max(least, 2) - 1, -1):
            yield Formula(target, "+", tuple(run[:length]))
    yield from _of_the_same_name(target, amounts)
    if word("difference").search(target):
        yield from (Formula(target, "-", pair) for pair in permutations(amounts, 2))
    prices = [n for n in amounts if word("price").search(n)]
    yield from (Formula(target, "*", (n, p)) for p in prices for n in amounts if n != p)


def _of_the_same_name(target: str, amounts: Sequence[str]) -> Iterator[Formula]:
    """Yield sums of columns with the same lowest heading: 全年支出 of the 支出 of each quarter."""
    lowest: dict[str, list[str]] = {}
    for name in amounts:
        lowest.setdefault(name.rpartition("·")[2], []).append(name)
    for same in lowest.values():
        if len(same) > 1:
            yield Formula(target, "+", tuple(same))


def _running(table: Table, target: str, amounts: Sequence[str]) -> Iterator[Formula]:
    """Yield quotients for 累计进度: the spending up to this column divided by the year's budget."""
    names = list(table.headings)
    for name in amounts:
        alike = [n for n in amounts if n.rpartition("·")[2] == name.rpartition("·")[2]]
        so_far = [n for n in alike if names.index(n) < names.index(target)]
        for whole in amounts:
            if whole not in so_far and len(so_far) > 1:
                yield Formula(target, "/", (*so_far, whole))


def _is_rate(table: Table, name: str) -> bool:
    return any(row.entries[name].unit == "%" for row in table.rows)


def _stated(table: Table) -> Iterator[Formula]:
    """Yield the formulas in headings: 结余（c=a-b）, 支出率（b/a）, 支出率（支出/到位）."""
    texts = {name: squeeze(entry.text) for name, entry in table.headings.items()}
    letters: dict[str, str] = {}
    for name, text in texts.items():
        for found in _NAMED.finditer(text):
            letters.setdefault(next(filter(None, found.groups())), name)
    for name, text in texts.items():
        said = _STATED.search(text) or _IN_WORDS.search(text)
        if said is None:
            continue
        given = _SIGN.split(said["given"])
        of = [letters.get(part) or _called(texts, part, name) for part in given]
        known = tuple(part for part in of if part and part != name)
        sign = "/" if said["sign"] in "/÷" else "+" if said["sign"] == "+" else "-"
        if len(known) == len(given) and (len(given) == 2 or sign == "+"):
            yield Formula(name, sign, known, stated=True)


def _called(texts: Mapping[str, str], name: str, other: str) -> str | None:
    """Return the one column whose heading begins with, or else contains, a name; None otherwise."""
    tests: tuple[Callable[[str], bool], ...] = (lambda t: t.startswith(name), lambda t: name in t)
    for test in tests:
        found = [column for column, text in texts.items() if column != other and test(text)]
        if len(found) == 1:
            return found[0]
    return None
