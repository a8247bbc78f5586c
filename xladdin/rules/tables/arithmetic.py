"""Check the sums and calculations in tables of no known form, by their labels and by what most rows show.

They yield warnings at most, since nothing defines what such a table means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xladdin.model.filing import Filing
from xladdin.model.form import Form, Table
from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.report import Operand, Relation
from xladdin.model.unit import unit
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import Formula as ParsedFormula
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.scope import Scope, number_text, operand, rounded, term
from xladdin.rules.tables.columns import Formula, Row, figures, formulas, turned
from xladdin.rules.tables.rows import included, parts_of, total_rows, word

_CODES = {"+": "T102", "-": "T103", "/": "T104", "^": "T104", "*": "T105"}
_SIGNS = {"+": " + ", "-": " − ", "/": " ÷ ", "*": " × "}


def tables(filing: Filing) -> Iterator[tuple[Form, Table]]:
    """Yield the tables that no definition covers, each with the form it stands in."""
    for form in (*filing.forms, *filing.tables):
        yield from ((form, turned(table)) for table in form.tables)


def called(form: Form, table: Table) -> str:
    """Return what to call a table in a sentence."""
    title = table.title or form.title.text
    return f"“{title}”" if title else "表"


@rule("T101", "warning", "合计行不等于各行之和")
def rows_added_up(filing: Filing) -> Iterator[Relation]:
    """检查什么：没有固定表样的表（明细表、分单位表、分季度表等），合计行的每一栏是否等于各行之和；“其中”以下各行在多数栏加得起来的，其余各栏是否也加得起来。比率、单价等不能相加的栏不查；各栏都对不上的，可能不是这样合计的，也不提示。
    为什么：明细表的合计常被正文和附表引用，一处加错，处处不符。
    反例：三个乡镇 195.60、170.70、130.80，合计填 479.10。
    正例：三个乡镇 195.60、170.70、130.80，合计填 497.10。
    怎么改：逐行重新加总，改正合计或填错的一行。"""
    for form, table in tables(filing):
        rows = figures(table)
        columns = [name for name in table.headings if not _is_not_additive(table, name)]
        for at in total_rows(table):
            yield from _added_up(form, table, rows, columns, at, parts_of(table, at), 0)
        for at, parts in included(table).items():
            # The parts are complete only if most columns add up.
            yield from _added_up(form, table, rows, columns, at, [parts], len(columns) // 2)


def _added_up(
    form: Form,
    table: Table,
    rows: Sequence[Row],
    columns: Sequence[str],
    at: int,
    ways: Iterable[tuple[int, ...]],
    least: int,
) -> Iterator[Relation]:
    """Yield the relations of a total row by the way of adding up that fits most columns; none if fewer than
    ``least`` columns fit, or none of several."""
    judged = [name for name in columns if name in rows[at]]
    best: list[tuple[str, tuple[int, ...], Verdict]] = []
    for parts in ways:
        found = [
            (name, parts, equal(rows[at][name], total(given)))
            for name in judged
            if len(given := [rows[i][name] for i in parts if name in rows[i]]) > 1
        ]
        if _number_right(found) > _number_right(best) or not best:
            best = found
    if _number_right(best) < least or (not _number_right(best) and len(best) != 1):
        return
    label = table.rows[at].label
    for name, parts, verdict in best:
        filled = [i for i in parts if name in rows[i]]
        operands = tuple(_operand(table, i, name) for i in (at, *filled))
        message = ""
        if verdict is Verdict.VIOLATED:
            added = total(rows[i][name] for i in filled)
            message = (
                f"{called(form, table)}的{label}“{_heading(name)}”为 {operands[0].text}，各行之和是 "
                f"{said(table, name, added)}，{apart(table, name, rows[at][name], added)}。"
            )
        whole, *entries = (table.rows[i].entries[name] for i in (at, *filled))
        parts_ = {"各项": tuple(term(entry, entry.name) for entry in entries)}
        sums = Scope("", {"总数": term(whole, operands[0].label)}, parts_)
        equation = FormulaEquation(_SUM, sums, verdict)
        yield Relation("T101", verdict, operands, f"{label} {name}", message, equation=equation)


def _is_not_additive(table: Table, name: str) -> bool:
    """Return whether a column holds rates, prices and the like, which are not added up."""
    rate = all(row.entries[name].unit == "%" for row in table.rows)
    return rate or word("not_added").search(name) is not None


_SUM = parse("总数 == 合计(各项)")


def _number_right(found: Sequence[tuple[str, tuple[int, ...], Verdict]]) -> int:
    return sum(verdict is not Verdict.VIOLATED for _, _, verdict in found)


@rule("T102", "warning", "合计栏不等于各栏之和")
def columns_added_up(filing: Filing) -> Iterator[Relation]:
    """检查什么：没有固定表样的表，一栏是其他几栏之和的（表头写合计、小计，且多数行如此），每一行是否都如此。
    为什么：横向、纵向都对得上，合计才可信。
    反例：一般公共预算 0，政府性基金 11580000，合计 11850000，其他各行的合计都对。
    正例：一般公共预算 0，政府性基金 11580000，合计 11580000。
    怎么改：横向重新加总，改正合计或填错的一栏。"""
    return _by_columns(filing, "T102")


@rule("T103", "warning", "差额栏不等于两栏之差")
def columns_subtracted(filing: Filing) -> Iterator[Relation]:
    """检查什么：没有固定表样的表，结余、结转、未支出、增减额等栏是否等于另外两栏之差；表头写明（c=a-b）的按表头，没有写明的按多数行的算法。
    为什么：同一行里的三个数应当对得上。
    反例：预算数 146.00，支出数 139.40，结余 6.06。
    正例：预算数 146.00，支出数 139.40，结余 6.60。
    怎么改：按表头的口径重算差额，改正填错的一个数。"""
    return _by_columns(filing, "T103")


@rule("T104", "warning", "比率栏与所据的两栏不符")
def columns_divided(filing: Filing) -> Iterator[Relation]:
    """检查什么：没有固定表样的表，执行率、支出率、增减率、累计进度等栏是否等于所据的栏相除；表头写明（b/a）的按表头，没有写明的按多数行的算法。
    为什么：比率由同一行的数算出，算错或抄错一看便知。
    反例：到位 600.00，支出 542.18，支出率 90.63%。
    正例：到位 600.00，支出 542.18，支出率 90.36%。
    怎么改：按两栏重算比率，改正填错的一个数。"""
    return _by_columns(filing, "T104")


@rule("T105", "warning", "金额不等于数量乘单价")
def columns_multiplied(filing: Filing) -> Iterator[Relation]:
    """检查什么：没有固定表样的表，有数量、单价、金额三栏的，每一行的金额是否等于数量乘单价。
    为什么：采购清单、补助明细的金额由数量和单价算出。
    反例：数量 85，单价 2640 元，金额 24.22 万元。
    正例：数量 85，单价 2640 元，金额 22.44 万元。
    怎么改：按“数量 × 单价”重算金额，注意元与万元。"""
    return _by_columns(filing, "T105")


def _by_columns(filing: Filing, code: str) -> Iterator[Relation]:
    for form, table in tables(filing):
        rows = figures(table)
        for ways in formulas(table, rows):
            if _CODES[ways[0].sign] == code:
                for at, row in enumerate(rows):
                    yield from _by_row(form, table, ways, at, row)


def _by_row(
    form: Form, table: Table, ways: Sequence[Formula], at: int, row: Row
) -> Iterator[Relation]:
    """Yield the relation of a row, which is right if one of the formulas holds; none if all are skipped."""
    verdicts = [(way.verdict(row), way) for way in ways]
    known = [each for each in verdicts if each[0] is not Verdict.SKIPPED]
    if not known:
        return
    right = [each for each in known if each[0] is not Verdict.VIOLATED]
    verdict, way = (right or known)[0]
    names = [name for name in (way.target, *way.of) if name in row]
    operands = tuple(_operand(table, at, name) for name in names)
    message = ""
    if verdict is Verdict.VIOLATED and (value := way.value(row)) is not None:
        message = (
            f"{called(form, table)}的{table.rows[at].label or '这一行'}：{_heading(way.target)} "
            f"{operands[0].text}，应等于 {_worded(way, operands[1:])} = "
            f"{said(table, way.target, value)}，{apart(table, way.target, row[way.target], value)}。"
        )
    subject = f"{table.rows[at].label} {way.target}".strip()
    terms = {f"数{n}": term(table.rows[at].entries[name], name) for n, name in enumerate(names)}
    complete = len(names) > len(way.of)
    equation = FormulaEquation(_formula(way), Scope("", terms), verdict) if complete else None
    yield Relation(_CODES[way.sign], verdict, operands, subject, message, equation=equation)


def _formula(way: Formula) -> ParsedFormula:
    """Return a column's formula in the language of relations, with its columns numbered from 数0."""
    given = [f"数{number}" for number in range(1, len(way.of) + 1)]
    match way.sign:
        case "^":
            amount = f"({given[0]} - {given[1]}) / {given[1]}"
        case "/" if len(given) > 2:
            amount = f"({' + '.join(given[:-1])}) / {given[-1]}"
        case _:
            amount = f" {way.sign} ".join(given)
    return parse(f"数0 == {amount}")


