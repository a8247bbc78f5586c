"""What people do to an open workbook between a click and 撤销上次操作, in any order."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from xlwings import Book, Sheet

from tests.excel.seeing import EXAMPLE, press
from tests.office.fixtures import clean_app
from tests.office.process import Office
from tests.thorough import few
from xladdin.excel import session

FORM = "附件2 整体自评表"
FIRST, COUNT = 14, 12
rows = st.integers(0, COUNT - 1)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """附件2, each score another one, and none the right one."""
    path = tmp_path_factory.mktemp("表") / "附件.xlsx"
    workbook = openpyxl.load_workbook(EXAMPLE / "附件.xlsx")
    for sheet in workbook.worksheets:
        if sheet.title != FORM:
            workbook.remove(sheet)
    for number in range(COUNT):
        workbook[FORM].cell(FIRST + number, 4).value = f"第{number}项任务的完成情况"
        workbook[FORM].cell(FIRST + number, 8).value = 1 + number / 100
    workbook.save(path)
    return path


def test_undo_gives_every_row_its_own_score_or_none(
    office: Office, form: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    class Edits(RuleBasedStateMachine):
        """``told``: what each click has made of the scores, by the names of their rows; ``moved``:
        rows that were sorted since, which may be left alone."""

        def __init__(self) -> None:
            super().__init__()
            session._steps.clear()
            self.folder = Path(tempfile.mkdtemp(dir=tmp_path))
            self.open = self.opened()
            self.book = next(self.open)
            self.told: list[dict[str, tuple[object, object]]] = []
            self.moved: set[str] = set()
            self.copies = 0

        def opened(self) -> Iterator[Book]:
            with contextmanager(clean_app)(office) as excel:
                yield excel.books.open(str(shutil.copy(form, self.folder)))

        def teardown(self) -> None:
            self.open.close()

        @property
        def sheet(self) -> Sheet:
            return next(sheet for sheet in self.book.sheets if sheet.visible)

        def places(self) -> dict[str, int]:
            """The rows by their names."""
            column = self.sheet.range("D1:D60").options(ndim=2).value
            names = ((str(cell), number) for number, (cell,) in enumerate(column, 1))
            return {name: number for name, number in names if name.endswith("项任务的完成情况")}

        def scores(self) -> dict[str, object]:
            column = self.sheet.range("H1:H60").options(ndim=2).value
            return {name: column[number - 1][0] for name, number in self.places().items()}

        def row(self, number: int) -> int:
            found = sorted(self.places().values())
            return found[number % len(found)] if found else FIRST

        def said(self, button: str) -> str:
            said = press(button, self.book)
            assert "程序内部出错" not in said
            return said

        @rule(button=st.sampled_from(["rescore", "check", "compute", "clear_marks"]))
        def click(self, button: str) -> None:
            before, depth = self.scores(), len(session.steps(self.book))
            self.said(button)
            after = self.scores()
            if len(session.steps(self.book)) > depth:
                same = ((name, (old, after[name])) for name, old in before.items())
                self.told.append({name: pair for name, pair in same if pair[0] != pair[1]})
            else:
                assert after == before

        @rule(at=rows)
        def insert(self, at: int) -> None:
            number = self.row(at)
            self.sheet[f"{number}:{number}"].insert("down")

        @precondition(lambda self: len(self.places()) > 4)
        @rule(at=rows)
        def delete(self, at: int) -> None:
            number = self.row(at)
            self.sheet[f"{number}:{number}"].delete("up")

        @rule(at=rows, value=st.sampled_from([0.5, 3, 7.25, None]))
        def type_a_score(self, at: int, value: float | None) -> None:
            self.sheet[f"H{self.row(at)}"].value = value

        @rule(one=rows, other=rows)
        def sort(self, one: int, other: int) -> None:
            sheet, places = self.sheet, self.places()
            a, b = self.row(one), self.row(other)
            first, second = sheet[f"D{a}:I{a}"], sheet[f"D{b}:I{b}"]
            first.formula, second.formula = second.formula, first.formula
            self.moved |= {name for name, number in places.items() if number in (a, b)}

        @rule(name=st.sampled_from(["自评表", "自评表（终稿）", "O'Hara", FORM]))
        def rename(self, name: str) -> None:
            self.sheet.name = name

        @rule()
        def save_under_another_name(self) -> None:
            self.copies += 1
            self.book.save(str(self.folder / f"另存{self.copies}.xlsx"))

        @precondition(lambda self: self.told)
        @rule()
        def undo(self) -> None:
            before = self.scores()
            self.said("undo")
            after, told = self.scores(), self.told.pop()
            for name, now in after.items():
                old, new = told.get(name, (before[name], before[name]))
                due = {old} if before[name] == new else {before[name]}
                if name in self.moved:
                    due = {old, before[name]}
                assert now in due, (name, before[name], now, told.get(name))

    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=few(8, 2), stateful_step_count=8, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
