"""Reports made by hand, of a unit that does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import (
    Cause,
    Coverage,
    Finding,
    FormSummary,
    Operand,
    Relation,
    Report,
    Severity,
    SourceSummary,
)


@dataclass(frozen=True)
class Page:
    """What the HTML appendix needs of a rule."""

    title: str
    page: str


PAGES = {
    "B201": Page(
        "三公经费等于三项之和",
        """检查什么：基础数据表中，“三公经费”一行等于公务用车购置和维护经费、出国经费、公务接待三行之和，
每一列（上年决算、本年预算、本年决算）各算一遍。
公式：三公经费 == 公务用车 + 出国经费 + 公务接待（逐列核对）
为什么：合计数由三项相加得出，对不上说明有一项漏填或填错。
反例：三公经费 0.9，三项为 0、0、0.5。
正例：三公经费 0.9，三项为 0.4、0、0.5。
怎么改：对照账上的数，先核三项，再改合计。""",
    ),
    "N101": Page(
        "正文的人数与基础数据表一致",
        """检查什么：正文中写到的编制数、实有人数，与基础数据表中的相同。
为什么：同一个数在两处不同，必有一处是错的。
怎么改：以编制文件和年末在册名单为准。""",
    ),
}


def sheet(label: str, text: str, cell: str, unit: str = "万元") -> Operand:
    """A figure in the basic data sheet."""
    where = Location("附件.xlsx", "basic_data", "附件1", cell, quote=text)
    return Operand(label, text, text.rstrip("%"), unit, where)


def table(label: str, text: str, row: int, column: int, unit: str = "分") -> Operand:
    """A figure in the second table of the Word document."""
    where = Location("自评报告.docx", "overall", None, f"t2R{row}:C{column}", quote=text)
    return Operand(label, text, text.strip("（）分%"), unit, where)


def prose(label: str, text: str, sentence: str, paragraph: int, unit: str) -> Operand:
    """A figure in a sentence, the sentence beginning at offset 40 of its paragraph."""
    start = 40 + sentence.index(text)
    span = (start, start + len(text))
    where = Location("自评报告.docx", None, None, None, paragraph, span, sentence)
    return Operand(label, text, text.removesuffix(unit), unit, where)


STAFF = "我中心内设编制数为5人，年末实有在职人员5人，离退休人员12人，在职人员控制率为100%。"

SUM = Finding(
    "B201",
    Severity.ERROR,
    "三公经费等于三项之和",
    "本年预算：三公经费填 0.9 万元，三项相加是 0.5 万元，多 0.4 万元。",
    "对照账上的数，先核对三项，再改合计。",
    "0.5",
    "0.9",
    (
        sheet("三公经费", "0.9", "C9"),
        sheet("公务用车购置和维护经费", "0", "C10"),
        sheet("出国经费", "0", "C13"),
        sheet("公务接待", "0.5", "C14"),
    ),
    "b201-1",
)
NARRATIVE = Finding(
    "N101",
    Severity.ERROR,
    "正文的人数与基础数据表一致",
    "编制数：正文写 5 人，基础数据表填 3 人。",
    "以编制文件为准，改正文或改基础数据表。",
    "3",
    "5",
    (prose("编制数", "5人", STAFF, 13, "人"), sheet("编制数", "3", "B5", "人")),
    "n101-1",
)
SCORE = Finding(
    "S301",
    Severity.WARNING,
    "执行得分等于分值乘执行率",
    "预算执行得分填 9 分，按分值 10 分 × 执行率 95.13% 应为 9.51 分。",
    "得分保留两位小数，改为 9.51，并重新加总总分。",
    "9.51",
    "9",
    (
        table("分值", "10", 6, 5),
        table("执行率", "95.13%", 6, 6, "%"),
        table("得分", "9", 6, 7),
    ),
    "s301-1",
)
HEADING = Finding(
    "S102",
    Severity.WARNING,
    "一级指标标明的分值等于各行之和",
    "产出指标标明 50 分，四行分值合计 40 分，少 10 分。",
    "核对各行分值，使合计等于 50 分。",
    "50",
    "40",
    (
        table("产出指标", "（50分）", 9, 1),
        *(table(f"分值（第{row - 8}行）", "10", row, 5) for row in range(9, 13)),
    ),
    "s102-1",
    "本单位 2024 年经财政局同意调整了权重。",
)
TARGET = Finding(
    "S210",
    Severity.INFO,
    "定性指标写明目标",
    "“推动全县移民产业发展”的年度指标值只写“定性”，没有说做到什么程度算完成。",
    "写明可以判断的目标，例如“新增产业项目 3 个”。",
    "",
    "",
    (
        Operand(
            "年度指标值",
            "定性",
            None,
            "",
            Location("自评报告.docx", "overall", None, "t2R16:C4", quote="定性"),
        ),
    ),
    "s210-1",
)


def relation(finding: Finding, verdict: Verdict = Verdict.VIOLATED) -> Relation:
    """The relation that the finding comes from, or one like it with another verdict."""
    violated = verdict is Verdict.VIOLATED
    return Relation(
        finding.code, verdict, finding.operands, "本年预算", finding.message if violated else ""
    )


RICH = Report(
    "临江县库区移民事务中心",
    2024,
    "yueyang-2024",
    "岳阳市（2024年度）",
    (
        SourceSummary(
            "自评报告.docx",
            "docx",
            "5f" * 32,
            ("overall",),
            True,
            ("文中有 2 处修订没有接受，按修订后的文字核对。",),
        ),
        SourceSummary("附件.xlsx", "xlsx", "a0" * 32, ("basic_data",), False),
        SourceSummary("会议通知.docx", "docx", "77" * 32, (), False),
    ),
    (
        FormSummary(
            "overall",
            "部门整体支出绩效自评表",
            "2024年度部门整体支出绩效自评表",
            "自评报告.docx",
            (),
        ),
        FormSummary(
            "basic_data",
            "基础数据表",
            "部门整体支出绩效评价基础数据表",
            "附件.xlsx",
            ("厉行节约保障措施", "楼堂馆所控制情况"),
        ),
    ),
    Coverage(152, 138, 96, 89, 2, 4, 1),
    (SUM, SCORE, NARRATIVE, TARGET, HEADING),
    (
        relation(SUM),
        relation(NARRATIVE),
        relation(SCORE, Verdict.ROUNDING),
        *(relation(SUM, Verdict.HELD) for _ in range(12)),
        relation(HEADING, Verdict.SKIPPED),
    ),
)

#: What follows from SUM.
FOLLOWER = replace(
    SUM,
    code="B702",
    severity=Severity.WARNING,
    title="三公经费超过预算",
    message="三公经费填 0.9 万元，超过预算 0.4 万元。",
    expected="0.5",
    actual="0.4",
    fingerprint="b702-1",
    operands=SUM.operands[:1],
)
SURE = Cause(
    figure=SUM.operands[0],
    proposed="0.5",
    kind="sum",
    certain=True,
    explains=(SUM.fingerprint, FOLLOWER.fingerprint),
    why="改为 0.5万元，就与三项对得上。",
    copies=(table("三公经费", "0.9", 3, 2, "万元"),),
)
UNSURE = Cause(
    figure=SCORE.operands[2],
    proposed=None,
    kind="figure",
    certain=False,
    explains=(SCORE.fingerprint,),
    why=SCORE.message,
)
#: A cause with two findings, one with one, and a finding without.
CAUSED = replace(RICH, findings=(SUM, SCORE, FOLLOWER, NARRATIVE), causes=(SURE, UNSURE))

CLEAN = replace(RICH, findings=(), relations=(), coverage=Coverage(40, 31, 22, 21, 1, 0, 0))
NOTHING = replace(
    RICH,
    sources=RICH.sources[2:],
    forms=(),
    findings=(),
    relations=(),
    coverage=Coverage(),
)
