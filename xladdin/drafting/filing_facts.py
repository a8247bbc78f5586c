"""Collect from a filing's forms the facts that its report states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from xladdin.drafting.facts import Facts, known, shown
from xladdin.drafting.indicator_facts import called, deviations, groups, projects, with_rate
from xladdin.drafting.row_facts import (
    BUDGET,
    OUTTURN,
    Entries,
    Setting,
    amount,
    any_figure,
    change,
    changes,
    line,
    row,
)
from xladdin.drafting.sentences import Wording
from xladdin.forms.labels import normal
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.rules.tables.told_in_cells import due

_TOTAL = "年度资金总额"
_SOURCES = ("一般公共预算", "政府性基金", "国有资本经营", "专户非税收入", "其他资金")
_USES = ("基本支出", "项目支出")
#: The totals of the funds table that the funds by source and use may add up to, the outturn first.
_BASES = ("全年执行数", "全年预算数", "年初预算数")


def facts(filing: Filing, profile: Profile, wording: Wording) -> Facts:
    """Return all that the forms state, and what follows from it. If a filing has several of a form
    that should be unique, the first counts."""
    setting = Setting(wording, _unit_and_year(filing, wording))
    texts = dict(setting.when)
    lists: dict[str, tuple[Facts, ...]] = {}
    rows: dict[str, Entries] = {}
    basic, overall = _first(filing, "basic_data"), _first(filing, "overall")
    if basic is not None:
        rows = {name: row(basic, name) for name in _names(basic)}
        texts |= {entry.key: shown(entry) for entry in basic.entries.values()}
        for name, each in rows.items():
            texts |= {f"{name}.{key}": text for key, text in changes(each, setting).items()}
        lists |= _sections(basic, setting)
    if overall is not None:
        rows |= {f"自评表.{key}": {"金额": entry} for key, entry in overall.entries.items()}
        texts |= with_rate({entry.key: shown(entry) for entry in overall.entries.values()})
        texts |= _fund_facts(overall, setting) | {"等级": _grade(overall, profile)}
        lists["一级指标"] = groups(overall, wording)
    for title, names in wording.tables.items():
        told = ((name, rows[key]) for key, name in names.items() if key in rows)
        lists[title] = tuple(
            line(name, each, setting) for name, each in told if any_figure(each.values())
        )
    texts["无项目支出"] = _nothing_on_projects(basic, overall)
    every = tuple(projects(filing, basic, setting))
    lists["项目"] = tuple(_numbered(every))
    lists["有自评表的项目"] = tuple(_numbered(each for each in every if "有自评表" in each.texts))
    lists["偏差"] = tuple(_numbered(_deviations(filing, wording)))
    lists["附件"] = tuple(_numbered(_appendices(filing, profile)))
    return Facts(known(texts), {name: each for name, each in lists.items() if each})


def _first(filing: Filing, kind: str) -> Form | None:
    return next(iter(filing.of(kind)), None)


def _unit_and_year(filing: Filing, wording: Wording) -> dict[str, str]:
    year = filing.year
    return {
        "单位": filing.unit or wording.open("单位名称"),
        "年度": str(year) if year else wording.open("年度"),
        "上年度": str(year - 1) if year else wording.open("上年度"),
    }


def _numbered(every: Iterable[Facts]) -> Iterator[Facts]:
    for number, each in enumerate(every, start=1):
        # The blank prevents 1.2024年 from being read as a number.
        space = " " if each.texts.get("名称", "")[:1].isdigit() else ""
        yield Facts({**each.texts, "序号": f"{number}.{space}"}, each.lists)


def _appendices(filing: Filing, profile: Profile) -> Iterator[Facts]:
    for kind in profile.kinds:
        if filing.of(kind):
            yield Facts({"附件": profile.packing.appendices[kind]})


def _deviations(filing: Filing, wording: Wording) -> Iterator[Facts]:
    """Yield the deviations of the unit, then those of each project with its name."""
    for form in filing.of("overall")[:1]:
        yield from deviations(form, "")
    for form in filing.of("project"):
        yield from deviations(form, called(form) or wording.open("项目名称"))


def _names(form: Form) -> list[str]:
    """Return the names of the rows with figures of last year and this year."""
    return list(dict.fromkeys(e.name for e in form.entries.values() if e.column == OUTTURN))


def _sections(form: Form, setting: Setting) -> dict[str, tuple[Facts, ...]]:
    """Return the repeated rows of the 基础数据表, without those of projects."""
    return {
        section: tuple(
            line(normal(item.label), item.entries, setting)
            for item in form.sections.get(section, ())
            if any_figure(item.entries.values())
        )
        for section in ("公用经费其中", "楼堂馆所")
    }


def _nothing_on_projects(basic: Form | None, overall: Form | None) -> str:
    """Return 无 if the forms state that nothing was spent on projects and nothing planned; else empty."""
    keys = ((basic, f"项目支出.{OUTTURN}"), (basic, f"项目支出.{BUDGET}"), (overall, "项目支出"))
    entries = [form.entries.get(key) for form, key in keys if form is not None]
    told = [entry for entry in entries if entry is not None and entry.figure is not None]
    return "无" if told and all(amount(entry) == 0 for entry in told) else ""


def _fund_facts(form: Form, setting: Setting) -> dict[str, str]:
    """Return what follows from the funds table of the 自评表."""
    entries, wording = form.entries, setting.wording
    initial, budget, outturn = (
        entries.get(f"{_TOTAL}.{column}") for column in ("年初预算数", "全年预算数", "全年执行数")
    )
    sources, uses = (
        {name: value for name in names if (value := amount(entries.get(name))) is not None}
        for names in (_SOURCES, _USES)
    )
    by_source, by_use = _basis(entries, sources), _basis(entries, uses)
    # If 其他资金 is empty and the named sources add up, there are no other funds.
    complete = by_source and not sources.get("其他资金") and not sources.get("国有资本经营")
    return {
        "年中调整": change(budget, initial, wording.changes["年中调整"], setting.when),
        "超支": change(budget, outturn, wording.changes["超支"], setting.when),
        "结余": change(budget, outturn, wording.changes["结余"], setting.when),
        "收入口径": wording.bases.get(by_source, ""),
        "资金口径": wording.funds.get(by_source, ""),
        "支出口径": wording.bases.get(by_use, ""),
        "支出为执行数": "是" if by_use == _BASES[0] else "",
        "多种资金": "有" if sum(value != 0 for value in sources.values()) > 1 else "",
        "有政府性基金": "有" if sources.get("政府性基金") else "",
        "无政府性基金": "无" if sources and not sources.get("政府性基金") else "",
        "无其他来源": "无" if complete else "",
    }


def _basis(entries: Entries, parts: dict[str, Decimal]) -> str:
    """Return the column of the funds table to which the parts add up; empty if there is none."""
    total = sum(parts.values(), Decimal(0))
    columns = (c for c in _BASES if amount(entries.get(f"{_TOTAL}.{c}")) == total)
    return next(columns, "") if parts else ""


def _grade(form: Form, profile: Profile) -> str:
    entry = form.entries.get("总分.得分")
    return due(entry.figure.value, profile) if entry is not None and entry.figure else ""
