"""Word the place of a figure for somebody who has the file open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from xladdin.model.figure import Location
from xladdin.model.report import Operand, Report
from xladdin.outputs.printable import clipped, one_line
from xladdin.patterns import pattern
from xladdin.sources.identify import EXTENSIONS
from xladdin.text.signs import PLAIN

_LONGEST_HEADING = 24
#: The kinds of files with sheets.
_WORKBOOKS = frozenset(
    kind
    for family in ("xlsx", "xlsb", "xls", "ods", "html", "xml")
    for kind in (family, *EXTENSIONS[family])
)


class Names(Struct, frozen=True):
    """The names of places: forms by identifier, and for each source its chapters as paragraph and
    heading."""

    forms: Mapping[str, str] = field(default_factory=dict)
    chapters: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)
    #: The workbook if there is only one: its sheets are named without it.
    workbook: str = ""

    def form(self, location: Location) -> str:
        """Return the Chinese name of the form; empty if unknown."""
        return self.forms.get(location.form or "", "")

    def chapter(self, location: Location) -> str:
        """Return the heading above a paragraph; empty without one."""
        chapters = self.chapters.get(location.source, ())
        if location.paragraph is None:
            return ""
        before = bisect_right(chapters, location.paragraph, key=lambda chapter: chapter[0])
        return chapters[before - 1][1] if before else ""


def names_in(report: Report) -> Names:
    """Return the names in this filing, and of last year's forms."""
    forms = (*(report.prior.forms if report.prior is not None else ()), *report.forms)
    chapters: dict[str, list[tuple[int, str]]] = {}
    for each in report.chapters:
        heading = clipped(one_line(each.heading).strip(), _LONGEST_HEADING)
        chapters.setdefault(each.source, []).append((each.paragraph, heading))
    named = {form.kind: one_line(form.name).strip() for form in forms if form.name.strip()}
    books = [each.path for each in report.sources if each.kind in _WORKBOOKS]
    return Names(named, chapters, books[0] if len(books) == 1 else "")


def spot(location: Location) -> str:
    """Return the place on its page: D9, 第5行第3列, 第14段; empty for the whole page."""
    if location.cell:
        if at := location.table_cell:
            return f"第{at[1]}行第{at[2]}列"
        return one_line(location.cell)
    return f"第{location.paragraph + 1}段" if location.paragraph is not None else ""


def page(location: Location, names: Names) -> str:
    """Return file and form, or file and chapter: ``附件.xlsx · 基础数据表（工作表“附件1”）``, ``报告.docx · 正文“二、支出情况”``."""
    form = names.form(location)
    sheet = clipped(one_line(location.sheet or "").strip(), 40)
    holder = (
        f"第{at[0]}个表" if (at := location.table_cell) else f"工作表“{sheet}”" if sheet else ""
    )
    if not form:
        chapter = names.chapter(location)
        text = f"正文“{chapter}”" if chapter else "正文"
        form = holder or (text if location.paragraph is not None else "")
    elif holder and sheet != form:
        form = f"{form}（{holder}）"
    return " · ".join(part for part in (one_line(location.source).strip(), form) if part)


def place(location: Location, names: Names) -> str:
    """Return file, form and cell."""
    return " · ".join(part for part in (page(location, names), spot(location)) if part)


def brief_place(location: Location, names: Names) -> str:
    """Return sheet and cell, or the file and what leads there: ``附件1 基础数据表 F4``, ``报告.docx 第2个表
    第5行第3列``, ``报告.docx “二、支出情况”一节``. Paragraph numbers are left out: nobody counts them."""
    source = one_line(location.source).strip()
    if location.cell and location.sheet:
        here = f"{one_line(location.sheet).strip()} {spot(location)}"
        return here if location.source == names.workbook else f"{source} {here}"
    if at := location.table_cell:
        return f"{source} 第{at[0]}个表 {spot(location)}"
    chapter = names.chapter(location) if location.paragraph is not None else ""
    return f"{source} “{chapter}”一节" if chapter else source


def by_page(operands: Iterable[Operand], names: Names) -> dict[str, list[Operand]]:
    """Group the operands by file and form."""
    pages: dict[str, list[Operand]] = {}
    for operand in operands:
        pages.setdefault(page(operand.location, names), []).append(operand)
    return pages


#: How many characters longer than its figure a cell's text must be to be quoted.
_WORTH_QUOTING = 16
_NUMBER = pattern(r"\d[\d,.]*")
_DIGITS = "0123456789.,%"
#: The widest indent of a paragraph, in characters.
_INDENT = 4
#: Three final digits: the end of a number with thousands separators, or what looks like it.
_THOUSANDS = pattern(r"\d{3}(?!\d)")


class Piece(NamedTuple):
    """A piece of a quote; ``marked`` if it is a figure of the finding."""

    text: str
    marked: bool


