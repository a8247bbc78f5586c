"""Write the sums on the official forms."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace
from openpyxl import Workbook

from xladdin.batch import totals
from xladdin.batch.gathered import Gathered, Sums
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.templates import cells
from xladdin.templates.cell_formulas import computing
from xladdin.templates.filling import Content, address
from xladdin.templates.layout import Plan
from xladdin.templates.prepared import Prepared, prepared
from xladdin.templates.sheet import Sheet, write_sheet

SHEETS = {"basic_data": "汇总基础数据表", "overall": "汇总自评表"}
_FORM_NAMES = {"basic_data": "基础数据表", "overall": "自评表"}
#: Rates, which formulas compute; all other places hold sums.
_COMPUTED = ("控制率", "规模控制率", "投资概算控制率", "执行率")

Results = dict[tuple[str, str], Decimal | str | None]


def write_totals(workbook: Workbook, found: Gathered) -> Results:
    """Add the sheets for the year with most filings. Return the results of their formulas by sheet
    and cell, empty if no unit has a form."""
    years = {year: sums for year, sums in found.years.items() if year is not None}
    if not years:
        return {}
    year, sums = max(years.items(), key=lambda each: (each[1].units, each[0]))
    forms = totals.forms(sums, year)
    if not forms:
        return {}
    usual = profile(sums.profiles.most_common(1)[0][0])
    results: Results = {}
    for each in prepared(usual, year, forms, as_found=True):
        results |= _write(workbook, each, _remark(each.probe.kind, sums, found, year))
    return results


def _write(workbook: Workbook, sheet: Prepared, remark: str) -> Results:
    name = SHEETS[sheet.probe.kind]
    formulas = _formulas(sheet)
    plan = replace(_wide_enough(sheet), sheet=name)
    contents = {**sheet.contents, "A1": Content("（汇总）")}
    paper = write_sheet(workbook, Sheet(plan, sheet.probe, contents, formulas))
    columns = len(plan.layout.widths)
    cells.line(paper, plan.height + 1, remark, columns)
    paper.print_area = f"A1:{paper.cell(plan.height + 1, columns).coordinate}"
    paper.protection.sheet = False
    return {(name, cell): contents[cell].number for cell in formulas}


def _formulas(sheet: Prepared) -> dict[str, str]:
    """Return the formulas of the rates, by cell, for rates that the sums can be divided for."""
    probe = Filing((), (sheet.probe,), "", None)
    wanted = {
        entry.location.cell
        for entry in sheet.probe.every_entry()
        if entry.name in _COMPUTED or entry.column in _COMPUTED
    }
    return {
        cell: formula
        for (_, cell), formula in computing(probe).items()
        if cell in wanted and cell in sheet.contents
    }


def _wide_enough(sheet: Prepared) -> Plan:
    """Return the plan with all columns widened until the longest sum fits."""
    layout = sheet.plan.layout
    stretch = 1.0
    for box in sheet.plan.boxes:
        held = sheet.contents.get(address(box))
        if held is not None and held.number is not None:
            room = sum(layout.widths[box.column : box.column + box.columns])
            stretch = max(stretch, (len(held.text) + 1.5) / room)
    widths = tuple(width * stretch for width in layout.widths)
    return replace(sheet.plan, layout=replace(layout, widths=widths))


def _remark(kind: str, sums: Sums, found: Gathered, year: int) -> str:
    having = sums.forms[_FORM_NAMES[kind]]
    others = len(found.read) - sums.units
    parts = [
        f"说明：{year}年度 {sums.units} 个单位中 {having} 个有这张表，金额、人数是各单位填报数之和，控制率、执行率按合计重算。"
    ]
    if kind == "overall":
        parts.append("分值、得分是各单位的平均数；指标按二级指标归并。")
    if others:
        parts.append(f"另有 {others} 个单位不是 {year}年度的材料，没有计入。")
    if any(rule.severity == "error" for rule in found.rules.values()):
        parts.append("有的单位自身合计与明细不符（见问题清单），所以汇总的合计与明细也可能不等。")
    return "".join(parts)
