"""Join Word tables that a page break or an editor tore in two."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from msgspec.structs import replace

from xladdin.forms.labels import squeeze
from xladdin.model.grid import Block, Grid, Paragraph, Source
from xladdin.patterns import pattern

#: What may stand between two parts of one table.
_CONTINUED = pattern(r"\(?[续接]上?[表页]?\d?[::]?\)?")


def mended(source: Source, stands_alone: Callable[[Source], bool]) -> Source:
    """Return the source with torn tables joined; the same source if none is torn.

    A table continues the one before if nothing (or 续表) stands between them, both are equally wide,
    and it is no form of its own: ``stands_alone`` is asked about a source with it alone.
    """
    blocks: list[Block] = []
    parts: list[Grid] = []
    for block in source.blocks:
        if isinstance(block, Grid) and parts and _goes_on(parts[-1], block):
            if not stands_alone(replace(source, blocks=(block,))):
                parts.append(block)
                continue
        elif isinstance(block, Paragraph) and parts and _continued(block.text):
            continue
        blocks += _whole(parts)
        parts = [block] if isinstance(block, Grid) else []
        if isinstance(block, Paragraph):
            blocks.append(block)
    blocks += _whole(parts)
    return source if len(blocks) == len(source.blocks) else replace(source, blocks=tuple(blocks))


def _continued(text: str) -> bool:
    return len(text) <= 12 and bool(_CONTINUED.fullmatch(squeeze(text)))


def _goes_on(before: Grid, block: Grid) -> bool:
    tables = before.sheet is None and block.sheet is None and before.aligned and block.aligned
    return tables and block.number == before.number + 1 and _width(before) == _width(block)


def _width(grid: Grid) -> int:
    return max((cell.right for cell in grid.cells), default=0)


def _whole(parts: list[Grid]) -> list[Grid]:
    """Join the parts into one grid that keeps the addresses of the parts."""
    if len(parts) < 2:
        return parts
    seams = tuple(accumulate(part.height for part in parts[:-1]))
    cells = [
        replace(cell, row=cell.row + start) if start else cell
        for start, part in zip((0, *seams), parts, strict=True)
        for cell in part.cells
    ]
    return [replace(parts[0], cells=tuple(cells), seams=seams)]
