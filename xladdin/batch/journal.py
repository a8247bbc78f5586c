"""Keep the journal of a batch: one line a filing, so that a run that was killed can be resumed."""

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
    """The results in a journal by their keys, in the order of keys. Each is read from disk when
    asked for, so that thousands are never in memory together."""

    def __init__(self, path: Path) -> None:
        """Read which results a journal has. Raises InputError if it cannot be read."""
        self.path = path
        self.stamps: dict[str, str] = {}
        self.units: dict[str, str] = {}
        #: The files that the batch wrote, by their path below its folder, each with the digests of
        #: all that it wrote or meant to write there.
        self.written: dict[str, set[str]] = {}
        #: Those of the files whose writing was finished.
        self.placed: set[str] = set()
        #: The offset of each result's line.
        self._begins: dict[str, int] = {}
        #: The offset after the last finished line; a killed run may leave half a line.
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
            except ValueError:  # a file's digest, or a damaged line, which is not done
                with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
                    said = json.loads(text)
                    for name, told in said["written"].items():
                        self.written.setdefault(name, set()).add(told)
                        self.placed.update([name] if said.get("placed") else [])

    def note(self, result: Result, begin: int) -> None:
        """Record that a result begins at this offset; it replaces an earlier one of its filing."""
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
    """An append-only file of results, to be used in a ``with`` statement. Each line is on disk
    before the next filing counts as done."""

    def __init__(self, folder: Path, settings: Mapping[str, object], *, resume: bool) -> None:
        """Open or begin the journal; ``settings`` are those that change results.

        Raises InputError if there is a journal and ``resume`` is false, if it was made with other
        settings or is no journal, if another batch writes to it, or if it cannot be written.
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
        #: The keys of results added by this run.
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
        """Append a result. Raises InputError if it cannot be written."""
        self.done.note(result, self._append(result.line()))
        self.added.add(result.key)

    @contextlib.contextmanager
    def writing(self, name: str, data: bytes) -> Iterator[None]:
        """Record that the batch is about to write a file, and afterwards that it did, as a run may
        be killed in between. Raises InputError if the journal cannot be written."""
        said = {"written": {name: digest(data)}}
        self.done.written.setdefault(name, set()).add(digest(data))
        self._append(json.dumps(said, ensure_ascii=False))
        yield
        self.done.placed.add(name)
        self._append(json.dumps({**said, "placed": True}, ensure_ascii=False))

    def is_own(self, name: str, path: Path) -> bool:
        """Return whether a file is as the batch wrote it."""
        try:
            return digest(path.read_bytes()) in self.done.written.get(name, ())
        except OSError:
            return False

    def _append(self, line: str) -> int:
        """Append a line and return its offset. Raises InputError if it cannot be written."""
        data = line.encode("utf-8", "replace") + b"\n"
        begin = self._end
        try:
            self._file.truncate(begin)  # removes a line that was interrupted
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
    """Return whether a journal is empty or begins like ours, or with a part of that if it was cut off."""
    if f'"schema": "{_SCHEMA}"' in found:
        return True
    with path.open("rb") as file:
        return head.encode("utf-8").startswith(file.read(len(head.encode("utf-8")) + 1))


def recorded(folder: Path) -> Recorded:
    """Return the results of an earlier batch. Raises InputError if there are none."""
    path = folder / NAME
    if not path.is_file():
        raise InputError(f"“{folder}”里没有批量核对的结果，请检查路径。")
    found = Recorded(path)
    if f'"schema": "{_SCHEMA}"' not in found.head:
        raise InputError(f"“{folder}”里没有批量核对的结果，请检查路径。")
    return found
