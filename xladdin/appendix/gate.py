"""What keeps a filing from being packed: errors, missing parts, warnings that want an explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xladdin.appendix.naming import subject
from xladdin.forms.definitions import definition
from xladdin.forms.labels import normal
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing, narrative
from xladdin.model.form import Form, Item
from xladdin.model.report import Finding, Report, Severity
from xladdin.outputs import advice
from xladdin.outputs.entries import Entry, entries
from xladdin.outputs.places import Names, names_in
from xladdin.rules.items import top_items
from xladdin.rules.report.residue import DRAFT_MARK
from xladdin.templates.layout import layout
from xladdin.templates.prepared import every_layout, signatures

_OUTTURN = "本年决算"
#: How a place begins that a first draft leaves to be written, and how much of it is shown.
_TO_WRITE, _SHOWN = "〔请补充", 24
#: So many reasons are told; the rest stand in the report of ``check``.
_MOST = 30


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason not to pack: ``what`` in a sentence, ``fix`` what to do. ``code`` is the finding's
    code and ``place`` where to correct it, empty for a part that is missing."""

    what: str
    fix: str
    code: str = ""
    place: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What is wrong, where, and what to do, a line each."""
        what = f"{self.code} {self.what}" if self.code else self.what
        return (what, *([f"位置：{self.place}"] if self.place else []), self.fix)


def obstacles(filing: Filing, report: Report, profile: Profile) -> tuple[Obstacle, ...]:
    """Everything that has to be put right before the set is filed, missing parts first; findings of
    one cause are one reason."""
    names = names_in(report)
    found = [_of(each, profile, names) for each in entries(report)]
    return (*_missing(filing, profile), *filter(None, found))


def refusal(found: Sequence[Obstacle]) -> str:
    """Why a set was not packed, reason by reason, in some lines."""
    lines = [f"没有打包：有 {len(found)} 处要先处理。"]
    for number, each in enumerate(found[:_MOST], start=1):
        what, *details = each.lines
        lines += [f"{number:>3}. {what}", *(f"     {detail}" for detail in details)]
    if len(found) > _MOST:
        lines.append(f"     其余 {len(found) - _MOST} 处见 xladdin check 的报告。")
    return "\n".join(lines)


def _stops(finding: Finding, profile: Profile) -> bool:
    if finding.explained:
        return False
    if finding.severity is Severity.ERROR or finding.code in profile.packing.stops:
        return True
    return finding.severity is Severity.WARNING and profile.packing.explain_warnings


def _of(entry: Entry, profile: Profile, names: Names) -> Obstacle | None:
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
    return Obstacle(finding.message, fix, finding.code, advice.at(entry, finding, names))


def _missing(filing: Filing, profile: Profile) -> Iterator[Obstacle]:
    if not filing.unit:
        yield Obstacle("材料里没有写单位名称。", "在封面、报告标题或自评表的单位名称一栏写明单位。")
    if filing.year is None:
        yield Obstacle("看不出材料是哪一年度的。", "在报告标题和表格标题里写明年度，如“2024年度”。")
    if not any(narrative(source) for source in filing.sources):
        yield Obstacle(
            "没有自评报告正文。",
            "把自评报告（Word 文件）和附表放在同一个文件夹里，或在命令里一起写上。",
        )
    yield from _unwritten(filing)
    without = list(_projects_without_form(filing))
    if without:
        names = "、".join(f"“{name}”" for name in without)
        yield Obstacle(
            f"项目支出中的{names}没有项目支出绩效自评表。", "为每个项目各填一张项目支出绩效自评表。"
        )
    yield from _unsigned(filing, profile)


def _unwritten(filing: Filing) -> Iterator[Obstacle]:
    """Places that a first draft leaves to be written."""
    for source in filing.sources:
        left = [line.text for line in source.paragraphs if _TO_WRITE in line.text]
        if left:
            first = left[0][left[0].index(_TO_WRITE) :][:_SHOWN]
            yield Obstacle(
                f"{source.name} 里还有 {len(left)} 段没有补写，第一处是“{first}”。",
                "按〔 〕里的提示写好正文，并删去提示。",
            )
        elif any(line.text.strip() == DRAFT_MARK for line in source.paragraphs):
            yield Obstacle(f"{source.name} 里还写着“{DRAFT_MARK}”。", "定稿后删去这一行。")


def _unsigned(filing: Filing, profile: Profile) -> Iterator[Obstacle]:
    """Forms without the line of signatures that the official one has; where it is there but blank
    it is F303 that says so."""
    official = {each.kind: each for each in map(layout, every_layout(profile))}
    signed: dict[tuple[str, str], bool] = {}
    for form in filing.forms:
        if form.kind in official and official[form.kind].signed:
            fields = not signatures(form.kind).isdisjoint(form.entries)
            signed[subject(form)] = signed.get(subject(form), False) or fields
    without = [
        f"{definition(kind).name}{of and f'（{of}）'}"
        for (kind, of), it in signed.items()
        if not it
    ]
    if without:
        yield Obstacle(
            f"{'、'.join(without)}的表尾没有签署栏。",
            "按官方表样在表尾写明填表人、填报日期、联系电话和单位负责人。",
        )


def _projects_without_form(filing: Filing) -> Iterator[str]:
    """The projects with expenditure that no project form is about. Where there are as many forms as
    projects, names that differ are no reason."""
    projects = [
        item
        for form in filing.of("basic_data")[:1]
        for item in top_items(form.sections.get("项目支出明细", ()), _OUTTURN)
        if _spent(item)
    ]
    forms = filing.of("project")
    # Without any form at all it is F104 that says so.
    if forms and len(forms) < len(projects):
        named = [_project(form) for form in forms]
        for item in projects:
            name = normal(item.label)
            if not any(name in each or each in name for each in named if each):
                yield name or "（未命名项）"


def _spent(item: Item) -> bool:
    figure = item.entries[_OUTTURN].figure
    return figure is not None and figure.value > 0


def _project(form: Form) -> str:
    name = form.entries.get("项目名称")
    return normal(name.text) if name is not None else ""
