"""Check what must be the same everywhere: the unit's name, the year, a form that stands in two files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xladdin.forms.labels import squeeze, with_digits, years
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.interval import Verdict, equal
from xladdin.model.report import Operand, Relation
from xladdin.patterns import pattern
from xladdin.rules.projects import project_text
from xladdin.rules.registry import rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.same_figure import SameFigure
from xladdin.rules.scope import indicator_name, operand
from xladdin.rules.tables.attainment import attainment
from xladdin.rules.words import any_of


@rule("X201", "warning", "单位名称不一致")
def unit_name(filing: Filing) -> Iterator[Relation]:
    """检查什么：报告标题、自评表里的单位名称是否一致；一处是另一处的一部分（如带不带“某市”）不算不一致。
    为什么：名称不一致，可能是套用了别的单位的表。
    反例：标题写“某县文化馆”，自评表写“某县图书馆”。
    正例：两处都写“某县文化馆”。
    怎么改：统一使用机构编制文件上的全称。"""
    operands = tuple(quoted("单位名称", m.text, m.location) for m in filing.units)
    if len(operands) < 2:
        return
    unit = squeeze(filing.unit)
    names = [(each, squeeze(each.text)) for each in operands]
    odd = [each for each, name in names if name not in unit and unit not in name]
    others = [f"“{each.text}”" for each in odd]
    message = f"单位名称不一致：多数处写“{filing.unit}”，另有{'、'.join(dict.fromkeys(others))}。"
    actual = odd[0].text if odd else ""
    yield ruled("X201", operands, "单位名称", message, filing.unit, actual, right=not odd)


@rule("X202", "warning", "年度不一致")
def year(filing: Filing) -> Iterator[Relation]:
    """检查什么：报告标题、各表标题和表头里的年度是否一致，“上年决算数”是否正好是上一年。
    为什么：沿用上年的表而忘了改年度是常见错误。
    反例：标题是 2024 年度，表头写“2022年决算数、2023年预算数”。
    正例：标题是 2024 年度，表头写“2023年决算数、2024年预算数、2024年决算数”。
    怎么改：把标题和表头里的年度统一改为本次自评的年度；上年决算数的年度应比它早一年。"""
    if filing.year is None:
        return
    operands = tuple(Operand("年度", m.text, m.text, "年", m.location) for m in filing.years)
    odd = [each for each in operands if each.value != str(filing.year)]
    if len(operands) > 1:
        quotes = ((each, " ".join(each.location.quote.split())[:30]) for each in odd)
        others = "、".join(f"“{quote}”写的是 {each.value} 年" for each, quote in quotes)
        message = f"材料的年度是 {filing.year} 年，{others}。"
        actual = odd[0].text if odd else ""
        yield ruled("X202", operands, "年度", message, str(filing.year), actual, right=not odd)
    for form in filing.forms:
        yield from _headings(form, filing.year)


def _headings(form: Form, of_year: int) -> Iterator[Relation]:
    """Yield the relation of each heading's year to the year that its column must have."""
    for entry in form.entries.values():
        named = years(entry.text) if entry.name == "表头" else ()
        if not named:
            continue
        wanted = of_year - 1 if entry.column.startswith("上年") else of_year
        shown = Operand("表头", entry.text, str(named[0]), "年", entry.location)
        message = f"{form.name}的表头“{squeeze(entry.text)}”应为 {wanted} 年。"
        yield ruled(
            "X202", (shown,), f"{form.name} {entry.column}", message, right=named[0] == wanted
        )