#: A sentence or a cell's text, cut at its figures.
Quote = tuple[Piece, ...]


def quotes(operands: Iterable[Operand]) -> list[Quote]:
    """Return the distinct quotes that say more than the operand's own text. A cell is found by its
    address: it is quoted only if its text is long enough to search."""
    found: dict[tuple[str, int | None, str | None, str], list[Operand]] = {}
    for operand in operands:
        where = operand.location
        more = len(one_line(where.quote).strip()) - len(one_line(operand.text).strip())
        if more > (_WORTH_QUOTING if where.cell else 0):
            key = (where.source, where.paragraph, where.cell, where.quote)
            found.setdefault(key, []).append(operand)
    return [_pieces(key[-1], group) for key, group in found.items()]


def _pieces(quote: str, operands: Sequence[Operand]) -> Quote:
    """Return ``quote`` cut at the figures of the operands, fit to print."""
    result: list[Piece] = []
    end = 0
    for start, stop in sorted(_marks(quote, operands)):
        if start < end:
            continue
        result += [
            Piece(one_line(quote[end:start]), False),
            Piece(one_line(quote[start:stop]), True),
        ]
        end = stop
    result.append(Piece(one_line(quote[end:]), False))
    return tuple(piece for piece in result if piece.text)


def _marks(quote: str, operands: Sequence[Operand]) -> set[tuple[int, int]]:
    """Return the spans of the operands in the quote.

    Locations count from the beginning of the paragraph, of which the quote may be one sentence: the
    offset that fits all operands decides. If several fit, the quote is taken to begin the
    paragraph, after its indent, if possible; otherwise all occurrences are marked.
    """
    spans = [operand.location.span for operand in operands]
    offsets = [
        {span[0] - start for start in _starts(operand, quote) if span[0] >= start}
        for operand, span in zip(operands, spans, strict=True)
        if span is not None
    ]
    agreed = set.intersection(*filter(None, offsets)) if any(offsets) else set()
    offset = min(agreed, default=None)
    if len(agreed) > 1 and offset is not None and offset > _INDENT:
        offset = None
    marks: set[tuple[int, int]] = set()
    for operand, span in zip(operands, spans, strict=True):
        if span is not None and offset is not None and 0 <= span[0] - offset < len(quote):
            marks.add((span[0] - offset, span[1] - offset))
        else:
            marks.update(occurrences(operand.text, quote))
    return marks


def _starts(operand: Operand, quote: str) -> Iterable[int]:
    """Yield where the operand's span may begin in the quote. A figure's span begins at its number,
    but its text may begin with a word (约5人)."""
    text, span = operand.text, operand.location.span
    number = _NUMBER.search(text)
    if number and span and span[1] - span[0] < len(text.strip()):
        text = number[0]
    return (start for start, _ in occurrences(text, quote))


def occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Return the spans of ``text`` in the quote, except those within a longer number."""
    text = text.strip().translate(PLAIN)
    if not text:
        return []
    before = r"(?<![\d.])" if text[0].isdigit() else ""
    before += r"(?<!\d,)" if _THOUSANDS.match(text) else ""
    after = r"(?!,\d{3}(?!\d)|\.?\d)" if text[-1].isdigit() else ""
    pattern = before + re.escape(text) + after
    return [match.span() for match in re.finditer(pattern, quote.translate(PLAIN))]


def sentences(operands: Sequence[Operand]) -> list[str]:
    """Return the quoted sentences with the operands marked; empty if one is in a table."""
    if any(operand.location.cell for operand in operands):
        return []
    return [f"“{excerpt(quote)}”" for quote in quotes(operands)]


def excerpt(quote: Quote, context: int = 16) -> str:
    """Return the quote with marked figures in 【】 and ``context`` characters around them, for a terminal."""
    if not any(piece.marked for piece in quote):
        text = "".join(piece.text for piece in quote).strip()
        return text if len(text) <= 4 * context else text[: 4 * context] + "……"
    parts: list[str] = []
    last = len(quote) - 1
    for number, (text, marked) in enumerate(quote):
        begins, ends = number > 0, number < last  # behind a figure, before a figure
        if marked:
            parts.append(f"【{text}】")
        elif len(text) <= context * (begins + ends) + 4:
            text = text if begins else text.lstrip()
            parts.append(text if ends else text.rstrip())
        else:
            parts += [_begin(text, context) if begins else "", "……"]
            parts.append(_end(text, context) if ends else "")
    return "".join(parts)


def _begin(text: str, length: int) -> str:
    """Return the first characters, without a number that the cut would break."""
    return text[:length] if text[length] not in _DIGITS else text[:length].rstrip(_DIGITS)


def _end(text: str, length: int) -> str:
    """Return the last characters, without a number that the cut would break."""
    return text[-length:] if text[-length - 1] not in _DIGITS else text[-length:].lstrip(_DIGITS)
