"""Random filings of tables alone in which every figure agrees with the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from msgspec.structs import replace

from tests.kit.yunshan import ASSESSMENT, source, table
from xladdin.model.grid import Cell, Grid, Source

#: How wide the cells of a row are, by how many it has.
_BASIC = {1: (7,), 2: (1, 6), 4: (1, 2, 2, 2), 7: (1,) * 7}
_OVERALL = {1: (9,), 2: (3, 6), 3: (1, 4, 4), 4: (3, 2, 1, 3), 8: (1, 2, *(1,) * 6), 9: (1,) * 9}
_ASSESSMENT = {1: (5,), 5: (1,) * 5}

UNIT = "云山县农业技术推广中心"
YEAR = 2024
ZERO = Decimal("0.00")
_FIGURE = re.compile(r"\d+(\.\d+)?")
TENTH, CENT = Decimal("0.1"), Decimal("0.01")

_PROJECTS = (
    "测土配方施肥推广", "病虫害统防统治", "高素质农民培育", "农技推广设备购置", "老旧办公楼维修一期", "老旧办公楼维修二期",
    "业务工作经费", "乡村振兴驻村帮扶", "信息化建设与运维", "农产品质量安全检测", "三支一扶人员补助",
    "2024年中央农业生产发展资金", "5个村人居环境整治", "12316三农热线运行", "退役军人和三属医疗保险费",
    "2023年农田建设补助资金（第一批）", "2023年农田建设补助资金（第二批）",
    "全县农业社会化服务体系建设和基层农技推广体系改革与建设补助（第二批）",
)  # fmt: skip
#: Names of indicators with a unit, and whether less is better.
_INDICATORS = {
    "产出指标": (
        ("数量指标", "举办农民培训班", "期", False), ("数量指标", "推广测土配方施肥面积", "万亩", False),
        ("数量指标", "采集化验土样", "个", False), ("质量指标", "培训合格率", "%", False),
        ("质量指标", "建议卡到户率", "%", False), ("时效指标", "资金及时发放率", "%", False),
        ("成本指标", "项目支出成本", "万元", True), ("时效指标", "工作完成时间", "", False),
    ),
    "效益指标": (
        ("经济效益指标", "带动农户增收", "万元", False), ("社会效益指标", "受益农户", "户", False),
        ("社会效益指标", "服务群众", "人次", False), ("生态效益指标", "化肥使用量下降率", "%", False),
        ("可持续影响指标", "长效机制建设", "", False),
    ),
    "满意度指标": (("服务对象满意度指标", "农户满意度", "%", False),),
}  # fmt: skip


_IN_WORDS = (
    ("按计划完成", "按计划完成"), ("12月底前", "11月20日"), ("健全", "健全，修订制度2项；落实到位"),
    ("2024年12月31日前完成", "2024年12月15日完成"), ("长期", "长期"),
)  # fmt: skip
_REASONS = (
    "外出务工农户多，2025年加大上门服务力度", "受雨季影响，工期推迟2个月，已于2025年2月完成。",
    "1.验收安排偏晚；2.下一年提前安排",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What is particular about a filling."""

    projects: int | None = None
    #: 三公经费 all zero, or zero last year only.
    three_publics: str = ""
    #: Spent more than was budgeted.
    over: bool = False
    #: Kinds of funds, 一般公共预算 the first.
    funds: int = 1
    #: 按收入性质分 and 按支出性质分 add up to the budget instead of the outturn.
    by_budget: bool = False


def tables(random: Random, case: Case, profile: str) -> tuple[Source, ...]:
    """A workbook whose tables agree, as a source."""
    return (source("附件.xlsx", grids(random, case, profile)),)


def grids(random: Random, case: Case, profile: str) -> tuple[Grid, ...]:
    """The tables of a filing, each a sheet."""
    count = case.projects if case.projects is not None else random.randint(0, 4)
    projects = [
        _Project.random(random, name, over=case.over) for name in random.sample(_PROJECTS, count)
    ]
    basic, spent = _basic(random, case, projects, profile)
    overall = _overall(random, case, spent, profile)
    written = [(basic, _BASIC), (overall, _OVERALL)]
    written += [(each.form(random), _OVERALL) for each in projects]
    if profile != "taojiang":
        written.append((ASSESSMENT, _ASSESSMENT))
    return tuple(
        table(text, widths, number, f"附件{number}") for number, (text, widths) in enumerate(written, 1)
    )  # fmt: skip


