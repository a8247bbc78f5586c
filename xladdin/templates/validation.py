"""Refuse wrong entries with a sentence, and hint at what belongs into a place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.model.form import Entry
from xladdin.model.unit import unit
from xladdin.templates.expressions import column_first, listed

_MOST_LETTERS = 2000
_MOST = "9999999999"


class _Rule(Struct, frozen=True):
    """What may be typed: ``type`` as in Excel, from ``least`` to ``most``; ``error`` refuses the rest."""

    type: str
    least: str
    most: str
    error: str


_RULES = {
    "money": _Rule(
        "decimal", "0", _MOST, "这里填金额，单位万元；只写不小于 0 的数字，不带“万元”等字。"
    ),
    "balance": _Rule(
        "decimal", f"-{_MOST}", _MOST, "这里填金额，单位万元；只写数字，调减的写负数。"
    ),
    "ratio": _Rule("decimal", "0", "100", "这里填百分比，例如 98.5%；不能是文字，也不能小于 0。"),
    "points": _Rule("decimal", "0", "100", "这里填分数，0 到 100 之间的数字，不带“分”字。"),
    "area": _Rule("decimal", "0", _MOST, "这里填面积，单位平方米；只写不小于 0 的数字。"),
    "count": _Rule("whole", "0", "9999999", "这里填人数，只能是 0 或正整数，不带单位。"),
    "text": _Rule(
        "textLength", "0", str(_MOST_LETTERS), f"这里最多写 {_MOST_LETTERS} 个字，请写得简短些。"
    ),
}
#: The hints for places, by column or name.
_HINTS = {
    "上年决算": "单位万元。填上年决算数，与上年报送的表一致；没有的填 0。",
    "本年预算": "单位万元。填年初批复的预算数；没有的填 0。",
    "本年决算": "单位万元。按本年决算报表填；没有的填 0。",
    "基本支出预算调整": "单位万元。填年度中间的调整数：追加为正，调减为负，没有调整的填 0；不填基本支出总额。",
    "编制数": "单位人。按机构编制文件填。",
    "在职人数": "单位人。填年末实际在职人数，不含退休人员。",
    "年初预算数": "单位万元。填年初批复的预算数。",
    "全年预算数": "单位万元。填全年预算数，含年中追加、调减和上年结转。",
    "全年执行数": "单位万元。按决算报表填全年实际支出数，一般不超过全年预算数。",
    "指标值": "写明符号、数值和单位，如 ≥95%、≥3次；定性指标写可以判定的要求，如“按计划完成”。",
    "完成值": "与指标值同一口径，写数值和单位，如 96%、3次。",
    "分值": "只写数字。各项分值加预算执行的分值，合计 100。",
    "得分": "只写数字，不超过本行分值；没有得满分的，在右边写明原因。",
    "偏差原因": "得分低于分值的，写明偏差原因和改进措施；没有偏差的写“无偏差”。",
    "预期目标": "照抄年初批复的绩效目标。",
    "实际完成情况": "对照预期目标，写实际做了什么、完成到什么程度，尽量写出数字。",
}
#: The choices for places where anything else may be typed, too. The three 完成值 are the official ones
#: for what cannot be counted.
_CHOICES = {
    "指标值": ("按计划完成", "建立健全", "较上年提高", "较上年下降"),
    "完成值": ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差"),
    "偏差原因": ("无偏差",),
}


def validate(paper: Worksheet, entries: Mapping[str, Entry], typed: Collection[str]) -> None:
    """Add rules and hints for the ``typed`` cells, by their entries."""
    ranges: dict[tuple[str, str], list[str]] = {}
    for place in typed:
        entry = entries.get(place)
        if entry is not None:
            ranges.setdefault((_rule_name(entry), _hint(entry)), []).append(place)
    for (belongs, hint), cells in ranges.items():
        if belongs in _CHOICES:
            choices = ",".join(_CHOICES[belongs])
            rule, error = DataValidation(type="list", formula1=f'"{choices}"'), ""
        else:
            each = _RULES[belongs]
            error = each.error
            rule = DataValidation(
                type=each.type, operator="between", formula1=each.least, formula2=each.most
            )
        add(paper, rule, error, hint, cells)


def add(
    paper: Worksheet, rule: DataValidation, error: str, hint: str, cells: Iterable[str]
) -> None:
    """Put a rule on cells. Blank cells are always allowed, and so is everything if ``error`` is empty."""
    rule.allow_blank = True
    if error:
        rule.showErrorMessage, rule.errorTitle, rule.error = True, "请检查", error
    if hint:
        rule.showInputMessage, rule.promptTitle, rule.prompt = True, "怎么填", hint
    # As ranges, which include rows inserted later.
    for area in listed(sorted(cells, key=column_first)).split(","):
        rule.add(area)
    paper.add_data_validation(rule)


def _rule_name(entry: Entry) -> str:
    if entry.name in _CHOICES:
        return entry.name
    measure = unit(entry.unit).measures if entry.unit else ""
    if measure == "money":
        return "balance" if "调整" in entry.name else "money"
    if measure in ("ratio", "points", "area"):
        return measure
    return "count" if measure else "text"


def _hint(entry: Entry) -> str:
    if entry.name in _HINTS:
        return _HINTS[entry.name]
    return _HINTS.get(entry.column, "")
