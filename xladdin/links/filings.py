"""Read a report and its forms for linking and refreshing, and tell in Chinese what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.profiles import Profile, profile
from xladdin.links.linking import Linked, link
from xladdin.links.refreshing import Refreshed, refresh
from xladdin.links.tags import Tag
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.grid import Source
from xladdin.outputs.places import Piece, excerpt
from xladdin.outputs.printable import one_line
from xladdin.sources.filing_files import read_filing
from xladdin.sources.reading import read


class Given(Struct, frozen=True):
    """A report with its bytes, the sources of the forms, and their profile. Without other sources,
    the forms are those in the report itself."""

    report: Source
    data: bytes
    others: tuple[Source, ...]
    chosen: Profile

    @classmethod
    def read(cls, report: Path, others: Sequence[Path], profile_id: str | None) -> Given:
        """Read the files. Raises InputError if the report is no .docx or a file cannot be read."""
        source = report_of(report)
        found = read_filing(others) if others else ()
        forms = tuple(each for each in found if each.name != source.name)
        chosen = profile(profile_id) if profile_id else checking.profile_of((source, *forms))
        return cls(source, report.read_bytes(), forms, chosen)

    def linked(self) -> Linked:
        """Return the report with its figures linked. Raises InputError if there are no forms."""
        filing = checking.file((self.report, *self.others), self.chosen)
        _refuse_formless(filing)
        relations = checking.check(filing, self.chosen).relations
        return link(self.data, self.report.name, filing, relations)

    def refreshed(self) -> Refreshed:
        """Return the report with its linked figures set to those of the forms, as tracked changes.
        Raises InputError if there are no forms."""
        return refresh(self.data, self.report.name, self.forms(), self.chosen, datetime.now())

    def of_another(self) -> str | None:
        """Return a warning if the report names another unit or year than the forms; None otherwise."""
        filing = checking.file((self.report, *self.others), self.chosen)
        for what, mentions in (("单位", filing.units), ("年度", filing.years)):
            said = [m.text for m in mentions if m.location.source == self.report.name]
            there = [m.text for m in mentions if m.location.source != self.report.name]
            if said and there and set(said).isdisjoint(there):
                return (
                    f"注意：报告写的{what}是“{said[0]}”，附表写的是“{there[0]}”，请确认没有拿错。"
                )
        return None

    def forms(self) -> Filing:
        """Return the filing of the forms alone. Raises InputError if there are none."""
        filing = checking.file(self.others or (self.report,), self.chosen)
        _refuse_formless(filing)
        return filing


def report_of(path: Path) -> Source:
    """Read the report. Raises InputError if it is no .docx."""
    source = read(path)
    if source.kind != "docx":
        raise InputError(
            f"“{path.name}”不是 docx 文件，不能联动；请用 Word 或 WPS 另存为 docx 再试。"
        )
    return source


def _refuse_formless(filing: Filing) -> None:
    if not filing.forms:
        raise InputError(
            "没有认出基础数据表、自评表等表格，没有可以联动的数；请在报告后面写上填好的附表。"
        )


#: How many figures of a kind are listed.
_SHOWN = 40


def told_linked(linked: Linked, report: Source) -> list[str]:
    """Return lines on how many figures follow the forms now, and which do not."""
    lines = [
        f"{linked.direct} 个数与表格的一格相同，{linked.derived} 个由它们算出，"
        "都放进了内容控件，表格改了会跟着改。"
    ]
    if linked.before:
        lines.append(f"{linked.before} 个数原来就已联动，没有动。")
    if linked.refused:
        lines.append(f"{len(linked.refused)} 个数放不进内容控件，没有联动：")
        lines += _listed(f"{_context(report, c.location)}（{why}）" for c, why in linked.refused)
    if linked.rest:
        lines.append(f"{len(linked.rest)} 个数在表格里没有相同的，仍是文字，表格改了要自己看：")
        lines += _listed(_context(report, claim.location) for claim in linked.rest)
    return lines


def told_refreshed(refreshed: Refreshed, report: Source) -> list[str]:
    """Return lines on what was rewritten, from which cell, and what was left unchanged."""
    lines = []
    if refreshed.changes:
        lines.append(f"改了 {len(refreshed.changes)} 处，都是修订：")
        lines += _listed(
            f"{change.before} → {change.after}　{_origin(change.tag)}"
            f"（{_context(report, change.control.location)}）"
            for change in refreshed.changes
        )
    if refreshed.same:
        lines.append(f"{refreshed.same} 处与表格相同，没有动。")
    if refreshed.left:
        lines.append(f"{len(refreshed.left)} 处没有跟着改，请自己看：")
        lines += _listed(
            f"{one_line(control.text)}　{_origin(its)}：{why}（{_context(report, control.location)}）"
            for control, its, why in refreshed.left
        )
    return lines


def _origin(its: Tag) -> str:
    return "由其他数算出" if its.formula else f"取自{its.source.replace('.', ' ')}"


def _context(report: Source, place: Location) -> str:
    """Return a figure in 【】 with the words around it."""
    text = next((p.text for p in report.paragraphs if p.index == place.paragraph), "")
    start, end = place.span or (0, 0)
    parts = ((text[:start], False), (text[start:end], True), (text[end:], False))
    return excerpt(tuple(Piece(one_line(t), marked) for t, marked in parts if t))


def _listed(lines: Iterable[str]) -> list[str]:
    every: Sequence[str] = [f"  {line}" for line in lines]
    more = [f"  其余 {len(every) - _SHOWN} 处从略。"] if len(every) > _SHOWN else []
    return [*every[:_SHOWN], *more]
