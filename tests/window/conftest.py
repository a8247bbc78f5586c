"""A desk of its own for each test, and the shipped filing to be brought to it."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from xladdin.verbs.demo import EXAMPLE
from xladdin.window.desk import Desk

WHEN = datetime(2025, 4, 10, 9, 30)


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's folder for what programs keep."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


class Opened(list[Path]):
    """What was opened."""


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def desk(opened: Opened) -> Desk:
    return Desk(opened.append, clock=lambda: WHEN)


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    """The shipped filing in a folder with an awkward name."""
    folder = tmp_path / "绩效自评 2024（终稿）& 䶮"
    folder.mkdir()
    names = ("自评报告.docx", "附件.xlsx")
    return [Path(shutil.copy(EXAMPLE / name, folder)) for name in names]
