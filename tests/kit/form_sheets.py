"""Sheets drawn in text, filled in for a unit that does not exist, and ways to change them.

A sheet is a list of rows of texts. ``<`` belongs to the cell on its left and ``^`` to the one
above it: merged cells. Everything is consistent, so that no rule finds an error in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from xladdin.model.grid import Block, Cell, Grid, Paragraph, Source

Row = list[str]
Sheet = list[Row]
Place = tuple[int, int]

LEFT, ABOVE = "<", "^"
UNIT = "青溪县公路养护中心"


def drawn(text: str) -> Sheet:
    """Rows by line, cells by ``|``; ``//`` in a cell breaks its line."""
    return [
        [cell.strip(" ").replace("//", "\n") for cell in line.split("|")]
        for line in text.strip("\n").splitlines()
    ]


BASIC = drawn("""
2024年度部门整体支出绩效评价基础数据表 | < | < | < | < | < | <
财政供养人员情况（人） | 编制数 | < | 2024年实际在职人数 | < | 控制率 | <
^ | 25 | < | 20 | < | 80% | <
经费控制情况（万元） | 2023年决算数 | < | 2024年预算数 | < | 2024年决算数 | <
三公经费 | 3.4 | < | 3.6 | < | 3.25 | <
　1、公务用车购置和维护经费 | 3 | < | 3 | < | 2.85 | <
　　其中：公车购置 | 0 | < | 0 | < | 0 | <
　　公车运行维护 | 3 | < | 3 | < | 2.85 | <
　2、出国经费 |  | < |  | < |  | <
　3、公务接待 | 0.4 | < | 0.6 | < | 0.4 | <
项目支出： | 130 | < | 165 | < | 160.5 | <
　1、业务工作经费 | 30 | < | 35 | < | 32.5 | <
　2、县道日常养护专项 | 100 | < | 130 | < | 128 | <
公用经费 | 22.5 | < | 20 | < | 19.84 | <
　其中：办公经费 | 12 | < | 10 | < | 9.6 | <
　　水费、电费、差旅费 | 8 | < | 8 | < | 7.9 | <
　　会议费、培训费 | 1.5 | < | 1 | < | 0.8 | <
政府采购金额 | —— | < | 40 | < | 38.2 | <
部门基本支出预算调整 | —— | < |  | < | 3 | <
楼堂馆所控制情况//（2024年完工项目） | 批复规模//（㎡） | 实际规模（㎡） | 规模控制率 | 预算投资（万元） | 实际投资（万元） | 投资概算控制率
^ | 400 | 380 | 95% | 50 | 48 | 96%
厉行节约保障措施 | 严格公车管理，压减会议费。 | < | < | < | < | <
说明：“项目支出”需要填报基本支出以外的所有项目支出情况。 | < | < | < | < | < | <
填表人：周文　填报日期：2025年3月6日　联系电话：0000-1234567　单位负责人签字：梁青 | < | < | < | < | < | <
""")

OVERALL = drawn(f"""
2024年度部门整体支出绩效自评表 | < | < | < | < | < | < | < | <
县级预算部门名称 | < | < | {UNIT} | < | < | < | < | <
年度预//算申请//（万元） |  | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | < | 402.5 | 405.5 | 400.15 | 10 | 98.68% | 9.87
^ | 按收入性质分： | < | < | < | 按支出性质分： | < | < | <
^ | 其中：一般公共预算：380.15 | < | < | < | 其中：基本支出：239.65 | < | < | <
^ | 政府性基金拨款：20 | < | < | < | 项目支出：160.5 | < | < | <
^ | 纳入专户管理的非税收入拨款： | < | < | < |  | < | < | <
^ | 其他资金： | < | < | < |  | < | < | <
年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
^ | 养护县道320公里，处治坑槽。 | < | < | < | 全年养护县道326公里，处治坑槽1.2万平方米。 | < | < | <
绩//效//指//标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标//（50分） | 数量指标 | 养护县道里程 | ≥320公里 | 326公里 | 15 | 15 | 无偏差
^ | ^ | ^ | 处治坑槽面积 | ≥1万㎡ | 1.2万㎡ | 10 | 10 | 无偏差
^ | ^ | 质量指标 | 优良路率 | ≥85% | 83.3% | 10 | 9.8 | 汛期水毁较多，已列入修复计划
^ | ^ | 时效指标 | 修复及时率 | =100% | 100% | 10 | 10 | 无偏差
^ | ^ | 成本指标 | 日常养护成本 | ≤0.8万元/公里 | 0.78万元/公里 | 5 | 5 | 无偏差
^ | 效益指标//（30分） | 经济效益指标 |  |  |  |  |  |
^ | ^ | 社会效益指标 | 因路况引发的事故 | 0起 | 0起 | 15 | 15 | 无偏差
^ | ^ | 可持续影响指标 | 管养机制 | 健全 | 健全 | 15 | 14 | 还需完善考核办法
^ | 满意度指标//（10分） | 服务对象满意度指标 | 群众满意度 | ≥90% | 93% | 10 | 10 | 无偏差
总分 | < | < | < | < | < | 100 | 98.67 |
填表人：周文　填报日期：2025年3月6日　联系电话：0000-1234567　单位负责人签字：梁青 | < | < | < | < | < | < | < | <
""")

