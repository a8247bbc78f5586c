"""Family N as data: compare what the report states of a known subject with its places in the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.labels import squeeze
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.rules.accounts.scopes import account_terms, this_year
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.evaluation import Result, evaluate
from xladdin.rules.items import by_nature
from xladdin.rules.language import Formula, parse
from xladdin.rules.projects import project_text
from xladdin.rules.report.prose import (
    claim_operand,
    claim_term,
    claims_about,
    said_in,
    several_funds,
)
from xladdin.rules.report.readings import allowing
from xladdin.rules.report.resolving import reported, stem
from xladdin.rules.report.slips import slipped
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import (
    Scope,
    Term,
    Terms,
    UnknownName,
    column_label,
    form_terms,
    overlaid,
    term,
)
from xladdin.rules.scopes import project_called
from xladdin.rules.words import any_of

_SAID = "正文"
#: The columns of the forms that figures of a basis may equal.
_COLUMNS = {
    "initial": ("budget",), "budget": ("budget",), "outturn": ("outturn",), "done": ("outturn",),
    "": ("outturn", "budget"),
}  # fmt: skip
_CALLED = {"last": "上年数", "budget": "预算数", "outturn": "决算数"}
_OWN = ("value", "total", "score", "rate", "then")
#: Subjects that the forms state for all funds together.
_FOR_ALL_FUNDS = ("执行率", "年初预算", "预算总额")
#: Subjects whose budget is adjusted during the year.
_ADJUSTED = ("基本支出", "项目支出", "公用经费", "政府采购", "政府性基金")


class Stated(Struct, frozen=True):
    """A subject, and by basis (or by scope) the places that its figure may equal."""

    code: str
    subject: str
    places: Mapping[str, tuple[str, ...]]
    scoped: Mapping[str, tuple[str, ...]]
    #: The funds of these places; a claim in a section on them counts as without scope.
    funds: str = ""

    def check(self, filing: Filing) -> Iterator[Relation | None]:
        """Yield the relation of each claim on the subject to the place that it equals, else to the first."""
        terms = _terms(filing)
        if not terms:
            return
        for claim in claims_about(filing).get(self.subject, ()):
            if claim.role not in _OWN or claim.partial or claim.figure.operator:
                continue
            if claim.role == "then" and claim.part:
                continue
            if self.funds and claim.scope == self.funds:
                claim = claim._replace(scope="")
            relation = self._judge(claim, filing, terms)
            if relation is None and claim.role != "then":
                relation = self._stale(claim, filing, terms)
            yield relation

    def _places(self, claim: Claim, filing: Filing) -> tuple[str, ...]:
        """Return the places that a claim may equal, by its year, basis and scope; empty for none."""
        if claim.year != filing.year:
            last = filing.year is not None and claim.year == filing.year - 1
            last = last and claim.basis != "budget" and not claim.scope
            return self.places["last"] if last else ()
        if claim.basis not in _COLUMNS and claim.basis != "target":
            return ()
        if claim.scope:
            return self.scoped.get(claim.scope, ())
        if self.places["any"] or claim.basis == "target":
            return self.places["any"]
        wanted = _COLUMNS.get(claim.basis, ())
        return tuple(place for basis in wanted for place in self.places[basis])

    def _stale(self, claim: Claim, filing: Filing, terms: Mapping[str, Term]) -> Relation | None:
        """Return the violation of a past year's figure that is this year's in the forms, or None."""
        figure = claim.figure
        if claim.then is not None:
            return None  # a figure of that year changed to this one, which is of a later year
        telling = figure.unit.measures == "money" and len(figure.value.as_tuple().digits) > 2
        if claim.year is None or filing.year is None or claim.year >= filing.year or not telling:
            return None
        now = self._judge(claim._replace(year=filing.year), filing, terms)
        if now is None or now.verdict is not Verdict.HELD or now.reading:
            return None
        message = f"正文写的是 {claim.year} 年的{self.subject} {figure.text}，这个数与表中 {filing.year} 年的相同，年份可能没有改。"
        fix = "核对这句话说的是哪一年的数，改正年份或改正数字。"
        return ruled(self.code, now.operands, self.subject, message, fix=fix, doubtful=True)

    def _planned_otherwise(self, claim: Claim, filing: Filing) -> bool:
        """Return whether a budget of a part may be the one that the form does not show.

        The forms have one column for the budget of 基本支出, 项目支出 and the like; after an adjustment it
        may be the initial or the adjusted one.
        """
        if self.subject not in _ADJUSTED or claim.basis not in ("initial", "budget"):
            return False
        keys = ("年度资金总额.年初预算数", "年度资金总额.全年预算数")
        forms = [form.entries for form in filing.of("overall")]
        initial, adjusted = ({f[key].text.strip() for f in forms if key in f} for key in keys)
        return initial != adjusted

    def _of_some_funds(self, claim: Claim, filing: Filing) -> bool:
        """Return whether a figure is of one kind of funds, for which the forms have no place."""
        named = "一般公共预算" in claim.location.quote and claim.scope != ""
        return self.subject in _FOR_ALL_FUNDS and named and several_funds(filing)

    def _judge(self, claim: Claim, filing: Filing, terms: Mapping[str, Term]) -> Relation | None:
        """Judge a claim: held if any place fits, else violated by the first that can be judged. None if it
        may be of something else."""
        here = Scope("", overlaid(terms, {_SAID: claim_term(claim)}))
        results = [
            (result, FormulaEquation(formula, here, result.verdict))
            for formula, result in _results(self._places(claim, filing), here)
            if result.verdict is not Verdict.SKIPPED
        ]
        if not results:
            return None
        order = (Verdict.HELD, Verdict.ROUNDING, Verdict.VIOLATED)
        best, equation = min(results, key=lambda each: order.index(each[0].verdict))
        if best.verdict is not Verdict.VIOLATED:
            return Relation(self.code, best.verdict, best.operands, self.subject, equation=equation)
        other = self._otherwise(claim, here)
        if other is not None:
            return other
        project = self._of_project(claim, filing)
        if project is not None:
            return project if project.reading else None
        planned = claim.basis in ("initial", "budget") or not claim.name
        if self.subject in _ADJUSTED and planned and not self._slipped(claim, results[0][0]):
            return None  # the form may tell the outturn
        if self._planned_otherwise(claim, filing) or self._of_some_funds(claim, filing):
            return None
        first, equation = results[0]
        told, said = first.told, claim_operand(claim)
        there = [operand for operand in first.operands if operand.location != said.location]
        _, apart, gap = told.sentence.partition("，相差")
        names = "，".join(f"{each.label}是 {each.text or '空白'}" for each in there)
        message = f"{said_in(claim)}称{self.subject} {said.text}，{names}{apart}{gap or '。'}"
        doubtful = not self._sure(claim, first)
        relation = first.relation(
            self.code, self.subject, message, doubtful=doubtful, equation=equation
        )
        return replace(relation, actual=said.text)

    def _of_project(self, claim: Claim, filing: Filing) -> Relation | None:
        """Return the held relation to a project's form with the same places, or None. It has a ``reading``
        only if the sentence names the project; scores, which agree by chance, must be of a named one."""
        for form in filing.of("project"):
            here = Scope("", overlaid(form_terms(form, "自评表."), {_SAID: claim_term(claim)}))
            for place in self._places(claim._replace(scope=""), filing):
                try:
                    result = evaluate(formula_of(place), here)
                except UnknownName:
                    continue
                if result.verdict.holds:
                    name = stem(project_text(form))
                    named = bool(name) and name in squeeze(claim.location.quote)
                    if claim.figure.unit.measures == "points" and not named:
                        continue
                    return Relation(
                        self.code, result.verdict, result.operands, self.subject,
                        reading=f"按{project_called(form)}" if named else "",
                    )  # fmt: skip
        return None

    def _sure(self, claim: Claim, result: Result) -> bool:
        """Return whether basis, year and owner are stated, or a slip of the pen explains the difference."""
        if claim.scope:
            return False
        spent = claim.own_basis and claim.basis in ("outturn", "done")
        if self.subject in _ADJUSTED and not spent:
            return self._slipped(claim, result)
        if self.places["any"] or claim.own_basis or (claim.part and claim.basis):
            return True
        return bool(claim.basis) and self._slipped(claim, result)

    def _slipped(self, claim: Claim, result: Result) -> bool:
        """Return whether a slip of the pen turns one figure into the other."""
        there = result.operands[-1].value
        return there is not None and slipped(claim.figure.value, Decimal(there).__eq__) is not None

    def _otherwise(self, claim: Claim, here: Scope) -> Relation | None:
        """Return the held relation on another basis or year that the sentence allows, or None. A basis that
        is only handed on allows another; but parts of an outturn are outturns."""
        quote = claim.location.quote
        for basis, words in allowing().items():
            other = basis == "outturn" or (basis == "budget" and not claim.part)
            if not (other and not claim.own_basis) and not any_of(words, quote):
                continue
            for _, result in _results(self.places[basis], here):
                if result.verdict.holds:
                    return Relation(
                        self.code, result.verdict, result.operands, self.subject,
                        reading=f"按{_CALLED[basis]}",
                    )  # fmt: skip
        return None


def _results(places: Iterable[str], here: Scope) -> Iterator[tuple[Formula, Result]]:
    """Yield the result of each place that the forms have."""
    for formula in map(formula_of, places):
        with suppress(UnknownName):
            yield formula, evaluate(formula, here)


def formula_of(place: str) -> Formula:
    """Return the formula that a claim equals a place of the forms."""
    return parse(f"{_SAID} == {place}")


@lru_cache(maxsize=16)
def _terms(filing: Filing) -> Mapping[str, Term]:
    """Return the places of the first form of each kind, and of this year's accounts."""
    forms = {
        "基础数据表.": filing.of("basic_data"),
        "自评表.": filing.of("overall"),
        "项目表.": reported(filing),
    }
    makers: dict[str, Callable[[], Term]] = {}
    for prefix, each in forms.items():
        if each:
            makers |= form_terms(each[0], prefix).makers
            makers |= {
                f"{prefix}{name}.{column}": partial(
                    term, entry, prefix.replace(".", "的") + column_label(each[0], name, column)
                )
                for name, item in by_nature(each[0]).items()
                for column, entry in item.entries.items()
            }
    return Terms({**makers, **account_terms(this_year(filing)).makers})


_KEYS = {"code", "title", "severity", "about", "any", "budget", "outturn", "last", "scoped", "funds", "basis",
         "bad", "good", "fix"}  # fmt: skip


def stated(data: Mapping[str, Any]) -> Stated:
    """Read one entry of ``data/N.toml``. Raises ValueError for unknown keys or a wrong formula."""
    if extra := set(data) - _KEYS:
        raise ValueError(f"unknown keys {extra} in {data.get('code')}")
    places = {basis: tuple(data.get(basis, ())) for basis in ("any", "budget", "outturn", "last")}
    scoped = {scope: tuple(each) for scope, each in data.get("scoped", {}).items()}
    for each in (*places.values(), *scoped.values()):
        for place in each:
            formula_of(place)
    return Stated(data["code"], data["about"], places, scoped, data.get("funds", ""))


def about(data: Mapping[str, Any]) -> list[str]:
    """Return the first lines of an entry's page, in Chinese."""
    words = {"any": "", "outturn": "决算或执行数：", "budget": "预算数：", "last": "上年数："}
    places = [word + " 或 ".join(data[basis]) for basis, word in words.items() if data.get(basis)]
    return [f"检查什么：正文里的{data['about']}是否与表格一致。", f"对照：{'；'.join(places)}"]
