"""Against last year's filing: when it is compared with at all, and what is not held against a unit."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec.structs import replace

from tests.kit import last_year, yunshan
from tests.kit.changes import Change, both, everywhere, nothing, put, with_row, without, without_row
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Relation, Report
from xladdin.rules.registry import rules

MINISTRY = profile("ministry")
FAMILY = [code for code in rules() if code.startswith("Y")]


@cache
def filing(change: Change = nothing) -> Filing:
    """This year's filing with a change."""
    return checking.file(change(yunshan.sources()), MINISTRY)


@cache
def earlier(change: Change = nothing) -> Filing:
    """Last year's filing with a change."""
    return checking.file(change(last_year.sources()), MINISTRY)


def relations(change: Change = nothing, prior: Change = nothing) -> list[Relation]:
    """Everything that the family says of the filing and last year's, each with a change."""
    pair = replace(filing(change), prior=earlier(prior))
    return [each for code in FAMILY for each in rules()[code].check(pair, MINISTRY)]


def violated(change: Change = nothing, prior: Change = nothing) -> list[str]:
    """The codes that fire."""
    return [each.code for each in relations(change, prior) if each.verdict is Verdict.VIOLATED]


def report(change: Change = nothing, prior: Change = nothing) -> Report:
    """The whole report."""
    return checking.check(replace(filing(change), prior=earlier(prior)), MINISTRY)


def basic(**texts: str) -> Change:
    """Other texts in the 基础数据表: a row's 本年决算."""
    return put("基础数据表", {f"{row}.本年决算": text for row, text in texts.items()})


# Whether to compare


def test_without_last_years_filing_the_family_is_silent() -> None:
    assert [each for code in FAMILY for each in rules()[code].check(filing(), MINISTRY)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023年", "2024年"), ("2023年", "2022年"), ("2023年", "本年"), (yunshan.UNIT, "云山县地方海事处"),
    ],
)  # fmt: skip
def test_another_year_or_unit_is_told_and_nothing_is_compared(old: str, new: str) -> None:
    prior = everywhere(old, new)
    wrong = both(basic(公用经费="99.90"), put("基础数据表", {"编制数": "81"}), prior)
    assert violated(prior=wrong) in (["Y101"], ["Y102"])
    assert {each.code for each in relations(prior=wrong)} <= {"Y101", "Y102"}


@pytest.mark.parametrize(
    "name", ["云山县文旅服务中心", "文化旅游服务中心", "云山县 文化旅游服务中心", "岭南市云山县文化旅游服务中心"]
)  # fmt: skip
def test_a_name_without_its_place_or_shortened_is_the_same_unit(name: str) -> None:
    assert violated(prior=everywhere(yunshan.UNIT, name)) == []


@pytest.mark.parametrize(
    "name", ["云水县文化旅游服务中心", "云山县河口镇文化旅游服务中心", "云山县文化馆"]
)
def test_a_name_like_it_is_that_of_another_unit(name: str) -> None:
    assert violated(prior=everywhere(yunshan.UNIT, name)) == ["Y102"]


def test_a_narrative_alone_is_told_to_have_no_tables() -> None:
    tables = ("基础数据表", "自评表", "项目表1", "项目表2", "考核评分表")
    assert violated(prior=without(*tables)) == ["Y103", "Y103"]


# 上年决算数


@pytest.mark.parametrize("text", ["24.6", "24.60", "246000元", "24.60万元", "24.604"])
def test_the_same_amount_written_otherwise_is_the_same(text: str) -> None:
    assert violated(prior=basic(公用经费=text)) == []


def test_the_same_amount_in_a_form_kept_in_another_unit_is_the_same() -> None:
    change = both(
        put(
            "基础数据表",
            {f"{row}.本年决算": "" for row in ("其中：办公经费", "水费、电费、差旅费")},
        ),
        basic(公用经费="246000"),
        everywhere("经费控制情况（万元）", "经费控制情况（元）"),
    )
    said = [each for each in relations(prior=change) if each.subject == "公用经费"]
    assert [(each.code, each.verdict) for each in said if each.code == "Y201"] == [
        ("Y201", Verdict.HELD)
    ]


def test_a_violation_shows_both_places_in_their_files() -> None:
    found = finding("Y201", prior=basic(公用经费="24.90"))
    assert [each.label for each in found.operands] == [
        "公用经费（2023年决算数）", "去年材料的公用经费（2023年决算数）"
    ]  # fmt: skip
    assert (found.expected, found.actual) == ("24.9万元", "24.6万元")


def finding(code: str, change: Change = nothing, prior: Change = nothing) -> Finding:
    """The one finding of a code."""
    (found,) = [each for each in report(change, prior).findings if each.code == code]
    return found


def prior_final_accounts(change: Change = nothing) -> str:
    """How grave it is that 公用经费 differs."""
    return finding("Y201", change, basic(公用经费="24.90")).severity.value


def test_it_is_an_error_only_where_the_headings_leave_no_doubt() -> None:
    assert prior_final_accounts() == "error"
    assert prior_final_accounts(put("基础数据表", {"表头.上年决算": "上年决算数"})) == "error"
    assert prior_final_accounts(put("基础数据表", {"表头.上年决算": "2022年决算数"})) == "warning"


