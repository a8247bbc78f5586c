"""Write relations as formulas of a workbook's cells, for computing and for marking; name its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.utils import absolute_coordinate, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from xladdin.computing.computed import PLACES, targets
from xladdin.forms.profiles import Profile
from xladdin.model.addresses import Spot
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.report import Severity
from xladdin.rules import expression
from xladdin.rules.expression import Comparison, Condition, Quantity
from xladdin.rules.registry import declarations, rules
from xladdin.rules.relations import Declared
from xladdin.rules.scope import Scope, UnknownName, operands_of
from xladdin.templates.expressions import Given, joined
from xladdin.templates.native import Native

#: What the names of a form's cells begin with; the names of project forms belong to their sheets.
_PREFIXES = {"basic_data": "基础数据表", "overall": "自评表", "assessment": "考核评分表"}
_PROJECT = "项目表"


def names(forms: Sequence[Form]) -> Mapping[Spot, str]:
    """Map sheet and cell to the names that hold in the whole workbook; the first form of a kind has them."""
    found: dict[Spot, str] = {}
    taken: set[str] = set()
    for form in forms:
        if form.kind in _PREFIXES and form.kind not in taken:
            taken.add(form.kind)
            sheet = form.title.location.sheet or ""
            found |= {Spot(sheet, cell): name for cell, name in _named(form, _PREFIXES[form.kind])}
    return found


def define(workbook: Workbook, forms: Sequence[Form]) -> None:
    """Give the workbook these names, and each project form's sheet its own."""
    for (sheet, cell), name in names(forms).items():
        workbook.defined_names[name] = _defined(name, sheet, cell)
    for form in forms:
        if form.kind == "project":
            sheet = form.title.location.sheet or ""
            for cell, name in _named(form, _PROJECT):
                workbook[sheet].defined_names[name] = _defined(name, sheet, cell)


def _defined(name: str, sheet: str, cell: str) -> DefinedName:
    return DefinedName(name, attr_text=f"{quote_sheetname(sheet)}!{absolute_coordinate(cell)}")


def _named(form: Form, prefix: str) -> list[tuple[str, str]]:
    return [
        (entry.location.cell, f"{prefix}_{key.replace('.', '_')}")
        for key, entry in form.entries.items()
        if entry.unit and entry.location.cell
    ]


class Guard(Struct, frozen=True):
    """A relation at a place. ``judged`` is a formula that is true if the relation can be judged,
    ``violated`` one that is true if it does not hold. ``points`` are the two places of a relation
    that only says that one number of points is at most another, else None."""

    code: str
    title: str
    severity: Severity
    place: Spot
    judged: str
    violated: str
    points: tuple[Location, Location] | None


def computing(probe: Filing) -> dict[Spot, str]:
    """Map each computed place (sheet, cell) to its formula, without the equals sign."""
    found: dict[Spot, str] = {}
    for place, native, amount, decimals in computations(probe):
        found.setdefault(place, native.computed(amount, decimals))
    return found


def computations(probe: Filing) -> Iterator[tuple[Spot, Native, Quantity, int]]:
    """Yield each place that a relation computes: its formula writer, the amount, and the decimals
    that its cell needs."""
    for relation in declarations().values():
        if not relation.computes:
            continue
        for location, scope in targets(relation, probe):
            name, amount = relation.computation
            # In its cell a percentage is a fraction.
            decimals = PLACES + 2 * (scope.terms[name].operands[0].unit == "%")
            native = Native(scope, location.spot.sheet)
            with suppress(UnknownName):
                native.amount(amount)
                yield location.spot, native, amount, decimals


def guards(probe: Filing, profile: Profile, home: str = "") -> list[Guard]:
    """Return every relation that the workbook itself can judge, at each of its places. The formulas
    are for the sheet of the place, or for the sheet ``home``. Relations over all project forms are
    left out: nobody knows how many there will be."""
    found: list[Guard] = []
    for relation in declarations().values():
        severity = profile.severities.get(relation.code, rules()[relation.code].severity.value)
        if severity == "off" or "项目表" in relation.formula.text:
            continue
        for scope in relation.places(probe):
            guard = _guard(relation, scope, Severity(severity), probe, home)
            if guard is not None:
                found.append(guard)
    return found


def _guard(
    relation: Declared, scope: Scope, severity: Severity, probe: Filing, home: str
) -> Guard | None:
    try:
        place = _marked(relation.formula.tree, scope)
        if place is None:
            return None
        native = Native(scope, home or place[0], names=names(probe.forms))
        check = native.judged(relation.formula.tree, literal=relation.literal)
        given = check.given & _once_filled(relation, place[0], probe, native)
        tests: list[str] = []
        if relation.when is not None:
            condition, holds = native.condition(relation.when.tree)
            given, tests = condition & given, [holds]
    except UnknownName:
        return None
    return Guard(
        relation.code,
        relation.title,
        severity,
        place,
        given.then(joined("AND", tests)) if tests else given.text,
        given.then(joined("AND", [*tests, check.violated])),
        _points(relation.formula.tree, scope),
    )


def _points(node: Condition, scope: Scope) -> tuple[Location, Location] | None:
    match node:
        case Comparison(("<=",), (expression.Place(less), expression.Place(more))):
            first, second = (scope.terms[name].operands[0] for name in (less, more))
            if first.unit == second.unit == "分" and second.text == second.location.quote:
                return first.location, second.location
    return None


def _once_filled(relation: Declared, sheet: str, probe: Filing, native: Native) -> Given:
    """Return that each 一级指标 and every named indicator must have points: until then sums of points
    are no contradiction. Asks for nothing if the relation does not add up points."""
    if "分值" not in relation.formula.text or relation.each not in ("form", "group"):
        return Given()
    for form in probe.forms:
        rows = [row for row in form.indicators if is_number(row.points)]
        if rows and rows[0].points.location.sheet == sheet:
            names = native.rows([row.name.location for row in rows])
            points = native.rows([row.points.location for row in rows])
            begun = [
                (native.rows([row.points.location for row in group.indicators]),)
                for group in form.groups
            ]
            return Given(groups=tuple(begun), tests=(f"COUNT({points})>=COUNTA({names})",))
    return Given()


def is_number(points: Entry) -> bool:
    """Tell whether points have a cell of their own instead of standing in a label."""
    return points.figure is not None and points.figure.text == points.location.quote


def _marked(node: Condition, scope: Scope) -> Spot | None:
    """Return the cell to be marked: that of the first figure in a relation with a cell; None without any."""
    for operand in operands_of(node, scope.meaning(node)):
        if operand.location.sheet is not None and operand.location.cell is not None:
            return operand.location.spot
    return None


def by_place(found: Sequence[Guard]) -> Mapping[Spot, list[Guard]]:
    """Group the guards by the cell that they mark, gravest first."""
    order = list(Severity)
    places: dict[Spot, list[Guard]] = {}
    for guard in sorted(found, key=lambda each: order.index(each.severity)):
        places.setdefault(guard.place, []).append(guard)
    return places
