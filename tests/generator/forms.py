"""Facts → the forms as filled in: texts by the forms' own places, on the official layouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from tests.generator.facts import Facts, Project, Work, percent, shown
from xladdin.forms.figures import read_figure
from xladdin.forms.profiles import profile
from xladdin.model.form import Entry, Form, Group, Indicator, Item
from xladdin.model.unit import unit
from xladdin.templates.prepared import prepared

_ZERO = Decimal(0)
_YEARS = ("上年决算", "本年预算", "本年决算")
_ROW = ("name", "target", "actual", "points", "score", "reason")


class Row(Struct, frozen=True):
    """One row of an indicator table."""

    level1: str
    level2: str
    texts: tuple[str, str, str, str, str, str]  # as _ROW


class Table(Struct, frozen=True):
    """A form as filled in. ``cells`` go by the form's keys (三公经费.本年决算), those of items by
    ``section/number/column``; ``labels`` are the items' own; ``title`` None for the usual one."""

    kind: str
    cells: Mapping[str, str]
    labels: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...] = ()
    title: str | None = None


def tables(facts: Facts) -> tuple[Table, ...]:
    """The forms of the filing, in their order."""
    projects = [_project(facts, each) for each in facts.projects]
    if facts.fund:
        return tuple(projects)
    found = [_basic_data(facts), _overall(facts), *projects]
    return (*found, _assessment(facts)) if facts.profile == "yueyang" else tuple(found)


def overall_score(facts: Facts) -> Decimal:
    """The total of the 自评表, or of the only project's form."""
    table = tables(facts)[0 if facts.fund else 1]
    return Decimal(table.cells["总分.得分"])


def form(table: Table, facts: Facts) -> Form:
    """The table as a form on the official layout."""
    chosen = profile(facts.profile)
    blank = next(
        each.probe
        for each in prepared(chosen, facts.year, [_sized(table, facts)])
        if each.probe.kind == table.kind
    )
    filled = replace(
        blank,
        entries={key: _fill(each, table.cells.get(key, "")) for key, each in blank.entries.items()},
        sections={
            name: tuple(
                Item(label, {c: _fill(e, table.cells.get(f"{name}/{at}/{c}", "")) for c, e in item.entries.items()})
                for at, (label, item) in enumerate(zip(labels, blank.sections[name], strict=False))
            )
            for name, labels in table.labels.items()
        },
        unplaced=(),
    )  # fmt: skip
    if table.kind != "assessment":
        return replace(filled, groups=_groups(filled, table))
    scores = [table.cells[f"@{at}"] for at in range(len(blank.indicators))]
    return replace(filled, groups=_scored(blank, iter(scores)))


def _sized(table: Table, facts: Facts) -> Form:
    """A form with as many rows as the table, so that the sheet is planned with them."""
    blank = _blank(table.kind, facts.profile, facts.year)
    if table.kind == "assessment":
        return blank
    sections = {
        name: tuple(Item(label, blank.sections[name][0].entries) for label in labels)
        for name, labels in table.labels.items()
    }
    return replace(blank, sections=sections, groups=_groups(blank, table))


@cache
def _blank(kind: str, profile_id: str, year: int) -> Form:
    """The official form as recognised; a profile without one of its own uses that of 岳阳."""
    sheets = (*prepared(profile(profile_id), year), *prepared(profile("yueyang"), year))
    return next(each.probe for each in sheets if each.probe.kind == kind)


def _groups(blank: Form, table: Table) -> tuple[Group, ...]:
    if not table.rows:
        return ()
    group = blank.groups[0]
    given = [row for each in blank.groups for row in each.indicators]
    found, at = [], 0
    for level1 in dict.fromkeys(row.level1 for row in table.rows):
        rows = [row for row in table.rows if row.level1 == level1]
        indicators = []
        for row in rows:
            indicators.append(_indicator(given[min(at, len(given) - 1)], row))
            at += 1
        heading = replace(group.heading, text=level1)
        found.append(replace(group, name=level1[:2], heading=heading, indicators=tuple(indicators)))
    return tuple(found)


def _indicator(place: Indicator, row: Row) -> Indicator:
    entries = {
        name: _fill(getattr(place, name), text)
        for name, text in zip(_ROW, row.texts, strict=True)
        if getattr(place, name) is not None
    }
    return replace(place, level1=row.level1, level2=row.level2, **entries)


def _scored(blank: Form, scores: Iterator[str]) -> tuple[Group, ...]:
    return tuple(
        replace(
            group,
            indicators=tuple(
                replace(row, score=_fill(row.score, next(scores))) for row in group.indicators
            ),
        )
        for group in blank.groups
    )


def _fill(entry: Entry, text: str) -> Entry:
    figure = read_figure(text, unit(entry.unit)) if entry.unit and text else None
    return replace(entry, text=text, figure=figure)


