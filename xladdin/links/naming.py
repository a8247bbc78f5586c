"""The one place of the forms that a figure of the report names and equals, where no relation holds them
against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xladdin.forms.labels import squeeze
from xladdin.links.keys import Place
from xladdin.links.printed import amount_of
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim

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
    amount = claim.figure.value * claim.figure.unit.factor
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
