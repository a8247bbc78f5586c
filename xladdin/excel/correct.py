"""Answer the button 一键改正: first write a list for a person to tick, then correct what is ticked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from xlwings import Sheet

from xladdin.excel import contents, correction_sheet, memory, undo
from xladdin.excel.contents import Content
from xladdin.excel.correction_sheet import TICK, Item
from xladdin.excel.host import refuse_filtered, refuse_fixed_structure, refuse_shared
from xladdin.excel.session import Checked, Desk, checked, in_part, linked, place_of_copy, plainly
from xladdin.excel.sheet_layout import number_formats
from xladdin.excel.undo import Step
from xladdin.model.addresses import Place, Spot, area
from xladdin.model.figure import Location
from xladdin.model.report import Cause
from xladdin.outputs.annotated_copies import DOCUMENT
from xladdin.outputs.correction_list import basis, before_and_after, explained, subject
from xladdin.outputs.corrections import BLANK, BY_FORMULA, UNCLEAR, Correction, corrections
from xladdin.outputs.places import names_in, place
from xladdin.outputs.writing import write_whole
from xladdin.sources.own_copies import CORRECTED
from xladdin.text.reprinting import Reprinted

NAME = "一键改正"
_TEXT = "@"


def correct(desk: Desk) -> str:
    """Write the list of corrections or, if it is there, correct what is ticked on it; return the
    message. Raises InputError if the workbook or the report cannot be changed."""
    book = desk.book
    refuse_shared(book)
    refuse_fixed_structure(book)
    sheet = correction_sheet.find(book)
    desk.say("正在读取表格……")
    known = memory.recall(book)
    report = linked(book, known.report)
    judged = checked(book, report)
    if sheet is None:
        return _list(desk, judged)
    ticks = correction_sheet.ticks(sheet)
    if not any(ticks.values()):
        return f"清单里没有打 {TICK} 的，什么也没有改。要改的在“改”一栏写 {TICK}，再点“{NAME}”；不要这张清单，点“撤销上次操作”。"
    return _correct(desk, judged, report, ticks, sheet)


def _list(desk: Desk, judged: Checked) -> str:
    if not judged.report.causes:
        return "没有要改正的地方。"
    items = [_item(cause, judged) for cause in judged.report.causes]
    desk.begin(NAME).corrections = (None,)
    correction_sheet.put(desk.book, correction_sheet.as_block(items))
    desk.book.sheets[-1].activate()
    ticked = sum(item.ticked for item in items)
    return (
        f"列出 {len(items)} 处要改正的地方，其中 {ticked} 处有把握，已打 {TICK}。"
        f"请在“{desk.book.sheets[-1].name}”表里看过依据，要改的打 {TICK}，不改的删掉，再点一次“{NAME}”。"
    )


def _item(cause: Cause, judged: Checked) -> Item:
    figure = cause.figure
    where, cell = "整套材料", None
    if figure is not None:
        at = figure.location
        where = place(at, names_in(judged.report))
        if at.source == judged.book and at.sheet and at.cell:
            cell = Spot(at.sheet, at.cell)
    ticked = cause.certain and cause.proposed is not None and not explained(judged.report, cause)
    return Item(
        ticked,
        subject(cause),
        *before_and_after(cause),
        basis(judged.report, cause),
        where,
        _key(cause),
        cell,
    )


def _key(cause: Cause) -> str:
    """Return a key that finds a cause again as long as its figure and place are the same."""
    figure = cause.figure
    said = repr((figure and (figure.location, figure.text), cause.proposed, cause.kind))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _correct(
    desk: Desk, judged: Checked, report: Path | None, ticks: Mapping[str, bool], sheet: Sheet
) -> str:
    causes = {_key(cause): cause for cause in judged.report.causes}
    wanted = [key for key, ticked in ticks.items() if ticked]
    asked: defaultdict[tuple[str, str], list[Correction]] = defaultdict(list)
    for key in wanted:
        for each in corrections(causes[key]) if key in causes else ():
            asked[each.figure.location.source, each.figure.location.sheet or ""].append(each)
    ours = {name: some for (source, name), some in asked.items() if source == judged.book}
    theirs = [each for (source, _), some in asked.items() if source != judged.book for each in some]
    for name in ours:
        refuse_filtered(desk.book.sheets[name])
    told = _in_report(judged, report, theirs)
    step = desk.begin(NAME)
    step.corrections = (correction_sheet.read(sheet),)
    made, reasons = [], []
    for name, some in ours.items():
        for each, reason in _write(desk.book.sheets[name], some, step):
            cell = f"{each.figure.location.cell} {each.figure.text}"
            if reason:
                reasons.append(f"{cell}：{reason}")
            else:
                made.append(f"{cell} → {each.printed}")
    correction_sheet.put(desk.book, None)
    gone = sum(key not in causes for key in wanted)
    unknown = sum(key in causes and causes[key].proposed is None for key in wanted)
    return plainly(
        f"改正 {len(made)} 处：{in_part(made)}。" if made else "表格里没有改动。",
        told,
        f"没有改的 {len(reasons)} 处：{in_part(reasons)}。" if reasons else "",
        f"有 {unknown} 处没有建议值，请自己改。" if unknown else "",
        f"有 {gone} 处的数或位置后来变了，没有改；请再点“{NAME}”重新列清单。" if gone else "",
        desk.old_marks() if made else "",
    )


def _write(sheet: Sheet, asked: list[Correction], step: Step) -> Iterator[tuple[Correction, str]]:
    """Write figures into their cells; yield each with why it was not written, empty if it was."""
    places = {area(each.figure.location.cell or "")[:2]: each for each in reversed(asked)}
    now, codes = contents.read(sheet, places), number_formats(sheet, places)
    wanted: dict[Place, Content] = {}
    formats: dict[Place, tuple[str, str]] = {}
    for at, each in places.items():
        found = _content(each, now[at], codes[at])
        if isinstance(found, str):
            yield each, found
            continue
        wanted[at] = found
        if codes[at] == _TEXT and not isinstance(found.value, str):
            formats[at] = _TEXT, "General"
    if wanted:
        undo.replace(sheet, wanted, now, formats, step)
    yield from ((places[at], "") for at in wanted)


def _content(correction: Correction, now: Content, code: str) -> Content | str:
    """Return the new content of a cell, or why it is not corrected."""
    if now.formula:
        return BY_FORMULA
    if now.value is None or not correction.figure.text.strip():
        return BLANK
    if isinstance(now.value, bool) or not isinstance(now.value, int | float | str):
        return UNCLEAR
    held = now.value if isinstance(now.value, str) else Decimal(repr(now.value))
    found = correction.in_cell(held, code)
    if isinstance(found, Reprinted):
        said = str(now.value)
        return Content(said[: found.start] + found.text + said[found.end :])
    return found if isinstance(found, str) else Content(float(found))


def _in_report(judged: Checked, report: Path | None, asked: list[Correction]) -> str:
    """Write a copy of the linked report with tracked changes beside it; return the message."""
    if not asked or report is None:
        return ""
    source = next(each for each in judged.filing.sources if each.name != judged.book)
    if source.kind not in DOCUMENT:
        return f"报告“{report.name}”没有改：只能改 docx，请先另存为 .docx。"
    from xladdin.outputs.word_changes import corrected

    # A copy that was corrected before gets more revisions, which keep the old text readable.
    again = report.parent.name == CORRECTED
    target = report if again else place_of_copy(report)
    wanted: dict[Location, Correction] = {each.figure.location: each for each in reversed(asked)}
    done = corrected(report.read_bytes(), report.name, wanted, datetime.now())
    if not done.outcome.made:
        return f"报告“{report.name}”没有改：{in_part(list(done.outcome.refused.values()))}。"
    write_whole(target, done.data, inputs=[] if again else [report])
    return (
        f"报告改了 {len(done.outcome.made)} 处，都是修订，副本在“{target}”，请在 Word 里逐处接受或拒绝；"
        "以后校验、打包都用这份副本。"
    )
