"""Every button goes the whole way through WPS's script, and comes to the same as from Excel.

All of tests/excel does, if it is asked to: XLADDIN_THROUGH_WPS=1 pytest tests/excel
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch
from uuid import UUID

import pytest
from xlwings import App

from tests.excel.conftest import first_forms
from tests.excel.seeing import EXAMPLE, Press, Seen, differences, seen
from tests.office.fixtures import clean_app
from tests.office.process import Office
from tests.wps.declarations import interfaces
from tests.wps.joined import Counted, Joined
from xladdin import crash
from xladdin.excel import buttons, session

#: How many round trips a click may take on the workbook of one form that is walked on here.
MOST_TURNS = {
    "check": 145, "check_narrative": 145, "clear_marks": 60, "compute": 85, "rescore": 60,
    "undo": 70, "correct": 100, "previous": 15, "next": 15, "insert_formula": 75, "freeze_values": 50,
    "appendix": 12, "package": 12, "new_workbook": 10, "import_report": 10, "carry_over": 6, "batch": 6,
    "take_accounts": 120, "update_narrative": 120, "rules_page": 3, "doctor": 4, "manual": 3, "about": 3,
}  # fmt: skip


@dataclass
class Walk:
    """What all buttons said, what was seen after them, and what went over the line."""

    said: list[tuple[str, str]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    turns: dict[str, int] = field(default_factory=dict)
    operations: list[list[Any]] = field(default_factory=list)


def walked(press: Press, excel: App, folder: Path, talk: Counted | None = None) -> Walk:
    """Press every button, some of them in more than one state."""
    walk, user = Walk(), excel.impl.user
    shutil.copy(EXAMPLE / "自评报告.docx", folder)
    book = excel.books.open(str(first_forms(1, folder / "附件.xlsx")))

    def click(button: str, *chosen: str | bool, answers: tuple[str, ...] = ()) -> None:
        user.chosen.extend(chosen)
        user.answers.extend(answers)
        said = press(button, excel, book)
        walk.said.append((button, said.replace(str(folder), "…")))
        if talk is not None:
            walk.turns[button] = max(walk.turns.get(button, 0), talk.turns)
            walk.operations += talk.operations

    for button in ("undo", "check", "next", "next", "previous", "package", "clear_marks", "undo"):
        click(button)
    walk.seen.append(seen(book, folder))
    click("undo")
    click("check_narrative", str(folder / "自评报告.docx"))
    for button in ("compute", "rescore", "undo", "correct", "correct"):
        click(button)
    walk.seen.append(seen(book, folder))
    for button in ("undo", "undo", "undo", "appendix"):
        click(button)
    book.sheets[0].activate()
    book.sheets[0]["I4:J6"].select()
    click("insert_formula")
    click("freeze_values")
    walk.seen.append(seen(book, folder))
    click("new_workbook", str(folder / "新表.xlsx"), answers=("2025 某县某局",))
    click("import_report", str(EXAMPLE / "附件.xlsx"), str(folder / "导入.xlsx"))
    click("carry_over", False)
    click("batch", False)
    click("take_accounts", False)
    click("update_narrative", False)
    for button in ("rules_page", "manual", "about"):
        click(button)
    click("doctor", answers=("no",))
    return walk


@contextmanager
def clean(office: Office, folder: Path) -> Iterator[App]:
    """An app without open books, and a program that remembers nothing and whose clock stands."""
    for memory in (session._steps, session._last, session._chosen):
        memory.clear()
    keys = (UUID(int=number) for number in count())
    with (
        contextmanager(clean_app)(office) as excel,
        patch("webbrowser.open", return_value=True),
        patch("xladdin.excel.undo.uuid4", lambda: next(keys)),
        patch("xladdin.excel.check.datetime", Mock(now=lambda: datetime(2026, 1, 1))),
        patch.object(crash, "state_folder", lambda: folder),
    ):
        yield excel


@pytest.fixture(scope="module")
def from_excel(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The walk as Excel would take it."""
    folder = tmp_path_factory.mktemp("walk")
    with clean(office, folder) as excel:
        return walked(buttons.press, excel, folder)


@pytest.fixture(scope="module")
def from_wps(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The walk through the script."""
    folder = tmp_path_factory.mktemp("walk")
    with clean(office, folder) as excel, Joined() as wps:
        return walked(wps.press, excel, folder, wps.talk)


def test_every_button_says_the_same_in_wps(from_excel: Walk, from_wps: Walk) -> None:
    assert from_wps.said == from_excel.said
    assert {button for button, _ in from_wps.said} == set(buttons.BUTTONS)


def test_the_workbook_looks_the_same(from_excel: Walk, from_wps: Walk) -> None:
    for ours, theirs in zip(from_wps.seen, from_excel.seen, strict=True):
        assert differences(theirs, ours) == {}


def test_a_click_takes_no_more_round_trips_than_agreed(from_wps: Walk) -> None:
    assert from_wps.turns.keys() == MOST_TURNS.keys()
    too_many = {name: turns for name, turns in from_wps.turns.items() if turns > MOST_TURNS[name]}
    assert too_many == {}


#: What is declared as an object of any kind, and is one of these where it is used.
KINDS = {("Application", "Selection"): "Range", ("Comment", "Parent"): "Range"}


def test_all_that_is_used_is_declared_by_wps(from_wps: Walk) -> None:
    kinds: dict[int, str] = {}
    used = set()
    for verb, on, name, *rest in from_wps.operations:
        if on == 1:
            assert name in ("alert", "confirm")
            continue
        kind = "Application" if on == 0 else kinds[on]
        declared = interfaces()[kind]
        assert name in declared, f"{kind} has no {name}"
        gives, parameters = declared[name]
        used.add((kind, name))
        if verb == "call":
            arguments, into = rest
            assert parameters is not None, f"{kind}.{name} is a property"
            assert len(arguments) <= len(parameters), f"{kind}.{name} takes {parameters}"
        else:
            assert parameters is None, f"{kind}.{name} is a method"
            into = rest[0] if verb == "get" else 0
        if into:
            kinds[into] = KINDS.get((kind, name)) or gives
    assert len(used) > 70
