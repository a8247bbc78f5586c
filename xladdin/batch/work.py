"""Check one filing of a batch, in a process of its own, so that no filing can stop the others."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from xladdin.batch.extract import amounts, indicators, signature
from xladdin.batch.grouping import Inbox, documents, nothing_in
from xladdin.batch.result import Result, problems
from xladdin.errors import InputError
from xladdin.model.report import Report
from xladdin.sources.filing_files import own_copies


class Task(Struct, frozen=True):
    """What a worker needs to check a filing; ``copies`` is the folder for annotated copies, or None."""

    inbox: Inbox
    profile: str | None = None
    copies: Path | None = None


def stamp(inbox: Inbox) -> str:
    """Return a text that changes when a file of the filing, or an annotated copy beside it, is
    added, removed or written to; empty if the files cannot be listed."""
    seen = []
    try:
        for path in inbox.paths:
            for file in sorted(documents(path)) if path.is_dir() else [path]:
                state = file.stat()
                seen.append(f"{file.name}\t{state.st_size}\t{state.st_mtime_ns}")
        for copy, name in own_copies(inbox.paths):
            state = copy.stat()
            seen.append(f"{name}\t{state.st_size}\t{state.st_mtime_ns}")
    except OSError:
        return ""
    return sha256("\n".join(seen).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check(task: Task) -> Result:
    """Read and check one filing; if it cannot be read or checked, the result has the reason."""
    key, now = task.inbox.key, stamp(task.inbox)
    (path, *others) = task.inbox.paths
    if not others and path.is_dir() and (why := nothing_in(path)):
        return Result(key, now, error=why)
    try:
        return _checked(task, now)
    except InputError as error:
        return Result(key, now, error=str(error))
    except MemoryError:
        return Result(key, now, error="材料太大，内存不够，请单独核对。")
    except Exception as error:
        from xladdin import crash

        return Result(key, now, error=crash.record(error))


def _checked(task: Task, now: str) -> Result:
    from xladdin import checking
    from xladdin.sources.filing_files import read_filing, unread

    sources = read_filing(task.inbox.paths)
    filing, chosen = checking.filed(sources, task.profile)
    report = checking.check(filing, chosen)
    report, copies, note = _annotated(report, task)
    return Result(
        key=task.inbox.key,
        stamp=now,
        unit=filing.unit,
        year=filing.year,
        profile=chosen.id,
        forms=tuple(form.kind for form in filing.forms),
        coverage=asdict(report.coverage),
        problems=problems(report),
        amounts=amounts(filing),
        indicators=indicators(filing),
        signature=signature(filing),
        copies=copies,
        note="".join((*unread(sources), note)),
    )


def _annotated(report: Report, task: Task) -> tuple[Report, tuple[str, ...], str]:
    """Return the report with the explanations from earlier annotated copies, the paths of the new
    copies below their folder, and a Chinese note on copies that were not made."""
    if task.copies is None:
        return report, (), ""
    from xladdin.outputs.annotated_copies import annotate

    report, made = annotate(report, task.inbox.paths, task.copies / task.inbox.key)
    names = tuple(f"{task.inbox.key}/{path.name}" for path, _ in made.written)
    return report, names, "".join(made.notes)
