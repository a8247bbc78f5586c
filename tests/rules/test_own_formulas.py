"""A unit's own formulas, typed by a clerk: what they mean, where they are judged, what is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.kit import yunshan
from tests.kit.changes import both, put, with_formulas, with_helper, without
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Cell, Grid
from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Relation, Severity
from xladdin.rules.own.formulas import rules_of
from xladdin.rules.registry import rules

MINISTRY = profile("ministry")


@cache
def unchanged() -> Filing:
    """The filing of 云山县 without the sheet."""
    return checking.file(yunshan.sources(), MINISTRY)


def filed(*rows: Sequence[str]) -> Filing:
    """The filing with these rows on its sheet 审核公式; the forms are those of ``unchanged``."""
    return replace(unchanged(), sources=with_formulas(*rows)(unchanged().sources))


def formula(text: str) -> tuple[str, ...]:
    """A row with nothing but a formula."""
    return ("", "", text, "", "")


def judged(text: str) -> list[Relation]:
    """Every place where a formula was judged."""
    filing = filed(formula(text))
    return [each for rule in rules_of(filing).values() for each in rule.check(filing, MINISTRY)]


def refusal(text: str) -> str:
    """Why a formula is not understood."""
    (relation,) = rules()["U901"].check(filed(formula(text)), MINISTRY)
    return relation.message.partition("字处不对：")[2].removesuffix("。这一条没有核对。")


def findings(*rows: Sequence[str]) -> list[Finding]:
    """The findings with these rows on the sheet."""
    return list(checking.check(filed(*rows), MINISTRY).findings)


# What is judged each of


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("三公经费.本年决算 <= 5", [""]),
        ("三公经费 <= 5", ["2023年决算数", "2024年预算数", "2024年决算数"]),
        ("三公经费 <= 编制数 * 0.2", ["2023年决算数", "2024年预算数", "2024年决算数"]),
        ("公务接待 <= 三公经费.上年决算", ["2023年决算数", "2024年预算数", "2024年决算数"]),
        ("控制率 <= 100%", [""]),
        ("编制数 <= 20 并且 三公经费.本年决算 <= 3", [""]),
        ("规模控制率 <= 100%", ["第1项"]),
        ("基本支出 >= 项目支出", [""]),
        ("自评表.项目支出 == 基础数据表.项目支出.本年决算", [""]),
        ("项目支出.本年决算 == 自评表.项目支出", [""]),
        ("自评表.得分 <= 分值", [
            "年度资金总额", "举办群众文化活动", "场馆免费开放时间", "设施完好率", "项目按期完成率", "财政资金支出",
            "带动旅游消费", "服务群众", "志愿服务机制", "群众满意度",
        ]),
        ("考核评分表.合计.得分 >= 90", [""]),
        ("服务群众.完成值 >= 3", [""]),
        ("合计(项目支出明细) == 项目支出", ["2023年决算数", "2024年预算数", "2024年决算数"]),
        ("合计(项目支出) == 项目支出", ["2023年决算数", "2024年预算数", "2024年决算数"]),
        ("合计(项目表.全年执行数) <= 基础数据表.项目支出.本年决算", [""]),
        ("合计(项目支出绩效自评表.年度资金总额.全年执行数) <= 项目支出.本年决算", [""]),
        ("合计(项目表年初预算数) == 项目支出.本年预算", [""]),
    ],
)  # fmt: skip
def test_what_a_formula_is_judged_each_of_follows_from_its_names(
    text: str, subjects: list[str]
) -> None:
    relations = judged(text)
    assert [each.subject for each in relations] == subjects
    assert {each.verdict for each in relations} <= {Verdict.HELD, Verdict.ROUNDING}


def test_a_name_that_several_forms_have_is_judged_in_each_unless_the_form_is_named() -> None:
    def forms(text: str) -> list[str | None]:
        return [each.operands[0].location.form for each in judged(text)]

    assert forms("年度资金总额.全年执行数 > 0") == ["overall", "project", "project"]
    assert forms("自评表.年度资金总额.全年执行数 > 0") == ["overall"]
    assert forms("项目支出绩效自评表.年度资金总额.全年执行数 > 0") == ["project", "project"]
    assert forms("总分.得分 > 0") == ["overall", "project", "project"]


# How a place may be called


@pytest.mark.parametrize(
    "name",
    [
        "公务用车", "公务用车购置和维护经费", "公务用车购置及运行维护费", "因公出国（境）费", "三公经费（万元）",
        "水费、电费、差旅费", "办公经费", "部门基本支出预算调整", "文化场馆免费开放", "政府采购金额",
    ],
)  # fmt: skip
def test_rows_go_by_what_the_forms_print(name: str) -> None:
    assert len(judged(f"{name} <= 100")) == 3
    assert len(judged(f"{name}.2024年决算数 <= 100")) == 1
    assert len(judged(f"基础数据表.{name}.本年决算数 <= 100")) == 1


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("2023年决算数", "3.20"), ("上年决算数", "3.20"), ("上年决算", "3.20"), ("本年预算数", "3.00"),
        ("2024年预算数", "3.00"), ("决算数", "2.60"), ("2024年决算数", "2.60"), ("本年决算", "2.60"),
    ],
)  # fmt: skip
def test_a_column_goes_by_its_heading_as_printed(column: str, text: str) -> None:
    (relation,) = judged(f"三公经费.{column} > 0")
    assert [operand.text for operand in relation.operands] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "编制数 == 18", "核定编制数 = 18", "2024年实际在职人数 ＝ 17", "在职人数<=编制数",
        "= 编制数 >= 在职人数", "编制数=18", "（编制数－在职人数）÷ 编制数 ≤ 10%",
    ],
)  # fmt: skip
def test_signs_are_typed_as_one_types_them(text: str) -> None:
    (relation,) = judged(text)
    assert relation.verdict is Verdict.HELD


def test_a_formula_for_a_form_that_is_not_there_is_skipped_and_counted() -> None:
    projects = formula("项目表.年度资金总额.全年执行数 <= 50")
    change = both(without("项目表1", "项目表2"), with_formulas(projects))
    report = checking.check(checking.file(change(yunshan.sources()), MINISTRY), MINISTRY)
    (relation,) = [each for each in report.relations if each.code == "U2"]
    assert relation.verdict is Verdict.SKIPPED
    assert relation.operands[0].location.cell == "C2"


# What is found


def test_a_violation_is_told_like_any_other() -> None:
    (finding,) = findings(("U01", "三公经费限额", "三公经费.本年决算 <= 2.5", "错误", "是"))
    assert (finding.code, finding.severity, finding.title, finding.message) == (
        "U01",
        Severity.ERROR,
        "三公经费限额",
        "三公经费（2024年决算数） 2.60，不应大于 2.5万元，超出 0.1万元。",
    )
    assert finding.fix == "核对这几个数，改正填错的；要改公式本身，在“审核公式”表第 2 行。"
    assert (finding.expected, finding.actual) == ("2.5万元", "2.6万元")
    assert [each.label for each in finding.operands] == ["三公经费（2024年决算数）"]


def test_a_violation_without_a_comparison_to_tell_names_the_figures() -> None:
    (finding,) = findings(formula("not 三公经费.本年决算 <= 5"))
    assert finding.message == (
        "公式“not 三公经费.本年决算 <= 5”不成立：三公经费（2024年决算数） 2.60。"
    )


def test_dropped_decimals_make_a_warning_of_an_error() -> None:
    row = ("U01", "", "公用经费.上年决算 >= 办公经费.上年决算 + 10.05", "错误", "")
    change = put("基础数据表", {"公用经费.上年决算": "20", "其中：办公经费.上年决算": "9.97"})
    changed = both(change, with_formulas(row))(yunshan.sources())
    report = checking.check(checking.file(changed, MINISTRY), MINISTRY)
    (finding,) = [each for each in report.findings if each.code == "U01"]
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("错误", "error"),
        ("警告", "warning"),
        ("提示", "info"),
        ("", "warning"),
        (" 错 误 ", "error"),
    ],
)
def test_the_severity_is_what_the_sheet_says(said: str, severity: str) -> None:
    (finding,) = findings(("U1", "", "编制数 > 18", said, ""))
    assert finding.severity.value == severity


@pytest.mark.parametrize("said", ["否", "停用", "×", "0", "n", " 否 "])
def test_a_formula_that_is_switched_off_is_not_even_read(said: str) -> None:
    assert findings(("U1", "", "编制数 > 18", "", said), ("U2", "", "这不是公式", "", said)) == []


@pytest.mark.parametrize("said", ["是", "", "启用", "√", "1", "Ｙ"])
def test_it_is_on_unless_it_is_switched_off(said: str) -> None:
    assert len(findings(("U1", "", "编制数 > 18", "", said))) == 1


# Codes


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("U01", "U01"), ("u7", "U7"), ("Ｕ１２", "U12"), ("U1234", "U1234"), ("", "U2"), ("1", "U2"),
        ("审1", "U2"), ("U12345", "U2"), ("U", "U2"),
    ],
)  # fmt: skip
def test_the_code_is_the_units_own_or_the_number_of_the_row(given: str, code: str) -> None:
    (finding,) = findings((given, "", "编制数 > 18", "", ""))
    assert finding.code == code


def test_a_code_that_is_taken_is_told_and_the_formula_judged_all_the_same() -> None:
    found = findings(
        ("U01", "一", "编制数 > 18", "", ""),
        ("u01", "二", "编制数 > 19", "", ""),
        ("B201", "三", "编制数 > 20", "", ""),
        ("U901", "四", "编制数 > 21", "", ""),
        ("U3", "五", "编制数 > 22", "", ""),
    )
    assert {each.title: each.code for each in found if each.code != "U902"} == {
        "一": "U01", "二": "U3-2", "三": "U4", "四": "U5", "五": "U3"
    }  # fmt: skip
    assert [each.message for each in found if each.code == "U902"] == [
        "“审核公式”表第 3 行的编号 U01 与第 2 行重复，请换一个。",
        "“审核公式”表第 4 行的编号 B201 是内置规则的代码，请换一个。",
        "“审核公式”表第 5 行的编号 U901 是内置规则的代码，请换一个。",
    ]


def test_what_is_neither_a_severity_nor_yes_or_no_is_told() -> None:
    messages = [each.message for each in findings(("", "", "编制数 >= 18", "严重", "随便"))]
    assert messages == [
        "“审核公式”表第 2 行“启用”应填是或否，现按启用处理。",
        "“审核公式”表第 2 行“级别”应填错误、警告或提示，现按警告处理。",
    ]


# The sheet


def sheet(*lines: tuple[str, ...]) -> Grid:
    """A sheet 审核公式 as typed."""
    cells = [Cell(r, c, text) for r, line in enumerate(lines) for c, text in enumerate(line)]
    return Grid(9, tuple(cells), "审核公式")


def codes(*grids: Grid) -> list[str]:
    """The codes of the findings with these sheets."""
    filing = replace(unchanged(), sources=both(*map(with_helper, grids))(unchanged().sources))
    return [each.code for each in checking.check(filing, MINISTRY).findings]


def test_the_columns_are_found_by_their_headings_below_any_explanation() -> None:
    grid = sheet(
        ("审核公式",),
        ("说明：公式里写项目名称，例如 三公经费 <= 5",),
        ("启用", "级别", "备注", "公 式", "编号"),
        ("是", "提示", "限额", "编制数 > 18", "U08"),
        ("否", "提示", "", "编制数 > 18", "U09"),
        ("", "", "", "", "U10"),
    )
    assert codes(grid) == ["U08"]


def test_a_sheet_with_formulas_only_will_do() -> None:
    assert codes(sheet(("公式",), ("编制数 > 18",))) == ["U2"]


def test_a_sheet_without_formulas_is_no_fault() -> None:
    assert (
        codes(sheet(("编号", "名称", "公式", "级别", "启用"), ("U01", "", "", "警告", "是"))) == []
    )
    assert codes(sheet(("",))) == []


def test_a_note_across_the_columns_is_no_formula() -> None:
    heads = sheet(("编号", "名称", "公式", "级别", "启用"))
    note = Cell(1, 0, "以上公式由本单位自定", columns=5)
    assert codes(replace(heads, cells=(*heads.cells, note))) == []


@pytest.mark.parametrize("text", ["", "#NAME?"])
def test_a_formula_that_excel_took_for_its_own_is_read_as_it_was_typed(text: str) -> None:
    cells = (Cell(0, 0, "公式"), Cell(1, 0, text, formula="=编制数>18"))
    assert codes(Grid(9, cells, "审核公式")) == ["U2"]


def test_the_same_sheet_in_two_workbooks_counts_once() -> None:
    filing = filed(("U01", "", "编制数 > 18", "", ""))
    word, excel = filing.sources
    twice = replace(filing, sources=(replace(word, helpers=excel.helpers), excel))
    assert [each.code for each in checking.check(twice, MINISTRY).findings] == ["U01"]


# What is refused, and what is offered instead


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("三公费用 <= 5", "表中没有“三公费用”这个项目，相近的有 三公经费、办公经费、公用经费"),
        ("自评表.三公经费 <= 5", "表中没有“自评表.三公经费”这个项目"),
        ("三公经费.今年 <= 5", "“三公经费”没有“今年”这一栏，有的是上年决算、本年预算、本年决算"),
        ("三公经费 == 年度资金总额.全年执行数", "“三公经费”有上年决算、本年预算、本年决算几栏，请写明是哪一栏，例如 三公经费.上年决算"),
        ("平均(三公经费) <= 5", "公式里能用的函数只有 合计、封顶、较大"),
        ("合计(三公经费) <= 5", "没有可以合计的“三公经费”，可以合计的有 项目支出明细、公用经费其中、指标分值、指标得分、标题分值"),
        ("合计(今年的执行数) <= 5", "没有可以合计的“今年的执行数”，可以合计的有 项目支出明细、公用经费其中、指标分值、指标得分、标题分值"),
        ("三公经费 <= 5万元", "数字后面不写单位，金额就按表中的单位（如万元）理解"),
        ("三公经费", "公式应是一个比较，例如 三公经费 == 出国经费 + 公务接待"),
        ("1 == 1", "公式里没有用到表中的项目，例如 三公经费.本年决算"),
        ("(三公经费 <= 5", "括号没有配对"),
        ("三公经费 <=", "公式没有写完"),
        ("总分 >= 90", "“总分”有分值、得分几栏，请写明是哪一栏，例如 总分.分值"),
        ("群众满意度 >= 90%", "“群众满意度”有指标值、完成值、分值、得分几栏，请写明是哪一栏，例如 群众满意度.指标值"),
        ("自评表.群众满意度.完成值 >= 90% and 三公经费.2020年决算数 > 0",
         "“三公经费”没有“2020年决算数”这一栏，有的是上年决算、本年预算、本年决算"),
        ("基础数据表.项目支出 == 自评表.项目支出", "“基础数据表.项目支出”有上年决算、本年预算、本年决算几栏，"
         "请写明是哪一栏，例如 基础数据表.项目支出.上年决算"),
        ("编制数 == 项目表.年度资金总额.全年执行数", "这些项目不在同一张表里，请在每个项目前写上表名，"
         "例如 基础数据表.三公经费.本年决算"),
        ("总分 <= 100 and 三公经费 <= 5", "“总分”有分值、得分几栏，请写明是哪一栏，例如 总分.分值"),
    ],
)  # fmt: skip
def test_a_wrong_formula_is_told_what_is_wanted(text: str, reason: str) -> None:
    assert refusal(text) == reason


def test_the_position_is_that_of_the_wrong_name() -> None:
    (finding,) = findings(formula("三公经费.本年决算 ≤ 出国费用款"))
    assert "第 13 个字处不对：表中没有“出国费用款”这个项目" in finding.message
    assert finding.operands[0].location.cell == "C2"
    assert finding.operands[0].location.sheet == "审核公式"


def test_a_wrong_formula_does_not_stop_the_others() -> None:
    found = findings(formula("这不是公式"), formula("编制数 > 18"))
    assert [each.code for each in found] == ["U901", "U3"]


# Nothing runs, nothing breaks, nothing takes long


ATTACKS = [
    "__import__('os').system('true') == 0", "exec('x = 1') == 0", "open('x').read() == 1",
    "三公经费.__class__.__mro__ == 0", "编制数.__class__ == 0", "(lambda: 编制数)() == 0",
    "[编制数 for x in (1,)] == 0", "f'{编制数}' == 0", "编制数 if 编制数 else 编制数", "print(编制数) == 0",
]  # fmt: skip
WATCHED = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.rules.test_own_formulas import ATTACKS, MINISTRY, filed, formula
from xladdin import checking
checking.check(filed(formula("编制数 > 18")), MINISTRY)  # all modules are loaded now
filing = filed(*map(formula, ATTACKS))
events = []
sys.addaudithook(lambda event, _: events.append(event))
report = checking.check(filing, MINISTRY)
done = sorted(set(events))
print(*done)
print(*(finding.code for finding in report.findings))
"""


