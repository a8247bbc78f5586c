"""Judge relations declared as data: a formula, the kinds of forms it is for, and its scopes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.accounts.definitions import is_account
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.report import Relation
from xladdin.rules import scopes
from xladdin.rules.accounts.scopes import OF_TABLE, of_accounts
from xladdin.rules.accounts.scopes import of_items as of_rows
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.evaluation import Result, evaluate
from xladdin.rules.expression import Comparison, Place, Quantity
from xladdin.rules.language import Formula, parse
from xladdin.rules.projects import nameless, projects_without_form
from xladdin.rules.scope import ABSENT, Scope, UnknownName, distinct, overlaid

_EACH = {
    "form": scopes.of_form,
    "column": scopes.of_columns,
    "row": scopes.of_rows,
    "group": scopes.of_groups,
    "indicator": scopes.of_indicators,
}
_EACH_WORDS = {"column": "逐列核对", "row": "逐行核对", "group": "逐个一级指标核对", "indicator": "逐项指标核对",
               "item": "逐项核对"}  # fmt: skip
#: Keys of a relation that are text about it.
_WORDS = ("severity", "check", "about", "basis", "bad", "good", "fix")


class Declared(Struct, frozen=True):
    """A relation of ``data/*.toml``.

    ``each`` is what it is judged for: form, column, row, group, indicator, filing, accounts or
    ``item:SECTION``. ``when`` is a formula that must hold for the relation to be judged at all. ``literal``
    lets the stated figure be rounded to the digits printed. ``must`` reports a blank stated figure as
    missing: always, or if a formula holds. ``cause`` is a formula that, if it holds, explains a violation:
    the message then continues with ``because``, and its figures are shown. ``computes``: the place left of
    the comparison is computed by the other side, in templates and by ``calc``. ``optional`` are names that a
    form may lack, counted as blank. Without a name in ``needs``, or with a name or section in ``unless``, the
    relation is not judged. ``names`` introduces the list of projects without a form, which then follows the
    message.
    """

    code: str
    title: str
    each: str
    formula: Formula
    forms: tuple[str, ...] = ()
    computes: bool = False
    when: Formula | None = None
    literal: bool = False
    must: Formula | bool = False
    cause: Formula | None = None
    because: str = ""
    optional: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    names: str = ""

    def check(self, filing: Filing) -> Iterator[Relation]:
        """Yield the relation for each scope of the filing that has all its names."""
        for place in self.places(filing):
            relation = self._judge(place)
            if relation is not None:
                yield self._with_projects(relation, filing)

    def _with_projects(self, relation: Relation, filing: Filing) -> Relation:
        """Return a violated relation with the projects without a form in its message, if ``names`` is set."""
        if not self.names or relation.verdict is not Verdict.VIOLATED:
            return relation
        found = "、".join(f"“{name}”（{spent}）" for name, spent in projects_without_form(filing))
        told = f"{self.names}{found}。{nameless(filing)}" if found else ""
        return replace(relation, message=relation.message + told)

    def places(self, filing: Filing) -> Iterator[Scope]:
        """Yield the scopes in which the relation is to be judged; some may lack a name of the formula."""
        for place in self._scopes(filing):
            if any(name not in place.terms for name in self.needs):
                continue
            if any(name in place.terms or name in place.sections for name in self.unless):
                continue
            blank = {name: ABSENT for name in self.optional if name not in place.terms}
            yield replace(place, terms=overlaid(place.terms, blank)) if blank else place

    def _scopes(self, filing: Filing) -> Iterator[Scope]:
        if self.each == "filing":
            yield from scopes.of_filing(filing)
            return
        if self.each == "accounts":
            yield from of_accounts(filing)
            return
        each, _, section = self.each.partition(":")
        for form in (form for kind in self.forms for form in filing.of(kind)):
            account = is_account(form.kind)
            if each == "item":
                yield from (of_rows if account else scopes.of_items)(form, section)
            else:
                yield from (OF_TABLE if account else _EACH)[each](form)

    @property
    def computation(self) -> tuple[str, Quantity]:
        """The name of the computed place and the amount it gets. Raises ValueError if the formula is not
        PLACE == AMOUNT."""
        match self.formula.tree:
            case Comparison(("==",), (Place(name), amount)):
                return name, amount
        raise ValueError(f"{self.code} computes nothing: {self.formula.text}")

    def due(self, place: Scope) -> bool:
        """Return whether the place left of the comparison must be filled here. Raises UnknownName."""
        if isinstance(self.must, bool):
            return self.must
        return evaluate(self.must, place).verdict is Verdict.HELD

    def _judge(self, place: Scope) -> Relation | None:
        """Judge the relation in a scope. Return None if ``when`` fails, a name lacks or nothing is filled."""
        try:
            must = self.due(place)
            blank = Verdict.SKIPPED if must else None
            if self.when is not None:
                condition = evaluate(self.when, place).verdict
                if condition not in (Verdict.HELD, Verdict.ROUNDING, blank):
                    return None
            result = evaluate(self.formula, place, literal=self.literal, must=must)
        except UnknownName:
            return None
        if all(not operand.text for operand in result.operands):
            return None
        equation = FormulaEquation(self.formula, place, result.verdict, self.literal)
        cause = self._caused(result.verdict, place)
        if cause is None:
            return result.relation(self.code, place.subject, equation=equation)
        message = result.told.sentence + self.because
        relation = result.relation(self.code, place.subject, message, equation=equation)
        return replace(relation, operands=distinct([result.operands, cause.operands]))

    def _caused(self, verdict: Verdict, place: Scope) -> Result | None:
        """Return the result of ``cause`` if it explains a violation, else None."""
        if verdict is not Verdict.VIOLATED or self.cause is None:
            return None
        try:
            cause = evaluate(self.cause, place, literal=True)
        except UnknownName:
            return None
        return cause if cause.verdict is Verdict.HELD else None


def declared(data: Mapping[str, Any], names: Mapping[str, str]) -> Declared:
    """Read one relation from its TOML entry; ``names`` are the abbreviations of its file.

    Raises ValueError for unknown keys, FormulaError for a wrong formula.
    """
    meanings = tuple(names.items())
    if extra := set(data) - {*Declared.__struct_fields__, *_WORDS} - {"formula"}:
        raise ValueError(f"unknown keys {extra} in relation {data.get('code')}")
    fields = {key: value for key, value in data.items() if key not in _WORDS}
    for key, value in fields.items():
        if isinstance(value, list):
            fields[key] = tuple(value)
        elif key in ("when", "must", "cause") and isinstance(value, str):
            fields[key] = parse(value, meanings)
    return Declared(**fields, formula=parse(data["check"], meanings))


def about(data: Mapping[str, Any]) -> list[str]:
    """Return the first lines of a relation's page, in Chinese: what is checked, the formula, and when."""
    how = _EACH_WORDS.get(data["each"].partition(":")[0], "")
    lines = [f"检查什么：{data['about']}", f"公式：{data['check']}" + (f"（{how}）" if how else "")]
    if "when" in data:
        lines.append(f"何时检查：{data['when']}")
    if "needs" in data:
        lines.append(f"何时检查：表中有{'、'.join(data['needs'])}一行时")
    if "unless" in data:
        lines.append(f"何时检查：表中没有{'、'.join(data['unless'])}时")
    return lines
