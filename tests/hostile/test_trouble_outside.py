"""Disks that fill up, files that vanish or are locked: one sentence, and nothing half-written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import hostile_files
from tests.hostile.test_hostile_input import VERBS, Capture, assert_refused
from tests.thorough import dealt
from xladdin.cli import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "附件.xlsx"
    path.write_bytes(hostile_files.good("xlsx"))
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "结果"
    folder.mkdir()
    return folder


def without_computed(path: Path) -> None:
    """Typed over, so that there is something to compute."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = 1
    book.save(path)


TROUBLES = (
    ("fsync", errno.ENOSPC, "磁盘已满"),
    ("replace", errno.EROFS, "所在磁盘是只读的"),
    ("replace", errno.EACCES, "没有权限，或文件正在别的程序里开着"),
)


@pytest.mark.parametrize(
    ("verb", "call", "number", "said"),
    [
        (verb, *trouble)
        for place, verb in enumerate(VERBS)
        for trouble in dealt(TROUBLES, place, len(TROUBLES))
    ],
)
def test_a_result_that_cannot_be_written(
    verb: str,
    call: str,
    number: int,
    said: str,
    file: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    if verb == "calc":
        without_computed(file)
    before = file.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    for other in ("rename", "link") if call == "replace" else ("rename",):
        monkeypatch.setattr(os, other, fail)
    assert said in assert_refused(VERBS[verb](str(file), str(out)), out, capsys)
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds files in another way")
@pytest.mark.parametrize("verb", dealt([*VERBS], 1, 3))  # "annotate" among them
def test_a_disk_that_is_full_for_real(verb: str, file: Path, out: Path) -> None:
    if verb == "calc":
        without_computed(file)
    code = (
        "import resource, sys; from xladdin.cli import main; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-X", "utf8", "-c", code, *VERBS[verb](str(file), str(out))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 2
    if verb == "annotate":  # the report is shown all the same
        assert "核对范围" in done.stdout
        assert done.stderr.splitlines()[-1].startswith("没有写批注副本：不能写入")
    else:
        assert done.stdout == ""
        assert done.stderr.splitlines()[-1].startswith("xladdin：不能写入")
    assert [path for path in out.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("error", "said"),
    [(FileNotFoundError, "找不到"), (PermissionError, "正被其他程序占用"), (OSError, "读取失败")],
)
@pytest.mark.parametrize("verb", VERBS)
def test_a_file_that_is_lost_or_locked_while_it_is_read(
    verb: str,
    error: type[OSError],
    said: str,
    file: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    opened = Path.open

    def fail(path: Path, *arguments: object, **settings: object) -> object:
        if path.name == file.name:
            raise error
        return opened(path, *arguments, **settings)  # type: ignore[arg-type,call-overload]

    monkeypatch.setattr(Path, "open", fail)
    assert said in assert_refused(VERBS[verb](str(file), str(out)), out, capsys)


@pytest.mark.parametrize("verb", ["annotate", "calc", "package"])
def test_a_file_that_changes_after_it_was_read(
    verb: str, file: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """What is copied is read again: it may be another file by then, or none."""
    if verb == "calc":
        without_computed(file)
    opened, times = Path.open, []

    def fail(path: Path, *arguments: object, **settings: object) -> object:
        if path.name == file.name:
            times.append(path)
            if len(times) > 1:
                raise FileNotFoundError
        return opened(path, *arguments, **settings)  # type: ignore[arg-type,call-overload]

    monkeypatch.setattr(Path, "open", fail)
    assert "找不到" in assert_refused(VERBS[verb](str(file), str(out)), out, capsys)


@pytest.mark.parametrize("verb", VERBS)
def test_a_target_below_a_file(verb: str, file: Path, out: Path, capsys: Capture) -> None:
    (out.parent / "不是文件夹").write_bytes(b"x")
    said = assert_refused(VERBS[verb](str(file), str(out.parent / "不是文件夹")), out, capsys)
    assert "不是文件夹" in said
    assert (out.parent / "不是文件夹").read_bytes() == b"x"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_that_is_full(file: Path, capsys: Capture) -> None:
    assert main(["check", str(file), "-o", "/dev/full"]) == 2
    assert "磁盘已满" in capsys.readouterr().err