def test_no_code_runs_from_a_formula() -> None:
    command = [sys.executable, "-c", WATCHED, str(Path(__file__).parent)]
    shown = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    reaching_out = ("exec", "open", "import", "os.", "subprocess.", "socket.", "ctypes.", "shutil.")
    assert "compile" in shown[0].split()  # the parser: events are told
    assert [event for event in shown[0].split() if event.startswith(reaching_out)] == []
    assert shown[1].split() == ["U901"] * len(ATTACKS)


@pytest.mark.parametrize(
    "text",
    [
        "编制数 <= " + "1 + " * 30_000 + "1",
        "编制数 <= " + "(" * 50_000 + "1" + ")" * 50_000,
        "编制数 <= " + "-" * 480 + "1",
        "编制数 <= " + "(" * 230 + "1" + ")" * 230,
        "not " * 110 + "编制数 <= 1",
        "编" * 100_000,
        "编制数 <= " + "9" * 480,
        "编制数." * 120 + "甲 <= 1",
    ],
)
def test_a_formula_of_any_size_gets_one_short_sentence(text: str) -> None:
    (finding,) = findings(formula(text))
    assert finding.code == "U901"
    assert len(finding.message) < 300 + len("编制数." * 120)
    assert all(len(each.text) <= 501 for each in finding.operands)


