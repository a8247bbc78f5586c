"""The report as a finance clerk reads it in the command window."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.outputs.sample_reports import (
    CAUSED,
    CLEAN,
    HEADING,
    NARRATIVE,
    NOTHING,
    RICH,
    SCORE,
    SUM,
    TARGET,
    relation,
)
from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Coverage, Operand, Report, Severity
from xladdin.outputs.phrases import amount
from xladdin.outputs.printable import width
from xladdin.outputs.text import render, short, summary


def finding_lines(report: Report) -> str:
    """The report without what stands above the first finding."""
    return render(report).partition("\n\n")[2]


def test_a_report_says_what_is_wrong_where_with_which_numbers_and_what_to_do() -> None:
    report = replace(RICH, findings=(TARGET, SUM), coverage=Coverage(152, 138, 96, 91, 2, 2, 1))
    assert (
        render(report)
        == """\
校验报告　临江县库区移民事务中心　2024年度
地区方案：岳阳市（2024年度）
材料：自评报告.docx（Word 文档）
        正文
        部门整体支出绩效自评表（标题：2024年度部门整体支出绩效自评表）
        注意：文中有 2 处修订没有接受，按修订后的文字核对。
      附件.xlsx（Excel 工作簿）
        基础数据表（标题：部门整体支出绩效评价基础数据表）
        缺少栏目：厉行节约保障措施、楼堂馆所控制情况
      会议通知.docx（Word 文档）
        没有识别出表格，也没有正文，未参与核对

错误 1 处

1. B201 三公经费等于三项之和
   本年预算：三公经费填 0.9 万元，三项相加是 0.5 万元，多 0.4 万元。
   位置：附件.xlsx · 基础数据表（工作表“附件1”）
   数字：C9 三公经费 0.9 万元；C10 公务用车购置和维护经费 0 万元；C13 出国经费 0
         万元；C14 公务接待 0.5 万元
   改法：对照账上的数，先核对三项，再改合计。

提示 1 处

2. S210 定性指标写明目标
   “推动全县移民产业发展”的年度指标值只写“定性”，没有说做到什么程度算完成。
   位置：自评报告.docx · 部门整体支出绩效自评表（第2个表） · 第16行第4列
   内容：年度指标值 定性
   改法：写明可以判断的目标，例如“新增产业项目 3 个”。

结论：发现错误 1 处、提示 1 处。请先改正错误，改完后再核对一遍。
核对范围：识别 152 个数字，其中 138 个参与核对；核对关系 96 条：成立 91，因四舍
          五入成立 2，不成立 2，无法核对 1。
"""
    )


def test_a_sentence_and_a_cell_that_differ_are_shown_one_below_the_other() -> None:
    report = replace(RICH, findings=(NARRATIVE,), coverage=Coverage(9, 9, 9, 8, 0, 1, 0))
    assert finding_lines(report).startswith("""\
错误 1 处

1. N101 正文的人数与基础数据表一致
   编制数：正文写 5 人，基础数据表填 3 人。
   位置：自评报告.docx · 正文 · 第14段
   数字：编制数 5人
   原文：“我中心内设编制数为【5人】，年末实有在职人员【5人】，离退休人员12人，
         在职人员控制……”
   位置：附件.xlsx · 基础数据表（工作表“附件1”） · B5
   数字：编制数 3 人
   改法：以编制文件为准，改正文或改基础数据表。
