"""Answer the buttons 插入核对公式 and 固化为数值."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.errors import InputError
from xladdin.excel import contents, undo
from xladdin.excel.contents import Content
from xladdin.excel.host import refuse_chart_sheet, refuse_shared
from xladdin.excel.session import Checked, Desk, checked, plainly
from xladdin.model.addresses import Area, Place, area
from xladdin.model.form import Entry, Form

#: The beginning of our functions' names.
PREFIX = "JX_"
#: The most cells of a selection; more means whole columns.
_MOST_CELLS = 500


def insert_formula(desk: Desk) -> str:
    """Put the suitable function into each selected cell: those for rates and scores where the forms
    have them, JX_CHECK on the cell to the left into other empty cells. Return the message.
    Raises InputError if the selection does not suit."""
    refuse_chart_sheet(desk.book)
    refuse_shared(desk.book)
    selected = desk.app.selection
    if selected is None:
        raise InputError("请先选中要放公式的单元格。")
    rows, columns = selected.shape
    if rows * columns > _MOST_CELLS:
        raise InputError(f"选中的单元格太多，请只选要放公式的那几格（不超过 {_MOST_CELLS} 格）。")
    sheet = selected.sheet
    suited = _suited(checked(desk.book, None), sheet.name)
    places = list(Area(selected.row - 1, selected.column - 1, rows, columns).places())
    now = contents.read(sheet, places)
    wanted = {
        place: Content(None, formula)
        for place in places
        if (formula := suited.get(place) or _beside(place, now[place]))
    }
    if not wanted:
        return "选中的单元格都有内容，又不是执行率、控制率、得分一类的栏目，没有插入公式。"
    undo.replace(sheet, wanted, now, {}, desk.begin("插入核对公式"))
    return f"在 {len(wanted)} 个单元格里插入了公式；发给没有装本工具的人之前，请点“固化为数值”。"


def freeze_values(desk: Desk) -> str:
    """Replace our functions on all sheets by their values; return the message."""
    refuse_shared(desk.book)
    step = desk.begin("固化为数值")
    frozen = failed = 0
    for sheet in desk.book.sheets:
        desk.say(f"正在固化“{sheet.name}”……")
        found = list(contents.held(sheet.used_range))
        wanted = {at: Content(value) for at, value, formula in found if PREFIX in formula.upper()}
        if not wanted:
            continue
        wrong = {place for place, each in wanted.items() if str(each.value).startswith("#")}
        failed += len(wrong)
        wanted = {place: each for place, each in wanted.items() if place not in wrong}
        now = {at: Content(None if formula else value, formula) for at, value, formula in found}
        undo.replace(sheet, wanted, now, {}, step)
        frozen += len(wanted)
    if not frozen and not failed:
        return f"工作簿里没有 {PREFIX} 开头的公式。"
    left = f"有 {failed} 个公式算不出结果，没有动，请先改正。" if failed else ""
    return plainly(f"{frozen} 个公式已换成数值。", left)


def _suited(judged: Checked, sheet: str) -> dict[Place, str]:
    """Return the function for each cell of a rate or a score on a sheet."""
    found: dict[Place, str] = {}
    for form in judged.filing.forms:
        if form.source == judged.book:
            for goal, name, *given in (*_of_rates(form), *_of_indicators(form)):
                places = [goal.location, *(entry.location for entry in given)]
                if all(each.cell and each.sheet == sheet for each in places):
                    arguments = ",".join(str(each.cell) for each in places[1:])
                    found[area(str(goal.location.cell))[:2]] = f"={PREFIX}{name}({arguments})"
    return found


def _of_rates(form: Form) -> Iterator[tuple[Entry, str, *tuple[Entry, ...]]]:
    entries = form.entries
    rate, posts, staff = (entries.get(name) for name in ("控制率", "编制数", "在职人数"))
    if rate and posts and staff:
        yield rate, "CONTROLRATE", posts, staff
    for name in dict.fromkeys(entry.name for entry in entries.values()):
        budget, outturn, share, points, score = (
            entries.get(f"{name}.{column}")
            for column in ("全年预算数", "全年执行数", "执行率", "分值", "得分")
        )
        if share and budget and outturn:
            yield share, "EXECRATE", budget, outturn
            if score and points and points.figure:
                yield score, "EXECSCORE", budget, outturn, points


def _of_indicators(form: Form) -> Iterator[tuple[Entry, str, *tuple[Entry, ...]]]:
    for row in form.indicators:
        if row.target.figure is not None and row.points.figure is not None:
            yield row.score, "SCORE", row.target, row.actual, row.points


def _beside(place: Place, now: Content) -> str:
    row, column = place
    if column == 0 or now != Content(None):
        return ""
    return f"={PREFIX}CHECK({Area(row, column - 1).address})"
