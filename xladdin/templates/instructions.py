"""Write the sheet 填报说明: what to do first, how to fill the workbook in, what disagrees."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.report import Severity
from xladdin.rules.registry import rules
from xladdin.templates import look, printing
from xladdin.templates.cells import added, headings, line, link, section, table_row, title
from xladdin.templates.panel import (
    COUNT,
    JUDGED,
    MISSING,
    NUMBER,
    TARGET,
    Relations,
    height,
    write_panel,
)
from xladdin.templates.progress import Subtotal, Tally, progress, subtotals, tallies
from xladdin.tints import MARKS

SHEET = "填报说明"
_WIDTHS = (22.0, 32.5, 9.0, 9.0, 9.0)
_COLUMNS = len(_WIDTHS)
#: The row that the panel begins on.
_PANEL = 3
#: How many contradictions stand above the list of all relations.
_FIRST = 5
_LEGEND = (
    (look.INPUT_TINT, "要填写的格子"),
    (look.COMPUTED_TINT, "由公式自动计算的格子，不用填"),
    (MARKS[Severity.ERROR][0], "错误：数字之间互相矛盾，必须改正"),
    (MARKS[Severity.WARNING][0], "警告：请核对，属实的在自评报告里说明"),
    (MARKS[Severity.INFO][0], "提示：可能没有问题，请看一眼"),
)
#: The instructions, each with the kinds of forms that need it; empty for all.
_SENTENCES = (
    ("只填浅黄色的格子；浅绿色的格子由公式计算，填好有关数字后自动出数。", ()),
    ("金额以万元为单位，只写数字，保留两位小数；没有发生的填 0。百分比写成 98.5% 的样子。", ()),
    ("一个专项一行。行数不够时，在“……”一行上点右键插入行，合计自动包含新插入的行。", ("basic_data",)),
    ("指标行数不够时，在同一个一级指标下面插入行；分值小计和总分自动包含新插入的行。", ("overall", "project")),
    (
        "每个项目填一张项目支出绩效自评表。项目有多个的，右键点工作表标签，选“移动或复制”，勾选“建立副本”。",
        ("project",),
    ),
    ("数字互相矛盾时，格子会变色，下面“即时核对”说明是哪一条；改对后颜色自动消失。", ()),
    ("各表加了保护，没有密码。确需改动表样的，在“审阅”里点“撤销工作表保护”。", ()),
    ("这里只核对表格。与自评报告正文的核对由 xladdin 完成，结果写在“校验结果”表；本单位自己的勾稽关系写在“审核公式”表。", ()),
)  # fmt: skip


def write_instructions(workbook: Workbook, probe: Filing, profile: Profile, year: int) -> None:
    """Add the sheet, as the first and visible one, to a workbook for the forms of ``probe``, which
    were recognised with every place filled."""
    paper = added(workbook, SHEET, _WIDTHS)
    for letter in (COUNT, JUDGED, NUMBER, TARGET, MISSING):
        paper.column_dimensions[letter].hidden = True
    title(paper, 1, "填报说明", _COLUMNS)
    line(paper, 2, f"{profile.name}　{year}年度", _COLUMNS, side="center")
    kinds = {form.kind for form in probe.forms}
    states = progress(probe, SHEET)
    row = _write_sentences(paper, _PANEL + height(len(states)), kinds)
    row = _write_legend(paper, row + 1)
    row = _write_subtotals(paper, row + 1, subtotals(probe, SHEET))
    relations = _write_tallies(paper, row + 1, tallies(probe, profile, SHEET))
    write_panel(paper, _PANEL, states, relations)
    paper.sheet_view.tabSelected = True
    printing.set_up(paper, _COLUMNS, relations.last, pages=0)
    printing.lock(paper)


def _write_sentences(paper: Worksheet, top: int, kinds: set[str]) -> int:
    section(paper, top, "怎么填", _COLUMNS)
    wanted = [text for text, needed in _SENTENCES if not needed or kinds & set(needed)]
    for number, text in enumerate(wanted, start=1):
        line(paper, top + number, f"{number}．{text}", _COLUMNS)
    return top + 1 + len(wanted)


def _write_legend(paper: Worksheet, top: int) -> int:
    for row, (tint, meaning) in enumerate(_LEGEND, start=top):
        sample = paper.cell(row, 1)
        sample.fill, sample.border = look.fill(tint), look.border()
        cell = paper.cell(row, 2, meaning)
        cell.font, cell.alignment = look.font(), look.alignment("left")
        paper.merge_cells(start_row=row, end_row=row, start_column=2, end_column=_COLUMNS)
        paper.row_dimensions[row].height = look.height(1)
    return top + len(_LEGEND)


def _write_subtotals(paper: Worksheet, top: int, found: Sequence[Subtotal]) -> int:
    section(paper, top, "一级指标的分值和得分", _COLUMNS)
    headings(paper, top + 1, ("工作表", "一级指标", "标明分值", "分值小计", "得分小计"))
    for row, each in enumerate(found, start=top + 2):
        stated = f'=IFERROR({each.stated},"")' if each.stated else ""
        points, score = (f"={text}" if text else "" for text in (each.points, each.score))
        table_row(paper, row, (each.sheet, each.name, stated, points, score), _WIDTHS)
        for column in (3, 4, 5):
            paper.cell(row, column).alignment = look.alignment("center")
        link(paper.cell(row, 1), each.sheet, "A1")
    return top + 2 + len(found)


def _write_tallies(paper: Worksheet, top: int, found: Sequence[Tally]) -> Relations:
    first = top + 3 + _FIRST
    last = first + len(found) - 1
    section(paper, top, "即时核对", _COLUMNS)
    wrong, right = (f'COUNTIF(D{first}:D{last},"{sign}*")' for sign in "✗✓")
    line(paper, top + 1, "", _COLUMNS).value = (
        f'="已核对 "&({wrong}+{right})&" 条关系，"&IF({wrong}=0,"没有发现矛盾。",'
        f'"有 "&{wrong}&" 条不成立，点工作表名称可以跳过去。")&"✓ 成立，✗ 不成立，－ 数字还没填全。先列不成立的，再列全部。"'
    )
    paper.row_dimensions[top + 1].height = look.height(2)
    headings(paper, top + 2, ("工作表", "核对的是什么", "级别", "结果", "编号"))
    for number in range(1, _FIRST + 1):
        _write_first(paper, top + 2 + number, number, first, last)
    for row, each in enumerate(found, start=first):
        paper[f"{COUNT}{row}"] = f"={each.count}"
        paper[f"{JUDGED}{row}"] = f"=IFERROR({each.judged},FALSE)"
        paper[f"{NUMBER}{row}"] = (
            f'=IF({COUNT}{row}>0,COUNTIF({COUNT}${first}:{COUNT}{row},">0"),"")'
        )
        paper[f"{TARGET}{row}"] = f"#{quote_sheetname(each.sheet)}!{each.place}"
        state = f'=IF({COUNT}{row}>0,"✗ "&{COUNT}{row}&" 处",IF({JUDGED}{row},"✓","－"))'
        said = f'=IF({COUNT}{row}>0,"{each.title}","{each.holds}")'
        code = each.code if each.code in rules() else ""
        table_row(paper, row, (each.sheet, said, each.severity.word, state, code), _WIDTHS)
        most = max(look.lines(text, _WIDTHS[1]) for text in (each.title, each.holds))
        paper.row_dimensions[row].height = look.height(most)
        _in_the_middle(paper, row)
        link(paper.cell(row, 1), each.sheet, each.place)
    _colour(paper, f"D{top + 3}:D{last}", top + 3)
    return Relations(first, last)


def _write_first(paper: Worksheet, row: int, number: int, first: int, last: int) -> None:
    """Write one of the contradictions above the list; blank if there are fewer."""
    found = f"MATCH({number},{NUMBER}{first}:{NUMBER}{last},0)"

    def shown(column: str) -> str:
        return f"INDEX({column}{first}:{column}{last},{found})"

    linked = f'=IFERROR(HYPERLINK({shown(TARGET)},{shown("A")}),"")'
    nothing = "现在没有不成立的。" if number == 1 else ""
    said = f'=IFERROR({shown("B")}&"","{nothing}")'
    texts = [said, *(f'=IFERROR({shown(column)}&"","")' for column in "CDE")]
    table_row(paper, row, (linked, *texts), _WIDTHS)
    _in_the_middle(paper, row)
    paper.cell(row, 1).font = look.link_font()


def _in_the_middle(paper: Worksheet, row: int) -> None:
    for column in (3, 4, 5):
        paper.cell(row, column).alignment = look.alignment("center")


def _colour(paper: Worksheet, cells: str, first: int) -> None:
    for severity, (tint, letters) in MARKS.items():
        wrong = f'AND(LEFT($D{first})="✗",$C{first}="{severity.word}")'
        paper.conditional_formatting.add(
            cells, FormulaRule(formula=[wrong], fill=look.fill(tint), font=look.mark_font(letters))
        )
