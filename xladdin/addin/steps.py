"""The steps of an installation and the checks of the doctor: taken in order, a line for each, the fix
where one fails."""

from __future__ import annotations

import contextlib
import subprocess
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from xladdin.addin.machine import Machine
from xladdin.errors import InputError
from xladdin.mishaps import sentence

Say = Callable[[str], None]


class State(StrEnum):
    """Fine, not fine, or nothing to do or to look at on this PC."""

    GOOD = "✓"
    BAD = "✗"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state, in a few words what was done or found, and what to do if not the usual."""

    state: State
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or to look at, and what the user can do if it fails; without an essential one,
    no more."""

    title: str
    do: Callable[[], Outcome]
    fix: str = ""
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a step came to; ``details`` are for the log."""

    title: str
    state: State
    text: str
    fix: str = ""
    details: str = ""

    def line(self) -> str:
        """For people: one line, and a second one with the fix."""
        told = f"{self.state} {self.title}：{self.text}"
        return f"{told}\n  怎么办：{self.fix}" if self.state is State.BAD and self.fix else told


def good(text: str) -> Outcome:
    """Done, or found to be fine."""
    return Outcome(State.GOOD, text)


def bad(text: str, fix: str = "") -> Outcome:
    """Not fine; ``fix`` says what to do where it is not what the step says."""
    return Outcome(State.BAD, text, fix)


def none(text: str) -> Outcome:
    """Nothing to do here."""
    return Outcome(State.NONE, text)


def take(step: Step) -> Result:
    """Do it; what it raises is not fine, told in Chinese."""
    details = ""
    try:
        outcome = step.do()
    except Exception as error:
        outcome = bad(_told(error))
        details = "\n" + "".join(traceback.format_exception(error)).rstrip()
    fix = outcome.fix or step.fix
    return Result(step.title, outcome.state, outcome.text, fix, details)


def run_steps(steps: Iterable[Step], say: Say, log: Path) -> int:
    """Take the steps in their order; 0 if all went well, 1 if some failed, 2 if one ended it all."""
    failed = False
    for step in steps:
        result = take(step)
        say(result.line())
        write_log(log, result.line() + result.details)
        if result.state is State.BAD:
            if step.essential:
                return 2
            failed = True
    return int(failed)


def excel_closed(machine: Machine) -> Outcome:
    """Excel does not run; nothing is known where Windows does not tell. Raises InputError if it does."""
    try:
        running = machine.running()
    except (OSError, subprocess.TimeoutExpired):
        return none("没能查出，请自己看一眼；开着的话，先关闭，再运行一次。")
    if "excel.exe" in running:
        raise InputError("Excel 正开着。")
    return good("已关闭。")


def write_log(log: Path, text: str) -> None:
    """Add to the log, with the time; where it can't be written there is none."""
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n")


def _told(error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError):
        return sentence(error)
    if isinstance(error, subprocess.TimeoutExpired):
        return f"运行了 {error.timeout:.0f} 秒还没有结束。"
    return f"程序内部出错（{type(error).__name__}）。"