@dataclass(frozen=True)
class _Project:
    name: str
    last: Decimal
    budget: Decimal
    outturn: Decimal

    @classmethod
    def random(cls, random: Random, name: str, *, over: bool) -> _Project:
        budget = _amount(random, 300) + 1
        share = Decimal(
            random.choice(("1", "1", "0.9533", "0.87", f"{random.uniform(0.6, 1):.4f}"))
        )
        outturn = _cents(budget * (share if not over else Decimal("1.1")))
        last = random.choice((ZERO, _amount(random, 300)))
        return cls(name, last, budget, outturn)

    def form(self, random: Random) -> str:
        score = _score(self.outturn, self.budget)
        indicators, total = _indicators(random)
        carried = random.choice((ZERO, _cents(self.outturn * TENTH)))
        shown = carried or random.choice(("", carried))
        return f"""
{YEAR}年度项目支出绩效自评表
项目支出名称 | {self.name}
主管部门 | 云山县农业农村局 | 实施单位 | {UNIT}
项目资金⏎（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | {self.budget} | {self.budget} | {self.outturn} | 10 | {_percent(self.outturn, self.budget)} | {score}
^ | 其中：当年财政拨款 | {self.budget - carried} | {self.budget - carried} | {self.outturn - carried} | | |
^ | 上年结转资金 | {shown} | {shown} | {shown} | | |
^ | 其他资金 | | | | | |
{_GOALS}
{indicators}
总分 | < | < | < | < | < | 100 | {_plain(total + score)} |
"""


_GOALS = """年度总体目标 | 预期目标 | 实际完成情况
^ | 完成年度农技推广任务，保障单位正常运转。 | 年度农技推广任务全部完成，单位运转正常。"""


def _basic(
    random: Random, case: Case, projects: Sequence[_Project], profile: str
) -> tuple[str, Decimal]:
    """The 基础数据表, and what was spent on projects."""
    posts = random.randint(3, 120)
    staff = random.randint(1, posts)
    rows = []
    nothing = case.three_publics == "zero"
    parts = {
        name: [ZERO] * 3
        if nothing
        else _three(random, 20, first_zero=case.three_publics == "from zero")
        for name in ("购置", "维护", "出国", "接待")
    }
    vehicles = _sum(parts["购置"], parts["维护"])
    rows.append(("三公经费", _sum(vehicles, parts["出国"], parts["接待"])))
    rows.append(("　1、公务用车购置和维护经费", vehicles))
    rows.append(("　　其中：公车购置", parts["购置"]))
    rows.append(("　　　　　公车运行维护", parts["维护"]))
    rows.append(("　2、出国经费", parts["出国"]))
    rows.append(("　3、公务接待", parts["接待"]))
    listed = [[each.last, each.budget, each.outturn] for each in projects]
    total = _sum(*listed) if listed else [ZERO] * 3
    rows.append(("项目支出：", total))
    rows += [(f"　{n}、{each.name}", listed[n - 1]) for n, each in enumerate(projects, 1)]
    office, travel, meetings = (_three(random, 30) for _ in range(3))
    rows.append(("公用经费", _sum(office, travel, meetings, _three(random, 8))))
    rows.append(("　其中：办公经费", office))
    rows.append(("　　　　水费、电费、差旅费", travel))
    rows.append(("　　　　会议费、培训费", meetings))
    rows.append(("政府采购金额", _three(random, 5)))
    rows.append(("部门基本支出预算调整", [ZERO, ZERO, _amount(random, 10)]))
    lines = "\n".join(f"{name} | {' | '.join(map(str, three))}" for name, three in rows)
    building = random.choice((" | | | | | ", "300 | 294 | 98% | 30.00 | 28.50 | 95%"))
    place = "桃江县" if profile == "taojiang" else ""
    text = f"""
{place}{YEAR}年度部门整体支出绩效评价基础数据表
财政供养人员情况（人） | 编制数 | {YEAR}年实际在职人数 | 控制率
^ | {posts} | {staff} | {_percent(Decimal(staff), Decimal(posts))}
经费控制情况（万元） | {YEAR - 1}年决算数 | {YEAR}年预算数 | {YEAR}年决算数
{lines}
楼堂馆所控制情况⏎（{YEAR}年完工项目） | 批复规模⏎（㎡） | 实际规模（㎡） | 规模控制率 | 预算投资（万元） | 实际投资（万元） | 投资概算控制率
^ | {building}
厉行节约保障措施 | 办公用品集中采购，公务用车统一调度。
填表人：李敏　填报日期：2025年3月18日　联系电话：6123456　单位负责人签字：王海
"""
    return text, total[2]


