"""What the places of the forms are called, so that a report finds them again: 基础数据表.公务接待.本年决算."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from msgspec import Struct

from xladdin.forms.labels import normal, squeeze
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.rules.report.resolving import reported

_FORMS = {
    "basic_data": "基础数据表",
    "overall": "自评表",
    "project": "项目表",
    "assessment": "评分表",
}
_PARTS = {"target": "指标值", "actual": "完成值", "points": "分值", "score": "得分"}
#: A longer name is cut, and told apart by a number made of it: Word takes tags of 64 characters.
_LONGEST, _KEPT = 38, 28


class Place(NamedTuple):
    """A figure of a form: its key, the names that a sentence may call it by, its entry."""

    key: str
    names: tuple[str, ...]
    entry: Entry


class Known(Struct, frozen=True):
    """The figures of a filing's forms by their keys, and by their cells, which copies of a form have, too."""

    by_key: Mapping[str, Place]
    by_cell: Mapping[object, Place]

    def at(self, location: Location) -> Place | None:
        """The place that a figure of a form, or of a copy, stands in."""
        return self.by_cell.get(_cell(location))


def _cell(place: Location) -> object:
    return (place.source, place.sheet, place.cell, place.span)


@lru_cache(maxsize=4)
def places(filing: Filing) -> Known:
    """Every figure of the forms; of a form in two files the workbook's. What two rows of one form
    share is nobody's."""
    found: dict[str, Place] = {}
    cells: dict[object, Place] = {}
    told = reported(filing) if not filing.of("overall") else ()
    seen: set[str] = set()
    for form in sorted(filing.forms, key=lambda each: each.title.location.sheet is None):
        own: dict[str, Place] = {}
        twice: set[str] = set()
        for place in _of(form, form in told):
            key = _short(place.key)
            if key in own and own[key].entry.location != place.entry.location:
                twice.add(key)
            own.setdefault(key, place._replace(key=key))
        prefix = _prefix(form)
        own = {key: place for key, place in own.items() if key not in twice}
        if prefix not in seen:
            seen.add(prefix)
            found |= own
        for key, place in own.items():
            if key in found:
                cells[_cell(place.entry.location)] = found[key]
    return Known(found, cells)


def _prefix(form: Form) -> str:
    name = form.entries.get("项目名称") if form.kind == "project" else None
    short = _FORMS.get(form.kind, form.name)
    return f"{short}《{squeeze(name.text)}》" if name is not None else short


def _of(form: Form, told: bool) -> Iterator[Place]:
    """The figures of a form; ``told``: the whole report is on its project, which needs no name."""
    prefix, project = _prefix(form), form.entries.get("项目名称")
    named = form.kind == "project" and project is not None and not told
    whose = (squeeze(project.text),) if named and project is not None else ()
    for entry in form.entries.values():
        if entry.figure is not None and entry.name != "表头":
            yield Place(f"{prefix}.{entry.key}", (*whose, normal(entry.name)), entry)
    for section, items in form.sections.items():
        for item in items:
            for column, entry in item.entries.items():
                if entry.figure is not None:
                    name = normal(item.label)
                    yield Place(f"{prefix}.{section}.{name}.{column}", (*whose, name), entry)
    for item in form.funds:
        for column, entry in item.entries.items():
            if entry.figure is not None and entry.key not in form.entries:
                name = normal(item.label)
                yield Place(f"{prefix}.{name}.{column}", (*whose, name), entry)
    for row in form.indicators:
        for part, word in _PARTS.items():
            entry = getattr(row, part)
            if entry.figure is not None and row.name.text:
                name = normal(row.name.text)
                yield Place(f"{prefix}.{name}.{word}", (*whose, name), entry)


def _short(key: str) -> str:
    if len(key) <= _LONGEST:
        return key
    return f"{key[:_KEPT]}~{crc32(key.encode()):08x}"