def _worded(way: Formula, given: Sequence[Operand]) -> str:
    shown = [f"{_heading(name)} {each.text}" for name, each in zip(way.of, given, strict=False)]
    match way.sign:
        case "^":
            return f"（{shown[0]} − {shown[1]}）÷ {given[1].text}"
        case "/" if len(shown) > 2:
            return f"（{' + '.join(shown[:-1])}）÷ {shown[-1]}"
    return _SIGNS[way.sign].join(shown)


def _operand(table: Table, at: int, name: str) -> Operand:
    entry = table.rows[at].entries[name]
    return operand(entry, f"{entry.name} {_heading(name)}".strip())


def _heading(name: str) -> str:
    return name.strip("'").replace("·", "")


def said(table: Table, name: str, value: Interval) -> str:
    """Return a value given in base units as a column would print it."""
    entries = [row.entries[name] for row in table.rows]
    given = [entry.figure for entry in entries if entry.figure is not None]
    places = max((figure.places for figure in given), default=2)
    measure = unit(entries[0].unit or "")
    text = f"{rounded(value.point / measure.factor, places):f}"
    return f"{text}%" if measure.name == "%" else text


def apart(table: Table, name: str, stated: Interval, value: Interval) -> str:
    """Return the Chinese words for how far a column's figure is from what it should be."""
    measure = unit(table.rows[0].entries[name].unit or "")
    text = number_text(rounded(abs(stated.point - value.point) / measure.factor, 4))
    return f"相差 {text}" + (" 个百分点" if measure.name == "%" else "")
