"""Compute 执行率, 控制率, scores, subtotals and units from cell values, for the worksheet functions.

A value is a number, a text that is one number as people print it (98.25%, ≥90%, 1,200万元), or blank:
None, empty, or a mark that says so. A blank argument or a zero divisor gives None. A text that is no
number raises ValueError with a Chinese sentence. Rates are fractions, rounded half up to 4 decimals;
amounts and scores are rounded to 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from xladdin.forms.figures import read_figure
from xladdin.forms.labels import normal
from xladdin.model.figure import Figure
from xladdin.model.interval import Interval
from xladdin.model.unit import NUMBER, UNITS, Unit, unit
from xladdin.rules.scope import rounded
from xladdin.rules.tables.attainment import Attainment, compared

Value = Decimal | int | str | None

#: A cell that holds only these characters is blank.
_BLANK = " \t\r\n\u3000-—–－/／…·.无"
_PERCENT = UNITS["%"]
_POINTS = UNITS["分"]
_RATE_PLACES = 4
#: In a place for a rate, numbers up to this are fractions: 1.05 is 105%, but 98.25 is 98.25%.
_LARGEST_FRACTION = 2
#: Rows that add up other rows; a subtotal leaves them out.
_TOTALS = ("小计", "合计", "总计", "总分")


def execution_rate(budget: Value, actual: Value) -> Decimal | None:
    """Return 全年执行数 ÷ 全年预算数; amounts without a printed unit share one unit."""
    return _rate(_quotient(actual, budget))


def control_rate(posts: Value, staff: Value) -> Decimal | None:
    """Return 实际在职人数 ÷ 编制数."""
    return _rate(_quotient(staff, posts))


def execution_score(budget: Value, actual: Value, points: Value) -> Decimal | None:
    """Return 全年执行数 ÷ 全年预算数 × 分值; a rate above 100% counts as 100%. It uses the amounts,
    because the score of a rounded rate may be 0.01 off."""
    share, most = _quotient(actual, budget), _figure(points, _POINTS)
    if share is None or most is None:
        return None
    return rounded(min(share, Decimal(1)) * most.value)


def attained(target: Value, actual: Value) -> bool | None:
    """Return whether a target such as ≥90% was reached; without an operator it is a minimum."""
    result = _attainment(target, actual)
    return None if result is None else result.attained


def score(target: Value, actual: Value, points: Value) -> Decimal | None:
    """Return full points for a target that was reached, else points in proportion."""
    result, most = _attainment(target, actual), _figure(points, _POINTS)
    if result is None or most is None:
        return None
    return rounded(result.suggested(most.value))


def subtotal(label: Value, rows: Sequence[Sequence[Value]]) -> Decimal | None:
    """Return the sum of the last column over the rows whose first column is ``label``.

    A row with a blank first cell belongs to the label above, as in merged cells. Brackets in labels are
    ignored (产出指标（50分）), rows of 小计 and 合计 left out. ValueError if no row has the label.
    """
    wanted = normal(str(label)) if label is not None else ""
    if not wanted:
        return None
    group, found, amounts = "", False, []
    for row in rows:
        first = normal(str(row[0])) if row[0] is not None else ""
        group = first or group
        if group == wanted and not _is_total(row):
            found = True
            figure = _figure(row[-1], NUMBER)
            if figure is not None:
                amounts.append(figure.value)
    if not found:
        raise ValueError(f"区域的第一列里没有“{label}”。")
    return rounded(sum(amounts, Decimal(0))) if amounts else None


def convert_unit(value: Value, source: Value, target: Value) -> Decimal | None:
    """Convert ``value`` from unit ``source`` to unit ``target``, exactly, without rounding.

    A unit printed with the number overrides ``source``. ValueError for units of different quantities
    and for names that are no unit.
    """
    old, new = _unit(source), _unit(target)
    figure = _figure(value, NUMBER if old is None else Unit("", old.measures, old.factor))
    if figure is None or old is None or new is None:
        return None
    stated = figure.unit if figure.unit_printed else old
    if stated.measures != new.measures:
        raise ValueError(f"“{stated.name}”和“{new.name}”不是同一种单位，不能换算。")
    exact = figure.value * stated.factor / new.factor
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize()


def _quotient(part: Value, whole: Value) -> Decimal | None:
    numerator, divisor = _figure(part, NUMBER), _figure(whole, NUMBER)
    if numerator is None or divisor is None:
        return None
    pair = compared(divisor, numerator)
    if pair is None:
        raise ValueError(f"“{part}”和“{whole}”的单位不同，不能相除。")
    return pair.actual / pair.target if pair.target else None


def _rate(share: Decimal | None) -> Decimal | None:
    return None if share is None else rounded(share, _RATE_PLACES)


def _attainment(target: Value, actual: Value) -> Attainment | None:
    goal, done = _figure(target, NUMBER), _figure(actual, NUMBER)
    if goal is None or done is None:
        return None
    if _in_percent(goal) != _in_percent(done):  # a cell that shows 95% holds 0.95
        goal, done = _as_rate(goal, target), _as_rate(done, actual)
    result = compared(goal, done)
    if result is None:
        raise ValueError(f"“{target}”和“{actual}”的单位不同，不能比较。")
    return result


def _in_percent(figure: Figure) -> bool:
    return figure.unit_printed and figure.unit == _PERCENT


def _as_rate(figure: Figure, value: Value) -> Figure:
    """Return a number from a cell as a printed rate; texts stay as printed."""
    if not isinstance(value, Decimal | int):
        return figure
    percent = figure.value * 100 if abs(figure.value) <= _LARGEST_FRACTION else figure.value
    return replace(_exact(percent, _PERCENT), unit_printed=True)


def _figure(value: Value, default: Unit) -> Figure | None:
    if isinstance(value, Decimal | int):
        return _exact(Decimal(value), default)
    text = (value or "").strip()
    if not text.strip(_BLANK):
        return None
    figure = read_figure(text, default)
    if figure is None:
        raise ValueError(f"“{text}”不是一个数字。")
    return figure


def _exact(value: Decimal, measure: Unit) -> Figure:
    interval = Interval.exact(value)
    return Figure(f"{value:f}", value, interval, interval, measure)


def _unit(name: Value) -> Unit | None:
    text = "" if name is None else str(name).strip()
    if not text:
        return None
    found = unit(text)
    if text not in UNITS and found.measures == text:
        raise ValueError(f"没有“{text}”这种单位。")
    return found


def _is_total(row: Sequence[Value]) -> bool:
    return any(normal(str(cell)) in _TOTALS for cell in row if cell is not None)
