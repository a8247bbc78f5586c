"""Compute the places of a filing's forms that a relation determines, for calc and 一键计算."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.figures import read_figure
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Report
from xladdin.model.unit import unit
from xladdin.rules.evaluation import evaluate, value_of
from xladdin.rules.expression import Comparison, Number, Place
from xladdin.rules.registry import declarations
from xladdin.rules.relations import Declared
from xladdin.rules.scope import Scope, UnknownName

#: The decimals to which amounts, percentages and points are kept.
PLACES = 2
_TOTAL = "年度资金总额"
#: The code of a relation and the location of one of its figures.
Stands = tuple[str, Location]
#: A figure that diagnosis found wrong, and what it should be.
Suspicion = tuple[Operand, str]
#: Rounds of computing totals of totals; more than the forms are deep.
_ROUNDS = 6


class Computed(Struct, frozen=True):
    """A place of a form with its computed value.

    ``before`` is the entry as filed, ``value`` the number in the entry's unit (94.44 for 94.44%),
    ``text`` the same as printed. The place keeps what was filed if another figure was found wrong
    (``instead``), or if a relation, whose code is ``fixed``, allows no other value.
    """

    code: str
    before: Entry
    value: Decimal
    text: str
    instead: Suspicion | None = None
    fixed: str = ""

    @property
    def left(self) -> str:
        """The Chinese reason why the place stays as filed; empty if there is none."""
        if self.instead is not None:
            return f"要改的像是{self.instead[0].label} {self.instead[0].text} → {self.instead[1]}"
        stands = self.before.text
        return f"按 {self.fixed} 应为 {stands}，请核对所加的各项" if self.fixed else ""

    @property
    def changes(self) -> bool:
        """Whether the place is to be filled: it was blank or held another number."""
        if self.left:
            return False
        figure = self.before.figure
        return figure is None or figure.base.point != self.value * unit(self.unit).factor

    @property
    def unit(self) -> str:
        return self.before.unit or ""

    @property
    def in_cell(self) -> Decimal:
        """The number as its cell stores it: a percentage as a fraction."""
        return self.value / 100 if self.unit == "%" else self.value


def computed(
    filing: Filing,
    kept: Callable[[Entry], bool] = lambda entry: False,
    suspected: Mapping[Stands, Suspicion] | None = None,
) -> tuple[Computed, ...]:
    """Return every place that can be computed from what is filled in, in the forms' order.

    Totals build on computed values, except on filled places that are ``kept``: those are returned, too,
    but other places build on what they hold. A place with blank operands is not returned. A place also
    counts as kept if another figure is ``suspected`` instead of it, or if a relation allows only the
    value that it holds (总分.分值 == 100).
    """
    every = _computed(filing, kept)
    typed = [each for each in every if each.changes and not each.before.blank]
    instead = {
        each.before.location: suspicion
        for each in typed
        if suspected and (suspicion := suspected.get((each.code, each.before.location)))
    }
    fixed = _fixed(filing) if typed else {}
    left = {place for each in typed if (place := each.before.location) in {*instead, *fixed}}
    if not left:
        return every
    every = _computed(filing, lambda entry: entry.location in left or kept(entry))
    return tuple(
        replace(each, instead=instead.get(place), fixed=fixed.get(place, ""))
        if (place := each.before.location) in left
        else each
        for each in every
    )


def _fixed(filing: Filing) -> dict[Location, str]:
    """Return the places that hold the only value a relation allows, with that relation's code."""
    found = {}
    for relation in declarations().values():
        match relation.formula.tree:
            case Comparison(("==",), (Place(name), Number())):
                for scope in relation.places(filing):
                    held = name in scope.terms and evaluate(relation.formula, scope).verdict
                    if held is Verdict.HELD:
                        place = scope.terms[name].operands[0].location
                        found[place] = relation.code
    return found


def _computed(filing: Filing, kept: Callable[[Entry], bool]) -> tuple[Computed, ...]:
    found: dict[Location, Computed] = {}
    before = {entry.location: entry for form in filing.forms for entry in form.every_entry()}
    for _ in range(_ROUNDS):
        last = {place: each.value for place, each in found.items()}
        for relation in declarations().values():
            if relation.computes:
                for each in _of_relation(relation, filing, before):
                    found[each.before.location] = each
        if last == {place: each.value for place, each in found.items()}:
            break
        filing = _with_filled(filing, found, kept)
    return tuple(found[place] for place in before if place in found)


