"""Build amounts as formulas of Excel: the value, when it is known, and how far rounding may move it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

T = TypeVar("T")

#: How much figures computed in binary fractions may differ without being different.
_NOISE = Decimal("0.0000001")


class Given(Struct, frozen=True):
    """When a formula can be judged: ``cells`` all hold numbers, of each of ``groups`` (references
    to cells or ranges) at least one does, and the ``tests`` are true."""

    cells: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    tests: tuple[str, ...] = ()

    def __and__(self, other: Given) -> Given:
        cells = _distinct(self.cells + other.cells)
        groups = [each for each in self.groups + other.groups if not set(each) & set(cells)]
        return Given(cells, _distinct(groups), _distinct(self.tests + other.tests))

    def __sub__(self, other: Given) -> Given:
        """Return what is asked for beyond ``other``."""
        return Given(
            tuple(each for each in self.cells if each not in other.cells),
            tuple(each for each in self.groups if each not in other.groups),
            tuple(each for each in self.tests if each not in other.tests),
        )

    @property
    def text(self) -> str:
        """The formula for it; TRUE if nothing is asked for."""
        numbers = len(self.cells)
        counted = f"COUNT({listed(self.cells)})={numbers}"
        tests = [f"ISNUMBER({self.cells[0]})" if numbers == 1 else counted] if numbers else []
        tests += [f"COUNT({listed(group)})>0" for group in self.groups]
        return joined("AND", [*tests, *self.tests])

    def then(self, value: str, otherwise: str = "") -> str:
        """Return a formula for the value if it can be judged, else ``otherwise``; empty means FALSE."""
        if self == Given():
            return value
        return f"IF({self.text},{value}{',' if otherwise else ''}{otherwise})"


def common(every: Sequence[Given]) -> Given:
    """Return what all ask for."""
    first, *others = every

    def kept(name: str) -> tuple[object, ...]:
        wanted: tuple[object, ...] = getattr(first, name)
        return tuple(each for each in wanted if all(each in getattr(o, name) for o in others))

    return Given(kept("cells"), kept("groups"), kept("tests"))  # type: ignore[arg-type]


def any_of(every: Sequence[Given]) -> Given:
    """Return what is asked for if one of several is enough."""
    if Given() in every:
        return Given()
    if all(len(each.cells) == 1 and not each.groups + each.tests for each in every):
        return Given(groups=(_distinct(each.cells[0] for each in every),))
    return Given(tests=(joined("OR", [each.text for each in every]),))


class Width(Struct, frozen=True):
    """How far rounding may have moved an amount: ``fixed``, plus formulas that depend on cells."""

    fixed: Decimal = Decimal(0)
    varying: tuple[str, ...] = ()

    def __add__(self, other: Width) -> Width:
        return Width(self.fixed + other.fixed, self.varying + other.varying)

    def times(self, factor: str) -> Width:
        """Return the width of a product with an exact factor."""
        if self == Width():
            return self
        bare = "+".join(([f"{self.fixed.normalize():f}"] if self.fixed else []) + [*self.varying])
        return Width(varying=(f"({bare})*{factor}" if "+" in bare else f"{bare}*{factor}",))

    @property
    def text(self) -> str:
        """The formula for it, with a margin for the noise of binary fractions."""
        return "+".join([f"{(self.fixed + _NOISE).normalize():f}", *self.varying])


class Amount(Struct, frozen=True):
    """An amount: the formula ``value`` may be used where ``given`` is true. ``rank`` is 0 for a
    single term, 1 for a product, 2 for a sum. ``added`` are the references of a plain sum, each
    rounded to ``half`` a unit."""

    value: str
    given: Given = field(default_factory=Given)
    width: Width = field(default_factory=Width)
    rank: int = 0
    added: tuple[str, ...] = ()
    half: Decimal = Decimal(0)

    @property
    def or_zero(self) -> str:
        """The value, with 0 for a blank one."""
        if self.added:
            return f"N({self.value})" if self.given.cells else self.value
        return self.given.then(self.value, "0")

    def within(self, rank: int) -> str:
        """Return the value as part of a term of this rank, in brackets if necessary."""
        return f"({self.value})" if self.rank > rank else self.value


#: The amount of a place that the form does not have, which counts as blank.
NOTHING = Amount("0", Given(tests=("FALSE",)))


def cell(reference: str, half: Decimal) -> Amount:
    """Return the number in a cell."""
    return Amount(reference, Given((reference,)), Width(half), added=(reference,), half=half)


def total(references: tuple[str, ...], half: Decimal) -> Amount:
    """Return the sum of cells and ranges, blank ones counting as 0; blank if all of them are."""
    width = (
        Width(varying=(f"{half.normalize():f}*COUNT({listed(references)})",)) if half else Width()
    )
    return Amount(
        f"SUM({listed(references)})", Given(groups=(references,)), width, 0, references, half
    )


def plus(left: Amount, right: Amount) -> Amount:
    """Return the sum, blank parts counting as 0."""
    if NOTHING in (left, right):
        return right if left is NOTHING else left
    if left.added and right.added and left.half == right.half:
        return total(left.added + right.added, left.half)
    given = any_of([left.given, right.given])
    return Amount(f"{left.or_zero}+{right.or_zero}", given, left.width + right.width, 2)


def minus(left: Amount, right: Amount) -> Amount:
    """Return the difference, blank parts counting as 0."""
    given = any_of([left.given, right.given])
    taken = replace(right, value=right.or_zero)
    value = f"{left.or_zero}-{taken.within(1)}"
    return Amount(value, given, left.width + right.width, 2)


def product(left: Amount, right: Amount) -> Amount:
    """Return the product."""
    width = left.width.times(f"ABS({right.value})") + right.width.times(f"ABS({left.value})")
    value = f"{left.within(1)}*{right.within(1)}"
    return Amount(value, left.given & right.given, width, 1)


def quotient(left: Amount, right: Amount) -> Amount:
    """Return the quotient; blank if the divisor is 0."""
    divisor = right.within(0)
    given = left.given & right.given & Given(tests=(f"{divisor}<>0",))
    if left.width == right.width and not left.width.varying:
        both = f"(ABS({left.value})+ABS({right.value}))/{divisor}^2"
        return Amount(f"{left.within(1)}/{divisor}", given, left.width.times(both), 1)
    width = left.width.times(f"ABS({right.value})") + right.width.times(f"ABS({left.value})")
    squared = Width(varying=tuple(f"{each}/{divisor}^2" for each in width.varying))
    return Amount(f"{left.within(1)}/{divisor}", given, squared, 1)


def listed(references: Sequence[str]) -> str:
    """Return references as arguments, joining those one below the other into ranges: B7,B10:B11."""
    runs: list[tuple[str, str]] = []
    for each in references:
        if runs and each == below(runs[-1][1]):
            runs[-1] = (runs[-1][0], each)
        else:
            runs.append((each, each))
    return ",".join(a if a == b else f"{a}:{b.rpartition('!')[2]}" for a, b in runs)


def column_first(reference: str) -> tuple[str, str, int]:
    """Return the key that sorts cells so that those one below the other are neighbours."""
    sheet, _, cell = reference.rpartition("!")
    letters = cell.rstrip("0123456789")
    return sheet, letters, int(cell[len(letters) :])


def below(reference: str) -> str:
    """Return the cell below a cell; empty for a range or a name."""
    found = re.fullmatch(r"((?:'.*'!)?[A-Z]{1,3})(\d+)", reference)
    return f"{found[1]}{int(found[2]) + 1}" if found else ""


def joined(function: str, tests: Sequence[str]) -> str:
    """Join several tests into one; TRUE for none."""
    return f"{function}({','.join(tests)})" if len(tests) > 1 else tests[0] if tests else "TRUE"


def _distinct(each: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each))
