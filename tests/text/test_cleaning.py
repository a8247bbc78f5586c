"""Text is read as it looks, and everything read is found again in the text as written."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xladdin.text.cleaning import clean, seen, storable
from xladdin.text.signs import PLAIN

#: What filings are made of, and what may go wrong between it.
PARTS = st.sampled_from(
    [*"0123456789.,-，。：；、（）%≥ 万元个人年月项目支出公车一", "  ", "\n", "\u3000", "\xa0", "\t", "\u200b", "\ufeff", "\xad", "１", "％", "．",
     "⻋", "⼀", "ab ", "1. ", "2024年", "12 345", "58 .88", "支出    万元", "占   %", " 3 - 5", "²", "①"]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=20).map("".join) | st.text(max_size=20)


def squeezed(text: str) -> str:
    return "".join(text.split())


# Characters


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.\u200b00万元", "1.00万元"),
        ("\ufeff公务接\u200b待", "公务接待"),
        ("1\u200e.52、1.\xad52、\u202d6.40\u202c、1\u206018", "1.52、1.52、6.40、118"),
        ("\u200b", ""),
        ("１２．５％", "12.5%"),
        ("﹪、﹣5、−5、‑5、5～8", "%、-5、-5、-5、5~8"),
        ("ＡＢ［１］＋＝＞", "AB[1]+=>"),
        ("公⻋、部⻔、⻚⻅⻓⻛⻝⻢⻥⻦⻩⺠⻄⺟", "公车、部门、页见长风食马鱼鸟黄民西母"),
        ("⽀出⾃评⼀⼈⼯⾦⽐⽅⾼⼊⼾⾭", "支出自评一人工金比方高入户青"),
        ("2024\uf98e\ufa01公\uf902", "2024年度公车"),
        ("中∶甲﹐乙﹔丙｡", "中：甲，乙；丙。"),
    ],
)
def test_a_character_is_read_as_what_it_looks_like(written: str, read: str) -> None:
    assert clean(written).text == read


@pytest.mark.parametrize(
    "text",
    ["5²①㎡⑴½", "支出，收入；结余：（境）“三公”、《规定》！？……——", "1，234.56万元", "車長門", "2020–2024", "甲\n\n乙\n", "GDP growth", ""],
)  # fmt: skip
def test_what_is_usual_stays_as_it_is(text: str) -> None:
    assert clean(text).text == text == seen(text)
    assert list(clean(text).at) == list(range(len(text) + 1))


def test_every_radical_named_for_a_simplified_character_is_known() -> None:
    radicals = [chr(code) for code in range(0x2E80, 0x2FE0) if unicodedata.name(chr(code), "")]
    usual = [each for each in radicals if "SIMPLIFIED" in unicodedata.name(each) or each >= "⼀"]
    assert len(usual) > 230
    assert all("一" <= clean(each).text <= "鿿" for each in usual)


def test_a_sign_stands_for_one_that_stands_for_itself() -> None:
    assert all(PLAIN[meant] == meant for meant in list(PLAIN.values()))


def test_invisible_characters_are_those_without_a_glyph() -> None:
    unseen = {chr(code) for code in range(0x11_0000) if unicodedata.category(chr(code)) == "Cf"}
    visible = {
        each for each in unseen if "ARABIC" in unicodedata.name(each) or each in "\u070f\u08e2"
    }
    named = {each for each in unseen - visible if clean(f"1{each}2").text != "12"}
    assert all(
        "HIEROGLYPH" in unicodedata.name(each) or "KAITHI" in unicodedata.name(each)
        for each in named
    )


# Blanks


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # inside a number
        ("252. 00万元", "252.00万元"),
        ("预算为58 .88", "预算为58.88"),
        ("公务接待费1. 52万元，没有", "公务接待费1.52万元，没有"),
        ("三公经费：1. 52万元，其中", "三公经费：1.52万元，其中"),
        ("1 234.56万元", "1234.56万元"),
        ("共12 800 000元", "共12800000元"),
        ("1 200 人", "1200人"),
        ("得分98 . 60 分", "得分98.60分"),
        ("3 - 5 万元、10 % 至 15 %", "3-5万元、10%至15%"),
        # between a number and its unit or sign
        ("80 万元", "80万元"),
        ("2.3 %", "2.3%"),
        ("2024 年 12 月 15 日", "2024年12月15日"),
        ("满意度 ≥ 95 %", "满意度≥95%"),
        ("新修 5 km，380 m²", "新修5km，380m²"),
        ("5 个股室", "5个股室"),
        ("报表 2 份，附件 1 个", "报表2份，附件1个"),
        # between Chinese characters, marks and digits
        ("三 公　经\xa0费\u2009支出", "三公经费支出"),
        ("全年 共 12 人 ， 其中 ： 男 8 人", "全年共12人，其中：男8人"),
        ("2015、 2016年", "2015、2016年"),
        # a number that was left out
        ("项目支出    万元，", "项目支出 万元，"),
        ("项目支出 万元", "项目支出 万元"),
        ("占   %，占　%", "占 %，占 %"),
        ("核定编制    人。", "核定编制  人。"),
        ("自评得分     分，", "自评得分  分，"),
    ],
)
def test_a_blank_that_says_nothing_is_no_blank(written: str, read: str) -> None:
    assert clean(written).text == read


@pytest.mark.parametrize(
    "text",
    [
        "1. 2024年部门预算", "1. 50万元用于购置", "甲。2. 15个项目", "包括：1. 50万元用于购置", "共计12. 2024年",
        "1 总体情况", "3 项目支出情况", "1.1 总体情况", "12 15", "12 -15", "10\n5", "支出\n12", "1.\n52万元",
        "GDP growth in 2024", "分别为1， 234个", "甲10 ，234万元", "2024 150", "  一、情况", "1 23万元",
        "表1 项目支出预算", "附件2 评分表", "基础数据表 2.整体支出", "基础数据表  2、整体支出", "数据表 2. 整体支出",
    ],
)  # fmt: skip
def test_a_blank_that_tells_things_apart_stays(text: str) -> None:
    assert clean(text).text == text


# The way back


@given(TEXTS, st.data())
@example("1 234.56万元\u200b，占   %", None)
def test_what_is_read_is_found_as_it_was_written(text: str, data: st.DataObject | None) -> None:
    cleaned = clean(text)
    assert len(cleaned.at) == len(cleaned.text) + 1
    assert list(cleaned.at) == sorted(set(cleaned.at))
    assert cleaned.at[-1] == len(text)
    size = len(cleaned.text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, size)] * 2))) if data else (0, size)
    first, last = cleaned.written(start, end)
    assert 0 <= first <= last <= len(text)
    assert squeezed(clean(text[first:last]).text) == squeezed(cleaned.text[start:end])
    if start < end:
        for place in (first, last - 1):  # no mark that is not read hangs on either end
            assert clean(text[place]).text


@given(TEXTS)
@example("1 .2 .3")
@example("1 2 34 567元")
@example("项目支出    万元")
@example("核定编制    人")
def test_what_is_clean_stays(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


@given(TEXTS)
def test_only_blanks_and_what_cannot_be_seen_is_dropped(text: str) -> None:
    kept = "".join(chr(PLAIN[ord(sign)]) for sign in seen(text))
    assert squeezed(clean(text).text) == squeezed(kept)


@given(TEXTS)
def test_lines_stay_lines(text: str) -> None:
    assert clean(text).text.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [" ", "1 ", "1 234 ", "1 .2 ", "1. ", "项 ", "1,234", "一  元", "\u200b1", "。 ", "1 - ", "⻋ ", "占   "],
)  # fmt: skip
def test_long_texts_take_no_longer_than_they_must(text: str) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        clean.__wrapped__(text * times + " .5")
        return time.process_time() - begun

    few, many = (min(seconds(times) for _ in range(3)) for times in (1_000, 10_000))
    assert many < 50 * few  # a hundred times where each sign looks at all others


def test_what_xml_cannot_hold_is_not_stored() -> None:
    said = "甲\0\x08\t乙\x0b\x1f\n\ud800\udfff\ufffe\uffff\U0001f600"
    assert storable(said) == "甲\t乙\n\U0001f600"
