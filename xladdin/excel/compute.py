"""Answer the buttons 一键计算, 重算得分 and 撤销上次操作."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack

from msgspec import Struct, field
from xlwings import Book, Sheet

from xladdin.computing.computed import Computed, computed, suspicions
from xladdin.excel import contents, undo
from xladdin.excel.contents import Content
from xladdin.excel.host import about_saving, refuse_filtered, refuse_shared, unlocked
from xladdin.excel.session import Checked, Desk, checked, drop, in_part, last_key, plainly, steps
from xladdin.excel.sheet_layout import number_formats
from xladdin.excel.undo import Step
from xladdin.forms.explanations import RESULTS
from xladdin.model.addresses import Place, area
from xladdin.model.form import Entry
from xladdin.outputs.cell_formats import format_for
from xladdin.rules.scope import number_text
from xladdin.rules.tables.attainment import attainment

_POINTS = "分"
_LONG_AGO = (
    "不能撤销：再往前的操作隔得太久，或者是在上次关闭 Excel、WPS 之前做的，程序已经不记得原来的内容；"
    "表上的标记可以点“清除标记”去掉。"
)


class Done(Struct):
    """What was written: the number of blank places filled, the figures corrected, in words, and the
    number of formulas left alone."""

    filled: int = 0
    corrected: list[str] = field(default_factory=list)
    formulas: int = 0


def compute(desk: Desk) -> str:
    """Fill in the rates, subtotals and scores that follow from other figures; return the message."""
    refuse_shared(desk.book)
    desk.say("正在计算……")
    judged = checked(desk.book, None)
    every = _computed(judged)
    figures = [each for each in every if not each.left]
    done = Done()
    write(desk.book, judged, figures, desk.begin("一键计算"), done)
    said = _told("计算完成", done, len(figures))
    return plainly(said, _left(every), desk.old_marks(), about_saving(desk.book))


def rescore(desk: Desk) -> str:
    """Give each indicator with figures the score that follows from them, then all totals; return
    the message."""
    refuse_shared(desk.book)
    desk.say("正在重算得分……")
    step = desk.begin("重算得分")
    judged = checked(desk.book, None)
    scores = [
        Computed("", row.score, score, number_text(score))
        for form in judged.filing.forms
        if form.source == judged.book
        for row in form.indicators
        if (reached := attainment(row)) is not None and row.points.figure is not None
        for score in (reached.suggested(row.points.figure.value),)
    ]
    done = Done()
    write(desk.book, judged, scores, step, done)
    judged = checked(desk.book, None)
    totals = [each for each in _computed(judged) if each.unit == _POINTS and not each.left]
    write(desk.book, judged, totals, step, done)
    return plainly(
        _told("得分已重算", done, len(scores) + len(totals)),
        "指标值或完成值不是数字的指标，得分没有动。",
        about_saving(desk.book),
        desk.old_marks(),
    )


def take_back(desk: Desk) -> str:
    """Undo what the last button changed; return the message."""
    step = next(iter(steps(desk.book)), None)
    if step is None:
        return _LONG_AGO if last_key(desk.book) else "没有可以撤销的操作。"
    desk.say(f"正在撤销“{step.name}”……")
    left = undo.take_back(desk.book, step)
    drop(desk.book, step)
    return plainly(
        f"已撤销“{step.name}”。",
        f"有 {left.cells} 个单元格后来又改过、移动过或删掉了，没有动。" if left.cells else "",
        f"工作表“{RESULTS}”上写了说明或备注，没有动。" if left.listed else "",
    )


def _computed(judged: Checked) -> list[Computed]:
    """Return all places of the workbook that follow from others, where formulas count as they stand."""
    formulas = _formulas(judged)

    def kept(place: Entry) -> bool:
        return (place.location.sheet, place.location.cell or "") in formulas

    every = computed(judged.filing, kept, suspicions(judged.report))
    return [each for each in every if each.before.location.source == judged.book]


def _left(every: Iterable[Computed]) -> str:
    """Return a sentence on computed places that stay as they are, since another figure is wrong;
    empty without any."""
    told = [
        f"{each.before.location.cell} 仍是 {each.before.text}（算出来是 {each.text}，{each.left}）"
        for each in every
        if each.left
    ]
    return f"另外没有动：{in_part(told)}。" if told else ""


def write(book: Book, judged: Checked, figures: Iterable[Computed], step: Step, done: Done) -> None:
    """Write the figures that differ from what is there, all or none, adding to ``done`` what was
    done. Formulas and amounts within labels are left alone. Raises InputError if a sheet cannot be
    written."""
    by_sheet: dict[str, dict[Place, Computed]] = {}
    formulas = _formulas(judged)
    for figure in figures:
        where = figure.before.location
        if (
            where.sheet is None
            or where.cell is None
            or not figure.changes
            or _in_label(figure.before)
        ):
            continue
        if (where.sheet, where.cell) in formulas:
            done.formulas += 1
            continue
        by_sheet.setdefault(where.sheet, {})[area(where.cell)[:2]] = figure
        if figure.before.blank:
            done.filled += 1
        else:
            done.corrected.append(f"{where.cell} {figure.before.text} → {figure.text}")
    for name in by_sheet:
        refuse_filtered(book.sheets[name])
    with ExitStack() as opened:  # all of them, or none is written
        for name in by_sheet:
            opened.enter_context(unlocked(book.sheets[name]))
        for name, places in by_sheet.items():
            _put(book.sheets[name], places, step)


def _put(sheet: Sheet, places: Mapping[Place, Computed], step: Step) -> None:
    codes = number_formats(sheet, places)
    wanted = {place: Content(float(figure.in_cell)) for place, figure in places.items()}
    formats = {
        place: (codes[place], code)
        for place, figure in places.items()
        if (code := format_for(codes[place], figure)) != codes[place]
    }
    undo.replace(sheet, wanted, contents.read(sheet, places), formats, step)


def _formulas(judged: Checked) -> set[tuple[str | None, str]]:
    source = next(each for each in judged.filing.sources if each.name == judged.book)
    return {
        (grid.sheet, grid.address(cell))
        for grid in source.grids
        for cell in grid.cells
        if cell.formula
    }


def _in_label(place: Entry) -> bool:
    """Tell whether the amount stands in one cell with its label."""
    return place.location.quote.strip() != place.text.strip()


def _told(what: str, done: Done, looked_at: int) -> str:
    if not looked_at:
        return "没有找到可以计算的栏目：执行率、控制率、小计、得分所依据的数字还没有填。"
    parts = [f"填写 {done.filled} 处"] if done.filled else []
    if done.corrected:
        parts.append(f"改正 {len(done.corrected)} 处")
    said = f"{what}：{'、'.join(parts)}。" if parts else f"{what}，{looked_at} 处都对，没有改动。"
    changed = f"改正的有：{in_part(done.corrected)}。" if done.corrected else ""
    formulas = f"另有 {done.formulas} 处是公式，与计算结果不同，没有动。" if done.formulas else ""
    return plainly(said, changed, formulas)
