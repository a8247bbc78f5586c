"""Find figures that agree with each other but need an explanation, such as an outturn far over budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from xladdin.forms.labels import normal
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.interval import Verdict, equal
from xladdin.model.report import Operand, Relation
from xladdin.model.unit import MONEY
from xladdin.rules.items import rows_of
from xladdin.rules.registry import rule
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import column_label, number_text, operand, percent


def _rows(form: Form) -> Iterator[tuple[str, dict[str, Entry]]]:
    """Yield the amount rows of a form, items included, with their entries by column."""
    yield from rows_of(form).items()
    for item in (item for items in form.sections.values() for item in items):
        if set(item.entries) >= {"本年预算", "本年决算"}:
            yield normal(item.label) or "（未命名项）", dict(item.entries)


class _Amount(NamedTuple):
    """A figure, its value in 万元, and its text with the unit."""

    figure: Figure
    value: Decimal
    told: str


def _amounts(row: Mapping[str, Entry], *columns: str) -> list[_Amount]:
    """Return the amounts of a row in these columns; empty if it lacks any of them."""
    figures = [figure for c in columns if c in row if (figure := row[c].figure) is not None]
    amounts = [
        _Amount(f, f.value * f.unit.factor / MONEY.factor, f.text if f.unit_printed else f"{f.text} {f.unit.name}")
        for f in figures
    ]  # fmt: skip
    return amounts if len(amounts) == len(columns) else []


def _row(form: Form | None, name: str) -> dict[str, Entry]:
    return dict(_rows(form)).get(name, {}) if form is not None else {}


def _overall(filing: Filing, basic: Form) -> Form | None:
    """Return the 自评表 that belongs to a 基础数据表: of the same file, else the first; None without any."""
    partners = filing.of("overall")
    return next((f for f in partners if f.source == basic.source), next(iter(partners), None))


def _operands(form: Form, name: str, row: dict[str, Entry], *columns: str) -> tuple[Operand, ...]:
    return tuple(operand(row[column], column_label(form, name, column)) for column in columns)


@rule("B601", "warning", "基本支出预算调整一行填的是支出总额")
def adjustment_holds_totals(filing: Filing) -> Iterator[Relation]:
    """检查什么：“部门基本支出预算调整”一行加上项目支出，是否正好等于自评表的年初预算数或全年执行数。
    为什么：正好相等，说明这一行填的是基本支出总额，而不是预算调整数。
    反例：年初预算 120.40，项目支出 40，调整一行填 80.40（即基本支出总额）。
    正例：年初预算 120.40，全年预算 123.60，调整一行填 3.20。
    怎么改：这一行填年度中间的调整数（追加为正、调减为负），没有调整的填 0；基本支出总额不填在这里。"""
    pairs = (("本年预算", "年初预算数"), ("本年决算", "全年执行数"))
    for basic in filing.of("basic_data"):
        row, projects = _row(basic, "基本支出预算调整"), _row(basic, "项目支出")
        for overall in filing.of("overall"):
            if overall.source != basic.source and len(filing.of("overall")) > 1:
                continue
            for column, whole_column in pairs:
                whole = overall.entries.get(f"年度资金总额.{whole_column}")
                both = [*_amounts(row, column), *_amounts(projects, column)]
                if len(both) < 2 or whole is None or whole.figure is None:
                    continue
                if not all(each.value for each in both):
                    continue
                adjusted, spent = (each.figure for each in both)
                others = (each for each in row if each != column)
                operands = (
                    *_operands(basic, "基本支出预算调整", row, column, *others),
                    *_operands(basic, "项目支出", projects, column),
                    operand(whole, whole.name + whole.column),
                )
                if equal(adjusted.typed + spent.typed, whole.figure.typed) is not Verdict.HELD:
                    yield ruled("B601", operands, column)
                    continue
                message = (
                    f"部门基本支出预算调整 {adjusted.text} + 项目支出 {spent.text} 正好等于自评表的"
                    f"{whole_column} {whole.figure.text}，这一行填的应是基本支出总额，不是预算调整数。"
                )
                yield ruled("B601", operands, "基本支出预算调整", message)
                break


@rule("B701", "info", "决算数远超预算数")
def far_over_budget(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：基础数据表各行的本年决算数是否远超本年预算数（比例和金额都超过本地区方案设定的幅度）。
    为什么：没有预算或大幅超预算的支出，审核时必问原因。
    反例：公用经费预算 12.00 万元，决算 26.40 万元，正文没有说明。
    正例：公用经费预算 12.00 万元，决算 11.80 万元。
    怎么改：核对是否填错；没有填错的，在正文中说明追加预算或调剂的原因。"""
    share = Decimal(str(profile.parameter("over_budget")))
    least = Decimal(str(profile.parameter("over_budget_amount")))
    for form in filing.of("basic_data"):
        for name, row in _rows(form):
            amounts = _amounts(row, "本年预算", "本年决算")
            if not amounts or name == "基本支出预算调整":
                continue
            budget, outturn = (each.value for each in amounts)
            operands = _operands(form, name, row, "本年预算", "本年决算")
            right = outturn - budget < least or outturn <= budget * (1 + share)
            ratio = f"，为预算的 {percent(outturn / budget)}" if budget else "，年初没有预算"
            message = f"{name}决算 {amounts[1].told}，预算 {amounts[0].told}{ratio}。"
            yield ruled("B701", operands, name, message, right=right)


