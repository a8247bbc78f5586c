"""The long tables: units, findings, rules, doubts, changes between rounds, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Font

from xladdin.batch.doubts import Doubt
from xladdin.batch.gathered import Gathered
from xladdin.batch.result import Problem
from xladdin.batch.sheets import look
from xladdin.batch.sheets.table import Column, Table
from xladdin.batch.standing import GRADES, Standing
from xladdin.forms.profiles import profile
from xladdin.model.report import Severity
from xladdin.outputs.since import State
from xladdin.outputs.wording import SEVERITIES
from xladdin.workbooks.rows import Link, Value

UNITS, PROBLEMS, RULES, DOUBTS, CHANGES, UNREAD = (
    "单位一览", "问题清单", "规则统计", "疑点", "整改对比", "未能读取",
)  # fmt: skip
#: Where the annotated copies lie, from the workbook.
COPIES = "批注副本"
_MONEY, _RATE, _POINTS = "#,##0.00", "0.00%", "0.##"
_GRADE_TINTS = dict(zip(GRADES, ("C6E7CE", "DDEBF7", "FFEB9C", "FFC7CE"), strict=True))
_STATE_TINTS = {State.FIXED: "C6E7CE", State.LEFT: "FFC7CE", State.NEW: "FFEB9C"}
_COUNTED = (State.FIXED, State.LEFT, State.NEW)


def units(workbook: Workbook, found: Gathered, doubts: Sequence[Doubt]) -> Table:
    """单位一览: a row for each unit that could be read."""
    compared = found.earlier is not None
    linked = any(each.copies for each in found.read)
    noted = any(each.note for each in found.read)
    columns = [
        Column("序号", 5.5, side="center"),
        Column("单位", 30),
        Column("年度", 7, side="center"),
        Column("地区方案", 25, side="center"),
        Column("自评得分", 9, _POINTS, "center"),
        Column("等级", 6.5, side="center"),
        Column("全年预算数\n（万元）", 14.5, _MONEY, "right"),
        Column("全年执行数\n（万元）", 14.5, _MONEY, "right"),
        Column("执行率", 9.5, _RATE, "right"),
        Column("三公上年\n（万元）", 10.5, _MONEY, "right"),
        Column("三公本年\n（万元）", 10.5, _MONEY, "right"),
        Column("三公变动", 10, "+0.0%;-0.0%;0.0%", "right"),
        Column("错误", 8, side="center"),
        Column("警告", 8, side="center"),
        Column("提示", 7, side="center"),
        Column("已作说明", 8, side="center"),
        Column("要改的\n地方", 8, side="center"),
        *(Column(state.value, 7, side="center") for state in _COUNTED if compared),
        Column("疑点", 6.5, side="center"),
        Column("数字", 7.5, side="center"),
        Column("核对率", 8.5, "0.0%", "right"),
        *([Column("批注副本", 11, side="center", link=True)] if linked else []),
        *([Column("备注", 30)] if noted else []),
        Column("材料", 38),
    ]
    doubted = Counter(key for each in doubts for key in each.keys)

    def rows() -> Iterator[list[Value]]:
        for number, each in enumerate(found.read, start=1):
            changed = each.rounds or {}
            yield [
                number, each.name, each.year, profile(each.profile).name,
                each.score, each.grade, each.budget, each.outturn, each.rate,
                each.publics_before, each.publics_now, each.publics_change,
                each.errors, each.warnings, each.hints, each.explained, each.to_correct,
                *(changed.get(state) for state in _COUNTED if compared),
                doubted[each.key] or None, each.figures, each.share_checked,
                *([_link(each)] if linked else []),
                *([each.note] if noted else []),
                each.key,
            ]  # fmt: skip

    remark = (
        "每个单位一行；“要改的地方”是错误和警告归结出来的处数，改好一处，连带的问题随之消失；"
        "“核对率”是参与核对的数字占识别出的数字的比例。"
    )
    table = Table(workbook, UNITS, remark, columns, rows(), len(found.read))
    _tint(table, "等级", _GRADE_TINTS)
    bar = DataBarRule("num", 0, "max", None, color=f"FF{look.BAD}")
    table.sheet.conditional_formatting.add(table.cells("错误"), bar)
    bar = DataBarRule("num", 0, "max", None, color=f"FF{look.FAIR}")
    table.sheet.conditional_formatting.add(table.cells("警告"), bar)
    red = Font(color="9C0006", bold=True)
    low = FormulaRule(
        formula=[f"AND(ISNUMBER({table.first('执行率')}),{table.first('执行率')}<0.8)"], font=red
    )
    table.sheet.conditional_formatting.add(table.cells("执行率"), low)
    grown = CellIsRule("greaterThan", ["0"], font=red)
    table.sheet.conditional_formatting.add(table.cells("三公变动"), grown)
    return table


def problems(workbook: Workbook, found: Gathered) -> Table:
    """问题清单: a row for each finding, those of a cause one below the other."""
    columns = [
        Column("序号", 7, side="center"),
        Column("单位", 24),
        Column("年度", 7, side="center"),
        Column("严重程度", 9, side="center"),
        Column("规则", 8, side="center"),
        Column("问题", 24),
        Column("说明", 58),
        Column("怎么改", 36),
        Column("位置", 30),
        Column("已作说明", 22),
    ]

    def rows() -> Iterator[list[Value]]:
        lead = 0
        for number, (result, each) in enumerate(found.each_problem(), start=1):
            lead = lead if each.follows else number
            severity = SEVERITIES[Severity(each.severity)]
            yield [
                number, result.name, result.year, severity, each.code, each.title,
                each.message, _fix(each, lead), each.place, each.explanation,
            ]  # fmt: skip

    remark = (
        "每处问题一行，同一个原因的排在一起，第一行写怎么改；"
        "点表头的箭头可按单位、严重程度、规则筛选。"
    )
    table = Table(workbook, PROBLEMS, remark, columns, rows(), found.problems)
    _tint(table, "严重程度", {name: tint for name, (tint, _) in look.TINTS.items()})
    return table


def _fix(problem: Problem, lead: int) -> str:
    """What to do; of what follows from another finding, which row says so."""
    if not problem.follows:
        return problem.fix
    return (
        f"与序号 {lead} 同出一处。{problem.fix}"
        if problem.fix
        else f"随序号 {lead} 改好，不用另改。"
    )


def rules(workbook: Workbook, found: Gathered) -> Table:
    """规则统计: a row for each rule that was broken, the most frequent first."""
    columns = [
        Column("规则", 9, side="center"),
        Column("严重程度", 10, side="center"),
        Column("问题", 44),
        Column("次数", 12, "#,##0", "center"),
        Column("涉及单位", 11, "#,##0", "center"),
        Column("占单位比例", 12, "0.0%", "right"),
        Column("其中已作说明", 13, "#,##0", "center"),
    ]
    order = sorted(found.rules.items(), key=lambda each: (-each[1].times, each[0]))
    read = len(found.read)

    def rows() -> Iterator[list[Value]]:
        for code, rule in order:
            yield [
                code, SEVERITIES[rule.severity], rule.title, rule.times, rule.units,
                rule.units / read, rule.explained,
            ]  # fmt: skip

    remark = "每条规则检查什么、怎么改，见 xladdin explain 规则代码，或《规则说明》。"
    table = Table(workbook, RULES, remark, columns, rows(), len(order))
    _tint(table, "严重程度", {name: tint for name, (tint, _) in look.TINTS.items()})
    bar = DataBarRule("num", 0, "max", None, color=f"FF{look.CALM}")
    table.sheet.conditional_formatting.add(table.cells("次数"), bar)
    return table


def doubtful(workbook: Workbook, doubts: Sequence[Doubt]) -> Table:
    """疑点: a row for each."""
    columns = [
        Column("序号", 7, side="center"),
        Column("疑点", 18, side="center"),
        Column("单位", 44),
        Column("看到的情况", 52),
        Column("建议", 44),
    ]
    rows: Iterable[list[Value]] = (
        [number, each.kind, each.names, each.facts, each.advice]
        for number, each in enumerate(doubts, start=1)
    )
    remark = "单看一份材料看不出、放在一起比才显出来的；疑点不等于错误，请人工核实。"
    return Table(workbook, DOUBTS, remark, columns, rows, len(doubts))


def changed(workbook: Workbook, found: Gathered) -> Table:
    """整改对比: a row for each cause of this round and the one before."""
    columns = [
        Column("序号", 7, side="center"),
        Column("单位", 26),
        Column("与上一轮比", 11, side="center"),
        Column("严重程度", 9, side="center"),
        Column("规则", 8, side="center"),
        Column("问题", 26),
        Column("说明", 62),
        Column("位置", 32),
    ]

    def rows() -> Iterator[list[Value]]:
        for number, (result, change) in enumerate(found.each_change(), start=1):
            each = change.problem
            yield [
                number, result.name, change.state.value, SEVERITIES[Severity(each.severity)],
                each.code, each.title, each.message, each.place,
            ]  # fmt: skip

    remark = (
        "一个原因一行，连带的问题不另计。已改：上一轮有、这一轮没有了；未改：两轮都有；"
        "新增：这一轮才有；已说明：单位写了说明。"
    )
    table = Table(workbook, CHANGES, remark, columns, rows(), found.changes)
    _tint(table, "与上一轮比", {state.value: tint for state, tint in _STATE_TINTS.items()})
    return table


def unread(workbook: Workbook, found: Gathered) -> Table:
    """未能读取: a row for each filing that yielded nothing."""
    columns = [Column("序号", 7, side="center"), Column("材料", 40), Column("原因", 110)]
    failed = [each for each in found.standings if each.error]
    rows: Iterable[list[Value]] = (
        [number, each.key, each.error] for number, each in enumerate(failed, start=1)
    )
    remark = "这些材料没有参与核对和汇总；改好后加 --resume 再运行一次，只重做改动过的。"
    return Table(workbook, UNREAD, remark, columns, rows, len(failed))


def _link(unit: Standing) -> Value:
    match unit.copies:
        case ():
            return None
        case (only,):
            return Link("打开", f"{COPIES}/{only}")
    return Link(f"打开（{len(unit.copies)} 个）", f"{COPIES}/{unit.key}")


def _tint(table: Table, heading: str, tints: dict[str, str]) -> None:
    for text, tint in tints.items():
        equal = CellIsRule("equal", [f'"{text}"'], fill=look.highlight(tint))
        table.sheet.conditional_formatting.add(table.cells(heading), equal)
