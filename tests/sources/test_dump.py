"""A text dump gives back its tables and paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from xladdin.errors import InputError
from xladdin.model.grid import Source
from xladdin.sources import read


def dump(folder: Path, content: str, encoding: str = "utf-8") -> Source:
    path = folder / "材料.txt"
    path.write_bytes(content.encode(encoding))
    return read(path)


def tables(source: Source) -> list[list[list[str]]]:
    return [[[cell.text for cell in line] for line in grid.rows] for grid in source.grids]


def test_cells_start_with_a_tab_and_an_empty_line_ends_the_row(tmp_path: Path) -> None:
    source = dump(tmp_path, "标题\n\t编制数\n\t控制率\n\n\t10\n\t30%\n\n\n说明")
    assert tables(source) == [[["编制数", "控制率"], ["10", "30%"]]]
    assert [paragraph.text for paragraph in source.paragraphs] == ["标题", "说明"]
    assert not source.grids[0].aligned


def test_a_blank_cell_is_a_cell(tmp_path: Path) -> None:
    assert tables(dump(tmp_path, "\t\n\t3\n\t\n")) == [[["", "3", ""]]]


def test_a_cell_has_several_lines_some_of_them_empty(tmp_path: Path) -> None:
    content = "\t产出指标\n\n(50分)\n\t数量指标\n\n\t绩\n\n效\n\n指标\n\t一级\n"
    assert tables(dump(tmp_path, content)) == [
        [["产出指标\n\n(50分)", "数量指标"], ["绩\n\n效\n\n指标", "一级"]]
    ]


def test_the_last_cell_of_a_row_has_several_lines(tmp_path: Path) -> None:
    content = "\t甲\n\t偏差原因分析\n\n及改进措施\n\n\t乙\n\t无\n"
    assert tables(dump(tmp_path, content)) == [[["甲", "偏差原因分析\n\n及改进措施"], ["乙", "无"]]]


@pytest.mark.parametrize(
    "end", ["\n\n说明", "\n\n短\n\t新\n", " 附件2", "\n附件2\n\t新\n", "\n填表人：某\n\t新\n"]
)
def test_a_table_ends_at(tmp_path: Path, end: str) -> None:
    source = dump(tmp_path, "\t甲\n\t乙\n" + end)
    assert tables(source)[0] == [["甲", "乙"]]
    assert source.paragraphs


def test_a_long_line_after_an_empty_one_is_a_paragraph(tmp_path: Path) -> None:
    source = dump(tmp_path, "\t甲\n\t乙\n\n" + "一段很长的说明文字" * 5 + "\n\t新\n")
    assert len(source.grids) == 2
    assert len(source.paragraphs) == 1


def test_a_row_of_one_cell_joins_the_row_that_it_was_torn_from(tmp_path: Path) -> None:
    content = "\t绩\n效\n\n\t一级\n\t二级\n\n\t\n\t产出\n\t数量\n"
    assert tables(dump(tmp_path, content)) == [[["绩\n效", "一级", "二级"], ["", "产出", "数量"]]]


def test_a_row_of_one_cell_stays_alone_where_widths_do_not_fit(tmp_path: Path) -> None:
    content = "\t合计说明\n\n\t一\n\t二\n\n\t三\n\t四\n"
    assert tables(dump(tmp_path, content)) == [[["合计说明"], ["一", "二"], ["三", "四"]]]


def test_the_index_of_a_paragraph_counts_all_lines_outside_tables(tmp_path: Path) -> None:
    source = dump(tmp_path, "一\n\n二\n\t表\n\n\n三")
    indexes = [(paragraph.index, paragraph.text) for paragraph in source.paragraphs]
    assert indexes == [(0, "一"), (2, "二"), (5, "三")]


def test_the_mark_of_a_new_page_is_taken_off(tmp_path: Path) -> None:
    assert dump(tmp_path, " 一、概况").paragraphs[0].text == "一、概况"


def test_conversion_marks_do_not_make_a_line_a_cell(tmp_path: Path) -> None:
    source = dump(tmp_path, "[bookmark: _GoBack]\t 我中心")
    assert source.grids == ()
    assert source.paragraphs[0].text == "\t 我中心"
    assert source.notes == ("去掉了 1 处转换残留的书签标记（[bookmark: …]）。",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert dump(tmp_path, "三公经费㎡", encoding).paragraphs[0].text == "三公经费㎡"


@pytest.mark.parametrize(
    "content", [b"a\0b", b"\xff\xfe\x00\xd8", b"\xed\xa0\x80\xff", b"\x81\x00"]
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"「坏\.txt」不是可识别的文本文件"):
        read(path)


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert tables(dump(tmp_path, "\t甲\r\n\t乙\r\n\r\n\t丙\r\n\t丁")) == [
        [["甲", "乙"], ["丙", "丁"]]
    ]


def test_reading_takes_time_in_proportion_to_the_lines(tmp_path: Path) -> None:
    # Every empty line looks ahead for the next cell; looking again and again would take hours.
    content = "\t甲" + "\n\n短" * 60_000 + "\n\t乙\n"
    assert tables(dump(tmp_path, content))[0][0][1] == "乙"


def test_far_too_many_lines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="超过 200000 行"):
        dump(tmp_path, "\n" * 200_001)
