"""Turn a filing into the forms that fill a workbook: what stays from last year, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xladdin.errors import InputError
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Location
from xladdin.model.filing import Filing, narrative
from xladdin.model.form import Entry, Form, Group, Indicator, Item
from xladdin.templates.filling import once, subject
from xladdin.templates.layout import layout, planned
from xladdin.templates.prepared import every_layout, layouts
from xladdin.templates.unplaced import Leftover, strays
from xladdin.templates.workbook import Made, workbook

#: Of last year's filing, the column 本年决算 becomes 上年决算.
_BEFORE, _NOW = "上年决算", "本年决算"
_UNIT = "单位名称"
#: What stays from year to year, besides names.
_LASTING = ("编制数", "项目名称", "主管部门", "年度资金总额.分值")


class Carried(Struct, frozen=True):
    """The ``forms`` to fill this year's workbook with. ``told`` pairs each filled form's name with
    what was carried into it; ``not_carried`` are Chinese sentences on the rest."""

    forms: tuple[Form, ...]
    told: tuple[tuple[str, str], ...]
    not_carried: tuple[str, ...]


def named(profile: Profile, unit: str) -> tuple[Form, ...]:
    """Return blank forms that only have the unit's name."""
    return tuple(
        _blank(kind, unit)
        for kind in (layout(name).kind for name in layouts(profile.id))
        if kind in ("overall", "project")
    )


def carried(prior: Filing, profile: Profile, unit: str, *, keep_targets: bool = False) -> Carried:
    """Return what this year's forms take over from last year's filing.

    The 基础数据表 gets its 上年决算数 row by row, and 编制数; the 自评表 its indicators with levels, names and
    points; each project of last year gets a form. Targets are cleared unless ``keep_targets``.
    Raises InputError if last year's filing has no forms.
    """
    kinds = [layout(name).kind for name in every_layout(profile)]
    own = {layout(name).kind for name in layouts(profile.id)}
    if not any(form.kind in kinds for form in prior.forms):
        raise InputError("上年材料里没有附表，带不出数据；请换成带附表的 Word 或 Excel 材料。")
    forms: list[Form] = []
    told: list[tuple[str, str]] = []
    rest: list[str] = []
    for kind in kinds:
        if kind == "assessment":
            continue  # nothing of it stays
        found, others = _one_of_each(prior.of(kind))
        rest += others
        made = [_carried(form, unit, keep_targets) for form in found]
        if made:
            told.append((made[0].name, _summary(made)))
            rest += [sentence for form in found for sentence in _lost(form)]
        elif kind in own:
            rest.append(_MISSING.get(kind, ""))
            made = [_blank(kind, unit)] if kind != "basic_data" else []
        forms += made
    unknown = [form for form in prior.forms if form.kind not in kinds]
    rest += [
        f"「{form.source}」里的“{form.title.text}”不是本地区的表，没有带入。" for form in unknown
    ]
    return Carried(tuple(forms), tuple(told), tuple(filter(None, rest)))


_MISSING = {
    "basic_data": "上年材料里没有基础数据表，上年决算数要自己填。",
    "overall": "上年材料里没有部门整体支出绩效自评表，没有带入指标。",
}


def _one_of_each(forms: Iterable[Form]) -> tuple[list[Form], list[str]]:
    """Return the first form on each subject, and sentences on further ones that differ."""
    first: dict[tuple[str, str], Form] = {}
    rest: list[str] = []
    for form in once(forms)[0]:
        chosen = first.setdefault(subject(form), form)
        if form is chosen:
            continue
        if form.source == chosen.source:
            rest.append(f"「{form.source}」里不止一张{form.name}，带入的是第一张。")
        else:
            rest.append(
                f"「{form.source}」里的{form.name}与「{chosen.source}」里的不同，带入的是后者。"
            )
    return list(first.values()), rest


def _carried(form: Form, unit: str, keep_targets: bool) -> Form:
    entries = {
        key: entry for key in _LASTING if (entry := form.entries.get(key)) and not entry.blank
    }
    entries |= _as_before(form.entries)
    if _UNIT in form.entries or form.kind != "basic_data":
        entries[_UNIT] = Entry(_UNIT, unit, Location())
    if keep_targets and (goal := form.entries.get("预期目标")) is not None:
        entries[goal.key] = goal
    sections = {
        name: tuple(Item(item.label, _as_before(item.entries, by_column=True)) for item in items)
        for name, items in form.sections.items()
        if any(_NOW in item.entries for item in items)
    }
    groups = tuple(
        replace(group, indicators=tuple(_cleared(row, keep_targets) for row in group.indicators))
        for group in form.groups
    )
    return replace(
        _blank(form.kind, unit), name=form.name, entries=entries, sections=sections, groups=groups
    )


