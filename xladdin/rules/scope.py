"""What the names of a relation mean in one form, one column, one row, one indicator …"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial
from typing import TypeVar, cast

from xladdin.forms.labels import normal
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Group, Indicator, Item
from xladdin.model.interval import Interval, total
from xladdin.model.report import Operand
from xladdin.model.unit import Unit, unit
from xladdin.rules.items import added_up, making_up

T = TypeVar("T")


def once(scopes: Callable[[T], Iterator[Scope]]) -> Callable[[T], tuple[Scope, ...]]:
    """Many relations ask for the same scopes of a form (or filing); they are made once."""
    return lru_cache(maxsize=64)(lambda of: tuple(scopes(of)))


@dataclass(frozen=True, slots=True)
class Term:
    """A name's value: the two intervals of a figure in base units; None for a blank place."""

    operands: tuple[Operand, ...]
    typed: Interval | None
    printed: Interval | None
    money: bool = False
    #: The figures that it was added up from, where the operand stands for several.
    parts: tuple[Operand, ...] = ()
    #: What the place is kept in: that of its column, else the one printed with the figure.
    unit: Unit | None = None


#: Numbers of more digits than this are not rounded: Decimal has no room for all of their decimals.
_LARGEST = 20

#: A place that a form need not have.
ABSENT = Term((), None, None)


class Terms(Mapping[str, Term]):
    """Terms by name, each made when it is first asked for: relations name few of a form's places."""

    def __init__(self, makers: Mapping[str, Callable[[], Term]]) -> None:
        self.makers = makers
        self._made: dict[str, Term] = {}

    def __getitem__(self, name: str) -> Term:
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = self.makers[name]()
        return found

    def __contains__(self, name: object) -> bool:
        return name in self.makers

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)


def overlaid(terms: Mapping[str, Term], over: Mapping[str, Term]) -> Mapping[str, Term]:
    """The terms with some more, or others of the same names, without making them all."""
    return ChainMap(dict(over), cast("MutableMapping[str, Term]", terms))


@dataclass(frozen=True)
class Scope:
    """Names and sections that a relation may use, and what it is about (``subject``).

    ``column`` is the standard name of the column that the scope is made of, if it is one. ``totals``
    says what the total of a section is called, where that does not follow from its parts.
    """

    subject: str
    terms: Mapping[str, Term]
    sections: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    column: str = ""
    totals: Mapping[str, str] = field(default_factory=dict)


def number_text(value: Decimal) -> str:
    """A number for people: no exponent, no closing zeros after the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Rounded as in Excel and at school: a half away from zero; beyond any amount, as it is."""
    if value.adjusted() > _LARGEST:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def operand(entry: Entry, label: str) -> Operand:
    """An entry as an operand; a blank place counts as 0 and keeps its empty text."""
    if entry.figure is None:
        value = "0" if entry.blank and entry.unit is not None else None
        return Operand(label, entry.text, value, entry.unit or "", entry.location)
    figure = entry.figure
    return Operand(label, figure.text, f"{figure.value:f}", figure.unit.name, entry.location)


def term(entry: Entry, label: str) -> Term:
    """An entry as a term; what is no number, or one of something else, has an operand without value."""
    figure = entry.figure
    kept_in = unit(entry.unit) if entry.unit else figure.unit if figure else None
    if figure is None:
        return Term((operand(entry, label),), None, None, unit=kept_in)
    if figure.irregular and not same_kind(entry):
        return Term((replace(operand(entry, label), value=None),), None, None, unit=kept_in)
    factor, money = figure.unit.factor, figure.unit.measures == "money"
    typed, printed = figure.typed.scaled(factor), figure.printed.scaled(factor)
    return Term((operand(entry, label),), typed, printed, money, unit=kept_in)


def same_kind(entry: Entry) -> bool:
    """Whether a number counts what its column is for: 5人 in a column of 万元 does not."""
    wanted = unit(entry.unit) if entry.unit else None
    return wanted is None or entry.figure is None or entry.figure.unit.measures == wanted.measures