def _overall(random: Random, case: Case, projects: Decimal, profile: str) -> str:
    basic = _amount(random, 900) + 700  # more than any indicator counts
    outturn = basic + projects
    share = Decimal(random.choice(("1", "0.9844", "0.93", f"{random.uniform(0.9, 1):.4f}")))
    budget = _cents(outturn * Decimal("0.95")) if case.over else _cents(outturn / share)
    initial = random.choice((budget, _cents(budget * Decimal("0.93"))))
    whole = budget if case.by_budget else outturn
    uses = [whole - projects, projects]
    kinds = [_cents(whole * TENTH * random.randint(1, 3)) for _ in range(case.funds - 1)]
    sources = [whole - sum(kinds, ZERO), *kinds, *[""] * (4 - case.funds)]
    score = _score(outturn, budget)
    indicators, total = _indicators(random)
    place = "桃江县" if profile == "taojiang" else ""
    return f"""
{place}{YEAR}年度部门整体支出绩效自评表
县级预算部门名称 | {UNIT}
年度预⏎算申请⏎（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | {initial} | {budget} | {outturn} | 10 | {_percent(outturn, budget)} | {score}
^ | 按收入性质分：{whole} | 按支出性质分：{whole}
^ | 其中：一般公共预算：{sources[0]} | 其中：基本支出：{uses[0]}
^ | 政府性基金拨款：{sources[1]} | 项目支出：{uses[1]}
^ | 纳入专户管理的非税收入拨款：{sources[2]} |
^ | 其他资金：{sources[3]} |
{_GOALS}
{indicators}
总分 | < | < | < | < | < | 100 | {_plain(total + score)} |
填表人：李敏　填报日期：2025年3月18日　联系电话：6123456　单位负责人签字：王海
"""


def _indicators(random: Random) -> tuple[str, Decimal]:
    """The rows of the indicator table, and their scores together."""
    lines = [
        "绩⏎效⏎指⏎标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
    ]
    total = ZERO
    for heading, points in (("产出指标", 50), ("效益指标", 30), ("满意度指标", 10)):
        known = _INDICATORS[heading]
        count = random.randint(1, min(len(known), 5))
        shares = [Decimal(points) // count] * count
        shares[0] += points - sum(shares)
        chosen = sorted(random.sample(range(len(known)), count))
        for number, (index, share) in enumerate(zip(chosen, shares, strict=True)):
            level2, name, unit, less = known[index]
            target, actual, score, reason = _row(random, unit, share, less=less)
            total += score
            cell = f"{heading}⏎（{points}分）" if number == 0 else "^"
            lines.append(
                f"^ | {cell} | {level2} | {name} | {target} | {actual} | {share} | {_plain(score)} | {reason}"
            )
    return "\n".join(lines), total  # fmt: skip


def _row(
    random: Random, unit: str, points: Decimal, *, less: bool
) -> tuple[str, str, Decimal, str]:
    """Target, actual, score and reason of an indicator."""
    if not unit:
        return *random.choice(_IN_WORDS), points, ""
    goal = Decimal(random.randint(80, 95) if unit == "%" else random.randint(20, 500))
    short = random.random() < 0.2 and not less
    if less:
        return f"≤{goal}{unit}", f"{goal - random.randint(0, 3)}{unit}", points, ""
    if not short:
        most = 100 if unit == "%" else int(goal * Decimal("1.2"))
        return f"≥{goal}{unit}", f"{random.randint(int(goal), most)}{unit}", points, ""
    done = goal - random.randint(1, 10)
    score = _cents(points * done / goal)
    return f"≥{goal}{unit}", f"{done}{unit}", score, random.choice(_REASONS)


def _three(random: Random, most: int, *, first_zero: bool = False) -> list[Decimal]:
    """上年决算, 本年预算, 本年决算, the last not above the others unless there was nothing."""
    budget = random.choice((ZERO, _amount(random, most)))
    outturn = random.choice((budget, _cents(budget * Decimal("0.91"))))
    last = ZERO if first_zero else random.choice((outturn, _cents(outturn * Decimal("1.17"))))
    return [last, budget, outturn]


def _sum(*rows: Sequence[Decimal]) -> list[Decimal]:
    return [sum(column, ZERO) for column in zip(*rows, strict=True)]


def _amount(random: Random, most: int) -> Decimal:
    return Decimal(random.randint(1, most * 100)).scaleb(-2)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _percent(part: Decimal, whole: Decimal) -> str:
    return f"{_plain(_cents(part / whole * 100))}%"


def _score(outturn: Decimal, budget: Decimal) -> Decimal:
    return _cents(min(outturn / budget, Decimal(1)) * 10)


def _plain(value: Decimal) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def with_gaps(every: Sequence[Grid], random: Random, share: float) -> tuple[Grid, ...]:
    """The tables with some of their figures blank, some with separators."""
    return tuple(
        replace(grid, cells=tuple(_changed(cell, random, share) for cell in grid.cells))
        for grid in every
    )


def _changed(cell: Cell, random: Random, share: float) -> Cell:
    if not _FIGURE.fullmatch(cell.text):
        return cell
    if random.random() < share:
        return replace(cell, text=random.choice(("", "", "—")))
    return replace(cell, text=f"{Decimal(cell.text):,}") if random.random() < share else cell
