"""One thing wrong in the report's sentences; the rules of which one must say so go by the figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

from tests.generator.facts import Facts
from tests.generator.faults import Fault, Place
from tests.generator.report import Figure, Line

Lines = tuple[Line, ...]
Candidate = tuple[int, Figure]

#: What the report itself contradicts when a figure changes.
_ITSELF = (
    "A101", "A102", "A103", "A201", "A202", "A203", "A204", "A301", "A302", "A303", "A501", "A801",
    "A802", "A803", "A805",
)  # fmt: skip
#: Which figures are in a form or agree with others in the report, and by which rules.
CODES: dict[str, tuple[str, ...]] = {
    "编制": ("N101", "N104"), "在职": ("N102", "N104"), "控制率": ("N103", "N104"), "年初": ("N302",),
    "年初基本": ("N311",), "年初项目": ("N312",), "全年": ("N301",), "支出": ("N303",), "基本": ("N311",),
    "项目": ("N312", "N601"), "公用": ("N313",), "人员": (), "一般": ("N303",), "基金": ("N321", "N315"),
    "三公": ("N201",), "三公预算": ("N201",), "三公上年": ("N201",), "用车": ("N205", "N203"),
    "接待": ("N202",), "采购": ("N314",), "项目上年": ("N312",), "项目差": (), "三公差": (),
    "追加": (), "结余": (), "执行率": ("N401",), "基本占": (), "项目占": (), "人员占": (), "公用占": (),
    "三公降": (), "项目差率": (), "中央": (), "省级": (), "本级": (), "中央占": (), "省级占": (),
    "本级占": (), "工程": (), "服务": (), "监理": (), "得分": ("N501",), "工作1数": ("N701",),
    "工作2数": ("N701",), "质量率": ("N701",), "时效率": ("N701",), "经济数": ("N701",),
    "社会数": ("N701",), "满意": ("N701",), "项目1数": ("N701",), "项目1率": ("N701",),
    "项目1众": ("N701",), "项目1满意": ("N701",), "项目额0": ("N601",), "项目额1": ("N601",),
    "项目额2": ("N601",), "股室数": ("A701",), "项目数": ("A701", "A702"),
}  # fmt: skip
_WHOLES = ("支出", "基本", "项目", "全年", "三公", "年初")
_SHARES = ("基本占", "项目占", "人员占", "公用占", "中央占", "省级占", "本级占")
_GROWTH = ("三公降", "项目差率", "三公差", "项目差")
_INDICATORS = tuple(name for name, codes in CODES.items() if codes == ("N701",))

Maker = Callable[[Facts, Lines, Random], "tuple[Lines, Fault] | None"]
#: Each kind of fault; a maker gives None where the report has no place for it.
KINDS: dict[str, Maker] = {}


def candidates(lines: Lines) -> Iterator[Candidate]:
    """The figures that a rule ought to know, with their paragraphs."""
    for at, line in enumerate(lines):
        yield from ((at, figure) for figure in line.figures if figure.name in CODES)


def _figures(
    name: str, wanted: Callable[[str], bool], change: Callable[[str, Random], str]
) -> None:
    """A kind that changes the digits of one of the figures."""

    def maker(facts: Facts, lines: Lines, random: Random) -> tuple[Lines, Fault] | None:
        found = [each for each in candidates(lines) if wanted(each[1].name)]
        random.shuffle(found)
        for at, figure in found:
            old = lines[at].says(figure)
            new = change(old, random)
            if new != old and new.rstrip("%").strip("0.") != old.rstrip("%").strip("0."):
                codes = (*CODES[figure.name], *_ITSELF)
                return _said(name, lines, at, figure.start, figure.end, new, *codes)
        return None

    KINDS[name] = maker


def _said(
    name: str, lines: Lines, at: int, start: int, end: int, new: str, *codes: str, now: str = ""
) -> tuple[Lines, Fault]:
    before = lines[at].text[start:end]
    changed = lines[at].with_text(start, end, new)
    fault = Fault(name, Place(paragraph=at), before, now or new, codes)
    return (*lines[:at], changed, *lines[at + 1 :]), fault


def _mistyped(text: str, random: Random) -> str:
    """Another digit, neither first nor last where there are enough."""
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    at = random.choice(places[1:-1] or places)
    return text[:at] + str((int(text[at]) + 4) % 9 + 1) + text[at + 1 :]


def _transposed(text: str, random: Random) -> str:
    for at in range(len(text) - 1):
        one, two = text[at : at + 2]
        if one != two and (one + two).isdigit() and two != "0":
            return text[:at] + two + one + text[at + 2 :]
    return text


def _shifted(text: str, random: Random) -> str:
    return f"{Decimal(text) / 10:.3f}".rstrip("0") if "." in text and "%" not in text else text


def _more(step: str) -> Callable[[str, Random], str]:
    def more(text: str, random: Random) -> str:
        sign = "%" if text.endswith("%") else ""
        return f"{Decimal(text.removesuffix('%')) + Decimal(step)}{sign}"

    return more


_figures("数字打错", lambda name: name not in ("股室数", "项目数"), _mistyped)
_figures("数字颠倒", lambda name: True, _transposed)
_figures("小数点错位", lambda name: name != "得分", _shifted)
_figures("合计算错", lambda name: name in _WHOLES, _more("3"))
_figures("占比算错", lambda name: name in _SHARES, _more("2.1"))
_figures("增减算错", lambda name: name in _GROWTH, _more("1.7"))
_figures("正文执行率算错", lambda name: name == "执行率", _more("-1.4"))
_figures("人数改动", lambda name: name in ("编制", "在职"), _more("1"))
_figures("得分改动", lambda name: name == "得分", _more("-1.5"))
_figures("指标数改动", lambda name: name in _INDICATORS, _mistyped)
_figures("项目金额改动", lambda name: name.startswith("项目额"), _more("1.2"))
_figures("个数多一", lambda name: name in ("股室数", "项目数"), _more("1"))


def _kind(name: str) -> Callable[[Maker], Maker]:
    def registered(maker: Maker) -> Maker:
        KINDS[name] = maker
        return maker

    return registered


@_kind("万元写成元")
def _(facts: Facts, lines: Lines, random: Random) -> tuple[Lines, Fault] | None:
    found = [
        each
        for each in candidates(lines)
        if lines[each[0]].text[each[1].end :].startswith("万元")
        and Decimal(lines[each[0]].says(each[1]))
    ]
    if not found:
        return None
    at, figure = random.choice(found)
    codes = (*CODES[figure.name], *_ITSELF)
    now = f"{lines[at].says(figure)}元"
    return _said("万元写成元", lines, at, figure.start, figure.end + 2, now, *codes)


@_kind("增减写反")
def _(facts: Facts, lines: Lines, random: Random) -> tuple[Lines, Fault] | None:
    opposite = {"增长": "下降", "下降": "增长", "增加": "减少", "减少": "增加"}
    found = [
        (at, match)
        for at, line in enumerate(lines)
        for match in re.finditer(r"(增长|下降|增加|减少)(?=\d)", line.text)
    ]
    if not found:
        return None
    at, match = random.choice(found)
    new = opposite[match[0]]
    return _said("增减写反", lines, at, *match.span(), new, "A301", "A303")


@_kind("年份未改")
def _(facts: Facts, lines: Lines, random: Random) -> tuple[Lines, Fault] | None:
    found = [
        (at, match.start())
        for at, line in enumerate(lines)
        for match in re.finditer(f"{facts.year}(?=年)", line.text)
    ]
    at, start = random.choice(found)
    stale = str(facts.year - 2)
    codes = ("F502", "X202", *_ITSELF, *(code for each in CODES.values() for code in each))
    return _said("年份未改", lines, at, start, start + 4, stale, *codes)


@_kind("单位名称写错")
def _(facts: Facts, lines: Lines, random: Random) -> tuple[Lines, Fault] | None:
    if facts.fund:
        return None  # the form names who carries the project out, who need not be who reports
    other = facts.unit.replace(facts.trade["unit"], "机关事务服务中心")
    start = lines[0].text.index(facts.unit)
    return _said("单位名称写错", lines, 0, start, start + len(facts.unit), other, "X201")


@_kind("等级改动")
def _(facts: Facts, lines: Lines, random: Random) -> tuple[Lines, Fault] | None:
    if facts.fund:
        return None
    for at, line in enumerate(lines):
        if match := re.search(r"等级为“?([优良])", line.text):
            return _said("等级改动", lines, at, *match.span(1), "中", "N502")
    return None


@_kind("缺少部分")
def _(facts: Facts, lines: Lines, random: Random) -> tuple[Lines, Fault] | None:
    parts = [line.part for line in lines if line.part[1:2] == "、"]
    wanted = [part for part in dict.fromkeys(parts) if re.search("存在|措施|建议", part)]
    gone = random.choice(wanted)
    left = tuple(line for line in lines if line.part != gone)
    return left, Fault("缺少部分", Place(paragraph=-1), gone, "", ("F401",))
