"""Batches for tests: generated filings, and copies of the shipped example."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest

import xladdin
from tests.generator.filing import filing
from xladdin.cli import main

EXAMPLE = Path(xladdin.__file__).parent / "example"
ROOT = Path(__file__).resolve().parent.parent.parent

#: A process that opens this file is gone, as if the file had crashed a library.
DEADLY = "致命"
_HOOK = """
import os, sys
def hook(event, arguments):
    if event == "open" and "致命" in str(arguments[0]):
        os.kill(os.getpid(), 9)
sys.addaudithook(hook)
"""


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No crash is recorded in the home folder of whoever runs the tests. A batch that is run here,
    not as a process of its own, has one worker: more of them only cost their start."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six generated filings of two counties with workbooks, five of them of one year; the last
    three have a fault each."""
    folder = tmp_path_factory.mktemp("各单位材料")
    for seed, profile, *faults in (
        (2, "yueyang"),
        (7, "taojiang"),
        (9, "yueyang"),  # the year before
        (5, "yueyang", "三公合计错"),
        (11, "yueyang", "执行率算错"),
        (9, "taojiang", "总分加错"),
    ):
        made = filing(seed, profile, faults)
        assert not made.in_word
        made.write(folder / made.facts.unit)
    return folder


def copies(folder: Path, count: int, *, forms: int | None = None) -> Path:
    """A folder of so many filings, all the same as the example, or as its report and so many of its
    ``forms``: one copy of it, linked."""
    first = folder / "单位000"
    for number in range(count):
        one = folder / f"单位{number:03d}"
        one.mkdir(parents=True)
        for name in ("自评报告.docx", "附件.xlsx"):
            if one == first:
                shutil.copy(EXAMPLE / name, one)
            else:
                os.link(first / name, one / name)
        if one == first and forms:
            book = openpyxl.load_workbook(one / "附件.xlsx")
            for name in book.sheetnames[forms:]:
                del book[name]
            book.save(one / "附件.xlsx")
    return folder


@pytest.fixture(scope="session")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Twenty filings, and what a batch yields that is done at once; both to be looked at only."""
    folder = tmp_path_factory.mktemp("twenty")
    filings, whole = copies(folder / "材料", 20, forms=1), folder / "一次做完"
    assert main(["batch", str(filings), "-o", str(whole), "--workers", "1"]) == 0
    return filings, whole


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Puts a document into a folder that takes down every process that opens it."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(hooks), str(ROOT))))

    def put(folder: Path) -> None:
        folder.mkdir()
        shutil.copy(EXAMPLE / "自评报告.docx", folder / f"{DEADLY}.docx")

    return put


def batch(*arguments: str | Path) -> subprocess.Popen[str]:
    """``xladdin batch`` as a process of its own, with a process group of its own, that Ctrl-C ends
    even where the tests run in the background, who do not hear it."""
    hearing = None if os.name == "nt" else partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(
        [sys.executable, "-m", "xladdin", "batch", *map(str, arguments)],
        cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, start_new_session=True, preexec_fn=hearing,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit status, stdout and stderr."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err
