"""Make the scopes in which a relation is judged: a form, or each of its columns, rows, groups or
indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TypeVar

from msgspec.structs import replace

from xladdin.forms.labels import normal
from xladdin.forms.totals import PARTIAL
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Group, Item
from xladdin.model.interval import total
from xladdin.model.report import Operand
from xladdin.rules.items import added_up, making_up, scored_by_indicator
from xladdin.rules.projects import project_text
from xladdin.rules.scope import (
    ABSENT,
    Scope,
    Term,
    Terms,
    column_label,
    form_term,
    form_terms,
    indicator_name,
    number_text,
    operand,
    overlaid,
    term,
)

T = TypeVar("T")


def once(scopes: Callable[[T], Iterator[Scope]]) -> Callable[[T], tuple[Scope, ...]]:
    """Cache a maker of scopes by its argument, since many relations ask for the same ones."""
    return lru_cache(maxsize=64)(lambda of: tuple(scopes(of)))


def form_sections(form: Form) -> dict[str, tuple[Term, ...]]:
    """Return the sections of a form's indicators: 指标分值 (a subtotal per group), 指标得分 (each score), and
    标题分值 if every group or block states its points. A section whose column the form lacks has one term
    without a value."""
    points = tuple(_subtotal(group) for group in form.groups if group.indicators)
    scores = tuple(term(row.score, f"{indicator_name(row)} 得分") for row in form.indicators)
    sections = {"指标分值": points, "指标得分": scores}
    if not any(entry.figure for group in form.groups for _, entry in _named_points(group)):
        # Where no row has points, not even a column for them, there is nothing to add up.
        sections["指标分值"] = (_missing_column(form, "指标分值"),)
    if not any(row.score.location.cell for row in form.indicators):
        sections["指标得分"] = (_missing_column(form, "指标得分"),)
    stating = _stating_blocks(form) or form.groups
    if stating and all(group.heading.figure for group in stating):
        headings = (term(group.heading, f"{group.name}标明的分值") for group in stating)
        sections["标题分值"] = tuple(headings)
    return sections


def _missing_column(form: Form, name: str) -> Term:
    """Return a term without a value for a column that the form does not have; a sum with it is skipped."""
    return Term((Operand(f"{name}（没有这一栏）", "", None, "", form.title.location),), None, None)


def _named_points(group: Group) -> list[tuple[str, Entry]]:
    """Return the points that make up a group, each with its name: those of its 二级指标, else of its rows."""
    if group.below:
        return [(each.name, each.heading) for each in group.below]
    rows = group.indicators
    return [(indicator_name(row), row.points) for row in rows if row.points.location.cell]


def _subtotal(group: Group) -> Term:
    """Return the sum of a group's points as a term that shows the points as its parts."""
    pointed = [(name, entry) for name, entry in _named_points(group) if entry.figure or entry.blank]
    value = total(entry.figure.typed for _, entry in pointed if entry.figure)
    text = number_text(value.point)
    shown = Operand(f"{group.name or '指标'} 分值小计", text, text, "分", group.heading.location)
    parts = tuple(operand(entry, f"{name} 分值") for name, entry in pointed)
    return Term((shown,), value, value, parts=parts)


@once
def of_form(form: Form) -> Iterator[Scope]:
    """Yield one scope for the whole form. The score of the funds counts as absent if an indicator has it."""
    terms: Mapping[str, Term] = form_terms(form)
    if scored_by_indicator(form):
        terms = overlaid(terms, {f"年度资金总额.{column}": ABSENT for column in ("分值", "得分")})
    yield Scope("", terms, form_sections(form))


@once
def of_columns(form: Form) -> Iterator[Scope]:
    """Yield one scope for each money column; a row's name means its figure in that column."""
    amounts = {entry.column for entry in form.entries.values() if entry.unit in ("万元", "元")}
    for key in [key for key in form.entries if key.startswith("表头.")]:
        column = key.partition(".")[2]
        if column not in amounts:
            continue
        makers = {
            e.name: partial(form_term, form, e)
            for e in form.entries.values()
            if e.column == column and e.name != "表头"
        }
        sections = {
            name: tuple(_item_term(form, item, column) for item in added_up(form, name, column))
            for name in form.sections
        }
        if funds := making_up(form, column):
            sections["资金各项"] = tuple(
                _item_term(form, replace(item, label=normal(item.label)), column) for item in funds
            )
        yield Scope("".join(form.entries[key].text.split()), Terms(makers), sections, column)


def _item_term(form: Form, item: Item, column: str) -> Term:
    return term(item.entries[column], column_label(form, item.label or "（未命名项）", column))


