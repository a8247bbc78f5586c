"""Write the panel on top: how far each form is, what to do next, the last check, links."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.forms.explanations import RESULTS
from xladdin.templates import look
from xladdin.templates.cells import framed, link, section, table_row
from xladdin.templates.other_sheets import COVER
from xladdin.templates.progress import Progress

#: Hidden columns. For forms: places required, places filled, texts in places for numbers, link,
#: whether something is missing. For relations: how often each is violated, whether it can be
#: judged, its number among the contradictions, link.
COUNT, JUDGED, NUMBER, TARGET, MISSING = "GHIJK"
_COLUMNS = 5
_BLOCKS = 6
#: The beginning of the line that a check writes below the title of its results.
_CONCLUSION = "结论："
#: The tip by which the add-in knows the link that presses a button (macros/texts.toml).
CHECK_TIP = "一键校验（装了加载项的，点这里就校验；没有装的，看上次的校验结果）"
_NEVER = '"还没有校验过。"'


class Relations(Struct, frozen=True):
    """The first and the last row of the relations on the sheet."""

    first: int
    last: int

    def of(self, column: str) -> str:
        return f"{column}${self.first}:{column}${self.last}"

    @property
    def wrong(self) -> str:
        """The formula that counts those that do not hold."""
        return f'COUNTIF({self.of("D")},"✗*")'


def height(forms: int) -> int:
    """Return how many rows the panel takes: a heading, the forms, three steps, the last check, links."""
    return 1 + forms + 3 + 1 + 1


def write_panel(
    paper: Worksheet, top: int, found: Sequence[Progress], relations: Relations
) -> None:
    """Write the panel on the rows kept free for it; ``relations`` stand further down."""
    section(paper, top, "先看这里", _COLUMNS)
    for row, each in enumerate(found, start=top + 1):
        _write_form(paper, row, each, relations)
    row = top + 1 + len(found)
    _write_steps(paper, row, Relations(top + 1, row - 1), relations)
    _write_line(paper, row + 3, "上次校验", _last_check(), lines=2)
    _write_links(paper, row + 4, relations)


def _write_form(paper: Worksheet, row: int, form: Progress, relations: Relations) -> None:
    paper[f"{COUNT}{row}"] = f"={form.required}"
    paper[f"{JUDGED}{row}"] = f"={form.filled}"
    paper[f"{NUMBER}{row}"] = f"={form.texts}"
    paper[f"{TARGET}{row}"] = f"#{quote_sheetname(form.sheet)}!A1"
    required, filled = f"{COUNT}{row}", f"{JUDGED}{row}"
    paper[f"{MISSING}{row}"] = f"=IF({filled}<{required},1,0)"
    texts = f'IF({NUMBER}{row}>0,"，"&{NUMBER}{row}&" 格写了文字","")'
    said = f'="必填 "&{required}&" 项，已填 "&{filled}&" 项"&{texts}'
    wrong = f"SUMPRODUCT(({relations.of('$A')}=$A{row})*({relations.of(f'${COUNT}')}>0))"
    share = f"MIN(ROUND({filled}/{required}*{_BLOCKS},0),{_BLOCKS})"
    state = (
        f'IF({wrong}>0,{wrong}&" 条不成立",IF({filled}=0,"还没有填",'
        f'IF({filled}<{required},"正在填","填齐了")))'
    )
    table_row(paper, row, (form.sheet, said))
    framed(paper.cell(row, 3), f'=REPT("■",{share})&REPT("□",{_BLOCKS}-{share})&" "&{state}')
    _merge(paper, row, 3)
    link(paper.cell(row, 1), form.sheet, "A1")


def _write_steps(paper: Worksheet, row: int, forms: Relations, relations: Relations) -> None:
    """Write three lines: what to fill in, what to correct, how to have it checked."""

    def first(rows: Relations, column: str, among: str) -> str:
        return f"INDEX({rows.of(column)},MATCH(1,{rows.of(among)},0))"

    def linked(rows: Relations, among: str) -> str:
        goal, name = (first(rows, column, among) for column in (TARGET, "A"))
        return f'=IFERROR(HYPERLINK({goal},{name}),"")'

    name, required, filled = (first(forms, column, MISSING) for column in ("A", COUNT, JUDGED))
    fill = f'"一、填“"&{name}&"”，还差 "&({required}-{filled})&" 项必填的。"'
    _write_line(
        paper, row, linked(forms, MISSING), f'=IFERROR({fill},"一、必填的都填齐了。")', links=True
    )
    title = first(relations, "B", NUMBER)
    correct = f'"二、有 "&{relations.wrong}&" 条不成立，先改：“"&{title}&"”。"'
    _write_line(
        paper, row + 1, linked(relations, NUMBER),
        f'=IFERROR({correct},"二、填的数字现在没有互相矛盾的。")', links=True,
    )  # fmt: skip
    _write_line(
        paper, row + 2, RESULTS,
        "三、填好后保存，在“绩效自评”选项卡上点“一键校验”，连同自评报告一起核对；没有错误了再打包。",
        lines=2,
    )  # fmt: skip
    link(paper.cell(row + 2, 1), RESULTS, "A1")


def _last_check() -> str:
    """Return the formula for the lines of the last check, which finds its sheet by name: each check
    may replace it."""
    conclusion, when = (f"INDIRECT(\"'{RESULTS}'!A{row}\")" for row in (2, 3))
    begins = f'LEFT({conclusion},{len(_CONCLUSION)})="{_CONCLUSION}"'
    return f'=IFERROR(IF({begins},{when}&"　"&{conclusion},{_NEVER}),{_NEVER})'


def _write_links(paper: Worksheet, row: int, relations: Relations) -> None:
    places = (
        (1, COVER, COVER, "A1", None),
        (2, "即时核对", paper.title, f"A{relations.first}", None),
        (3, "一键校验", RESULTS, "A1", CHECK_TIP),
    )
    for column, text, sheet, cell, tip in places:
        button = paper.cell(row, column)
        framed(button, text, side="center")
        button.fill = look.fill(look.BUTTON_TINT)
        link(button, sheet, cell, tip)
    _merge(paper, row, 3)
    paper.row_dimensions[row].height = look.height(1)


def _write_line(
    paper: Worksheet, row: int, name: str, text: str, *, lines: int = 1, links: bool = False
) -> None:
    table_row(paper, row, (name, text))
    _merge(paper, row, 2)
    paper.row_dimensions[row].height = look.height(lines)
    if links:
        paper.cell(row, 1).font = look.link_font()


def _merge(paper: Worksheet, row: int, column: int) -> None:
    for each in range(column + 1, _COLUMNS + 1):
        framed(paper.cell(row, each), "")
    paper.merge_cells(start_row=row, end_row=row, start_column=column, end_column=_COLUMNS)
