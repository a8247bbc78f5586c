"""Write the long tables: units, findings, rules, doubts, changes, unread filings, and the roll."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Font

from xladdin.batch.doubts import Doubt
from xladdin.batch.gathered import Broken, Gathered
from xladdin.batch.result import Problem, Result
from xladdin.batch.roll import Filed
from xladdin.batch.rounds import Change
from xladdin.batch.sheets import look
from xladdin.batch.sheets.table import Column, Table
from xladdin.batch.standing import GRADES, Standing
from xladdin.forms.profiles import profile
from xladdin.outputs.since import State
from xladdin.tints import MARKS
from xladdin.workbooks.saving import Link, Value

UNITS, PROBLEMS, RULES, DOUBTS, CHANGES, UNREAD = (
    "单位一览", "问题清单", "规则统计", "疑点", "整改对比", "未能读取",
)  # fmt: skip
#: The folder of the annotated copies, relative to the workbook.
COPIES = "批注副本"
_MONEY, _RATE, _POINTS, _CHANGE = "#,##0.00", "0.00%", "0.##", "+0.0%;-0.0%;0.0%"
_GRADE_TINTS = dict(zip(GRADES, ("C6E7CE", "DDEBF7", "FFEB9C", "FFC7CE"), strict=True))
_SEVERITY_TINTS = {each.word: tint for each, (tint, _) in MARKS.items()}
_STATE_TINTS = {State.FIXED: "C6E7CE", State.LEFT: "FFC7CE", State.NEW: "FFEB9C"}
_COUNTED = (State.FIXED, State.LEFT, State.NEW)


def units(workbook: Workbook, found: Gathered, doubts: Sequence[Doubt]) -> Table:
    """Add 单位一览: a row for each unit that could be read."""
    doubted = Counter(key for each in doubts for key in each.keys)
    columns: list[Column[Standing]] = [
        Column("序号", 5.5, side="center"),
        Column("单位", 30, lambda each: each.name),
        Column("年度", 7, lambda each: each.year, side="center"),
        Column("地区方案", 25, lambda each: profile(each.profile).name, side="center"),
        Column("自评得分", 9, lambda each: each.score, _POINTS, "center"),
        Column("等级", 6.5, lambda each: each.grade, side="center"),
        Column("全年预算数\n（万元）", 14.5, lambda each: each.budget, _MONEY, "right"),
        Column("全年执行数\n（万元）", 14.5, lambda each: each.outturn, _MONEY, "right"),
        Column("执行率", 9.5, lambda each: each.rate, _RATE, "right"),
        Column("三公上年\n（万元）", 10.5, lambda each: each.publics_before, _MONEY, "right"),
        Column("三公本年\n（万元）", 10.5, lambda each: each.publics_now, _MONEY, "right"),
        Column("三公变动", 10, lambda each: each.publics_change, _CHANGE, "right"),
        Column("错误", 8, lambda each: each.errors, side="center"),
        Column("警告", 8, lambda each: each.warnings, side="center"),
        Column("提示", 7, lambda each: each.hints, side="center"),
        Column("已作说明", 8, lambda each: each.explained, side="center"),
        Column("要改的\n地方", 8, lambda each: each.to_correct, side="center"),
        *(_state_column(state) for state in _COUNTED if found.earlier is not None),
        Column("疑点", 6.5, lambda each: doubted[each.key] or None, side="center"),
        Column("数字", 7.5, lambda each: each.figures, side="center"),
        Column("核对率", 8.5, lambda each: each.share_checked, "0.0%", "right"),
    ]
    if any(each.copies for each in found.read):
        columns.append(Column("批注副本", 11, _link, side="center", link=True))
    if any(each.note for each in found.read):
        columns.append(Column("备注", 30, lambda each: each.note))
    columns.append(Column("材料", 38, lambda each: each.key))
    remark = (
        "每个单位一行；“要改的地方”是错误和警告归结出来的处数，改好一处，连带的问题随之消失；"
        "“核对率”是参与核对的数字占识别出的数字的比例。"
    )
    table = Table(workbook, UNITS, remark, columns, found.read, len(found.read))
    table.tint("等级", _GRADE_TINTS)
    bar = DataBarRule("num", 0, "max", None, color=f"FF{look.BAD}")
    table.mark("错误", bar)
    bar = DataBarRule("num", 0, "max", None, color=f"FF{look.FAIR}")
    table.mark("警告", bar)
    red = Font(color="9C0006", bold=True)
    low = FormulaRule(
        formula=[f"AND(ISNUMBER({table.first('执行率')}),{table.first('执行率')}<0.8)"], font=red
    )
    table.mark("执行率", low)
    grown = CellIsRule("greaterThan", ["0"], font=red)
    table.mark("三公变动", grown)
    return table


def problems(workbook: Workbook, found: Gathered) -> Table:
    """Add 问题清单: a row for each finding, those of a cause next to each other."""
    columns: list[Column[tuple[int, Result, Problem]]] = [
        Column("序号", 7, side="center"),
        Column("单位", 24, lambda each: each[1].name),
        Column("年度", 7, lambda each: each[1].year, side="center"),
        Column("严重程度", 9, lambda each: each[2].level, side="center"),
        Column("规则", 8, lambda each: each[2].code, side="center"),
        Column("问题", 24, lambda each: each[2].title),
        Column("说明", 58, lambda each: each[2].message),
        Column("怎么改", 36, lambda each: _fix(each[2], each[0])),
        Column("位置", 30, lambda each: each[2].place),
        Column("已作说明", 22, lambda each: each[2].explanation),
    ]

    def led() -> Iterator[tuple[int, Result, Problem]]:
        """Yield each finding with the row number of its cause's leading finding."""
        lead = 0
        for number, (result, each) in enumerate(found.each_problem(), start=1):
            lead = lead if each.follows else number
            yield lead, result, each

    remark = (
        "每处问题一行，同一个原因的排在一起，第一行写怎么改；"
        "点表头的箭头可按单位、严重程度、规则筛选。"
    )
    table = Table(workbook, PROBLEMS, remark, columns, led(), found.problems)
    table.tint("严重程度", _SEVERITY_TINTS)
    return table


