"""One damaged file through the verbs: what comes out, and whether that is an answer."""

from __future__ import annotations

import contextlib
import io
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from xladdin.cli import main

#: One file in so many is also given to a verb that writes a workbook: those take ten times as long.
_WRITING = 8
_FAULT = "程序内部出错"
_NO_COPY = "没有写批注副本"
#: Notes on what is being done, then one sentence.
_SENTENCE = re.compile(r"(\[\d+/\d+\] [^\n]+\n)*(?:xladdin：|" + _NO_COPY + r"：)[^\n]+\n")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the verbs made of a file: ``statuses`` by verb; ``fault`` is empty where all is well;
    ``seconds`` of processor time."""

    statuses: tuple[tuple[str, int], ...]
    fault: str
    seconds: float


def tried(data: bytes, name: str, seed: str, folder: Path) -> Outcome:
    """Give the file to check, and some to another verb, in an empty folder."""
    path = folder / name
    path.write_bytes(data)
    random = Random(f"{seed}/verbs")
    form = random.choice(("text", "text", "json", "html"))
    calls = [["check", str(path), "--format", form, "-o", str(folder / f"报告.{form}")]]
    if not random.randrange(_WRITING):
        calls.append(_another(path, folder, random))
    started = time.process_time()
    statuses, fault = [], ""
    for call in calls:
        status, wrong = _answer(call, folder)
        statuses.append((call[0], status))
        fault = fault or (wrong and f"{' '.join(call[:1] + call[2:3])}: {wrong}")
    if path.read_bytes() != data:
        fault = fault or "the original was changed"
    return Outcome(tuple(statuses), fault, time.process_time() - started)


def _another(path: Path, folder: Path, random: Random) -> list[str]:
    target = str(folder / "结果.xlsx")
    calls = [
        ["check", str(path), "--annotate", str(folder / "副本"), "--relations"],
        ["import", str(path), "-o", target],
        ["new", "--from", str(path), "-o", target],
        ["check", str(path), "--prior", str(path)],
    ]
    if path.suffix == ".xlsx":
        calls.append(["calc", str(path), "-o", target])
    calls.append(["package", str(path), "-o", str(folder / "上报"), "--draft", "--no-pdf"])
    return random.choice([*calls[:-1], *calls])  # the last takes longest


def _answer(call: list[str], folder: Path) -> tuple[int, str]:
    """The status, and what is wrong about the answer: nothing, as a rule."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(call)
    said = err.getvalue()
    if _FAULT in said:
        return status, _traceback(folder)
    if status not in (0, 1, 2):
        return status, f"status {status}: {said}"
    shown = out.getvalue() and not said.startswith(_NO_COPY)  # the report is, all the same
    if status == 2 and (shown or not _SENTENCE.fullmatch(said)):
        return status, f"no single sentence: {out.getvalue()!r} {said!r}"
    if status < 2 and not out.getvalue().strip():
        return status, "nothing was said"
    return status, ""


def _traceback(folder: Path) -> str:
    """The record that the program left, which is taken away."""
    state = Path(os.environ["XDG_STATE_HOME"]) / "xladdin"
    logs = sorted(state.glob("*.log"))
    text = logs[-1].read_text(encoding="utf-8") if logs else "no record"
    for log in logs:
        log.unlink()
    return text.replace(str(folder), "")
