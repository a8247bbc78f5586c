"""Strangers' text becomes fit to show, in lines of the right width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.outputs.printable import one_line, visible, width, wrap


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc", 3), ("执行率", 6), ("全年（万元）", 12), ("ａ", 2), ("e\u0301", 1), ("", 0)],
)
def test_width_counts_terminal_columns(text: str, expected: int) -> None:
    assert width(text) == expected


def test_a_line_does_not_begin_with_a_closing_mark_nor_end_with_an_opening_one() -> None:
    assert wrap("三公经费合计，公务接待", 12) == ["三公经费合", "计，公务接待"]
    assert wrap("基础数据表（附件）", 12) == ["基础数据表", "（附件）"]


def test_numbers_and_words_stay_whole() -> None:
    assert wrap("全年执行数为12345.67万元", 16) == ["全年执行数为", "12345.67万元"]
    assert wrap("在第12行第3列", 8) == ["在第12行", "第3列"]


def test_lines_after_the_first_are_indented() -> None:
    assert wrap("一二三四五六", 14, first="改法：", rest="      ") == [
        "改法：一二三四",
        "      五六",
    ]


def test_an_endless_word_is_cut() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


@given(st.text(), st.integers(20, 60))
def test_wrapping_keeps_all_text_within_the_limit(text: str, limit: int) -> None:
    lines = wrap(one_line(text), limit)
    assert all(width(line) <= limit for line in lines)
    assert "".join(lines).replace(" ", "") == one_line(text).replace(" ", "")


@given(st.text(st.characters(exclude_categories=())))
def test_anything_can_be_shown(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not {char for char in shown if char < " "} - {"\n", "\t"}
    assert "\n" not in one_line(text)


def test_line_breaks_of_every_kind_are_one_kind() -> None:
    assert visible("一\r\n二\r三\x0b四\u2028五") == "一\n二\n三\n四\n五"
    assert one_line("产出指标\n\n(30分)") == "产出指标 (30分)"
