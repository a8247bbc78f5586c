"""Remember what belongs to each open workbook between clicks, as long as this Python runs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path, PureWindowsPath

from msgspec import Struct
from msgspec.structs import replace
from xlwings import App, Book

from xladdin import checking
from xladdin.errors import InputError
from xladdin.excel import host, memory
from xladdin.excel.book import read_book
from xladdin.excel.host import full_name
from xladdin.excel.undo import Step
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Source
from xladdin.model.report import Report
from xladdin.outputs.annotated_copies import make_folder
from xladdin.outputs.writing import check_new
from xladdin.patterns import pattern
from xladdin.sources.own_copies import CORRECTED, annotated_beside

#: The name, defined in the workbook, of its last step.
_NAME = "_xladdin_session"
#: What a plain file name does not contain.
_ELSEWHERE = pattern(r"[\\/:*?\"<>|\x00-\x1f]|^\.")
#: The most steps that are kept for undoing.
_MOST_STEPS = 20
#: The most files beside workbooks that are kept.
_MOST_FILES = 4


class Checked(Struct, frozen=True, dict=True):
    """A filing as read, with its profile, checked on demand. ``book`` is the name of the workbook's
    source."""

    book: str
    filing: Filing
    chosen: Profile

    @cached_property
    def report(self) -> Report:
        """The report on the filing."""
        return checking.check(self.filing, self.chosen)


#: All steps that can be undone, by their keys.
_steps: dict[str, Step] = {}
_last: dict[tuple[str, ...], Checked] = {}
_recent: dict[str, tuple[object, Checked]] = {}


def steps(book: Book) -> list[Step]:
    """Return the steps that can be undone, newest first. The workbook names its last step, and each
    step the one before, so that a saved copy has its own, and a workbook closed without saving has
    none."""
    found = []
    key = last_key(book)
    while key in _steps:
        found.append(_steps[key])
        key = _steps[key].before
    return found


def last_key(book: Book) -> str:
    """Return the key of the last step in this workbook, by this Python or an earlier one; empty for none."""
    return str(book.names[_NAME].refers_to).strip('="') if _NAME in book.names else ""


def keep(book: Book, step: Step) -> None:
    """Make this the workbook's last step unless it has changed nothing."""
    if not step:
        return
    _steps[step.key] = step
    _name(book, step.key)
    kept = steps(book)
    for old in kept[_MOST_STEPS:]:
        del _steps[old.key]
    if not book.api.ProtectStructure:
        keys = {each.key for each in kept[:_MOST_STEPS]}
        memory.anchor(book, step.key, step.spots(), keys)


def drop(book: Book, step: Step) -> None:
    """Forget the last step, which was undone: the one before is the last one now."""
    _name(book, step.before)
    memory.keep_anchors(book, {each.key for each in steps(book)})


def _name(book: Book, key: str) -> None:
    if _NAME in book.names:
        book.names[_NAME].delete()
    if key:
        book.names.add(_NAME, f'="{key}"')


def checked(book: Book, report: Path | None) -> Checked:
    """Return the workbook as it stands, read together with the linked report if there is one. An
    unchanged filing is not judged again. Raises InputError if there is nothing to check."""
    copies = tuple(_copies(book))
    sources = [replace(read_book(book), copies=copies)]
    if report is not None:
        sources.append(_read_cached(report))
    key = tuple(f"{source.name} {source.sha256}" for source in (*sources, *copies))
    if key not in _last:
        _last.clear()
        _last[key] = Checked(sources[0].name, *checking.filed(sources))
    return _last[key]


def recent(book: Book, report: Path | None) -> Checked:
    """Return the same for worksheet functions, many of which ask in a row: the workbook is read
    again only if a value has changed. Raises InputError as ``checked`` does."""
    values = [(sheet.name, sheet.used_range.raw_value) for sheet in book.sheets if sheet.visible]
    state = (values, report)
    name = full_name(book)
    if name not in _recent or _recent[name][0] != state:
        _recent.clear()
        _recent[name] = state, checked(book, report)
    return _recent[name][1]


#: The reports that the user has chosen, by the workbooks they go with.
_chosen: dict[str, Path] = {}


def choose(book: Book, report: Path) -> None:
    """Link this report to the workbook as long as this Python runs."""
    _chosen[full_name(book)] = report