PROJECT = drawn(f"""
2024年度项目支出绩效自评表 | < | < | < | < | < | < | < | <
项目支出名称 | < | < | 县道日常养护专项 | < | < | < | < | <
主管部门 | < | < | 青溪县交通运输局 | < | 实施单位 | {UNIT} | < | <
项目资金//（万元） |  | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | < | 130 | 130 | 128 | 10 | 98.46% | 9.85
^ | 其中：当年财政拨款 | < | 120 | 120 | 118 |  |  |
^ | 　上年结转资金 | < | 10 | 10 | 10 |  |  |
^ | 　其他资金 | < |  |  |  |  |  |
年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
^ | 养护县道320公里。 | < | < | < | 养护县道326公里，优良路率达标。 | < | < | <
绩//效//指//标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标//（50分） | 数量指标 | 养护县道里程 | ≥320公里 | 326公里 | 20 | 20 |
^ | ^ | 质量指标 | 优良路率 | ≥83% | 83.3% | 10 | 10 |
^ | ^ | 时效指标 | 完成时间 | 12月底前 | 12月20日 | 10 | 10 |
^ | ^ | 成本指标 | 养护成本 | ≤130万元 | 128万元 | 10 | 10 |
^ | 效益指标//（30分） | 社会效益指标 | 受益村 | ≥46个 | 46个 | 30 | 30 |
^ | 满意度指标//（10分） | 服务对象满意度指标 | 群众满意度 | ≥90% | 93% | 10 | 10 |
总分 | < | < | < | < | < | 100 | 99.85 |
备注：每个项目支出一张表。 | < | < | < | < | < | < | < | <
""")

ASSESSMENT = drawn("""
部门整体支出绩效自评工作考核评分表 | < | < | < | <
一级指标 | 二级指标 | 评分标准 | 所需佐证材料 | 得分
布置工作//10分 | 自评通知//（8分） | 印发自评通知的得8分，否则不得分。 | 通知的电子版 | 8
^ | 工作小组//（2分） | 成立自评工作小组的得2分，否则不得分。 | 小组文件 | 2
实施评价//20分 | 单位自查//（10分） | 开展自查的得10分。 | 自查报告 | 10
^ | 提交报告//（10分） | 按时报送的得10分。 | < | 9
自评报告//70分 | 完整性//（30分） | 内容齐全的得30分。 | < | 30
^ | 建议情况//（40分） | 建议与问题对应的得40分。 | < | 38
合计 | < | 100分 | < | 97
""")

FORMS = {"basic_data": BASIC, "overall": OVERALL, "project": PROJECT, "assessment": ASSESSMENT}


def sheet_of(kind: str) -> Sheet:
    """A copy of a form, to change."""
    return [row.copy() for row in FORMS[kind]]


def grid(sheet: Sequence[Sequence[str]], number: int = 1, name: str | None = "Sheet1") -> Grid:
    """The grid of a drawn sheet, as sources make it: a cell at every place, merged ranges as one.

    ``name`` None is a table of a Word document.
    """
    starts: dict[Place, Place] = {}
    ends: dict[Place, Place] = {}
    texts: dict[Place, str] = {}
    width = max(map(len, sheet), default=0)
    for at, row in enumerate(sheet):
        for column, text in enumerate([*row, *[""] * (width - len(row))]):
            from_ = {ABOVE: (at - 1, column), LEFT: (at, column - 1)}.get(text, (at, column))
            start = starts[at, column] = starts.get(from_, (at, column))
            below, right = ends.get(start, (0, 0))
            ends[start] = max(below, at + 1), max(right, column + 1)
            texts.setdefault(start, "" if text in (ABOVE, LEFT) else text)
    cells = (
        Cell(top, left, text, ends[top, left][0] - top, ends[top, left][1] - left)
        for (top, left), text in texts.items()
    )
    return Grid(number, tuple(cells), name)


def source(*parts: Sheet | str | Grid, name: str = "附件.xlsx") -> Source:
    """A file of these sheets (or Word tables, if its name ends so) and paragraphs, in this order."""
    blocks: list[Block] = []
    kind = name.rpartition(".")[2]
    for part in parts:
        if isinstance(part, str):
            blocks.append(Paragraph(sum(isinstance(b, Paragraph) for b in blocks), part))
        elif isinstance(part, Grid):
            blocks.append(part)
        else:
            number = 1 + sum(isinstance(block, Grid) for block in blocks)
            blocks.append(grid(part, number, f"Sheet{number}" if kind == "xlsx" else None))
    return Source(name, kind, "0" * 64, tuple(blocks))


def wide(sheet: Sheet, columns: int) -> Sheet:
    """The sheet with blank columns put before it."""
    return [[""] * columns + row for row in sheet]


def row_of(sheet: Sheet, label: str) -> int:
    """The row whose first own texts hold the label, blanks aside."""
    return next(
        at for at, row in enumerate(sheet)
        if any(label in "".join(text.split()) for text in row)
    )  # fmt: skip


def replaced(sheet: Sheet, changes: dict[str, str]) -> Sheet:
    """The sheet with whole texts changed."""
    return [[changes.get(text, text) for text in row] for row in sheet]


def rewritten(sheet: Sheet, old: str, new: str) -> Sheet:
    """The sheet with a part of its texts changed; it must be there."""
    assert any(old in text for row in sheet for text in row)
    return [[text.replace(old, new) for text in row] for row in sheet]


def without(sheet: Sheet, *labels: str) -> Sheet:
    """The sheet without the rows of these labels."""
    rows = {row_of(sheet, label) for label in labels}
    return [row for at, row in enumerate(sheet) if at not in rows]


def without_columns(sheet: Sheet, first: int, last: int) -> Sheet:
    """Columns deleted; of a merged cell that reaches beyond them the rest keeps its text."""
    rows = []
    for row in sheet:
        new = row.copy()
        if new[last:] and new[last] == LEFT:
            start = max(at for at in range(last) if row[at] != LEFT)
            new[last] = row[start] if start >= first else LEFT
        rows.append(new[:first] + new[last:])
    return rows
