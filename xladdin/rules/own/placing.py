"""Where a clerk's formula is to be judged: which forms have its names, and for each of what."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from functools import lru_cache, partial
from typing import cast

from msgspec.structs import replace

from xladdin.forms.definitions import definition
from xladdin.model.filing import Filing
from xladdin.model.form import Form, Item
from xladdin.rules import scope, scopes
from xladdin.rules.expression import Place, Total, exchanged, named
from xladdin.rules.language import Formula, FormulaError
from xladdin.rules.own.hints import Use, unknown
from xladdin.rules.own.names import INDICATOR, ITEM, MEASURED, Names, label, of_form, of_kind
from xladdin.rules.scope import Scope, Term, Terms, term

#: The forms by what people call them before a dot, as relations between forms do.
_PREFIXES = {
    "基础数据表": "basic_data", "自评表": "overall", "整体支出绩效自评表": "overall",
    "项目表": "project", "项目自评表": "project", "考核表": "assessment",
}  # fmt: skip
_KINDS = ("basic_data", "overall", "project", "assessment")
_ASSESSED = {"basic_data", "overall", "project"}
_BETWEEN = {"basic_data": "基础数据表", "overall": "自评表"}
#: Tried in turn: the first that has all the names is what the formula is judged each of. Rows and
#: indicators have 分值 and 得分 both, and are judged both.
_EACH = (("form",), ("column",), ("row", "indicator"), ("item:楼堂馆所",))
#: The sections over all project forms, by the column that is added up.
_PROJECTS = {
    "全年执行数": "项目表执行数",
    "执行数": "项目表执行数",
    "年初预算数": "项目表年初预算数",
}

#: The scopes' names for what a formula uses.
Meanings = dict[Place | Total, str]


def placed(formula: Formula, filing: Filing) -> Iterator[tuple[Formula, Scope]]:
    """The formula in the scopes' own names, with each scope that it is to be judged in.

    Raises FormulaError, with position and hints, where no form has such places. A filing without a
    form that has them yields nothing.
    """
    uses = [_use(node) for node in named(formula.tree)]
    if not uses:
        raise FormulaError("公式里没有用到表中的项目，例如 三公经费.本年决算", 1)
    kinds = {use.kind for use in uses if use.kind is not None}
    # The 考核评分表 marks the assessment itself: what is said of 总分 is not meant for it.
    tried = (kinds or each for each in (_ASSESSED, {"assessment"}) if len(kinds) < 2)
    fitting = next(filter(None, ([*_in_forms(uses, filing, each)] for each in tried)), [])
    if fitting:
        for form, each, names in fitting:
            if form is not None:
                own = _in_words(formula, names)
                yield from ((own, place) for place in _scopes(form, each))
        return
    between = _between(uses)
    if between is None:
        known = [(form.kind, of_form(form)) for form in filing.forms if form.kind in _KINDS]
        raise unknown(formula, uses, [*known, *((kind, of_kind(kind)) for kind in _KINDS)])
    own = _in_words(formula, between)
    yield from ((own, place) for place in scopes.of_filing(filing))


def _use(node: Place | Total) -> Use:
    first, *others = node.name.split(".")
    kind = _prefixes().get(label(first)) if others else None
    return Use(node, tuple(others if kind else (first, *others)), kind)


@lru_cache(maxsize=1)
def _prefixes() -> Mapping[str, str]:
    return {label(definition(kind).name): kind for kind in _KINDS} | _PREFIXES


def _in_forms(
    uses: Sequence[Use], filing: Filing, kinds: set[str]
) -> Iterator[tuple[Form | None, str, Meanings]]:
    """Each form that has all the names, what it is judged each of, and the names in its words.

    None stands for a kind of form that would have them, but is not in the filing.
    """
    for kind in _KINDS:
        if kind not in kinds:
            continue
        for form in filing.of(kind) or (None,):
            known = of_form(form) if form is not None else of_kind(kind)
            for group in _EACH:
                found = [(each, names) for each in group if (names := _all(uses, known, each))]
                yield from ((form, each, names) for each, names in found)
                if found:
                    break


def _all(uses: Sequence[Use], known: Names, each: str) -> Meanings | None:
    """The scope's name for every use, None if one has none."""
    names = {}
    for use in uses:
        name = (known.section if use.total else known.find)(use.path, each)
        if name is None:
            return None
        names[use.node] = name
    return names


def _between(uses: Sequence[Use]) -> Meanings | None:
    """The names in a relation between 基础数据表 and 自评表; one without a form is of the only one."""
    names = {}
    for use in uses:
        if use.total:
            own = use.kind == "project"
            column = use.path[-1] if own else use.path[0].partition("项目表")[2]
            projects = _PROJECTS.get(column)
            if projects is None:
                return None
            names[use.node] = projects
            continue
        found = [
            f"{prefix}.{name}"
            for kind, prefix in _BETWEEN.items()
            if use.kind in (None, kind) and (name := of_kind(kind).find(use.path, "form"))
        ]
        if len(found) != 1:
            return None
        names[use.node] = found[0]
    return names


def _in_words(formula: Formula, names: Meanings) -> Formula:
    """The formula with the scope's names in place of the clerk's."""
    return replace(
        formula, tree=exchanged(formula.tree, lambda leaf: replace(leaf, name=names[leaf]))
    )


@lru_cache(maxsize=256)
def _scopes(form: Form, each: str) -> tuple[Scope, ...]:
    """The scopes of a form, with the places that only this form has by name."""
    name, _, section = each.partition(":")
    match name:
        case "item":
            return tuple(scopes.of_items(form, section))
        case "row":
            return scopes.of_rows(form)
        case "indicator":
            return scopes.of_indicators(form)
    own = _own_places(form)
    if name == "form":
        return tuple(_with(place, own, place.terms) for place in scopes.of_form(form))
    every = scope.form_terms(form)
    return tuple(
        _with(place, _own_rows(form, place.column), place.terms, own, every)
        for place in scopes.of_columns(form)
    )


def _with(place: Scope, *terms: Mapping[str, Term]) -> Scope:
    """The scope with these terms, those of the first where several have a name."""
    joined = ChainMap(*(cast("MutableMapping[str, Term]", each) for each in terms))
    return replace(place, terms=joined)


def _own_places(form: Form) -> Terms:
    """Rows of sections by name and column, indicators by name and column."""
    makers = {}
    for item in _items(form):
        for column, entry in item.entries.items():
            shown = scope.column_label(form, item.label, column)
            makers[f"{ITEM}{label(item.label)}.{column}"] = partial(term, entry, shown)
    for row in form.indicators:
        called = scope.indicator_name(row)
        for attribute, column in INDICATOR.items():
            entry = getattr(row, attribute)
            name = f"{MEASURED}{label(called)}.{column}"
            makers[name] = partial(term, entry, f"{called} {column}")
    return Terms(makers)


def _own_rows(form: Form, column: str) -> Terms:
    """The rows of the sections, each its figure in a column."""
    known = ((item.label, item.entries[column]) for item in _items(form) if column in item.entries)
    return Terms(
        {
            f"{ITEM}{label(name)}": partial(term, entry, scope.column_label(form, name, column))
            for name, entry in known
        }
    )


def _items(form: Form) -> Iterator[Item]:
    """The named rows of the sections, the first last, so that it stands of several of one name."""
    sections = set(of_kind(form.kind).sections["column"].values())
    for name, items in form.sections.items():
        if name in sections:
            yield from (item for item in reversed(items) if label(item.label))
