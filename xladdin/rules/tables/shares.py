"""Check the column of shares in a table against the amounts and their total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xladdin.model.filing import Filing
from xladdin.model.form import Form, Table
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.scope import Scope, term
from xladdin.rules.tables.arithmetic import apart, called, said, tables
from xladdin.rules.tables.columns import Row, figures
from xladdin.rules.tables.rows import included, total_rows, word

#: The fewest rows that show what a column of shares refers to.
_FEWEST_ROWS = 2
_SHARE = parse("占比 == 一项 / 合计数")


class _Base(Struct, frozen=True):
    """What a column of shares may refer to: a column of amounts, and the index of their total's row."""

    share: str
    amounts: str
    total: int

    def value(self, row: Row, rows: Sequence[Row]) -> Interval | None:
        whole = rows[self.total].get(self.amounts)
        given = row.get(self.amounts)
        return given / whole if given is not None and whole is not None and whole.low > 0 else None

    def verdict(self, row: Row, rows: Sequence[Row]) -> Verdict:
        value = self.value(row, rows)
        if value is None or self.share not in row:
            return Verdict.SKIPPED
        return equal(row[self.share], value)


@rule("T106", "warning", "占比栏不等于各行占合计的比重")
def shares_of_the_total(filing: Filing) -> Iterator[Relation]:
    """检查什么：没有固定表样的表，有合计行和占比（比重）一栏的，每一行的占比是否等于这一行的数除以合计；占哪一栏的合计，按多数行的算法。
    为什么：占比由表中的数算出，算错或抄错一看便知。
    反例：合计 240.00，材料费 60.00，占比 52.00%。
    正例：合计 240.00，材料费 60.00，占比 25.00%。
    怎么改：用这一行的数除以合计重算占比，改正填错的一个数。"""
    for form, table in tables(filing):
        rows = figures(table)
        for share in (name for name in table.headings if _is_share(table, name)):
            way = _shown(table, rows, share)
            if way is not None:
                yield from _judged(form, table, rows, way)


def _is_share(table: Table, name: str) -> bool:
    rate = all(row.entries[name].unit == "%" for row in table.rows)
    return rate and word("share").search(name) is not None


def _shown(table: Table, rows: Sequence[Row], share: str) -> _Base | None:
    """Return what most rows show the shares to refer to; None if no column and total fit."""
    names = list(table.headings)
    best: tuple[int, int] = (0, 0)
    found = None
    for amounts in names:
        for at in total_rows(table):
            way = _Base(share, amounts, at)
            # An amount of 0 shows nothing.
            telling = [
                r for i, r in enumerate(rows) if i != at and amounts in r and r[amounts].point
            ]
            verdicts = [way.verdict(row, rows) for row in telling]
            held = verdicts.count(Verdict.HELD)
            told = len(verdicts) - verdicts.count(Verdict.SKIPPED)
            near = (held, -abs(names.index(amounts) - names.index(share)))
            if amounts != share and held >= _FEWEST_ROWS and held * 2 > told and near > best:
                best, found = near, way
    return found


def _judged(form: Form, table: Table, rows: Sequence[Row], way: _Base) -> Iterator[Relation]:
    """Yield the relation of each row, but not of parts below 其中 that differ: they may be of that row."""
    inner = {i for parts in included(table).values() for i in parts}
    whole = table.rows[way.total].entries[way.amounts]
    for at, row in enumerate(rows):
        verdict, value = way.verdict(row, rows), way.value(row, rows)
        if value is None or (at in inner and verdict is Verdict.VIOLATED):
            continue
        label = table.rows[at].label
        stated, given = (table.rows[at].entries[name] for name in (way.share, way.amounts))
        terms = {
            "占比": term(stated, f"{label} {way.share}"),
            "一项": term(given, f"{label} {way.amounts}"),
            "合计数": term(whole, f"{table.rows[way.total].label} {way.amounts}"),
        }
        message = ""
        if verdict is Verdict.VIOLATED:
            message = (
                f"{called(form, table)}的{label or '这一行'}：{way.share} {stated.text}，应等于 {given.text} ÷ "
                f"{table.rows[way.total].label} {whole.text} = {said(table, way.share, value)}，"
                f"{apart(table, way.share, row[way.share], value)}。"
            )
        operands = tuple(operand for each in terms.values() for operand in each.operands)
        equation = FormulaEquation(_SHARE, Scope("", terms), verdict)
        yield Relation(
            "T106", verdict, operands, f"{label} {way.share}".strip(), message, equation=equation
        )
