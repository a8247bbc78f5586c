"""Whatever a cell holds and however large a sheet is, the time grows with its size, no faster.

Ten times the input may take thirty times as long: generous to a busy machine, and far below what
backtracking or a loop within a loop takes.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from tests.kit.form_readings import KINDS, forms, reading
from tests.kit.form_sheets import (
    BASIC,
    FORMS,
    LEFT,
    OVERALL,
    PROJECT,
    UNIT,
    Sheet,
    replaced,
    row_of,
    source,
)
from tests.thorough import few
from xladdin.forms.figures import bare_operator, read_figure
from xladdin.forms.identity import identify
from xladdin.forms.labels import normal, squeeze, years
from xladdin.forms.recognition import recognise
from xladdin.model.grid import Source
from xladdin.model.unit import UNITS

FEW, MANY = few(5_000), few(50_000)
#: Below this, in seconds, a measurement says nothing.
GRAIN = 0.002

HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter": lambda n: "年" * n,
    "digits": lambda n: "1" * n,
    "digits and an end": lambda n: "1" * n + "x",
    "wide digits": lambda n: "９" * n,
    "decimals": lambda n: "1." * (n // 2),
    "thousands": lambda n: "1" + ",000" * (n // 4),
    "commas": lambda n: "，" * n + "x",
    "minus signs": lambda n: "-" * n,
    "operators": lambda n: "≥" * n,
    "blanks": lambda n: "5" + " " * n + "x",
    "wide blanks": lambda n: "（" + "　" * n + "5",
    "lines": lambda n: "基本支出：5\n" * (n // 7),
    "open brackets": lambda n: "(" * n,
    "nested brackets": lambda n: "（" * (n // 2) + "）" * (n // 2),
    "bracket and blanks": lambda n: "( " * (n // 2),
    "empty brackets": lambda n: "()" * (n // 2),
    "colons": lambda n: "：" * n,
    "其中": lambda n: "其中：" * (n // 3),
    "numbering": lambda n: "1、" * (n // 2),
    "brackets with numbers": lambda n: "（一）" * (n // 3),
    "circles": lambda n: "①" * n,
    "years": lambda n: "2024年" * (n // 5),
    "years without 年": lambda n: "2024" * (n // 4),
    "Chinese years": lambda n: "二〇二四" * (n // 4),
    "units": lambda n: "元(" * (n // 2),
    "points": lambda n: "(5 分" * (n // 4),
    "titles": lambda n: "整体支出绩效自评" * (n // 8),
    "projects": lambda n: "项目" * (n // 2),
    "tables": lambda n: "表(" * (n // 2),
    "budget": lambda n: "*预算*单位" * (n // 6),
    "signatures": lambda n: "填 表 人" * (n // 5),
    "blank signatures": lambda n: "填" + " " * n + "表",
    "reports": lambda n: "绩效自评" * (n // 4),
    "surrogates": lambda n: "\ud800" * n,
    "combining": lambda n: "a" + "\u0301" * n,
}


def seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def grows_with_its_input(work: Callable[[int], object], few: int = FEW, many: int = MANY) -> None:
    short = min(seconds(lambda: work(few)) for _ in range(3))
    allowed = 3 * many / few * max(short, GRAIN)
    # A busy machine may spoil a try, not three.
    assert any(seconds(lambda: work(many)) < allowed for _ in range(3))


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> Callable[[int], str]:
    return HOSTILE[request.param]


def test_reading_a_figure_takes_linear_time(hostile: Callable[[int], str]) -> None:
    def work(length: int) -> None:
        text = hostile(length)
        for unit in ("万元", "%", "分", ""):
            assert read_figure(text, UNITS[unit]) is None
        assert not bare_operator(text)

    grows_with_its_input(work)


def test_reading_a_label_takes_linear_time(hostile: Callable[[int], str]) -> None:
    caches = (squeeze, normal, years)

    def work(length: int) -> None:
        for cached in caches:
            cached.cache_clear()
        text = hostile(length)
        assert len(normal(text)) <= len(squeeze(text))
        assert len(years(text)) <= length

    grows_with_its_input(work)


def infested(text: str) -> Source:
    """Forms with a text in each kind of place: title, label, heading, value, note, signature."""
    row = row_of(OVERALL, "社会效益指标")
    overall = [
        [text],
        *replaced(
            OVERALL,
            {
                UNIT: text,
                "产出指标\n（50分）": text,
                "数量指标": text,
                "养护县道里程": text,
                "≥320公里": text,
                "无偏差": text,
                "其中：一般公共预算：380.15": text,
                "402.5": text,
                "400.15": text,
            },
        )[1:row],
        ["", text, "", "", text, "", "", text, ""],
        *OVERALL[row:],
        [text],
        [f"填表人：{text}", *[LEFT] * 7],
    ]
    basic = replaced(BASIC, {"三公经费": text, "2023年决算数": text, "25": text, "80%": text})
    return source("附件", text, overall, text, basic, text)


def test_reading_a_form_full_of_it_takes_linear_time(hostile: Callable[[int], str]) -> None:
    def work(length: int) -> None:
        infested_source = infested(hostile(length))
        found = recognise(infested_source, KINDS)
        filing = identify([infested_source], found)
        kinds = {form.kind for form in found}
        assert {"overall", "basic_data"} <= kinds
        assert filing.year in (2024, None)

    grows_with_its_input(work)


def test_names_of_any_length_are_compared_in_linear_time() -> None:
    def work(length: int) -> None:
        name = "公路" * (length // 2)
        sources = [
            source(replaced(OVERALL, {UNIT: f"{number}{name}{number}"}), name=f"{number}.xlsx")
            for number in range(3)
        ]
        filing = identify(sources, [form for each in sources for form in recognise(each, KINDS)])
        assert len(filing.units) == 3

    grows_with_its_input(work)


# Large sheets


def test_rows_cost_the_same_each() -> None:
    first = row_of(BASIC, "项目支出") + 1

    def work(count: int) -> None:
        rows = [[f"{n}、专项{n}", "1", LEFT, "1", LEFT, "1", LEFT] for n in range(count)]
        (found,) = forms(source([*BASIC[:first], *rows, *BASIC[first + 2 :]]))
        assert len(found.sections["项目支出明细"]) == count

    grows_with_its_input(work, few(2_000, 20), few(20_000, 200))


@pytest.mark.parametrize("grouped", [True, False], ids=["one group", "many groups"])
def test_indicators_cost_the_same_each(grouped: bool) -> None:
    first, last = row_of(OVERALL, "一级指标") + 1, row_of(OVERALL, "总分")

    def work(count: int) -> None:
        rows = [
            [
                "^",
                "产出指标" if grouped else f"指标{n}",
                "",
                f"指标{n}",
                "≥5个",
                "6个",
                "1",
                "1",
                "",
            ]
            for n in range(count)
        ]
        (found,) = forms(source([*OVERALL[:first], *rows, *OVERALL[last:]]))
        assert len(found.indicators) == count

    grows_with_its_input(work, few(600, 20), few(6_000, 200))


@pytest.mark.parametrize(
    "row",
    [
        ["2024年度项目支出绩效自评表"],
        ["单位名称", "项目名称", "实施单位", "基本支出：", "填表人："],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["年度资金总额", "1", "2", "3"],
        ["编制数", "实际在职人数", "控制率", "批复规模", "实际规模", "预算投资", "实际投资"],
        [""],
    ],
    ids=lambda row: row[0] or "blank",
)
def test_rows_that_say_the_same_again_and_again_cost_the_same_each(row: list[str]) -> None:
    def work(count: int) -> None:
        again: Sheet = [row.copy() for _ in range(count)]
        assert len(forms(source([*again, *PROJECT]))) >= 1
        assert len(forms(source([*PROJECT, *again]))) >= 1

    grows_with_its_input(work, few(400, 20), few(4_000, 200))


def test_columns_cost_the_same_each() -> None:
    def work(count: int) -> None:
        far = ["说明"] * count
        sheet = [[*row, *[""] * (9 - len(row)), *far] for row in OVERALL[1:]]
        (found,) = forms(source(OVERALL[0][0], sheet))
        assert found.entries["总分.得分"].text == "98.67"

    grows_with_its_input(work, few(200, 20), few(2_000, 200))


def test_labels_in_a_row_cost_the_same_each() -> None:
    def work(count: int) -> None:
        row = ["项目名称", "实施单位", "基本支出：", "填表人：", "2024年决算数"] * (count // 5)
        assert forms(source([PROJECT[0][:1], row, *PROJECT[1:]]))

    grows_with_its_input(work, few(500, 20), few(5_000, 200))


@pytest.mark.parametrize("name", ["附件.xlsx", "附件.docx"])
def test_forms_below_each_other_cost_the_same_each(name: str) -> None:
    def work(count: int) -> None:
        stacked = [row for _ in range(count) for row in PROJECT]
        found = forms(source(stacked, name=name))
        assert len(found) == count
        assert reading(found[-1]) == reading(found[0])

    grows_with_its_input(work, few(20, 20), few(200, 200))


def test_tables_after_each_other_cost_the_same_each() -> None:
    def work(count: int) -> None:
        part = [["", "甲", "乙", "丙", "丁", "5", "6", "7", "8"]] * 3
        tables = [OVERALL[1:], *[part] * count]
        assert len(forms(source(OVERALL[0][0], *tables, name="附件.docx"))) == 1

    grows_with_its_input(work, few(150, 20), few(1_500, 200))


def test_a_whole_filing_is_recognised_in_a_few_milliseconds() -> None:
    whole = source(*FORMS.values())
    assert len(forms(whole)) == 4
    assert min(seconds(lambda: forms(whole)) for _ in range(5)) < 0.1
