"""Run the steps of an installation or the checks of the doctor: a line for each, the fix for failures."""

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
    """The state of a step or check: fine, not fine, or nothing to do on this PC."""

    GOOD = "✓"
    BAD = "✗"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a step: its state, what was done or found, and a fix if not the step's own."""

    state: State
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or to check, and what the user can do if it fails. If an essential step
    fails, no further one is taken."""

    title: str
    do: Callable[[], Outcome]
    fix: str = ""
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a step; ``details`` are for the log."""

    title: str
    state: State
    text: str
    fix: str = ""
    details: str = ""

    def line(self) -> str:
        """Return the result as a line, followed by a line with the fix if there is one."""
        told = f"{self.state} {self.title}：{self.text}"
        return f"{told}\n  怎么办：{self.fix}" if self.state is State.BAD and self.fix else told


def good(text: str) -> Outcome:
    """Return the outcome of a step that was done, or of a check that found no fault."""
    return Outcome(State.GOOD, text)


def bad(text: str, fix: str = "") -> Outcome:
    """Return the outcome of a failure; ``fix`` replaces the advice of the step."""
    return Outcome(State.BAD, text, fix)


def none(text: str) -> Outcome:
    """Return the outcome of a step or check with nothing to do here."""
    return Outcome(State.NONE, text)


def take(step: Step) -> Result:
    """Take a step; an exception that it raises becomes a failure, told in Chinese."""
    details = ""
    try:
        outcome = step.do()
    except Exception as error:
        outcome = bad(_error_text(error))
        details = "\n" + "".join(traceback.format_exception(error)).rstrip()
    fix = outcome.fix or step.fix
    return Result(step.title, outcome.state, outcome.text, fix, details)


def run_steps(steps: Iterable[Step], say: Say, log: Path) -> int:
    """Take the steps in order; return 0 if all went well, 1 if some failed, 2 if an essential one did."""
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
    """Check that Excel does not run, unless Windows does not say. Raises InputError if it runs."""
    try:
        running = machine.running()
    except (OSError, subprocess.TimeoutExpired):
        return none("没能查出，请自己看一眼；开着的话，先关闭，再运行一次。")
    if "excel.exe" in running:
        raise InputError("Excel 正开着。")
    return good("已关闭。")


def write_log(log: Path, text: str) -> None:
    """Append to the log, with the time; do nothing if it cannot be written."""
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n")


def _error_text(error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError):
        return sentence(error)
    if isinstance(error, subprocess.TimeoutExpired):
        return f"运行了 {error.timeout:.0f} 秒还没有结束。"
    return f"程序内部出错（{type(error).__name__}）。"
