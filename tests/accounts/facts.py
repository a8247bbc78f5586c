"""A made-up unit's final accounts in 元: what it received and spent, by function and by kind."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from msgspec import Struct

GENERAL, FUND, CAPITAL = "一般公共预算", "政府性基金预算", "国有资本经营预算"
NAMES = {
    "201": "一般公共服务支出", "20103": "政府办公厅（室）及相关机构事务", "2010301": "行政运行",
    "2010302": "一般行政管理事务", "20106": "财政事务", "2010650": "事业运行",
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出", "210": "卫生健康支出", "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗", "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金",
    "212": "城乡社区支出", "21208": "国有土地使用权出让收入安排的支出", "2120803": "城市建设支出",
    "223": "国有资本经营预算支出", "22301": "解决历史遗留问题及改革成本支出", "2230105": "国有企业退休人员社会化管理补助支出",
}  # fmt: skip
STAFF = {
    "30101": "基本工资", "30102": "津贴补贴", "30103": "奖金", "30108": "机关事业单位基本养老保险缴费",
    "30113": "住房公积金", "30302": "退休费", "30305": "生活补助",
}  # fmt: skip
RUNNING = {
    "30201": "办公费", "30202": "印刷费", "30205": "水费", "30206": "电费", "30207": "邮电费", "30211": "差旅费",
    "30213": "维修（护）费", "30215": "会议费", "30216": "培训费", "30217": "公务接待费", "30228": "工会经费",
    "30231": "公务用车运行维护费", "31002": "办公设备购置",
}  # fmt: skip
HEADS = {
    "301": "工资福利支出",
    "303": "对个人和家庭的补助",
    "302": "商品和服务支出",
    "310": "资本性支出",
}


class Leaf(Struct, frozen=True):
    """What was spent under one code, by use; what was carried in and out; from which budget."""

    code: str
    kind: str
    basic: Decimal
    project: Decimal
    carried_in: Decimal
    carried_out: Decimal
    own: Decimal
    """Of the projects, what was paid from other revenue."""

    @property
    def spent(self) -> Decimal:
        return self.basic + self.project

    @property
    def appropriated(self) -> Decimal:
        """What the budget gave in the year."""
        return self.spent - self.own - self.carried_in + self.carried_out

    @property
    def granted(self) -> Decimal:
        """What was spent of the budget's money."""
        return self.spent - self.own


class Facts(Struct, frozen=True):
    """The unit of a seed. ``publics`` are 出国, 购置, 运行, 接待 as budgeted and as spent."""

    seed: int
    unit: str
    year: int
    leaves: tuple[Leaf, ...]
    economic: dict[str, Decimal]
    budgeted: tuple[Decimal, ...]
    publics: tuple[Decimal, ...]

    def total(self, what: str, kind: str = "", under: str = "") -> Decimal:
        """The sum of one thing over the leaves of a kind and under a code."""
        return sum(
            (getattr(leaf, what) for leaf in self.leaves
             if (not kind or leaf.kind == kind) and leaf.code.startswith(under)),
            Decimal(0),
        )  # fmt: skip

    def codes(self, kind: str = "") -> list[str]:
        """All codes with those above them, in order."""
        leaves = [leaf.code for leaf in self.leaves if not kind or leaf.kind == kind]
        return sorted({code[:length] for code in leaves for length in (3, 5, 7)})

    def spent_on(self, under: str) -> Decimal:
        """What was spent under a code of the economic classification."""
        return sum((v for c, v in self.economic.items() if c.startswith(under)), Decimal(0))


def facts(seed: int) -> Facts:
    """The accounts of a seed."""
    random = Random(f"accounts/{seed}")

    def yuan(low: int, high: int) -> Decimal:
        return Decimal(random.randint(low * 100, high * 100)) / 100

    staff = {code: yuan(20_000, 3_000_000) for code in STAFF}
    running = {code: yuan(2_000, 400_000) for code in RUNNING}
    abroad = yuan(10_000, 60_000) if random.random() < 0.2 else Decimal(0)
    bought = yuan(100_000, 250_000) if random.random() < 0.2 else Decimal(0)
    publics = (abroad, bought, running["30231"], running["30217"])
    basic = sum(staff.values()) + sum(running.values())
    shares = [code for code in ("2080505", "2101101", "2210201") if random.random() < 0.9]
    split = {code: yuan(30_000, 200_000) for code in shares}
    main = random.choice(("2010301", "2010650"))
    leaves = [_leaf(random, main, GENERAL, basic - sum(split.values()), Decimal(0))]
    leaves += [_leaf(random, code, GENERAL, amount, Decimal(0)) for code, amount in split.items()]
    leaves.append(_leaf(random, "2010302", GENERAL, Decimal(0), yuan(300_000, 9_000_000)))
    if random.random() < 0.5:
        leaves.append(_leaf(random, "2120803", FUND, Decimal(0), yuan(200_000, 5_000_000)))
    if random.random() < 0.2:
        leaves.append(_leaf(random, "2230105", CAPITAL, Decimal(0), yuan(50_000, 500_000)))
    budgeted = tuple(each + yuan(0, 30_000) if each else Decimal(0) for each in publics)
    unit = f"{random.choice('青云竹松桐荷')}{random.choice('溪河岭湾坪桥')}县第{seed}局"
    ordered = tuple(sorted(leaves, key=lambda leaf: leaf.code))
    return Facts(seed, unit, 2024, ordered, {**staff, **running}, budgeted, publics)


def _leaf(random: Random, code: str, kind: str, basic: Decimal, project: Decimal) -> Leaf:
    moved = project and random.random() < 0.6
    amounts = [
        Decimal(random.randint(100_000, 9_000_000)) / 100 if moved else Decimal(0) for _ in "12"
    ]
    own = (
        Decimal(random.randint(100_000, 8_000_000)) / 100
        if moved and kind == GENERAL
        else Decimal(0)
    )
    return Leaf(code, kind, basic, project, amounts[0], amounts[1], own)
