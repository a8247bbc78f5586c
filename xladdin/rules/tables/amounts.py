"""Check the amounts of a row: whether they have one order of magnitude, and whether its parts add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xladdin.forms.labels import normal
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Item
from xladdin.model.interval import Verdict, at_most, equal, total
from xladdin.model.report import Operand, Relation
from xladdin.model.unit import unit
from xladdin.rules.items import broken_down, fitting
from xladdin.rules.registry import rule
from xladdin.rules.ruling import ruled
from xladdin.rules.same_figure import Judged
from xladdin.rules.scope import column_label, number_text, operand

#: The factor of 元 typed for 万元, and how far a year's amount may differ besides.
_UNITS, _YEARS = Decimal(10_000), Decimal(5)


@rule("B705", "warning", "同一行的金额相差一万倍上下")
def of_one_size(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一行的上年数、预算数、执行数里，有没有一个比其余的大一万倍上下，像是把元填进了万元栏。
    为什么：同一项支出各年的预算和决算不会相差一万倍；单位填混，汇总时整张表都会错。
    反例：公用经费上年决算 38.20、本年预算 395000、本年决算 38.64（表头单位是万元）。
    正例：公用经费上年决算 38.20、本年预算 39.50、本年决算 38.64。
    怎么改：核对这一格的单位，按表头的单位改填。"""
    for form in filing.forms:
        for name, row in _rows(form):
            size = Size([operand(e, column_label(form, name, e.column)) for e in row])
            if size.outlier is None:
                continue
            figure = size.outlier
            meant = f"{number_text(Decimal(figure.value or 0) / _UNITS)}{figure.unit}"
            others = "、".join(f"{o.label} {o.text}" for o in size.others)
            message = f"{figure.label} {figure.text}，比{others}大一万倍上下，疑把元填进了{figure.unit}栏（像是 {meant}）。"
            yield ruled("B705", (figure, *size.others), name, message, equation=size)


def _rows(form: Form) -> Iterator[tuple[str, list[Entry]]]:
    """Return the amounts in 万元 of each row with at least two, by the row's name."""
    rows: dict[str, list[Entry]] = {}
    every = [(entry.name, entry) for entry in form.entries.values() if entry.column]
    for item in (item for items in form.sections.values() for item in items):
        every += [(item.label, entry) for entry in item.entries.values()]
    for name, entry in every:
        figure = entry.figure
        if figure is not None and figure.unit.name == "万元" and figure.value > 0:
            rows.setdefault(name, []).append(entry)
    return ((name, row) for name, row in rows.items() if len(row) > 1)


class Size(Judged):
    """The equation that amounts have one order of magnitude."""

    def __init__(self, row: Sequence[Operand]) -> None:
        self._row = {o.location: o for o in row}
        place = _outlier({o.location: _amount(o) for o in row})
        self.outlier = self._row[place] if place is not None else None
        self.others = tuple(o for o in row if o.location != place)

    def judged(self, changes: Mapping[Location, Decimal]) -> Verdict:
        """Return whether no amount is about ten thousand times the others after the changes."""
        values = {
            place: changes[place] * unit(o.unit).factor if place in changes else _amount(o)
            for place, o in self._row.items()
        }
        return Verdict.HELD if _outlier(values) is None else Verdict.VIOLATED

    def solved(self, place: Location) -> Decimal | None:
        """Return the outlier in the right unit; None for any other figure."""
        if self.outlier is None or place != self.outlier.location:
            return None
        return Decimal(self.outlier.value or 0) / _UNITS


def _amount(told: Operand) -> Decimal:
    return Decimal(told.value or 0) * unit(told.unit).factor


def _outlier(values: Mapping[Location, Decimal]) -> Location | None:
    """Return where the amount stands that is about ten thousand times each other one, else None."""
    place = max(values, key=lambda each: values[each])
    low, high = _UNITS / _YEARS, _UNITS * _YEARS
    others = [value for at, value in values.items() if at != place and value > 0]
    fits = others and all(low <= values[place] / value <= high for value in others)
    return place if fits else None


@rule("S208", "warning", "“其中”各项与上一行资金不符")
def parts_of_a_row(filing: Filing) -> Iterator[Relation]:
    """检查什么：资金表里某一行再往下分的“其中”各行，加起来是否超过这一行；别的列正好等于它的，这一列也应相等。
    为什么：“其中”各项是这一行的一部分，不会比它大；分完的，各列都应相等。
    反例：当年财政拨款 80，其中：一般公共预算 60、政府性基金 40。
    正例：当年财政拨款 80，其中：一般公共预算 60、政府性基金 20。
    怎么改：核对这一行资金和它的“其中”各项，改正填错的一个。"""
    for form in (*filing.of("project"), *filing.of("overall")):
        for row, parts in broken_down(form):
            for column, entry in row.entries.items():
                if entry.figure is not None and entry.figure.unit.measures == "money":
                    yield from _judged(form, row, parts, column)


def _judged(form: Form, row: Item, parts: Sequence[Item], column: str) -> Iterator[Relation]:
    """Yield the relation of a row's amount in a column to the sum of its parts; none if either is blank."""
    entries = [part.entries[column] for part in parts if column in part.entries]
    figures = [entry.figure.base for entry in entries if entry.figure is not None]
    whole = row.entries[column]
    if not figures or whole.figure is None:
        return
    called = [normal(row.label), *(normal(part.label) or "（未命名项）" for part in parts)]
    shown = zip((whole, *entries), called, strict=False)
    operands = tuple(operand(e, column_label(form, name, column)) for e, name in shown)
    added = total(figures)
    judge = equal if fitting(row, parts) else at_most
    verdict = judge(added, whole.figure.base)
    message = ""
    if verdict is Verdict.VIOLATED:
        terms = " + ".join(each.text or "0" for each in operands[1:])
        sum_ = number_text(added.point / whole.figure.unit.factor)
        message = (
            f"{operands[0].label} {whole.text}，其中 {terms} = {sum_}，"
            f"{'超过了它' if added.point > whole.figure.base.point else '与它不相等'}。"
        )
    yield Relation("S208", verdict, operands, f"{normal(row.label)} {column}", message)
