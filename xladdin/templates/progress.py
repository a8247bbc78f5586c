"""Count how far a workbook is filled and what its own formulas find, as formulas for another sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from xladdin.forms.definitions import definition
from xladdin.forms.profiles import Profile
from xladdin.model.addresses import Spot
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Group, Indicator
from xladdin.model.report import Severity
from xladdin.rules import expression, scopes
from xladdin.rules.registry import declarations
from xladdin.rules.scope import Scope
from xladdin.templates import mistypings
from xladdin.templates.cell_formulas import Guard, guards, is_number, names
from xladdin.templates.expressions import joined, listed
from xladdin.templates.native import Native

#: How many fields an indicator must fill: 三级指标, 指标值, 完成值, 分值, 得分.
_SAID = 5


#: Patterns of the rules' formulas, and how people write them.
_WRITTEN = (
    (r"封顶\((.+?), 1\)", r"（\1，最多 1）"),
    (r"合计\(\w+其中\)", "“其中”各项之和"), (r"合计\((\S+?)\)", r"\1之和"),
    (r" == ", " ＝ "), (r" <= ", " ≤ "), (r" >= ", " ≥ "), (r" != ", " ≠ "),
    (r" \* ", " × "), (r" / ", " ÷ "), (r" \+ ", " ＋ "), (r" - ", " － "),
    (r" or ", " 或 "), (r" and ", " 且 "), (r"(?<=\w)\.(?=\w)", "的"),
)  # fmt: skip


class Progress(Struct, frozen=True):
    """Formulas that count the places of a form to fill, those filled, and those for numbers that
    hold texts."""

    sheet: str
    required: str
    filled: str
    texts: str


class Subtotal(Struct, frozen=True):
    """A 一级指标 with formulas of its stated points and of its rows' sums; some may be empty."""

    sheet: str
    name: str
    stated: str
    points: str
    score: str


class Tally(Struct, frozen=True):
    """A relation on a sheet: ``title`` says that it does not hold, ``holds`` that it does.
    ``place`` is where it is first judged, ``count`` a formula for how often it does not hold,
    ``judged`` one that is true if it can be judged at all."""

    code: str
    title: str
    holds: str
    severity: Severity
    sheet: str
    place: str
    count: str
    judged: str


def progress(probe: Filing, home: str) -> list[Progress]:
    """Return the progress of each form, for the sheet ``home``. Computed rates and points are not
    counted; totals are, since somebody has to fill in what they add up."""
    native = Native(Scope("", {}), home, names=names(probe.forms))
    computed = mistypings.computed(probe)
    following = {place for place, added in computed.items() if not added}
    return [
        _progress(form, native, following, mistypings.texts(form, computed, home)[0])
        for form in probe.forms
    ]


def _progress(form: Form, native: Native, following: set[Spot], texts_in: str) -> Progress:
    places = [
        entry
        for entry in form.entries.values()
        if _required(form, entry) and entry.location.spot not in following
    ]
    figures = [native.cell(entry.location) for entry in places if entry.unit]
    texts = [native.cell(entry.location) for entry in places if not entry.unit]
    filled = [f"COUNT({listed(figures)})"] if figures else []
    filled += [f"COUNTA({listed(texts)})"] if texts else []
    required = str(len(places))
    rows = form.indicators
    if rows and is_number(rows[0].points):
        columns = [
            _column(rows, name, native) for name in ("name", "target", "actual", "points", "score")
        ]
        said = "+".join(f'({column}<>"")' for column in columns)
        required += f"+{_SAID}*MAX({len(form.groups)},COUNTA({columns[0]}))"
        filled.append(f'SUMPRODUCT(({columns[0]}<>"")*({said}))')
    elif rows:
        required = str(len(places) + len(rows))
        filled.append(f"COUNT({_column(rows, 'score', native)})")
    return Progress(_sheet(form), required, "+".join(filled), texts_in)


def _required(form: Form, entry: Entry) -> bool:
    wanted = {field.name for field in definition(form.kind).required}
    if entry.name == "表头" or entry.location.cell is None:
        return False
    return entry.name in wanted and (not entry.column or entry.column in wanted)


def _column(rows: Sequence[Indicator], name: str, native: Native) -> str:
    return native.rows([getattr(row, name).location for row in rows])