@rule("X203", "warning", "同一张表在两个文件里不一致")
def same_form_twice(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一张表既在 Word 里又在 Excel 里时，两份的数字是否逐格相同。
    为什么：改了一份忘了改另一份是常见错误。
    反例：Word 里三公经费决算 0，Excel 里 0.9。
    正例：两份完全一致。
    怎么改：以最后定稿的一份为准，改正另一份，或只留一份。"""
    for kind in ("basic_data", "overall", "project"):
        first: dict[str, Form] = {}
        for form in filing.of(kind):
            other = first.setdefault(squeeze(project_text(form)), form)
            if other is not form and other.source != form.source:
                yield from _differences(other, form)


def _differences(one: Form, two: Form) -> Iterator[Relation]:
    """Yield the relation of each figure that stands in both copies of a form."""
    rows = [_numbers(form) for form in (one, two)]
    for key in [key for key in rows[0] if key in rows[1]]:
        pair = (rows[0][key], rows[1][key])
        figures = [entry.figure for entry in pair]
        if figures[0] is None or figures[1] is None:
            continue
        operands = tuple(operand(entry, key) for entry in pair)
        scaled = [f.printed.scaled(f.unit.factor) for f in figures if f is not None]
        equation = SameFigure(operands, scaled)
        right = equal(scaled[0], scaled[1]) is Verdict.HELD
        message = f"{one.name}的{key}在 {one.source} 中是 {pair[0].text}，在 {two.source} 中是 {pair[1].text}。"
        yield ruled("X203", operands, key, message, right=right, equation=equation, copies=right)


def _numbers(form: Form) -> dict[str, Entry]:
    numbers = {
        f"{e.name}（{e.column}）" if e.column else e.name: e
        for e in form.entries.values()
        if e.figure
    }
    for row in form.indicators:
        numbers |= {
            f"{indicator_name(row)} {e.name}": e
            for e in (row.target, row.actual, row.points, row.score)
        }
    repeated = Counter(indicator_name(row) for row in form.indicators)
    return {key: e for key, e in numbers.items() if repeated[key.rpartition(" ")[0]] < 2}


@rule("X301", "info", "以金额为指标的与资金总额不符")
def amount_indicator(filing: Filing) -> Iterator[Relation]:
    """检查什么：指标值等于年初或全年预算数的金额指标（如“财政资金支出”），完成值是否等于全年执行数。
    为什么：同一张表里说的是同一笔钱。
    反例：指标值 ≤92.50万元（即年初预算数），完成值 60万元，而全年执行数是 84.60。
    正例：指标值 ≤92.50万元，完成值 84.60万元，全年执行数 84.60。
    怎么改：核对指标值是否等于预算数、完成值是否等于全年执行数。"""
    for form in (*filing.of("overall"), *filing.of("project")):
        funds = {column: form.entries.get(f"年度资金总额.{column}") for column in _FUNDS}
        for row in form.indicators:
            *budgets, outturn = funds.values()
            budget = next((each for each in budgets if _is_same_amount(row.target, each)), None)
            if budget is None or outturn is None:
                continue
            if outturn.figure is None or row.actual.figure is None:
                continue
            name = indicator_name(row)
            target = (operand(row.target, f"{name} 指标值"), operand(budget, budget.column))
            yield ruled("X301", target, name)
            operands = (operand(row.actual, f"{name} 完成值"), operand(outturn, "全年执行数"))
            same = SameFigure(operands, (row.actual.figure.base, outturn.figure.base))
            message = f"{name}的指标值等于{budget.column}，完成值 {row.actual.text} 却不等于全年执行数 {outturn.text}。"
            yield ruled(
                "X301",
                operands,
                name,
                message,
                equation=same,
                right=_is_same_amount(row.actual, outturn),
            )


_FUNDS = ("年初预算数", "全年预算数", "全年执行数")
_RATES = ("预算执行率", "预算支出控制率", "预算控制率", "预算完成率", "资金执行率", "支出控制率")


def _is_same_amount(one: Entry, other: Entry | None) -> bool:
    """Return whether both are the same amount of money; the first must be printed with its unit."""
    if other is None or one.figure is None or other.figure is None or not one.figure.unit_printed:
        return False
    a, b = one.figure, other.figure
    if a.unit.measures != "money" or not a.value:
        return False
    return equal(a.base, b.base) is Verdict.HELD


@rule("X302", "info", "预算执行类指标与执行率不同")
def rate_indicator(filing: Filing) -> Iterator[Relation]:
    """检查什么：“预算执行率”“预算支出控制率”等指标的完成值，是否等于表中的执行率。
    为什么：名称相近的两个率不同，容易被问口径。
    反例：预算支出控制率完成值 100%，表中执行率 98.25%。
    正例：预算执行率完成值 98.25%，表中执行率 98.25%。
    怎么改：说明该指标的口径；口径就是执行率的，按执行率填写完成值。"""
    for form in (*filing.of("overall"), *filing.of("project")):
        rate = form.entries.get("年度资金总额.执行率")
        if rate is None or rate.figure is None:
            continue
        for row in form.indicators:
            actual, name = row.actual.figure, indicator_name(row)
            if not any_of(_RATES, squeeze(row.name.text)) or attainment(row) is None:
                continue
            assert actual is not None
            operands = (operand(row.actual, f"{name} 完成值"), operand(rate, "执行率"))
            message = f"{name}的完成值是 {row.actual.text}，表中的执行率是 {rate.text}，两者口径是否相同未说明。"
            yield ruled(
                "X302",
                operands,
                name,
                message,
                right=equal(actual.base, rate.figure.base) is Verdict.HELD,
            )


_GOALS = ("预期目标", "实际完成情况")
_TEXTS = len(_GOALS)
#: A year that a text is about, not one of a comparison or a span of years.
_YEAR = pattern(r"(?<![比较上自从至到—–\\-~])((?:19|20)\d{2})年(?!(?:至|到|[—–\\-~]))")


@rule("X204", "warning", "表的年度与目标里写的年度不同")
def year_of_goals(filing: Filing) -> Iterator[Relation]:
    """检查什么：表的标题（或标题下面一行）写的年度，与预期目标、实际完成情况里写的年度是否相同。一处写了几个年度的、别处也写着表的年度的，不提示；两处各写一个年度、其中一个是表的年度的，提示另一个。
    为什么：沿用上年的表而忘了改年度是常见错误。
    反例：标题下面写（2021年度），预期目标写“2022年10月底前完成”。
    正例：标题下面写（2022年度），预期目标写“2022年10月底前完成”。
    怎么改：把标题（或标题下面）的年度改为本次自评的年度；目标里的年度写错的，改目标。"""
    for form in filing.forms:
        told = list(_years(form))
        named = {each.value for each in told}
        alone = False  # whether one text differs from both the other and the form
        if form.year is None or len(named) > _TEXTS or not told:
            continue
        if len(named) == _TEXTS and len({(each.label, each.value) for each in told}) == _TEXTS:
            alone = str(form.year) in named
            told = [each for each in told if each.value != str(form.year)]
            named = {each.value for each in told}
        if len(named) != 1:
            continue
        title = Operand("年度", str(form.year), str(form.year), "年", form.title.location)
        others = (m.text for m in filing.years if m.location != form.title.location)
        if str(form.year) in named or (str(form.year) in others and not alone):
            yield ruled("X204", (title, *told), form.name)
            continue
        where = "、".join(dict.fromkeys(each.label for each in told))
        message = f"{form.name}是 {form.year} 年度的，{where}里写的却是 {told[0].value} 年。"
        yield ruled("X204", (title, *told), form.name, message, expected=told[0].value or "")


def _years(form: Form) -> Iterator[Operand]:
    for name in _GOALS:
        entry = form.entries.get(name)
        if entry is not None:
            for year in _YEAR.findall(with_digits(squeeze(entry.text))):
                yield Operand(name, f"{year}年", year, "年", entry.location)
