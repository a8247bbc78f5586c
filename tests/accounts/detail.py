"""The two tables that have rows of their own: 基本支出 by economic classification, and the 三公."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal

from tests.accounts.boxes import Box
from tests.accounts.facts import HEADS, RUNNING, STAFF, Facts


class Detail(ABC):
    """Writes these tables in a layout."""

    facts: Facts
    layout: str

    @abstractmethod
    def money(self, amount: Decimal) -> Box:
        """An amount as printed."""

    def economic(self) -> tuple[str, list[list[Box]]]:
        f = self.facts
        names = {**HEADS, **STAFF, **RUNNING}
        staff = sorted([*STAFF, "301", "303"], key=lambda code: code.ljust(5, "0"))
        running = sorted([*RUNNING, "302", "310"], key=lambda code: code.ljust(5, "0"))
        paid, kept = (sum((f.economic[c] for c in codes), Decimal(0)) for codes in (STAFF, RUNNING))
        title = "一般公共预算财政拨款基本支出决算明细表"
        if self.layout == "plain":
            rows = [
                [Box("科目编码"), Box("科目名称"), Box("合计"), Box("人员经费"), Box("公用经费")]
            ]
            rows.append([Box("合计", 2), *map(self.money, (paid + kept, paid, kept))])
            for code in (*staff, *running):
                amount, mine = f.spent_on(code), code[:3] in ("301", "303")
                zero = Decimal(0)
                rows.append([Box(code), Box(names[code]), self.money(amount),
                             self.money(amount if mine else zero), self.money(zero if mine else amount)])  # fmt: skip
            return title, rows
        groups = [staff, running[: len(staff)], running[len(staff) :]]
        head = [Box("科目代码"), Box("科目名称"), Box("决算数")]
        rows = [[Box("人员经费", 3), Box("公用经费", 6)], [*head, *head, *head]]
        for at in range(len(staff)):
            line: list[Box] = []
            for group in groups:
                code = group[at] if at < len(group) else ""
                line += [
                    Box(code),
                    Box(names.get(code, "")),
                    self.money(f.spent_on(code)) if code else Box(),
                ]
            rows.append(line)
        rows.append(
            [Box("人员经费合计", 2), self.money(paid), Box("公用经费合计", 5), self.money(kept)]
        )
        return title, rows

    def publics(self) -> tuple[str, list[list[Box]]]:
        planned, spent = self.facts.budgeted, self.facts.publics
        title = "财政拨款“三公”经费支出决算表"
        if self.layout == "split":
            names = ["合计", "1.因公出国（境）费", "2.公务用车购置及运行维护费", "（1）公务用车购置费",
                     "（2）公务用车运行维护费", "3.公务接待费"]  # fmt: skip
            rows = [[Box("项目"), Box("行次"), Box("预算数"), Box("决算数")]]
            for at, (name, a, b) in enumerate(
                zip(names, _down(planned), _down(spent), strict=True), 1
            ):
                rows.append([Box(name), Box(str(at)), self.money(a), self.money(b)])
            return title, rows
        group = [
            Box("合计", rows=2),
            Box("因公出国（境）费", rows=2),
            Box("公务用车购置及运行维护费", 3),
            Box("公务接待费", rows=2),
        ]
        rows = [
            [Box("预算数", 6), Box("决算数", 6)], [*group, *group],
            [*map(Box, ("小计", "公务用车购置费", "公务用车运行维护费")) , *map(Box, ("小计", "公务用车购置费", "公务用车运行维护费"))],
        ]  # fmt: skip
        if self.layout == "numbered":
            rows.append([Box(str(n)) for n in range(1, 13)])
        rows.append([self.money(a) for each in (planned, spent) for a in _down(each)])
        return title, rows


def _down(parts: tuple[Decimal, ...]) -> list[Decimal]:
    abroad, bought, kept, receptions = parts
    return [sum(parts, Decimal(0)), abroad, bought + kept, bought, kept, receptions]