def subtotals(probe: Filing, home: str) -> list[Subtotal]:
    """Return the 一级指标 of each form, the score of the budget's outturn, and the total."""
    found: list[Subtotal] = []
    for form in probe.forms:
        if form.groups:
            for group, of_group in zip(form.groups, scopes.of_groups(form), strict=True):
                found.append(_subtotal(form, group, Native(of_group, home)))
            native = Native(Scope("", {}), home)
            found += _other_rows(form, native)
    return found


def _subtotal(form: Form, group: Group, native: Native) -> Subtotal:
    stated = native.amount(expression.Place("标题分值")).value if group.heading.figure else ""
    points, score = (
        _added_up(_column(group.indicators, name, native)) for name in ("points", "score")
    )
    return Subtotal(_sheet(form), group.name, stated, points, score)


def _added_up(cells: str) -> str:
    return f'IF(COUNT({cells})=0,"",SUM({cells}))'


def _other_rows(form: Form, native: Native) -> Iterator[Subtotal]:
    for name, row in (("预算执行", "年度资金总额"), ("总分", "总分"), ("合计", "合计")):
        cells = [form.entries.get(f"{row}.{column}") for column in ("分值", "得分")]
        points, score = (_or_blank(each, native) for each in cells)
        if points or score:
            yield Subtotal(_sheet(form), name, "", points, score)


def _or_blank(entry: Entry | None, native: Native) -> str:
    if entry is None or entry.location.cell is None:
        return ""
    cell = native.cell(entry.location)
    return f'IF({cell}="","",{cell})'


def tallies(probe: Filing, profile: Profile, home: str) -> list[Tally]:
    """Return each relation that the workbook judges itself, once for each of its sheets."""
    order = [_sheet(form) for form in probe.forms]
    computed = mistypings.computed(probe)
    texts = {_sheet(form): list(_mistypings(form, computed, profile, home)) for form in probe.forms}
    native = Native(Scope("", {}), home)
    every = sorted(
        guards(probe, profile, home), key=lambda each: (order.index(each.place[0]), each.code)
    )
    found = [
        _tally(list(run), native)
        for _, run in groupby(every, key=lambda each: (each.place[0], each.code))
    ]
    return [
        each
        for sheet in order
        for each in (*texts[sheet], *(tally for tally in found if tally.sheet == sheet))
    ]


def _mistypings(
    form: Form, computed: Iterable[Spot], profile: Profile, home: str
) -> Iterator[Tally]:
    """Yield what is wrong with single figures that are not computed: texts, and amounts in 元."""
    if (severity := mistypings.severity(mistypings.TEXTS, profile)) is not None:
        count, judged = mistypings.texts(form, computed, home)
        first = mistypings.typed(form)[0].location.cell or ""
        yield Tally(
            mistypings.TEXTS, mistypings.TEXT_TITLE, "数字格里都是数字", severity, _sheet(form), first, count,
            judged,
        )  # fmt: skip
    found = mistypings.units(form, computed, home)
    if (
        found is not None
        and (severity := mistypings.severity(mistypings.UNITS, profile)) is not None
    ):
        count, judged, place = found
        yield Tally(
            mistypings.UNITS,
            mistypings.UNIT_TITLE,
            "金额的大小像是万元",
            severity,
            *place,
            count,
            judged,
        )


def _tally(run: Sequence[Guard], native: Native) -> Tally:
    first = run[0]
    pairs = [each.points for each in run if each.points is not None]
    if len(pairs) == len(run) > 1:
        # Ranges also count rows that are inserted.
        less, more = (native.rows([pair[side] for pair in pairs]) for side in (0, 1))
        numbers = f"{_are_numbers(less)}*{_are_numbers(more)}"
        judged = f"SUMPRODUCT({numbers})>0"
        count = f"SUMPRODUCT({numbers}*({less}>{more}))"
    else:
        judged = joined("OR", [each.judged for each in run])
        count = f"IFERROR({'+'.join(f'N({each.violated})' for each in run)},0)"
    holds = _in_words(declarations()[first.code].formula.text)
    return Tally(first.code, first.title, holds, first.severity, *first.place, count, judged)


def _in_words(formula: str) -> str:
    """Return a formula of the rules as people write it: 执行率 ＝ 全年执行数 ÷ 全年预算数."""
    for pattern, written in _WRITTEN:
        formula = re.sub(pattern, written, formula)
    return formula


def _are_numbers(cells: str) -> str:
    """Return a formula for which cells of a range hold numbers, by comparisons: a text is more than
    any number. Not every engine gives a list for ISNUMBER of a range."""
    return f'({cells}<9^99)*({cells}<>"")'


def _sheet(form: Form) -> str:
    return form.title.location.sheet or ""
