"""LibreOffice, which compiles VBA by itself, runs what of the add-in needs no Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.office.process import Office

MAY_RUN_MACROS = 4
SCRIPT = "vnd.sun.star.script:VBAProject.{}?language=Basic&location=document"


@pytest.fixture(scope="module")
def twin(built: Path, office: Office) -> Iterator[Any]:
    office.start()
    timer = office.limit(60)
    url = (built / "xladdin.xlsm").as_uri()
    document = office.load(url, Hidden=True, MacroExecutionMode=MAY_RUN_MACROS)
    yield document
    document.close(True)
    timer.cancel()


def run(twin: Any, function: str, *arguments: object) -> object:
    script = twin.getScriptProvider().getScript(SCRIPT.format(function))
    returned, _, _ = script.invoke(arguments, (), ())
    return returned


def shown(twin: Any, formula: str) -> str:
    cell = twin.Sheets.getByIndex(0).getCellByPosition(10, 0)
    cell.Formula = formula
    return str(cell.String)


def test_the_sentences_are_read_from_the_sheet(twin: Any) -> None:
    assert run(twin, "Texts.Sentence", "title") == "绩效自评"
    assert run(twin, "Texts.Sentence", "nothing of that name") == ""


def test_the_python_folder_lies_beside_the_addin(twin: Any, built: Path) -> None:
    assert run(twin, "Outside.PythonFolder") == f"{built}\\python\\"


def test_what_is_no_error_comes_through(twin: Any) -> None:
    assert run(twin, "Bridge.WithErrorValues", 3.5) == 3.5
    assert run(twin, "Bridge.WithErrorValues", "合计") == "合计"
    assert run(twin, "Bridge.WithErrorValues", (1.0, "x")) == (1, "x")


@pytest.mark.parametrize(
    ("name", "number"), [("#VALUE!", 2015), ("#N/A", 2042), ("#DIV/0!", 2007), ("#NUM!", 2036)]
)
def test_the_name_of_an_error_becomes_the_error(twin: Any, name: str, number: int) -> None:
    assert shown(twin, f'=WITHERRORVALUES("{name}")') == f"Error {number}"


def test_a_function_of_ours_in_a_cell_is_an_error_where_there_is_no_python(twin: Any) -> None:
    assert shown(twin, "=JX_EXECRATE(100;90)") == "Error 2015"
    assert shown(twin, '=JX_NARRATIVE("三公经费")') == "Error 2015"
    assert shown(twin, "=JX_FINDINGS()") == "Error 2015"
