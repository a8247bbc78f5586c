"""A workbook open in the stand-in for Excel, and what can be seen of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from xlwings import App, Book

from tests.excel import seeing
from tests.excel.seeing import EXAMPLE
from tests.wps.joined import Joined
from xladdin.excel import session


@pytest.fixture(scope="session", autouse=True)
def way() -> Iterator[None]:
    """With XLADDIN_THROUGH_WPS=1 every click goes through WPS's script, the local server and back."""
    if os.environ.get("XLADDIN_THROUGH_WPS") != "1":
        yield
        return
    with Joined() as wps:
        seeing.WAYS.append(wps.press)
        yield
        seeing.WAYS.pop()


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a crash would be recorded."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Nothing is remembered from one test to the next."""
    yield
    for memory in (
        session._steps,
        session._last,
        session._recent,
        session._files,
        session._chosen,
    ):
        memory.clear()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The report of the example, in a folder of its own."""
    return Path(shutil.copy(EXAMPLE / "自评报告.docx", tmp_path))


def first_forms(count: int, path: Path) -> Path:
    """Some forms of the example: fewer cells than the whole, and as many kinds of them."""
    workbook = openpyxl.load_workbook(EXAMPLE / "附件.xlsx")
    for sheet in workbook.worksheets[count:]:
        workbook.remove(sheet)
    workbook.save(path)
    return path


@pytest.fixture(scope="session")
def one_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """附件1 of the example."""
    return first_forms(1, tmp_path_factory.mktemp("one") / "附件.xlsx")


@pytest.fixture(scope="session")
def two_forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """附件1 and 附件2 of the example."""
    return first_forms(2, tmp_path_factory.mktemp("two") / "附件.xlsx")


@pytest.fixture
def book(excel: App, one_form: Path, tmp_path: Path) -> Book:
    """A form, open, with a few figures that do not add up."""
    return excel.books.open(shutil.copy(one_form, tmp_path))


@pytest.fixture
def both(excel: App, two_forms: Path, tmp_path: Path) -> Book:
    """Two forms, open."""
    return excel.books.open(shutil.copy(two_forms, tmp_path))
