"""Facts → the report: paragraphs in one of several wordings, with the figures in them marked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tests.generator.facts import HERE, Facts, percent, shown
from tests.generator.forms import bureau, extras, overall_score

_PLACE = re.compile(r"\{([^{}]+)\}")
_NUMBERS = "一二三四五六七八九十"
#: What is filled in without being a figure of the year.
_WORDS = {"单位", "主管", "职责", "股室", "增减", "增降", "等级", "问题", "措施"}


class Figure(Struct, frozen=True):
    """A figure of a paragraph: what it states, and where in the text."""

    name: str
    start: int
    end: int


class Line(Struct, frozen=True):
    """A paragraph. ``part`` is the heading that it stands under, itself included."""

    text: str
    figures: tuple[Figure, ...] = ()
    part: str = ""

    def says(self, figure: Figure) -> str:
        """The figure as printed."""
        return self.text[figure.start : figure.end]

    def with_text(self, start: int, end: int, text: str) -> Line:
        """The line with something else at a place; figures behind it are forgotten."""
        before = tuple(figure for figure in self.figures if figure.end <= start)
        return replace(self, text=self.text[:start] + text + self.text[end:], figures=before)


def report(facts: Facts) -> tuple[Line, ...]:
    """The paragraphs of the report, its title first."""
    random = Random(f"{facts.profile}/{facts.seed}/report")
    data = _data()
    words = values(facts)
    kind = "fund" if facts.fund else facts.profile
    what = f"{facts.projects[0].name}项目资金" if facts.fund else "部门整体支出"
    lines = [Line(f"{facts.unit}{facts.year}年度{what}绩效自评报告")]
    number = 0
    for heading, slots in data["parts"][kind]:
        if not heading.startswith("（"):
            heading = f"{_NUMBERS[number]}、{heading}" if number < 10 else heading
            number += 1
        part = heading
        lines.append(Line(heading, (), part))
        told = [_wording(slot, facts, random) for slot in slots]
        if slots in (["troubles"], ["remedies"]):
            lines += [
                Line(text, (), part) for text in words[_PLACE.findall(told[0])[0]].split("\n")
            ]
        elif facts.plain:
            lines += [_line(text, words, part) for text in told]
        else:
            lines.append(_line("".join(told), words, part))
    return tuple(lines)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((HERE / "reports.toml").read_text("utf-8"))


def _wording(slot: str, facts: Facts, random: Random) -> str:
    if slot == "fund" and not facts.money["基金"]:
        slot = "none"
    wordings = _data()["wordings"][slot]
    if slot == "troubles" or slot == "remedies":
        return str(wordings[0])
    return str(random.choice(wordings[: 2 if facts.plain else None]))


def _line(wording: str, words: Mapping[str, str], part: str) -> Line:
    while (listed := re.search(r"\{(各项目顿|各项目|逐条项目)\}", wording)) is not None:
        wording = wording[: listed.start()] + words[listed[1]] + wording[listed.end() :]
    text, figures, at = "", [], 0
    for place in _PLACE.finditer(wording):
        text += wording[at : place.start()]
        said = words[place[1]]
        if place[1] not in _WORDS and said[:1].isdigit():
            figures.append(Figure(place[1], len(text), len(text) + len(said)))
        text += said
        at = place.end()
    return Line(text + wording[at:], tuple(figures), part)


def values(facts: Facts) -> dict[str, str]:
    """What the places of reports.toml say."""
    trade, money = facts.trade, facts.money
    said = {name: f"{value:.2f}" for name, value in money.items()}
    score = overall_score(facts)
    said |= {
        "年": str(facts.year), "上年": str(facts.year - 1), "单位": facts.unit,
        "主管": bureau(facts), "职责": trade["duty"], "得分": shown(score),
        "等级": "优" if score >= 90 else "良", "执行率": _share(money["支出"], money["全年"]),
    }  # fmt: skip
    said |= _troubles(facts)
    first = facts.projects[0]
    said |= {
        "项目1名": first.name, "项目1工作": first.work.name, "项目1数": first.work.actual,
        "项目1位": first.work.unit, "项目1质量": first.quality.name, "项目1率": f"{first.quality.actual}%",
        "项目1社会": first.society.name, "项目1众": first.society.actual, "项目1众位": first.society.unit,
        "项目1对象": first.satisfaction.name.removesuffix("满意度"), "项目1满意": f"{first.satisfaction.actual}%",
    }  # fmt: skip
    if facts.fund:
        shares = {
            f"{name}占": _share(money[name], money["全年"]) for name in ("中央", "省级", "本级")
        }
        return said | shares | _growth(money["支出"], money["项目上年"])
    return said | _of_the_unit(facts) | _growth(money["项目"], money["项目上年"])


def _of_the_unit(facts: Facts) -> dict[str, str]:
    money, trade = facts.money, facts.trade
    said = {
        "编制": str(facts.posts), "在职": str(facts.staff), "股室": "、".join(trade["offices"]),
        "控制率": _share(Decimal(facts.staff), Decimal(facts.posts)), "股室数": str(len(trade["offices"])),
        "基本占": _share(money["基本"], money["支出"]), "项目占": _share(money["项目"], money["支出"]),
        "人员占": _share(money["人员"], money["基本"]), "公用占": _share(money["公用"], money["基本"]),
        "三公差": f"{money['三公上年'] - money['三公']:.2f}", "项目数": str(len(facts.projects)),
        "三公降": _share(money["三公上年"] - money["三公"], money["三公上年"]),
        "对象": trade["clients"],
    }  # fmt: skip
    for at, work in enumerate(facts.works, 1):
        said |= {f"工作{at}": work.name, f"工作{at}数": work.actual, f"工作{at}位": work.unit}
    said["工作1标"] = facts.works[0].target
    for name, work in extras(facts).items():
        said[name] = work.name
        if work.unit == "%":
            said[f"{name}率" if name != "满意" else name] = f"{work.actual}%"
        else:
            said |= {f"{name}数": work.actual, f"{name}位": work.unit}
    for at, each in enumerate(facts.projects):
        said[f"项目额{at}"] = f"{each.spent:.2f}"
    amounts = [f"{each.name}{{项目额{at}}}万元" for at, each in enumerate(facts.projects)]
    numbered = [f"{_NUMBERS[at]}是{each}" for at, each in enumerate(amounts)]
    return said | {
        "各项目": "，".join(amounts),
        "各项目顿": "、".join(amounts),
        "逐条项目": "；".join(numbered),
    }


def _growth(now: Decimal, last: Decimal) -> dict[str, str]:
    more = now >= last
    return {
        "项目差": f"{abs(now - last):.2f}",
        "项目差率": _share(abs(now - last), last),
        "增减": "增加" if more else "减少",
        "增降": "增长" if more else "下降",
    }


def _troubles(facts: Facts) -> dict[str, str]:
    troubles = facts.trade["troubles"][: 2 + facts.seed % 2]
    problems = [f"{at}.{title}。{text}。" for at, (title, text, _) in enumerate(troubles, 1)]
    remedies = [
        f"{at}.{remedy}，解决{title}的问题。" for at, (title, _, remedy) in enumerate(troubles, 1)
    ]
    return {"问题": "\n".join(problems), "措施": "\n".join(remedies)}


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{shown(percent(part, whole))}%"
