"""Word tables become cells with spans, however the merges are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.office_files import cell, paragraph, row, spans, table, word

WIDE = '<w:gridSpan w:val="{}"/>'
START, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_cell_over_columns_moves_those_after_it(tmp_path: Path) -> None:
    body = table(row(cell("宽", WIDE.format(2)), cell("右")), row(cell("a"), cell("b"), cell("c")))
    grid = word(tmp_path, body).grids[0]
    assert spans(grid)["宽"] == (0, 0, 1, 2)
    assert spans(grid)["右"] == (0, 2, 1, 1)
    assert spans(grid)["c"] == (1, 2, 1, 1)


def test_a_vertical_merge_is_one_cell(tmp_path: Path) -> None:
    body = table(
        row(cell("高", START), cell("1")),
        row(cell("", ON), cell("2")),
        row(cell("", ON), cell("3")),
    )
    grid = word(tmp_path, body).grids[0]
    assert spans(grid)["高"] == (0, 0, 3, 1)
    assert [[c.text for c in line] for line in grid.rows] == [["高", "1"], ["高", "2"], ["高", "3"]]


def test_a_merge_over_rows_and_columns_is_one_cell(tmp_path: Path) -> None:
    body = table(
        row(cell("块", WIDE.format(2) + START), cell("1")),
        row(cell("", WIDE.format(2) + ON), cell("2")),
    )
    assert spans(word(tmp_path, body).grids[0])["块"] == (0, 0, 2, 2)


def test_text_in_the_continuation_of_a_merge_is_kept(tmp_path: Path) -> None:
    body = table(row(cell("上", START)), row(cell("下", ON)), row(cell("", ON)))
    assert spans(word(tmp_path, body).grids[0]) == {"上\n下": (0, 0, 3, 1)}


def test_a_continuation_without_a_start_is_a_cell(tmp_path: Path) -> None:
    body = table(row(cell("甲"), cell("乙")), row(cell("丙", ON), cell("丁")))
    assert spans(word(tmp_path, body).grids[0])["丙"] == (1, 0, 1, 1)


def test_a_new_start_ends_the_merge_above(tmp_path: Path) -> None:
    body = table(row(cell("一", START)), row(cell("二", START)), row(cell("", ON)))
    found = spans(word(tmp_path, body).grids[0])
    assert found == {"一": (0, 0, 1, 1), "二": (1, 0, 2, 1)}


def test_a_row_without_the_merge_ends_it(tmp_path: Path) -> None:
    body = table(row(cell("一", START)), row(cell("二")), row(cell("三", ON)))
    found = spans(word(tmp_path, body).grids[0])
    assert found == {"一": (0, 0, 1, 1), "二": (1, 0, 1, 1), "三": (2, 0, 1, 1)}


def test_the_older_horizontal_merge_is_read(tmp_path: Path) -> None:
    body = table(
        row(cell("宽", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("右"))
    )
    assert spans(word(tmp_path, body).grids[0]) == {"宽": (0, 0, 1, 2), "右": (0, 2, 1, 1)}


def test_a_row_that_starts_later_is_shifted(tmp_path: Path) -> None:
    late = row(cell("迟"), properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>')
    body = table(row(cell("a"), cell("b"), cell("c"), cell("d")), late)
    assert spans(word(tmp_path, body).grids[0])["迟"] == (1, 2, 1, 1)


def test_a_row_whose_deletion_is_tracked_is_no_row(tmp_path: Path) -> None:
    body = table(row(cell("一")), row(cell("删"), properties="<w:del/>"), row(cell("二")))
    source = word(tmp_path, body)
    assert spans(source.grids[0]) == {"一": (0, 0, 1, 1), "二": (1, 0, 1, 1)}
    assert source.notes == ("1 处修订中标为删除的内容没有读取，请先接受或拒绝修订。",)


def test_rows_and_cells_in_content_controls_are_read(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inside = f"<w:tc>{control.format(paragraph('内'))}</w:tc>"
    body = table(control.format(row(cell("左"), control.format(cell("右")))), row(inside))
    assert list(spans(word(tmp_path, body).grids[0])) == ["左", "右", "内"]


def test_the_paragraphs_of_a_cell_are_its_lines(tmp_path: Path) -> None:
    body = table(row(f"<w:tc>{paragraph('绩')}{paragraph('')}{paragraph('效')}</w:tc>"))
    assert word(tmp_path, body).grids[0].cells[0].text == "绩\n\n效"


@pytest.mark.parametrize("value", ["999999999999", "-3", "zwei", ""])
def test_a_senseless_span_does_no_harm(tmp_path: Path, value: str) -> None:
    body = table(row(cell("甲", WIDE.format(value)), cell("乙")))
    grid = word(tmp_path, body).grids[0]
    assert [cell.text for cell in grid.cells] == ["甲", "乙"]
    assert max(cell.right for cell in grid.cells) <= 16_385


def test_an_address_names_table_row_and_column(tmp_path: Path) -> None:
    body = table(row(cell("a"))) + table(row(cell("b"), cell("c")), row(cell("d"), cell("e")))
    grid = word(tmp_path, body).grids[1]
    assert grid.address(grid.cells[3]) == "t2R2:C2"