def linked(book: Book, name: str) -> Path | None:
    """Return the linked report of this name, or its corrected copy if that is newer; None if
    missing. It is the one that the user has chosen, else a file beside the workbook. A workbook may
    only give a plain name, never a path."""
    chosen = _chosen.get(full_name(book))
    if chosen is not None and chosen.name == name and chosen.is_file():
        return _corrected(chosen)
    home = full_name(book)
    if not name or _ELSEWHERE.search(name) or not book.api.Path or "://" in home:
        return None
    beside = Path(home).with_name(name)
    return _corrected(beside) if not beside.is_symlink() and beside.is_file() else None


def not_beside(report: str) -> str:
    """Return the words that a report, by its name or path, is missing."""
    return f"工作簿旁边没有上次核对的报告“{PureWindowsPath(report).name}”"


def place_of_copy(report: Path) -> Path:
    """Return where the changed copy of a report goes, making its folder. Raises InputError if it
    exists already."""
    target = report.parent / CORRECTED / report.name
    make_folder(target.parent)
    check_new(target, target.suffix.lower())
    return target


def _corrected(report: Path) -> Path:
    """Return the corrected copy of a report unless the report is newer; else the report."""
    copy = report.parent / CORRECTED / report.name
    try:
        newer = copy.is_file() and copy.stat().st_mtime >= report.stat().st_mtime
    except OSError:
        return report
    return copy if newer and not copy.is_symlink() else report


def _copies(book: Book) -> Iterator[Source]:
    """Yield the annotated copies beside a saved workbook, which may hold explanations."""
    home = full_name(book)
    if book.api.Path and "://" not in home:
        for path in annotated_beside(Path(home)):
            with contextlib.suppress(InputError):  # one that cannot be read is not missed
                yield _read_cached(path)


_files: dict[Path, tuple[tuple[float, int], Source]] = {}


def _read_cached(path: Path) -> Source:
    """Read a file beside the workbook unless it is unchanged since the last time. Raises InputError
    if it cannot be read."""
    from xladdin.sources.reading import read

    try:
        found = path.stat()
    except OSError:
        return read(path)
    state = found.st_mtime, found.st_size
    if path not in _files or _files[path][0] != state:
        if len(_files) == _MOST_FILES:
            _files.clear()
        _files[path] = state, read(path)
    return _files[path][1]


_TOLD = 6


class Desk(Struct):
    """What one click works with: the workbook in front, what the status bar shows at the end
    (empty: left to Excel), and the step that records what was changed so far, None before
    ``begin``."""

    book: Book
    stays: str = ""
    step: Step | None = None

    @property
    def app(self) -> App:
        return self.book.app

    def say(self, doing: str) -> None:
        """Show in the status bar what is being done. Raises InputError if the user has pressed Esc."""
        if host.wants_to_stop(self.app):
            done = "已经改动的，可以点“撤销上次操作”恢复。" if self.step is not None else ""
            raise InputError(f"已按 Esc 停下，这一步没有做完。{done}")
        host.say(self.app, doing)

    def begin(self, name: str) -> Step:
        """Begin a step that can be undone, whatever becomes of it, and return it."""
        self.step = Step(name, before=last_key(self.book))
        return self.step

    def last_check(self) -> Step | None:
        """Return the step whose findings one can go to; None if nothing is marked."""
        told = (step for step in steps(self.book) if step.findings is not None)
        check = next(told, None)
        return check if check and check.findings else None

    def old_marks(self) -> str:
        """Return a reminder after changes to a checked workbook; empty if it has no marks."""
        return "单元格上的标记还是改动前的，请再点“一键校验”。" if self.last_check() else ""

    def clear(self) -> None:
        """Keep the step, and give the status bar back to Excel."""
        self.app.status_bar = self.stays or False
        if self.step is not None:
            keep(self.book, self.step)


def plainly(*sentences: str) -> str:
    """Join sentences into one message, leaving out empty ones."""
    return "\n".join(sentence for sentence in sentences if sentence)


def in_part(told: Sequence[str]) -> str:
    """Return the first few of many items, and how many there are."""
    more = f" 等 {len(told)} 处" if len(told) > _TOLD else ""
    return f"{'；'.join(told[:_TOLD])}{more}"
