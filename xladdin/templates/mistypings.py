"""Mark what people mistype for a number in 万元: texts such as 18万元, which sums leave out, and
amounts in 元, which sums take for 万元."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from xladdin.forms.profiles import Profile
from xladdin.model.addresses import Spot
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.report import Severity
from xladdin.rules.registry import rules
from xladdin.rules.scope import Scope
from xladdin.templates.cell_formulas import Guard, computations, is_number
from xladdin.templates.expressions import below, column_first, joined, listed
from xladdin.templates.native import Native

#: The rules that find them in a check.
TEXTS, UNITS = "F301", "B705"
TEXT_TITLE = "数字格里写了文字，没有算进合计"
UNIT_TITLE = "金额大得出奇，像是按元填的"
#: In 万元, an amount that no unit of a county has …
_NOBODY = 1_000_000
#: … and pairs of an amount and a smaller one that no row has: 元 and 万元 differ by 10,000, last year,
#: budget and outturn never by a tenth of that.
_BESIDE = ((100_000, 100), (10_000, 10))


def mistypings(probe: Filing, profile: Profile) -> Iterator[Guard]:
    """Yield the marks for both, at the cells that people type into and at the sums over them."""
    found = computed(probe)
    if (grave := severity(TEXTS, profile)) is not None:
        for form in probe.forms:
            for entry in typed(form, found):
                place = entry.location.spot
                yield _guard(TEXTS, TEXT_TITLE, grave, place, f"ISTEXT({place.cell})")
        for place in found:
            if test := _left_out(place, found):
                yield _guard(TEXTS, TEXT_TITLE, grave, place, test)
    if (grave := severity(UNITS, profile)) is not None:
        for form in probe.forms:
            for entry, beside in _rows_of_money(form, found):
                place = entry.location.spot
                test = in_yuan(place.cell, [each.location.cell or "" for each in beside])
                yield _guard(UNITS, UNIT_TITLE, grave, place, test)


def severity(code: str, profile: Profile) -> Severity | None:
    """Return a rule's severity in a profile; None if it is off."""
    chosen = profile.severities.get(code, rules()[code].severity.value)
    return None if chosen == "off" else Severity(chosen)


def typed(form: Form, computed: Iterable[Spot] = ()) -> list[Entry]:
    """Return the entries of a form that are numbers to be typed: neither ``computed`` nor printed
    by the form, as 100分."""
    taken = set(computed)
    return [
        entry
        for entry in form.every_entry()
        if entry.unit
        and is_number(entry)
        and not (entry.figure is not None and entry.figure.unit_printed)
        and entry.location.spot not in taken
    ]


def texts(form: Form, computed: Iterable[Spot], home: str) -> tuple[str, str]:
    """Return two formulas for the sheet ``home``: how many numbers of a form, but for the ``computed``
    ones, are texts, and whether any is filled in."""
    native = Native(Scope("", {}), home)
    cells = [native.cell(entry.location) for entry in typed(form, computed)]
    areas = _areas(cells)
    return "+".join(_text_counts(areas)), f"COUNTA({','.join(areas)})>0"


def units(form: Form, computed: Iterable[Spot], home: str) -> tuple[str, str, Spot] | None:
    """Return for the sheet ``home`` the formulas how many amounts, but for the ``computed`` ones, seem
    to be in 元 and whether there is any amount, and the place of the first; None for a form without
    amounts."""
    native = Native(Scope("", {}), home)
    rows = list(_rows_of_money(form, computed))
    if not rows:
        return None
    areas = _areas([native.cell(entry.location) for entry, _ in rows])
    first = rows[0][0].location
    count = "+".join(
        _in_yuan_of(*map(listed, columns))
        for columns in _columns(
            [native.cell(each.location) for each in (entry, *beside)] for entry, beside in rows
        )
    )
    return count, f"COUNT({','.join(areas)})>0", first.spot


