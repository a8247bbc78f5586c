"""Define what sentences may use: texts by name, and lists of such texts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from xladdin.forms.labels import squeeze
from xladdin.model.form import Entry


class Facts(Struct, frozen=True, eq=False):
    """What is known. ``texts`` are figures with units, names and words, as they stand in sentences;
    unknown ones are missing. ``lists`` are the projects, the indicators of a group and the like."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[Facts, ...]] = field(default_factory=dict)


def shown(entry: Entry | None) -> str:
    """Return a place of a form as text for a sentence, a figure with its unit; empty for a blank
    place, and for words in place of a number."""
    if entry is None or entry.blank:
        return ""
    if not entry.unit:
        return tidy(entry.text)
    if entry.figure is None:
        return ""
    text = squeeze(entry.text)
    return text if entry.figure.unit_printed else text + entry.unit


def tidy(text: str) -> str:
    """Return the text of a cell with each line stripped, without blank lines."""
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def known(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that are not empty."""
    return {name: text for name, text in texts.items() if text}