def column_label(form: Form, name: str, column: str) -> str:
    """三公经费（2024年决算数）: a row's name with the heading as the form words it."""
    heading = form.entries.get(f"表头.{column}")
    written = "".join(heading.text.split()) if heading is not None else column
    return f"{name}（{written}）"


def form_terms(form: Form, prefix: str = "") -> Terms:
    """Every entry of a form under its key; with a prefix, key and label name the form, too."""
    whose = prefix.replace(".", "的")
    return Terms(
        {prefix + key: partial(_place, form, entry, whose) for key, entry in form.entries.items()}
    )


def _place(form: Form, entry: Entry, whose: str = "") -> Term:
    """An entry as a term, called by its row and column."""
    label = column_label(form, entry.name, entry.column) if entry.column else entry.name
    return term(entry, whose + label)


def form_sections(form: Form) -> dict[str, tuple[Term, ...]]:
    """Points and scores over all indicators: subtotals of points per group, every single score."""
    points = tuple(_subtotal(group) for group in form.groups if group.indicators)
    scores = tuple(term(row.score, f"{indicator_name(row)} 得分") for row in form.indicators)
    sections = {"指标分值": points, "指标得分": scores}
    if not any(entry.figure for group in form.groups for _, entry in _pointed(group)):
        # Where no row has points, not even a column for them, there is nothing to add up.
        sections["指标分值"] = (_not_found(form, "指标分值"),)
    if not any(row.score.location.cell for row in form.indicators):
        sections["指标得分"] = (_not_found(form, "指标得分"),)
    stating = _stating_blocks(form) or form.groups
    if stating and all(group.heading.figure for group in stating):
        headings = (term(group.heading, f"{group.name}标明的分值") for group in stating)
        sections["标题分值"] = tuple(headings)
    return sections


def _not_found(form: Form, name: str) -> Term:
    """What stands for a column that a form does not have: with it, nothing can be added up."""
    return Term((Operand(f"{name}（没有这一栏）", "", None, "", form.title.location),), None, None)


def indicator_name(row: Indicator) -> str:
    """What to call an indicator in a sentence; a row of criteria goes by its 二级指标."""
    criteria = row.level2 and row.target.location.cell is None and row.actual.location.cell is None
    name = row.level2 if criteria else row.name.text or row.level2
    return "".join(name.split())[:24] or "未命名指标"


def _pointed(group: Group) -> list[tuple[str, Entry]]:
    """The points that a group is made of, and whose: those of its 二级指标, else of its rows."""
    if group.below:
        return [(each.name, each.heading) for each in group.below]
    rows = group.indicators
    return [(indicator_name(row), row.points) for row in rows if row.points.location.cell]


def _subtotal(group: Group) -> Term:
    pointed = [(name, entry) for name, entry in _pointed(group) if entry.figure is not None]
    value = total(entry.figure.typed for _, entry in pointed if entry.figure)
    text = number_text(value.point)
    shown = Operand(f"{group.name or '指标'} 分值小计", text, text, "分", group.heading.location)
    parts = tuple(operand(entry, f"{name} 分值") for name, entry in pointed)
    return Term((shown,), value, value, parts=parts)


@once
def of_form(form: Form) -> Iterator[Scope]:
    """One scope for the whole form."""
    yield Scope("", form_terms(form), form_sections(form))