def test_ten_thousand_rows_are_told_of_and_the_first_are_judged() -> None:
    report = checking.check(filed(*[formula("编制数 >= 18")] * 10_000), MINISTRY)
    (finding,) = report.findings
    assert finding.code == "U902"
    assert finding.message == "“审核公式”表有 10000 条公式，只核对了前 500 条。"
    assert sum(each.code.startswith("U") for each in report.relations) == 501


NAMES = ["三公经费", "三公经费.本年决算", "编制数", "控制率", "得分", "分值", "自评表.项目支出", "办公经费",
         "服务群众.完成值", "执行率", "没有这一项", "总分.得分", "合计(项目支出)", "合计(得分)", "规模控制率"]  # fmt: skip
AMOUNTS = st.one_of(
    st.sampled_from(NAMES), st.sampled_from(["0", "5", "1e14", "95%", "0.001", "1e-300", "5."])
)
SUMS = st.recursive(
    AMOUNTS,
    lambda inner: st.one_of(
        st.builds("({}{}{})".format, inner, st.sampled_from("+-*/＋－×÷"), inner),
        st.builds("较大({},{})".format, inner, inner),
    ),
    max_leaves=5,
)
FORMULAS = st.builds(
    "{}{}{}".format, SUMS, st.sampled_from(["=", "<=", "≥", "≠", "<", "并且", "%"]), SUMS
)


@given(st.lists(st.one_of(FORMULAS, st.text(max_size=40)), min_size=1, max_size=8))
def test_any_formulas_are_judged_or_refused(formulas: list[str]) -> None:
    filing = filed(*map(formula, formulas))
    relations = [
        each
        for rule in (*rules_of(filing).values(), rules()["U901"], rules()["U902"])
        for each in rule.check(filing, MINISTRY)
    ]
    for each in relations:
        assert (each.verdict is Verdict.VIOLATED) == bool(each.message)
