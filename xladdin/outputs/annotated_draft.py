"""Annotate a drafted narrative at the figures that are wrong in the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from xladdin import checking
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.report import Operand, Report
from xladdin.outputs import advice
from xladdin.outputs.entries import entries, to_correct
from xladdin.outputs.places import names_in
from xladdin.outputs.printable import one_line
from xladdin.outputs.remarks import Remark
from xladdin.outputs.word_comments import annotated
from xladdin.sources.reading import source_of


def annotated_draft(
    data: bytes, name: str, filing: Filing, report: Report, chosen: Profile
) -> tuple[bytes, int]:
    """Return the draft ``data`` with comments, and their number. ``report`` is about the forms of
    ``filing``; each figure that it wants corrected gets a comment where the draft repeats it. The
    rules, run on forms and draft together, tell which figures those are."""
    sources = [source for source in filing.sources if source.name != name]
    both = checking.file([*sources, source_of(data, name)], chosen)
    written = _written(checking.check(both, chosen), name)
    told = list(_remarks(report, written))
    if not told:
        return data, 0
    made = annotated(data, name, told, datetime.now())
    return made.data, made.comments


def _remarks(report: Report, written: Mapping[Location, Sequence[Operand]]) -> Iterator[Remark]:
    names = names_in(report)
    done: set[Location] = set()
    for entry in to_correct(entries(report)):
        for figure in entry.figures if entry.named else entry.lead.operands[:1]:
            for here in written.get(figure.location, ()):
                if here.location in done:
                    continue
                done.add(here.location)
                place = advice.found(entry, entry.lead, names)
                yield Remark(
                    (
                        "表上的这个数有问题",
                        f"{place}：{advice.brief(entry, names)}",
                        "请先改表，再重写初稿，或者两处一起改。",
                        one_line(f"（{entry.lead.code} {entry.lead.title}）"),
                    ),
                    here,
                )


def _written(report: Report, draft: str) -> dict[Location, list[Operand]]:
    """Map the place of each figure of the forms to the figures of the draft that repeat it."""
    found: dict[Location, list[Operand]] = {}
    for relation in report.relations:
        here = [each for each in relation.operands if each.location.source == draft]
        there = [each for each in relation.operands if each.location.source != draft]
        if len(here) == len(there) == 1:
            found.setdefault(there[0].location, []).append(here[0])
    return found
