"""What a form says, for comparison."""

from __future__ import annotations

from decimal import Decimal

from xladdin.model.form import Entry, Form

Value = tuple[str, str, Decimal | None]


def values(form: Form) -> list[Value]:
    """Each entry's key, text and number; a dash that is printed in a blank place is blank."""
    return [_value(each) for each in form.every_entry()]


def _value(entry: Entry) -> Value:
    number = entry.figure.value if entry.figure is not None else None
    return entry.key, "" if entry.blank else entry.text, number


def labels(form: Form) -> list[tuple[str, ...]]:
    """The labels of its repeated rows."""
    items = [(name, each.label) for name, rows in form.sections.items() for each in rows]
    return items + [(group.name, row.level2) for group in form.groups for row in group.indicators]
