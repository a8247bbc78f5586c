"""Give the names of a formula a meaning: terms made of a form's entries, and scopes that hold them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TypeAlias, cast

from msgspec import Struct, field
from msgspec.structs import replace

from xladdin.model.figure import Location
from xladdin.model.form import Entry, Form, Indicator
from xladdin.model.interval import Interval
from xladdin.model.report import Operand
from xladdin.model.unit import Unit, unit
from xladdin.rules.expression import Expression, Place, Total, named


class UnknownName(LookupError):
    """Raised if a formula uses a name that the scope does not have."""


class Term(Struct, frozen=True):
    """The value of a name: a figure's intervals in base units, as typed and as printed; None if blank."""

    operands: tuple[Operand, ...]
    typed: Interval | None
    printed: Interval | None
    money: bool = False
    #: The figures that it is the sum of, if the operand stands for several; else empty.
    parts: tuple[Operand, ...] = ()
    #: The unit of its column, else the one printed with the figure; None if neither is known.
    unit: Unit | None = None
    #: The name of the total of these terms, if their labels do not give it; else empty.
    total: str = ""


#: The exponent above which numbers are not rounded: Decimal has no room for all their decimals.
_LARGEST = 20

#: The term of a place that the form does not have and need not have.
ABSENT = Term((), None, None)


class Terms(Mapping[str, Term]):
    """Terms by name, each made when first asked for, since relations use few of a form's places."""

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
    """Return the terms with those of ``over`` added or replaced, without making any."""
    return ChainMap(dict(over), cast("MutableMapping[str, Term]", terms))


#: The terms of each place and total of a formula.
Meaning: TypeAlias = Mapping[Place | Total, tuple[Term, ...]]


class Scope(Struct, frozen=True):
    """The names and sections that a relation may use, and its ``subject`` (empty for a whole form).

    ``column`` is the standard name of the column that the scope is made of, else empty.
    """

    subject: str
    terms: Mapping[str, Term]
    sections: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    column: str = ""

    def meant(self, leaf: Place | Total) -> tuple[Term, ...]:
        """Return the terms of a place or total of a formula. Raises UnknownName."""
        if isinstance(leaf, Total):
            terms = self.sections.get(leaf.name)
        else:
            term = self.terms.get(leaf.name)
            terms = None if term is None else (term,)
        if terms is None:
            raise UnknownName(leaf.name)
        return terms

    def meaning(self, node: Expression) -> Meaning:
        """Return the terms of each place and total of an expression. Raises UnknownName."""
        return {leaf: self.meant(leaf) for leaf in named(node)}


def operands_of(node: Expression, meaning: Meaning) -> tuple[Operand, ...]:
    """Return the operands of all terms of an expression, each once."""
    return distinct(term.operands for leaf in named(node) for term in meaning[leaf])


def distinct(groups: Iterable[tuple[Operand, ...]]) -> tuple[Operand, ...]:
    """Return each operand once, by identity: a place is the same object throughout a scope."""
    return tuple({id(operand): operand for group in groups for operand in group}.values())


def number_text(value: Decimal) -> str:
    """Return a number as text without exponent and without trailing zeros after the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(ratio: Decimal) -> str:
    """Return a ratio as a percentage of at most two decimals."""
    return f"{number_text(rounded(ratio * 100))}%"


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Round a number half away from zero, as Excel does. Numbers too large for Decimal stay as they are."""
    if value.adjusted() > _LARGEST:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def operand(entry: Entry, label: str) -> Operand:
    """Make an operand of an entry. A blank place for numbers has the value 0; a text has none."""
    if entry.figure is None:
        value = "0" if entry.blank and entry.unit is not None else None
        return Operand(label, entry.text, value, entry.unit or "", entry.location)
    figure = entry.figure
    return Operand(label, figure.text, f"{figure.value:f}", figure.unit.name, entry.location)


def unfilled(operands: Iterable[Operand]) -> tuple[Location, ...]:
    """Return the locations of the operands that are blank places for numbers."""
    return tuple(o.location for o in operands if o.value is not None and not o.text)


def term(entry: Entry, label: str) -> Term:
    """Make a term of an entry. The operand of a text, or of a number of the wrong kind, has no value."""
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
    """Return whether a number fits its column's kind of unit (5人 in 万元 does not), if both are known."""
    wanted = unit(entry.unit) if entry.unit else None
    return wanted is None or entry.figure is None or entry.figure.unit.measures == wanted.measures


def column_label(form: Form, name: str, column: str) -> str:
    """Return a row's name with the heading as the form words it: 三公经费（2024年决算数）."""
    heading = form.entries.get(f"表头.{column}")
    written = "".join(heading.text.split()) if heading is not None else column
    return f"{name}（{written}）"


def form_terms(form: Form, prefix: str = "") -> Terms:
    """Return the terms of all entries of a form by key. A ``prefix`` (基础数据表.) precedes every key, and
    names the form in labels."""
    whose = prefix.replace(".", "的")
    return Terms(
        {
            prefix + key: partial(form_term, form, entry, whose)
            for key, entry in form.entries.items()
        }
    )


def form_term(form: Form, entry: Entry, whose: str = "") -> Term:
    """Make a term of an entry, labelled by its row and column; ``whose`` precedes the label."""
    return term(entry, whose + entry_label(form, entry))


def entry_label(form: Form, entry: Entry, name: str = "") -> str:
    """Return what to call an entry: its row, or the given ``name``, and its column, if it has one."""
    name = name or entry.name
    return column_label(form, name, entry.column) if entry.column else name


def indicator_name(row: Indicator) -> str:
    """Return what to call an indicator, at most 24 characters; rows of criteria go by their 二级指标."""
    criteria = row.level2 and row.target.location.cell is None and row.actual.location.cell is None
    name = row.level2 if criteria else row.name.text or row.level2
    return "".join(name.split())[:24] or "未命名指标"
