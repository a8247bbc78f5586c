"""What is told of a contradiction in the prose: figures by their own words, no misleading hints."""

from __future__ import annotations

import pytest

from tests.kit.changes import say
from tests.rules.cases_prose import SINCE
from tests.rules.test_frames import relations
from tests.rules.test_rules import checked
from xladdin.model.interval import Verdict

TOLD = {
    # A figure is called by the words of its clause.
    "年初结转和结余86.42万元，本年收入1205.30万元，本年支出1218.76万元，年末结转和结余82.96万元。": (
        "年末结转和结余 82.96万元，应等于 年初结转和结余 86.42万元 + 收入 1205.30万元"
        " − 支出总额 1218.76万元 = 72.96万元，相差 10万元。"
    ),
    # The unit's slip is told once.
    "补贴按每亩105元发放40.65万亩、98420户，户均433.68万元。": (
        "户均 433.68万元，应等于 补贴按每亩 105元 × 补贴 40.65万亩 ÷ 补贴 98420户 = 0.04万元，"
        "相差 433.64万元（正好相差 10000 倍，疑万元与元填混）。"
    ),
    # Any figure of a balance could be made to fit by one digit: no guess at which.
    "年初库存棉被1240床，当年采购入库600床，因灾调拨发放975床，年末盘点库存885床。": (
        "盘点库存 885床，应等于 年初库存棉被 1240床 + 采购入库 600床 − 因灾调拨 975床 = 865床，"
        "相差 20床。"
    ),
    "实际占用总床日数210850床日，以开放床位652张、365天计算，床位使用率86.80%。": (
        "床位使用率 86.80%，应等于 占用总床日 210850床日 ÷ (开放床位 652张 × 开放床位 365天)"
        " = 88.6%，相差 1.8 个百分点；86.80% 疑为 88.6%（数字颠倒）。"
    ),
    "全年支出由人员经费、公用经费、项目支出三部分构成，人员经费占58.2%，公用经费占11.5%，项目支出占32.3%。": (
        "占同一总额的几个百分比 58.2% + 11.5% + 32.3% = 102%，超过 100%。"
    ),
    # From a figure ten thousand times off everything is absurd: the unit is told, no arithmetic.
    "培训费支出86,420.50万元，上年为91,200.00元，下降5.24%。": (
        "86,420.50万元、91,200.00元 疑有一个单位写错（万元与元填混）："
        "改正后培训费下降 5.24% 才对得上。"
    ),
    "全年发放救助金1,286.40元，其中医疗救助812.30万元，占63.15%。": (
        "812.30万元、1,286.40元 疑有一个单位写错（万元与元填混）："
        "改正后医疗救助占比 63.15% 才对得上。"
    ),
    # An average in the wrong unit is rounded in that unit: 23,781.33 is 2.38万.
    "公车运行维护费178.36万元。年末车辆75辆，单车年运行费2.38元。": (
        "单车年运行费 2.38元，应等于 公车运行维护 178.36万元 ÷ 车辆 75辆 = 23781.33元，"
        "相差 23778.95元（正好相差 10000 倍，疑万元与元填混）。"
    ),
    # The quotient the wrong way round excuses nothing.
    "编制50人，年末在职人员55人，在职人员控制率90.91%。": (
        "控制率 90.91%，应等于 在职人数 55人 ÷ 编制数 50人 = 110%，相差 19.09 个百分点。"
    ),
}


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told(text: str) -> None:
    found = [r.message for r in relations(text) if r.verdict is Verdict.VIOLATED]
    assert found == [TOLD[text]]


@pytest.mark.parametrize(
    "text",
    [
        "2024年三公经费支出2.60万元，比上年预算减少0.20万元。",
        "2024年三公经费支出2.60万元，较2022年减少1.20万元。",
        "2024年三公经费预算3.00万元，比上年减少0.50万元；支出2.60万元。",
        "2024年三公经费支出2.60万元，财政拨款部分比上年减少0.40万元。",
        "上半年三公经费支出1.60万元，比上年同期减少0.50万元。",
        "2024年三公经费支出2.60万元，比上年下降约20%。",
        "三公经费支出2.60万元，其中公务用车运行维护费1.60万元，公务接待费1.00万元，比上年减少0.50万元。",
    ],
)
def test_a_change_from_something_else_is_not_held_against_last_year(text: str) -> None:
    report = checked(say(SINCE, text), "ministry", None)
    assert [each.message for each in report.findings if each.code == "A301"] == []


@pytest.mark.parametrize(("said", "why"), [
    ("减少0.60万元，增长18.75%", "应为减少 18.75%，写的是增加 18.75%"),
    ("增长18.75%", "写的是“增加18.75%”，照这两个数应是“减少18.75%”"),
])  # fmt: skip
def test_where_the_direction_is_wrong_the_word_is_what_to_correct(said: str, why: str) -> None:
    report = checked(say("减少0.60万元，下降18.75%", said))
    told = {f.fingerprint for f in report.findings if f.code == "A301"}
    (cause,) = [c for c in report.causes if told & set(c.explains)]
    assert cause.proposed is None
    assert why in cause.why
    assert "分不出" not in cause.why
