"""The script in WPS, in node: all that it can be asked for, by operations on a written-down model."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from tests.wps.declarations import interfaces
from tests.wps.host import SCRIPT
from tests.wps.scene import Scene
from xladdin.wps.line import Line


def test_a_click_starts_the_server_once_and_shows_what_it_says(scene: Scene) -> None:
    assert [scene.click("check"), scene.click("about")] == ["check", "about"]
    ((program, arguments),) = scene.model.started
    assert program == "/python"
    assert arguments.startswith("-I -m xladdin.wps.serving ")
    assert len(arguments.split()[-1]) == 16


def test_properties_are_got_and_set_and_methods_called(scene: Scene) -> None:
    found: dict[str, Any] = {}

    def press(button: str, line: Line) -> str:
        app = line.application
        cells = app.item("Range", "A1:B2")
        found["values"] = cells.get("Value2")
        found["address"] = cells.told("Address")
        cells.set("Value2", [[1, None]])
        cells.do("Clear")
        app.set("StatusBar", "正在读取……")
        found["after"] = cells.get("Value2")
        found["date"] = app.item("Range", "C1").get("Value2")
        found["missing"] = app.get("NoSuchThing")
        found["object"] = app.get("FileSystem")
        found["arguments"] = app.told("Echo", "a", None, 2, True, cells)
        found["same"] = app.item("Range", cells).get("Value2")
        return "好"

    scene.does = press
    assert scene.click() == "好"
    assert found == {
        "values": [[1.5, "字"], [None, True]], "address": "$A$1:$B$2", "after": [[1, None]],
        "date": 45717.5, "missing": None, "object": {},
        "arguments": ["str", "NoneType", "int", "bool", "Cells"], "same": [[1, None]],
    }  # fmt: skip
    assert scene.model.cells["A1:B2"].cleared
    assert scene.model.StatusBar == "正在读取……"


def test_the_message_boxes_are_those_of_the_script(scene: Scene) -> None:
    scene.wps.asks = lambda question: "删掉" not in question

    def press(button: str, line: Line) -> str:
        line.window.call("alert", "先说")
        answers = [line.window.call("confirm", text) for text in ("代替吗？", "删掉吗？")]
        return repr(answers)

    scene.does = press
    assert scene.click() == "先说\n[1, 0]"


def test_nobody_writes_into_the_cells_while_python_works(scene: Scene) -> None:
    scene.does = lambda button, line: str(line.application.get("Interactive"))
    assert scene.click() == "False"
    assert scene.model.Interactive is True


@pytest.mark.parametrize(
    ("operations", "failed"),
    [
        ([["get", 0, "StatusBar", 0], ["get", 99, "Name", 0], ["get", 0, "StatusBar", 0]], "unknown object 99"),
        ([["get", 0, "StatusBar", 0], ["call", 0, "Range", [{"object": 99}], 0]], "unknown object 99"),
        ([["get", 0, "StatusBar", 0], ["eval", 0, "1 + 1", 0]], "unknown operation eval"),
        ([["get", 0, "StatusBar", 0], ["call", 0, "NoSuchMethod", [1], 0]], "unknown method NoSuchMethod"),
        ([["call", 0, "Range", ["A1:B2"], 2], ["call", 2, "Delete", [], 0]], "ValueError: the sheet is protected"),
    ],
    ids=["unknown object", "unknown argument", "unknown verb", "unknown method", "refused"],
)  # fmt: skip
def test_what_fails_ends_the_operations_and_is_told(
    scene: Scene, operations: list[Any], failed: str
) -> None:
    answers: list[Any] = []

    def press(button: str, line: Line) -> str:
        answers.append(line._send(operations))
        answers.append(line._send([["get", 0, "Interactive", 0]]))
        return "还在"

    scene.does = press
    assert scene.click() == "还在"
    assert len(answers[0]["done"]) == 1
    assert answers[0]["failed"] == failed
    assert answers[1]["done"] == [False]


def test_objects_are_forgotten_with_the_next_click(scene: Scene) -> None:
    scene.does = lambda button, line: str(line.application.item("Range", "C1").told("Address"))
    assert scene.click() == "$A$1:$B$2"
    scene.does = lambda button, line: line._send([["call", 2, "Address", [], 0]])["failed"]
    assert scene.click() == "unknown object 2"


@pytest.mark.parametrize(("sheets", "starts"), [(["封面", "填报说明"], 1), (["工资"], 0)])
def test_a_workbook_of_ours_starts_the_server_before_the_first_click(
    scene: Scene, sheets: list[str], starts: int
) -> None:
    class Sheets:
        Count = len(sheets)

        def Item(self, number: int) -> Any:
            return SimpleNamespace(Name=sheets[number - 1])

    scene.model.Opened = SimpleNamespace(Worksheets=Sheets())  # type: ignore[attr-defined]
    scene.wps.run("warmUp(Application.Opened)", rest=20)
    assert len(scene.model.started) == starts
    assert scene.click() == "check"
    assert len(scene.model.started) == 1


def test_all_that_the_script_itself_asks_of_wps_is_declared() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    used = set(re.findall(r"window\.Application\.(\w+)\.(\w+)\(", script))
    assert used == {
        ("ApiEvent", "AddApiEventListener"), ("FileSystem", "existsSync"),
        ("FileSystem", "readFileString"), ("OAAssist", "ShellExecute"),
    }  # fmt: skip
    kinds = {**{name: name for name, _ in used}, "ApiEvent": "EtApiEvent"}
    assert {name for name, _ in used} - {"ApiEvent"} <= interfaces()["AddonRoot"].keys()
    assert "ApiEvent" in interfaces()["EtAddonRoot"]
    assert all(method in interfaces()[kinds[name]] for name, method in used)
    assert interfaces()["OAAssist"]["ShellExecute"][1] == ["file", "params"]
    assert "Interactive" in interfaces()["Application"]
