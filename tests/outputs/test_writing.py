"""A result file is written whole or not at all, and never over what was read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xladdin.errors import InputError
from xladdin.outputs.writing import write_whole


def test_text_is_written_as_utf_8(tmp_path: Path) -> None:
    write_whole(tmp_path / "报告.txt", "执行率\n")
    assert (tmp_path / "报告.txt").read_bytes() == "执行率\n".encode()


def test_an_older_result_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "报告.json"
    target.write_text("旧")
    write_whole(target, b"{}")
    assert target.read_bytes() == b"{}"
    assert os.listdir(tmp_path) == ["报告.json"]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "报告.html"
    target.write_text("旧", encoding="utf-8")
    monkeypatch.setattr(os, broken, full)
    with pytest.raises(InputError, match=r"^不能写入“.*报告.html”：磁盘已满。$"):
        write_whole(target, "新")
    assert target.read_text(encoding="utf-8") == "旧"
    assert os.listdir(tmp_path) == ["报告.html"]


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "报告.html", "新")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("spelling", ["材料.docx", "./子/../材料.docx", "链接.docx"])
def test_what_was_read_is_never_overwritten(tmp_path: Path, spelling: str) -> None:
    source = tmp_path / "材料.docx"
    source.write_bytes(b"PK")
    (tmp_path / "子").mkdir()
    (tmp_path / "链接.docx").symlink_to(source)
    with pytest.raises(InputError, match="是被核对的材料，不能用结果覆盖它"):
        write_whole(tmp_path / spelling, "新", inputs=[source])
    assert source.read_bytes() == b"PK"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"是文件夹，请写出文件名，例如“.*校验报告.html”。$"):
        write_whole(tmp_path, "新")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^文件夹“.*没有”不存在，请先建好，或换一个位置。$"):
        write_whole(tmp_path / "没有" / "报告.html", "新")


def test_a_link_keeps_being_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "真.html", tmp_path / "链接.html"
    target.write_text("旧")
    link.symlink_to(target)
    write_whole(link, "新")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "新"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such devices")
def test_a_device_is_written_to_not_replaced() -> None:
    write_whole(Path(os.devnull), "新")
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_result_has_the_permissions_of_the_users_other_files(tmp_path: Path) -> None:
    (tmp_path / "别的").touch()
    write_whole(tmp_path / "报告.html", "新")
    assert (tmp_path / "报告.html").stat().st_mode == (tmp_path / "别的").stat().st_mode
