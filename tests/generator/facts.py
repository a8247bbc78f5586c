"""A made-up unit and its year: all figures of a filing, which agree with each other."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct

HERE = Path(__file__).parent
PROFILES = ("yueyang", "taojiang", "ministry")
_PLACES = {
    "yueyang": ("岳阳市{}区", "岳阳{}县"),
    "taojiang": ("桃江县{}镇", "桃江县{}乡"),
    "ministry": ("{}县", "{}市", "{}区"),
}
_FIRST, _SECOND = "青云竹松桐荷枫柳梅兰石白龙凤鹤鹿锦清明长", "溪河岭湾坪桥塘洲峰泉"
_CENT = Decimal("0.01")


class Work(Struct, frozen=True):
    """Something done: its indicator's name, what it is counted in, target and actual."""

    name: str
    unit: str
    target: str
    actual: str


class Project(Struct, frozen=True):
    """A project: its funds by column, and its own indicators."""

    name: str
    last: Decimal
    initial: Decimal
    adjusted: Decimal
    spent: Decimal
    carried: Decimal
    work: Work
    quality: Work
    society: Work
    satisfaction: Work

    @property
    def rate(self) -> Decimal:
        """The execution rate in percent, to two decimals."""
        return percent(self.spent, self.adjusted)


class Facts(Struct, frozen=True):
    """What is true of a unit. Money in 万元 to two decimals, shares in percent.

    ``fund``: only one project is reported on. ``money`` are amounts by their name in reports.toml.
    """

    seed: int
    profile: str
    fund: bool
    year: int
    unit: str
    trade: Mapping[str, Any]
    money: Mapping[str, Decimal]
    posts: int
    staff: int
    projects: tuple[Project, ...]
    works: tuple[Work, ...]
    building: bool
    signer: str
    plain: bool


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """A share in percent, to two decimals."""
    return (part / whole * 100).quantize(_CENT, ROUND_HALF_UP)


def shown(number: Decimal) -> str:
    """A number without closing zeros: 98.3, 100."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def trades() -> list[dict[str, Any]]:
    """The kinds of units, see trades.toml."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / "trades.toml").read_text("utf-8"))["trade"]
    return found


