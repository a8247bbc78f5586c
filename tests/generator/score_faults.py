"""One thing wrong in the 自评表, the project forms, the 考核评分表 or between forms; see table_faults.py."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from msgspec.structs import replace

from tests.generator.facts import Facts, shown
from tests.generator.faults import Fault, Place
from tests.generator.forms import Row, Table
from tests.generator.table_faults import (
    Faulty,
    a_scored,
    kind,
    mistyped,
    number_of,
    one_of,
    row_typed,
    typed,
    with_table,
)


@kind("执行率算错", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at, key = a_scored(tables, random), "年度资金总额.执行率"
    right = Decimal(tables[at].cells[key].rstrip("%"))
    wrong = f"{shown(right - Decimal(random.choice(('1', '0.5', '12'))))}%"
    return typed("执行率算错", tables, at, key, wrong, "S101")


@kind("执行数填错", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at, key = a_scored(tables, random), "年度资金总额.全年执行数"
    return typed("执行数填错", tables, at, key, mistyped(tables[at].cells[key], random), "S101")


@kind("执行得分算错", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at, key = a_scored(tables, random), "年度资金总额.得分"
    return typed(
        "执行得分算错", tables, at, key, shown(Decimal(tables[at].cells[key]) - 1), "S102", "S402"
    )


@kind("执行率当得分", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at, key = a_scored(tables, random), "年度资金总额.得分"
    rate = tables[at].cells["年度资金总额.执行率"].rstrip("%")
    return typed("执行率当得分", tables, at, key, rate, "S103")


@kind("总分加错", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at, key = a_scored(tables, random), "总分.得分"
    off = Decimal(random.choice(("0.1", "-1", "-0.5", "-2.3")))
    return typed("总分加错", tables, at, key, shown(Decimal(tables[at].cells[key]) + off), "S402")


@kind("总分分值不是100", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    return typed(
        "总分分值不是100",
        tables,
        at,
        "总分.分值",
        random.choice(("90", "110", "99")),
        "S304",
        "S303",
    )


def _full(table: Table, random: Random) -> Row:
    """A row with a number that was reached and full points."""
    good = [row for row in table.rows if row.texts[1].startswith("≥") and not row.texts[5]]
    return random.choice(good)


@kind("得分超分值", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    row = _full(tables[at], random)
    more = str(int(row.texts[3]) + random.choice((1, 5)))
    return row_typed("得分超分值", tables, at, row, "score", more, "S401")


@kind("分值填错", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    row = _full(tables[at], random)
    return row_typed(
        "分值填错", tables, at, row, "points", str(int(row.texts[3]) + 5), "S301", "S303"
    )


@kind("扣分无原因", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    row = _full(tables[at], random)
    less = shown(Decimal(row.texts[3]) - Decimal("0.5"))
    return row_typed("扣分无原因", tables, at, row, "score", less, "S511", "S502", "S402")


@kind("未达标得满分", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    row = _full(tables[at], random)
    number, unit = _number_and_unit(row.texts[1])
    less = f"{shown(number * 8 / 10) if unit == '%' else number * 8 // 10}{unit}"
    return row_typed("未达标得满分", tables, at, row, "actual", less, "S501")


@kind("指标值没有数", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    return row_typed("指标值没有数", tables, at, _full(tables[at], random), "target", "≥", "S512")


@kind("完成值漏填", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    return row_typed("完成值漏填", tables, at, _full(tables[at], random), "actual", "", "S515")


@kind("指标分值标题错", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    old = tables[at].rows[0].level1
    new = old.replace("50分", random.choice(("60分", "45分")))
    rows = tuple(replace(row, level1=new) if row.level1 == old else row for row in tables[at].rows)
    fault = Fault(
        "指标分值标题错",
        Place(tables[at].kind, number_of(tables, at), "=0"),
        old,
        new,
        ("S301", "S302"),
    )
    return with_table(tables, at, replace(tables[at], rows=rows)), fault


@kind("实际完成照抄目标", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    goal = tables[at].cells["预期目标"]
    return typed("实际完成照抄目标", tables, at, "实际完成情况", goal, "S516")


@kind("数字栏填文字", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = a_scored(tables, random)
    key = f"年度资金总额.{random.choice(('年初预算数', '全年预算数', '全年执行数'))}"
    return typed("数字栏填文字", tables, at, key, random.choice(("详见附表", "见决算报表")), "F301")


@kind("资金来源不合计", "project")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "project", random)
    key = f"当年财政拨款.{random.choice(('年初预算数', '全年预算数', '全年执行数'))}"
    return typed("资金来源不合计", tables, at, key, mistyped(tables[at].cells[key], random), "S206")


@kind("收入性质不合计", "overall")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at, key = one_of(tables, "overall", random), "一般公共预算"
    wrong = mistyped(tables[at].cells[key], random)
    return typed("收入性质不合计", tables, at, key, wrong, "S201", "S204")


@kind("支出性质不合计", "overall")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at, key = one_of(tables, "overall", random), random.choice(("基本支出", "项目支出"))
    wrong = mistyped(tables[at].cells[key], random)
    return typed("支出性质不合计", tables, at, key, wrong, "S202", "S205")


@kind("两表项目支出不同", "overall")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "overall", random)
    moved = Decimal(random.randint(50, 300)) / 100
    basic = f"{facts.money['基本'] - moved:.2f}"
    changed = with_table(
        tables, at, replace(tables[at], cells={**tables[at].cells, "基本支出": basic})
    )
    other = f"{facts.money['项目'] + moved:.2f}"
    return typed("两表项目支出不同", changed, at, "项目支出", other, "X101")


@kind("单位名称不同", "overall")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "overall", random)
    other = facts.unit.replace(facts.trade["unit"], "机关事务服务中心")
    return typed("单位名称不同", tables, at, "单位名称", other, "X201")


@kind("年度不同", "overall")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "overall", random)
    title = f"{facts.year - 1}年度部门整体支出绩效自评表"
    fault = Fault("年度不同", Place("overall", 0, "title"), str(facts.year), title, ("X202",))
    return with_table(tables, at, replace(tables[at], title=title)), fault


@kind("金额指标与资金不符", "overall")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "overall", random)
    row = next(row for row in tables[at].rows if row.texts[0] == "财政资金支出")
    wrong = f"{facts.money['支出'] - 5:.2f}万元"
    return row_typed("金额指标与资金不符", tables, at, row, "actual", wrong, "X301")


@kind("考核合计加错", "assessment")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "assessment", random)
    wrong = str(int(tables[at].cells["合计.得分"]) + random.choice((1, -2)))
    return typed("考核合计加错", tables, at, "合计.得分", wrong, "S704")


def _number_and_unit(target: str) -> tuple[Decimal, str]:
    text = target.lstrip("≥≤＝=")
    digits = "".join(letter for letter in text if letter.isdigit() or letter == ".")
    return Decimal(digits), text[len(digits) :]
