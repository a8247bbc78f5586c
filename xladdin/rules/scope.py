"""What the names of a formula mean: terms, each made of an entry of a form, and the scopes that hold them."""

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
    """A formula names something that the scope does not have."""


class Term(Struct, frozen=True):
    """A name's value: the two intervals of a figure in base units; None for a blank place."""

    operands: tuple[Operand, ...]
    typed: Interval | None
    printed: Interval | None
    money: bool = False
    #: The figures that it was added up from, where the operand stands for several.
    parts: tuple[Operand, ...] = ()
    #: What the place is kept in: that of its column, else the one printed with the figure.
    unit: Unit | None = None
    #: What the total that it is a part of is called, where that does not follow from its parts.
    total: str = ""


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


#: What the places and totals of a formula stand for.
Meaning: TypeAlias = Mapping[Place | Total, tuple[Term, ...]]


class Scope(Struct, frozen=True):
    """Names and sections that a relation may use, and what it is about (``subject``).

    ``column`` is the standard name of the column that the scope is made of, if it is one.
    """

    subject: str
    terms: Mapping[str, Term]
    sections: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    column: str = ""

    def meant(self, leaf: Place | Total) -> tuple[Term, ...]:
        """What a place or a total of a formula stands for; raises UnknownName."""
        if isinstance(leaf, Total):
            terms = self.sections.get(leaf.name)
        else:
            term = self.terms.get(leaf.name)
            terms = None if term is None else (term,)
        if terms is None:
            raise UnknownName(leaf.name)
        return terms

    def meaning(self, node: Expression) -> Meaning:
        """What the names of an expression stand for; raises UnknownName."""
        return {leaf: self.meant(leaf) for leaf in named(node)}


def operands_of(node: Expression, meaning: Meaning) -> tuple[Operand, ...]:
    """What an expression is made of."""
    return distinct(term.operands for leaf in named(node) for term in meaning[leaf])


def distinct(groups: Iterable[tuple[Operand, ...]]) -> tuple[Operand, ...]:
    """Each operand once; the same place is the same object throughout a scope."""
    return tuple({id(operand): operand for group in groups for operand in group}.values())


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


def unfilled(operands: Iterable[Operand]) -> tuple[Location, ...]:
    """The blank ones of the places for numbers."""
    return tuple(o.location for o in operands if o.value is not None and not o.text)


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
        {
            prefix + key: partial(form_term, form, entry, whose)
            for key, entry in form.entries.items()
        }
    )


def form_term(form: Form, entry: Entry, whose: str = "") -> Term:
    """An entry as a term, called by its row and column."""
    label = column_label(form, entry.name, entry.column) if entry.column else entry.name
    return term(entry, whose + label)


def indicator_name(row: Indicator) -> str:
    """What to call an indicator in a sentence; a row of criteria goes by its 二级指标."""
    criteria = row.level2 and row.target.location.cell is None and row.actual.location.cell is None
    name = row.level2 if criteria else row.name.text or row.level2
    return "".join(name.split())[:24] or "未命名指标"
