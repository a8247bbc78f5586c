"""Compare the findings with those of the previous check."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct, field

from xladdin.model.report import Finding, Listed, Report
from xladdin.outputs.printable import one_line
from xladdin.patterns import pattern

Before = TypeVar("Before")
Now = TypeVar("Now")

_NUMBERS = pattern(r"[\d.,，%％]+")


class State(StrEnum):
    """What became of a finding, or of a cause; the values are shown to people."""

    FIXED = "已改"
    LEFT = "未改"
    NEW = "新增"
    EXPLAINED = "已说明"


class Since(Struct, frozen=True):
    """The findings compared with the last check. ``before`` counts those listed then, 0 if unknown.
    ``states`` are those of the findings of today, by fingerprint; ``fixed`` are those corrected
    since then, ``mended`` those corrected earlier."""

    before: int = 0
    states: Mapping[str, State] = field(default_factory=dict)
    fixed: tuple[Listed, ...] = ()
    mended: tuple[Listed, ...] = ()

    @property
    def told(self) -> str:
        """The comparison in a sentence; empty if no earlier check is known."""
        if not self.before:
            return ""
        counts = Counter(self.states.values()) | Counter({State.FIXED: len(self.fixed)})
        parts = [
            f"{state} {counts[state]} 处"
            for state in (State.FIXED, State.EXPLAINED, State.LEFT)
            if counts[state] or state is State.FIXED
        ]
        new = f"；这次新增 {counts[State.NEW]} 处" if counts[State.NEW] else ""
        return f"上次 {self.before} 处：{'，'.join(parts)}{new}。"


def since(report: Report) -> Since:
    """Compare a report with what the last check before it listed."""
    newest = max((each.when for each in report.earlier), default="")
    here = {finding.fingerprint for finding in report.findings}
    last = [each for each in report.earlier if each.when == newest and not each.gone]
    mended = [each for each in report.earlier if each not in last and each.fingerprint not in here]
    if not last:
        return Since(mended=tuple(mended))
    fixed, came = unmatched(last, report.findings, lambda each: each.fingerprint)
    fixed, came = unmatched(fixed, came, _without_numbers)
    new = {each.fingerprint for each in came}
    states = {
        each.fingerprint: State.EXPLAINED
        if each.explained
        else State.NEW
        if each.fingerprint in new
        else State.LEFT
        for each in report.findings
    }
    return Since(len(last), states, tuple(fixed), tuple(mended))


def unmatched(
    before: Iterable[Before], now: Iterable[Now], key: Callable[[Any], Hashable]
) -> tuple[list[Before], list[Now]]:
    """Return the items of either side without a partner of the same key on the other."""
    waiting: dict[Hashable, list[Before]] = defaultdict(list)
    for each in before:
        waiting[key(each)].append(each)
    came = []
    for one in now:
        if partners := waiting[key(one)]:
            partners.pop(0)
        else:
            came.append(one)
    return [each for partners in waiting.values() for each in partners], came


def _without_numbers(each: Finding | Listed) -> tuple[str, str]:
    """Return the rule and its message without numbers, which may have changed."""
    return each.code, _NUMBERS.sub("#", one_line(each.message))
