"""Plan the files of an order's set as jobs, to be done one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xladdin.appendix.making import Made, Making
from xladdin.appendix.naming import safe
from xladdin.appendix.order import Order
from xladdin.appendix.parts import parts
from xladdin.appendix.prescoring import scheme
from xladdin.model.filing import Filing, narrative
from xladdin.model.grid import Source
from xladdin.sources.own_copies import EXPLAINED, REPORT

#: The ending of the names of files with the program's own results.
PRESCORED = "（预评）"
_LONGEST_STEM = 40


class Member(Struct, frozen=True):
    """One file of the set: ``what`` describes it, ``pages`` is its number of pages, None if unknown."""

    name: str
    data: bytes
    what: str
    pages: int | None = None


class Job(Struct, frozen=True):
    """A file to make. ``shows`` is the part of the whole document that it contains: the number of
    an appendix, "" for the report, None for anything without pages of it."""

    name: str
    what: str
    make: Callable[[], Made]
    shows: str | None = None


def jobs(order: Order) -> tuple[Job, ...]:
    """Return the files of the set in order, with the names of the profile."""
    appendices = parts(order.filing, order.profile)
    told = _reports(order.filing)
    making = Making(order, told[0] if told else None, appendices)
    packing, mark = order.profile.packing, order.mark
    found = []
    if packing.cover:
        found.append(Job(f"00 封面{mark}.docx", "封面", making.cover))
    for number, source in enumerate(told, start=1):
        make, suffix = partial(making.original, source), _suffix(order, source)
        if number == 1:
            name = f"{packing.report}{mark}{suffix}"
            found.append(Job(name, "自评报告（单位原稿）", make, ""))
        else:
            name = f"{number:02} {safe(Path(source.name).stem, _LONGEST_STEM)}{mark}{suffix}"
            found.append(Job(name, "其他正文（单位原稿）", make))
    for part in appendices:
        title = f"{part.title}{mark}"
        found += [
            Job(f"{title}.xlsx", f"{part.name}（Excel）", partial(making.workbook, part)),
            Job(f"{title}.docx", f"{part.name}（Word）", partial(making.word, part), part.number),
        ]
    whole = f"{packing.whole}{mark}"
    found.append(Job(f"{whole}.docx", "自评报告及全部附件（Word）", making.whole))
    if order.pdf:
        make = partial(making.pdf, f"{whole}.docx")
        found.append(Job(f"{whole}.pdf", "自评报告及全部附件（PDF）", make))
    if scheme(order.profile.id) is not None:
        name = f"{packing.appendices['assessment']}{mark}{PRESCORED}.xlsx"
        found.append(Job(name, "考核评分的预评和理由，供参考，不是得分", making.prescored))
    if any(each.explained for each in order.report.findings):
        name = f"{EXPLAINED}{mark}.xlsx"
        found.append(Job(name, "对核对出的警告和提示的说明", making.explanations))
    found.append(Job(REPORT, "核对结果和出错说明", making.findings))
    return tuple(found)


def _suffix(order: Order, source: Source) -> str:
    """Return the ending of a file of the unit's; a docm becomes a docx, as its macros are removed."""
    suffix = order.files[source.name].suffix.lower()
    return ".docx" if suffix in (".docm", ".dotm") and not order.keep_active else suffix


def counted(done: Sequence[tuple[Job, Member]]) -> list[Member]:
    """Return the files with their numbers of pages, as far as the PDF's bookmarks tell."""
    from xladdin.appendix.pdf import pages, pages_from

    pdf = next((member for _, member in done if member.name.endswith(".pdf")), None)
    if pdf is None:
        return [member for _, member in done]
    shown = [job.shows for job, _ in done if job.shows]
    known = pages_from(pdf.data, shown)
    both = {pdf.name, f"{pdf.name.removesuffix('.pdf')}.docx"}
    found = []
    for job, member in done:
        number = known.get(job.shows) if job.shows is not None else None
        if member.name in both:
            number = pages(pdf.data)
        found.append(replace(member, pages=number or None))
    return found


def _reports(filing: Filing) -> list[Source]:
    """Return the sources with a report's text, the longest first."""
    told = [source for source in filing.sources if narrative(source)]
    return sorted(told, key=lambda each: -sum(len(line.text) for line in each.paragraphs))