def suspicions(report: Report) -> Mapping[Stands, Suspicion]:
    """Map each figure of a finding to the other figure that was found wrong instead of it."""
    causes = {fingerprint: cause for cause in report.causes for fingerprint in cause.explains}
    return {
        (finding.code, each.location): (cause.figure, cause.proposed)
        for finding in report.findings
        if (cause := causes[finding.fingerprint]).figure is not None and cause.proposed is not None
        for each in finding.operands
        if each.location not in {o.location for o in (cause.figure, *cause.copies)}
    }


def with_results(filing: Filing) -> Filing:
    """Return the filing with results for formulas whose results were not saved. Where no relation
    computes one, the entry's text becomes the formula: so it counts as unknown, not as 0."""
    formulas = {
        (source.name, grid.sheet, grid.address(cell)): cell.formula
        for source in filing.sources
        for grid in source.grids
        for cell in grid.cells
        if cell.pending
    }
    if not formulas:
        return filing

    def told(entry: Entry) -> Entry:
        at = entry.location
        formula = formulas.get((at.source, at.sheet, at.cell or ""))
        return replace(entry, text=formula) if formula and entry.blank else entry

    forms = (_with_indicators(_mapped(form, told), told) for form in filing.forms)
    filing = replace(filing, forms=tuple(forms))
    every = computed(filing, kept=lambda entry: not entry.pending)
    found = {each.before.location: each for each in every if each.before.pending}
    return _with_filled(filing, found, kept=lambda entry: False)


def targets(relation: Declared, filing: Filing) -> Iterator[tuple[Location, Scope]]:
    """Yield the places that a relation computes, each with the scope of its formula."""
    name, _ = relation.computation
    for scope in relation.places(filing):
        operands = scope.terms[name].operands if name in scope.terms else ()
        if operands and operands[0].location.cell is not None and _wanted(relation, scope):
            yield operands[0].location, scope


def _wanted(relation: Declared, scope: Scope) -> bool:
    """Return whether the row needs a value: unscored rows below the total (其中：当年财政拨款) have no 执行率."""
    return isinstance(relation.must, bool) or scope.subject == _TOTAL or relation.due(scope)


def _of_relation(
    relation: Declared, filing: Filing, before: Mapping[Location, Entry]
) -> Iterator[Computed]:
    _, amount = relation.computation
    for place, scope in targets(relation, filing):
        try:
            value = value_of(amount, scope)
        except UnknownName:
            continue
        entry = before.get(place)
        if value is not None and entry is not None:
            number = rounded(value.point / unit(entry.unit or "").factor)
            yield Computed(relation.code, entry, number, printed(number, entry.unit or ""))


def rounded(value: Decimal) -> Decimal:
    """Round to PLACES decimals, halves away from zero, like ROUND in a spreadsheet."""
    # Beyond what a spreadsheet calculates with, digits are noise: 2.67499999999999999 is 2.675.
    return round(value, 12).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)


def printed(value: Decimal, unit_name: str) -> str:
    """Print a computed number as the forms do: 94.44%, 5.38, 9.8."""
    if unit_name == "分":
        return f"{value.normalize():f}"
    return f"{value:f}" + ("%" if unit_name == "%" else "")


def _with_filled(
    filing: Filing, found: Mapping[Location, Computed], kept: Callable[[Entry], bool]
) -> Filing:
    """Return the filing with the computed places filled, except those to be kept."""

    def filled(entry: Entry) -> Entry:
        each = found.get(entry.location)
        if each is None or (not each.before.blank and kept(each.before)):
            return entry
        figure = read_figure(each.text, unit(entry.unit or ""))
        return replace(entry, text=each.text, figure=figure and figure.kept_to(PLACES))

    return replace(filing, forms=tuple(_mapped(form, filled) for form in filing.forms))


def _mapped(form: Form, change: Callable[[Entry], Entry]) -> Form:
    return replace(
        form,
        entries={key: change(entry) for key, entry in form.entries.items()},
        sections={
            name: tuple(
                replace(item, entries={key: change(each) for key, each in item.entries.items()})
                for item in items
            )
            for name, items in form.sections.items()
        },
    )


def _with_indicators(form: Form, change: Callable[[Entry], Entry]) -> Form:
    """Return the form with ``change`` applied to the places of its indicators."""
    groups = (
        replace(
            group,
            indicators=tuple(
                replace(
                    row,
                    target=change(row.target),
                    actual=change(row.actual),
                    points=change(row.points),
                    score=change(row.score),
                )
                for row in group.indicators
            ),
        )
        for group in form.groups
    )
    return replace(form, groups=tuple(groups))
