"""Runs the steps of an installation: a line for each, the fix where one fails, all of it in a log."""

from __future__ import annotations

import contextlib
import subprocess
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from xladdin.addin.machine import Machine
from xladdin.addin.results import Outcome, Result, State, bad, good, none
from xladdin.errors import InputError
from xladdin.mishaps import sentence

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and what the user can do if it fails; without an essential one, no more."""

    title: str
    do: Callable[[], Outcome]
    fix: str
    essential: bool = False


def run_steps(steps: Iterable[Step], say: Say, log: Path) -> int:
    """Take the steps in their order; 0 if all went well, 1 if some failed, 2 if one ended it all."""
    failed = False
    for step in steps:
        outcome, details = _take(step)
        result = Result(step.title, outcome.state, outcome.text, step.fix)
        say(result.line())
        write_log(log, result.line() + details)
        if outcome.state is State.BAD:
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


def _take(step: Step) -> tuple[Outcome, str]:
    """The outcome, and for the log what Python knows of a failure."""
    try:
        return step.do(), ""
    except Exception as error:
        details = "".join(traceback.format_exception(error)).rstrip()
        return bad(_told(error)), f"\n{details}"


def _told(error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError):
        return sentence(error)
    if isinstance(error, subprocess.TimeoutExpired):
        return f"运行了 {error.timeout:.0f} 秒还没有结束。"
    return f"程序内部出错（{type(error).__name__}）。"
