"""The gold corpus: sentences with their labels, and what the narrative room makes of them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim
from xladdin.narrative.reading import passages
from xladdin.rules.registry import rules

FOLDER = Path(__file__).parent / "gold"
YEAR = 2024

#: The kinds of relation that the corpus labels, by the rules that find them.
KINDS = {
    "sum": "A101 A102 A103",
    "share": "A201",
    "rate": "A202",
    "control": "A203",
    "shares": "A204",
    "change": "A301 A303",
    "balance": "A302",
    "price": "A501",
    "count": "A701 A702",
    "repeat": "A801 A802 A803 A804 A805 A806",
}
_KIND_OF = {code: kind for kind, codes in KINDS.items() for code in codes.split()}

Relation = tuple[str, str, frozenset[Decimal]]


@dataclass(frozen=True)
class Case:
    """A text of the corpus with its labels, each as a multiset."""

    name: str
    text: str
    quantities: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    relations: Counter[Relation] = field(default_factory=Counter)
    trap: str = ""


def cases() -> Iterator[Case]:
    """Every labelled text."""
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, data in enumerate(table["case"], 1):
            assert data.keys() <= {"text", "quantities", "claims", "relations", "trap", "why"}, data
            yield Case(
                f"{path.stem}-{number}",
                data["text"],
                Counter(data.get("quantities", "").split()),
                Counter(map(_full_claim, data.get("claims", ()))),
                Counter(map(_labelled, data.get("relations", ()))),
                data.get("trap", ""),
            )


def _full_claim(label: str) -> str:
    """基本支出/budget@2023 12万元 with year and basis always there."""
    about, _, quantity = label.partition(" ")
    about, _, year = about.partition("@")
    subject, _, basis = about.partition("/")
    return f"{subject}/{basis or '-'}@{year or YEAR} {quantity}"


def _labelled(label: str) -> Relation:
    kind, verdict, *numbers = label.split()
    assert kind in KINDS, label
    assert verdict in ("held", "violated"), label
    return kind, verdict, frozenset(map(Decimal, numbers))


def read(case: Case) -> Case:
    """The same text with what was found in it, in the words of the labels."""
    lines = tuple(Paragraph(i, line) for i, line in enumerate(case.text.split("\n")))
    source = Source("gold", "docx", "", lines)
    found = passages((source,), YEAR)
    filing = Filing((source,), (), "", YEAR, passages=found)
    claims = [claim for passage in found for claim in passage.claims]
    return Case(
        case.name,
        case.text,
        Counter(map(quantity, claims)),
        Counter(_claim(claim) for claim in claims if claim.subject),
        Counter(set(_relations(filing))),
    )


def quantity(found: Claim) -> str:
    """A quantity as labels write it."""
    figure = found.figure
    span = re.match(r"[\d.,]+(?:万|亿)?[-—~至到]+[\d.,]+", figure.text)
    digits = re.sub(r"[万亿]?[-—~至到]+", "–", span[0]) if span else f"{figure.value:f}"
    vague = "~" if figure.irregular and not span else ""
    return f"{vague}{digits}{figure.unit.name}"


def _claim(claim: Claim) -> str:
    money = claim.figure.unit.measures == "money"
    basis = claim.basis if money or claim.basis == "target" else ""
    number = quantity(claim).lstrip("~")
    return f"{claim.subject}/{basis or '-'}@{claim.year} {number}"


def _relations(filing: Filing) -> Iterator[Relation]:
    chosen = profile("ministry")
    for code, kind in _KIND_OF.items():
        for relation in rules()[code].check(filing, chosen):
            if relation.verdict is Verdict.SKIPPED:
                continue
            verdict = "violated" if relation.verdict is Verdict.VIOLATED else "held"
            values = (operand.value for operand in relation.operands)
            yield kind, verdict, frozenset(Decimal(value) for value in values if value is not None)