def in_yuan(cell: str, beside: Sequence[str]) -> str:
    """Return the test that an amount is too large for 万元, by itself or beside others of its row."""
    tests = [f"{cell}>={_NOBODY}"]
    for much, little in _BESIDE if beside else ():
        few = [f"AND(N({each})>0,N({each})<={little})" for each in beside]
        tests.append(f"AND({cell}>={much},{joined('OR', few)})")
    return f"AND(ISNUMBER({cell}),{joined('OR', tests)})"


def _in_yuan_of(column: str, *beside: str) -> str:
    """Return a formula that counts such amounts in a column, given the columns beside it. It uses
    comparisons alone, since arithmetic with a text is an error."""
    tests = [f"({column}>={_NOBODY})"]
    for much, little in _BESIDE if beside else ():
        few = "+".join(f"({each}>0)*({each}<={little})" for each in beside)
        tests.append(f"({column}>={much})*({few})")
    # FALSE is more than 0, as truth values are more than numbers; added up they are numbers.
    either = f"({'+'.join(tests)}>0)" if len(tests) > 1 else tests[0]
    return f"SUMPRODUCT(({column}<9^99)*{either})"


def _columns(rows: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Yield rows of cells as columns, joining rows that stand one below the other."""
    waiting: list[list[str]] = []
    for row in sorted(rows, key=lambda cells: column_first(cells[0])):
        if waiting and row != [below(cell) for cell in waiting[-1]]:
            yield [list(column) for column in zip(*waiting, strict=True)]
            waiting = []
        waiting.append(row)
    if waiting:
        yield [list(column) for column in zip(*waiting, strict=True)]


def _guard(code: str, title: str, severity: Severity, place: Spot, violated: str) -> Guard:
    return Guard(code, title, severity, place, f'{place.cell}<>""', violated, None)


def computed(probe: Filing) -> dict[Spot, tuple[str, ...]]:
    """Map each computed place to the cells and ranges that it adds up, none if it adds up nothing."""
    found: dict[Spot, tuple[str, ...]] = {}
    for place, native, amount, _ in computations(probe):
        groups = native.amount(amount).given.groups
        found.setdefault(place, tuple(each for group in groups for each in group))
    return found


def _left_out(place: Spot, computed: dict[Spot, tuple[str, ...]]) -> str:
    """Return the test that a text stands among what a sum adds up, even through other sums; empty
    if it adds up nothing."""
    leaves = list(dict.fromkeys(_leaves(place, computed)))
    return f"{'+'.join(_text_counts(_areas(leaves)))}>0" if leaves else ""


def _leaves(place: Spot, computed: dict[Spot, tuple[str, ...]]) -> Iterator[str]:
    for each in computed.get(place, ()):
        if (inner := Spot(place.sheet, each)) in computed:
            yield from _leaves(inner, computed)
        else:
            yield each


def _areas(references: Sequence[str]) -> list[str]:
    """Return the references as ranges; those that are formulas stay."""
    cells = sorted((each for each in references if "(" not in each), key=column_first)
    ranges = listed(cells).split(",") if cells else []
    return [*ranges, *(each for each in references if "(" in each)]


def _text_counts(areas: Iterable[str]) -> list[str]:
    """Return formulas that count texts by comparisons: a text is more than any number. For COUNTIF
    numbers are texts in some programs, too."""
    return [f'SUMPRODUCT(({area}>9^99)*({area}<>""))' for area in areas]


def _rows_of_money(
    form: Form, computed: Iterable[Spot]
) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
    """Yield each typed amount in 万元 with the others of its row."""
    money = [entry for entry in typed(form, computed) if entry.unit == "万元"]

    def row(entry: Entry) -> int:
        return column_first(entry.location.cell or "")[2]

    for _, run in groupby(sorted(money, key=row), key=row):
        entries = tuple(run)
        for entry in entries:
            alike = [each for each in entries if each is not entry and each.name == entry.name]
            yield entry, tuple(alike)