""")


def test_a_waived_finding_shows_the_reason() -> None:
    report = replace(RICH, findings=(HEADING,))
    assert "   已作说明：本单位 2024 年经财政局同意调整了权重。\n" in render(report)
    assert "警告 1 处（已说明）\n" in render(report)


def test_an_explanation_of_an_error_is_told_with_a_word_on_what_it_is_worth() -> None:
    report = replace(RICH, findings=(replace(SUM, rejected="四舍五入。"),))
    assert "   说明：四舍五入。（错误不能以说明代替改正。）\n" in render(report)
    assert "错误 1 处\n" in render(report)


def test_a_finding_without_operands_is_about_the_whole_filing() -> None:
    report = replace(RICH, findings=(replace(SUM, operands=()),))
    assert "   位置：整套材料\n   改法：" in render(report)


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ("错误", "结论：发现错误 1 处。请先改正错误，改完后再核对一遍。"),
        ("警告", "结论：发现警告 1 处。没有错误；警告请逐条核实，填错的改正，确有原因的写明原因。"),
        ("提示", "结论：发现提示 1 处。没有错误和警告；提示供参考，不一定要改。"),
        ("", "结论：没有发现问题。"),
        ("说明", "结论：发现警告 1 处（已说明）。都已说明，没有要改正的。"),
        (
            "警告说明",
            "结论：发现警告 2 处（其中 1 处已说明）。没有错误；警告请逐条核实，填错的改正，确有原因的写明原因。",
        ),
        (
            "说明提示",
            "结论：发现警告 1 处（已说明）、提示 1 处。没有错误，警告都已说明；提示供参考，不一定要改。",
        ),
        (
            "特许警告",
            "结论：发现错误 1 处（已说明）、警告 1 处。没有要改正的错误；警告请逐条核实，填错的改正，确有原因的写明原因。",
        ),
        ("错误说明", "结论：发现错误 1 处、警告 1 处（已说明）。请先改正错误，改完后再核对一遍。"),
    ],
)
def test_the_conclusion_says_what_to_do_next(severities: str, expected: str) -> None:
    known = {
        "错误": SUM, "警告": SCORE, "提示": TARGET, "说明": HEADING,
        "特许": replace(SUM, waiver="经财政局同意。"),
    }  # fmt: skip
    findings = tuple(finding for name, finding in known.items() if name in severities)
    findings = tuple(sorted(findings, key=lambda each: list(Severity).index(each.severity)))
    assert summary(replace(RICH, findings=findings), 160)[0] == expected


def test_a_clean_report_still_says_how_much_was_looked_at() -> None:
    assert summary(CLEAN, 100) == [
        "结论：没有发现问题。",
        "核对范围：识别 40 个数字，其中 31 个参与核对；核对关系 22 条：成立 21，因四舍五入成立 1，"
        "不成立 0，",
        "          无法核对 0。",
    ]


def test_the_figures_of_the_text_have_a_line_of_their_own() -> None:
    seen = replace(CLEAN.coverage, quantities=120, claims=80, claims_compared=35)
    assert summary(replace(CLEAN, coverage=seen), 100)[-1] == (
        "正文：识别 120 个数字，读懂其中 80 个说的是什么，35 个与表格或前后文核对过。"
    )


@pytest.mark.parametrize(
    ("report", "cause"),
    [
        (NOTHING, "材料里没有识别出数字"),
        (replace(NOTHING, coverage=Coverage(figures=7)), "没有识别出自评表格"),
        (replace(CLEAN, coverage=Coverage(7, 0, 3, 0, 0, 0, 3)), "没有两个数字能够互相核对"),
    ],
)
def test_a_report_over_nothing_is_no_clean_report(report: Report, cause: str) -> None:
    assert summary(report, 200)[0] == (
        f"结论：这次什么也没有核对：{cause}，不能据此认为材料无误。"
        "请看看是否选错了文件，表名和栏目名是否完整。"
    )


def test_violations_that_are_not_listed_one_by_one_are_not_hidden() -> None:
    report = replace(RICH, findings=(SUM,), coverage=Coverage(40, 31, 22, 20, 0, 2, 0))
    assert "不成立 2（合并重复、按地区方案取舍后列为 1 处问题）" in summary(report, 200)[1]


def test_the_list_of_relations_comes_only_when_asked() -> None:
    held = relation(SUM, Verdict.HELD)
    report = replace(CLEAN, relations=(held, relation(NARRATIVE, Verdict.ROUNDING)))
    assert "核对过的关系" not in render(report)
    assert """
