"""Find the scopes in which a clerk's formula is judged: which forms, and each of their rows or columns."""

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

#: The kinds of forms by what people call them before a dot.
_PREFIXES = {
    "基础数据表": "basic_data", "自评表": "overall", "整体支出绩效自评表": "overall",
    "项目表": "project", "项目自评表": "project", "考核表": "assessment",
}  # fmt: skip
_KINDS = ("basic_data", "overall", "project", "assessment")
_ASSESSED = {"basic_data", "overall", "project"}
_BETWEEN = {"basic_data": "基础数据表", "overall": "自评表"}
#: Kinds of scopes in the order of trying; the formula is judged in the first group that has all its names.
#: Rows and indicators share 分值 and 得分, so both are judged.
_EACH = (("form",), ("column",), ("row", "indicator"), ("item:楼堂馆所",))
#: The sections that add up all project forms, by column.
_PROJECTS = {
    "全年执行数": "项目表执行数",
    "执行数": "项目表执行数",
    "年初预算数": "项目表年初预算数",
}

#: The names in the scope of each place and total of a formula.
Meanings = dict[Place | Total, str]


def placed(formula: Formula, filing: Filing) -> Iterator[tuple[Formula, Scope]]:
    """Yield the formula in the scopes' own names, with each scope in which it is to be judged.

    Yields nothing if only a kind of form that the filing lacks has the names. Raises FormulaError with
    position and hints if no kind has them.
    """
    uses = [_use(node) for node in named(formula.tree)]
    if not uses:
        raise FormulaError("公式里没有用到表中的项目，例如 三公经费.本年决算", 1)
    kinds = {use.kind for use in uses if use.kind is not None}
    # The 考核评分表 marks the assessment itself: a formula on 总分 does not mean it.
    tried = (kinds or each for each in (_ASSESSED, {"assessment"}) if len(kinds) < 2)
    fitting = next(filter(None, ([*_in_forms(uses, filing, each)] for each in tried)), [])
    if fitting:
        for form, each, names in fitting:
            if form is not None:
                own = _renamed(formula, names)
                yield from ((own, place) for place in _scopes(form, each))
        return
    between = _names_between_forms(uses)
    if between is None:
        known = [(form.kind, of_form(form)) for form in filing.forms if form.kind in _KINDS]
        raise unknown(formula, uses, [*known, *((kind, of_kind(kind)) for kind in _KINDS)])
    own = _renamed(formula, between)
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
    """Yield each form with all the names, the kind of scope, and the names in it. The form is None if a kind
    that is not in the filing would have the names."""
    for kind in _KINDS:
        if kind not in kinds:
            continue
        for form in filing.of(kind) or (None,):
            known = of_form(form) if form is not None else of_kind(kind)
            for group in _EACH:
                found = [
                    (each, names) for each in group if (names := _scope_names(uses, known, each))
                ]
                yield from ((form, each, names) for each, names in found)
                if found:
                    break


def _scope_names(uses: Sequence[Use], known: Names, each: str) -> Meanings | None:
    """Return the scope's name for every use; None if one has none."""
    names = {}
    for use in uses:
        name = (known.section if use.total else known.find)(use.path, each)
        if name is None:
            return None
        names[use.node] = name
    return names


def _names_between_forms(uses: Sequence[Use]) -> Meanings | None:
    """Return the scope's names for a relation between 基础数据表 and 自评表; None if a name is in neither, or
    in both and says not which."""
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


def _renamed(formula: Formula, names: Meanings) -> Formula:
    """Return the formula with the scope's names in place of the clerk's."""
    return replace(
        formula, tree=exchanged(formula.tree, lambda leaf: replace(leaf, name=names[leaf]))
    )


@lru_cache(maxsize=256)
def _scopes(form: Form, each: str) -> tuple[Scope, ...]:
    """Return the scopes of a form, with the places that only this form has by name."""
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
        return tuple(_with_terms(place, own, place.terms) for place in scopes.of_form(form))
    every = scope.form_terms(form)
    return tuple(
        _with_terms(place, _own_rows(form, place.column), place.terms, own, every)
        for place in scopes.of_columns(form)
    )


def _with_terms(place: Scope, *terms: Mapping[str, Term]) -> Scope:
    """Return the scope with these terms; the first has priority where several have a name."""
    joined = ChainMap(*(cast("MutableMapping[str, Term]", each) for each in terms))
    return replace(place, terms=joined)


def _own_places(form: Form) -> Terms:
    """Return the terms of the form's own rows and indicators by name and column."""
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
    """Return the terms of the form's own rows in a column."""
    known = ((item.label, item.entries[column]) for item in _items(form) if column in item.entries)
    return Terms(
        {
            f"{ITEM}{label(name)}": partial(term, entry, scope.column_label(form, name, column))
            for name, entry in known
        }
    )


def _items(form: Form) -> Iterator[Item]:
    """Yield the named rows of the sections in reverse order, so that the first of a name is kept."""
    sections = set(of_kind(form.kind).sections["column"].values())
    for name, items in form.sections.items():
        if name in sections:
            yield from (item for item in reversed(items) if label(item.label))