# What stands in them


def _basic_data(facts: Facts) -> Table:
    money = facts.money
    cells = {
        "编制数": str(facts.posts),
        "在职人数": str(facts.staff),
        "控制率": f"{shown(percent(Decimal(facts.staff), Decimal(facts.posts)))}%",
        "厉行节约保障措施": "办公用品集中采购，公务用车统一调度，公务接待实行事前审批。",
    }
    rows = {
        "三公经费": ("三公上年", "三公预算", "三公"),
        "公务用车": ("用车上年", "用车预算", "用车"),
        "公车运行维护": ("用车上年", "用车预算", "用车"),
        "公务接待": ("接待上年", "接待预算", "接待"),
        "项目支出": ("项目上年", "年初项目", "项目"),
        "公用经费": ("公用上年", "公用预算", "公用"),
        "政府采购金额": ("采购上年", "采购预算", "采购"),
    }
    for row, names in rows.items():
        for column, name in zip(_YEARS, names, strict=True):
            cells[f"{row}.{column}"] = f"{money[name]:.2f}"
    for row in ("公车购置", "出国经费"):
        cells |= {f"{row}.{column}": "0" for column in _YEARS}
    adjustment = (
        money["全年"] - money["年初"] - sum((p.adjusted - p.initial for p in facts.projects), _ZERO)
    )
    cells |= {"基本支出预算调整.上年决算": "0", "基本支出预算调整.本年预算": "0"}
    cells["基本支出预算调整.本年决算"] = f"{adjustment:.2f}"
    for at, each in enumerate(facts.projects):
        for column, value in zip(_YEARS, (each.last, each.initial, each.spent), strict=True):
            cells[f"项目支出明细/{at}/{column}"] = f"{value:.2f}"
    for at, name in enumerate(("办公", "水电差旅", "会议培训")):
        for column, share in zip(_YEARS, ("95", "100", "100"), strict=True):
            cells[f"公用经费其中/{at}/{column}"] = f"{money[name] * Decimal(share) / 100:.2f}"
    if facts.building:
        cells |= {
            "楼堂馆所/0/批复规模": "600", "楼堂馆所/0/实际规模": "588", "楼堂馆所/0/规模控制率": "98%",
            "楼堂馆所/0/预算投资": "80.00", "楼堂馆所/0/实际投资": "76.00",
            "楼堂馆所/0/投资概算控制率": "95%",
        }  # fmt: skip
    names = tuple(f"{at}、{each.name}" for at, each in enumerate(facts.projects, 1))
    parts = ("其中：办公经费", "水费、电费、差旅费", "会议费、培训费")
    labels = {"项目支出明细": names, "公用经费其中": parts, "楼堂馆所": ("",)}
    return Table("basic_data", cells | _signed(facts), labels)


def _signed(facts: Facts) -> dict[str, str]:
    date = f"{facts.year + 1}年3月{5 + facts.seed % 20}日"
    return {"填表人": facts.signer, "填报日期": date, "联系电话": "5123456", "负责人": "杨帆"}


def _funds(initial: Decimal, adjusted: Decimal, spent: Decimal) -> dict[str, str]:
    score = (min(spent / adjusted, Decimal(1)) * 10).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "年度资金总额.年初预算数": f"{initial:.2f}",
        "年度资金总额.全年预算数": f"{adjusted:.2f}",
        "年度资金总额.全年执行数": f"{spent:.2f}",
        "年度资金总额.分值": "10",
        "年度资金总额.执行率": f"{shown(percent(spent, adjusted))}%",
        "年度资金总额.得分": shown(score),
    }


def _with_total(cells: dict[str, str], rows: tuple[Row, ...]) -> dict[str, str]:
    score = Decimal(cells["年度资金总额.得分"]) + sum(
        (Decimal(row.texts[4]) for row in rows), _ZERO
    )
    return {**cells, "总分.分值": "100", "总分.得分": shown(score)}


def _indicator_row(level1: str, level2: str, work: Work, points: int) -> Row:
    texts = (
        work.name,
        f"≥{work.target}{work.unit}",
        f"{work.actual}{work.unit}",
        str(points),
        str(points),
        "",
    )
    return Row(level1, level2, texts)


def missed(facts: Facts) -> Work:
    """The one indicator of the 自评表 that was not quite reached."""
    return Work(facts.trade["time"], "%", "95", str(88 + facts.seed % 7))


