"""Answer the button 取决算数: fill the open workbook from the final accounts."""

from __future__ import annotations

from collections.abc import Sequence

from xladdin.computing.computed import Computed
from xladdin.computing.taken import Taken, taken, with_accounts
from xladdin.errors import InputError
from xladdin.excel import host, marking
from xladdin.excel.compute import Done, write
from xladdin.excel.session import Desk, checked, in_part, plainly
from xladdin.forms.labels import normal
from xladdin.outputs.workbook_marks import Mark
from xladdin.templates.from_accounts import read_accounts

NAME = "取决算数"
_FILES = "*.xlsx;*.xls;*.et;*.docx;*.doc;*.wps"


def take_accounts(desk: Desk) -> str:
    """Fill in the amounts of a file of final accounts, this year's or last year's, and return the
    message.

    Notes say where each amount is from. Amounts that may rightly differ are only filled into blank
    cells. Raises InputError if the years do not match or the workbook cannot be changed.
    """
    host.refuse_shared(desk.book)
    chosen = host.choose_file(desk.app, "选择部门决算公开表（本年或上年）", _FILES)
    if chosen is None:
        return ""
    desk.say("正在读取决算报表……")
    tables = read_accounts(chosen)
    judged = checked(desk.book, None)
    year = judged.filing.year
    if year is None:
        raise InputError("工作簿里没有认出是哪个年度的表，请先在表的标题里写上年度。")
    before = tuple(form for form in tables if form.year == year - 1)
    now = tuple(form for form in tables if form.year in (None, year))
    if not now and not before:
        raise InputError(
            f"“{chosen.name}”是 {tables[0].year} 年度的决算报表，工作簿是 {year} 年度的，没有取数。"
        )
    own = [
        each
        for each in taken(with_accounts(judged.filing, now, before))
        if each.place.location.source == judged.book
    ]
    left = [each for each in own if each.only_blank and not each.place.blank and not each.stands]
    wanted = [each for each in own if not each.stands and each not in left]
    step = desk.begin(NAME)
    done = Done()
    found = [Computed(e.code, e.place, e.value, e.text) for e in wanted]
    write(desk.book, judged, found, step, done)
    marking.mark(desk.book, [_note(each) for each in wanted][: marking.MOST_MARKS], {}, step.looks)
    return plainly(
        _summary(own, done.filled, done.corrected),
        f"另有 {len(left)} 处（{_names(left)}）与决算报表不同，可能是口径不同，没有动。"
        if left
        else "",
        f"另有 {done.formulas} 处是公式，没有动；请点“一键校验”看与决算报表是否相同。"
        if done.formulas
        else "",
        "每一格的批注写着取自哪张表；可以撤销。" if wanted else "",
        host.about_saving(desk.book),
    )


def _note(each: Taken) -> Mark:
    where = each.place.location
    return Mark(where.spot, "", each.why)


def _summary(own: Sequence[Taken], filled: int, corrected: Sequence[str]) -> str:
    if not own:
        return "这些决算报表里没有认出表格用得上的数，什么也没有写。"
    parts = [f"填写 {filled} 处"] if filled else []
    parts += [f"改正 {len(corrected)} 处（{in_part(corrected)}）"] if corrected else []
    return (
        f"取决算数完成：{'、'.join(parts)}。" if parts else f"取决算数完成，{len(own)} 处都相同。"
    )


def _names(each: Sequence[Taken]) -> str:
    return "、".join(dict.fromkeys(normal(one.place.name) for one in each))
