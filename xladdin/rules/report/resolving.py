"""Which claim a role of a relation falls to: in the item, the sentence, the paragraph, by name; the forms' amounts
are claims for that, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from xladdin.forms.labels import squeeze
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.prose import Claim, Passage
from xladdin.narrative.lexicon import bare_subject, subject_names
from xladdin.narrative.naming import about, named
from xladdin.narrative.tokens import tokens
from xladdin.patterns import pattern
from xladdin.rules.projects import listed, project_text
from xladdin.rules.report.prose import OWN, measure
from xladdin.rules.report.readings import places
from xladdin.text.numbers import chinese_number

#: How many claims back and ahead a role is looked for within its sentence or paragraph.
NEAR, FAR = 24, 60


def before(passage: Passage, claim: Claim, reach: int = NEAR) -> list[Claim]:
    """The claims before one in its sentence, the nearest first; none of a bracket that has closed."""
    found = []
    for other in reversed(passage.claims[max(0, claim.index - reach) : claim.index]):
        if other.sentence != claim.sentence:
            break
        if other.depth <= claim.depth:
            found.append(other)
    return found


def in_sentence(passage: Passage, claim: Claim) -> list[Claim]:
    """The other claims of a claim's sentence, in order."""
    around = passage.claims[max(0, claim.index - NEAR) : claim.index + NEAR]
    return [c for c in around if c.sentence == claim.sentence and c.index != claim.index]


def around(passage: Passage, claim: Claim) -> Sequence[Claim]:
    """The claims of a paragraph, a long one's as far as its reader remembers."""
    return passage.claims[max(0, claim.index - FAR) : claim.index + FAR]


def own(claim: Claim) -> bool:
    """Whether a figure is of what its name says, rather than a share or a change of it."""
    return claim.role in OWN


@lru_cache(maxsize=8)
def _by_topic(filing: Filing) -> Mapping[tuple[str, str], list[Claim]]:
    """The figures of report and forms by what they measure and what they are of."""
    found: dict[tuple[str, str], list[Claim]] = {}
    told = (claim for passage in filing.passages for claim in passage.claims)
    for claim in (*told, *placed(filing)):
        if own(claim) and claim.topic:
            found.setdefault((measure(claim), claim.topic), []).append(claim)
    return found


def of_topic(filing: Filing, topic: str, measures: str) -> Sequence[Claim]:
    """The figures of one thing in the report, then those in the forms."""
    return _by_topic(filing).get((measures, topic), ())


@lru_cache(maxsize=2048)
def topic_of(words: str) -> tuple[str, str]:
    """What words such as those behind 占 name: the thing, and the basis."""
    said = named(tokens(words))
    found = about(said.name, "", ()) if said.name else None
    if found is not None and found.subject:
        return found.subject, said.basis
    return said.name or bare_subject(said.head, bool(said.year)) or said.head, said.basis


_ITEMS = pattern("([两二三四五六七八九])[项笔类部者]")


def counted(passage: Passage, claim: Claim) -> tuple[int, bool]:
    """How many a total says that it adds up, and whether the first ones: 前两项合计, 三笔共计."""
    if found := _ITEMS.search(claim.label):
        return chinese_number(found[1]), "前" in claim.label
    for last in passage.claims[max(0, claim.index - 1) : claim.index]:
        if last.clause == claim.clause and last.figure.unit.name in ("项", "笔", "类"):
            return int(last.figure.value), "前" in last.label
    return 0, False


def by_distance(found: Iterable[Claim], claim: Claim) -> list[Claim]:
    """Claims of a paragraph by how many others stand between them and one."""
    return sorted(found, key=lambda c: abs(c.index - claim.index))


def nearest(found: Sequence[Claim], claim: Claim) -> Iterator[Claim]:
    """Claims by their distance from one, those before it first."""
    here = [c for c in found if c.location.stretch == claim.location.stretch]
    yield from reversed([c for c in here if c.index < claim.index])
    yield from (c for c in here if c.index > claim.index)


_WHOLE = "年度资金总额"


@lru_cache(maxsize=8)
def placed(filing: Filing) -> tuple[Claim, ...]:
    """The amounts of the forms, each under the subject or the project that it is of."""
    found: list[Claim] = []
    for forms in (filing.of("overall") or reported(filing), filing.of("basic_data")):
        for form in forms[:1]:
            found += _subjects(form, filing)
    for form in filing.of("basic_data")[:1]:
        for item in listed(form):
            found += _of(squeeze(item.label), item.entries.values(), filing)
    for form in filing.of("project"):
        amounts = [e for e in form.entries.values() if e.name == _WHOLE]
        found += _of(squeeze(project_text(form)), amounts, filing)
    return tuple(found)


def reported(filing: Filing) -> tuple[Form, ...]:
    """The forms of the project that the report is on: the only one, or the one that its title names."""
    by_name: dict[str, list[Form]] = {}
    for form in filing.of("project"):
        if "项目名称" in form.entries:
            by_name.setdefault(squeeze(project_text(form)), []).append(form)
    title = squeeze(filing.passages[0].text) if filing.passages else ""
    named = [name for name in by_name if name and stem(name) in title]
    names = named if len(by_name) > 1 else list(by_name)
    return tuple(by_name[names[0]]) if len(names) == 1 else ()


def _subjects(form: Form, filing: Filing) -> Iterator[Claim]:
    for entry in form.entries.values():
        basis = places()["columns"].get(entry.column, "")
        topic = places()["whole"].get(basis, "") if entry.name == _WHOLE else ""
        topic = topic or subject_names().get(squeeze(entry.name), "")
        if basis and topic:
            yield from _placed(entry, topic, basis, filing)


def _of(name: str, entries: Any, filing: Filing) -> Iterator[Claim]:
    """A project's amounts, under its name with and without what follows it: 项目, 经费."""
    for entry in entries:
        basis = places()["columns"].get(entry.column, "")
        if basis:
            for topic in dict.fromkeys((name, stem(name))):
                yield from _placed(entry, topic, basis, filing)


@lru_cache(maxsize=2048)
def stem(name: str) -> str:
    """A project's name without what may follow it: 项目, 经费, 资金."""
    short = squeeze(name)
    for ending in places()["endings"]:
        if len(short) > _SHORTEST:
            short = short.removesuffix(ending)
    return short


#: What is cut shorter is nobody's name.
_SHORTEST = 4


def _placed(entry: Entry, topic: str, basis: str, filing: Filing) -> Iterator[Claim]:
    if entry.figure is None or entry.figure.unit.measures != "money" or not topic:
        return
    year = filing.year
    if basis == "last":
        year, basis = (year - 1 if year is not None else None), "outturn"
    yield Claim(
        entry.figure, (0, 0), entry.location, -1, -1, -1, -1, -1, 0, entry.column, "", topic, topic,
        "", "value", basis, year, "", own_basis=True, own_year=True,
    )  # fmt: skip