def _as_before(entries: Mapping[str, Entry], *, by_column: bool = False) -> dict[str, Entry]:
    """Return the figures of this year's column as those of last year's."""
    moved = (
        replace(entry, column=_BEFORE)
        for entry in entries.values()
        if entry.column == _NOW and entry.name != "表头" and not entry.blank
    )
    return {_BEFORE if by_column else entry.key: entry for entry in moved}


def _cleared(row: Indicator, keep_target: bool) -> Indicator:
    """Return an indicator with its name, levels and points only, unless the target is kept."""
    return replace(
        row,
        target=row.target if keep_target else _empty(row.target),
        actual=_empty(row.actual),
        score=_empty(row.score),
        reason=_empty(row.reason) if row.reason is not None else None,
    )


def _empty(entry: Entry) -> Entry:
    return replace(entry, text="", figure=None)


def _blank(kind: str, unit: str) -> Form:
    entries = {} if kind == "basic_data" else {_UNIT: Entry(_UNIT, unit, Location())}
    return Form(kind, "", Entry("标题", "", Location()), None, "", entries)


def _summary(forms: Sequence[Form]) -> str:
    """Return what the forms carry: 上年决算数 14 项，编制数，项目支出明细 3 行 …."""
    last = sum(entry.column == _BEFORE for form in forms for entry in form.entries.values())
    items = [items for form in forms for items in form.sections.values()]
    rows = [row for form in forms for row in _rows(form.groups)]
    projects = [form for form in forms if form.kind == "project"]
    counts = {
        "项目": (len(projects), "个"),
        "上年决算数": (last, "项"),
        "专项和明细": (sum(map(len, items)), "行"),
        "指标": (len(rows), "条"),
        "指标值": (sum(bool(row.target.text) for row in rows), "项"),
    }
    parts = [f"{name} {number} {measure}" for name, (number, measure) in counts.items() if number]
    if any("编制数" in form.entries for form in forms):
        parts.append("编制数")
    return "，".join(parts) or "单位名称"


def _rows(groups: Sequence[Group]) -> list[Indicator]:
    return [row for group in groups for row in group.indicators]


def _lost(form: Form) -> list[str]:
    """Return sentences on what a form should carry but does not have."""
    if form.kind != "basic_data" or any(e.column == _NOW for e in form.entries.values()):
        return []
    return [f"「{form.source}」的基础数据表里没有找到本年决算数一列，上年决算数要自己填。"]


class Imported(Struct, frozen=True):
    """The workbook, and what became of the filing. ``twice`` are forms that say the same as one in
    the workbook; ``reports`` are the sources whose sentences were left where they are."""

    made: Made
    twice: tuple[Form, ...]
    reports: tuple[str, ...]


def imported(filing: Filing, profile: Profile, year: int) -> Imported:
    """Put a filing's forms on the official ones of a profile for a year. Raises InputError if the
    profile has no templates or the filing no forms."""
    kinds = {layout(name).kind for name in every_layout(profile)}
    forms, twice = once([form for form in filing.forms if form.kind in kinds])
    if not forms:
        raise InputError("材料里没有可以放进官方表格的附表，只有正文的材料不用导入。")
    # What stands in a form without being read is among the strays.
    bare = [replace(form, unplaced=()) for form in forms]
    besides = _strays(filing, forms, twice, _printed(profile, year))
    made = workbook(profile, year, bare, besides=besides, as_found=True)
    reports = tuple(source.name for source in filing.sources if narrative(source))
    return Imported(made, tuple(twice), reports)


def _strays(
    filing: Filing, forms: Sequence[Form], twice: Sequence[Form], printed: frozenset[str]
) -> list[Leftover]:
    """Return what no form has read; of a form's double only what does not stand beside the form, too."""
    found: list[Leftover] = []
    for source in filing.sources:
        known = {squeeze(each.text) for each in found}
        doubled = any(form.source == source.name for form in twice)
        own = [form for form in (*forms, *twice) if form.source == source.name]
        found += [
            each
            for each in strays(source, own, printed)
            if not doubled or squeeze(each.text) not in known
        ]
    return found


def _printed(profile: Profile, year: int) -> frozenset[str]:
    """Return the texts that the official forms print themselves."""
    plans = (planned(layout(name), year) for name in every_layout(profile))
    boxes = (box for plan in plans for box in plan.boxes if box.role != "input")
    return frozenset(text for box in boxes for text in (squeeze(box.text), normal(box.text)))
