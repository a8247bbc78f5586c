"""Workers: each task has one result, whatever becomes of the workers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.conftest import DEADLY, EXAMPLE, copies
from xladdin.batch import running
from xladdin.batch.grouping import filings
from xladdin.batch.result import Result
from xladdin.batch.running import processes, results
from xladdin.batch.work import Task, check, stamp

Patch = pytest.MonkeyPatch


def checked(folder: Path, workers: int = 2) -> dict[str, Result]:
    tasks = [Task(each) for each in filings(folder)]
    with processes(workers) as pool:
        found = list(results(tasks, pool))
    assert len(found) == len(tasks)
    return {each.key: each for each in found}


def test_workers_that_are_replaced_lose_nothing(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(running, "_FILINGS_PER_WORKER", 2)
    found = checked(copies(tmp_path / "材料", 10))
    assert not [each.error for each in found.values() if each.error]
    assert len({len(each.problems) for each in found.values()}) == 1


def test_a_filing_that_takes_its_worker_down_is_found_and_the_others_are_done(
    tmp_path: Path, deadly: Callable[[Path], None]
) -> None:
    folder = copies(tmp_path / "材料", 8)
    deadly(folder / "单位003之后")
    found = checked(folder)
    assert {key: each.error for key, each in found.items() if each.error} == {
        "单位003之后": "读取时程序意外退出，可能文件过大或已损坏，请单独核对。"
    }
    assert DEADLY not in "".join(each.unit for each in found.values())


def test_whatever_a_filing_holds_its_result_says_why_it_was_not_read(tmp_path: Path) -> None:
    (tmp_path / "坏的").mkdir()
    (tmp_path / "坏的" / "报告.docx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "空的").mkdir()
    (tmp_path / "空的" / "报告.docx").touch()
    (inbox, empty) = filings(tmp_path)
    assert "报告.docx" in check(Task(inbox)).error
    assert "报告.docx" in check(Task(empty)).error
    shutil.rmtree(tmp_path / "坏的")
    gone = check(Task(inbox))
    assert gone.error
    assert gone.stamp == ""


def test_the_stamp_tells_whether_a_filing_was_touched(tmp_path: Path) -> None:
    (inbox,) = filings(copies(tmp_path / "材料", 1))
    before = stamp(inbox)
    assert stamp(inbox) == before
    shutil.copy(EXAMPLE / "附件.xlsx", tmp_path / "材料" / "单位000" / "附件2.xlsx")
    assert stamp(inbox) != before


def test_copies_that_cannot_be_written_do_not_cost_the_result(tmp_path: Path) -> None:
    (inbox,) = filings(copies(tmp_path / "材料", 1))
    target = tmp_path / "批注副本"
    first = check(Task(inbox, copies=target))
    assert first.copies == ("单位000/自评报告_批注.docx", "单位000/附件_校验.xlsx")
    (target / "单位000" / "附件_校验.xlsx").write_bytes(b"somebody's own")
    again = check(Task(inbox, copies=target))
    assert again.problems == first.problems
    assert again.copies == ("单位000/自评报告_批注.docx",)
    assert "没有写批注副本" in again.note
