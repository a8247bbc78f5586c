"""Define the worksheet functions that Excel calls, as thin wrappers of functions without Excel.

Each takes blocks (lists of rows) or single cells and returns a block; blank cells yield blank ones.
The add-in turns the texts #VALUE! and #N/A into Excel's own errors, which no block from Python can
hold. Excel's function wizard shows the Chinese texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlwings as xw

from xladdin.computing import functions
from xladdin.computing.functions import Value
from xladdin.excel.memory import recall
from xladdin.excel.session import Checked, linked, recent
from xladdin.forms.labels import normal
from xladdin.model.addresses import Area
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim
from xladdin.model.unit import MONEY
from xladdin.outputs.workbook_marks import marks
from xladdin.outputs.workbook_results import results

_CATEGORY = "绩效自评"
_WRONG, _MISSING = "#VALUE!", "#N/A"

Block = list[list[Any]]
_NOT_GIVEN: Block = [[None]]


@xw.func(category=_CATEGORY)
@xw.arg("budget", doc="全年预算数，一个单元格或一块区域", ndim=2, err_to_str=True)
@xw.arg("outturn", doc="全年执行数，与预算数同样大小", ndim=2, err_to_str=True)
def JX_EXECRATE(budget: Block, outturn: Block) -> Block:
    """执行率 = 全年执行数 ÷ 全年预算数，保留四位小数；单元格设成百分比格式即可。"""
    return _each(functions.execution_rate, budget, outturn)


@xw.func(category=_CATEGORY)
@xw.arg("posts", doc="编制数", ndim=2, err_to_str=True)
@xw.arg("staff", doc="实际在职人数", ndim=2, err_to_str=True)
def JX_CONTROLRATE(posts: Block, staff: Block) -> Block:
    """控制率 = 实际在职人数 ÷ 编制数，保留四位小数；单元格设成百分比格式即可。"""
    return _each(functions.control_rate, posts, staff)


@xw.func(category=_CATEGORY)
@xw.arg("budget", doc="全年预算数", ndim=2, err_to_str=True)
@xw.arg("outturn", doc="全年执行数", ndim=2, err_to_str=True)
@xw.arg("points", doc="分值，如 10", ndim=2, err_to_str=True)
def JX_EXECSCORE(budget: Block, outturn: Block, points: Block) -> Block:
    """预算执行得分 = 全年执行数 ÷ 全年预算数 × 分值，超过 100% 按 100% 算，保留两位小数。"""
    return _each(functions.execution_score, budget, outturn, points)


@xw.func(category=_CATEGORY)
@xw.arg("target", doc="年度指标值，如 ≥90%、≤5起、40场", ndim=2, err_to_str=True)
@xw.arg("actual", doc="实际完成值", ndim=2, err_to_str=True)
def JX_ATTAINED(target: Block, actual: Block) -> Block:
    """完成值是否达到指标值：TRUE 或 FALSE。不写符号的指标值按“不少于”理解。"""
    return _each(functions.attained, target, actual)


@xw.func(category=_CATEGORY)
@xw.arg("target", doc="年度指标值，如 ≥90%、≤5起、40场", ndim=2, err_to_str=True)
@xw.arg("actual", doc="实际完成值", ndim=2, err_to_str=True)
@xw.arg("points", doc="分值", ndim=2, err_to_str=True)
def JX_SCORE(target: Block, actual: Block, points: Block) -> Block:
    """指标的建议得分：达到指标值得满分，没有达到的按完成比例，保留两位小数。"""
    return _each(functions.score, target, actual, points)


@xw.func(category=_CATEGORY)
@xw.arg("label", doc="要合计的一级指标等名称，如“产出指标”", ndim=2, err_to_str=True)
@xw.arg(
    "rows",
    doc="区域：第一列是名称（合并单元格也行），最后一列是要合计的数",
    ndim=2,
    err_to_str=True,
)
def JX_SUBTOTAL(label: Block, rows: Block) -> Block:
    """区域里某个名称下各行最后一列的合计，小计、合计行不重复计算，保留两位小数。"""

    def total(name: Value) -> Decimal | None:
        return functions.subtotal(name, [[_value(cell) for cell in row] for row in rows])

    return _each(total, label)


@xw.func(category=_CATEGORY)
@xw.arg("value", doc="要换算的数", ndim=2, err_to_str=True)
@xw.arg("source", doc="现在的单位，如“元”", ndim=2, err_to_str=True)
@xw.arg("target", doc="换算成的单位，如“万元”", ndim=2, err_to_str=True)
def JX_UNIT(value: Block, source: Block, target: Block) -> Block:
    """换算单位，如元换成万元；结果不四舍五入。"""
    return _each(functions.convert_unit, value, source, target)


@xw.func(category=_CATEGORY)
@xw.arg("cell", xw.Range, doc="要看的单元格或区域")
def JX_CHECK(cell: xw.Range) -> Block:
    """这个单元格有什么问题；没有问题是空白。改动这个单元格后自动更新。"""
    judged = _judged(cell.sheet.book)
    said = {
        mark.at.cell: _in_a_line(mark.note)
        for mark in marks(judged.report, judged.book)
        if mark.at.sheet == cell.sheet.name
    }
    return [[said.get(address) for address in row] for row in _addresses(cell)]


@xw.func(category=_CATEGORY)
@xw.arg("name", doc="名称，如“三公经费”“年初预算”或一个三级指标的名称", ndim=2, err_to_str=True)
@xw.arg("year", doc="年度，如 2024；不写就是自评的年度", ndim=2, err_to_str=True)
@xw.arg("basis", doc="口径：年初预算、预算、决算、目标；不写就取第一个", ndim=2, err_to_str=True)
def JX_NARRATIVE(name: Block, year: Block = _NOT_GIVEN, basis: Block = _NOT_GIVEN) -> Block:
    """自评报告正文里写的数：金额换成万元，百分数是小数。先点“核对正文”选好报告；正文没有写的是 #N/A。"""
    judged = _judged(xw.Book.caller())
    if not judged.filing.passages:
        return [[_MISSING] * len(row) for row in name]

    def look_up(called: Value, when: Value, how: Value) -> Any:
        if called is None:
            return None
        asked = None if when is None else int(when)
        found = stated(judged.filing, str(called), asked, "" if how is None else str(how))
        return _MISSING if found is None else found

    return _each(look_up, name, year, basis)


