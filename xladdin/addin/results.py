"""What a step of the installation, or a check of the doctor, came to, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Fine, not fine, or nothing to do or to look at on this PC."""

    GOOD = "✓"
    BAD = "✗"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state, and in a few words what was done or found."""

    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """An outcome under its title; ``fix`` says what to do, where something is not fine."""

    title: str
    state: State
    text: str
    fix: str = ""

    def line(self) -> str:
        """For people: one line, and a second one with the fix."""
        told = f"{self.state} {self.title}：{self.text}"
        return f"{told}\n  怎么办：{self.fix}" if self.state is State.BAD and self.fix else told


def good(text: str) -> Outcome:
    """Done, or found to be fine."""
    return Outcome(State.GOOD, text)


def bad(text: str) -> Outcome:
    """Not fine."""
    return Outcome(State.BAD, text)


def none(text: str) -> Outcome:
    """Nothing to do here."""
    return Outcome(State.NONE, text)
