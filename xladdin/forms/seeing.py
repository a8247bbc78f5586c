"""Replace cell texts by what people see of them, before forms are recognised."""

from __future__ import annotations

from msgspec.structs import replace

from xladdin.model.grid import Block, Grid, Source
from xladdin.text.cleaning import seen


def as_seen(source: Source) -> Source:
    """Return the source with cell texts as they look, invisible ones blank; the same source if nothing changes."""
    blocks = tuple(map(_block, source.blocks))
    changed = any(now is not before for now, before in zip(blocks, source.blocks, strict=True))
    return replace(source, blocks=blocks) if changed else source


def _block(block: Block) -> Block:
    if not isinstance(block, Grid):
        return block
    texts = [seen(cell.text) for cell in block.cells]
    if all(text is cell.text for text, cell in zip(texts, block.cells, strict=True)):
        return block
    cells = zip(texts, block.cells, strict=True)
    return replace(block, cells=tuple(replace(cell, text=text) for text, cell in cells))