@rule("B702", "warning", "项目支出执行率与整体执行率反差大")
def project_rate_low(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：项目支出决算只占预算的一小部分，而自评表的整体执行率却很高。
    为什么：两者反差大，通常是口径不一（年初预算与调整预算）或项目资金调作他用，需要说明。
    反例：项目支出预算 40 万元、决算 8.50 万元，整体执行率 98.25%。
    正例：项目支出预算 40 万元、决算 40 万元，整体执行率 97%。
    怎么改：核对项目支出预算数和决算数；预算调入基本支出或项目未实施的，在正文中说明。"""
    low, high = profile.parameter("low_project_rate"), profile.parameter("high_overall_rate")
    for form in filing.of("basic_data"):
        row, overall = _row(form, "项目支出"), _overall(filing, form)
        amounts = _amounts(row, "本年预算", "本年决算")
        rate = overall.entries.get("年度资金总额.执行率") if overall else None
        if not amounts or not amounts[0].value or rate is None or rate.figure is None:
            continue
        operands = (
            *_operands(form, "项目支出", row, "本年预算", "本年决算"),
            operand(rate, "执行率"),
        )
        budget, outturn = amounts
        own = outturn.value / budget.value
        message = (
            f"项目支出决算 {outturn.told}，只有预算 {budget.told}的 "
            f"{percent(outturn.value / budget.value)}，而自评表的整体执行率为 {rate.figure.text}。"
        )
        yield ruled(
            "B702",
            operands,
            "项目支出",
            message,
            right=own >= Decimal(str(low)) or rate.figure.base.point < Decimal(str(high)),
        )


@rule("B703", "info", "预算数与决算数逐项相同")
def budget_equals_outturn(filing: Filing) -> Iterator[Relation]:
    """检查什么：基础数据表的本年预算数是否与本年决算数逐项相同，而自评表的年初预算数与执行数却不同。
    为什么：逐项相同，多半是预算数一列照抄了决算数，或填了调整后的预算。
    反例：项目支出、公用经费、政府采购的预算数与决算数分毫不差，年初预算却只有全年执行数的一成。
    正例：预算数按年初批复填，决算数按决算报表填。
    怎么改：核对“本年预算数”一列填的是年初预算还是调整后的预算，按表头口径填写。"""
    for form in filing.of("basic_data"):
        same: list[Operand] = []
        names: list[str] = []
        differ = False
        for name, row in _rows(form):
            amounts = _amounts(row, "本年预算", "本年决算")
            if name in ("三公经费", "公务接待") or not any(each.value for each in amounts):
                continue
            if amounts[0].figure.value != amounts[1].figure.value:
                differ = True
                break
            same += _operands(form, name, row, "本年预算", "本年决算")
            names.append(name)
        totals = _amounts(_row(_overall(filing, form), "年度资金总额"), "年初预算数", "全年执行数")
        if differ or len(names) < 3 or not totals:
            continue
        planned, spent = (each.figure for each in totals)
        if planned.value == spent.value:
            continue
        message = (
            f"{'、'.join(names[:4])}等 {len(names)} 行的本年预算数与决算数完全相同，而自评表的年初预算数"
            f" {planned.text} 与全年执行数 {spent.text} 不同，预算数一列疑似按调整后预算填写。"
        )
        yield ruled("B703", tuple(same), "本年预算数", message)


@rule("B704", "info", "预算有调整而调整一行空白或为 0")
def adjustment_missing(filing: Filing) -> Iterator[Relation]:
    """检查什么：自评表的全年预算数与年初预算数不同，而基础数据表的“部门基本支出预算调整”空白或为 0。
    为什么：预算有调整而这一行没有数，可能漏填；调整的如果全是项目支出，则不必填。
    反例：年初预算 92.50，全年预算 90.00，调整一行空白。
    正例：年初预算 92.50，全年预算 90.00，调整一行填 -2.50。
    怎么改：有追加或调减的，在“部门基本支出预算调整”一行填写属于基本支出的调整数。"""
    for form in filing.of("basic_data"):
        entry = _row(form, "基本支出预算调整").get("本年决算")
        overall = _overall(filing, form)
        funds = _row(overall, "年度资金总额")
        amounts = _amounts(funds, "年初预算数", "全年预算数")
        if overall is None or entry is None or not amounts:
            continue
        if amounts[0].figure.value == amounts[1].figure.value:
            continue
        if entry.figure is not None and entry.figure.value != 0:
            continue
        gap = amounts[1].value - amounts[0].value
        change = f"{'增加' if gap > 0 else '减少'} {number_text(abs(gap))} 万元"
        operands = (
            *_operands(overall, "年度资金总额", funds, "年初预算数", "全年预算数"),
            operand(entry, "部门基本支出预算调整"),
        )
        state = "空白" if entry.figure is None else "为 0"
        message = f"自评表的预算由年初 {amounts[0].told}调整为全年 {amounts[1].told}（{change}），基础数据表的部门基本支出预算调整{state}。"
        yield ruled("B704", operands, "基本支出预算调整", message)


@rule("S207", "info", "年度预算调整幅度大")
def large_adjustment(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：全年预算数与年初预算数相差是否超过本地区方案设定的幅度。
    为什么：预算调整幅度反映预算编制的准确性，幅度大的应说明原因。
    反例：年初预算 150.00 万元，全年预算 2480.00 万元，正文没有说明。
    正例：年初预算 120.40 万元，全年预算 123.60 万元。
    怎么改：在正文中说明追加或调减的原因，如上级专项年中下达。"""
    most = Decimal(str(profile.parameter("budget_adjustment")))
    for form in filing.of("overall"):
        row = _row(form, "年度资金总额")
        amounts = _amounts(row, "年初预算数", "全年预算数")
        if not amounts or not amounts[0].value:
            continue
        operands = _operands(form, "年度资金总额", row, "年初预算数", "全年预算数")
        before, after = amounts
        change = (after.value - before.value) / before.value
        message = f"全年预算数 {after.told}，年初预算数 {before.told}，调整幅度 {percent(change)}。"
        yield ruled("S207", operands, "年度资金总额", message, right=abs(change) <= most)