@once
def of_columns(form: Form) -> Iterator[Scope]:
    """One scope for each money column: a row's name means its figure in that column."""
    amounts = {entry.column for entry in form.entries.values() if entry.unit in ("万元", "元")}
    for key in [key for key in form.entries if key.startswith("表头.")]:
        column = key.partition(".")[2]
        if column not in amounts:
            continue
        makers = {
            e.name: partial(_place, form, e)
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
    """One scope for each row of the form's funds: a column's name means that row's figure."""
    names = dict.fromkeys(e.name for e in form.entries.values() if e.column == "全年执行数")
    for name in names:
        if name != "表头":
            row = {e.column: partial(_place, form, e)
                   for e in form.entries.values() if e.name == name}  # fmt: skip
            yield Scope(name, Terms(row))
    for item in form.funds:
        if not any(entry.key in form.entries for entry in item.entries.values()):
            name = normal(item.label)
            called = {c: column_label(form, name, c) for c in item.entries}
            yield Scope(name, {c: term(e, called[c]) for c, e in item.entries.items()})


def of_items(form: Form, section: str) -> Iterator[Scope]:
    """One scope for each row of a section."""
    for item in form.sections.get(section, ()):
        yield Scope(item.label, {name: term(e, name) for name, e in item.entries.items()})


@once
def of_groups(form: Form) -> Iterator[Scope]:
    """One scope for each 一级指标: 标题分值, and the points and scores below it; then one for each
    二级指标 that states points."""
    yield from map(_of_group, (*form.groups, *_stating_blocks(form)))
    for group in form.groups:
        for below in group.below:
            if any(row.points.location != below.heading.location for row in below.indicators):
                yield _of_group(below)


def _stating_blocks(form: Form) -> list[Group]:
    """The blocks that state points, unless they are the groups themselves."""
    there = {group.heading.location for group in form.groups}
    return [b for b in form.blocks if b.heading.figure and b.heading.location not in there]


def _of_group(group: Group) -> Scope:
    heading = term(group.heading, f"{group.name}标明的分值")
    scores = tuple(term(row.score, f"{indicator_name(row)} 得分") for row in group.indicators)
    sections = {"得分": scores}
    if pointed := _pointed(group):
        sections["分值"] = tuple(term(entry, f"{name} 分值") for name, entry in pointed)
    subtotal = {f"小计.{e.column}": term(e, f"{e.name} {e.column}") for e in group.subtotal}
    return Scope(group.name, {"标题分值": heading, **subtotal}, sections)


@once
def of_indicators(form: Form) -> Iterator[Scope]:
    """One scope for each indicator."""
    for row in form.indicators:
        name = indicator_name(row)
        places = {"指标值": row.target, "完成值": row.actual, "分值": row.points, "得分": row.score}
        if row.share is not None:
            places["得分系数"] = row.share
        yield Scope(name, {key: term(entry, f"{name} {key}") for key, entry in places.items()})


@once
def of_filing(filing: Filing) -> Iterator[Scope]:
    """Scopes across forms: each 基础数据表 with each 自评表, those of one file before any others."""
    for basic in filing.of("basic_data"):
        partners = filing.of("overall")
        own = tuple(form for form in partners if form.source == basic.source)
        for overall in own or partners:
            both = (form_terms(basic, "基础数据表."), form_terms(overall, "自评表."))
            terms = Terms({name: maker for each in both for name, maker in each.makers.items()})
            sections, totals = {}, {}
            for name, column in (
                ("项目表执行数", "全年执行数"),
                ("项目表年初预算数", "年初预算数"),
            ):
                if parts := project_terms(filing, basic.source, column):
                    sections[name] = parts
                    totals[name] = f"各张项目支出绩效自评表的{column}合计"
            yield Scope("", terms, sections, totals=totals)


def _once(projects: Iterable[Form]) -> list[Form]:
    """Of a project's form that stands in several files, in Word and in Excel, the first."""
    found: dict[str, Form] = {}
    for number, form in enumerate(projects):
        name = form.entries.get("项目名称")
        text = "".join(name.text.split()) if name is not None else ""
        found.setdefault(text or str(number), form)
    return list(found.values())


def project_terms(filing: Filing, source: str, column: str) -> tuple[Term, ...]:
    """The totals of the project forms, those of the same file if it has any."""
    projects = filing.of("project")
    chosen = [form for form in projects if form.source == source] or _once(projects)
    terms = []
    for form in chosen:
        entry = form.entries.get(f"年度资金总额.{column}")
        name = form.entries.get("项目名称")
        if entry is None:
            return ()  # a sum without it would say nothing
        terms.append(term(entry, f"项目“{name.text if name else ''}”的{column}"))
    return tuple(terms)
