"""What a draft says, as a clerk would read it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tests.drafting.drafted import drafted
from tests.kit import yunshan
from xladdin import checking
from xladdin.drafting.composing import compose, numeral
from xladdin.errors import InputError
from xladdin.forms.profiles import profile


def said(changes: Mapping[str, str] = {}, profile_id: str = "yueyang") -> str:
    """The draft of the 云山 filing with other figures: rows of its tables by what stands there."""
    written = {sheet: text for sheet, (text, _) in yunshan._SHEETS.items()}
    for before, after in changes.items():
        assert sum(before in text for text in written.values())
        written = {sheet: text.replace(before, after) for sheet, text in written.items()}
    grids = [
        yunshan.table(written[sheet], widths, number, sheet)
        for number, (sheet, (_, widths)) in enumerate(yunshan._SHEETS.items(), 1)
    ]
    return drafted(grids, profile_id).text


THREE_PUBLICS = "三公经费 | 3.20 | 3.00 | 2.60"


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ("3.20 | 3.00 | 2.60", "比预算减少0.40万元，下降13.33%；比2023年的3.20万元减少0.60万元，下降18.75%。"),
        ("2.00 | 2.00 | 2.50", "“三公”经费预算2.00万元，实际支出2.50万元，比预算增加0.50万元，增长25%；比2023年的2.00万元增加0.50万元，增长25%。"),
        ("2.60 | 2.60 | 2.60", "“三公”经费预算2.60万元，实际支出2.60万元，与预算持平；与2023年的2.60万元持平。"),
        ("0 | 0 | 2.60", "“三公”经费预算0万元，实际支出2.60万元，比预算增加2.60万元；比2023年的0万元增加2.60万元。"),
        ("0 | 0 | 0", "“三公”经费预算0万元，实际支出0万元，与预算持平；与2023年的0万元持平。"),
        ("0.49 | 0.5 | 0", "“三公”经费预算0.5万元，实际支出0万元，比预算减少0.5万元，下降100%；比2023年的0.49万元减少0.49万元，下降100%。"),
        ("1.20 | | 1.00", "“三公”经费实际支出1.00万元，比2023年的1.20万元减少0.20万元，下降16.67%。"),
        ("3.20 | 3.00 | ", "“三公”经费预算3.00万元。2023年“三公”经费支出3.20万元。"),
        ("约3 | 3.00 | 2.60", "“三公”经费预算3.00万元，实际支出2.60万元，比预算减少0.40万元，下降13.33%。2023年“三公”经费支出约3万元。"),
        ("32000元 | 3.00 | 2.60", "实际支出2.60万元，比预算减少0.40万元，下降13.33%。2023年“三公”经费支出32000元。"),
    ],
)  # fmt: skip
def test_growth_is_reckoned_right_and_never_on_nothing(figures: str, sentence: str) -> None:
    assert sentence in said({THREE_PUBLICS: f"三公经费 | {figures}"})


def test_the_totals_the_adjustment_and_what_is_left_are_told() -> None:
    assert (
        "2024年，我单位年初预算246.40万元，年中追加9.60万元，全年预算256.00万元，"
        "全年支出252.00万元，预算执行率98.44%，结余4.00万元。"
    ) in said()
    more = said({"246.40 | 256.00 | 252.00": "260.00 | 250.00 | 252.00"})
    assert "年中核减10.00万元，全年预算250.00万元，全年支出252.00万元" in more
    assert "超出全年预算2.00万元。〔请补充：全年支出超出全年预算的原因〕" in more


@pytest.mark.parametrize(
    ("total", "begins"),
    [
        ("246.40 | 256.00 | 252.00", "全年支出按支出性质分合计252.00万元，其中基本支出193.12万元"),
        ("246.40 | 252.00 | 240.00", "全年预算按支出性质分合计252.00万元"),
        ("252.00 | 256.00 | 240.00", "年初预算按支出性质分合计252.00万元"),
        ("246.40 | 256.00 | 240.00", "\n按支出性质分合计252.00万元"),
    ],
)
def test_the_funds_by_use_are_called_what_they_add_up_to(total: str, begins: str) -> None:
    assert begins in said({"246.40 | 256.00 | 252.00": total})


def test_a_project_is_told_with_its_form() -> None:
    assert (
        "1.文化场馆免费开放支出36.00万元，比2023年的30.30万元增加5.70万元，增长18.81%；"
        "预算36.00万元。年初安排36.00万元（30.00万元为财政拨款，6.00万元为上年结转资金），"
    ) in said()


def test_a_project_without_a_form_has_its_rate_reckoned() -> None:
    text = said({"项目支出名称 | 旅游公共服务提升": "项目支出名称 | 别的项目"})
    assert (
        "2.旅游公共服务提升支出22.88万元，比2023年的22.00万元增加0.88万元，增长4%；预算24.00万元，执行率95.33%。"
        in text
    )
    assert "3.别的项目，年初安排24.00万元（全部为财政拨款）" in text


def test_rows_of_nothing_are_told_together() -> None:
    nothing = "公务用车购置费支出0万元，因公出国（境）费支出0万元，均与预算和2023年持平。"
    assert nothing in said()
    assert "公务用车购置费预算" not in said().replace(nothing, "")


def test_a_project_keeps_the_name_that_it_was_given() -> None:
    name = "2023年农田建设补助资金（第二批）"
    text = said(
        {
            "2、旅游公共服务提升": f"2、{name}",
            "项目支出名称 | 旅游公共服务提升": f"项目支出名称 | {name}",
        }
    )
    assert f"2. {name}支出22.88万元" in text
    assert f"\n2. {name}。项目得分99.53分。" in text


def test_a_part_is_not_headed_twice() -> None:
    text = said(profile_id="ministry")
    assert "三、“三公”经费情况\n“三公”经费预算3.00万元" in text


def test_indicators_are_counted_and_deviations_have_the_reason_that_was_given() -> None:
    text = said()
    assert (
        "产出指标共5项，达标4项，未达标1项。举办群众文化活动，目标值≥40场，实际完成46场；" in text
    )
    assert (
        "1.“项目按期完成率”没有达到目标值。目标值≥95%，实际完成93%，分值10分，得9.79分。"
        "偏差原因和措施：雨季推迟安装导览牌，2025年2月已装完。"
    ) in text
    assert "1.针对“项目按期完成率”的偏差，〔请补充：改进措施〕" in text
    unexplained = said({"雨季推迟安装导览牌，2025年2月已装完": ""})
    assert "得9.79分。〔请补充：偏差原因〕" in unexplained


def test_a_target_that_was_reached_is_no_problem_and_one_that_was_missed_is() -> None:
    text = said({
        "≥40场 | 46场 | 10 | 10 |": "≥40场 | 46场 | 10 | 9 |",
        "设施完好率 | ≥95% | 98%": "设施完好率 | ≥95% | 90%",
    })  # fmt: skip
    assert "“举办群众文化活动”没有得满分" not in text
    assert "“设施完好率”没有达到目标值。目标值≥95%，实际完成90%，分值10分，得10分。" in text


def test_words_that_got_less_than_their_points_are_not_called_missed() -> None:
    text = said({"健全 | 健全 | 10 | 10 |": "健全 | 基本健全 | 10 | 8 |"})
    assert "效益指标共3项，达标2项。" in text
    assert (
        "2.“志愿服务机制”没有得满分。目标为“健全”，实际完成情况为“基本健全”，分值10分，得8分。"
        in text
    )


@pytest.mark.parametrize(
    ("score", "grade"), [("99.63", "优"), ("85", "良"), ("60", "中"), ("59.9", "差")]
)
def test_the_score_has_its_grade(score: str, grade: str) -> None:
    assert f"自评得分{score}分，等级为“{grade}”。" in said({"100 | 99.63 |": f"100 | {score} |"})


def test_only_what_the_forms_rule_out_is_called_nothing() -> None:
    assert "四、国有资本经营预算支出情况\n无。\n五、社会保险基金预算支出情况\n无。" in said()
    other = said({"其他资金： |": "其他资金：6.00 |", "政府性基金拨款：6.00": "政府性基金拨款："})
    assert "三、政府性基金预算支出情况\n无。\n四、国有资本经营预算支出情况\n〔请补充：" in other
    untold = said(
        {"一般公共预算：246.00": "一般公共预算：", "政府性基金拨款：6.00": "政府性基金拨款："}
    )
    assert "三、政府性基金预算支出情况\n〔请补充：政府性基金预算支出情况，没有的写“无”〕" in untold


@pytest.mark.parametrize("profile_id", ["yueyang", "taojiang", "ministry"])
def test_the_parts_are_those_of_the_profile_in_its_words(profile_id: str) -> None:
    sections = profile(profile_id).outline("whole")
    lines = said(profile_id=profile_id).split("\n")
    titles = [f"{numeral(n)}、{each.title}" for n, each in enumerate(sections, 1)]
    assert [line for line in lines if line in titles] == titles


def test_numerals_are_those_of_headings() -> None:
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 34)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "三十四",
    ]


def test_without_the_units_own_tables_there_is_nothing_to_write_from() -> None:
    chosen = profile("yueyang")
    project = yunshan.source("附件.xlsx", yunshan.grids()[2:3])
    with pytest.raises(InputError, match="写不出初稿"):
        compose(checking.file([project], chosen), chosen)


def test_what_is_not_known_of_the_filing_itself_is_left_open() -> None:
    chosen = profile("yueyang")
    filing = checking.file([yunshan.source("附件.xlsx", yunshan.grids())], chosen)
    lines = compose(replace(filing, unit="", year=None), chosen)
    assert [line.text for line in lines[:2]] == [
        "〔请补充：单位名称〕", "〔请补充：年度〕年度部门整体支出绩效自评报告",
    ]  # fmt: skip
