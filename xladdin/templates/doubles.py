"""The same form in two files of a filing: in the report's appendices and in a workbook."""

from __future__ import annotations

from xladdin.forms.labels import squeeze
from xladdin.model.form import Entry, Form


def alike(one: Form, other: Form) -> bool:
    """Whether two forms say the same, however it is printed."""
    return one.kind == other.kind and _said(one) == _said(other)


def _said(form: Form) -> list[tuple[str, object]]:
    labels = [("", squeeze(item.label)) for items in form.sections.values() for item in items]
    levels = [(row.level1, row.level2) for row in form.indicators]
    return [*labels, *levels, *((entry.key, _value(entry)) for entry in form.every_entry())]


def _value(entry: Entry) -> object:
    if entry.blank:
        return ""
    figure = entry.figure
    return squeeze(entry.text) if figure is None else (figure.operator, figure.base.point)
