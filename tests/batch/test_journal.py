"""The journal: what was done stays done, whatever happened in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.batch.made import problem, result
from xladdin.batch.journal import NAME, Journal, recorded
from xladdin.batch.result import Result
from xladdin.errors import InputError

SETTINGS: dict[str, object] = {"version": "1", "profile": None}


@contextmanager
def opened(folder: Path, *, resume: bool = False) -> Iterator[Journal]:
    with Journal(folder, SETTINGS, resume=resume) as journal:
        yield journal


def written(folder: Path, *results: Result) -> Path:
    with opened(folder) as journal:
        for each in results:
            journal.add(each)
    return folder


def test_results_come_back_as_they_were_in_the_order_of_their_keys(tmp_path: Path) -> None:
    first = result("甲局", problem(), amounts={"基础数据表.编制数": "3"}, signature=(1, 2**47))
    folder = written(tmp_path / "结果", result("乙局\ud800"), first)
    with opened(folder, resume=True) as journal:
        assert list(journal.done) == ["乙局?", "甲局"]
        assert journal.done["甲局"] == first


def test_a_line_that_a_killed_run_left_half_written_counts_as_not_done(tmp_path: Path) -> None:
    folder = written(tmp_path, result("甲局"), result("乙局"))
    journal = folder / NAME
    journal.write_bytes(journal.read_bytes()[:-20])
    with opened(folder, resume=True) as again:
        assert list(again.done) == ["甲局"]
        again.add(result("丙局"))
    assert list(recorded(folder)) == ["丙局", "甲局"]


def test_a_line_whose_writing_was_interrupted_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C comes between the write and the note of where it ended; a shorter line follows."""

    def interrupted(number: int) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    with opened(tmp_path) as journal:
        journal.add(result("甲局"))
        monkeypatch.setattr("xladdin.batch.journal.os.fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.add(result("乙局", problem()))
        with journal.writing("汇总.xlsx", b"summary"):
            pass
    assert len((tmp_path / NAME).read_text(encoding="utf-8").splitlines()) == 4
    assert list(recorded(tmp_path)) == ["甲局"]


def test_a_damaged_line_costs_only_its_own_filing(tmp_path: Path) -> None:
    folder = written(tmp_path, result("甲局"), result("乙局"))
    journal = folder / NAME
    head, first, second = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(head + first[:30] + b"\xff\xff\n" + second)
    assert list(recorded(folder)) == ["乙局"]


def test_the_last_result_of_a_filing_counts(tmp_path: Path) -> None:
    folder = written(tmp_path, result("甲局", unit="旧名"), result("甲局", unit="新名"))
    assert [each.unit for each in recorded(folder).values()] == ["新名"]


def test_results_are_never_overwritten_unasked(tmp_path: Path) -> None:
    written(tmp_path, result("甲局"))
    with pytest.raises(InputError, match="接着做请加 --resume"):
        Journal(tmp_path, SETTINGS, resume=False)
    with pytest.raises(InputError, match="别的选项或别的版本"):
        Journal(tmp_path, SETTINGS | {"profile": "yueyang"}, resume=True)
    assert list(recorded(tmp_path)) == ["甲局"]


def test_a_journal_without_results_is_begun_anew(tmp_path: Path) -> None:
    written(tmp_path)
    with Journal(tmp_path, SETTINGS | {"profile": "yueyang"}, resume=False) as journal:
        journal.add(result("甲局"))
    assert list(recorded(tmp_path)) == ["甲局"]


def test_a_folder_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    with pytest.raises(InputError, match="不能写入"):
        Journal(tmp_path / "文件", SETTINGS, resume=False)
    with pytest.raises(InputError, match="没有批量核对的结果"):
        recorded(tmp_path)
    (tmp_path / NAME).write_text('{"schema": "别的"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="没有批量核对的结果"):
        recorded(tmp_path)


def test_a_file_counts_as_placed_only_once_it_was_written(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.add(result("甲局"))
        with pytest.raises(KeyboardInterrupt), journal.writing("整改通知/甲局.docx", b"letter"):
            raise KeyboardInterrupt
        with journal.writing("汇总.xlsx", b"summary"):
            pass
    with opened(tmp_path, resume=True) as again:
        assert set(again.done.written) == {"整改通知/甲局.docx", "汇总.xlsx"}
        assert again.done.placed == {"汇总.xlsx"}
