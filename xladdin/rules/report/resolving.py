"""Find the claims that may fill a role of a relation: near by, by name, or among the forms' amounts."""

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

#: How many claims back and ahead are searched in a sentence, and in a paragraph.
NEAR, FAR = 24, 60


def before(passage: Passage, claim: Claim, reach: int = NEAR) -> list[Claim]:
    """Return the claims before one in its sentence, the nearest first, without those in deeper brackets."""
    found = []
    for other in reversed(passage.claims[max(0, claim.index - reach) : claim.index]):
        if other.sentence != claim.sentence:
            break
        if other.depth <= claim.depth:
            found.append(other)
    return found


def in_sentence(passage: Passage, claim: Claim) -> list[Claim]:
    """Return the other claims of a claim's sentence in order."""
    around = passage.claims[max(0, claim.index - NEAR) : claim.index + NEAR]
    return [c for c in around if c.sentence == claim.sentence and c.index != claim.index]


def around(passage: Passage, claim: Claim) -> Sequence[Claim]:
    """Return the claims of a paragraph, of a long one only those up to FAR away."""
    return passage.claims[max(0, claim.index - FAR) : claim.index + FAR]


def own(claim: Claim) -> bool:
    """Return whether a figure is of the thing its name says, and not a share or a change of it."""
    return claim.role in OWN


@lru_cache(maxsize=8)
def _by_topic(filing: Filing) -> Mapping[tuple[str, str], list[Claim]]:
    """Return the figures of report and forms by measure and topic."""
    found: dict[tuple[str, str], list[Claim]] = {}
    told = (claim for passage in filing.passages for claim in passage.claims)
    for claim in (*told, *placed(filing)):
        if own(claim) and claim.topic:
            found.setdefault((measure(claim), claim.topic), []).append(claim)
    return found


def of_topic(filing: Filing, topic: str, measures: str) -> Sequence[Claim]:
    """Return the figures of one topic and measure, first those in the report, then those in the forms."""
    return _by_topic(filing).get((measures, topic), ())


@lru_cache(maxsize=2048)
def topic_of(words: str) -> tuple[str, str]:
    """Return the topic and the basis that words name, such as those behind 占."""
    said = named(tokens(words))
    found = about(said.name, "", ()) if said.name else None
    if found is not None and found.subject:
        return found.subject, said.basis
    return said.name or bare_subject(said.head, bool(said.year)) or said.head, said.basis


_ITEMS = pattern("([两二三四五六七八九])[项笔类部者]")


def counted(passage: Passage, claim: Claim) -> tuple[int, bool]:
    """Return how many items a total says it adds up (0 if it does not say), and whether these are the first:
    前两项合计, 三笔共计."""
    if found := _ITEMS.search(claim.label):
        return chinese_number(found[1]), "前" in claim.label
    for last in passage.claims[max(0, claim.index - 2) : claim.index][::-1]:
        beside = last.index == claim.index - 1 or last.index + 1 == claim.then
        if last.clause == claim.clause and last.figure.unit.name in ("项", "笔", "类") and beside:
            return int(last.figure.value), "前" in last.label
    return 0, False


def of_items(passage: Passage, claim: Claim) -> bool:
    """Return whether a figure says that it is of several items together, in a word: 两项占…的70%."""
    last = passage.claims[max(0, claim.index - 2) : claim.index]
    words = any(
        c.clause == claim.clause and not c.figure.text[0].isascii() and not c.name for c in last
    )
    return words and not claim.turns and counted(passage, claim)[0] > 1


def by_distance(found: Iterable[Claim], claim: Claim) -> list[Claim]:
    """Return claims of a paragraph, the nearest to one first."""
    return sorted(found, key=lambda c: abs(c.index - claim.index))


def nearest(found: Sequence[Claim], claim: Claim) -> Iterator[Claim]:
    """Yield the claims of a claim's paragraph, those before it first, the nearest of each side first."""
    here = [c for c in found if c.location.stretch == claim.location.stretch]
    yield from reversed([c for c in here if c.index < claim.index])
    yield from (c for c in here if c.index > claim.index)


_WHOLE = "年度资金总额"


@lru_cache(maxsize=8)
def placed(filing: Filing) -> tuple[Claim, ...]:
    """Return the amounts of the forms as claims, each with its subject or project as the topic."""
    found: list[Claim] = []
    for forms in (filing.of("overall") or reported(filing), filing.of("basic_data")):
        for form in forms[:1]:
            found += _subjects(form, filing)
    for form in filing.of("basic_data")[:1]:
        for item in listed(form):
            found += _of_project(squeeze(item.label), item.entries.values(), filing)
    for form in filing.of("project"):
        amounts = [e for e in form.entries.values() if e.name == _WHOLE]
        found += _of_project(squeeze(project_text(form)), amounts, filing)
    return tuple(found)


def reported(filing: Filing) -> tuple[Form, ...]:
    """Return the forms of the project that the report is on: the only one, or the one in its title."""
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
            yield from _as_claim(entry, topic, basis, filing)


def _of_project(name: str, entries: Any, filing: Filing) -> Iterator[Claim]:
    """Yield a project's amounts, under its full name and under its stem."""
    for entry in entries:
        basis = places()["columns"].get(entry.column, "")
        if basis:
            for topic in dict.fromkeys((name, stem(name))):
                yield from _as_claim(entry, topic, basis, filing)


@lru_cache(maxsize=2048)
def stem(name: str) -> str:
    """Return a project's name without common endings: 项目, 经费, 资金."""
    short = squeeze(name)
    for ending in places()["endings"]:
        if len(short) > _SHORTEST:
            short = short.removesuffix(ending)
    return short


#: The length from which a name is not shortened.
_SHORTEST = 4


def _as_claim(entry: Entry, topic: str, basis: str, filing: Filing) -> Iterator[Claim]:
    """Yield an amount of a form as a claim; nothing if it is blank or no money."""
    if entry.figure is None or entry.figure.unit.measures != "money" or not topic:
        return
    year = filing.year
    if basis == "last":
        year, basis = (year - 1 if year is not None else None), "outturn"
    yield Claim(
        entry.figure, (0, 0), entry.location, -1, -1, -1, -1, -1, 0, entry.column, "", topic, topic,
        "", "value", basis, year, "", own_basis=True, own_year=True,
    )  # fmt: skip
