"""Which rows add up to a total, and what the names of a formula mean where."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.kit import yunshan
from tests.kit.changes import put, without_row
from xladdin import checking
from xladdin.forms.figures import read_figure
from xladdin.forms.profiles import profile
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Item
from xladdin.model.unit import MONEY
from xladdin.rules import scopes
from xladdin.rules.items import added_up, top_items
from xladdin.rules.scope import number_text


def rows(*lines: str) -> tuple[Item, ...]:
    """Rows of a section: label and amount of each."""
    found = []
    for line in lines:
        label, _, text = line.partition(" | ")
        entry = Entry(label, text, Location(), "本年决算", read_figure(text, MONEY), "万元")
        found.append(Item(label, {"本年决算": entry}))
    return tuple(found)


def kept(*lines: str) -> list[str]:
    """The labels of the rows that add up to the total."""
    return [item.label for item in top_items(rows(*lines), "本年决算")]


def test_rows_side_by_side_add_up() -> None:
    assert kept("1、业务工作经费 | 10", "2、运行维护经费 | 5") == [
        "1、业务工作经费",
        "2、运行维护经费",
    ]


@pytest.mark.parametrize("mark", ["其中：", "（1）", "(1)", "①", "——", "- "])
def test_rows_marked_as_part_of_a_filled_one_are_in_it(mark: str) -> None:
    assert kept("1、修路 | 10", f"{mark}中央资金 | 6", "2、架桥 | 5") == ["1、修路", "2、架桥"]


@pytest.mark.parametrize("mark", ["其中：", "（1）", "①"])
def test_rows_below_a_blank_one_count_themselves(mark: str) -> None:
    for blank in ("", "0", "——"):
        assert kept(f"1、修路 | {blank}", f"{mark}甲路 | 6", f"{mark}乙路 | 4") == [
            "1、修路", f"{mark}甲路", f"{mark}乙路"
        ]  # fmt: skip


def test_rows_after_a_heading_for_special_funds_are_in_it_if_it_is_filled() -> None:
    special = "3、县级专项资金（一个专项一行）"
    assert kept("1、业务 | 1", f"{special} | 7", "修路 | 3", "架桥 | 4", "4、其他 | 2") == [
        "1、业务", special, "4、其他"
    ]  # fmt: skip
    assert kept("1、业务 | 1", f"{special} | ", "修路 | 3", "架桥 | 4", "4、其他 | 2") == [
        "1、业务", special, "修路", "架桥", "4、其他"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["2024年修路", "3.5公里道路", "三峡后续", "一卡通补贴", "100亩果园"]
)
def test_a_name_that_begins_with_a_number_is_not_numbered(name: str) -> None:
    assert kept("3、专项资金 | 7", f"{name} | 7") == ["3、专项资金"]


@pytest.mark.parametrize("number", ["4、", "4.", "4．", "四、", "十一、", "4,", "4)"])
def test_a_number_ends_what_is_below(number: str) -> None:
    assert kept("3、专项资金 | 7", "修路 | 7", f"{number}其他 | 2")[-1] == f"{number}其他"
    assert len(kept("3、专项资金 | 7", "修路 | 7", f"{number}其他 | 2")) == 2


def test_what_stands_under_the_qizhong_of_a_numbered_row_is_part_of_it_too() -> None:
    assert kept("1、修路 | 10", "其中：中央资金 | 6", "省级资金 | 4", "2、架桥 | 5") == [
        "1、修路",
        "2、架桥",
    ]


def test_where_no_row_is_numbered_the_qizhong_is_one_row_only() -> None:
    assert kept("修路 | 10", "其中：中央资金 | 6", "架桥 | 5") == ["修路", "架桥"]


def test_numbers_in_brackets_may_be_the_first_level() -> None:
    assert kept("（1）修路 | 10", "（2）架桥 | 5") == ["（1）修路", "（2）架桥"]


@pytest.mark.parametrize(
    ("total", "counted"),
    [
        # One 专项 a row, as the official workbooks add them up …
        ("12", ["1、业务", "2、专项资金", "修路", "架桥"]),
        # … or the row with its parts, of which one is missing.
        ("8", ["1、业务", "2、专项资金"]),
        ("9", ["1、业务", "2、专项资金"]),
        ("", ["1、业务", "2、专项资金"]),
    ],
)
def test_the_total_tells_whether_further_rows_are_parts(total: str, counted: list[str]) -> None:
    lines = rows("1、业务 | 1", "2、专项资金 | 7", "修路 | 3", "架桥 | 1")
    assert added(total, lines) == counted


def test_rows_that_make_up_the_one_above_are_its_parts_whatever_the_total() -> None:
    lines = rows("1、业务 | 1", "2、专项资金 | 7", "修路 | 3", "架桥 | 4")
    assert added("15", lines) == added("8", lines) == ["1、业务", "2、专项资金"]


def added(total: str, items: tuple[Item, ...]) -> list[str]:
    """The labels of the rows that are added up to this total."""
    figure = read_figure(total, MONEY)
    entry = Entry("项目支出", total, Location(), "本年决算", figure, "万元")
    title = Entry("标题", "", Location())
    form = Form(
        "basic_data", "", title, None, "",
        entries={entry.key: entry}, sections={"项目支出明细": items},
    )  # fmt: skip
    return [item.label for item in added_up(form, "项目支出明细", "本年决算")]


def test_a_parent_is_filled_or_blank_in_each_column_by_itself() -> None:
    parent, child = rows("3、专项资金 | 7", "修路 | 7")
    blank = Entry("3、专项资金", "", Location(), "上年决算", None, "万元")
    last = Entry("修路", "5", Location(), "上年决算", read_figure("5", MONEY), "万元")
    items = (
        Item(parent.label, {**parent.entries, "上年决算": blank}),
        Item(child.label, {**child.entries, "上年决算": last}),
    )
    assert [item.label for item in top_items(items, "本年决算")] == ["3、专项资金"]
    assert [item.label for item in top_items(items, "上年决算")] == ["3、专项资金", "修路"]


# The scopes of the filing


@pytest.fixture(scope="module")
def filing() -> Filing:
    return checking.file(yunshan.sources(), profile("ministry"))


def test_a_column_has_its_rows_and_items(filing: Filing) -> None:
    columns = scopes.of_columns(filing.of("basic_data")[0])
    assert [each.subject for each in columns] == ["2023年决算数", "2024年预算数", "2024年决算数"]
    typed = columns[2].terms["三公经费"].typed
    assert typed is not None
    assert typed.point == Decimal("26000.00")
    assert [term.operands[0].text for term in columns[2].sections["公用经费其中"]] == [
        "9.60", "7.90", "1.80"
    ]  # fmt: skip


def test_a_row_of_the_funds_has_its_columns(filing: Filing) -> None:
    rows_of = scopes.of_rows(filing.of("project")[0])
    assert [each.subject for each in rows_of] == [
        "年度资金总额", "当年财政拨款", "上年结转资金", "其他资金"
    ]  # fmt: skip
    assert rows_of[2].terms["全年执行数"].operands[0].label == "上年结转资金（全年执行数）"


def test_names_across_forms_say_whose_they_are(filing: Filing) -> None:
    (across,) = scopes.of_filing(filing)
    shown = across.terms["基础数据表.项目支出.本年决算"].operands[0]
    assert (shown.label, shown.text) == ("基础数据表的项目支出（2024年决算数）", "58.88")
    assert [term.operands[0].label for term in across.sections["项目表执行数"]] == [
        "项目“文化场馆免费开放”的全年执行数", "项目“旅游公共服务提升”的全年执行数"
    ]  # fmt: skip


def test_subtotals_of_points_stand_where_their_headings_stand(filing: Filing) -> None:
    (form,) = scopes.of_form(filing.of("overall")[0])
    shown = [term.operands[0] for term in form.sections["指标分值"]]
    assert [(each.label, each.text) for each in shown] == [
        ("产出指标 分值小计", "50"), ("效益指标 分值小计", "30"), ("满意度指标 分值小计", "10")
    ]  # fmt: skip


def test_without_stated_points_there_is_no_section_of_them() -> None:
    changed = put("自评表", {"满意度指标": "满意度指标"})(yunshan.sources())
    form = checking.file(changed, profile("ministry")).of("overall")[0]
    assert "标题分值" not in scopes.of_form(form)[0].sections


def test_a_row_of_criteria_goes_by_its_second_level(filing: Filing) -> None:
    names = [each.subject for each in scopes.of_indicators(filing.of("assessment")[0])]
    assert names[:3] == ["自评通知", "工作小组", "单位自查"]


def test_the_items_of_a_section_are_judged_one_by_one(filing: Filing) -> None:
    (building,) = scopes.of_items(filing.of("basic_data")[0], "楼堂馆所")
    assert building.terms["实际规模"].operands[0].text == "294"
    assert list(scopes.of_items(filing.of("basic_data")[0], "没有这一节")) == []


def test_a_deleted_row_leaves_no_name() -> None:
    changed = without_row("基础数据表", "政府采购金额")(yunshan.sources())
    form = checking.file(changed, profile("ministry")).of("basic_data")[0]
    assert "政府采购金额" not in scopes.of_columns(form)[0].terms


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.60", "2.6"), ("100", "100"), ("0.00", "0"), ("1E+2", "100"), ("-7.250", "-7.25")],
)
def test_a_number_is_told_without_exponent_and_closing_zeros(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text
