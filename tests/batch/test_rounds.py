"""Two rounds compared: what was mended, what not, what came new."""

from __future__ import annotations

from pathlib import Path

from tests.batch.made import problem, result
from xladdin.batch.journal import Journal, recorded
from xladdin.batch.result import Problem
from xladdin.batch.rounds import Earlier, changes, counted
from xladdin.outputs.since import State


def became(before: list[Problem], now: list[Problem]) -> list[tuple[str, str]]:
    found = changes(result("甲局", *before), result("甲局", *now))
    assert found is not None
    return [(each.problem.message, each.state.value) for each in found]


def test_a_finding_that_is_gone_is_mended_and_one_that_came_is_new() -> None:
    before = [problem("B201", message="一"), problem("S101", message="二")]
    now = [problem("S101", message="二"), problem("N201", message="三")]
    assert became(before, now) == [("二", "未改"), ("三", "新增"), ("一", "已改")]


def test_other_figures_in_the_same_place_are_still_not_mended() -> None:
    before = [problem("B201", message="6.40 应为 6.22", place="附件.xlsx · 基础数据表 · B6")]
    now = [problem("B201", message="6.41 应为 6.22", place="附件改.xlsx · 基础数据表 · B6")]
    assert became(before, now) == [("6.41 应为 6.22", "未改")]


def test_a_paragraph_may_move() -> None:
    before = [problem("N101", message="五人", place="报告.docx · 正文 · 第14段")]
    now = [problem("N101", message="六人", place="报告.docx · 正文 · 第17段")]
    assert became(before, now) == [("六人", "未改")]


def test_one_of_two_alike_is_mended() -> None:
    both = [problem("B201", message="一"), problem("B201", message="二")]
    other = [problem("B201", message="三", place="附件.xlsx · 基础数据表 · D6")]
    assert became([*both, *other], both[:1]) == [("一", "未改"), ("二", "已改"), ("三", "已改")]


def test_a_cause_is_counted_once_however_many_findings_it_shows_as() -> None:
    both = [problem("B201", message="一"), problem("S101", message="二", cause="一")]
    other = problem("N201", message="三")
    assert became([*both, other], [other]) == [("三", "未改"), ("一", "已改")]
    assert became([other], [*both, other]) == [("一", "新增"), ("三", "未改")]
    # What is left of it keeps the whole from being mended.
    assert became(both, [problem("S101", message="二")]) == [("二", "未改")]
    assert became(both, [both[0], problem("S102", message="四", cause="一")]) == [("一", "未改")]


def test_what_was_explained_is_neither_left_nor_mended() -> None:
    explained = problem("B204", "info", message="一", explained=True, explanation="有批复")
    assert became([problem("B204", "info", message="一")], [explained]) == [("一", "已说明")]
    assert became([explained], []) == []


def test_without_an_earlier_result_nothing_is_compared() -> None:
    assert changes(None, result("甲局", problem())) is None
    assert changes(result("甲局"), result("甲局", error="打不开")) is None
    assert counted(None) is None


def test_a_filing_is_known_again_by_its_folder_or_by_its_unit(tmp_path: Path) -> None:
    with Journal(tmp_path, {}, resume=False) as journal:
        journal.add(result("01 甲局", unit="云山县甲局"))
        journal.add(result("02 乙局", unit="云山县乙局"))
        journal.add(result("03 丙局", error="打不开", unit=""))
    earlier = Earlier(recorded(tmp_path))
    same = earlier.of(result("01 甲局", unit="云山县甲局"))
    renamed = earlier.of(result("乙局第二轮", unit="云山县乙局"))
    assert same is not None
    assert same.key == "01 甲局"
    assert renamed is not None
    assert renamed.key == "02 乙局"
    assert earlier.of(result("03 丙局", unit="云山县丙局")) is None
    assert earlier.of(result("丁局", unit="云山县丁局")) is None


def test_states_are_counted() -> None:
    found = changes(result("甲局", problem(message="一")), result("甲局", problem(message="二")))
    assert counted(found) == {State.FIXED: 0, State.LEFT: 1, State.NEW: 0, State.EXPLAINED: 0}
