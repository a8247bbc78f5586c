"""The worksheet functions: called plainly, and through xlwings' conversions from cell to cell."""

from __future__ import annotations

import importlib.util
import inspect
import typing
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import xlwings
from xlwings import App, Book, Range, conversion

from tests.excel.seeing import press
from tests.office.counting import Trips
from xladdin.computing import functions
from xladdin.excel import udfs

BASIC, OVERALL = "附件1 基础数据表", "附件2 整体自评表"

#: Function, arguments, what comes of them: the same in Python, and from cell to cell.
CASES = [
    ("JX_EXECRATE", [90, 84.6], 0.94),
    ("JX_EXECRATE", ["'90.00万元", "'846000元"], 0.94),
    ("JX_EXECRATE", [0, 84.6], None),
    ("JX_EXECRATE", [None, 84.6], None),
    ("JX_EXECRATE", ["未定", 84.6], "#VALUE!"),
    ("JX_EXECRATE", [True, 84.6], "#VALUE!"),
    ("JX_CONTROLRATE", [32, 30], 0.9375),
    ("JX_EXECSCORE", [90, 84.6, 10], 9.4),
    ("JX_EXECSCORE", ["'90.00万元", "'846000元", "'10分"], 9.4),
    ("JX_EXECSCORE", [100, 105, 10], 10),
    ("JX_EXECSCORE", [10000, 9534.95, 10], 9.53),  # of the printed rate, 95.35%, it would be 9.54
    ("JX_EXECSCORE", [0, 84.6, 10], None),
    ("JX_ATTAINED", ["≥90%", 0.85], False),
    ("JX_ATTAINED", ["≤5起", "4起"], True),
    ("JX_ATTAINED", ["≥90%", "—"], None),
    ("JX_ATTAINED", ["≥90人", "95人次"], "#VALUE!"),
    ("JX_SCORE", ["≥90%", 0.85, 10], 9.44),
    ("JX_SCORE", ["≥90%", 0.95, 10], 10),
    ("JX_UNIT", [12345, "元", "万元"], 1.2345),
    ("JX_UNIT", [1, "人", "元"], "#VALUE!"),
    ("JX_UNIT", [1, "光年", "元"], "#VALUE!"),
]


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as Excel for Windows loads it: the decorators keep what they are told."""

    def told(kind: str) -> Callable[..., Any]:
        def outer(*names: Any, **options: Any) -> Any:
            def inner(function: Any) -> Any:
                kept = function.__dict__.setdefault(kind, {})
                if kind == "arg":
                    convert = {"convert": names[1]} if len(names) > 1 else {}
                    kept[names[0]] = {**options, **convert}
                else:
                    kept.update(options)
                return function

            return inner

        return outer

    for kind in ("func", "arg", "ret"):
        monkeypatch.setattr(xlwings, kind, told(kind))
    spec = importlib.util.spec_from_file_location("declared_udfs", udfs.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def called(module: ModuleType, name: str, arguments: list[Range | None], goal: Range) -> None:
    """Call a function as xlwings does for a cell, and put down what it returns."""
    function = getattr(module, name)
    parameters = inspect.signature(function).parameters
    given = [
        parameters[parameter].default
        if cells is None
        else conversion.read(cells, None, function.arg[parameter])
        for cells, parameter in zip(arguments, parameters, strict=True)
    ]
    conversion.write(function(*given), goal, getattr(function, "ret", {}))


def test_xlwings_knows_how_to_convert_every_argument(declared: ModuleType) -> None:
    every = [each for name, each in vars(declared).items() if name.startswith("JX_")]
    assert len(every) == 10
    for function in every:
        hints = typing.get_type_hints(function)
        for parameter in inspect.signature(function).parameters:
            # As xlwings does: its own word first, else the hint without what stands in brackets.
            hint = typing.get_origin(hints[parameter]) or hints[parameter]
            assert function.arg[parameter].get("convert", hint) in conversion.accessors


@pytest.mark.parametrize(("name", "arguments", "result"), CASES)
def test_a_function_works_without_excel(name: str, arguments: list[Any], result: Any) -> None:
    plain = [[[each.lstrip("'") if isinstance(each, str) else each]] for each in arguments]
    assert getattr(udfs, name)(*plain) == [
        [pytest.approx(result) if type(result) is float else result]
    ]


def test_a_function_works_from_cell_to_cell(excel: App, declared: ModuleType) -> None:
    sheet = excel.books.add().sheets[0]
    for row, (name, arguments, _) in enumerate(CASES, start=1):
        sheet.range((row, 1)).resize(1, len(arguments)).value = [arguments]
        cells = [sheet.range((row, column)) for column in range(1, len(arguments) + 1)]
        called(declared, name, cells, sheet.range((row, 5)))
    found = [
        row[0] for row in sheet["E1"].resize(len(CASES), 1).options(ndim=2, err_to_str=True).value
    ]
    assert found == [
        pytest.approx(result) if isinstance(result, float) else result for _, _, result in CASES
    ]


def test_a_function_takes_and_gives_whole_blocks(excel: App, declared: ModuleType) -> None:
    sheet = excel.books.add().sheets[0]
    sheet["A1:B3"].value = [[100, 90], [None, 5], [50, "无此项"]]
    called(declared, "JX_EXECRATE", [sheet["A1:A3"], sheet["B1:B3"]], sheet["D1"])
    assert sheet["D1:D3"].options(err_to_str=True).value == [0.9, None, "#VALUE!"]
    called(declared, "JX_EXECSCORE", [sheet["A1:A2"], sheet["B1:B2"], sheet["A1"]], sheet["E1"])
    assert sheet["E1:E2"].value == [90, None]


def test_blocks_that_do_not_fit_give_an_error_where_one_ends() -> None:
    assert udfs.JX_EXECRATE([[100], [100], [100]], [[90], [80]]) == [[0.9], [0.8], ["#VALUE!"]]


def test_an_error_in_a_cell_is_passed_on_as_one() -> None:
    assert udfs.JX_EXECRATE([["#N/A"]], [[1.0]]) == [["#VALUE!"]]


def test_a_subtotal_follows_merged_labels(both: Book, declared: ModuleType) -> None:
    sheet = both.sheets[OVERALL]
    sheet["K1"].value = "产出指标"
    called(declared, "JX_SUBTOTAL", [sheet["K1"], sheet["B14:G26"]], sheet["K2"])
    assert sheet["K2"].value == 50
    sheet["K1"].value = "没有的指标"
    called(declared, "JX_SUBTOTAL", [sheet["K1"], sheet["B14:G26"]], sheet["K2"])
    assert sheet["K2"].options(err_to_str=True).value == "#VALUE!"


def test_noise_of_binary_fractions_does_not_show() -> None:
    assert udfs.JX_EXECSCORE([[1.0]], [[0.1 + 0.2]], [[10.0]]) == [[3.0]]
    assert udfs.JX_UNIT([[0.1 + 0.2]], [["万元"]], [["元"]]) == [[3000.0]]


def test_a_cell_tells_its_findings(book: Book, declared: ModuleType) -> None:
    sheet = book.sheets[BASIC]
    called(declared, "JX_CHECK", [sheet["F4"]], sheet["J1"])
    assert sheet["J1"].value.startswith("错误 B101 控制率不等于在职人数除以编制数：控制率 93.57%")
    called(declared, "JX_CHECK", [sheet["A4:F4"]], sheet["J2"])
    assert [cell for cell in sheet["J2:O2"].value if cell] == [
        "与 F4 的问题有关", "与 F4 的问题有关", sheet["J1"].value
    ]  # fmt: skip
    sheet["F4"].value = 0.9375
    called(declared, "JX_CHECK", [sheet["F4"]], sheet["J1"])
    assert sheet["J1"].value is None


def test_many_cells_asked_in_a_row_read_the_workbook_once(
    book: Book, declared: ModuleType, trips: Trips
) -> None:
    sheet = book.sheets[BASIC]
    udfs.JX_CHECK(sheet["F4"])
    trips.clear()
    udfs.JX_CHECK(sheet["F5"])
    assert trips.total() < 20


def test_the_findings_are_a_table(book: Book, declared: ModuleType) -> None:
    book.set_mock_caller()
    goal = book.sheets.add("清单", after=book.sheets[-1])["A1"]
    called(declared, "JX_FINDINGS", [None], goal)
    head, *rows = goal.sheet.used_range.options(ndim=2).value
    assert head == ["级别", "代码", "位置", "问题", "改法"]
    assert rows[0][:2] == ["错误", "B101"]
    goal.sheet.clear()
    called(declared, "JX_FINDINGS", [book.sheets[BASIC]["B6"]], goal)
    assert [row[1] for row in goal.sheet.used_range.options(ndim=2).value[1:]] == ["B201"]


def test_the_report_is_quoted(excel: App, book: Book, report: Path, declared: ModuleType) -> None:
    book.set_mock_caller()
    assert udfs.JX_NARRATIVE([["三公经费"]]) == [["#N/A"]]
    excel.impl.user.chosen.append(str(report))
    press("check_narrative", book)
    sheet = book.sheets[BASIC]
    sheet["J1:J3"].value = [["三公经费"], ["没有写的事"], [None]]
    called(declared, "JX_NARRATIVE", [sheet["J1:J3"], None, None], sheet["K1"])
    assert sheet["K1:K3"].options(err_to_str=True).value == [5.38, "#N/A", None]
    assert udfs.JX_NARRATIVE([["三公经费"]], [[2024.0]], [["说不清"]]) == [["#VALUE!"]]


def test_plain_functions_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="“未定”不是一个数字。"):
        functions.execution_rate("未定", 5)
    with pytest.raises(ValueError, match="“元”和“人”不是同一种单位，不能换算。"):
        functions.convert_unit(5, "元", "人")
    with pytest.raises(ValueError, match="区域的第一列里没有“成本指标”。"):
        functions.subtotal("成本指标", [["产出指标", 5]])


def test_rates_and_scores_are_rounded_half_up() -> None:
    assert functions.execution_rate(Decimal("80000"), Decimal("1")) == Decimal("0.0000")
    assert functions.execution_rate(Decimal("20000"), Decimal("1")) == Decimal("0.0001")
    assert functions.execution_score(Decimal("80"), Decimal("78.6"), 10) == Decimal("9.83")
    assert functions.score("≥8", "3", 1) == Decimal("0.38")
