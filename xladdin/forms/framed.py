"""Turn reports that are laid out in a table into paragraphs, before forms are recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from msgspec.structs import replace

from xladdin.forms.recognition import recognise_all
from xladdin.model.figure import Location
from xladdin.model.filing import FEWEST_CHARACTERS
from xladdin.model.grid import Block, Grid, Paragraph, Source
from xladdin.patterns import pattern

#: The most filled cells in a row: a heading beside its text.
_MOST_CELLS = 2
_SENTENCE = pattern("[^。]{10,}。")
_WORDS = pattern("[\u4e00-\u9fff]{2}")
#: The least share of a frame's characters in sentences; the rest are headings.
_SHARE = 0.6


def unframed(source: Source, kinds: Sequence[str]) -> Source:
    """Return the source with tables that only frame a report replaced by their paragraphs.

    Tables that are a form of these ``kinds``, or have columns of figures, stay. So does the whole
    source if the frames hold too little text for a report.
    """
    frames = {
        grid.number
        for grid in _frames(source)
        if not any(recognise_all(_with_one_table(source, grid), kinds))
    }
    texts = (cell.text for grid in source.grids if grid.number in frames for cell in grid.cells)
    if sum(map(len, texts)) < FEWEST_CHARACTERS:
        return source
    indices = count(-1, -1)
    blocks: list[Block] = []
    for block in source.blocks:
        if isinstance(block, Grid) and block.number in frames:
            blocks += _lines(source, block, indices)
        else:
            blocks.append(block)
    return replace(source, blocks=tuple(blocks))


def _frames(source: Source) -> Iterator[Grid]:
    """Yield the tables with nothing but headings and sentences, judging adjacent ones together. The
    rest of a table torn by a page break is none."""
    run: list[Grid] = []
    before: Block | None = None
    for block in source.blocks:
        torn = not run and isinstance(before, Grid) and before.sheet is None
        if isinstance(block, Grid) and not torn and _is_text(block):
            run.append(block)
        else:
            yield from _mostly_sentences(run)
            run = []
        before = block
    yield from _mostly_sentences(run)


def _mostly_sentences(run: Sequence[Grid]) -> Sequence[Grid]:
    """Return the tables if most of their text is sentences, else none."""
    texts = [cell.text for grid in run for cell in grid.filled()]
    said = sum(len(text) for text in texts if _SENTENCE.search(text))
    return run if said > _SHARE * sum(map(len, texts)) else ()


def _is_text(grid: Grid) -> bool:
    filled = [*grid.filled()]
    rows = Counter(cell.row for cell in filled)
    narrow = max(rows.values(), default=0) <= _MOST_CELLS
    return narrow and all(_has_words(cell.text) for cell in filled)


def _has_words(text: str) -> bool:
    return _WORDS.search(text) is not None


def _with_one_table(source: Source, grid: Grid) -> Source:
    blocks = (each for each in source.blocks if each is grid or isinstance(each, Paragraph))
    return replace(source, blocks=tuple(blocks))


def _lines(source: Source, grid: Grid, indices: Iterator[int]) -> Iterator[Paragraph]:
    for cell in grid.filled():
        frame = Location(source.name, sheet=grid.sheet, cell=grid.address(cell))
        start = 0
        for line in cell.text.split("\n"):
            if line.strip():
                yield Paragraph(next(indices), line, frame, start)
            start += len(line) + 1
