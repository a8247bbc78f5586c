"""A form is read alike however its labels, letters and years are written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.form_readings import amounts, differences, form, of, plain
from tests.kit.form_sheets import BASIC, FORMS, OVERALL, replaced, source

KINDS = list(FORMS)


# Letters and blanks


def broken(text: str, at: list[int], mark: str) -> str:
    """A label with marks put between its letters, numbers left whole."""
    places = [
        place for place in range(1, len(text))
        if not (text[place - 1] in "0123456789.%" and text[place] in "0123456789.%")
    ]  # fmt: skip
    for place in sorted({places[each % len(places)] for each in at}, reverse=True):
        text = text[:place] + mark + text[place:]
    return text


@given(st.data())
def test_blanks_and_line_breaks_in_labels_do_not_matter(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    sheet = FORMS[kind]
    labels = [
        text for row in sheet for text in row
        if len(text) > 1 and "：" not in text and not text[0].isdigit()
    ]  # fmt: skip
    changes = {
        label: broken(label, data.draw(st.lists(st.integers(0, 99), min_size=1, max_size=3)), mark)
        for label in data.draw(st.lists(st.sampled_from(labels), min_size=1, max_size=12))
        for mark in [data.draw(st.sampled_from([" ", "　", "\n", "\n\n", " \n", "\xa0", "\t"]))]
    }
    assert differences(of(sheet), of(replaced(sheet, changes))) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_full_width_letters_and_digits_say_the_same(kind: str) -> None:
    wide = {ord("!") + n: ord("！") + n for n in range(94)} | {ord(" "): "　"}
    sheet = [[t if t in "<^" else t.translate(wide) for t in row] for row in FORMS[kind]]
    assert differences(plain(of(FORMS[kind])), plain(of(sheet))) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_half_width_brackets_and_colons_say_the_same(kind: str) -> None:
    sheet = [[unicodedata.normalize("NFKC", text) for text in row] for row in FORMS[kind]]
    assert differences(plain(of(FORMS[kind])), plain(of(sheet))) == {}


# Labels


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("basic_data", "三公经费", "“三公”经费"),
        ("basic_data", "三公经费", "一、“三公”经费支出"),
        ("basic_data", "三公经费", "三公经费合计"),
        ("basic_data", "1、公务用车购置和维护经费", "（一）公务用车购置及运行维护费"),
        ("basic_data", "1、公务用车购置和维护经费", "①公务用车购置及运行费"),
        ("basic_data", "　　其中：公车购置", "其中:（1）公务用车购置费"),
        ("basic_data", "　　公车运行维护", "（2）公务用车运行维护费"),
        ("basic_data", "2、出国经费", "②因公出国（境）费"),
        ("basic_data", "2、出国经费", "2.因公出国（境）费用"),
        ("basic_data", "3、公务接待", "3．公务接待费"),
        ("basic_data", "项目支出：", "二、项目支出"),
        ("basic_data", "项目支出：", "项目支出（万元）"),
        ("basic_data", "编制数", "核定编制数（人）"),
        ("basic_data", "2024年实际在职人数", "实际在职人数"),
        ("basic_data", "2024年实际在职人数", "2024年末实有人数"),
        ("basic_data", "控制率", "在职人员控制率（%）"),
        ("basic_data", "政府采购金额", "政府采购支出"),
        ("basic_data", "公用经费", "三、日常公用经费"),
        ("overall", "县级预算部门名称", "市级预算部门名称"),
        ("overall", "县级预算部门名称", "区级预算部门（单位）名称"),
        ("overall", "县级预算部门名称", "县级预算部门、单位名称"),
        ("overall", "县级预算部门名称", "部门（单位）名称"),
        ("overall", "县级预算部门名称", "预算单位名称（盖章）："),
        ("overall", "年度预//算申请//（万元）", "年度预算//（万元）"),
        ("overall", "得分", "自评得分"),
        ("overall", "得分", "自评分"),
        ("overall", "年度资金总额", "年度资金总额："),
        ("overall", "政府性基金拨款：20", "政府性基金预算拨款：20"),
        ("overall", "其中：一般公共预算：380.15", "其中：一般公共预算拨款：380.15"),
        ("overall", "预期目标", "年初设定目标"),
        ("overall", "实际完成情况", "目标实际完成情况"),
        ("overall", "年度指标值", "目标值"),
        ("overall", "实际完成值", "全年完成值"),
        ("overall", "分值", "权重"),
        ("overall", "偏差原因分析及改进措施", "未完成原因分析及改进措施"),
        ("overall", "偏差原因分析及改进措施", "偏差原因//分析及改//进措施"),
        ("project", "项目支出名称", "项目名称"),
        ("project", "实施单位", "项目单位"),
        ("project", "主管部门", "主管部门及代码"),
        ("project", "其中：当年财政拨款", "其中：财政拨款"),
        ("project", "　上年结转资金", "—上年结转"),
        ("project", "全年执行数", "全年执行数（B）"),
        ("project", "执行率", "执行率（B/A）"),
        ("assessment", "评分标准", "评分标准及要求"),
        ("assessment", "合计", "总计"),
    ],
)
def test_a_label_may_be_worded_another_way(kind: str, old: str, new: str) -> None:
    changes = {old.replace("//", "\n"): new.replace("//", "\n"), "　" + old: "　" + new}
    sheet = replaced(FORMS[kind], changes)
    assert sheet != FORMS[kind]
    differing = differences(of(FORMS[kind]), of(sheet))
    assert {name for name in differing if not name.startswith("表头.")} == set()


# Years


@pytest.mark.parametrize(
    ("before", "budget", "after", "year"),
    [
        ("2023年决算数", "2024年预算数", "2024年决算数", 2024),
        ("2022年决算数", "2023年预算数", "2023年决算数", 2023),
        ("2022年度决算数", "2023年度预算数", "2023年度决算数", 2023),
        ("2023年决算数", "预算数", "决算数", 2024),
        ("2023年决算数", "本年预算数", "本年决算数", 2024),
        ("2023年决算数", "年初预算数", "本年决算数", 2024),
        ("上年决算数", "2024年预算数", "2024年决算数", 2024),
        ("上年决算数", "预算数", "2024年决算数", 2024),
        ("上年决算数（2023年）", "本年预算数（2024年）", "本年决算数（2024年）", 2024),
        ("上年决算数", "本年预算数", "本年决算数", None),
        ("上年度决算数", "本年度预算数", "本年度决算数", None),
        ("上年决算", "年初预算数", "决算数", None),
        ("2023年\n决算数", "2024年\n预算数", "2024年\n决算数", 2024),
        ("２０２３年决算数", "２０２４年预算数", "２０２４年决算数", 2024),
        ("2023年支出决算数", "2024年支出预算数", "2024年支出决算数", 2024),
    ],
)
def test_the_years_of_headings_are_read_relative_to_each_other(
    before: str, budget: str, after: str, year: int | None
) -> None:
    changes = {"2023年决算数": before, "2024年预算数": budget, "2024年决算数": after}
    untitled = replaced(BASIC, changes | {BASIC[0][0]: "部门整体支出绩效评价基础数据表"})
    found = form(source(untitled))
    keys = ("三公经费.上年决算", "三公经费.本年预算", "三公经费.本年决算")
    assert amounts(found, *keys) == ["3.4", "3.6", "3.25"]
    assert found.year == year
    assert form(source(replaced(BASIC, changes))).year == 2024


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("2024年度", 2024),
        ("２０２４年", 2024),
        ("2024 年度", 2024),
        ("二〇二四年度", 2024),
        ("", None),
    ],
)
def test_the_year_of_a_form_is_the_one_in_its_title(heading: str, year: int | None) -> None:
    title = f"青溪县{heading}部门整体支出绩效自评表"
    assert form(source([[title], *OVERALL[1:]])).year == year
