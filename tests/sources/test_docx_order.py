"""Blocks come in reading order, and an annotator finds them again by number."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from tests.sources.office_files import cell, paragraph, row, run, table, word
from xladdin.model.grid import Grid, Paragraph
from xladdin.sources import read
from xladdin.sources.docx_looks import Looks
from xladdin.sources.docx_order import body_paragraphs, body_tables
from xladdin.sources.docx_table import placed_cells, table_cells
from xladdin.sources.docx_text import Tally, W, paragraph_text, special_paragraphs


def test_paragraphs_and_tables_keep_their_order(tmp_path: Path) -> None:
    body = paragraph("一") + table(row(cell("表"))) + paragraph("二")
    kinds = [type(block) for block in word(tmp_path, body).blocks]
    assert kinds == [Paragraph, Grid, Paragraph]


def test_blank_paragraphs_count_but_are_left_out(tmp_path: Path) -> None:
    body = paragraph("") + paragraph("一") + paragraph("\u3000 ") + paragraph("二")
    source = word(tmp_path, body)
    assert [(block.index, block.text) for block in source.paragraphs] == [(1, "一"), (3, "二")]


def test_paragraphs_of_tables_do_not_count(tmp_path: Path) -> None:
    source = word(tmp_path, table(row(cell("甲"), cell("乙"))) + paragraph("一"))
    assert [block.index for block in source.paragraphs] == [0]


def test_content_controls_and_custom_xml_are_opened(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format(paragraph("一") + table(row(cell("表"))))
    body += f"<w:customXml>{paragraph('二')}</w:customXml>"
    source = word(tmp_path, body)
    assert [block.text for block in source.paragraphs] == ["一", "二"]
    assert [grid.number for grid in source.grids] == [1]


def test_of_alternative_blocks_the_first_is_read(tmp_path: Path) -> None:
    choice = f"<mc:Choice Requires='x'>{paragraph('新')}</mc:Choice>"
    fallback = f"<mc:Fallback>{paragraph('旧')}</mc:Fallback>"
    body = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>" + paragraph("末")
    assert [block.text for block in word(tmp_path, body).paragraphs] == ["新", "末"]


def test_a_nested_table_is_a_grid_of_its_own_after_the_outer_one(tmp_path: Path) -> None:
    inner = table(row(cell("内层")))
    outer = f"<w:tc>{paragraph('外层')}{inner}{paragraph('外层末')}</w:tc>"
    source = word(tmp_path, table(row(outer, cell("右"))) + table(row(cell("后表"))))
    texts = [[cell.text for cell in grid.cells] for grid in source.grids]
    assert texts == [["外层\n外层末", "右"], ["内层"], ["后表"]]


def test_an_annotator_finds_every_paragraph_and_cell_again(filings: Path) -> None:
    for path in sorted(filings.glob("*/filing.docx")):
        root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
        source = read(path)
        texts = [paragraph_text(element, Tally()) for element in body_paragraphs(root)]
        assert source.paragraphs
        for block in source.paragraphs:
            assert texts[block.index] == block.text
        tables = list(body_tables(root))
        assert len(tables) == len(source.grids)
        for grid in source.grids:
            placed, _ = placed_cells(tables[grid.number - 1])
            assert [(cell.row, cell.column) for cell in placed] == [
                (cell.row, cell.column) for cell in grid.cells
            ]
            assert table_cells(tables[grid.number - 1], Tally()) == grid.cells


def test_a_paragraph_reads_alike_with_and_without_the_short_cut(filings: Path) -> None:
    special = 0
    for path in sorted(filings.glob("*/filing.docx")):
        root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
        short_cut = Tally(special=special_paragraphs(root, Looks()))
        special += len(short_cut.special or ())
        for element in root.iter(f"{W}p"):
            assert paragraph_text(element, short_cut) == paragraph_text(element, Tally())
    assert special == 7


def test_a_text_box_in_a_cell_adds_to_its_text(tmp_path: Path) -> None:
    box = f"<w:pict><w:txbxContent>{paragraph('框')}</w:txbxContent></w:pict>"
    body = table(row(f"<w:tc><w:p>{run('格')}<w:r>{box}</w:r></w:p></w:tc>"))
    source = word(tmp_path, body)
    assert source.grids[0].cells[0].text == "格\n框"
    assert source.paragraphs == ()