核对过的关系 2 条
  B201　成立　本年预算
    附件.xlsx · 基础数据表（工作表“附件1”）：C9 三公经费 0.9 万元；C10 公务
      用车购置和维护经费 0 万元；C13 出国经费 0 万元；C14 公务接待 0.5 万元
  N101　因四舍五入成立　本年预算
    自评报告.docx · 正文：第14段 编制数 5人
    附件.xlsx · 基础数据表（工作表“附件1”）：B5 编制数 3 人
""" in render(report, relations=True)


@pytest.mark.parametrize("limit", [60, 72, 80, 100])
def test_no_line_is_wider_than_asked(limit: int) -> None:
    lines = render(RICH, relations=True, width=limit).splitlines()
    assert max(map(width, lines)) <= limit


def test_colours_change_nothing_but_colours() -> None:
    coloured = render(RICH, colour=True)
    assert "\x1b[1;31m错误 2 处\x1b[0m" in coloured
    assert "1. \x1b[1;31mB201\x1b[0m 三公" in coloured
    for sequence in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m"):
        coloured = coloured.replace(sequence, "")
    assert coloured == render(RICH)


def test_a_file_cannot_send_control_codes_to_the_terminal() -> None:
    hostile = "\x1b]0;偷改标题\x07\x9b2J\u202e反\udc80"
    operand = replace(SUM.operands[0], label=hostile, text=hostile)
    finding = replace(SUM, title=hostile, message=hostile, operands=(operand,), fix=hostile)
    report = replace(RICH, unit=hostile, findings=(finding,))
    text = render(report, relations=True)
    assert not {char for char in text if char < " "} - {"\n"}
    assert not set("\x9b\u202e\udc80\x7f") & set(text)
    text.encode("utf-8")


def test_a_chinese_windows_console_has_every_character() -> None:
    render(RICH, relations=True, colour=True).encode("gbk")


@pytest.mark.parametrize(
    ("text", "value", "unit", "shown"),
    [
        ("0.9", "0.9", "万元", "0.9 万元"),
        ("5人", "5", "人", "5人"),
        ("95.13%", "95.13", "%", "95.13%"),
        ("99.45", "99.45", "%", "99.45"),
        ("3", "3", "", "3"),
        ("长期", None, "个", "长期"),
        (" ", None, "万元", "（空）"),
    ],
)
def test_an_amount_is_shown_as_it_was_filled_in(
    text: str, value: str | None, unit: str, shown: str
) -> None:
    assert amount(Operand("", text, value, unit, Location())) == shown


def test_the_short_list_has_a_line_for_each_entry_with_its_place_and_the_words_around_it() -> None:
    assert (
        short(replace(RICH, findings=(TARGET, SUM), coverage=Coverage(152, 138, 96, 91, 2, 2, 1)))
        == """\
校验报告　临江县库区移民事务中心　2024年度
地区方案：岳阳市（2024年度）
材料：自评报告.docx、附件.xlsx、会议通知.docx
注意：自评报告.docx：文中有 2 处修订没有接受，按修订后的文字核对。

错误 1 处
  1. B201 附件1 C9：本年预算：三公经费填 0.9 万元，三项相加是 0.5 万元，多 0.4
     万元。

提示 1 处
  2. S210 自评报告.docx 第2个表 第16行第4列：“推动全县移民产业发展”的年度指标
     值只写“定性”，没有说做到什么程度算完成。

结论：发现错误 1 处、提示 1 处。请先改正错误，改完后再核对一遍。
核对范围：识别 152 个数字，其中 138 个参与核对；核对关系 96 条：成立 91，因四舍
          五入成立 2，不成立 2，无法核对 1。
"""
    )


def test_the_short_list_says_what_to_write_and_quotes_the_sentence() -> None:
    told = "".join(line.strip() for line in short(CAUSED).splitlines())
    assert "应改为" in told
    assert "（连带 1 处）" in told
    assert "说明" in short(replace(RICH, findings=(replace(SUM, waiver="有批复。"),)))