def facts(seed: int, profile: str) -> Facts:
    """The unit of a seed: another seed is another unit."""
    random = Random(f"{profile}/{seed}")
    kinds = trades()
    trade = kinds[seed % len(kinds)]
    number = seed // len(kinds)
    place = _FIRST[number % 20] + _SECOND[number // 20 % 10]
    words = _PLACES[profile]
    unit = words[number // 200 % len(words)].format(place) + trade["unit"]
    if number // 200 >= len(words):
        unit = unit.replace(
            trade["unit"], f"第{'一二三四五六七八九十'[number // 200 % 10]}{trade['unit']}"
        )
    fund = profile == "ministry" and random.random() < 0.4
    names = random.sample(trade["projects"], 1 if fund else random.choice((2, 3)))
    projects = tuple(_project(each, random, 400 if fund else 40) for each in names)
    works = tuple(_work(each, random) for each in trade["work"])
    posts = random.randint(12, 90)
    return Facts(
        seed=seed,
        profile=profile,
        fund=fund,
        year=random.choice((2023, 2024, 2025)),
        unit=unit,
        trade=trade,
        money=_project_money(projects[0], random) if fund else _money(projects, profile, random),
        posts=posts,
        staff=posts - random.randint(0, max(1, posts // 8)),
        projects=projects,
        works=works,
        building=random.random() < 0.5,
        signer=random.choice("周李王刘陈黄") + random.choice("敏洋静海芳伟"),
        plain=random.random() < 0.5,
    )


def amount(random: Random, low: float, high: float) -> Decimal:
    """An amount of money in 万元, to two decimals."""
    return Decimal(random.randint(round(low * 100), round(high * 100))) / 100


def _project(words: Mapping[str, Any], random: Random, size: int) -> Project:
    initial = amount(random, size / 4, size * 2)
    adjusted = initial + random.choice((Decimal(0), amount(random, 1, size / 10)))
    spent = (adjusted * random.randint(9000, 9999) / 10000).quantize(_CENT)
    carried = random.choice((Decimal(0), amount(random, 0.5, size / 20)))
    asked = random.randint(words["low"], words["high"])
    people = random.randint(300, 9000)
    good, happy = random.randint(900, 999), random.randint(920, 995)
    return Project(
        words["name"],
        last=(spent * random.choice((70, 78, 85, 108, 115, 124)) / 100).quantize(_CENT),
        initial=initial,
        adjusted=adjusted,
        spent=spent,
        carried=carried,
        work=_reached(words["work"], words["unit"], asked, random),
        quality=Work(words["quality"], "%", "90", shown(Decimal(good) / 10)),
        society=_reached(words["society"], words["people"], people, random),
        satisfaction=Work(f"{words['clients']}满意度", "%", "90", shown(Decimal(happy) / 10)),
    )


def _work(words: Mapping[str, Any], random: Random) -> Work:
    return _reached(
        words["name"], words["unit"], random.randint(words["low"], words["high"]), random
    )


def _reached(name: str, unit: str, actual: int, random: Random) -> Work:
    """An indicator that was reached, by less than a fifth more than was asked."""
    asked = actual if actual < 10 else actual * random.randint(86, 99) // 100
    return Work(name, unit, str(asked), str(actual))


def _money(projects: tuple[Project, ...], profile: str, random: Random) -> dict[str, Decimal]:
    """The amounts of a unit's filing by their names."""
    spent = sum((each.spent for each in projects), Decimal(0))
    initial = sum((each.initial for each in projects), Decimal(0))
    adjusted = sum((each.adjusted for each in projects), Decimal(0))
    last = sum((each.last for each in projects), Decimal(0))
    wages = amount(random, 90, 900)
    office = amount(random, 12, 60)
    basic = wages + office
    basic_initial = basic - amount(random, 1, float(basic) / 20)
    left = amount(random, 0.2, 4)
    total = basic + left + adjusted
    fund = Decimal(0) if random.random() < 0.3 else min(projects[-1].spent, amount(random, 2, 9))
    cars, guests = amount(random, 1, 6), amount(random, 0.3, 3)
    cars_planned, guests_planned = cars + amount(random, 0.1, 1), guests + amount(random, 0.1, 1)
    cars_last, guests_last = cars + amount(random, 0.1, 2), guests + amount(random, 0.1, 1)
    supplies, travel = (office * 40 / 100).quantize(_CENT), (office * 35 / 100).quantize(_CENT)
    bought = amount(random, 3, 11)
    return {
        "年初": basic_initial + initial, "年初基本": basic_initial, "年初项目": initial,
        "全年": total, "追加": total - basic_initial - initial, "支出": basic + spent,
        "结余": total - basic - spent, "基本": basic, "项目": spent, "人员": wages, "公用": office,
        "一般": basic + spent - fund, "基金": fund, "项目上年": last, "三公": cars + guests,
        "三公预算": cars_planned + guests_planned, "三公上年": cars_last + guests_last, "用车": cars,
        "用车预算": cars_planned, "用车上年": cars_last, "接待": guests, "接待预算": guests_planned,
        "接待上年": guests_last, "公用预算": office + amount(random, 0.2, 2),
        "公用上年": office - amount(random, 0.2, 2), "办公": supplies, "水电差旅": travel,
        "会议培训": (office * 9 / 100).quantize(_CENT), "采购": bought,
        "采购预算": bought + amount(random, 0.1, 2), "采购上年": bought - amount(random, 0.1, 2),
    }  # fmt: skip


def _project_money(project: Project, random: Random) -> dict[str, Decimal]:
    """The amounts of a project's filing by their names."""
    central = (project.adjusted * random.choice((50, 60, 45)) / 100).quantize(_CENT)
    province = (project.adjusted * random.choice((20, 25, 15)) / 100).quantize(_CENT)
    works = (project.spent * 70 / 100).quantize(_CENT)
    services = (project.spent * 20 / 100).quantize(_CENT)
    return {
        "年初": project.initial, "全年": project.adjusted, "支出": project.spent,
        "结余": project.adjusted - project.spent, "追加": project.adjusted - project.initial,
        "中央": central, "省级": province, "本级": project.adjusted - central - province,
        "工程": works, "服务": services, "监理": project.spent - works - services,
        "项目上年": project.last,
    }  # fmt: skip
