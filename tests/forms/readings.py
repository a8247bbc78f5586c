"""What was recognised, as plain values that can be compared: places left out, blanks squeezed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xladdin.forms.recognition import recognise
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Source

KINDS = ("basic_data", "overall", "project", "assessment")

#: Text, number, unit and operator of a place.
Value = tuple[str, Decimal | None, str, str]
#: Every value of a form by a name that says where it stands.
Reading = dict[str, Value | str | int | None]


def forms(source: Source, kinds: Sequence[str] = KINDS) -> tuple[Form, ...]:
    return recognise(source, kinds)


def readings(source: Source, kinds: Sequence[str] = KINDS) -> list[Reading]:
    """A reading for each form of a source."""
    return [reading(form) for form in recognise(source, kinds)]


def reading(form: Form) -> Reading:
    """All that a form says. An indicator is named by its group and number: 产出指标 2 得分."""
    values: Reading = {"kind": form.kind, "title": squeezed(form.title.text), "year": form.year}
    values |= {key: value(entry) for key, entry in form.entries.items()}
    for section, items in form.sections.items():
        for number, item in enumerate(items, 1):
            values[f"{section} {number}"] = squeezed(item.label)
            for column, entry in item.entries.items():
                values[f"{section} {number} {column}"] = value(entry)
    for group in form.groups:
        values[f"{group.name} 分值"] = value(group.heading)
        for number, row in enumerate(group.indicators, 1):
            where = f"{group.name} {number}"
            values |= {f"{where} 一级": row.level1, f"{where} 二级": row.level2}
            for entry in (row.name, row.target, row.actual, row.points, row.score, row.reason):
                if entry is not None:
                    values[f"{where} {entry.name}"] = value(entry)
    return values


def value(entry: Entry) -> Value:
    figure = entry.figure
    if figure is None:
        return squeezed(entry.text), None, "", ""
    return squeezed(entry.text), figure.value, figure.unit.name, figure.operator


def squeezed(text: str) -> str:
    return "".join(text.split())


def differences(one: Reading, two: Reading) -> dict[str, tuple[object, object]]:
    """What the two do not agree on."""
    names = [*one, *(name for name in two if name not in one)]
    return {n: (one.get(n), two.get(n)) for n in names if one.get(n) != two.get(n)}