def _fix(problem: Problem, lead: int) -> str:
    """Return what to do; if the finding follows from another, which row to correct instead."""
    if not problem.follows:
        return problem.fix
    return (
        f"与序号 {lead} 同出一处。{problem.fix}"
        if problem.fix
        else f"随序号 {lead} 改好，不用另改。"
    )


def rules(workbook: Workbook, found: Gathered) -> Table:
    """Add 规则统计: a row for each rule that was broken, the most frequent first."""
    read = len(found.read)
    columns: list[Column[tuple[str, Broken]]] = [
        Column("规则", 9, lambda each: each[0], side="center"),
        Column("严重程度", 10, lambda each: each[1].severity.word, side="center"),
        Column("问题", 44, lambda each: each[1].title),
        Column("次数", 12, lambda each: each[1].times, "#,##0", "center"),
        Column("涉及单位", 11, lambda each: each[1].units, "#,##0", "center"),
        Column("占单位比例", 12, lambda each: each[1].units / read, "0.0%", "right"),
        Column("其中已作说明", 13, lambda each: each[1].explained, "#,##0", "center"),
    ]
    order = sorted(found.rules.items(), key=lambda each: (-each[1].times, each[0]))
    remark = "每条规则检查什么、怎么改，见 xladdin explain 规则代码，或《规则说明》。"
    table = Table(workbook, RULES, remark, columns, order, len(order))
    table.tint("严重程度", _SEVERITY_TINTS)
    bar = DataBarRule("num", 0, "max", None, color=f"FF{look.CALM}")
    table.mark("次数", bar)
    return table


def doubtful(workbook: Workbook, doubts: Sequence[Doubt]) -> Table:
    """Add 疑点: a row for each doubt."""
    columns: list[Column[Doubt]] = [
        Column("序号", 7, side="center"),
        Column("疑点", 18, lambda each: each.kind, side="center"),
        Column("单位", 44, lambda each: each.names),
        Column("看到的情况", 52, lambda each: each.facts),
        Column("建议", 44, lambda each: each.advice),
    ]
    remark = "单看一份材料看不出、放在一起比才显出来的；疑点不等于错误，请人工核实。"
    return Table(workbook, DOUBTS, remark, columns, doubts, len(doubts))


def changed(workbook: Workbook, found: Gathered) -> Table:
    """Add 整改对比: a row for each cause of this round and the one before."""
    columns: list[Column[tuple[Result, Change]]] = [
        Column("序号", 7, side="center"),
        Column("单位", 26, lambda each: each[0].name),
        Column("与上一轮比", 11, lambda each: each[1].state.value, side="center"),
        Column("严重程度", 9, lambda each: each[1].problem.level, side="center"),
        Column("规则", 8, lambda each: each[1].problem.code, side="center"),
        Column("问题", 26, lambda each: each[1].problem.title),
        Column("说明", 62, lambda each: each[1].problem.message),
        Column("位置", 32, lambda each: each[1].problem.place),
    ]
    remark = (
        "一个原因一行，连带的问题不另计。已改：上一轮有、这一轮没有了；未改：两轮都有；"
        "新增：这一轮才有；已说明：单位写了说明。"
    )
    table = Table(workbook, CHANGES, remark, columns, found.each_change(), found.changes)
    table.tint("与上一轮比", {state.value: tint for state, tint in _STATE_TINTS.items()})
    return table


def unread(workbook: Workbook, found: Gathered) -> Table:
    """Add 未能读取: a row for each filing that could not be read."""
    columns: list[Column[Standing]] = [
        Column("序号", 7, side="center"),
        Column("材料", 40, lambda each: each.key),
        Column("原因", 110, lambda each: each.error),
    ]
    failed = [each for each in found.standings if each.error]
    remark = "这些材料没有参与核对和汇总；改好后加 --resume 再运行一次，只重做改动过的。"
    return Table(workbook, UNREAD, remark, columns, failed, len(failed))


def _state_column(state: State) -> Column[Standing]:
    return Column(state.value, 7, lambda each: (each.rounds or {}).get(state), side="center")


def _link(unit: Standing) -> Value:
    match unit.copies:
        case ():
            return None
        case (only,):
            return Link("打开", f"{COPIES}/{only}")
    return Link(f"打开（{len(unit.copies)} 个）", f"{COPIES}/{unit.key}")


_NAME = "报送情况"
_TINTS = {"未报送": "FFC7CE", "未能读取": "FFEB9C", "不在名单上": "DDEBF7"}


def filed(workbook: Workbook, units: Sequence[Filed]) -> Table:
    """Add 报送情况: a row for each unit on the roll, then for each filing that is not on it."""
    columns: list[Column[Filed]] = [
        Column("序号", 7, side="center"),
        Column("单位", 40, lambda each: each.name or (each.result.name if each.result else "")),
        Column("报送情况", 12, lambda each: each.state, side="center"),
        Column("材料", 40, lambda each: each.result.key if each.result else None),
        Column("说明", 80, lambda each: each.remark or None),
    ]
    remark = "按名单逐个单位列出；“不在名单上”的材料列在最后，请核对是不是单位名称写得不一样。"
    table = Table(workbook, _NAME, remark, columns, units, len(units))
    table.tint("报送情况", _TINTS)
    return table
