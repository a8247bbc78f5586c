"""Find the one place of the forms that a figure of the report names and equals, if no relation
compares them, by the words that distinguish places."""

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
#: The longest key, as Word limits tags to 64 characters; how much of a longer one is kept before its hash.
_LONGEST, _KEPT = 38, 28


class Place(NamedTuple):
    """A figure of a form: its key, the names by which a sentence may refer to it, and its entry."""

    key: str
    names: tuple[str, ...]
    entry: Entry


class Known(Struct, frozen=True):
    """The figures of a filing's forms by key, and by cell, including the cells of copies of a form."""

    by_key: Mapping[str, Place]
    by_cell: Mapping[object, Place]

    @property
    def amounts(self) -> dict[str, Decimal]:
        """The amounts of the figures in base units, by key."""
        told = ((key, amount_of(place.entry)) for key, place in self.by_key.items())
        return {key: amount for key, amount in told if amount is not None}

    def at(self, location: Location) -> Place | None:
        """Return the place of a figure of a form or of a copy; None if it is none."""
        return self.by_cell.get(_cell(location))


def _cell(place: Location) -> object:
    return (place.source, place.sheet, place.cell, place.span)


@lru_cache(maxsize=4)
def places(filing: Filing) -> Known:
    """Return every figure of the forms, with a form in two files taken from the workbook. A key
    that two rows of a form share belongs to neither."""
    found: dict[str, Place] = {}
    cells: dict[object, Place] = {}
    told = reported(filing) if not filing.of("overall") else ()
    seen: set[str] = set()
    for form in sorted(filing.forms, key=lambda each: each.title.location.sheet is None):
        own: dict[str, Place] = {}
        twice: set[str] = set()
        for place in _places_in(form, form in told):
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


def _places_in(form: Form, told: bool) -> Iterator[Place]:
    """Yield the figures of a form; with ``told`` sentences need not name its project, the report's
    only one."""
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


#: The headings of columns by what they state.
_LAST = ("上年决算",)
_BUDGETED = ("本年预算", "年初预算数", "全年预算数", "预算数")
_SPENT = ("本年决算", "全年执行数", "执行数")
_PLANNED = ("指标值",)
_DONE = ("完成值", "实际完成值")
#: The bases of a sentence that agree with a column; all others contradict it.
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
#: Roles of figures that state something about another figure, not the value of a place.
NO_VALUE = ("change", "share", "beyond", "left", "carried")
#: The shortest name that identifies a place; the share of a longer name that must be in the text.
_SHORTEST, _ENOUGH = 2, 0.75
#: How many characters before a figure its name may stand, for long and for short numbers.
_FAR, _NEAR = 160, 40
#: The number of digits from which a number hardly occurs twice by chance.
_TELLING = 4


def place_named(
    claim: Claim, text: str, filing: Filing, known: Mapping[str, Place]
) -> Place | None:
    """Return the only place with this amount that the words before the figure in its paragraph's
    ``text`` name; None if there is none or several."""
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
        and _agrees(claim, place, filing)
        and (best := _score(claim, text, place)) > 0
    ]
    if not fitting:
        return None
    most = max(score for score, _ in fitting)
    return _only_place([place for score, place in fitting if score == most], claim)


def _only_place(best: list[Place], claim: Claim) -> Place | None:
    """Return the only place or, of several that differ only in the kind of budget, the one of the
    sentence's basis; None if undecided."""
    if len(best) == 1:
        return best[0]
    initial = [place for place in best if _column(place) in _INITIAL]
    if claim.basis == "initial" and len(initial) == 1:
        return initial[0]
    return None


def _column(place: Place) -> str:
    return place.key.rpartition(".")[2] if place.entry.column == "" else place.entry.column


def _agrees(claim: Claim, place: Place, filing: Filing) -> bool:
    """Return whether the year and the basis of the sentence are those of the column."""
    column = _column(place)
    last = filing.year is not None and claim.year == filing.year - 1
    if claim.year is not None and last != (column in _LAST):
        return False
    if claim.year is not None and not last and claim.year != filing.year:
        return False
    return last or column not in _BASES or claim.basis in _BASES[column]


def _score(claim: Claim, text: str, place: Place) -> float:
    """Score how well the words before a figure name a place, in characters of its names; 0 for not."""
    start = (claim.location.span or (0, 0))[0]
    telling = len(claim.figure.value.as_tuple().digits) >= _TELLING
    before = squeeze(text[max(0, start - (_FAR if telling else _NEAR)) : start])
    scores = [
        _score_in(name, before) or (telling and _score_in(_core(name), before))
        for name in place.names
    ]
    if any(score == 0 for score in scores):
        return 0
    return sum(scores)


def _score_in(name: str, text: str) -> float:
    """Return how many characters of a name a text has in a row, 0 for too few; later ones score higher."""
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
    """Return a name without the usual ending of rows, 中央 for 中央资金; empty if it has none."""
    return next((name.removesuffix(e) for e in _ENDINGS if name.endswith(e) and name != e), "")


_ENDINGS = ("资金", "经费", "支出", "项目")
#: Names of rows that stand for their whole form.
_GENERAL = ("年度资金总额", "合计", "总分")


def _parts(name: str) -> Iterator[str]:
    """Yield a name and its parts, the longest first, down to the least share."""
    least = max(_SHORTEST, round(len(name) * _ENOUGH))
    for length in range(len(name), least - 1, -1):
        for start in range(len(name) - length + 1):
            yield name[start : start + length]
