"""Where a figure stands, in the words of somebody who has the file open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xladdin.model.figure import Location
from xladdin.model.report import Operand, Report
from xladdin.outputs.printable import clipped, one_line

_TABLE_CELL = re.compile(r"t(\d+)R(\d+):C(\d+)")

Names = Mapping[str, str]  # form identifier → Chinese name


def form_names(report: Report) -> dict[str, str]:
    """The Chinese name of every form of this filing and of last year's, by its identifier."""
    forms = (*(report.prior.forms if report.prior is not None else ()), *report.forms)
    return {form.kind: one_line(form.name).strip() for form in forms if form.name.strip()}


def spot(location: Location) -> str:
    """The place on its page: D9, 第5行第3列, 第14段; empty for the whole page."""
    if location.cell:
        if table := _TABLE_CELL.fullmatch(location.cell):
            return f"第{table[2]}行第{table[3]}列"
        return one_line(location.cell)
    return f"第{location.paragraph + 1}段" if location.paragraph is not None else ""


def page(location: Location, names: Names) -> str:
    """File and form, without the place in it: ``附件.xlsx · 基础数据表（工作表“附件1”）``."""
    form = names.get(location.form or "", "")
    table = _TABLE_CELL.fullmatch(location.cell or "")
    sheet = clipped(one_line(location.sheet or "").strip(), 40)
    holder = f"第{table[1]}个表" if table else f"工作表“{sheet}”" if sheet else ""
    if not form:
        form = holder or ("正文" if location.paragraph is not None else "")
    elif holder and sheet != form:
        form = f"{form}（{holder}）"
    return " · ".join(part for part in (one_line(location.source).strip(), form) if part)


def place(location: Location, names: Names) -> str:
    """File · form · cell."""
    return " · ".join(part for part in (page(location, names), spot(location)) if part)


def by_page(operands: Iterable[Operand], names: Names) -> dict[str, list[Operand]]:
    """The operands below the file and form that they stand in."""
    pages: dict[str, list[Operand]] = {}
    for operand in operands:
        pages.setdefault(page(operand.location, names), []).append(operand)
    return pages
