"""Fill in the official forms with the sums of a year's amounts, as if all units were one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xladdin.batch.extract import BUILDINGS, ROWS
from xladdin.batch.gathered import Sums
from xladdin.computing.functions import control_rate, execution_rate
from xladdin.model.figure import Location
from xladdin.model.form import Entry, Form, Group, Indicator, Item

_BASIC, _OVERALL = "基础数据表", "自评表"
#: Columns of points and scores, which are averaged over the units that have the form.
_AVERAGES = ("分值", "得分")
#: The order of the levels on the official form; any others follow.
_LEVELS = (
    "产出指标", "数量指标", "质量指标", "时效指标", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标",
    "效益指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "满意度指标", "服务对象满意度指标",
)  # fmt: skip
_SEE = "各单位的目标和完成情况见各自的自评表。"

Amounts = Mapping[str, Decimal]


def forms(sums: Sums, year: int) -> tuple[Form, ...]:
    """Return the 基础数据表 and the 自评表 of all units together; one that no unit has is left out."""
    found = []
    if sums.forms[_BASIC]:
        found.append(_basic_data(_within(_BASIC, sums.amounts), sums.forms[_BASIC], year))
    if sums.forms[_OVERALL]:
        found.append(_overall(_within(_OVERALL, sums.amounts), sums, year))
    return tuple(found)


def _within(name: str, amounts: Amounts) -> dict[str, Decimal]:
    begin = f"{name}."
    return {
        key.removeprefix(begin): value for key, value in amounts.items() if key.startswith(begin)
    }


def _basic_data(amounts: Amounts, units: int, year: int) -> Form:
    plain = {
        key: value
        for key, value in amounts.items()
        if key.partition(".")[0] not in (*ROWS, BUILDINGS)
    }
    rate = control_rate(plain.get("编制数"), plain.get("在职人数"))
    return _form(
        "basic_data",
        f"{year}年度部门整体支出绩效评价基础数据表（{units} 个单位汇总）",
        {
            **_entries(plain),
            **_rate("控制率", rate),
            "厉行节约保障措施": _entry("厉行节约保障措施", "见各单位的基础数据表。"),
        },
        sections={name: tuple(_items(name, amounts)) for name in ROWS}
        | {BUILDINGS: (Item("", _buildings(amounts)),)},
    )


def _items(section: str, amounts: Amounts) -> Iterator[Item]:
    for number, (row, word) in enumerate(ROWS[section].items(), start=1):
        own = _within(f"{section}.{row}", amounts)
        if word or own:
            label = f"{number}、{row}" if section == "项目支出明细" else f"　　{row}"
            yield Item(label, {key: _entry(row, _money(v), key) for key, v in own.items()})


def _buildings(amounts: Amounts) -> dict[str, Entry]:
    own = _within(BUILDINGS, amounts)
    area = execution_rate(own.get("批复规模"), own.get("实际规模"))
    invested = execution_rate(own.get("预算投资"), own.get("实际投资"))
    return {
        **{key: _entry(key, _money(v)) for key, v in own.items() if not key.endswith("控制率")},
        **_rate("规模控制率", area),
        **_rate("投资概算控制率", invested),
    }


def _overall(amounts: Amounts, sums: Sums, year: int) -> Form:
    units = sums.forms[_OVERALL]
    total = "年度资金总额"
    rate = execution_rate(amounts.get(f"{total}.全年预算数"), amounts.get(f"{total}.全年执行数"))
    plain = {
        key: value / sums.counts[f"{_OVERALL}.{key}"] if key.endswith(_AVERAGES) else value
        for key, value in amounts.items()
        if not key.startswith("指标.")
    }
    return _form(
        "overall",
        f"{year}年度部门整体支出绩效自评表（{units} 个单位汇总）",
        {
            "单位名称": _entry("单位名称", f"{units} 个单位汇总"),
            **_entries(plain),
            **_rate(f"{total}.执行率", rate),
            "预期目标": _entry("预期目标", _SEE),
            "实际完成情况": _entry("实际完成情况", _SEE),
        },
        groups=tuple(_groups(amounts, sums)),
    )


def _groups(amounts: Amounts, sums: Sums) -> Iterator[Group]:
    """Yield the groups of the 自评表: a row for each 二级指标 with the units' average points and score."""
    places = {tuple(key.split(".")[1:3]) for key in amounts if key.startswith("指标.")}
    with_points = {level1 for level1, level2 in places if _amount(level1, level2, "分值", amounts)}
    for level1 in sorted(with_points, key=_rank):
        rows = [
            _indicator(level1, level2, amounts, sums)
            for first, level2 in sorted(places, key=lambda each: _rank(each[1]))
            if first == level1 and _amount(first, level2, "分值", amounts)
        ]
        yield Group(level1, _entry(level1, level1), tuple(rows))


def _indicator(level1: str, level2: str, amounts: Amounts, sums: Sums) -> Indicator:
    number, points, score = (
        _amount(level1, level2, name, amounts) for name in ("项数", "分值", "得分")
    )
    units = sums.forms[_OVERALL]
    having = sums.counts[f"{_OVERALL}.指标.{level1}.{level2}.项数"]
    return Indicator(
        level1,
        level2,
        name=_entry("三级指标", f"{number:,f} 项\n（{having} 个单位）"),
        target=_entry("指标值", "—"),
        actual=_entry("完成值", f"得分率 {score / points:.1%}"),
        points=_entry("分值", _points(points / units)),
        score=_entry("得分", _points(score / units)),
        reason=None,
    )


def _amount(level1: str, level2: str, name: str, amounts: Amounts) -> Decimal:
    return amounts.get(f"指标.{level1}.{level2}.{name}", Decimal(0))


def _rank(level: str) -> tuple[int, str]:
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), level)


def _entries(amounts: Amounts) -> dict[str, Entry]:
    found = {}
    for key, value in amounts.items():
        name, _, column = key.partition(".")
        if name.endswith("率") or column.endswith("率"):
            continue
        found[key] = _entry(name, _printed(name, column, value), column)
    return found


def _printed(name: str, column: str, value: Decimal) -> str:
    if column in _AVERAGES:
        return _points(value)
    return f"{value:,f}" if name in ("编制数", "在职人数") else _money(value)


def _rate(key: str, rate: Decimal | None) -> dict[str, Entry]:
    name, _, column = key.partition(".")
    return {} if rate is None else {key: _entry(name, f"{rate:.2%}", column)}


def _money(value: Decimal) -> str:
    return f"{value:,.2f}"


def _points(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _entry(name: str, text: str, column: str = "") -> Entry:
    return Entry(name, text, Location(), column)


def _form(
    kind: str,
    title: str,
    entries: Mapping[str, Entry],
    sections: Mapping[str, tuple[Item, ...]] | None = None,
    groups: tuple[Group, ...] = (),
) -> Form:
    return Form(kind, kind, _entry("表头", title), None, "", entries, sections or {}, groups)
