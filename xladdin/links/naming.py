"""The one place of the forms that a figure of the report names and equals, where no relation holds them
against each other; by the words that tell places apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from msgspec import Struct

from xladdin.forms.labels import normal, squeeze
from xladdin.links.tags import amount_in, amount_of
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.prose import Claim
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

    @property
    def amounts(self) -> dict[str, Decimal]:
        """What they say, by their keys, as ``amount_of`` tells it."""
        told = ((key, amount_of(place.entry)) for key, place in self.by_key.items())
        return {key: amount for key, amount in told if amount is not None}

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


#: What a column tells of, by the words that the headings are known by.
_LAST = ("上年决算",)
_BUDGETED = ("本年预算", "年初预算数", "全年预算数", "预算数")
_SPENT = ("本年决算", "全年执行数", "执行数")
_PLANNED = ("指标值",)
_DONE = ("完成值", "实际完成值")
#: The bases of a sentence that a column may be told on; others contradict it.
_BASES = {
    **dict.fromkeys(
        _BUDGETED, ("initial", "budget", "adjust", "adjusted", "allotted", "received", "")
    ),
    **dict.fromkeys(_SPENT, ("outturn", "done", "")),
    **dict.fromkeys(_LAST, ("outturn", "done", "")),
    **dict.fromkeys(_PLANNED, ("target", "initial", "budget", "")),
    **dict.fromkeys(_DONE, ("outturn", "done", "")),
}
_INITIAL = ("本年预算", "年初预算数")
#: Roles of figures that say something of another one, rather than what a form's place holds.
NO_VALUE = ("change", "share", "beyond", "left", "carried")
#: A shorter name tells nothing; so many characters of a longer one must be there, in this share.
_SHORTEST, _ENOUGH = 2, 0.75
#: How far before a figure its name may stand, and of a short number.
_FAR, _NEAR = 160, 40
#: A number of so many digits hardly stands twice by chance.
_TELLING = 4


def place_named(
    claim: Claim, text: str, filing: Filing, known: Mapping[str, Place]
) -> Place | None:
    """The place, if the words before the figure in its paragraph's ``text`` name just one that says so."""
    if claim.role in NO_VALUE or claim.partial or claim.real:
        return None
    amount = amount_in(claim)
    if not amount:
        return None
    fitting = [
        (best, place)
        for place in known.values()
        if place.entry.figure is not None
        and place.entry.figure.unit.measures == claim.figure.unit.measures
        and amount_of(place.entry) == amount
        and _may_tell(claim, place, filing)
        and (best := _named(claim, text, place)) > 0
    ]
    if not fitting:
        return None
    most = max(score for score, _ in fitting)
    return _alone([place for score, place in fitting if score == most], claim)


def _alone(best: list[Place], claim: Claim) -> Place | None:
    """One place, or of those that differ only in the budget's kind the one that the sentence says."""
    if len(best) == 1:
        return best[0]
    initial = [place for place in best if _column(place) in _INITIAL]
    if claim.basis == "initial" and len(initial) == 1:
        return initial[0]
    return None


def _column(place: Place) -> str:
    return place.key.rpartition(".")[2] if place.entry.column == "" else place.entry.column


def _may_tell(claim: Claim, place: Place, filing: Filing) -> bool:
    """Whether the year and the basis of the sentence are those of the column."""
    column = _column(place)
    last = filing.year is not None and claim.year == filing.year - 1
    if claim.year is not None and last != (column in _LAST):
        return False
    if claim.year is not None and not last and claim.year != filing.year:
        return False
    return last or column not in _BASES or claim.basis in _BASES[column]


def _named(claim: Claim, text: str, place: Place) -> float:
    """How well the words before a figure name a place: the characters of its names that they hold."""
    start = (claim.location.span or (0, 0))[0]
    telling = len(claim.figure.value.as_tuple().digits) >= _TELLING
    before = squeeze(text[max(0, start - (_FAR if telling else _NEAR)) : start])
    scores = [
        _held(name, before) or (telling and _held(_core(name), before)) for name in place.names
    ]
    if any(score == 0 for score in scores):
        return 0
    return sum(scores)


def _held(name: str, text: str) -> float:
    """How many characters of a name a text holds in a row, 0 for too few; the later the better."""
    if name in _GENERAL:
        return 0.5
    if not name:
        return 0
    for part in _parts(name):
        at = text.rfind(part)
        if at >= 0:
            return len(part) + at / 1000
    return 0


def _core(name: str) -> str:
    """A name without the words that rows end with: 中央 of 中央资金."""
    return next((name.removesuffix(e) for e in _ENDINGS if name.endswith(e) and name != e), "")


_ENDINGS = ("资金", "经费", "支出", "项目")
#: Rows that are the whole of their form.
_GENERAL = ("年度资金总额", "合计", "总分")


def _parts(name: str) -> Iterator[str]:
    """A name, and what is left of it without its ends, the longest first."""
    least = max(_SHORTEST, round(len(name) * _ENOUGH))
    for length in range(len(name), least - 1, -1):
        for start in range(len(name) - length + 1):
            yield name[start : start + length]
