"""Cut one sheet out of a workbook, as a workbook of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.appendix.draft_mark import mark_draft_sheet
from xladdin.outputs.workbook_copy import Edges, take_off
from xladdin.outputs.workbook_marks import SAME_TINT
from xladdin.outputs.workbook_residue import formula_results
from xladdin.patterns import pattern
from xladdin.sources.package import Package, refuse_swollen
from xladdin.templates import look
from xladdin.templates.printing import grow
from xladdin.workbooks.opening import open_workbook
from xladdin.workbooks.saving import write_text, xlsx_bytes

#: The author of all notes, so that names and computers of people are not passed on.
_SOMEBODY = "作者"
#: The tints of cells to fill in or computed, which are of no use to readers of the set.
_WORKING_TINTS = {
    f"{alpha}{tint}"
    for alpha in ("00", "FF")
    for tint in (look.INPUT_TINT, look.COMPUTED_TINT, SAME_TINT)
}


def sheet_alone(
    data: bytes, name: str, title: str, when: datetime, *, draft: bool = False
) -> bytes:
    """Return the sheet ``title`` of the workbook ``name`` as an xlsx, with formulas and formats.

    A formula over other sheets is replaced by its value; rows are as high as their texts. Our marks
    and the tints of cells to fill in are removed. Raises InputError if the workbook cannot be
    opened.
    """
    shown = formula_results(Package(data, name))
    refuse_swollen(data, name)
    workbook = open_workbook(data, name, [title])
    sheet = workbook[title]
    workbook._external_links = []
    for other in workbook.sheetnames:
        if other != title:
            del workbook[other]
    workbook.active = 0
    sheet.sheet_state = "visible"
    sheet.sheet_view.tabSelected = True
    outer = _outer(_cut_names(workbook, sheet))
    _cut_marks(sheet, outer)
    workbook.properties.creator, workbook.properties.lastModifiedBy = "xladdin", None
    edges = Edges()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment:
                take_off(cell, edges)
            if cell.comment:
                cell.comment.author = _SOMEBODY
            if cell.fill.fgColor.rgb in _WORKING_TINTS:
                cell.fill = PatternFill()
            if cell.data_type == "f" and outer.search(_formula(cell.value)):
                result = shown.get((title, cell.coordinate))
                if isinstance(result, Decimal):
                    cell.value = result
                else:
                    write_text(cell, result or "")
    grow(sheet)
    if draft:
        mark_draft_sheet(sheet)
    return xlsx_bytes(workbook, shown, when)


def _cut_names(workbook: Workbook, sheet: Worksheet) -> list[str]:
    """Delete the defined names that point to other sheets; return them."""
    own = (f"'{sheet.title}'!", f"{sheet.title}!")
    cut = [
        name
        for name, defined in workbook.defined_names.items()
        if "!" in (defined.attr_text or "") and not (defined.attr_text or "").startswith(own)
    ]
    for name in cut:
        del workbook.defined_names[name]
    return cut


def _outer(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds references out of the sheet: 'other'!A1, or one of the names."""
    return pattern("|".join(["!", *(rf"(?<!\w){re.escape(each)}(?!\w)" for each in names)]))


def _cut_marks(sheet: Worksheet, outer: re.Pattern[str]) -> None:
    """Delete conditional formats and data validations that refer to other sheets."""
    kept = ConditionalFormattingList()
    for ranges in sheet.conditional_formatting:
        for rule in ranges.rules:
            if not any(map(outer.search, map(str, rule.formula))):
                kept.add(str(ranges.sqref), rule)
    sheet.conditional_formatting = kept
    rules = sheet.data_validations
    rules.dataValidation = [
        rule
        for rule in rules.dataValidation
        if not any(outer.search(str(each)) for each in (rule.formula1, rule.formula2) if each)
    ]


def _formula(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return str(value.text)
    if isinstance(value, DataTableFormula):
        return "!"  # its inputs are elsewhere
    return str(value)
