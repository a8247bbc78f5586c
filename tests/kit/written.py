"""Reports as one writes them in a test: a line is a paragraph; tables are those of 云山县."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from tests.kit import yunshan
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.model.report import Relation
from xladdin.rules.registry import rules

UNIT = "清河镇中心卫生院"
#: What every report says and no rule is about; with it, none is too short to be one.
FILLER = (
    "全年坚持以人民为中心，围绕县委、县政府部署推进各项工作，内部控制制度健全，重大事项集体研究，大额资金会签审批，"
    "会计核算规范，账目清楚，固定资产登记入册、专人保管，没有截留、挤占、挪用资金的情况，也没有超标准、超范围列支费用，"
    "各项任务按时间节点推进，服务对象的合理诉求得到及时办理，各界对本单位工作总体认可，没有发生安全责任事故和重大舆情。"
)
#: A report without a fault by the Ministry's outline, to which a test adds what it is about.
PLAIN = """
清河镇中心卫生院2024年度部门整体支出绩效自评报告
一、单位基本情况
清河镇中心卫生院是县卫生健康局所属公益一类事业单位，承担辖区基本医疗和公共卫生服务，核定编制30人，年末在职28人。
二、部门整体支出情况
全年支出620.40万元，其中基本支出540.40万元，项目支出80.00万元，“三公”经费支出1.20万元。
三、部门整体支出绩效情况
辖区居民健康档案建档率96%，家庭医生签约服务覆盖重点人群，群众满意度94%。整体支出绩效自评得分95.5分，等级为优。
{more}
四、存在的问题及原因分析
1、公共卫生项目进度偏慢。受人员调整影响，老年人体检推迟到第四季度。
2、设备老化。超声设备已使用十二年，故障较多。
五、下一步改进措施
1、按月安排老年人体检，加快公共卫生项目进度。
2、申请更新超声设备，落实日常维护。
六、自评结果应用和公开情况
自评结果与科室绩效挂钩，并随部门决算在县政府门户网站公开。
"""


def plain(more: str = "无其他成效需要单列。") -> str:
    """The faultless report with something more in its third part."""
    return PLAIN.format(more=more)


def source(text: str, name: str = "自评报告.docx") -> Source:
    """A document of these paragraphs, the filler after its first long one; ``⏎`` breaks a line."""
    lines = text.strip("\n").splitlines()
    after = next((i for i, line in enumerate(lines, 1) if len(line) > 40), len(lines))
    lines[after:after] = [FILLER] if len(lines) > 4 else []
    blocks = tuple(Paragraph(i, line.replace("⏎", "\n")) for i, line in enumerate(lines) if line)
    return Source(name, "docx", "0" * 64, blocks)


def filed(text: str, *sheets: str, profile_id: str = "ministry") -> Filing:
    """The filing of a report, with tables of 云山县 in a workbook beside it."""
    sources = [source(text)]
    if sheets:
        grids = [
            replace(
                grid,
                cells=tuple(
                    replace(c, text=c.text.replace(yunshan.UNIT, UNIT)) for c in grid.cells
                ),
            )
            for grid in yunshan.grids()
            if grid.sheet in sheets
        ]
        sources.append(yunshan.source("附件.xlsx", grids))
    return checking.file(sources, profile(profile_id))


@cache
def judged(code: str, text: str, *sheets: str, profile_id: str = "ministry") -> list[Relation]:
    """What a rule says of a report."""
    filing = filed(text, *sheets, profile_id=profile_id)
    return [*rules()[code].check(filing, profile(profile_id))]


def verdicts(code: str, text: str, *sheets: str, profile_id: str = "ministry") -> list[str]:
    """The verdicts of a rule on a report, in order."""
    return [each.verdict.value for each in judged(code, text, *sheets, profile_id=profile_id)]
