"""The forms' amounts as claims, so that what the report says of a thing finds them by its name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from xladdin.forms.labels import squeeze
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.prose import Claim
from xladdin.narrative.lexicon import subject_names
from xladdin.rules.report.readings import places

_WHOLE = "年度资金总额"


@lru_cache(maxsize=8)
def placed(filing: Filing) -> tuple[Claim, ...]:
    """The amounts of the forms, each under the subject or the project that it is of."""
    found: list[Claim] = []
    for forms in (filing.of("overall") or reported(filing), filing.of("basic_data")):
        for form in forms[:1]:
            found += _subjects(form, filing)
    for form in filing.of("basic_data")[:1]:
        for item in form.sections.get("项目支出明细", ()):
            found += _of(squeeze(item.label), item.entries.values(), filing)
    for form in filing.of("project"):
        name = form.entries.get("项目名称")
        if name is not None:
            amounts = [e for e in form.entries.values() if e.name == _WHOLE]
            found += _of(squeeze(name.text), amounts, filing)
    return tuple(found)


def reported(filing: Filing) -> tuple[Form, ...]:
    """The forms of the project that the report is on: the only one, or the one that its title names."""
    by_name: dict[str, list[Form]] = {}
    for form in filing.of("project"):
        if "项目名称" in form.entries:
            by_name.setdefault(squeeze(form.entries["项目名称"].text), []).append(form)
    title = squeeze(filing.passages[0].text) if filing.passages else ""
    named = [name for name in by_name if name and stem(name) in title]
    names = named if len(by_name) > 1 else list(by_name)
    return tuple(by_name[names[0]]) if len(names) == 1 else ()


@cache
def _columns() -> Any:
    return places()["columns"]


def _subjects(form: Form, filing: Filing) -> Iterator[Claim]:
    for entry in form.entries.values():
        basis = _columns().get(entry.column, "")
        topic = places()["whole"].get(basis, "") if entry.name == _WHOLE else ""
        topic = topic or subject_names().get(squeeze(entry.name), "")
        if basis and topic:
            yield from _claim(entry, topic, basis, filing)


def _of(name: str, entries: Any, filing: Filing) -> Iterator[Claim]:
    """A project's amounts, under its name with and without what follows it: 项目, 经费."""
    for entry in entries:
        basis = _columns().get(entry.column, "")
        if basis:
            for topic in dict.fromkeys((name, stem(name))):
                yield from _claim(entry, topic, basis, filing)


@lru_cache(maxsize=2048)
def stem(name: str) -> str:
    """A project's name without what may follow it: 项目, 经费, 资金."""
    short = squeeze(name)
    for ending in places()["endings"]:
        if len(short) > _SHORTEST:
            short = short.removesuffix(ending)
    return short


#: What is cut shorter is nobody's name.
_SHORTEST = 4


def _claim(entry: Entry, topic: str, basis: str, filing: Filing) -> Iterator[Claim]:
    if entry.figure is None or entry.figure.unit.measures != "money" or not topic:
        return
    year = filing.year
    if basis == "last":
        year, basis = (year - 1 if year is not None else None), "outturn"
    yield Claim(
        entry.figure, (0, 0), entry.location, -1, -1, -1, -1, -1, 0, entry.column, "", topic, topic,
        "", "value", basis, year, "", own_basis=True, own_year=True,
    )  # fmt: skip
