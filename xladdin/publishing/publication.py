"""Make the public copy of a filing as Word, PDF and HTML, and check it by reading it back."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace
from pypdf import PdfWriter
from pypdf.generic import NameObject

from xladdin import checking
from xladdin.appendix.assembly import jobs
from xladdin.appendix.naming import folder_name
from xladdin.appendix.order import Order
from xladdin.appendix.pdf import missing_fonts, to_pdf
from xladdin.errors import InputError
from xladdin.model.figure import Location
from xladdin.model.filing import narrative
from xladdin.model.grid import Cell, Grid, Source
from xladdin.outputs.html_filing import cells_of
from xladdin.outputs.markup import Markup, plain_page, tag
from xladdin.outputs.printable import one_line
from xladdin.patterns import pattern
from xladdin.publishing import leftovers
from xladdin.publishing.cleansing import cleansed
from xladdin.publishing.private import without_private
from xladdin.publishing.unseen import KINDS
from xladdin.sources.active import active
from xladdin.sources.docx import read_docx
from xladdin.sources.filing_files import unread
from xladdin.sources.identify import EXTENSIONS
from xladdin.sources.package import Package
from xladdin.sources.reading import file_bytes, legible_blocks
from xladdin.sources.sheet_grid import READ_ALL_THE_SAME

_Place = tuple[str, str | None, str | None]


def as_seen(order: Order) -> tuple[Order, Counter[str]]:
    """Return the order without what is hidden in its forms, and counts of what was hidden. The
    known results of formulas stay those of the whole forms."""
    hidden: Counter[str] = Counter()
    known = {
        _place_of(entry.location): entry.text
        for form in order.filing.forms for entry in form.every_entry() if not entry.pending
    }  # fmt: skip
    sources = tuple(_seen(source, order, known, hidden) for source in order.filing.sources)
    if sources == order.filing.sources:
        return order, hidden
    return replace(order, filing=checking.file(sources, order.profile)), +hidden


def _seen(
    source: Source, order: Order, known: Mapping[_Place, str], hidden: Counter[str]
) -> Source:
    blocks = source.blocks
    if source.kind in EXTENSIONS["docx"]:
        data, removed = cleansed(file_bytes(order.files[source.name], source.name), source.name)
        if found := {kind: count for kind, count in removed.items() if kind in KINDS}:
            hidden.update(found)
            blocks = legible_blocks(read_docx(Package(data, source.name))[0])
    notes = tuple(note for note in source.notes if not note.endswith(READ_ALL_THE_SAME))

    def seen(grid: Grid, cell: Cell) -> Cell:
        if grid.is_hidden(cell):
            return replace(cell, text="", value=None, formula="", pending=False)
        if cell.pending:
            place = source.name, grid.sheet, grid.address(cell)
            return replace(cell, text=known.get(place, ""), pending=False)
        return cell

    for grid in source.grids:
        lost = [cell for cell in grid.filled() if grid.is_hidden(cell)]
        rows = {cell.row for cell in lost if cell.row in grid.hidden_rows}
        columns = {cell.column for cell in lost if cell.column in grid.hidden_columns}
        white = {(cell.row, cell.column) for cell in lost} & grid.unseen
        where = f"（工作表“{without_private(grid.sheet or '')}”）"
        hidden[f"隐藏的行和列{where}"] += len(rows) + len(columns)
        hidden[f"看不见的单元格{where}"] += len(white)
    blocks = tuple(
        replace(each, cells=tuple(seen(each, cell) for cell in each.cells))
        if isinstance(each, Grid) else each
        for each in blocks
    )  # fmt: skip
    return replace(source, blocks=blocks, notes=notes)


def _place_of(location: Location) -> _Place:
    return location.source, location.sheet, location.cell


def _blocks(source: Source, title: str) -> Iterator[Markup]:
    """Yield the paragraphs and tables of a document in order, as HTML."""
    for block in source.blocks:
        if isinstance(block, Grid):
            if any(block.filled()):
                rows = (tag("tr", row) for row, _ in cells_of(block, lambda cell: cell.text))
                yield tag("table", tag("tbody", rows))
        elif block.text.strip() and one_line(block.text).strip() != title:
            yield tag("p", block.text)


#: The list of what was removed, for the publisher and not for the website.
LIST = "去除清单（留存，不上网）.txt"
_TITLES = pattern("(?<=的工作表)「.*」")
_PASSED_OVER = pattern(r"没有读取「.*(?:报告|\.(?:pdf|ofd|caj)」)", re.IGNORECASE)
#: The parts of a PDF's catalogue that are kept.
_CATALOGUE = frozenset(
    ("/Type", "/Pages", "/Outlines", "/PageMode", "/Lang", "/MarkInfo", "/StructTreeRoot")
)


class Publication(Struct, frozen=True):
    """The files by name, and Chinese sentences on what they lack."""

    files: dict[str, bytes]
    notes: tuple[str, ...]


def publication(order: Order) -> Publication:
    """Make the public copy of a filing. Raises InputError if a file cannot be read, if the Word
    document cannot be made, or if something private is left in a file."""
    if unreadable := _unread(order.filing.sources):
        raise InputError(
            f"有文件读不了，公开版会缺少它的内容，没有写出：{''.join(unreadable)}"
            "请换成能读的文件再做，不用公开的就不要放进来。"
        )
    name = f"{folder_name(order.filing, order.profile, draft=False)}（公开）"
    seen, hidden = as_seen(order)
    document, removed = cleansed(_whole(seen), f"{name}.docx")
    removed |= hidden
    removed.update(_active(order))
    package = Package(document, name)
    blocks, _ = read_docx(package)
    source = Source(name, "docx", "", blocks)
    page = plain_page(name, _blocks(source, name)).encode("utf-8", "replace")
    files = {f"{name}.docx": document, f"{name}.html": page}
    notes: list[str] = []
    if order.pdf:
        try:
            files[f"{name}.pdf"] = _bare_pdf(
                to_pdf(document, f"{name}.docx", missing_fonts(document))
            )
        except InputError as error:
            notes.append(str(error))
    known = leftovers.text_of(document)
    left = [said for each, data in files.items() for said in leftovers.found_in(each, data, known)]
    if left:
        raise InputError(f"做好的公开版里还有不该公开的内容，没有写出：{'；'.join(left)}。")
    pictures = sum(part.startswith("word/media/") for part in package.parts())
    lines = _lines(seen, removed, sorted(files), pictures)
    files[LIST] = "\r\n".join([*lines, ""]).encode("utf-8-sig")
    return Publication(files, tuple(notes))


def _unread(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """Return sentences on unread files; without a report, also on other files that may be it."""
    if any(narrative(each) for each in sources):
        return unread(sources)
    notes = (note for each in sources for note in each.notes if _PASSED_OVER.match(note))
    return (*unread(sources), *notes)


def _whole(order: Order) -> bytes:
    """Return the report with all appendices as docx, with sheets as tables, so that no workbook is
    published. Raises InputError if it could not be made."""
    whole = f"{order.profile.packing.whole}{order.mark}.docx"
    made = next(job.make for job in jobs(order) if job.name == whole)
    for each in made():
        if isinstance(each, bytes):
            return each
        raise InputError(each)
    raise InputError("没有做成报告连同附件的 Word。")


def _active(order: Order) -> Iterator[str]:
    """Yield the Chinese words for the active content of the unit's documents, which is removed first."""
    for source in order.filing.sources:
        if source.kind in EXTENSIONS["docx"]:
            yield from active(
                Package(file_bytes(order.files[source.name], source.name), source.name)
            )


