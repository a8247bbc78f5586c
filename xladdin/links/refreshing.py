"""Compute what the figures of a linked report become after its forms changed, as tracked changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from xladdin import checking
from xladdin.forms.profiles import Profile
from xladdin.links.linking import known_controls, of_report
from xladdin.links.naming import NO_VALUE, places
from xladdin.links.tags import Tag, amount_in, number_in, printed, worked_out
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand
from xladdin.model.unit import unit
from xladdin.outputs.corrections import Correction
from xladdin.outputs.word_changes import corrected
from xladdin.outputs.word_controls import Control
from xladdin.patterns import pattern
from xladdin.sources.reading import source_of

_REWRITE = "请改写这句话"
_BROKEN = f"改了以后这句话与别处对不上，没有改，{_REWRITE}"
#: A number in a formula that is not part of a name.
_NUMBER = pattern(r"(?<![\w.])\d+(?:\.\d+)?")


def unfit(
    data: bytes, name: str, forms: Filing, chosen: Profile, changed: Sequence[Tag]
) -> dict[int, str]:
    """Return the reasons why computed figures must not be rewritten, by the numbers of their links.

    Either they depend on an unlinked figure that is computed itself or is now wrong, or their
    sentence would contradict something. ``data`` is the report with all its ``changed`` figures.
    """
    derived = [its for its in changed if its.formula]
    if not derived:
        return {}
    others = [each for each in forms.sources if each.name != name]
    filing = checking.file((source_of(data, name), *others), chosen)
    passages = of_report(filing, name)
    controls = {its.number: each for each, its in known_controls(data, name, ())}
    wrong = {
        operand.location
        for relation in checking.check(filing, chosen).relations
        if relation.verdict is Verdict.VIOLATED and relation.equation is not None
        for operand in relation.operands
    }
    rewritten = [controls[its.number] for its in changed if its.number in controls]
    found: dict[int, str] = {}
    for its in derived:
        if its.number not in controls:
            continue
        place = controls[its.number]
        near = [c for p in passages if p.paragraph == place.location.paragraph for c in p.claims]
        here = next((c.sentence for c in near if place.holds(c.location)), None)
        said = [
            c for c in near if c.sentence == here and any(r.holds(c.location) for r in rewritten)
        ]
        numbers = set(map(Decimal, _NUMBER.findall(its.formula)))
        constants = (c for c in near if amount_in(c) in numbers)
        stale = next((c for c in constants if c.role in NO_VALUE or c.location in wrong), None)
        if stale is not None:
            found[its.number] = f"“{stale.figure.text}”没有联动，{_REWRITE}"
        elif any(c.location in wrong for c in said):
            found[its.number] = _BROKEN
    return found


_GONE = "表格里没有这一格了"
_BLANK = "表格里这一格是空的或不是数"
_TURNED = "增减方向变了，请改写这句话"
_NO_NUMBER = "控件里写的不是一个数"
_NOT_DONE = "算不出来：它所依据的数没有联动（写在修订里的，要先接受修订再联动）或没有改"


class Change(Struct, frozen=True):
    """A figure that is rewritten: its control and tag, its text before and after."""

    control: Control
    tag: Tag
    before: str
    after: str


class Refreshed(Struct, frozen=True):
    """The report with its ``changes`` tracked. ``same`` counts links that agree with the forms;
    ``left`` are those that could not follow, with the reason in Chinese."""

    data: bytes
    changes: tuple[Change, ...]
    same: int
    left: tuple[tuple[Control, Tag, str], ...]


def refresh(data: bytes, name: str, filing: Filing, chosen: Profile, when: datetime) -> Refreshed:
    """Rewrite the linked figures of a report by the forms of a filing, as changes dated ``when``.

    Computed figures stay if their sentence would become wrong. If nothing changes, the document is
    returned as it is.
    """
    stay: dict[int, str] = {}
    while True:
        done = _refreshed(data, name, filing, when, stay)
        more = unfit(done.data, name, filing, chosen, [change.tag for change in done.changes])
        if not more:
            return done
        stay |= more


def _refreshed(
    data: bytes, name: str, filing: Filing, when: datetime, stay: Mapping[int, str]
) -> Refreshed:
    """Return the report with its figures as in the forms, except those that ``stay``, with the reasons."""
    known = known_controls(data, name, places(filing).by_key)
    amounts, missing = _amounts(known, filing, stay)
    wanted: list[tuple[Change, Correction]] = []
    left: list[tuple[Control, Tag, str]] = []
    same = 0
    for control, its in known:
        now = number_in(control.text)
        reason = _NO_NUMBER if now is None else missing.get(its.number, "")
        amount = amounts.get(f"k{its.number}")
        if reason or now is None or amount is None:
            left.append((control, its, reason or _NOT_DONE))
            continue
        if amount < 0 <= now and its.formula:
            left.append((control, its, _TURNED))
            continue
        number = printed(amount, now, its.unit)
        if number == now:
            same += 1
            continue
        operand = Operand(its.source, control.text, f"{now:f}", its.unit, control.location)
        correction = Correction(operand, f"{number:f}")
        change = Change(control, its, control.text, correction.printed)
        wanted.append((change, correction))
    done = (
        corrected(data, name, {c.figure.location: c for _, c in wanted}, when) if wanted else None
    )
    if done is None:
        return Refreshed(data, (), same, tuple(left))
    left += [
        (change.control, change.tag, done.outcome.refused[correction.figure.location])
        for change, correction in wanted
        if correction.figure.location in done.outcome.refused
    ]
    made = tuple(c for c, correction in wanted if correction.figure.location in done.outcome.made)
    return Refreshed(done.data, made, same, tuple(left))


def _amounts(
    known: Sequence[tuple[Control, Tag]], filing: Filing, stay: Mapping[int, str]
) -> tuple[dict[str, Decimal], dict[int, str]]:
    """Return the amounts by name, of the links and of the forms' places, and why other links have none."""
    known_places = places(filing)
    cells, amounts = known_places.by_key, known_places.amounts
    missing: dict[int, str] = dict(stay)
    waiting: list[Tag] = []
    for control, its in known:
        if its.number in stay:
            continue
        if its.formula:
            waiting.append(its)
        elif its.source in amounts:
            amounts[f"k{its.number}"] = amounts[its.source]
        else:
            missing[its.number] = _BLANK if its.source in cells else _GONE
            if (now := number_in(control.text)) is not None:
                amounts[f"k{its.number}"] = now * unit(its.unit).factor
    _work_out(waiting, amounts)
    return amounts, missing


def _work_out(waiting: list[Tag], amounts: dict[str, Decimal]) -> None:
    """Compute the amounts of formulas until none can be computed any more."""
    while waiting:
        done = [(t, v) for t in waiting if (v := worked_out(t.formula, amounts)) is not None]
        if not done:
            return
        amounts.update((f"k{its.number}", value) for its, value in done)
        waiting = [its for its in waiting if f"k{its.number}" not in amounts]
