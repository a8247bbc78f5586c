"""What the window does with files that are sent to it, or dropped on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.window.conftest import WHEN, Opened
from xladdin.errors import InputError
from xladdin.sources.own_copies import CHECKED, REPORT
from xladdin.window.desk import MOST, MOST_FILES, Desk, _leaf, home, recent, remember
from xladdin.window.examining import Outcome


def sent(opened: Opened, *files: Path) -> Desk:
    return Desk(opened.append, files, clock=lambda: WHEN)


def test_files_that_are_sent_are_checked_beside_them_again_and_again(
    opened: Opened, documents: list[Path]
) -> None:
    folder = documents[0].parent
    before = {path: path.read_bytes() for path in documents}
    for _ in range(2):  # and again, over the results of the first time
        desk = sent(opened, *documents)
        assert desk.state()["waiting"]
        told = desk.first()
        assert not desk.state()["waiting"]
    assert told["unit"] == "云山县农业技术推广中心　2024年度"
    assert told["conclusion"].startswith("发现错误")
    assert told["copies"] == ["自评报告_批注.docx", "附件_校验.xlsx"]
    assert sorted(os.listdir(folder / CHECKED)) == sorted([REPORT, *told["copies"]])
    assert desk.again(told["key"])["files"] == ["自评报告.docx", "附件.xlsx"]
    assert {path: path.read_bytes() for path in documents} == before
    assert len(recent()) == 1


def test_a_folder_keeps_its_results(opened: Opened, documents: list[Path]) -> None:
    folder = documents[0].parent
    assert sent(opened, folder).first()["folder"] == str(folder / CHECKED)
    again = sent(opened, folder).first()  # the results are no part of the filing
    assert again["copies"] == ["自评报告_批注.docx", "附件_校验.xlsx"]


def test_files_that_are_dropped_are_kept_with_their_results(
    desk: Desk, opened: Opened, documents: list[Path]
) -> None:
    name = desk.new()
    for path in documents:
        desk.bring(name, f"我的材料/{path.name}", path.read_bytes())
    told = desk.check(name)
    assert told["brought"]
    assert Path(told["folder"]).is_relative_to(home())
    assert b"</html>" in desk.report(told["key"])
    desk.open(told["key"], 0)
    desk.open(told["key"], 1)
    assert opened == [Path(told["folder"]), Path(told["folder"]) / "自评报告_批注.docx"]
    with pytest.raises(InputError, match="再拖一次"):
        desk.again(told["key"])


def test_what_cannot_be_checked_is_told_in_one_sentence(
    desk: Desk, opened: Opened, documents: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(InputError, match=r"照片\.jpg"):
        sent(opened, tmp_path / "照片.jpg").first()
    assert not (tmp_path / CHECKED).exists()
    with pytest.raises(InputError, match="没有收到文件"):
        desk.first()
    with pytest.raises(InputError, match="没有收到文件"):
        desk.check(desk.new())
    (documents[0].parent / CHECKED).touch()
    with pytest.raises(InputError, match=CHECKED):
        sent(opened, *documents).first()
    assert recent() == {}


def test_a_report_that_somebody_has_edited_is_not_replaced(
    opened: Opened, documents: list[Path]
) -> None:
    sent(opened, *documents).first()
    report = documents[0].parent / CHECKED / REPORT
    report.write_text("我的批注", encoding="utf-8")
    with pytest.raises(InputError, match="没有覆盖它"):
        sent(opened, *documents).first()
    assert report.read_text(encoding="utf-8") == "我的批注"


def test_what_is_brought_stays_within_its_folder(desk: Desk) -> None:
    name = desk.new()
    desk.bring(name, "../../../附件.xlsx", b"x")
    desk.bring(name, 'C:\\a\\b:*?".docx', b"x")
    folder = home() / name / "材料"
    assert sorted(path.name for path in folder.iterdir()) == ["b.docx", "附件.xlsx"]
    for file, data, why in (
        ("附件.xlsx", b"y", "两个文件都叫"), ("大.docx", None, "超过"), ("..", b"x", "请改名"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=why):
            desk.bring(name, file, data)
    for number in range(MOST_FILES - 2):
        desk.bring(name, f"{number}.txt", b"x")
    with pytest.raises(InputError, match="不像是一个单位"):
        desk.bring(name, "最后.txt", b"x")
    with pytest.raises(InputError, match="不在了"):
        desk.bring("../../x", "a.docx", b"x")


def outcome(folder: Path) -> Outcome:
    return Outcome("某单位", "没有发现问题。", str(folder), (), (), (), "2025-04-10 09:30", "")


def test_the_last_ten_are_kept_and_what_is_no_longer_needed_goes(tmp_path: Path) -> None:
    stale, fresh = home() / "stale", home() / "fresh"
    for folder in (stale, fresh):
        folder.mkdir(parents=True)
    os.utime(stale, (0, 0))
    for number in range(MOST + 3):
        remember(outcome(tmp_path / str(number)))
    remember(outcome(tmp_path / "7"))
    assert [Path(each.folder).name for each in recent().values()][:3] == ["7", "12", "11"]
    assert len(recent()) == MOST
    assert (stale.exists(), fresh.exists()) == (False, True)


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"unit": 1}', '{"at": 1, "unit": 1}', "{}x", "null"]
)
def test_what_is_damaged_of_the_list_is_left_out(text: str, tmp_path: Path) -> None:
    remember(outcome(tmp_path))
    (home() / "x.filing.json").write_text(text, encoding="utf-8")
    assert [*recent()] == [outcome(tmp_path).key]


def test_what_has_gone_meanwhile_is_said(desk: Desk, tmp_path: Path) -> None:
    gone = outcome(tmp_path / "没有了")
    remember(gone)
    for ask in (
        lambda: desk.report(gone.key), lambda: desk.open(gone.key, 0), lambda: desk.open(gone.key, 5)
    ):  # fmt: skip
        with pytest.raises(InputError, match="不在原处"):
            ask()
    with pytest.raises(InputError, match="不在名单上"):
        desk.report("x")


def test_two_windows_do_not_cross(opened: Opened, documents: list[Path], tmp_path: Path) -> None:
    """The other one checks as many as make the list anew; then one of the same folder's files alone."""
    mine, other = sent(opened, *documents), sent(opened, documents[0])
    told = mine.first()
    page = mine.report(told["key"])
    for number in range(MOST):
        remember(outcome(tmp_path / str(number)))
    assert told["key"] not in recent()
    assert mine.report(told["key"]) == page
    alone = other.first()
    assert alone["key"] != told["key"]
    with pytest.raises(InputError, match="被另一次核对换掉了"):
        mine.report(told["key"])
    assert other.report(alone["key"]) != page


def test_names_of_any_length_are_kept_and_told_apart(desk: Desk, documents: list[Path]) -> None:
    name, unit = desk.new(), "云山县农业技术推广中心" * 12
    for ending, path in zip(("自评报告.docx", "附件.xlsx"), documents, strict=True):
        desk.bring(name, unit + ending, path.read_bytes())
    told = desk.check(name)
    assert [len(each.encode()) < 256 for each in told["copies"]] == [True, True]
    assert told["copies"][0].endswith("自评报告_批注.docx")


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_what_is_brought_is_for_this_user_alone(desk: Desk) -> None:
    name = desk.new()
    desk.bring(name, "附件.xlsx", b"x")
    (path,) = (home() / name).rglob("*.xlsx")
    assert (path.stat().st_mode & 0o777, home().stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("NUL", "_NUL"),
        ("con.docx", "_con.docx"),
        ("COM1 .xlsx", "_COM1 .xlsx"),
        ("console.docx", "console.docx"),
        ("报告\u202excod.exe", "报告xcod.exe"),
        ("..\\..\\附件.xlsx", "附件.xlsx"),
    ],
)
def test_a_name_is_one_of_a_file_everywhere(name: str, kept: str) -> None:
    assert _leaf(name) == kept
