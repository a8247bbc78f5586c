"""Render the filing as HTML: paragraphs, and tables with merged cells, each figure marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xladdin.model.figure import Location
from xladdin.model.grid import Cell, Grid, Paragraph, Source
from xladdin.model.report import FormSummary, Report, SourceSummary
from xladdin.outputs import phrases
from xladdin.outputs.markup import Child, Markup, join, tag
from xladdin.outputs.printable import one_line
from xladdin.outputs.ticks import Tick, Ticks

#: How many rows of a table are shown whole; of those below, only rows with figures.
_MOST_ROWS = 300
#: Longer texts are marked by their background alone.
_LONG = 24
#: The longest first line that counts as a title.
_TITLE = 45
#: The longest text that is centred in its cell: in one column, and across the table.
_SHORT, _SHORT_ACROSS = 14, 45

Row = tuple[list[Markup], list[Cell]]


def documents(report: Report, ticks: Ticks) -> list[Markup]:
    """Return each file of the report: what it is, what was recognised in it, and its content."""
    shown = {source.name: source for source in report.documents}
    files = [(summary, report.forms) for summary in report.sources]
    if report.prior is not None:
        files += [(summary, report.prior.forms) for summary in report.prior.sources]
    return [
        tag(
            "section",
            tag("h2", one_line(summary.path)),
            _summary(summary, forms),
            _blocks(shown[summary.path], report, ticks) if summary.path in shown else None,
            class_="file",
        )
        for summary, forms in files
    ]


def cells_of(grid: Grid, content: Callable[[Cell], Child]) -> Iterator[Row]:
    """Yield each row with content in it or below it: its cells as elements, and the cells that
    begin in it."""
    filled = list(grid.filled())
    width = max((cell.right for cell in filled), default=0)
    below = max((cell.below for cell in filled), default=0)
    for number, row in enumerate(grid.rows[:below]):
        yield _row(row, number, width, grid, content)


def _summary(summary: SourceSummary, recognised: Sequence[FormSummary]) -> Markup:
    """Return what a file contributed, and what is missing in it."""
    forms = [form for form in recognised if form.source == summary.path]
    lacks = [f"{form.name}{lack}" for form in forms if (lack := phrases.missing(form, limit=30))]
    notes = [f"注意：{note}" for note in summary.notes]
    said = ["正文"] if summary.narrative else []
    said += [phrases.form_title(form) for form in forms]
    if not said:
        notes.insert(0, phrases.NOTHING)
    content: list[Child] = [
        tag("p", phrases.kind(summary.kind), "：", "；".join(said) or "—"),
        [tag("p", one_line(line), class_="lack") for line in (*lacks, *notes)],
    ]
    if summary.sha256:
        content.append(tag("p", f"SHA-256 {summary.sha256}", class_="hash"))
    return tag("div", content, class_="told")


def _blocks(source: Source, report: Report, ticks: Ticks) -> list[Markup]:
    headings = {c.paragraph: c.heading for c in report.chapters if c.source == source.name}
    made = []
    first = True
    for block in source.blocks:
        if isinstance(block, Grid) and any(block.filled()):
            made.append(_table(block, source, ticks))
        elif isinstance(block, Paragraph) and block.text.strip():
            made.append(_paragraph(block, source, ticks, headings.get(block.index, ""), first))
            first = False
    return made


def _paragraph(block: Paragraph, source: Source, ticks: Ticks, heading: str, first: bool) -> Markup:
    text = "".join(block.text.split())
    class_ = "heading" if heading and text.rstrip("。：") == heading.rstrip("。：") else None
    if first and len(text) <= _TITLE and not text.endswith("。"):
        class_ = "title"
    where = block.place(source.name)
    return tag("p", _marked(block.text, block.offset, ticks.of(where)), class_=class_)


def _table(grid: Grid, source: Source, ticks: Ticks) -> Markup:
    def figures(cell: Cell) -> Sequence[Tick]:
        return ticks.of(Location(source.name, sheet=grid.sheet, cell=grid.address(cell)))

    rows, left = [], 0
    shown = cells_of(grid, lambda cell: _marked(cell.text, 0, figures(cell)))
    for number, (made, begun) in enumerate(shown):
        if number >= _MOST_ROWS and not any(map(figures, begun)):
            left += 1
            continue
        hidden = "hidden-row" if number in grid.hidden_rows else None
        rows.append(tag("tr", made, class_=hidden))
    caption = tag("caption", f"工作表“{one_line(grid.sheet)}”") if grid.sheet else None
    more = tag("p", f"另有 {left} 行没有要核对的数，没有显示。", class_="lack") if left else None
    return tag("div", tag("table", caption, tag("tbody", rows)), more, class_="grid")


def _marked(text: str, offset: int, ticks: Sequence[Tick]) -> Markup:
    return join(_pieces(text, 0, len(text), offset, ticks))


def _pieces(
    text: str, begin: int, stop: int, offset: int, ticks: Sequence[Tick]
) -> Iterator[Child]:
    """Yield the text from ``begin`` to ``stop``, figures as elements, nested where one contains
    another. Ticks that begin before ``offset`` or end behind ``stop`` belong to another line and
    are left out."""
    done = begin
    for index, tick in enumerate(ticks, start=1):
        start, end = tick.start - offset, tick.end - offset
        if start < done or end > stop:
            continue
        yield text[done:start]
        state = tick.state if tick.marked else "plain"
        long = " long" if end - start > _LONG else ""
        inner = _pieces(text, start, end, offset, ticks[index:])
        yield tag("span", inner, id=f"f{tick.number}", class_=f"f {state}{long}")
        done = end
    yield text[done:stop]


def _row(
    row: Sequence[Cell], number: int, width: int, grid: Grid, content: Callable[[Cell], Child]
) -> Row:
    """Return a row's elements and cells, without the cells that reach in from above."""
    made: list[Markup] = []
    begun: list[Cell] = []
    column = 0
    for cell in row:
        if cell.column >= width:
            break
        if grid.aligned and cell.column > column:
            made.append(_gap(cell.column - column))
        column = min(cell.right, width)
        if cell.row != number:
            continue
        across = column - cell.column if grid.aligned else 1
        length = len(cell.text.strip())
        middle = length <= _SHORT or (across == width and length <= _SHORT_ACROSS)
        made.append(
            tag(
                "td",
                content(cell),
                colspan=across if across > 1 else None,
                rowspan=cell.rows if cell.rows > 1 else None,
                class_="mid" if middle else None,
            )
        )
        begun.append(cell)
    if grid.aligned and column < width:
        made.append(_gap(width - column))
    return made, begun


def _gap(columns: int) -> Markup:
    return tag("td", colspan=columns if columns > 1 else None)
