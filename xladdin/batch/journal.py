"""The journal of a batch: one line a filing, so that a run that was killed goes on where it was."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

from xladdin.batch.result import Result
from xladdin.errors import InputError
from xladdin.mishaps import reason
from xladdin.outputs.workplace import hold
from xladdin.outputs.writing import digest

NAME = "journal.jsonl"
_SCHEMA = "xladdin.journal/1"


class Recorded(Mapping[str, Result]):
    """The results in a journal by their keys, in the keys' order. Each is read when it is asked
    for: those of thousands of filings are never in memory together."""

    def __init__(self, path: Path) -> None:
        """Raises InputError where there is no journal that can be read."""
        self.path = path
        self.stamps: dict[str, str] = {}
        self.units: dict[str, str] = {}
        #: The files that the batch wrote, below its folder, with the digests of all
        #: that it ever wrote there: a run may be killed before it writes, or after.
        self.written: dict[str, set[str]] = {}
        #: Those of them that surely came to stand there.
        self.placed: set[str] = set()
        #: Where each result's line begins.
        self._begins: dict[str, int] = {}
        #: Where the finished lines end: a killed run may have left half of one.
        self.end = 0
        self.head = ""
        try:
            with path.open("rb") as file:
                self._index(file)
        except OSError as error:
            raise InputError(f"“{path}”读取失败：{reason(error)}。") from error

    def _index(self, file: IO[bytes]) -> None:
        for line in file:
            if not line.endswith(b"\n"):
                break
            begin, self.end = self.end, self.end + len(line)
            if begin == 0:
                self.head = line.decode("utf-8", "replace").rstrip("\n")
                continue
            text = line.decode("utf-8", "replace")
            try:
                self.note(Result.of_line(text), begin)
            except ValueError:  # a file's digest, or damaged: counts as not done
                with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
                    said = json.loads(text)
                    for name, told in said["written"].items():
                        self.written.setdefault(name, set()).add(told)
                        self.placed.update([name] if said.get("placed") else [])

    def note(self, result: Result, begin: int) -> None:
        """A result stands at this offset; it replaces an earlier one of its filing."""
        self.stamps[result.key] = result.stamp
        self.units[result.key] = result.unit
        self._begins[result.key] = begin

    def keep(self, keys: Iterable[str]) -> None:
        """Forget the results of all other filings."""
        for key in self._begins.keys() - set(keys):
            self.forget(key)

    def forget(self, key: str) -> None:
        """Forget a filing's result, if there is one."""
        for each in (self.stamps, self.units, self._begins):
            each.pop(key, None)

    def __getitem__(self, key: str) -> Result:
        with self.path.open("rb") as file:
            file.seek(self._begins[key])
            return Result.of_line(file.readline().decode("utf-8", "replace"))

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._begins))

    def __len__(self) -> int:
        return len(self._begins)


class Journal:
    """An append-only file of results. Used in a ``with`` statement; each line is on disk before the
    next filing counts as done."""

    def __init__(self, folder: Path, settings: Mapping[str, object], *, resume: bool) -> None:
        """``settings`` are those that change results: a journal of others can't be gone on with.

        Raises InputError where there is a journal and ``resume`` is not said, or none fits.
        """
        path = folder / NAME
        head = json.dumps({"schema": _SCHEMA, **settings}, ensure_ascii=False, sort_keys=True)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.touch()
            self._file: IO[bytes] = path.open("r+b")
        except OSError as error:
            raise InputError(f"不能写入“{folder}”：{reason(error)}。") from error
        try:
            self._begin(path, head, resume=resume)
        except BaseException:
            self._file.close()
            raise

    def _begin(self, path: Path, head: str, *, resume: bool) -> None:
        folder = path.parent
        if not hold(self._file):
            raise InputError(
                f"另一个批量核对正在往“{folder}”里写，请等它做完，或换一个放结果的文件夹。"
            )
        self.done = Recorded(path)
        #: Those that were not in it before.
        self.added: set[str] = set()
        if not _is_ours(path, self.done.head, head):
            raise InputError(f"“{path}”不是本程序写的，没有动它；请把它移走，或换一个文件夹。")
        if self.done and not resume:
            raise InputError(
                f"“{folder}”里有上次的结果；接着做请加 --resume（材料改过的单位重新核对），全部重新做请换一个文件夹。"
            )
        if self.done and self.done.head != head:
            raise InputError(
                f"“{folder}”里上次的结果是按别的选项或别的版本做的，不能接着做，请换一个文件夹。"
            )
        self._end = self.done.end if self.done else 0
        try:
            self._file.truncate(self._end)
        except OSError as error:
            raise InputError(f"不能写入“{path}”：{reason(error)}。") from error
        if not self._end:
            self._append(head)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, result: Result) -> None:
        """Write a result down. Raises InputError where the disk is full or gone."""
        self.done.note(result, self._append(result.line()))
        self.added.add(result.key)

    @contextlib.contextmanager
    def writing(self, name: str, data: bytes) -> Iterator[None]:
        """Write down that the batch is about to write a file, and afterwards that it did: a run may
        be killed in between. Raises InputError as ``add``."""
        said = {"written": {name: digest(data)}}
        self.done.written.setdefault(name, set()).add(digest(data))
        self._append(json.dumps(said, ensure_ascii=False))
        yield
        self.done.placed.add(name)
        self._append(json.dumps({**said, "placed": True}, ensure_ascii=False))

    def is_own(self, name: str, path: Path) -> bool:
        """Whether a file is as the batch wrote it."""
        try:
            return digest(path.read_bytes()) in self.done.written.get(name, ())
        except OSError:
            return False

    def _append(self, line: str) -> int:
        """Where the line begins."""
        data = line.encode("utf-8", "replace") + b"\n"
        begin = self._end
        try:
            self._file.truncate(begin)  # the rest of a line that was interrupted
            self._file.seek(begin)
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise InputError(
                f"不能写入“{self.done.path}”：{reason(error)}。已做完的不会丢。"
            ) from error
        self._end += len(data)
        return begin


def _is_ours(path: Path, found: str, head: str) -> bool:
    """Whether a journal is empty, or begins as this program begins one; a killed run may have left
    half a line."""
    if f'"schema": "{_SCHEMA}"' in found:
        return True
    with path.open("rb") as file:
        return head.encode("utf-8").startswith(file.read(len(head.encode("utf-8")) + 1))


def recorded(folder: Path) -> Recorded:
    """The results of an earlier batch. Raises InputError where there are none."""
    path = folder / NAME
    if not path.is_file():
        raise InputError(f"“{folder}”里没有批量核对的结果，请检查路径。")
    found = Recorded(path)
    if f'"schema": "{_SCHEMA}"' not in found.head:
        raise InputError(f"“{folder}”里没有批量核对的结果，请检查路径。")
    return found
