"""Run a batch from its folder to its results, for the command line and the ribbon's button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xladdin import __version__
from xladdin.appendix.naming import safe
from xladdin.batch.grouping import Inbox, filings
from xladdin.batch.journal import NAME, Journal, recorded
from xladdin.batch.notices import notice
from xladdin.batch.result import Result
from xladdin.batch.roll import Filed, compared, names_on
from xladdin.batch.rounds import Earlier
from xladdin.batch.running import cluster, processes, results
from xladdin.batch.summary import summary
from xladdin.batch.work import Task, stamp
from xladdin.errors import InputError
from xladdin.forms.profiles import profile
from xladdin.mishaps import reason
from xladdin.model.report import Severity
from xladdin.outputs.workplace import clear
from xladdin.outputs.writing import write_whole

SUMMARY = "汇总.xlsx"
COPIES, NOTICES = "批注副本", "整改通知"
_LONGEST_NAME = 60

#: A callback that receives the number of filings done, their total, and the new result (None at first).
Watch = Callable[[int, int, Result | None], None]


class Order(Struct, frozen=True):
    """The options of a batch; see ``xladdin batch --help``."""

    folder: Path
    output: Path
    profile: str | None = None
    workers: int | None = None
    resume: bool = False
    annotate: bool = False
    notices: bool = False
    compare: Path | None = None
    scheduler: str | None = None
    overwrite: bool = False
    roll: Path | None = None


class Outcome(Struct, frozen=True):
    """What a batch has written. ``left`` filings are not done, because the run was interrupted.
    ``notices`` is the number of letters, None if none were asked for; ``kept`` names the letters
    left as they are because somebody edited them. ``roll`` is what each unit has filed."""

    summary: Path
    done: int
    faulty: int
    unread: int
    left: int
    notices: int | None
    kept: tuple[str, ...] = ()
    roll: tuple[Filed, ...] = ()


def run(order: Order, watch: Watch) -> Outcome:
    """Check all filings, then write the summary and the notices, even if interrupted (Ctrl-C).

    Raises InputError if the folder, the output or the options are bad.
    """
    if order.profile is not None:
        profile(order.profile)
    inboxes = filings(order.folder, order.output)
    names = names_on(order.roll) if order.roll is not None else ()
    earlier = Earlier(recorded(order.compare)) if order.compare is not None else None
    if not (order.output / NAME).exists():
        _check_summary(None, order)
    with Journal(order.output, _settings(order), resume=order.resume) as journal:
        _check_summary(journal, order)
        for folder in (order.output, order.output / NOTICES):
            clear(folder)
        journal.done.keep(each.key for each in inboxes)
        interrupted = _checked(inboxes, order, journal, watch)
        left = len(inboxes) - len(journal.done) if interrupted else 0
        return _written(journal, order, earlier, left, names)


def _settings(order: Order) -> dict[str, object]:
    """Return the settings that change results; a journal made with others cannot be resumed."""
    return {"version": __version__, "profile": order.profile, "annotate": order.annotate}


def _checked(inboxes: Sequence[Inbox], order: Order, journal: Journal, watch: Watch) -> bool:
    """Check the filings that are not done yet; return whether this was interrupted."""
    known = journal.done.stamps
    copies = order.output.absolute() / COPIES if order.annotate else None
    tasks = [
        Task(each, order.profile, copies)
        for each in inboxes
        if each.key not in known or known[each.key] != stamp(each)
    ]
    for task in tasks:
        journal.done.forget(task.inbox.key)
    before = len(inboxes) - len(tasks)
    watch(before, len(inboxes), None)
    if not tasks:
        return False
    workers = cluster(order.scheduler) if order.scheduler else processes(order.workers)
    try:
        with workers as pool, closing(results(tasks, pool)) as found:
            for done, result in enumerate(found, start=before + 1):
                journal.add(result)
                watch(done, len(inboxes), result)
    except KeyboardInterrupt:
        return True
    return False


def _written(
    journal: Journal, order: Order, earlier: Earlier | None, left: int, names: tuple[str, ...]
) -> Outcome:
    when, done = datetime.now(), journal.done
    target = order.output / SUMMARY
    roll = compared(names, done) if names else ()
    made = summary(done, earlier, when, roll)
    _check_summary(journal, order)
    _write(journal, target, SUMMARY, made)
    letters = _Letters(journal, order, earlier, when, left)
    notices = letters.write() if order.notices else None
    faulty = unread = 0
    for result in done.values():
        unread += bool(result.error)
        faulty += any(each.severity == Severity.ERROR for each in result.open)
    return Outcome(target, len(done), faulty, unread, left, notices, tuple(letters.kept), roll)


def _check_summary(journal: Journal | None, order: Order) -> None:
    """Raise InputError if the summary would replace a file that the batch did not write."""
    target = order.output / SUMMARY
    own = journal is not None and journal.is_own(SUMMARY, target)
    if target.exists() and not order.overwrite and not own:
        raise InputError(
            f"“{target}”不是本次批量核对写的，或者写出后又被改过，没有覆盖它；"
            "请把它改名、移走后加 --resume 再做；确实要代替它，请加 --overwrite。"
        )


def _write(journal: Journal, target: Path, name: str, data: bytes) -> None:
    """Write a file that may be replaced as long as nobody edits it."""
    with journal.writing(name, data):  # recorded first, so that it can be replaced later
        write_whole(target, data)


class _Letters:
    """The letters to the units. An existing letter stays, as somebody may have typed into it,
    unless its filing was checked anew; even then an edited one stays."""

    def __init__(
        self, journal: Journal, order: Order, earlier: Earlier | None, when: datetime, left: int
    ) -> None:
        self.journal, self.order, self.earlier, self.when = journal, order, earlier, when
        self.folder = order.output / NOTICES
        self.kept: list[str] = []
        self.left = left
        self.names = _names(journal.done.units)

    def write(self) -> int:
        """Write the letters; return how many are due. Raises InputError if the folder cannot be made."""
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(f"不能建立文件夹“{self.folder}”：{reason(error)}。") from error
        due = sum(self._letter(key, result) for key, result in self.journal.done.items())
        if not self.left:
            self._clear()
        return due

    def _letter(self, key: str, result: Result) -> bool:
        before = self.earlier.of(result) if self.earlier is not None else None
        letter = notice(result, self.when, before)
        leaf = self.names[key]
        target, name = self.folder / leaf, f"{NOTICES}/{leaf}"
        anew = key in self.journal.added
        there = target.exists()
        if not anew and (there or name in self.journal.done.placed):
            return letter is not None  # written in an earlier run; it may be deleted by now
        if there and not self.order.overwrite and not self.journal.is_own(name, target):
            self.kept.append(target.name)
        elif letter is not None:
            _write(self.journal, target, name, letter)
        else:
            target.unlink(missing_ok=True)
        return letter is not None

    def _clear(self) -> None:
        """Delete unedited letters of filings that are gone or have another name; keep the edited ones."""
        names = {f"{NOTICES}/{leaf}" for leaf in self.names.values()}
        for name in self.journal.done.written:
            target = self.order.output / name
            if not name.startswith(f"{NOTICES}/") or name in names or not target.is_file():
                continue
            if self.journal.is_own(name, target):
                target.unlink()
            else:
                self.kept.append(target.name)


def _names(units: Mapping[str, str]) -> dict[str, str]:
    """Return the file name of each filing's letter: its unit's if that has one filing, else its key."""
    called = {key: safe(unit, _LONGEST_NAME) for key, unit in units.items()}
    several = Counter(name.casefold() for name in called.values())
    keys = {key.casefold() for key in units}
    leaves = {}
    for key, name in called.items():
        alone = several[name.casefold()] == 1 and name.casefold() not in keys - {key.casefold()}
        leaves[key] = f"{name if name and alone else key}.docx"
    return leaves
