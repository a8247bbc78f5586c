"""The soffice process: alone, mortal, and never left behind."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from xlwings import App

from tests.office.fixtures import clean_app
from tests.office.process import Office, OfficeError, load_uno
from tests.office.render import pages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def short_lived(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.start()
    yield office
    office.stop()


def test_uno_is_there_and_nothing_else_of_debian_s_packages(office: Office) -> None:
    assert load_uno().getComponentContext()
    assert "/usr/lib/python3/dist-packages" not in sys.path
    assert builtins.__import__.__module__ == "builtins"


def test_a_process_that_died_says_so_and_is_started_again(short_lived: Office) -> None:
    assert short_lived.load("private:factory/scalc")
    assert short_lived.process
    short_lived.process.kill()
    short_lived.process.wait()
    assert not short_lived.alive
    short_lived.start()
    assert short_lived.load("private:factory/scalc")
    assert short_lived.starts == 2


def test_the_app_survives_the_death_of_its_process(office: Office) -> None:
    for app in clean_app(office):
        sheet = app.books.add().sheets[0]
        assert office.process
        office.process.kill()
        office.process.wait()
        with pytest.raises(OfficeError, match="died"):
            sheet["A1"].value = 1
    for app in clean_app(office):
        assert len(app.books) == 0
        app.books.add().sheets[0]["A1"].value = 1


def test_a_call_that_hangs_is_ended(short_lived: Office) -> None:
    assert short_lived.process
    short_lived.load("private:factory/scalc")
    os.kill(short_lived.process.pid, signal.SIGSTOP)
    timer = short_lived.limit(0.2)
    with pytest.raises(load_uno().getClass("com.sun.star.uno.Exception")):
        short_lived.load("private:factory/scalc")
    timer.join()
    assert short_lived.overdue


def test_no_process_is_left_behind_when_python_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tests.office.process import Office;"
        "office = Office(Path(sys.argv[1])); office.start();"
        "print(office.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as python:
        assert python.stdout
        pid = int(python.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        python.kill()
    end = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def test_workbooks_and_documents_are_rendered_page_by_page(excel: App, tmp_path: Path) -> None:
    book = excel.books.add()
    book.sheets[0]["A1"].value = "一"
    book.sheets.add("第二张")["A1"].value = "二"
    book.save(tmp_path / "表.xlsx")
    word = Document()
    word.add_paragraph("自评报告")
    word.save(str(tmp_path / "报告.docx"))
    office = excel.impl.engine.office
    for name, count in (("表.xlsx", 2), ("报告.docx", 1)):
        pictures = pages(office, tmp_path / name, tmp_path)
        assert len(pictures) == count
        assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
