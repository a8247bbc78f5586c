"""What a unit is to correct, cause by cause, the gravest first: the items of its letter."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from xladdin.batch.result import Problem, Result
from xladdin.batch.rounds import changes
from xladdin.model.report import Severity
from xladdin.outputs.printable import one_line
from xladdin.outputs.since import State
from xladdin.outputs.wording import SEVERITIES

_GRAVITY = list(Severity)


class Item(Struct, frozen=True):
    """A cause: how grave, what became of it since the last round, where it is, what is wrong and what
    to do. Nothing of it is cut."""

    number: int
    level: str
    state: str
    place: str
    wrong: str
    fix: str

    @property
    def told(self) -> str:
        """The item as a paragraph of the letter."""
        mark = f"（{self.state}）" if self.state else ""
        place = f"{self.place}：" if self.place else ""
        return f"　　{self.number}. {mark}【{self.level}】{place}{self.wrong}{self.fix}"


def items(result: Result, before: Result | None) -> list[Item]:
    """The causes that are to be corrected; with the round ``before`` what became of each."""
    states = {each.problem.lead: each.state for each in changes(before, result) or ()}
    found = sorted(result.to_correct, key=lambda group: min(map(_gravity, group)))
    return [
        _item(number, group, states.get(group[0].lead)) for number, group in enumerate(found, 1)
    ]


def _item(number: int, group: Sequence[Problem], state: State | None) -> Item:
    lead = group[0]
    return Item(
        number,
        SEVERITIES[Severity(lead.severity)],
        str(state or ""),
        _place(lead),
        one_line(lead.message).strip(),
        one_line(lead.fix).strip() + _rest(group[1:]),
    )


def _gravity(problem: Problem) -> int:
    return _GRAVITY.index(Severity(problem.severity))


def _place(problem: Problem) -> str:
    """In few words; of a result of an earlier version form and cell, the file is known by them."""
    if problem.where:
        return one_line(problem.where)
    _, file, within = one_line(problem.place).partition(" · ")
    return (within if file else problem.place).replace(" · ", " ")


def _rest(follows: Sequence[Problem]) -> str:
    """What else belongs to the cause."""
    if not follows:
        return ""
    if any(each.fix for each in follows):
        return f"另有 {len(follows)} 处问题与此有关，一并改正。"
    return f"改好后另有 {len(follows)} 处问题随之消失。"
