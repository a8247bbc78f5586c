"""Many trials in processes that may die, hang or eat memory; what is found is made small."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fuzz.mutations import mutated, steps
from tests.fuzz.trial import Outcome, tried

#: So many seconds of processor time may one file take, so many may pass before it counts as stuck,
#: and so much memory may a process hold.
CPU_SECONDS = 30
WALL_SECONDS = 600
MEGABYTES = 3000


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged file: which one, by what seed, and what is left of its steps."""

    path: Path
    seed: str
    kept: tuple[int, ...]

    @classmethod
    def of(cls, paths: Sequence[Path], number: int) -> Case:
        """The case of a number: the files take turns."""
        seed = str(number)
        return cls(paths[number % len(paths)], seed, tuple(range(steps(seed))))

    def data(self) -> bytes:
        """The damaged file."""
        return mutated(self.path.read_bytes(), self.seed, self.kept)


@dataclass
class Tally:
    """What many trials came to."""

    files: int = 0
    by_verb: Counter[str] = field(default_factory=Counter)
    faults: dict[str, tuple[Case, str]] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, case: Case, outcome: Outcome) -> None:
        """Count a trial."""
        self.files += 1
        for verb, status in outcome.statuses:
            self.by_verb[f"{verb} {status}"] += 1
        if outcome.fault:
            kind = signature(outcome.fault)
            self.times[kind] += 1
            self.faults.setdefault(kind, (case, outcome.fault))
        if outcome.seconds > self.slowest[0]:
            self.slowest = (
                outcome.seconds,
                f"{case.path.parent.name}/{case.path.name} {case.seed}",
            )


def signature(fault: str) -> str:
    """What a fault has in common with others of its kind: the error, and where it was raised."""
    frames = re.findall(r'File "[^"]*?((?:xladdin|tests)/[^"]+)", line (\d+), in (\w+)', fault)
    last = fault.strip().splitlines()[-1][:160]
    return (
        f"{'/'.join(frames[-1])}: {re.sub(r'[0-9]+', 'N', last)}"
        if frames
        else re.sub(r"\d+", "N", last)
    )


def hunt(cases: Iterator[Case], workers: int) -> Iterator[tuple[Case, Outcome]]:
    """The outcome of each case, as they come; a process that dies or hangs is one, too."""
    running: dict[Connection, tuple[BaseProcess, Case, float]] = {}
    idle: list[tuple[BaseProcess, Connection]] = []
    left = True
    try:
        while left or running:
            while left and len(running) < workers:
                case = next(cases, None)
                if case is None:
                    left = False
                    break
                process, line = idle.pop() if idle else _worker()
                line.send(case)
                running[line] = (process, case, time.monotonic())
            for ready in wait(list(running), timeout=1):
                assert isinstance(ready, Connection)
                process, case, began = running.pop(ready)
                try:
                    outcome: Outcome = ready.recv()
                    idle.append((process, ready))
                except EOFError:
                    process.join()
                    outcome = Outcome((), _end(process.exitcode), time.monotonic() - began)
                yield case, outcome
            for line, (process, case, began) in list(running.items()):
                if time.monotonic() - began > WALL_SECONDS:
                    del running[line]
                    process.kill()
                    process.join()
                    yield case, Outcome((), "stuck: it waits for something", WALL_SECONDS)
    finally:
        for process, line in idle:
            line.close()
            process.join()


def smallest(case: Case, kind: str) -> Case:
    """The case with only those steps that it takes to get a fault of this kind."""
    at = 0
    while at < len(case.kept):
        fewer = Case(case.path, case.seed, case.kept[:at] + case.kept[at + 1 :])
        ((_, outcome),) = hunt(iter([fewer]), 1)
        if outcome.fault and signature(outcome.fault) == kind:
            case = fewer
        else:
            at += 1
    return case


def _end(status: int | None) -> str:
    """Why a process ended."""
    if status == -signal.SIGXCPU:
        return f"hangs: more than {CPU_SECONDS} s of processor time"
    return f"the process died: status {status}"


def _worker() -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _serve(line: Connection) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20,) * 2)
    os.environ["PATH"] = ""  # nothing is started to convert what is old
    with tempfile.TemporaryDirectory() as state:
        os.environ["XDG_STATE_HOME"] = state
        while True:
            try:
                case = line.recv()
            except EOFError:
                return
            used = int(time.process_time()) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS, resource.RLIM_INFINITY))
            folder = Path(tempfile.mkdtemp(dir=state))
            line.send(tried(case.data(), case.path.name, case.seed, folder))
            shutil.rmtree(folder)
