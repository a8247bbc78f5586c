"""Names for the forms' figures, for formulas: 基础数据表_三公经费_本年决算."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.utils import absolute_coordinate, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from xladdin.model.form import Form

#: What the names of a form's cells begin with; those of project forms belong to their sheets.
_PREFIXES = {
    "basic_data": "基础数据表",
    "overall": "自评表",
    "assessment": "考核评分表",
}
_PROJECT = "项目表"


def names(forms: Sequence[Form]) -> Mapping[tuple[str, str], str]:
    """The names that hold in the whole workbook, by sheet and cell: the first form of each kind has
    them."""
    found: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for form in forms:
        if form.kind in _PREFIXES and form.kind not in taken:
            taken.add(form.kind)
            sheet = form.title.location.sheet or ""
            found |= {(sheet, cell): name for cell, name in _named(form, _PREFIXES[form.kind])}
    return found


def define(workbook: Workbook, forms: Sequence[Form]) -> None:
    """Give the workbook these names, and each project form's sheet its own."""
    for (sheet, cell), name in names(forms).items():
        workbook.defined_names[name] = _defined(name, sheet, cell)
    for form in forms:
        if form.kind == "project":
            sheet = form.title.location.sheet or ""
            for cell, name in _named(form, _PROJECT):
                workbook[sheet].defined_names[name] = _defined(name, sheet, cell)


def _defined(name: str, sheet: str, cell: str) -> DefinedName:
    return DefinedName(name, attr_text=f"{quote_sheetname(sheet)}!{absolute_coordinate(cell)}")


def _named(form: Form, prefix: str) -> list[tuple[str, str]]:
    return [
        (entry.location.cell, f"{prefix}_{key.replace('.', '_')}")
        for key, entry in form.entries.items()
        if entry.unit and entry.location.cell
    ]
