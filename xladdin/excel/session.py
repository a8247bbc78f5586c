"""What this Python remembers of each open workbook between clicks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from xlwings import Book

from xladdin import checking
from xladdin.excel.book import read_book
from xladdin.excel.host import full_name
from xladdin.excel.memory import Spot
from xladdin.excel.undo import Step
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Source
from xladdin.model.report import Report

#: The name, defined in the workbook, of what it is known by.
_NAME = "_xladdin_session"
#: More clicks than these nobody takes back.
_MOST_STEPS = 20


@dataclass(slots=True)
class Session:
    """One workbook: what can be undone, newest last; the findings' cells, and which was shown."""

    steps: list[Step] = field(default_factory=list)
    spots: tuple[tuple[Spot, str], ...] = ()
    shown: int = -1


@dataclass(frozen=True)
class Checked:
    """A filing as it was read, judged when somebody asks. ``book`` is the name of the workbook among
    its sources."""

    book: str
    filing: Filing
    chosen: Profile

    @cached_property
    def report(self) -> Report:
        """What does not hold."""
        return checking.check(self.filing, self.chosen)


_sessions: dict[str, Session] = {}
_last: dict[tuple[str, ...], Checked] = {}
_recent: dict[str, tuple[object, Checked]] = {}


def session(book: Book) -> Session:
    """What is remembered of this workbook, by what ``tie`` has given it, else by its path."""
    return _sessions.setdefault(_key(book), Session())


def tie(book: Book) -> None:
    """Forget steps that have changed nothing. As long as there is something to take back, the
    workbook has a name that tells which session is its own, even when it is saved under another
    path; a workbook that was closed without saving does not come back with it."""
    key = _key(book)
    current = _sessions.setdefault(key, Session())
    current.steps = [step for step in current.steps if step][-_MOST_STEPS:]
    tied = _NAME in book.names
    if current.steps and not tied:
        token = uuid4().hex
        book.names.add(_NAME, f'="{token}"')
        _sessions[token] = _sessions.pop(key)
    elif tied and not current.steps:
        book.names[_NAME].delete()
        _sessions[_path(book)] = _sessions.pop(key)


def _key(book: Book) -> str:
    if _NAME in book.names:
        return str(book.names[_NAME].refers_to).strip('="')
    return _path(book)


def _path(book: Book) -> str:
    return f"{book.app.pid} {full_name(book)}"


def checked(book: Book, report: Path | None) -> Checked:
    """The workbook judged as it stands, with the linked report if there is one.

    An unchanged filing is not judged again. Raises InputError if there is nothing to judge.
    """
    sources = [read_book(book)]
    if report is not None:
        sources.append(_report(report))
    key = tuple(f"{source.name} {source.sha256}" for source in sources)
    if key not in _last:
        _last.clear()
        _last[key] = _filed(sources)
    return _last[key]


def recent(book: Book, report: Path | None) -> Checked:
    """The same for worksheet functions, many of which ask in a row: the workbook is read again only
    when a value has changed, which is seen at a glance."""
    values = [(sheet.name, sheet.used_range.raw_value) for sheet in book.sheets if sheet.visible]
    state = (values, report)
    name = full_name(book)
    if name not in _recent or _recent[name][0] != state:
        _recent.clear()
        _recent[name] = state, checked(book, report)
    return _recent[name][1]


def _filed(sources: Sequence[Source]) -> Checked:
    chosen = checking.profile_of(sources)
    filing = checking.file(sources, chosen)
    return Checked(sources[0].name, filing, chosen)


_reports: dict[tuple[str, float, int], Source] = {}


def _report(path: Path) -> Source:
    """The report, read again only when its file has changed."""
    from xladdin.sources.reading import read

    try:
        state = path.stat()
    except OSError:
        return read(path)
    key = str(path), state.st_mtime, state.st_size
    if key not in _reports:
        _reports.clear()
        _reports[key] = read(path)
    return _reports[key]
