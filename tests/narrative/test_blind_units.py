"""Ten filings without a fault, written without a look at the patterns; the units do not exist."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.kit import yunshan
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.model.report import Report, Severity

FOLDER = Path(__file__).parent / "blind" / "units"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
PROFILES = ("ministry", "yueyang")
SHARE = 0.6

_BASIC = """
2024年度部门整体支出绩效评价基础数据表
财政供养人员情况（人） | 编制数 | 2024年实际在职人数 | 控制率
^ | {posts} | {staff} | {control}%
经费控制情况（万元） | 2023年决算数 | 2024年预算数 | 2024年决算数
三公经费 | {three}
　1、公务用车购置和维护经费 | {cars}
　　其中：公车购置 | {bought}
　　　　　公车运行维护 | {running}
　2、出国经费 | 0 | 0 | 0
　3、公务接待 | {guests}
项目支出： | {projects}
{listed}
公用经费 | {office}
政府采购金额 | {purchases}
部门基本支出预算调整 | 0 | 0 | {adjusted}
厉行节约保障措施 | 办公用品集中采购，接待实行事前审批。
填表人：周敏　填报日期：2025年3月12日　联系电话：5123456　单位负责人签字：刘洋
"""

_OVERALL = """
2024年度部门整体支出绩效自评表
县级预算部门名称 | {unit}
年度预⏎算申请⏎（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | {initial} | {budget} | {spent} | 10 | {rate}% | {rate_score}
^ | 按收入性质分：{spent} | 按支出性质分：{spent}
^ | 其中：一般公共预算：{general} | 其中：基本支出：{basic}
^ | 政府性基金拨款：{funds} | 项目支出：{project}
^ | 纳入专户管理的非税收入拨款： |
^ | 其他资金：{other} |
年度总体目标 | 预期目标 | 实际完成情况
^ | 完成全年各项任务。 | 全面完成。
绩⏎效⏎指⏎标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标⏎（50分） | 数量指标 | {quantity1} | 10 | 10 |
^ | ^ | ^ | {quantity2} | 10 | 10 |
^ | ^ | 质量指标 | {quality} | 10 | 10 |
^ | ^ | 时效指标 | {time} | 10 | 10 |
^ | ^ | 成本指标 | 财政资金支出 | ≤{budget}万元 | {spent}万元 | 10 | 10 |
^ | 效益指标⏎（30分） | 社会效⏎益指标 | {society1} | 10 | 10 |
^ | ^ | ^ | {society2} | 10 | 10 |
^ | ^ | 可持续影响指标 | 长效机制 | 健全 | 健全 | 10 | 10 |
^ | 满意度⏎指标⏎（10分） | 服务对象满意度指标 | {content} | 10 | 10 |
总分 | < | < | < | < | < | 100 | {score} |
填表人：周敏　填报日期：2025年3月12日　联系电话：5123456　单位负责人签字：刘洋
"""


def _percent(part: str | int, whole: str | int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"))


def sources(name: str) -> tuple[Source, ...]:
    """The filing of a text: what its tables hold, ``+++``, its report."""
    head, _, report = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition("+++\n")
    values = tomllib.loads(head)
    rate = _percent(values["spent"], values["budget"])
    rate_score = (Decimal(values["spent"]) * 10 / Decimal(values["budget"])).quantize(
        Decimal("0.01")
    )
    values |= {
        "control": _percent(values["staff"], values["posts"]),
        "listed": "\n".join(f"　{i}、{item}" for i, item in enumerate(values["items"], 1)),
        "adjusted": Decimal(values["budget"]) - Decimal(values["initial"]),
        "rate": rate,
        "rate_score": rate_score,
        "score": 90 + rate_score,
    }
    tables = (
        yunshan.table(_BASIC.format_map(values), yunshan._BASIC, 1, "基础数据表"),
        yunshan.table(_OVERALL.format_map(values), yunshan._OVERALL, 2, "自评表"),
    )
    lines = tuple(Paragraph(i, line) for i, line in enumerate(report.strip().split("\n")))
    return yunshan.source("自评报告.docx", lines), yunshan.source("附件.xlsx", tables)


@cache
def read(name: str, profile_id: str) -> tuple[Filing, Report]:
    """A filing of this folder, checked."""
    chosen = profile(profile_id)
    filing = checking.file(sources(name), chosen)
    return filing, checking.check(filing, chosen)


@pytest.mark.parametrize("profile_id", PROFILES)
@pytest.mark.parametrize("name", NAMES)
def test_a_faultless_filing_has_no_finding_above_info(name: str, profile_id: str) -> None:
    filing, report = read(name, profile_id)
    assert {form.kind for form in filing.forms} == {"basic_data", "overall"}
    assert [
        f"{f.code} {f.message}" for f in report.findings if f.severity is not Severity.INFO
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_most_figures_with_a_subject_are_compared(name: str) -> None:
    filing, report = read(name, PROFILES[0])
    compared = {
        operand.location
        for relation in report.relations
        if relation.code[0] in "NA" and relation.verdict.value != "skipped"
        for operand in relation.operands
        if operand.value is not None
    }
    about = [c for passage in filing.passages for c in passage.claims if c.subject]
    assert len(about) >= 10
    assert sum(claim.location in compared for claim in about) >= SHARE * len(about)
