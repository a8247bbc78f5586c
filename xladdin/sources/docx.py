"""A Word document → blocks in reading order."""

from __future__ import annotations

from xladdin.model.grid import Block, Grid, Paragraph
from xladdin.sources.bounds import bound
from xladdin.sources.docx_order import CELL, PARAGRAPH, body_blocks, with_nested
from xladdin.sources.docx_table import table_cells
from xladdin.sources.docx_text import Tally, W, paragraph_text, special_paragraphs
from xladdin.sources.package import Package
from xladdin.sources.residue import residue_note


def read_docx(package: Package) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a docx or docm, and notes on what was left out.

    Blank paragraphs are left out, but counted in ``Paragraph.index`` (docx_order.body_paragraphs
    says how it counts). A nested table is a Grid of its own after the one it stands in. Raises
    InputError for a package without a readable document.
    """
    root = package.tree(package.main_part())
    if root.tag != W + "document":
        raise package.broken()
    if sum(1 for _ in root.iter(CELL)) > bound("cells"):
        raise package.too_large(f"的表格单元格超过 {bound('cells')} 个")
    tally = Tally(special=special_paragraphs(root))
    blocks: list[Block] = []
    index = number = 0
    for element in body_blocks(root):
        if element.tag == PARAGRAPH:
            text = paragraph_text(element, tally)
            if text.strip():
                blocks.append(Paragraph(index, text))
            index += 1
            continue
        for table in with_nested(element):
            number += 1
            blocks.append(Grid(number, table_cells(table, tally)))
    embedded = next(root.iter(W + "altChunk"), None) is not None
    notes = _notes(tally, embedded)
    if not blocks:
        notes = ("没有读到文字，内容可能是扫描的图片。", *notes)
    return tuple(blocks), notes


def _notes(tally: Tally, embedded: bool) -> tuple[str, ...]:
    notes = []
    if tally.deletions:
        notes.append(f"{tally.deletions} 处修订中标为删除的内容没有读取，请先接受或拒绝修订。")
    if tally.hidden:
        notes.append(f"{tally.hidden} 处隐藏文字没有读取。")
    if embedded:
        notes.append("嵌入的其他文档没有读取。")
    return (*notes, *residue_note(tally.residue))
