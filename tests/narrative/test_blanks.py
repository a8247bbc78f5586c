"""Numbers that were never put in: what F506 finds, what it leaves alone, what F501 no longer tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.written import judged, plain
from xladdin.rules.registry import rules
from xladdin.rules.report.blanks import data

CLEAN = Path(__file__).with_name("gold") / "clean.txt"
EXAMPLES = [text for entry in data()["gap"] for text in entry["example"]]
COUNTERS = [text for entry in data()["gap"] for text in entry["counter"]]


def gaps(line: str) -> list[str]:
    """The gaps that F506 shows in a report with this line."""
    return [each.text for relation in judged("F506", plain(line)) for each in relation.operands]


@pytest.mark.parametrize("text", EXAMPLES)
def test_each_kind_of_gap_is_found_in_its_examples(text: str) -> None:
    assert gaps(text)


@pytest.mark.parametrize("text", COUNTERS)
def test_a_kind_of_gap_is_not_found_in_its_counters(text: str) -> None:
    assert gaps(text) == []


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("公务接待费30万元，占 %，比上年减少 万元。", ["占 %", "减少 万元"]),
        ("会议费   万元，比上年下降   %。", ["费   万元", "下降   %"]),
        ("全年共接待来访 批次，惠及群众共 人。", ["来访 批次", "共 人"]),
        ("实际支出为（）万元，执行率为 %。", ["支出为（）万元", "执行率为 %"]),
        ("培训费2万元，占公用经费的%，较上年增长__%。", ["的%", "增长__%"]),
        ("全年共开展执法检查40次，共 个乡镇。", ["共 个乡镇"]),
        ("按规定支出 万元，无超标准列支。", ["支出 万元"]),
        ("本单位支出 万元，其中基本支出300万元。", ["支出 万元"]),
        ("2024年部门预算收入（  ）万元，支出（  ）万元。", ["收入（  ）万元", "支出（  ）万元"]),
        ("公用经费下降了 个百分点。", ["下降了 个百分点"]),
        ("年末在职人员 人，控制率 %。", ["控制率 %"]),
        ("项目完成率达%，超过目标。", ["率达%"]),
        ("整体支出绩效自评得分____分，等级为优。", ["得分____分"]),
        ("执行率为 %", ["执行率为 %"]),
    ],
)
def test_a_number_that_was_never_put_in(line: str, shown: list[str]) -> None:
    found = gaps(line)
    assert len(found) == len(shown)
    assert all(
        text.endswith(end) or end.endswith(text) for text, end in zip(found, shown, strict=True)
    )


@pytest.mark.parametrize(
    "line",
    [
        "金额单位：万元，百分比：%。",
        "单位：   万元",
        "预算执行率（%）、完成率（%）按附件2填列，单位为万元。",
        "本表金额以万元为单位，保留两位小数，比率按%计。",
        "补助标准为元/人·月，按规定执行。",
        "万元以上的采购项目5个，全部公开招标。",
        "群众满意度XX%以上，按目标申报。",
        "采购金额达万元以上的，须经集体研究。",
        "占比%",
        "增长 %",
        "项目 预算数 万元 执行率 %",
        "带动户均增收万元，村集体经济突破亿元。",
        "公用经费使用情况：公 共 人 员 经 费 共 计 12 万 元。",
        "“增长%”一栏按本年数与上年数的差额除以上年数计算。",
        "大家共 同参与，为 人民服务，达 到预期目标。",
        "公务接待费5万元，占 12.5 %，比上年减少 1.2 万元。",
        "全县共 户籍人口20万人，达 标率100%。",
        "节约资金达百万元，产值达千万元、亿元。",
        "联系电话：______　填表日期：   年  月  日",
        "审核人：     审批金额：      元",
        "经费按规定支出 元旦慰问金5万元。",
        "万元GDP能耗下降，人均收入超万元。",
    ],
)
def test_what_only_looks_like_a_gap_is_none(line: str) -> None:
    assert gaps(line) == []


@pytest.mark.parametrize("line", CLEAN.read_text(encoding="utf-8").splitlines())
def test_faultless_sentences_have_no_gap(line: str) -> None:
    assert gaps(line) == []


def test_all_gaps_are_one_finding_that_names_them() -> None:
    (relation,) = judged("F506", plain("公务接待费30万元，占 %，比上年减少__万元。"))
    assert relation.message == "有 2 处没有填数字：“占 %”、“比上年减少 万元”。"
    place = relation.operands[0].location
    assert place.span is not None
    assert place.quote[slice(*place.span)] == "占 %"


def test_a_long_list_of_gaps_is_cut_short() -> None:
    things = ("会议费", "培训费", "差旅费", "印刷费", "邮电费", "维修费")
    (relation,) = judged("F506", plain("".join(f"{each} 万元，" for each in things)))
    assert relation.message.startswith("有 6 处没有填数字：“会议费 万元”、“培训费 万元”")
    assert relation.message.endswith("“邮电费 万元”等。")


def test_a_gap_is_graver_than_a_hint_and_told_once() -> None:
    assert (rules()["F506"].severity.value, rules()["F501"].severity.value) == ("warning", "info")
    line = "××项目支出   万元，自评得分____分。"
    told = [each.text for relation in judged("F501", plain(line)) for each in relation.operands]
    assert told == ["××"]
    assert len(gaps(line)) == 2


def test_the_page_shows_texts_that_fire_and_stay_silent() -> None:
    page = dict(line.split("：", 1) for line in rules()["F506"].page.splitlines())
    assert gaps(page["反例"])
    assert gaps(page["正例"]) == []
