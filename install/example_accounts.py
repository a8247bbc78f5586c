"""Make the final accounts of the example's unit for two years, as they are published, without mistakes.

The tables are written like those of example_tables.py: 2024 in 元, 2023 in 万元, as both occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from example_tables import UNIT, Layout

#: The expenditure under each code of the economic classification, in 元.
_ECONOMIC = {
    2024: {"30101": "1286400.00", "30102": "845216.00", "30103": "412380.00", "30108": "286413.60",
           "30113": "198762.25", "30302": "78032.00", "30201": "140612.30", "30202": "1520.00", "30205": "12318.00",
           "30206": "56420.15", "30207": "1266.40", "30211": "88450.00", "30215": "9860.00", "30216": "22145.00",
           "30217": "15236.00", "30231": "38580.50"},
    2023: {"30101": "1251000.00", "30102": "812300.00", "30103": "405200.00", "30108": "274500.00",
           "30113": "190000.00", "30302": "76500.00", "30201": "142000.00", "30202": "0.00", "30205": "12000.00",
           "30206": "53000.00", "30207": "0.00", "30211": "88000.00", "30215": "9000.00", "30216": "22000.00",
           "30217": "22000.00", "30231": "34000.00"},
}  # fmt: skip
#: Vehicles cost more in 2023 than 公用经费 paid; the rest came from the projects.
_VEHICLES = {2024: "38580.50", 2023: "42000.00"}
_PROJECTS = {
    2024: {"2130106": "767015.26", "2130122": "414961.00"},
    2023: {"2130106": "763000.00", "2130122": "0.00"},
}
_PLANNED = {2024: ("20000.00", "40000.00"), 2023: ("24000.00", "44000.00")}
_NAMES = {
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出", "213": "农林水支出", "21301": "农业农村", "2130104": "事业运行",
    "2130106": "科技转化与推广服务", "2130122": "农业生产发展", "221": "住房保障支出", "22102": "住房改革支出",
    "2210201": "住房公积金", "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "30103": "奖金",
    "30108": "机关事业单位基本养老保险缴费", "30113": "住房公积金", "303": "对个人和家庭的补助",
    "30302": "退休费", "302": "商品和服务支出", "30201": "办公费", "30202": "印刷费", "30205": "水费",
    "30206": "电费", "30207": "邮电费", "30211": "差旅费", "30215": "会议费", "30216": "培训费",
    "30217": "公务接待费", "30231": "公务用车运行维护费",
}  # fmt: skip
_UNITS = {2024: "元", 2023: "万元"}
_NOTHING = Decimal(0)
_CODES = sorted(code for code in _NAMES if code[0] == "2")


def sheets(year: int) -> Mapping[str, tuple[str, Layout]]:
    """Return the tables of a year, by sheet name."""
    texts = _Accounts(year).texts()
    return {f"GK{at:02d}": (text, _layout(text)) for at, text in enumerate(texts, 1)}


def _layout(text: str) -> Layout:
    width = max(line.count("|") + 1 for line in text.splitlines())
    cells = {1: (width,), 2: (width - 1, 1), width: (1,) * width}
    return Layout((10.0, 30.0, *(13.0,) * (width - 2)), cells)


class _Accounts:
    """One year's accounts as texts."""

    def __init__(self, year: int) -> None:
        self.year, self.unit = year, _UNITS[year]
        self.economic = {code: Decimal(text) for code, text in _ECONOMIC[year].items()}
        projects = {code: Decimal(text) for code, text in _PROJECTS[year].items()}
        basic = {"2080505": self.economic["30108"], "2210201": self.economic["30113"]}
        basic["2130104"] = sum(self.economic.values(), _NOTHING) - sum(basic.values(), _NOTHING)
        self.basic = {c: sum(v for k, v in basic.items() if k.startswith(c)) for c in _CODES}
        self.project = {c: sum(v for k, v in projects.items() if k.startswith(c)) for c in _CODES}
        self.all_basic, self.all_project = sum(basic.values()), sum(projects.values())
        self.total = self.all_basic + self.all_project

    def texts(self) -> list[str]:
        """Return the nine tables."""
        return [
            self._headed("收入支出决算总表", 1, self._totals()),
            self._headed("收入决算表", 2, self._by_code("本年收入合计 | 财政拨款收入 | 事业收入 | 其他收入", "tt00")),
            self._headed("支出决算表", 3, self._by_code("本年支出合计 | 基本支出 | 项目支出 | 经营支出", "tbp0")),
            self._headed("财政拨款收入支出决算总表", 4, self._appropriations()),
            self._headed("一般公共预算财政拨款支出决算表", 5, self._by_code("小计 | 基本支出 | 项目支出", "tbp")),
            self._headed("一般公共预算财政拨款基本支出决算明细表", 6, self._economic_rows()),
            self._headed("政府性基金预算财政拨款收入支出决算表", 7,
                         ["科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出合计 | 年末结转和结余", "合计 | < | | | |"]),
            self._headed("国有资本经营预算财政拨款支出决算表", 8,
                         ["科目代码 | 科目名称 | 合计 | 基本支出 | 项目支出", "合计 | < | | |"]),
            self._headed("财政拨款“三公”经费支出决算表", 9, self._publics()),
        ]  # fmt: skip

    def _headed(self, name: str, number: int, rows: list[str]) -> str:
        head = [
            f"{self.year}年度{name}",
            f"部门：{UNIT} | 公开{number:02d}表",
            f"金额单位：{self.unit}",
        ]
        return "\n".join([*head, *rows])

    def _money(self, amount: Decimal | int) -> str:
        shown = Decimal(amount) / 10_000 if self.unit == "万元" else Decimal(amount)
        return f"{shown.quantize(Decimal('0.01'), ROUND_HALF_UP):f}" if amount else ""

    def _totals(self) -> list[str]:
        whole = self._money(self.total)
        rows = ["项目（收入） | 收入决算数 | 项目（支出） | 支出决算数"]
        left = [f"一、一般公共预算财政拨款收入 | {whole}", "二、政府性基金预算财政拨款收入 | ",
                "三、其他收入 | "]  # fmt: skip
        for at, (income, code) in enumerate(zip(left, ("208", "213", "221"), strict=True)):
            spent = self._money(self.basic[code] + self.project[code])
            rows.append(f"{income} | {'一二三'[at]}、{_NAMES[code]} | {spent}")
        rows += [
            f"本年收入合计 | {whole} | 本年支出合计 | {whole}",
            "年初结转和结余 | | 年末结转和结余 | ",
        ]
        return [*rows, f"总计 | {whole} | 总计 | {whole}"]

    def _by_code(self, columns: str, kinds: str) -> list[str]:
        """Return a table by functions; ``kinds`` has a letter a column: total, basic, project, 0
        for blank."""

        def row(lead: str, basic: Decimal | int, project: Decimal | int) -> str:
            amounts = {"t": basic + project, "b": basic, "p": project, "0": 0}
            return " | ".join([lead, *(self._money(amounts[kind]) for kind in kinds)])

        rows = [
            f"科目代码 | 科目名称 | {columns}",
            row("合计 | <", self.all_basic, self.all_project),
        ]
        spent = [code for code in _CODES if self.basic[code] + self.project[code]]
        return rows + [row(f"{c} | {_NAMES[c]}", self.basic[c], self.project[c]) for c in spent]

    def _appropriations(self) -> list[str]:
        whole = self._money(self.total)
        rows = ["项目（收入） | 收入决算数 | 项目（支出） | 支出合计 | 支出一般公共预算财政拨款"]
        left = [f"一、一般公共预算财政拨款 | {whole}", "二、政府性基金预算财政拨款 | ", " | "]
        for at, (income, code) in enumerate(zip(left, ("208", "213", "221"), strict=True)):
            spent = self._money(self.basic[code] + self.project[code])
            rows.append(f"{income} | {'一二三'[at]}、{_NAMES[code]} | {spent} | {spent}")
        rows.append(f"本年收入合计 | {whole} | 本年支出合计 | {whole} | {whole}")
        rows.append("年初财政拨款结转和结余 | | 年末财政拨款结转和结余 | | ")
        return [*rows, f"总计 | {whole} | 总计 | {whole} | {whole}"]

    def _economic_rows(self) -> list[str]:
        def of(*heads: str) -> list[str]:
            codes = [*heads, *(code for code in self.economic if code[:3] in heads)]
            spent = {c: sum(v for k, v in self.economic.items() if k.startswith(c)) for c in codes}
            ordered = sorted(codes, key=lambda code: (heads.index(code[:3]), code))
            return [f"{c} | {_NAMES[c]} | {self._money(spent[c])}" for c in ordered if spent[c]]

        left, right = of("301", "303"), of("302")
        left += [" |  | "] * (len(right) - len(left))
        staff = sum(v for k, v in self.economic.items() if k[:3] in ("301", "303"))
        kept = sum(v for k, v in self.economic.items() if k[:3] == "302")
        rows = ["科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数"]
        rows += [f"{one} | {other}" for one, other in zip(left, right, strict=True)]
        return [
            *rows,
            f"人员经费合计 | < | {self._money(staff)} | 公用经费合计 | < | {self._money(kept)}",
        ]

    def _publics(self) -> list[str]:
        receptions, cars = (Decimal(text) for text in _PLANNED[self.year])
        spent, vehicles = self.economic["30217"], Decimal(_VEHICLES[self.year])
        rows = ["项目 | 行次 | 预算数 | 决算数"]
        for at, (name, a, b) in enumerate(
            [
                ("合计", receptions + cars, spent + vehicles),
                ("1.因公出国（境）费", Decimal(0), Decimal(0)),
                ("2.公务用车购置及运行维护费", cars, vehicles),
                ("（1）公务用车购置费", Decimal(0), Decimal(0)),
                ("（2）公务用车运行维护费", cars, vehicles),
                ("3.公务接待费", receptions, spent),
            ],
            1,
        ):
            rows.append(f"{name} | {at} | {self._money(a)} | {self._money(b)}")
        return rows
