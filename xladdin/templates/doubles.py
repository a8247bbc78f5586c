"""The same form in two files of a filing: in the report's appendices and in a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from xladdin.forms.labels import squeeze
from xladdin.model.form import Entry, Form


def subject(form: Form) -> tuple[str, str]:
    """What a form is about: its kind and, for a project, the project."""
    name = form.entries.get("项目名称")
    return form.kind, squeeze(name.text) if name is not None else ""


def once(forms: Iterable[Form]) -> tuple[list[Form], list[Form]]:
    """The forms, and those that say the same as one before in another file, however it is printed."""
    kept: list[Form] = []
    twice: list[Form] = []
    for form in forms:
        others = (other for other in kept if other.source != form.source)
        (twice if any(_alike(form, other) for other in others) else kept).append(form)
    return kept, twice


def _alike(one: Form, other: Form) -> bool:
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
