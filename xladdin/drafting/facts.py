"""What sentences may speak of: texts by name, and lists of such texts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from xladdin.forms.labels import squeeze
from xladdin.model.form import Entry


class Facts(Struct, frozen=True, eq=False):
    """``texts`` are figures with their units, names and words as sentences take them in; what is not
    known is not there. ``lists`` are the projects, the indicators of a group and the like."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[Facts, ...]] = field(default_factory=dict)


def shown(entry: Entry | None) -> str:
    """A place of a form as a sentence takes it in: a figure with its unit, or a text; empty for a
    blank place, and for words where the form asks for a number."""
    if entry is None or entry.blank:
        return ""
    if not entry.unit:
        return tidy(entry.text)
    if entry.figure is None:
        return ""
    text = squeeze(entry.text)
    return text if entry.figure.unit_printed else text + entry.unit


def tidy(text: str) -> str:
    """A text of a cell, its lines without blanks around them."""
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def known(texts: Mapping[str, str]) -> dict[str, str]:
    """Without the empty ones."""
    return {name: text for name, text in texts.items() if text}
