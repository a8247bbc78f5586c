"""发送到: the files dropped are checked, and what was made of them opens."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from xladdin.addin.dropped import REPORT, RESULTS, check_dropped
from xladdin.verbs.demo import EXAMPLE

Patch = pytest.MonkeyPatch


class Desk:
    """What the user sees: sentences, and files that open."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.opened: list[str] = []

    def drop(self, *files: Path) -> int:
        return check_dropped(files, self.said.append, lambda path: self.opened.append(path.name))


@pytest.fixture
def desk(monkeypatch: Patch, tmp_path: Path) -> Desk:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Desk()


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "绩效自评 2024（终稿）& 䶮"
    folder.mkdir()
    names = ("自评报告.docx", "附件.xlsx")
    return [Path(shutil.copy(EXAMPLE / name, folder)) for name in names]


def test_the_report_opens_and_on_top_of_it_the_annotated_copies(
    desk: Desk, documents: list[Path]
) -> None:
    folder = documents[0].parent
    before = {path: path.read_bytes() for path in documents}
    for _ in range(2):  # and again, over the results of the first time
        desk.opened.clear()
        assert desk.drop(*documents) == 1
        assert desk.opened[0] == REPORT
        assert "自评报告_批注.docx" in desk.opened[1:]
        assert set(desk.opened) == set(os.listdir(folder / RESULTS))
    assert desk.said == []
    assert {path: path.read_bytes() for path in documents} == before
    assert sorted(os.listdir(folder)) == sorted([RESULTS, *(path.name for path in documents)])


def test_a_whole_folder_can_be_dropped(desk: Desk, documents: list[Path]) -> None:
    assert desk.drop(documents[0].parent) == 1
    assert (documents[0].parent.parent / RESULTS / REPORT).is_file()


def test_results_of_an_earlier_time_do_not_open_again(desk: Desk, documents: list[Path]) -> None:
    (documents[0].parent / RESULTS).mkdir()
    (documents[0].parent / RESULTS / "上次.docx").touch()
    desk.drop(*documents)
    assert "上次.docx" not in desk.opened


def test_what_cannot_be_checked_is_told_in_one_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8")
    assert desk.drop(tmp_path / "照片.jpg") == 2
    assert desk.opened == []
    assert len(desk.said) == 1
    assert "照片.jpg" in desk.said[0]
    assert not desk.said[0].startswith("xladdin")
    assert not (tmp_path / RESULTS).exists()


def test_where_nothing_can_be_written_it_says_so(desk: Desk, documents: list[Path]) -> None:
    (documents[0].parent / RESULTS).touch()
    assert desk.drop(*documents) == 2
    assert RESULTS in desk.said[0]


def test_started_without_a_file_it_says_how_to_use_it(desk: Desk) -> None:
    assert desk.drop() == 2
    assert "发送到" in desk.said[0]
