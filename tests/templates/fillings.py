"""Random fillings of the official forms: what people type, blanks and odd decimals included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from msgspec.structs import replace

from xladdin.computing import functions
from xladdin.computing.computed import computed, targets
from xladdin.forms.figures import read_figure
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Item
from xladdin.model.unit import unit
from xladdin.rules.expression import Quantity
from xladdin.rules.registry import declarations
from xladdin.rules.scope import Scope
from xladdin.templates.cell_formulas import computing
from xladdin.templates.filling import address
from xladdin.templates.layout import layout
from xladdin.templates.prepared import Prepared, layouts, prepared

YEAR = 2024
PROFILES = ("hunan", "ministry", "taojiang", "yueyang")
#: Every form of every official workbook.
TEMPLATES = [(name, each) for name in PROFILES for each in layouts(name)]


@dataclass(frozen=True, eq=False)
class Template:
    """An official form with some rows more or fewer: its computed cells with their formulas, and
    the cells that figures are typed into."""

    sheet: Prepared
    formulas: Mapping[str, str]
    typed: Mapping[str, Entry]


@cache
def template(profile_id: str, name: str, rows: int) -> Template:
    """The form ``name`` with so many rows in each section and each group of indicators; 0 for as
    many as the blank form has."""
    chosen = profile(profile_id)
    kind = layout(name).kind
    blank = next(each for each in prepared(chosen, YEAR) if each.probe.kind == kind)
    forms = [_with_rows(blank.probe, rows)] if rows else []
    sheet = next(each for each in prepared(chosen, YEAR, forms) if each.probe.kind == kind)
    formulas = {
        cell: formula
        for (_, cell), formula in computing(Filing((), (sheet.probe,), "", None)).items()
    }
    inputs = {address(box) for box in sheet.plan.boxes if box.role == "input"}
    typed = {
        cell: entry
        for entry in sheet.probe.every_entry()
        if entry.unit and (cell := entry.location.cell or "") in inputs and cell not in formulas
    }
    return Template(sheet, {cell: formulas[cell] for cell in formulas if cell in inputs}, typed)


def _with_rows(form: Form, rows: int) -> Form:
    """As if rows had been inserted, or deleted."""
    return replace(
        form,
        sections={
            name: tuple(Item(f"{number}、某项", items[0].entries) for number in range(1, rows + 1))
            for name, items in form.sections.items()
        },
        groups=tuple(
            replace(group, indicators=(group.indicators[0],) * rows) for group in form.groups
        ),
    )


def filling(form: Template, random: Random) -> dict[str, str]:
    """What somebody types, by cell."""
    blank = random.choice((0, 0, 0.1, 0.5))
    texts = {
        cell: _amount(entry, random)
        for cell, entry in form.typed.items()
        if random.random() >= blank
    }
    # Budget and outturn of one size, so that rates are no accident.
    for entry in form.sheet.probe.entries.values():
        if entry.column == "全年执行数" and random.random() < 0.8:
            budget = form.sheet.probe.entries[f"{entry.name}.全年预算数"].location.cell
            if budget in texts and entry.location.cell in form.typed:
                if random.random() < 0.4:  # so that rates end with a 5 that is to be rounded
                    texts[budget] = random.choice(("1000", "200", "80", "1600"))
                share = random.choice((1, 0.9845, 0.94, random.uniform(0.5, 1.3)))
                texts[entry.location.cell or ""] = f"{float(texts[budget]) * share:.2f}"
    return texts


def _amount(entry: Entry, random: Random) -> str:
    measures = unit(entry.unit or "").measures
    if measures == "points":
        return random.choice(("10", "5", "20", "0", "7.5", "12.25", f"{random.uniform(0, 20):.3f}"))
    if measures == "人":
        return str(random.randint(0, 300))
    most = random.choice((1, 100, 10_000, 1_000_000))
    places = random.choice((0, 1, 2, 2, 2, 2, 4, 6))
    return random.choice(("0", f"{random.uniform(0, most):.{places}f}", f"{random.uniform(0, most):.2f}",
                          f"{random.randint(0, most) / 100:.2f}5"))  # fmt: skip


def engine(form: Template, texts: Mapping[str, str]) -> dict[str, Decimal]:
    """What the engine computes, as a number in its cell, by cell."""
    filled = Filing((), (_filled(form.sheet.probe, texts),), "", None)
    return {
        each.before.location.cell or "": each.value / 100 if each.unit == "%" else each.value
        for each in computed(filled)
    }


def _filled(form: Form, texts: Mapping[str, str]) -> Form:
    def fill(entry: Entry) -> Entry:
        text = texts.get(entry.location.cell or "", "")
        figure = read_figure(text, unit(entry.unit)) if entry.unit else None
        return replace(entry, text=text, figure=figure)

    return replace(
        form,
        entries={key: fill(entry) for key, entry in form.entries.items()},
        sections={
            name: tuple(
                replace(item, entries={key: fill(each) for key, each in item.entries.items()})
                for item in items
            )
            for name, items in form.sections.items()
        },
        groups=tuple(
            replace(
                group,
                indicators=tuple(
                    replace(row, points=fill(row.points), score=fill(row.score))
                    for row in group.indicators
                ),
            )
            for group in form.groups
        ),
    )


def functions_yield(form: Template, cells: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What the worksheet functions make of the cells that each formula is about, by cell."""
    found = {
        cell: _yielded(code, [cells.get(operand) for operand in operands])
        for code, cell, operands in _computations(form)
    }
    return {cell: value for cell, value in found.items() if value is not None}


@cache
def _computations(form: Template) -> tuple[tuple[str, str, list[str]], ...]:
    """For each formula its relation's code, its cell, and the cells that it is about."""
    filing = Filing((), (form.sheet.probe,), "", None)
    return tuple(
        (relation.code, place.cell or "", _operands(relation.computation[1], scope))
        for relation in declarations().values()
        if relation.computes
        for place, scope in targets(relation, filing)
        if place.cell in form.formulas
    )


def _yielded(code: str, values: Sequence[Decimal | None]) -> Decimal | None:
    match code:
        case "S101":
            return functions.execution_rate(values[1], values[0])
        case "B101" | "B501" | "B502":
            return functions.control_rate(values[1], values[0])
        case "S102":
            actual, budget, points = values
            return functions.execution_score(budget, actual, points)
        case _:
            return functions.subtotal("某项", [("某项", value) for value in values])


def _operands(amount: Quantity, scope: Scope) -> list[str]:
    """The cells of an amount, in its order."""
    terms = (term for terms in scope.meaning(amount).values() for term in terms)
    operands = (each for term in terms for each in term.parts or term.operands)
    return list(dict.fromkeys(each.location.cell or "" for each in operands))
