"""Find the cells of forms that are written in sentences: goals, results, reasons, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xladdin.forms.labels import squeeze
from xladdin.model.form import Entry, Form
from xladdin.patterns import pattern

#: Names of places for plans; other texts are about results.
_GOALS = pattern("(?!.*(?:完成|实现|情况|效果)).*(?:目标|计划|任务|预期)")
#: Shorter texts, and those without a pause, are names and labels.
_SHORTEST = 10
_PAUSE = pattern("[，。；：、,;]")
#: Notes on how to fill in the form.
_NOTE = pattern(
    r"[(（]?(?:备?注|说明|填[表报写]说明)[:：]"
    r"|[^。]{0,40}[(（](?:[^()（）]{0,6}\d+字(?:以内|左右|以上)|请|填写)[^()（）]{0,20}[)）]$"
)


def told(forms: Sequence[Form]) -> Iterator[tuple[Form, Entry]]:
    """Yield the entries that hold sentences with figures; of a form in two files, those of the first."""
    for form in _once(forms):
        for entry in (*_text_places(form), *form.unplaced):
            if _is_prose(entry.text) and any(sign.isdigit() for sign in squeeze(entry.text)):
                yield form, entry


def written_in(forms: Sequence[Form]) -> Iterator[Entry]:
    """Yield all that people wrote in words: filled places for texts, and sentences elsewhere. Of a form
    in two files the first one counts."""
    for form in _once(forms):
        yield from (entry for entry in _text_places(form) if not entry.blank)
        yield from (entry for entry in form.unplaced if _is_prose(entry.text))


def planned(entry: Entry) -> bool:
    """Return whether a text is about plans rather than results."""
    return bool(_GOALS.match(entry.name))


def _once(forms: Sequence[Form]) -> Iterator[Form]:
    """Yield the forms, each from the first of its files."""
    seen: set[tuple[str, str]] = set()
    for form in forms:
        name = form.entries.get("项目名称")
        key = (form.kind, squeeze(name.text) if name is not None else "")
        if key not in seen:
            seen.add(key)
            yield form


def _text_places(form: Form) -> Iterator[Entry]:
    yield from (entry for entry in form.entries.values() if entry.unit is None and not entry.column)
    yield from (row.reason for row in form.indicators if row.reason is not None)


def _is_prose(text: str) -> bool:
    plain = squeeze(text)
    return len(plain) >= _SHORTEST and bool(_PAUSE.search(plain)) and not _NOTE.match(plain)