def _bare_pdf(pdf: bytes) -> bytes:
    """Return the PDF with only its pages and bookmarks."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.pdf_header = "%PDF-1.7"
    writer.metadata = None
    for key in [key for key in writer.root_object if key not in _CATALOGUE]:
        del writer.root_object[NameObject(key)]
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _untitled(notes: tuple[str, ...]) -> Iterator[str]:
    """Yield the notes without private words and titles of sheets, as the list might be published."""
    yield from (without_private(_TITLES.sub("", note)) for note in notes)


def _lines(order: Order, removed: Counter[str], names: list[str], pictures: int) -> Iterator[str]:
    yield f"公开版去除清单　{order.filing.unit}　{order.filing.year or ''}年度"
    yield "本清单留存备查，不放到网站上。可以公开的是："
    yield from (f"  {name}" for name in names)
    yield ""
    yield "去掉了："
    yield from (f"  {kind}　{count} 处" for kind, count in sorted(removed.items()))
    if not removed:
        yield "  没有要去掉的内容"
    yield ""
    yield "没有放进公开版的："
    yield "  Excel 工作簿本身（连同其中隐藏的工作表、批注、公式）：表格以 Word 表的样子在公开版里"
    yield ""
    notes = [
        f"  {without_private(each.name)}：{note}"
        for each in order.filing.sources
        for note in _untitled(each.notes)
    ]
    if notes:
        yield from ("读取材料时：", *notes, "")
    if pictures:
        yield f"公开版里有 {pictures} 张图片：图片上的字（电话、签名等）和人像认不出来，请逐张看过再放到网站上。"
        yield ""
    yield (
        "做好后又逐个打开读过一遍，没有再发现电话、邮箱、身份证号、本机路径、批注、修订、隐藏的内容、图片的拍摄信息和文档属性。"
        "图片上的字和少见的写法程序认不出，上网前请再看一遍。"
    )