@once
def of_rows(form: Form) -> Iterator[Scope]:
    """Yield one scope for each row of the form's funds; a column's name means the row's figure there."""
    names = dict.fromkeys(e.name for e in form.entries.values() if e.column == "全年执行数")
    for name in names:
        if name != "表头":
            row = {e.column: partial(form_term, form, e)
                   for e in form.entries.values() if e.name == name}  # fmt: skip
            yield Scope(name, Terms(row))
    for item in form.funds:
        if not any(entry.key in form.entries for entry in item.entries.values()):
            name = normal(item.label)
            called = {c: column_label(form, name, c) for c in item.entries}
            yield Scope(name, {c: term(e, called[c]) for c, e in item.entries.items()})


def of_items(form: Form, section: str) -> Iterator[Scope]:
    """Yield one scope for each row of a section; a column's name means the row's figure there."""
    for item in form.sections.get(section, ()):
        yield Scope(item.label, {name: term(e, name) for name, e in item.entries.items()})


@once
def of_groups(form: Form) -> Iterator[Scope]:
    """Yield one scope for each 一级指标, and each 二级指标 that states points for its rows: 标题分值, and the
    points and scores below it. A row that adds up all indicators without the funds has a last scope."""
    yield from map(_of_group, (*form.groups, *_stating_blocks(form)))
    for group in form.groups:
        for below in group.below:
            if any(row.points.location != below.heading.location for row in below.indicators):
                yield _of_group(below)
    added = [e for e in form.entries.values() if e.name == PARTIAL]
    if added:
        subtotal = {f"小计.{e.column}": term(e, f"{e.name} {e.column}") for e in added}
        sections = form_sections(form)
        parts = {"分值": sections["指标分值"], "得分": sections["指标得分"]}
        yield Scope(PARTIAL, subtotal, parts)


def _stating_blocks(form: Form) -> list[Group]:
    """Return the blocks that state points, without those that are the groups themselves."""
    there = {group.heading.location for group in form.groups}
    return [b for b in form.blocks if b.heading.figure and b.heading.location not in there]


def _of_group(group: Group) -> Scope:
    heading = term(group.heading, f"{group.name}标明的分值")
    scores = tuple(term(row.score, f"{indicator_name(row)} 得分") for row in group.indicators)
    sections = {"得分": scores}
    if pointed := _named_points(group):
        sections["分值"] = tuple(term(entry, f"{name} 分值") for name, entry in pointed)
    subtotal = {f"小计.{e.column}": term(e, f"{e.name} {e.column}") for e in group.subtotal}
    return Scope(group.name, {"标题分值": heading, **subtotal}, sections)


@once
def of_indicators(form: Form) -> Iterator[Scope]:
    """Yield one scope for each indicator; 指标值, 完成值, 分值, 得分 and 得分系数 mean its figures."""
    for row in form.indicators:
        name = indicator_name(row)
        places = {"指标值": row.target, "完成值": row.actual, "分值": row.points, "得分": row.score}
        if row.share is not None:
            places["得分系数"] = row.share
        yield Scope(name, {key: term(entry, f"{name} {key}") for key, entry in places.items()})


@once
def of_filing(filing: Filing) -> Iterator[Scope]:
    """Yield one scope for each pair of a 基础数据表 and a 自评表, of the same file if there is one; the
    forms' names precede their keys."""
    for basic in filing.of("basic_data"):
        partners = filing.of("overall")
        own = tuple(form for form in partners if form.source == basic.source)
        for overall in own or partners:
            both = (form_terms(basic, "基础数据表."), form_terms(overall, "自评表."))
            terms = Terms({name: maker for each in both for name, maker in each.makers.items()})
            sections = {
                "项目表执行数": project_terms(filing, basic.source, "全年执行数"),
                "项目表年初预算数": project_terms(filing, basic.source, "年初预算数"),
            }
            yield Scope("", terms, {name: terms for name, terms in sections.items() if terms})


def _first_of_each_project(projects: Iterable[Form]) -> list[Form]:
    """Return the project forms, of several with the same project name (in Word and in Excel) the first."""
    found: dict[str, Form] = {}
    for number, form in enumerate(projects):
        found.setdefault("".join(project_text(form).split()) or str(number), form)
    return list(found.values())


def project_called(form: Form) -> str:
    """Return what to call a project form in a sentence: its project, else the sheet or file it stands in."""
    if name := project_text(form):
        return f"项目“{name}”"
    return f"“{form.title.location.sheet or form.source}”里没有写名称的项目"


def project_terms(filing: Filing, source: str, column: str) -> tuple[Term, ...]:
    """Return the totals of the project forms in a column, those of file ``source`` if it has any. Empty if a
    form lacks its total, since the sum would be incomplete."""
    projects = filing.of("project")
    chosen = [form for form in projects if form.source == source] or _first_of_each_project(
        projects
    )
    terms = []
    for form in chosen:
        entry = form.entries.get(f"年度资金总额.{column}")
        if entry is None:
            return ()  # a sum without it would say nothing
        part = term(entry, f"{project_called(form)}的{column}")
        terms.append(replace(part, total=f"各张项目支出绩效自评表的{column}合计"))
    return tuple(terms)