def test_the_row_that_is_filled_in_different_ways_makes_a_warning() -> None:
    assert finding("Y201", prior=basic(基本支出预算调整="186.40")).severity.value == "warning"


def test_dropped_decimals_make_a_warning() -> None:
    found = finding(
        "Y201", put("基础数据表", {"公用经费.上年决算": "24.6"}), basic(公用经费="24.63")
    )
    assert found.severity.value == "warning"
    assert found.message.endswith("（如果是四舍五入造成的，请统一保留两位小数。）")


@pytest.mark.parametrize("text", ["", "——", "见附表"])
def test_what_last_year_left_blank_is_nothing_to_compare_with(text: str) -> None:
    assert violated(prior=basic(公用经费=text)) == []


def test_rows_of_the_same_name_twice_are_not_told_apart() -> None:
    again = with_row("基础数据表", "公用经费", "2、文化场馆免费开放", "", "1.00", "1.00")
    assert "Y201" not in violated(prior=again)


def test_a_row_that_one_of_the_forms_does_not_have_is_left_out() -> None:
    assert violated(prior=without_row("基础数据表", "政府采购金额")) == []


# 三公经费


def test_a_rise_that_the_form_itself_shows_is_left_to_its_own_rule() -> None:
    codes = [each.code for each in report(
        put("基础数据表", {"三公经费.上年决算": "2.40"}), basic(三公经费="2.40")
    ).findings]  # fmt: skip
    assert "B204" in codes
    assert "Y202" not in codes


def test_a_rise_that_a_blank_hides_is_shown() -> None:
    hidden = put("基础数据表", {"三公经费.上年决算": ""})
    assert "Y202" in violated(hidden, basic(三公经费="2.40"))


# Projects


@pytest.mark.parametrize(
    "row",
    [
        ("3、防汛设备购置", "", "", ""),
        ("……", "1.00", "1.00", "1.00"),
        ("4、其他", "5.00", "0", "0"),
    ],
)
def test_a_row_without_a_name_or_an_amount_is_no_project(row: tuple[str, ...]) -> None:
    assert "Y301" not in violated(prior=with_row("基础数据表", "公用经费", *row))


def test_numbers_and_years_before_a_name_make_no_other_project() -> None:
    renamed = both(
        everywhere("1、文化场馆免费开放", "（一）2023年度文化场馆免费开放"),
        everywhere("项目支出名称 | 文化场馆免费开放", "项目支出名称 | 2023年文化场馆免费开放"),
    )
    assert violated(prior=renamed) == []


def test_less_carried_over_than_was_left_is_no_fault() -> None:
    assert violated(prior=put("项目表1", {"年度资金总额.全年执行数": "25.00"})) == []


# Indicators


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥40场", "38场"),
        ("≥45场", "39场"),
        ("≥30场", "60场"),
        ("40场次", "60场次"),
        ("按时", "按时"),
    ],
)
def test_a_target_is_not_lowered_if_it_was_not_higher_or_not_reached(
    target: str, actual: str
) -> None:
    texts = {"举办群众文化活动 指标值": target, "举办群众文化活动 完成值": actual}
    assert violated(prior=put("自评表", texts)) == []


def test_a_cost_follows_the_budget() -> None:
    texts = {"财政资金支出 指标值": "≤240万元", "财政资金支出 完成值": "230万元"}
    assert violated(prior=put("自评表", texts)) == []


def test_a_few_figures_alike_are_a_coincidence() -> None:
    texts = {"设施完好率 完成值": "98%", "群众满意度 完成值": "96%"}
    assert violated(prior=put("自评表", texts)) == []


def test_what_was_simply_reached_is_not_copied() -> None:
    same = {
        "举办群众文化活动 完成值": "40场", "场馆免费开放时间 完成值": "300天", "服务群众 完成值": "3万人次",
        "设施完好率 完成值": "100%", "群众满意度 完成值": "100%",
    }  # fmt: skip
    assert "Y601" not in violated(put("自评表", same), put("自评表", same))


def test_a_short_text_may_be_the_same() -> None:
    same = put("自评表", {"实际完成情况": "全部按时完成。"})
    assert violated(same, same) == []


def test_a_project_is_compared_with_that_of_its_name() -> None:
    copied = put("项目表2", {"实际完成情况": "安装导览牌52块，改建旅游厕所3座，全部按期完工。"})
    found = finding("Y602", copied, copied)
    assert [each.location.sheet for each in found.operands] == ["项目表2", "项目表2"]


# What the report counts


def test_last_years_figures_are_not_figures_of_this_filing() -> None:
    alone = checking.check(filing(), MINISTRY)
    both_years = report()
    assert both_years.coverage.figures == alone.coverage.figures
    assert both_years.coverage.relations > alone.coverage.relations
    assert [each.path for each in both_years.sources] == [each.path for each in alone.sources]
    assert both_years.prior is not None
    assert (both_years.prior.unit, both_years.prior.year) == (yunshan.UNIT, 2023)
    assert alone.prior is None
