"""Answer the buttons 新建自评工作簿, 导入旧报告 and 结转上年: each makes a workbook and opens it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from xlwings import App

from xladdin import checking
from xladdin.errors import InputError
from xladdin.excel import host
from xladdin.excel.session import plainly
from xladdin.forms.profiles import Profile, detect, names, profile
from xladdin.model.filing import Filing

_MATERIALS = "*.docx;*.doc;*.wps;*.xlsx;*.xls;*.et;*.txt"


def new_workbook(app: App) -> str:
    """Make the blank official workbook for a unit and a year that the user types; return the
    message. Raises InputError if the answer cannot be read."""
    from xladdin.templates.from_filing import named
    from xladdin.templates.workbook import workbook

    known = names()
    listed = "\n".join(f"{number}　{name}" for number, (_, name) in enumerate(known, start=1))
    answer = host.ask(
        app,
        "新建自评工作簿",
        "请输入年度和单位名称，用空格隔开。表样按单位名称里的地名选；没有地名或要另选的，"
        f"在最前面写编号，例如：1 2025 某某单位\n\n{listed}",
        f"{date.today().year - 1} 本单位",
    )
    if answer is None:
        return ""
    number, year, unit = _read_answer(answer)
    if number is not None and not 1 <= number <= len(known):
        raise InputError(f"没有编号为 {number} 的地区，请输入 1 到 {len(known)}。")
    chosen = detect((), unit) if number is None else profile(known[number - 1][0])
    made = workbook(chosen, year, named(chosen, unit))
    where = "新工作簿存放在哪里", f"{year}年度绩效自评.xlsx"
    return _opened(app, where, made.data, f"{chosen.name}的空白表格")


def import_report(app: App) -> str:
    """Put a filing of any kind on the official forms; return the message. Raises InputError without
    a year or forms."""
    from xladdin.templates.from_filing import imported

    chosen = host.choose_file(app, "选择要导入的自评材料", _MATERIALS)
    if chosen is None:
        return ""
    filing, place = _read(chosen)
    if filing.year is None:
        raise InputError(f"“{chosen.name}”里没有认出是哪个年度的材料，不能导入。")
    made = imported(filing, place, filing.year).made
    where = "导入成的工作簿存放在哪里", f"{chosen.stem}_导入.xlsx"
    return _opened(app, where, made.data, "导入的表格", _about_unplaced(len(made.left)))


def carry_over(app: App) -> str:
    """Make the workbook for the year after a filing, with what stays the same already in it; return
    the message. Raises InputError if unit or year are missing."""
    from xladdin.templates.from_filing import carried
    from xladdin.templates.prepared import variant_of
    from xladdin.templates.workbook import workbook

    chosen = host.choose_file(app, "选择上年的自评材料", _MATERIALS)
    if chosen is None:
        return ""
    prior, place = _read(chosen)
    if prior.year is None or not prior.unit:
        raise InputError(f"“{chosen.name}”里没有认出单位名称或年度，不能结转。")
    year = prior.year + 1
    taken = carried(prior, place, prior.unit)
    made = workbook(place, year, taken.forms, variant=variant_of(place, prior.forms))
    where = "今年的工作簿存放在哪里", f"{year}年度绩效自评.xlsx"
    return _opened(
        app,
        where,
        made.data,
        f"{year}年度的表格",
        *(f"{form}：{what}。" for form, what in taken.told),
        *taken.not_carried,
        _about_unplaced(len(made.left)),
    )


def _read(chosen: Path) -> tuple[Filing, Profile]:
    from xladdin.sources.filing_files import read_filing

    return checking.filed(read_filing([chosen]))


def _opened(app: App, where: tuple[str, str], data: bytes, what: str, *more: str) -> str:
    """Write a workbook where the user wants it, ``where`` being the dialog's title and a suggested
    name, and open it; return the message."""
    from xladdin.outputs.writing import check_new, write_new

    target = host.choose_target(app, *where)
    if target is None:
        return ""
    check_new(target, ".xlsx")
    write_new(target, data)
    app.books.open(str(target))
    return plainly(f"{what}已存为“{target.name}”，并已打开。", *more)


def _about_unplaced(count: int) -> str:
    return f"有 {count} 处内容在表上没有位置，列在工作表“未归位”里。" if count else ""


def _read_answer(answer: str) -> tuple[int | None, int, str]:
    """Return the number of a place if one is given, the year and the unit. Raises InputError for
    other answers."""
    found = re.fullmatch(r"(?:(\d{1,3})\s+)?(\d{4})\s+(.*\S)", answer.strip())
    if found is None:
        raise InputError("请输入四位的年度和单位名称，用空格隔开，例如：2025 某某县某某局。")
    number = None if found[1] is None else int(found[1])
    return number, int(found[2]), " ".join(found[3].split())
