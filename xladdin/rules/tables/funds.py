"""Rules on the rows of the funds: what each one is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xladdin.forms.labels import normal
from xladdin.model.filing import Filing
from xladdin.model.form import Form, Item
from xladdin.model.interval import Interval, Verdict, at_most, equal, total
from xladdin.model.report import Relation
from xladdin.rules.items import broken_down, fitting
from xladdin.rules.registry import rule
from xladdin.rules.scope import column_label, number_text, operand


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
    entries = [part.entries[column] for part in parts if column in part.entries]
    figures = [entry.figure.base for entry in entries if entry.figure is not None]
    whole = row.entries[column]
    if not figures or whole.figure is None:
        return
    called = [normal(part.label) or "（未命名项）" for part in parts]
    operands = (
        operand(whole, column_label(form, normal(row.label), column)),
        *(operand(e, column_label(form, n, column)) for e, n in zip(entries, called, strict=False)),
    )
    added = total(figures)
    verdict = _verdict(whole.figure.base, added, complete=bool(fitting(row, parts)))
    message = ""
    if verdict is Verdict.VIOLATED:
        shown = " + ".join(each.text or "0" for each in operands[1:])
        sum_ = number_text(added.point / whole.figure.unit.factor)
        message = (
            f"{operands[0].label} {whole.text}，其中 {shown} = {sum_}，"
            f"{'超过了它' if added.point > whole.figure.base.point else '与它不相等'}。"
        )
    yield Relation("S208", verdict, operands, f"{normal(row.label)} {column}", message)


def _verdict(whole: Interval, added: Interval, *, complete: bool) -> Verdict:
    return equal(added, whole) if complete else at_most(added, whole)
