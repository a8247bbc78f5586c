"""A report and its forms → the report with its figures in content controls that follow the forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from xladdin.links.finding import found
from xladdin.links.naming import places
from xladdin.links.tags import LONGEST, Tag, named, tag
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.outputs.word_controls import Control, Wanted, controlled, controls

_OF_REFUSED = "它由没有联动的数算出"


class Linked(Struct, frozen=True):
    """The linked report. ``direct`` figures stand in the forms, ``derived`` ones are worked out;
    ``before`` were linked already; ``rest`` follow nothing; ``refused`` could not be put into a control,
    with the reason."""

    data: bytes
    direct: int
    derived: int
    before: int
    rest: tuple[Claim, ...]
    refused: tuple[tuple[Claim, str], ...]


def link(data: bytes, name: str, filing: Filing, relations: Sequence[Relation]) -> Linked:
    """Link the figures of the report ``name`` (``Source.name``), whose bytes are ``data``."""
    claims = {
        claim.location: claim
        for passage in filing.passages
        if passage.cell is None and passage.source == name
        for claim in passage.claims
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
        reasons |= dict.fromkeys(lost, _OF_REFUSED)
        wanted = {place: each for place, each in wanted.items() if place not in reasons}
    made = [seen.links[place] for place in done.made]
    derived = sum(bool(each.formula) for each in made)
    refused = tuple((claims[place], why) for place, why in reasons.items())
    return Linked(done.data, len(made) - derived, derived, len(taken), tuple(seen.rest), refused)


def known_controls(data: bytes, name: str, keys: Iterable[str]) -> list[tuple[Control, Tag]]:
    """Our controls of a document; one that has lost its tag by its bookmark."""
    every = controls(data, name)
    tagged = [(each, its) for each in every if (its := tag(each.tag)) is not None]
    there = {its.number for _, its in tagged}
    keys = tuple(keys)
    marked = [(each, its) for each in every if (its := named(each.tag, keys)) is not None]
    return [*tagged, *((each, its) for each, its in marked if its.number not in there)]


def _taken(
    data: bytes, name: str, claims: dict[Location, Claim], keys: Iterable[str]
) -> dict[Location, Tag]:
    """The figures that stand in our controls already."""
    taken: dict[Location, Tag] = {}
    for control, its in known_controls(data, name, keys):
        start, end = control.location.span or (0, 0)
        for place in claims:
            first, last = place.span or (0, 0)
            if place.paragraph == control.location.paragraph and first < end and start < last:
                taken[place] = its
    return taken


def _title(each: Tag) -> str:
    """What Word shows above the control."""
    words = "由其他数算出" if each.formula else each.source.replace(".", " ")
    return words[:LONGEST]
