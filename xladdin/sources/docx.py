"""Read a Word document as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xladdin.model.grid import Block, Grid, Paragraph
from xladdin.sources.active import active
from xladdin.sources.bounds import bound
from xladdin.sources.docx_looks import looks_of
from xladdin.sources.docx_order import CELL, PARAGRAPH, body_blocks, with_nested
from xladdin.sources.docx_table import table_cells
from xladdin.sources.docx_text import Tally, W, paragraph_text, special_paragraphs
from xladdin.sources.package import Package
from xladdin.sources.residue import residue_note

_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
#: Programs whose objects may hold a form; formulas, pictures and signatures do not.
_DOCUMENTS = frozenset(("excel", "et", "ket", "word", "wps", "kwps", "opendocumentspreadsheet"))
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


def read_docx(package: Package) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks of a docx or docm, and Chinese notes on what was left out.

    Blank paragraphs are left out, but counted in ``Paragraph.index`` (see docx_order.body_paragraphs).
    A nested table is a Grid of its own after the one around it. Raises InputError for a package without
    a readable document.
    """
    main = package.main_part()
    root = package.tree(main)
    if root.tag != W + "document":
        raise package.broken()
    if sum(1 for _ in root.iter(CELL)) > bound("cells"):
        raise package.too_large(f"的表格单元格超过 {bound('cells')} 个")
    looks = looks_of(package, main)
    tally = Tally(looks=looks, special=special_paragraphs(root, looks))
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
    unread = tuple(_not_text(root, any(isinstance(block, Grid) for block in blocks)))
    if not blocks and not unread:
        unread = ("没有读到文字，内容可能是扫描的图片。",)
    return tuple(blocks), (*_notes(tally), *unread, *_active_note(package))


def _active_note(package: Package) -> tuple[str, ...]:
    found = "、".join(active(package))
    told = f"文档里有会自动运行或连到别处的内容：{found}；只读了文字，没有运行，也没有去取。"
    return (told,) if found else ()


def _notes(tally: Tally) -> Iterator[str]:
    if tally.deletions:
        yield f"{tally.deletions} 处修订中标为删除的内容没有读取，请先接受或拒绝修订。"
    if tally.hidden:
        yield f"{tally.hidden} 处隐藏文字没有读取。"
    if tally.struck:
        yield f"{tally.struck} 处加了删除线的文字没有读取，作废的请删掉，有效的请去掉删除线。"
    if tally.marks:
        yield f"{tally.marks} 处上标的注释序号没有当作数字读取。"
    yield from residue_note(tally.residue)


def _not_text(root: Any, has_tables: bool) -> Iterator[str]:
    """Yield the notes on embedded files, and on pictures that may show tables."""
    if next(root.iter(W + "altChunk"), None) is not None:
        yield "嵌入的其他文档没有读取，请用 Word 或 WPS 打开本文件，保存一次后再试。"
    objects = sum(_is_document(each) for each in root.iter(_OBJECT))
    if objects:
        yield f"嵌入的 {objects} 个 Excel 或 Word 对象没有读取，请双击打开，把里面的表格复制到正文中。"
    pictures = sum(
        next(each.iterancestors(W + "object"), None) is None for each in root.iter(*_PICTURES)
    )
    if pictures and not has_tables:
        yield f"{pictures} 张图片里的内容没有读取，表格若是图片，请改成可以编辑的表格。"


def _is_document(element: Any) -> bool:
    program = element.get("ProgID", "").partition(".")[0].lower()
    return program in _DOCUMENTS
