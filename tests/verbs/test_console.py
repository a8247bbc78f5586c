"""The terminal takes what it can, and a lost reader or a full disk ends quietly."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import xladdin
from xladdin import crash
from xladdin.verbs import console

Patch = pytest.MonkeyPatch


def test_a_console_that_lacks_characters_still_prints(monkeypatch: Patch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    console.prepare()
    console.say("执行率 95%")
    console.say("执行率", utf8=True)
    assert raw.getvalue() == b"??? 95%\n" + "执行率\n".encode()


@pytest.mark.parametrize(
    ("terminal", "variables", "expected"),
    [(True, {}, True), (False, {}, False), (True, {"NO_COLOR": "1"}, False)],
)
def test_colours_are_for_terminals(
    terminal: bool, variables: dict[str, str], expected: bool, monkeypatch: Patch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(console, "is_terminal", lambda: terminal)
    assert console.shows_colours() is expected


@pytest.mark.skipif(os.name == "nt", reason="asks xdg-open")
@pytest.mark.parametrize(("script", "said"), [("exit 0", False), ("exit 4", True), (None, True)])
def test_what_cannot_be_opened_is_told_where_it_lies(
    script: str | None,
    said: bool,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if script is not None:
        for name in ("xdg-open", "open"):
            (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / name).chmod(0o755)
    console.open_file(tmp_path / "报告.html")
    assert (str(tmp_path / "报告.html") in capsys.readouterr().err) is said


def rules(stdout: object) -> subprocess.CompletedProcess[bytes]:
    """A fresh ``xladdin rules`` that prints to this file."""
    environment = os.environ | {"PYTHONPATH": str(Path(xladdin.__file__).parent.parent)}
    command = [sys.executable, "-m", "xladdin", "rules"]
    return subprocess.run(command, env=environment, stdout=stdout, stderr=subprocess.PIPE)


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as pipe:
        done = rules(pipe)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_so() -> None:
    with open("/dev/full", "wb") as full:
        done = rules(full)
    assert done.returncode == 2
    assert done.stderr.decode() == "xladdin：结果没能全部输出：磁盘已满。\n"


def test_where_no_log_can_be_written_the_temporary_folder_takes_it(
    monkeypatch: Patch, tmp_path: Path
) -> None:
    blocked = tmp_path / "文件"
    blocked.touch()
    monkeypatch.setattr(crash, "state_folder", lambda: blocked / "x")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert str(tmp_path / "xladdin-error-") in crash.record(ValueError("oh"))
