"""Link a report's figures to the forms, by the relations that hold and by name, in content controls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from xladdin.links.naming import Known, Place, place_named, places
from xladdin.links.tags import (
    LONGEST,
    Tag,
    amount_in,
    formula,
    named,
    printed,
    tag,
    worked_out,
)
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.outputs.word_controls import Control, Wanted, controlled, controls
from xladdin.patterns import pattern
from xladdin.rules.scope import Term

#: Matches a formula with another link or a place of the forms in it, rather than only numbers.
_FOLLOWS = pattern(r"k\d|[^\W\d_a-z]")


class Found(Struct):
    """The links that the figures of a report can follow, in order, and the ``rest`` of the figures."""

    links: dict[Location, Tag] = field(default_factory=dict)
    rest: list[Claim] = field(default_factory=list)


def of_report(filing: Filing, report: str) -> list[Passage]:
    """Return the passages in the paragraphs of a report, given by its ``Source.name``."""
    return [each for each in filing.passages if each.cell is None and each.source == report]


def found(
    filing: Filing,
    relations: Sequence[Relation],
    report: str,
    taken: Mapping[Location, Tag] | None = None,
) -> Found:
    """Find the links of the ``report`` (``Source.name``); those already ``taken`` keep their numbers."""
    taken = taken or {}
    passages = of_report(filing, report)
    claims = {claim.location: claim for passage in passages for claim in passage.claims}
    texts = {claim.location: passage.text for passage in passages for claim in passage.claims}
    known = places(filing)
    holding = [each for each in relations if each.verdict.holds]
    direct = _by_relation(holding, claims, known)
    for location, claim in claims.items():
        if location not in direct and (
            place := place_named(claim, texts[location], filing, known.by_key)
        ):
            direct[location] = place
    direct = {at: place for at, place in direct.items() if _have_same_basis(claims[at], place)}
    maker = _Maker(claims, known, {place: tag.number for place, tag in taken.items()})
    maker.tags.update(taken)
    for location in sorted(direct, key=_order):
        maker.link(claims[location], direct[location].key)
    maker.work_out(holding)
    new = {place: tag for place, tag in maker.tags.items() if place not in taken}
    rest = [claim for place, claim in claims.items() if place not in maker.tags]
    return Found(dict(sorted(new.items(), key=lambda each: _order(each[0]))), rest)


def _order(place: Location) -> tuple[int, tuple[int, int]]:
    return place.paragraph or 0, place.span or (0, 0)


def _by_relation(
    holding: Sequence[Relation], claims: Mapping[Location, Claim], known: Known
) -> dict[Location, Place]:
    """Return the figures that a relation compares with exactly one figure of the forms."""
    direct: dict[Location, Place] = {}
    for relation in holding:
        said = [o.location for o in relation.operands if o.location in claims]
        there = [o.location for o in relation.operands if o.location not in claims]
        if len(said) == len(there) == 1:
            place = known.at(there[0])
            if place is not None:
                direct.setdefault(said[0], place)
    return direct


def _have_same_basis(claim: Claim, place: Place) -> bool:
    """Return whether a cell and a figure have the same basis: a budget is no outturn, even if equal."""
    column = place.entry.column
    spent = any(word in column for word in ("决算", "执行", "支出"))
    budget = not spent and "预算" in column
    match claim.basis:
        case "outturn":
            return not budget
        case "initial":
            return not spent and column != "全年预算数"
        case "budget" | "adjust" | "allotted" | "target":
            return not spent and column != "年初预算数"
    return True


class _Maker:
    """Makes the tags of figures, each only if the linked cell or formula prints the same number."""

    def __init__(
        self, claims: Mapping[Location, Claim], known: Known, numbers: Mapping[Location, int]
    ) -> None:
        self.claims, self.known = claims, known
        self.tags: dict[Location, Tag] = {}
        self.amounts = known.amounts
        for location, number in numbers.items():
            if location in claims:
                self.amounts[f"k{number}"] = amount_in(claims[location])
        self.next = 1 + max(numbers.values(), default=0)

    def link(self, claim: Claim, source: str) -> None:
        """Tag a figure with ``source``: the key of its place or, after =, a formula."""
        tag = Tag(self.next, source, claim.figure.unit.name)
        amount = (
            worked_out(source[1:], self.amounts) if source[0] == "=" else self.amounts.get(source)
        )
        if claim.location in self.tags or amount is None or len(str(tag)) > LONGEST:
            return
        number = abs(claim.figure.value)
        if printed(amount, number, tag.unit) != number:
            return
        self.tags[claim.location] = tag
        self.amounts[f"k{tag.number}"] = amount
        self.next += 1

    def work_out(self, holding: Sequence[Relation]) -> None:
        """Tag the figures that follow from tagged ones, and those that follow from these."""
        waiting = [
            r for r in holding if r.equation is not None and r.equation.worked_out in self.claims
        ]
        before = -1
        while before != len(self.tags):
            before = len(self.tags)
            for relation in waiting:
                assert relation.equation is not None
                place = relation.equation.worked_out
                if place is not None and place not in self.tags:
                    text = formula(relation, self._name)
                    if _FOLLOWS.search(text):
                        self.link(self.claims[place], f"={text}")

    def _name(self, term: Term) -> str:
        """Return the name of a term in a formula: k3 for a link, the key of a form's place, or the
        number of an unlinked figure; empty if it has none."""
        if len(term.operands) != 1:
            return ""
        place = term.operands[0].location
        if place in self.tags:
            return f"k{self.tags[place].number}"
        if place in self.claims:
            return f"{amount_in(self.claims[place]).normalize():f}"
        cell = self.known.at(place)
        if cell is None or not all(part.isidentifier() for part in cell.key.split(".")):
            return ""
        return cell.key


_DERIVED_FROM_UNLINKED = "它由没有联动的数算出"


class Linked(Struct, frozen=True):
    """The linked report. ``direct`` counts figures equal to one of the forms, ``derived`` those
    computed, ``before`` those linked earlier; ``rest`` follow nothing; ``refused`` could not be put
    into a control, with the reason in Chinese."""

    data: bytes
    direct: int
    derived: int
    before: int
    rest: tuple[Claim, ...]
    refused: tuple[tuple[Claim, str], ...]


def link(data: bytes, name: str, filing: Filing, relations: Sequence[Relation]) -> Linked:
    """Link the figures of the report ``name`` (``Source.name``), whose bytes are ``data``."""
    claims = {
        claim.location: claim for passage in of_report(filing, name) for claim in passage.claims
    }
    taken = _taken(data, name, claims, places(filing).by_key)
    seen = found(filing, relations, name, taken)
    wanted = {
        place: Wanted(
            claims[place].figure.text,
            abs(claims[place].figure.value),
            str(each),
            _title(each),
            each.bookmark,
        )
        for place, each in seen.links.items()
    }
    reasons: dict[Location, str] = {}
    while True:
        done = controlled(data, name, wanted)
        reasons |= done.refused
        gone = {seen.links[place].number for place in reasons}
        lost = [p for p in wanted if p not in reasons and gone & seen.links[p].follows]
        if not lost:
            break
        reasons |= dict.fromkeys(lost, _DERIVED_FROM_UNLINKED)
        wanted = {place: each for place, each in wanted.items() if place not in reasons}
    made = [seen.links[place] for place in done.made]
    derived = sum(bool(each.formula) for each in made)
    refused = tuple((claims[place], why) for place, why in reasons.items())
    return Linked(done.data, len(made) - derived, derived, len(taken), tuple(seen.rest), refused)


def known_controls(data: bytes, name: str, keys: Iterable[str]) -> list[tuple[Control, Tag]]:
    """Return our controls in a document with their tags; one without its tag is known by its bookmark."""
    every = controls(data, name)
    tagged = [(each, its) for each in every if (its := tag(each.tag)) is not None]
    there = {its.number for _, its in tagged}
    keys = tuple(keys)
    marked = [(each, its) for each in every if (its := named(each.tag, keys)) is not None]
    return [*tagged, *((each, its) for each, its in marked if its.number not in there)]


def _taken(
    data: bytes, name: str, claims: dict[Location, Claim], keys: Iterable[str]
) -> dict[Location, Tag]:
    """Return the tags of the figures that are in our controls already."""
    taken: dict[Location, Tag] = {}
    for control, its in known_controls(data, name, keys):
        taken |= dict.fromkeys(filter(control.holds, claims), its)
    return taken


def _title(each: Tag) -> str:
    """Return the title that Word shows above the control."""
    words = "由其他数算出" if each.formula else each.source.replace(".", " ")
    return words[:LONGEST]
