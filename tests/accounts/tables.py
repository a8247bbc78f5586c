"""The nine public tables as rows of cells, in three layouts and in 元 or 万元."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tests.accounts.boxes import Box, Table
from tests.accounts.detail import Detail
from tests.accounts.facts import CAPITAL, FUND, GENERAL, NAMES, Facts

LAYOUTS = ("numbered", "split", "plain")
"""With 行次 and 栏次; codes in three columns, 三公 down the page; codes before names in one cell."""


class Writer(Detail):
    """Writes the facts in a layout and a unit."""

    def __init__(self, facts: Facts, layout: str, unit: str) -> None:
        self.facts, self.layout, self.unit = facts, layout, unit

    def tables(self) -> list[Table]:
        """All nine."""
        made = [self.totals(), self.revenue(), self.expenditure(), self.appropriations(),
                self.general(), self.economic(), self.publics(), self.fund(), self.capital()]  # fmt: skip
        order = "公开{:02d}表"
        titled = []
        for number, (name, rows) in enumerate(made, 1):
            table = Table(number, name, rows)
            head = [
                [
                    Box(
                        f"{self.facts.year}年度{name}" if self.layout == "plain" else name,
                        table.width,
                    )
                ],
                [Box("", table.width - 1), Box(order.format(number))],
                [Box(f"部门：{self.facts.unit}", table.width - 1), Box(f"金额单位：{self.unit}")],
            ]
            titled.append(Table(number, name, head + rows))
        return titled

    def money(self, amount: Decimal) -> Box:
        """An amount as printed; nothing for nothing."""
        printed = amount / 10_000 if self.unit == "万元" else amount
        text = f"{printed.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
        return Box(text if amount else "", amount=amount)

    def totals(self) -> tuple[str, list[list[Box]]]:
        f = self.facts
        left = [
            ("一、一般公共预算财政拨款收入", f.total("appropriated", GENERAL)),
            ("二、政府性基金预算财政拨款收入", f.total("appropriated", FUND)),
            ("三、国有资本经营预算财政拨款收入", f.total("appropriated", CAPITAL)),
            ("四、上级补助收入", Decimal(0)), ("五、事业收入", Decimal(0)), ("六、经营收入", Decimal(0)),
            ("七、附属单位上缴收入", Decimal(0)), ("八、其他收入", f.total("own")),
        ]  # fmt: skip
        classes = [code for code in f.codes() if len(code) == 3]
        right = [
            (f"{'一二三四五六七八九'[at]}、{NAMES[code]}", f.total("spent", under=code))
            for at, code in enumerate(classes)
        ]
        income, spent = f.total("appropriated") + f.total("own"), f.total("spent")
        begin, end = f.total("carried_in"), f.total("carried_out")
        return "收入支出决算总表", self._two_sides(
            [*left, ("本年收入合计", income), ("使用非财政拨款结余（含专用结余）", Decimal(0)),
             ("年初结转和结余", begin), ("总计", income + begin)],
            [*right, ("本年支出合计", spent), ("结余分配", Decimal(0)), ("年末结转和结余", end),
             ("总计", spent + end)],
            4,
        )  # fmt: skip

    def _two_sides(
        self, left: list[tuple[str, Decimal]], right: list[tuple[str, Decimal]], tail: int
    ) -> list[list[Box]]:
        numbers = self.layout == "numbered"
        word = "金额" if self.layout == "plain" else "决算数"
        half = 3 if numbers else 2
        side = [Box("项 目"), Box("行次"), Box(word)] if numbers else [Box("项目"), Box(word)]
        rows = [[Box("收 入", half), Box("支 出", half)], [*side, *side]]
        if numbers:
            rows.append([Box("栏次"), Box(), Box("1"), Box("栏次"), Box(), Box("2")])
        gap = max(len(left), len(right)) - tail
        filled = [
            [*each[:-tail], *[("", Decimal(0))] * (gap - len(each) + tail), *each[-tail:]]
            for each in (left, right)
        ]
        for at, ((one, a), (other, b)) in enumerate(zip(*filled, strict=True), 1):
            first = (
                [Box(one), Box(str(at)), self.money(a)] if numbers else [Box(one), self.money(a)]
            )
            last = (
                [Box(other), Box(str(at + gap + tail)), self.money(b)]
                if numbers
                else [Box(other), self.money(b)]
            )
            rows.append(first + last)
        return rows

    def _coded(
        self,
        columns: list[str],
        amounts: dict[str, list[Decimal]],
        total: list[Decimal],
        deep: bool = False,
    ) -> list[list[Box]]:
        """A table by function: ``columns`` head the amounts, below 本年支出 if ``deep``."""
        rows: list[list[Box]]
        if self.layout == "plain":
            rows = [[Box("科目编码和名称", rows=2 if deep else 1), *self._heads(columns, deep)[0]]]
            rows += self._heads(columns, deep)[1:]
        elif self.layout == "split":
            head, *more = self._heads(columns, deep, 2)
            rows = [
                [Box("项目", 4), *head],
                [*map(Box, "类款项"), Box("科目名称"), *(more[0] if more else [])],
            ]
        else:
            head, *more = self._heads(columns, deep, 2)
            rows = [[Box("项目", 2), *head], [Box("科目代码"), Box("科目名称"), *(more[0] if more else [])],
                    [Box("栏次", 2), *(Box(str(n)) for n in range(1, len(columns) + 1))]]  # fmt: skip
        lead = {"plain": [Box("合计")], "split": [Box("合计", 4)], "numbered": [Box("合计", 2)]}
        rows.append([*lead[self.layout], *map(self.money, total)])
        for code, each in amounts.items():
            rows.append([*self._label(code, NAMES[code]), *map(self.money, each)])
        return rows

    def _heads(self, columns: list[str], deep: bool, height: int = 1) -> list[list[Box]]:
        if not deep:
            return [[Box(name, rows=height) for name in columns]]
        first, last = len(columns) - 3, []
        if columns[-1].startswith("年末"):
            first, last = len(columns) - 4, [Box(columns[-1], rows=2)]
        inner = columns[first : first + 3]
        return [
            [*(Box(c, rows=2) for c in columns[:first]), Box("本年支出", 3), *last],
            list(map(Box, inner)),
        ]

    def _label(self, code: str, name: str) -> list[Box]:
        if self.layout == "plain":
            return [Box(f"{code} {name}")]
        if self.layout == "split":
            return [Box(code[:3]), Box(code[3:5]), Box(code[5:7]), Box(name)]
        return [Box(code), Box(name)]

    def revenue(self) -> tuple[str, list[list[Box]]]:
        f = self.facts

        def row(under: str = "") -> list[Decimal]:
            given, own = f.total("appropriated", under=under), f.total("own", under=under)
            return [given + own, given, *[Decimal(0)] * 4, own]

        columns = [
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        ]
        return "收入决算表", self._coded(columns, {code: row(code) for code in f.codes()}, row())

    def expenditure(self) -> tuple[str, list[list[Box]]]:
        f = self.facts

        def row(under: str = "") -> list[Decimal]:
            return [f.total(what, under=under) for what in ("spent", "basic", "project")] + [
                Decimal(0)
            ] * 3

        columns = [
            "本年支出合计",
            "基本支出",
            "项目支出",
            "上缴上级支出",
            "经营支出",
            "对附属单位补助支出",
        ]
        return "支出决算表", self._coded(columns, {code: row(code) for code in f.codes()}, row())

    def appropriations(self) -> tuple[str, list[list[Box]]]:
        f, numbers = self.facts, self.layout == "numbered"
        kinds = (GENERAL, FUND, CAPITAL)
        word = "金额" if self.layout == "plain" else "决算数"
        side = [Box("项目"), *([Box("行次")] if numbers else [])]
        names = ["合计", *(f"{kind}财政拨款" for kind in kinds)]
        rows = [[Box("收入", 3 if numbers else 2), Box("支出", 6 if numbers else 5)],
                [*side, Box(word), *side, *map(Box, names)]]  # fmt: skip
        given = [f.total("appropriated", kind) for kind in kinds]
        begin = [f.total("carried_in", kind) for kind in kinds]
        end = [f.total("carried_out", kind) for kind in kinds]
        granted = [f.total("granted", kind) for kind in kinds]
        left = [(f"{'一二三'[at]}、{kind}财政拨款", given[at]) for at, kind in enumerate(kinds)]
        classes = [code for code in f.codes() if len(code) == 3]
        right = [
            (
                f"{'一二三四五六七八九'[at]}、{NAMES[code]}",
                [f.total("granted", kind, code) for kind in kinds],
            )
            for at, code in enumerate(classes)
        ]
        height = max(len(left), len(right))
        left += [("", Decimal(0))] * (height - len(left))
        right += [("", [Decimal(0)] * 3)] * (height - len(right))
        left += [("本年收入合计", sum(given)), ("年初财政拨款结转和结余", sum(begin)),
                 *((f"  {kind}财政拨款", begin[at]) for at, kind in enumerate(kinds)),
                 ("总计", sum(given) + sum(begin))]  # fmt: skip
        right += [("本年支出合计", granted), ("年末财政拨款结转和结余", end), *[("", [Decimal(0)] * 3)] * 3,
                  ("总计", [a + b for a, b in zip(granted, end, strict=True)])]  # fmt: skip
        for at, ((one, a), (other, each)) in enumerate(zip(left, right, strict=True), 1):
            line = [Box(one), *([Box(str(at))] if numbers else []), self.money(a)]
            line += [Box(other), *([Box(str(at + 30))] if numbers else []), self.money(sum(each))]
            rows.append(line + [self.money(amount) for amount in each])
        return "财政拨款收入支出决算总表", rows

    def _of_kind(self, kind: str, what: str) -> dict[str, list[Decimal]]:
        f = self.facts
        return {code: self._spending(kind, code) for code in ["", *f.codes(kind)]}

    def _spending(self, kind: str, code: str) -> list[Decimal]:
        f = self.facts
        basic, granted = f.total("basic", kind, code), f.total("granted", kind, code)
        return [granted, basic, granted - basic]

    def general(self) -> tuple[str, list[list[Box]]]:
        amounts = self._of_kind(GENERAL, "")
        total = amounts.pop("")
        rows = self._coded(["小计", "基本支出", "项目支出"], amounts, total, deep=True)
        return "一般公共预算财政拨款支出决算表", rows

    def fund(self) -> tuple[str, list[list[Box]]]:
        f = self.facts

        def row(code: str) -> list[Decimal]:
            begin, given, end = (
                f.total(w, FUND, code) for w in ("carried_in", "appropriated", "carried_out")
            )
            return [begin, given, *self._spending(FUND, code), end]

        columns = ["年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"]
        amounts = {code: row(code) for code in f.codes(FUND)}
        return "政府性基金预算财政拨款收入支出决算表", self._coded(
            columns, amounts, row(""), deep=True
        )

    def capital(self) -> tuple[str, list[list[Box]]]:
        amounts = self._of_kind(CAPITAL, "")
        total = amounts.pop("")
        rows = self._coded(["合计", "基本支出", "项目支出"], amounts, total, deep=True)
        return "国有资本经营预算财政拨款支出决算表", rows
