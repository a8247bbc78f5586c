"""One thing wrong in the 基础数据表; see table_faults.py."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.generator.facts import Facts
from tests.generator.forms import Table
from tests.generator.table_faults import (
    COLUMNS,
    Faulty,
    kind,
    mistyped,
    one_of,
    typed,
)


def _wrong_total(name: str, row: str, code: str) -> None:
    @kind(name, "basic_data")
    def total(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
        at, key = one_of(tables, "basic_data", random), f"{row}.{random.choice(COLUMNS)}"
        return typed(name, tables, at, key, mistyped(tables[at].cells[key], random), code)


_wrong_total("三公合计错", "三公经费", "B201")
_wrong_total("公务用车合计错", "公务用车", "B202")
_wrong_total("项目支出合计错", "项目支出", "B301")


@kind("三公明细错", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    key = f"公务接待.{random.choice(COLUMNS)}"
    at = one_of(tables, "basic_data", random)
    return typed("三公明细错", tables, at, key, mistyped(tables[at].cells[key], random), "B201")


@kind("项目明细错", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "basic_data", random)
    key = f"项目支出明细/{random.randrange(len(facts.projects))}/{random.choice(COLUMNS)}"
    return typed("项目明细错", tables, at, key, mistyped(tables[at].cells[key], random), "B301")


@kind("合计漏填", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    row, code = random.choice((("三公经费", "B201"), ("项目支出", "B301")))
    at = one_of(tables, "basic_data", random)
    return typed("合计漏填", tables, at, f"{row}.{random.choice(COLUMNS)}", "", code, "F304")


@kind("公用经费其中超合计", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    column = random.choice(COLUMNS)
    at = one_of(tables, "basic_data", random)
    whole = Decimal(tables[at].cells[f"公用经费.{column}"])
    return typed(
        "公用经费其中超合计", tables, at, f"公用经费其中/1/{column}", f"{whole + 3:.2f}", "B401"
    )


@kind("万元填成元", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    row, code = random.choice((("三公经费", "B201"), ("公务用车", "B202"), ("项目支出", "B301")))
    at = one_of(tables, "basic_data", random)
    key = f"{row}.{random.choice(COLUMNS)}"
    yuan = f"{Decimal(tables[at].cells[key]) * 10000:.0f}"
    return typed("万元填成元", tables, at, key, yuan, code)


@kind("控制率算错", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    wrong = facts.staff * 100 // (facts.posts + 2)
    return typed(
        "控制率算错", tables, one_of(tables, "basic_data", random), "控制率", f"{wrong}%", "B101"
    )


@kind("超编", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "basic_data", random)
    more = str(facts.posts + random.randint(1, 9))
    return typed("超编", tables, at, "在职人数", more, "B102", "B101")


@kind("三公超预算", "basic_data")
def _(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
    at = one_of(tables, "basic_data", random)
    planned = f"{facts.money['三公'] - Decimal('0.1'):.2f}"
    return typed("三公超预算", tables, at, "三公经费.本年预算", planned, "B203", "B201")


def _building(name: str, column: str, text: str, *codes: str) -> None:
    @kind(name, "basic_data")
    def building(facts: Facts, tables: tuple[Table, ...], random: Random) -> Faulty:
        at = one_of(tables, "basic_data", random)
        return typed(name, tables, at, f"楼堂馆所/0/{column}", text, *codes)


_building("规模控制率算错", "规模控制率", "89%", "B501")
_building("投资控制率算错", "投资概算控制率", "100%", "B502")
_building("超批复规模", "实际规模", "640", "B503")