@xw.func(category=_CATEGORY)
@xw.arg("area", xw.Range, doc="只列与这块区域有关的，改动它就自动更新；不写就是整个工作簿")
def JX_FINDINGS(area: xw.Range | None = None) -> Block:
    """全部问题的清单：级别、代码、位置、问题、改法，一行一条。"""
    judged = _judged(xw.Book.caller() if area is None else area.sheet.book)
    rows = results(judged.report, judged.book, [judged.book], datetime.now()).rows
    if area is not None:
        wanted = {(area.sheet.name, address) for row in _addresses(area) for address in row}
        about = _fingerprints_about(judged, wanted)
        rows = tuple(row for row in rows if row.fingerprint in about)
    shown = [[row.level, row.code, row.place, row.message, row.fix] for row in rows]
    return [["级别", "代码", "位置", "问题", "改法"], *shown]


def _each(function: Callable[..., Any], *blocks: Block) -> Block:
    """Return the function of each cell; a single cell, row or column is repeated along the largest block."""
    rows = max(len(block) for block in blocks)
    columns = max(len(block[0]) for block in blocks)
    return [
        [
            _result(function, [_at(block, row, column) for block in blocks])
            for column in range(columns)
        ]
        for row in range(rows)
    ]


def _at(block: Block, row: int, column: int) -> Any:
    """Return the cell for a place of the result, repeating blocks of one row or column; #N/A outside."""
    cells = (
        block[row if len(block) > 1 else 0] if row < len(block) or len(block) == 1 else [_MISSING]
    )
    if len(cells) == 1:
        return cells[0]
    return cells[column] if column < len(cells) else _MISSING


def _result(function: Callable[..., Any], cells: Iterable[Any]) -> Any:
    try:
        found = function(*map(_value, cells))
    except ValueError:
        return _WRONG
    return float(found) if isinstance(found, Decimal) else found


def _value(cell: Any) -> Value:
    """Return a cell's text, or its number with the 15 digits that Excel calculates with. Raises
    ValueError for dates, truth values and errors."""
    if cell is None or (isinstance(cell, str) and not cell.startswith("#")):
        return cell
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return Decimal(f"{cell:.15g}")
    raise ValueError(f"“{cell}”不是一个数字。")


def _judged(book: xw.Book) -> Checked:
    """Return the workbook as it stands, with its linked report if that still exists."""
    return recent(book, linked(book, recall(book).report))


def _addresses(cells: xw.Range) -> list[list[str]]:
    rows, columns = cells.shape
    top, left = cells.row - 1, cells.column - 1
    return [
        [Area(top + row, left + column).address for column in range(columns)] for row in range(rows)
    ]


def _in_a_line(note: str) -> str:
    """Return a mark's note without the remedies: level, code and message of each finding."""
    findings = [part.split("\n") for part in note.split("\n\n")]
    return "；".join("：".join(lines[:2]) for lines in findings)


def _fingerprints_about(judged: Checked, places: set[tuple[str, str]]) -> set[str]:
    return {
        finding.fingerprint
        for finding in judged.report.findings
        for operand in finding.operands
        if operand.location.source == judged.book
        and (operand.location.sheet, operand.location.cell) in places
    }


#: What people call the basis of a figure, and the name that the reader of reports gives it.
_BASES = {
    "年初预算": "initial", "年初预算数": "initial", "预算": "budget", "全年预算": "budget",
    "全年预算数": "budget", "决算": "outturn", "决算数": "outturn", "执行": "outturn",
    "执行数": "outturn", "全年执行数": "outturn", "支出": "outturn", "目标": "target",
}  # fmt: skip


def stated(filing: Filing, name: str, year: int | None, basis: str) -> Decimal | None:
    """Return the first figure that the report gives under this name, by default for the filing's
    year. Amounts are in 万元, rates are fractions, all else is in the unit as printed; None without
    one. Raises ValueError for an unknown basis."""
    wanted = normal(name)
    meant = _BASES.get(basis.strip(), "") if basis.strip() else ""
    if basis.strip() and not meant:
        raise ValueError(f"没有“{basis}”这种口径，可以写：{'、'.join(_BASES)}。")
    claims = [claim for passage in filing.passages for claim in passage.claims]
    named = [claim for claim in claims if claim.subject == wanted] or [
        claim for claim in claims if normal(claim.label).endswith(wanted)
    ]
    found = [
        claim
        for claim in named
        if (claim.basis == meant or not meant) and _of_year(claim, year, filing.year)
    ]
    best = min(found, key=lambda claim: bool(claim.scope), default=None)
    return None if best is None else _amount(best.figure)


def _of_year(claim: Claim, wanted: int | None, filed: int | None) -> bool:
    return claim.year == wanted if wanted is not None else claim.year in (None, filed)


def _amount(figure: Figure) -> Decimal:
    if figure.unit.measures == "money":
        return figure.value * figure.unit.factor / MONEY.factor
    return figure.value * figure.unit.factor if figure.unit.measures == "ratio" else figure.value
