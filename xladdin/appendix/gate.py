"""List what keeps a filing from being packed: errors, missing parts, warnings without explanation.

Signatures and seals do not keep it, as they are put on the printed pages.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from msgspec import Struct

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing, narrative
from xladdin.model.report import Finding, Report, Severity
from xladdin.outputs import advice
from xladdin.outputs.entries import Entry, entries
from xladdin.outputs.places import Names, names_in
from xladdin.rules.projects import nameless, projects_without_form
from xladdin.rules.registry import rules
from xladdin.rules.report.residue import DRAFT_MARK, left_to_write

#: The code of the finding that a project has no form.
_UNASSESSED = "X105"


class Obstacle(Struct, frozen=True):
    """One reason not to pack: ``what`` is wrong, and the ``fix``, in Chinese. ``code`` is the
    finding's code and ``place`` where to correct it; both are empty for a missing part."""

    what: str
    fix: str
    code: str = ""
    place: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What is wrong, where, and what to do, one line each."""
        what = f"{self.code} {self.what}" if self.code else self.what
        return (what, *([f"位置：{self.place}"] if self.place else []), self.fix)


def obstacles(filing: Filing, report: Report, profile: Profile) -> tuple[Obstacle, ...]:
    """Return what to correct before the set is packed, one a cause, missing parts first."""
    names = names_in(report)
    found = [_obstacle(each, profile, names) for each in entries(report)]
    excused = {each.code for each in report.findings if each.explained}
    return (*_missing(filing, excused), *filter(None, found))


def listed(found: Sequence[Obstacle], most: int, rest: str) -> list[str]:
    """Return the lines of at most ``most`` obstacles; ``rest`` says where the others are listed."""
    lines = []
    for number, each in enumerate(found[:most], start=1):
        what, *details = each.lines
        lines += [f"{number}. {what}", *(f"　　{detail}" for detail in details)]
    if len(found) > most:
        lines.append(f"其余 {len(found) - most} 处，{rest}")
    return lines


def beside_errors(found: Sequence[Obstacle], report: Report) -> str:
    """Return a sentence with the obstacles that are no errors of the report; empty if there are none."""
    errors = {each.code for each in report.findings if each.severity is Severity.ERROR}
    told = [each.lines[0].rstrip("。") for each in found if each.code not in errors]
    return f"打包前还要先处理 {len(told)} 处：{'；'.join(told)}。" if told else ""


def _stops(finding: Finding, profile: Profile) -> bool:
    if finding.explained:
        return False
    if finding.severity is Severity.ERROR or finding.code in profile.packing.stops:
        return True
    return finding.severity is Severity.WARNING and profile.packing.explain_warnings


def _obstacle(entry: Entry, profile: Profile, names: Names) -> Obstacle | None:
    stops = [each for each in entry.findings if _stops(each, profile)]
    if not stops:
        return None
    finding = stops[0]
    fix = advice.in_brief(entry, names) if finding is entry.lead else finding.fix
    if finding.severity is not Severity.ERROR or finding.code in profile.explainable:
        fix += "改不了的，在“校验结果”表的“说明”栏写明原因。"
    if len(stops) > 1:
        fate = "随之消失" if entry.cause.proposed is not None else "与此有关，一并改正"
        codes = "、".join(dict.fromkeys(each.code for each in stops[1:]))
        fix += f"另有 {len(stops) - 1} 处问题（{codes}）{fate}。"
    return Obstacle(finding.message, fix, finding.code, advice.found(entry, finding, names))


def _missing(filing: Filing, excused: Container[str]) -> Iterator[Obstacle]:
    if not filing.unit:
        yield Obstacle("材料里没有写单位名称。", "在封面、报告标题或自评表的单位名称一栏写明单位。")
    if filing.year is None:
        yield Obstacle("看不出材料是哪一年度的。", "在报告标题和表格标题里写明年度，如“2024年度”。")
    if not any(narrative(source) for source in filing.sources):
        yield Obstacle(
            "没有自评报告正文。",
            "把自评报告（Word 文件）和附表放在同一个文件夹里，或在命令里一起写上。",
        )
    yield from unwritten(filing)
    without = [] if _UNASSESSED in excused else projects_without_form(filing)
    if without:
        names = "、".join(f"“{name}”" for name, _ in without)
        yield Obstacle(
            f"项目支出中的{names}没有项目支出绩效自评表。{nameless(filing)}",
            rules()[_UNASSESSED].fix,
            _UNASSESSED,
        )


def unwritten(filing: Filing) -> Iterator[Obstacle]:
    """Yield an obstacle for each source with places that a first draft left to be written."""
    fix = f"按〔 〕里的提示写好正文，并删去提示；都写完后删去“{DRAFT_MARK}”。"
    for source in filing.sources:
        if said := left_to_write(source):
            yield Obstacle(f"{source.name} 里{said}", fix)
