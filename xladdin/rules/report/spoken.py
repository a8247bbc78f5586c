"""Read paragraphs as cleaned text with their claims, and load the frames of ``data/contradictions.toml``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xladdin.model.interval import Interval
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.patterns import pattern
from xladdin.rules.report.prose import claim_operand, measure
from xladdin.rules.report.resolving import own
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.words import either
from xladdin.text.cleaning import Cleaned, clean
from xladdin.toml_data import table

#: The pattern of what ends the words of a clause.
MARK = r"[，,。；;、：:（）()]|$"
_CLAUSE = pattern("[，,。；;：:（）()]")
_STOP = pattern("[。；;！？!?\n]")
_LONGEST_CLAUSE, _LONGEST_SENTENCE = 60, 200
#: How many claims back and ahead are considered.
_REMEMBERED = 40


class Placed(NamedTuple):
    """A claim and where its figure stands in the cleaned text."""

    claim: Claim
    start: int
    end: int


class Spoken(NamedTuple):
    """A paragraph's cleaned text with its claims in order."""

    passage: Passage
    cleaned: Cleaned
    placed: tuple[Placed, ...]

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.cleaned.text

    def before(self, at: int) -> list[Placed]:
        """Return the last claims that end before an offset, the nearest first."""
        last = bisect_right(self.placed, at, key=lambda each: each.end)
        return list(self.placed[max(0, last - _REMEMBERED) : last][::-1])

    def behind(self, at: int) -> Sequence[Placed]:
        """Return the first claims from an offset on."""
        first = bisect_left(self.placed, at, key=lambda each: each.start)
        return self.placed[first : first + _REMEMBERED]

    def at(self, start: int) -> Claim | None:
        """Return the claim whose figure begins at an offset; None if there is none."""
        first = self.behind(start)[:1]
        return first[0].claim if first and first[0].start == start else None

    def clause(self, at: int) -> str:
        """Return the words of the clause around an offset, up to it."""
        start = max(0, at - _LONGEST_CLAUSE)
        marks = [found.end() for found in _CLAUSE.finditer(self.text, start, at)]
        return self.text[marks[-1] if marks else start : at]

    def end(self, at: int, sentences: int = 1) -> int:
        """Return where the sentence at an offset ends, or the one ``sentences`` on; long ones are cut."""
        for _ in range(sentences):
            found = _STOP.search(self.text, at, at + _LONGEST_SENTENCE)
            at = found.end() if found else min(len(self.text), at + _LONGEST_SENTENCE)
        return at

    def operand(self, label: str, start: int, end: int) -> Operand:
        """Make an operand of a piece of the text: of the claim that begins there, else of the words."""
        claim = self.at(start)
        if claim is not None:
            return claim_operand(claim, label)
        a, b = self.cleaned.written(start, end)
        return quoted(f"正文 {label}", self.passage.text[a:b], self.passage.place(a, b))


@lru_cache(maxsize=64)
def spoken(passage: Passage) -> Spoken:
    """Return a paragraph as cleaned text with its claims."""
    cleaned = clean(passage.text)
    placed = tuple(
        Placed(
            claim, bisect_left(cleaned.at, claim.span[0]), bisect_left(cleaned.at, claim.span[1])
        )
        for claim in passage.claims
    )
    return Spoken(passage, cleaned, placed)


class Frame(NamedTuple):
    """Patterns of a statement in words, and of what may stand between it and a figure about it."""

    name: str
    says: tuple[re.Pattern[str], ...]
    between: re.Pattern[str]
    data: Mapping[str, Any]

    def said_in(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where a text makes the statement."""
        for form in self.says:
            yield from form.finditer(text)

    def pattern(self, key: str) -> re.Pattern[str]:
        """Return another pattern of the frame."""
        return _pattern(self.data[key])

    def patterns(self, key: str) -> list[re.Pattern[str]]:
        """Return a list of patterns of the frame."""
        return [_pattern(text) for text in self.data[key]]

    def goes_on(self, text: str, start: int, end: int) -> bool:
        """Return whether a piece of the text names nothing else."""
        return self.between.fullmatch(text, start, end) is not None

    def following(self, said: Spoken, at: int) -> Iterator[tuple[Placed, str]]:
        """Yield the claims behind an offset, with the words before each, until something else is named."""
        for each in said.behind(at):
            if not self.goes_on(said.text, at, each.start):
                return
            yield each, said.text[at : each.start]
            at = each.end


def data() -> Mapping[str, Any]:
    """Return the frames and words as written in the data."""
    return table("rules/report/data/contradictions.toml")


@cache
def frames() -> Mapping[str, Frame]:
    """Return the frames by their names."""
    return {entry["name"]: _frame(entry) for entry in data()["frame"]}


def _frame(entry: Mapping[str, Any]) -> Frame:
    every = data()["between"]
    words = either([*every["words"], *entry.get("between", ())])
    between = rf"(?:{words}|{'|'.join(every['dates'])}|[{entry.get('marks', '，,')}])*+"
    return Frame(entry["name"], tuple(map(_pattern, entry["says"])), pattern(between), entry)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    words = {name: either(each) for name, each in data()["words"].items()}
    plans = either([word for each in data()["plans"].values() for word in each])
    return pattern(text.format_map({**words, "plan": plans, "mark": MARK}), re.MULTILINE)


def amount(claim: Claim) -> bool:
    """Return whether a claim states an amount of money itself, not a share, change or bound."""
    return own(claim) and measure(claim) == "money" and not claim.figure.operator


def meet(one: Interval, other: Interval) -> bool:
    """Return whether two intervals overlap."""
    return one.low <= other.high and other.low <= one.high


def told(operands: Sequence[Operand], subject: str, message: str, sure: bool) -> Relation:
    """Make the violation of A901 between words and figures; ``sure`` if no other reading is possible."""
    return ruled("A901", tuple(operands), subject, message, doubtful=not sure)
