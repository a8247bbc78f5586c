"""Where a figure stands, in the words of somebody who has the file open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from xladdin.model.figure import Location
from xladdin.model.report import Operand, Report
from xladdin.outputs.printable import clipped, one_line
from xladdin.sources.identify import EXTENSIONS

_TABLE_CELL = re.compile(r"t(\d+)R(\d+):C(\d+)")

_LONGEST_HEADING = 24
#: The kinds of files that have sheets.
_WORKBOOKS = frozenset(
    kind
    for family in ("xlsx", "xlsb", "xls", "ods", "html", "xml")
    for kind in (family, *EXTENSIONS[family])
)


class Names(Struct, frozen=True):
    """What the places of a report are called: forms by their identifiers, and for each source the
    paragraphs that begin its chapters, with their headings."""

    forms: Mapping[str, str] = field(default_factory=dict)
    chapters: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)
    #: The workbook, where there is only one: its sheets are named without it.
    workbook: str = ""

    def form(self, location: Location) -> str:
        """The Chinese name of the form; empty for none that is known."""
        return self.forms.get(location.form or "", "")

    def chapter(self, location: Location) -> str:
        """The heading above a paragraph; empty for none."""
        chapters = self.chapters.get(location.source, ())
        if location.paragraph is None:
            return ""
        before = bisect_right(chapters, location.paragraph, key=lambda chapter: chapter[0])
        return chapters[before - 1][1] if before else ""


def names_in(report: Report) -> Names:
    """The names in this filing, and those of last year's forms."""
    forms = (*(report.prior.forms if report.prior is not None else ()), *report.forms)
    chapters: dict[str, list[tuple[int, str]]] = {}
    for each in report.chapters:
        heading = clipped(one_line(each.heading).strip(), _LONGEST_HEADING)
        chapters.setdefault(each.source, []).append((each.paragraph, heading))
    named = {form.kind: one_line(form.name).strip() for form in forms if form.name.strip()}
    books = [each.path for each in report.sources if each.kind in _WORKBOOKS]
    return Names(named, chapters, books[0] if len(books) == 1 else "")


def spot(location: Location) -> str:
    """The place on its page: D9, 第5行第3列, 第14段; empty for the whole page."""
    if location.cell:
        if table := _TABLE_CELL.fullmatch(location.cell):
            return f"第{table[2]}行第{table[3]}列"
        return one_line(location.cell)
    return f"第{location.paragraph + 1}段" if location.paragraph is not None else ""


def page(location: Location, names: Names) -> str:
    """File and form, or the chapter of a text, without the place in it: ``附件.xlsx · 基础数据表（工作表
    “附件1”）``, ``报告.docx · 正文“二、支出情况”``."""
    form = names.form(location)
    table = _TABLE_CELL.fullmatch(location.cell or "")
    sheet = clipped(one_line(location.sheet or "").strip(), 40)
    holder = f"第{table[1]}个表" if table else f"工作表“{sheet}”" if sheet else ""
    if not form:
        chapter = names.chapter(location)
        text = f"正文“{chapter}”" if chapter else "正文"
        form = holder or (text if location.paragraph is not None else "")
    elif holder and sheet != form:
        form = f"{form}（{holder}）"
    return " · ".join(part for part in (one_line(location.source).strip(), form) if part)


def place(location: Location, names: Names) -> str:
    """File · form · cell."""
    return " · ".join(part for part in (page(location, names), spot(location)) if part)


def brief_place(location: Location, names: Names) -> str:
    """Sheet and cell, or what leads to them elsewhere: ``附件1 基础数据表 F4``, ``报告.docx 第2个表 第5行第3列``,
    ``报告.docx “二、支出情况”一节``. Nobody counts paragraphs."""
    source = one_line(location.source).strip()
    if location.cell and location.sheet:
        here = f"{one_line(location.sheet).strip()} {spot(location)}"
        return here if location.source == names.workbook else f"{source} {here}"
    if table := _TABLE_CELL.fullmatch(location.cell or ""):
        return f"{source} 第{table[1]}个表 {spot(location)}"
    chapter = names.chapter(location) if location.paragraph is not None else ""
    return f"{source} “{chapter}”一节" if chapter else source


def by_page(operands: Iterable[Operand], names: Names) -> dict[str, list[Operand]]:
    """The operands below the file and form that they stand in."""
    pages: dict[str, list[Operand]] = {}
    for operand in operands:
        pages.setdefault(page(operand.location, names), []).append(operand)
    return pages