def extras(facts: Facts) -> dict[str, Work]:
    """The indicators of the 自评表 beside the three of work, by what reports.toml calls them."""
    trade, seed = facts.trade, facts.seed
    economy = trade["economy"]
    society = trade["society"]
    gained = economy["low"] + seed * 37 % (economy["high"] - economy["low"])
    served = society["low"] + seed * 7919 % (society["high"] - society["low"])
    return {
        "质量": Work(trade["quality"], "%", "95", shown(Decimal(960 + seed % 38) / 10)),
        "时效": missed(facts),
        "经济": Work(economy["name"], economy["unit"], str(gained * 95 // 100), str(gained)),
        "社会": Work(society["name"], society["unit"], str(served * 92 // 100), str(served)),
        "满意": Work(f"{trade['clients']}满意度", "%", "90", shown(Decimal(915 + seed % 80) / 10)),
    }


def _overall(facts: Facts) -> Table:
    money = facts.money
    cells = _funds(money["年初"], money["全年"], money["支出"]) | {
        "单位名称": facts.unit,
        "收入性质合计": f"{money['支出']:.2f}",
        "支出性质合计": f"{money['支出']:.2f}",
        "一般公共预算": f"{money['一般']:.2f}",
        "政府性基金": f"{money['基金']:.2f}" if money["基金"] else "",
        "基本支出": f"{money['基本']:.2f}",
        "项目支出": f"{money['项目']:.2f}",
        "预期目标": f"{facts.trade['duty']}，完成全年各项任务。",
        "实际完成情况": f"{facts.works[0].name}{facts.works[0].actual}{facts.works[0].unit}，各项工作按计划推进。",
    }
    other = extras(facts)
    done = Decimal(other["时效"].actual) / 95 * 10
    reason = "部分项目受天气影响顺延，次年一季度已完成"
    late = other["时效"]
    output, benefit, clients = "产出指标\n（50分）", "效益指标\n（30分）", "满意度\n指标\n（10分）"
    rows = (
        _indicator_row(output, "数量指标", facts.works[0], 10),
        _indicator_row(output, "数量指标", facts.works[1], 10),
        _indicator_row(output, "质量指标", other["质量"], 10),
        Row(output, "时效指标", (late.name, f"≥{late.target}%", f"{late.actual}%", "10",
            shown(done.quantize(Decimal("0.01"), ROUND_HALF_UP)), reason)),
        Row(output, "成本指标", ("财政资金支出", f"≤{money['全年']:.2f}万元", f"{money['支出']:.2f}万元", "10", "10", "")),
        _indicator_row(benefit, "经济效\n益指标", other["经济"], 10),
        _indicator_row(benefit, "社会效\n益指标", other["社会"], 10),
        Row(benefit, "生态效\n益指标", ("", "", "", "", "", "")),
        Row(benefit, "可持续影\n响指标", (facts.trade["lasting"], "健全", "健全", "10", "10", "")),
        _indicator_row(clients, "服务对象\n满意度指\n标", other["满意"], 10),
    )  # fmt: skip
    filled = tuple(row for row in rows if row.texts[0])
    return Table("overall", _with_total(cells, filled) | _signed(facts), {}, rows)


def _project(facts: Facts, each: Project) -> Table:
    cells = _funds(each.initial, each.adjusted, each.spent) | {
        "项目名称": each.name,
        "主管部门": bureau(facts),
        "单位名称": facts.unit,
        "预期目标": f"{each.work.name}不少于{each.work.target}{each.work.unit}，资金使用规范。",
        "实际完成情况": f"{each.work.name}{each.work.actual}{each.work.unit}，资金按进度支付。",
    }
    columns = (
        ("年初预算数", each.initial),
        ("全年预算数", each.adjusted),
        ("全年执行数", each.spent),
    )
    for column, value in columns:
        cells[f"当年财政拨款.{column}"] = f"{value - each.carried:.2f}"
        if each.carried:
            cells[f"上年结转资金.{column}"] = f"{each.carried:.2f}"
    output, benefit, clients = "产出指标\n（50分）", "效益指标\n（30分）", "满意度\n指标\n（10分）"
    cost = ("项目总成本", f"≤{each.adjusted:.2f}万元", f"{each.spent:.2f}万元", "10", "10", "")
    rows = (
        _indicator_row(output, "数量指标", each.work, 20),
        _indicator_row(output, "质量指标", each.quality, 20),
        Row(output, "成本指标", cost),
        _indicator_row(benefit, "社会效\n益指标", each.society, 30),
        _indicator_row(clients, "服务对象\n满意度指\n标", each.satisfaction, 10),
    )
    return Table("project", _with_total(cells, rows) | _signed(facts), {}, rows)


def bureau(facts: Facts) -> str:
    """The department above the unit."""
    return f"{facts.unit.removesuffix(facts.trade['unit']).split('第')[0]}{facts.trade['bureau']}"


def _assessment(facts: Facts) -> Table:
    scores = ["8", "2", "10", "10", "15", "19", str(17 + facts.seed % 3), "15"]
    total = str(sum(map(int, scores)))
    return Table(
        "assessment", {f"@{at}": each for at, each in enumerate(scores)} | {"合计.得分": total}, {}
    )
