"""What was recognised, as plain values that can be compared: places left out, blanks squeezed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from tests.kit.form_sheets import FORMS, Sheet, source
from xladdin.forms.recognition import recognise
from xladdin.model.figure import Figure
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Source

KINDS = ("basic_data", "overall", "project", "assessment")

#: Text, number, unit and operator of a place, and how wide the number is as typed.
Value = tuple[str, Decimal | None, str, str, Decimal]
#: Every value of a form by a name that says where it stands.
Reading = dict[str, Value | str | int | None]


def forms(source: Source, kinds: Sequence[str] = KINDS) -> tuple[Form, ...]:
    return recognise(source, kinds)


def form(source: Source, kinds: Sequence[str] = KINDS) -> Form:
    """The only form of a source."""
    (only,) = recognise(source, kinds)
    return only


def readings(source: Source, kinds: Sequence[str] = KINDS) -> list[Reading]:
    """A reading for each form of a source."""
    return [reading(form) for form in recognise(source, kinds)]


def reading(form: Form) -> Reading:
    """All that a form says. An indicator is named by group and number: 1 产出指标 2 得分."""
    named: list[tuple[str, Value | str | int | None]] = [
        ("kind", form.kind),
        ("title", squeezed(form.title.text)),
        ("year", form.year),
        ("missing", "、".join(form.missing)),
    ]
    named += [(key, value(entry)) for key, entry in form.entries.items()]
    for section, items in form.sections.items():
        for number, item in enumerate(items, 1):
            named.append((f"{section} {number}", squeezed(item.label)))
            for column, entry in item.entries.items():
                named.append((f"{section} {number} {column}", value(entry)))
    for order, group in enumerate(form.groups, 1):
        named.append((f"{order} {group.name}", value(group.heading)))
        for number, row in enumerate(group.indicators, 1):
            where = f"{order} {group.name} {number}"
            named += [(f"{where} 一级", row.level1), (f"{where} 二级", row.level2)]
            for entry in (row.name, row.target, row.actual, row.points, row.score, row.reason):
                if entry is not None:
                    named.append((f"{where} {entry.name}", value(entry)))
    values = dict(named)
    assert len(values) == len(named)
    return values


def value(entry: Entry) -> Value:
    figure = entry.figure
    if figure is None:
        return squeezed(entry.text), None, "", "", Decimal(0)
    width = figure.typed.high - figure.typed.low
    return squeezed(entry.text), figure.value, figure.unit.name, figure.operator, width


def squeezed(text: str) -> str:
    return "".join(text.split())


def plain(one: Reading) -> Reading:
    """The same with full-width letters, digits and signs made plain."""
    return {name: _plain(each) for name, each in one.items()}


def _plain(each: Value | str | int | None) -> Value | str | int | None:
    if isinstance(each, tuple):
        return (unicodedata.normalize("NFKC", each[0]), *each[1:])
    return unicodedata.normalize("NFKC", each) if isinstance(each, str) else each


def differences(one: Reading, two: Reading) -> dict[str, tuple[object, object]]:
    """What the two do not agree on."""
    names = [*one, *(name for name in two if name not in one)]
    return {n: (one.get(n), two.get(n)) for n in names if one.get(n) != two.get(n)}


def number(figure: Figure | None) -> Decimal | None:
    return figure.value if figure is not None else None


def of(sheet: Sheet, *around: str) -> Reading:
    """The reading of a sheet that holds one form, with paragraphs before it."""
    return reading(form(source(*around, sheet)))


def changed(kind: str, sheet: Sheet) -> dict[str, tuple[object, object]]:
    """What a changed form says differently."""
    return differences(of(FORMS[kind]), of(sheet))


def text(value: object) -> object:
    """What was written at a place of a reading."""
    return value[0] if isinstance(value, tuple) else value


def amounts(found: Form, *keys: str) -> list[str]:
    """What was written at these places; ``-`` where there is no such place."""
    return [found.entries[key].text if key in found.entries else "-" for key in keys]
