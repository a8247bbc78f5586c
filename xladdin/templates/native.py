"""Translate relations in a scope into formulas of Excel, over the cells of the scope's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial, reduce
from operator import and_

from msgspec import Struct
from msgspec.structs import replace
from openpyxl.utils import quote_sheetname

from xladdin.model.addresses import Spot
from xladdin.model.figure import Location
from xladdin.model.report import Operand
from xladdin.rules.expression import (
    NEGATIVE,
    OPPOSITES,
    Comparison,
    Condition,
    Junction,
    Leaf,
    Number,
    Quantity,
    Total,
    worked_out,
    written,
)
from xladdin.rules.scope import Scope, Term, UnknownName
from xladdin.templates.expressions import (
    NOTHING,
    Amount,
    Given,
    Width,
    any_of,
    cell,
    common,
    joined,
    listed,
    minus,
    plus,
    product,
    quotient,
    total,
)

NO_NAMES: Mapping[Spot, str] = {}
#: Half a unit of the last digit that each kind of figure has, as it stands in its cell.
_HALF = {"万元": Decimal("0.005"), "元": Decimal("0.005"), "%": Decimal("0.00005")}
#: A stated score may be rounded to one decimal.
_LITERAL = Width(Decimal("0.05"))
#: The largest rate; a larger number is a percentage without its sign.
_MOST_RATE = 5
#: The sections of the indicator table, whose sums include rows inserted at the end.
_INDICATOR_SECTIONS = {"分值", "指标分值", "指标得分"}


class Judged(Struct, frozen=True):
    """A relation as formulas: where ``given`` is true, one of the others is."""

    given: Given
    holds: str
    violated: str


class Native:
    """Translates formulas for the sheet ``home``. Cells of other sheets go by their ``names``,
    which conditional formats may use, or else by sheet and cell. Methods raise UnknownName if the
    scope lacks a name."""

    def __init__(self, scope: Scope, home: str, names: Mapping[Spot, str] = NO_NAMES) -> None:
        self.scope = scope
        self.home = home
        self.names = names

    def computed(self, node: Quantity, decimals: int) -> str:
        """Return the formula of a computed place: the rounded value, or an empty text if operands
        are blank."""
        amount = self.amount(node)
        return amount.given.then(f"ROUND({amount.value},{decimals})", '""')

    def judged(self, node: Condition, *, literal: bool = False) -> Judged:
        """Return the formulas of a relation. ``literal``: the first figure may be rounded to one decimal."""
        match node:
            case Comparison():
                return self._compared(node, literal)
            case Junction("not", (denied,)):
                other = self.judged(denied)
                return Judged(other.given, other.violated, other.holds)
            case Junction(sign, parts):
                every = [self.judged(part) for part in parts]
        if sign == "and":
            holds = joined("AND", [each.given.then(each.holds) for each in every])
            return Judged(Given(), holds, joined("OR", [e.given.then(e.violated) for e in every]))
        shared = common([each.given for each in every])
        holds = joined("OR", [(e.given - shared).then(e.holds) for e in every])
        one = any_of([each.given - shared for each in every])
        return Judged(shared & one, holds, f"NOT({holds})")

    def condition(self, node: Condition) -> tuple[Given, str]:
        """Return when a condition can be judged, and the test that it holds."""
        match node:
            case Junction("and", parts):
                every = [self.judged(part) for part in parts]
            case _:
                every = [self.judged(node)]
        given = reduce(and_, (each.given for each in every))
        return given, joined("AND", [each.holds for each in every])

    def _compared(self, node: Comparison, literal: bool) -> Judged:
        sides = [self.amount(side) for side in node.parts]
        if NOTHING in sides:
            raise UnknownName(written(node))
        given = reduce(and_, (side.given for side in sides))
        holds, violated = [], []
        for index, sign in enumerate(node.signs):
            left, right = sides[index : index + 2]
            width = (_LITERAL if literal and not index else left.width) + right.width
            tests = _tests(sign, left, right, width.text)
            holds.append(tests[0])
            violated.append(tests[1])
        return Judged(given, joined("AND", holds), joined("OR", violated))

    def amount(self, node: Quantity) -> Amount:
        """Return the amount of a side of a comparison."""
        return worked_out(node, self._leaf, _OPERATIONS)

    def _leaf(self, leaf: Leaf) -> Amount:
        if isinstance(leaf, Number):
            return Amount(str(leaf.value))
        reaching = isinstance(leaf, Total) and leaf.name in _INDICATOR_SECTIONS
        return self._summed(self.scope.meant(leaf), reaching)

    def _summed(self, terms: Sequence[Term], reaching: bool) -> Amount:
        """Return the sum of figures, as one range if they stand one below the other."""
        every = [each for term in terms for each in term.parts or term.operands]
        operands = [each for each in every if each.location.cell is not None]
        if not operands:
            return NOTHING
        half = max(_HALF.get(each.unit, Decimal(0)) for each in operands)
        if any(_in_text(each) for each in operands):
            numbers = [_before_points(self.cell(each.location)) for each in operands]
            return Amount("+".join(numbers), rank=2 * (len(numbers) > 1))
        cells = [self.cell(each.location) for each in operands]
        if len(cells) == 1 and not reaching:
            found = cell(cells[0], half)
            return _rate(found) if operands[0].unit == "%" else found
        return total((self._reaching(cells),) if reaching else tuple(cells), half)

    def rows(self, places: Sequence[Location]) -> str:
        """Return the cells of a column of the indicators, including rows inserted later."""
        return self._reaching([self.cell(each) for each in places])

    def _reaching(self, cells: Sequence[str]) -> str:
        """Return the range from the first cell to the row above the one below the last.

        It uses OFFSET, since conditional formats take no range made by an operator, such as
        B14:INDEX(B:B,ROW(B24)-1); and ROWS, since ROW gives a list there, of which OFFSET makes no
        range.
        """
        run = listed(cells)
        if "," in run:
            return run
        first, _, last = run.partition(":")
        sheet = first[: first.rfind("!") + 1]
        last = last or first[len(sheet) :]
        column = last.rstrip("0123456789")
        below = int(last[len(column) :]) + 1
        return f"OFFSET({first},0,0,ROWS({first}:{column}{below})-1,1)"

    def cell(self, location: Location) -> str:
        """Return the reference of a cell as written on the home sheet."""
        assert location.cell is not None
        if location.sheet in (None, self.home):
            return location.cell
        name = self.names.get(location.spot)
        return name or f"{quote_sheetname(str(location.sheet))}!{location.cell}"


def _tests(sign: str, left: Amount, right: Amount, width: str) -> tuple[str, str]:
    """Return the tests that a comparison holds, and that it does not."""
    if sign in OPPOSITES:
        holds, violated = _tests(OPPOSITES[sign], left, right, width)
        return violated, holds
    if sign == ">=":
        left, right = right, left
    difference = f"{left.value}-{right.within(1)}" if right.value != "0" else left.value
    if sign == "==":
        difference = f"ABS({difference})"
    return f"{difference}<={width}", f"{difference}>{width}"


def _extreme(function: str, first: Amount, second: Amount) -> Amount:
    """Return the smaller or the larger of two amounts."""
    value = f"{function}({first.value},{second.value})"
    return Amount(value, first.given & second.given, first.width)


_OPERATIONS: Mapping[str, Callable[..., Amount]] = {
    "+": plus, "-": minus, "*": product, "/": quotient, NEGATIVE: partial(minus, Amount("0")),
    "封顶": partial(_extreme, "MIN"), "较大": partial(_extreme, "MAX"),
}  # fmt: skip


def _rate(rate: Amount) -> Amount:
    """Return a rate that may have been typed without its sign: 98.5 is 98.5%, not 9850%."""
    value = f"IF({rate.value}>{_MOST_RATE},{rate.value}/100,{rate.value})"
    return replace(rate, value=value, added=())


def _in_text(operand: Operand) -> bool:
    """Tell whether the number stands within a text of the form, as in 产出指标（50分）, 100分."""
    return "分" in operand.location.quote


def _before_points(cell: str) -> str:
    """Return a formula for the number before 分 in a label, of up to four characters."""
    return f'LOOKUP(9^9,--RIGHT(LEFT({cell},FIND("分",{cell})-1),COLUMN($A:$D)))'
