"""Claims of the report as operands and terms of relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.adding import interval, judged
from xladdin.rules.scope import Term
from xladdin.rules.wording import MAYBE_ROUNDED, show


def claims(filing: Filing) -> Iterator[Claim]:
    """Every claim of the report, in order."""
    for passage in filing.passages:
        yield from passage.claims


@lru_cache(maxsize=16)
def claims_about(filing: Filing) -> dict[str, list[Claim]]:
    """The claims of the report by their subject."""
    found: dict[str, list[Claim]] = {}
    for claim in claims(filing):
        found.setdefault(claim.subject, []).append(claim)
    return found


#: The year, whose it is and small words before what a figure is about.
_WHOSE = re.compile(
    r"^(?:其中|共计?|合计|全年|年度|本年度?|截至.{0,8}?底|(?:19|20)\d{2}年度?|我[中心单位局县市区镇乡校院]{1,2}|全[县市区镇乡省]|"
    r"[一二三四五六七八九十]是|的|了|[)）、，\s])+"
)
_LONGEST_NAME = 20


def claim_name(claim: Claim) -> str:
    """What to call a claim in a sentence: its subject, else the words before its figure."""
    label = _WHOSE.sub("", claim.quantity.label)
    return claim.subject or label[-_LONGEST_NAME:] or claim.quantity.noun


def claim_operand(claim: Claim, label: str = "") -> Operand:
    """A claim as an operand, its figure marked in its sentence."""
    figure = claim.quantity.figure
    name = label or claim_name(claim)
    return Operand(
        f"正文 {name}".rstrip(), figure.text, f"{figure.value:f}", figure.unit.name, claim.location
    )


def claim_term(claim: Claim) -> Term:
    """A claim as a term; prose is rounded as printed, its digits are taken as they stand."""
    figure = claim.quantity.figure
    interval = figure.typed.scaled(figure.unit.factor)
    return Term((claim_operand(claim),), interval, interval, figure.unit.measures == "money")


def sentence_operand(passage: Passage, start: int, end: int, label: str) -> Operand:
    """A piece of text as an operand."""
    return Operand(label, passage.text[start:end], None, "", passage.place(start, end))


def quotient(code: str, rate: Claim, part: Claim, whole: Claim, what: str) -> Relation | None:
    """Whether ``rate`` = ``part`` ÷ ``whole``; None where that can't be told."""
    if interval(whole).low <= 0 <= interval(whole).high:
        return None
    verdict, doubtful = judged((rate, part, whole), lambda each: equal(each[1] / each[2], each[0]))
    operands = tuple(map(claim_operand, (rate, part, whole)))
    if verdict is not Verdict.VIOLATED:
        return Relation(code, verdict, operands, what)
    expected = show((interval(part) / interval(whole)).point, "%", operands)
    texts = [claim.quantity.figure.text for claim in (rate, part, whole)]
    message = f"{what}写的是 {texts[0]}，按 {texts[1]} ÷ {texts[2]} 应为 {expected}。"
    message += MAYBE_ROUNDED if doubtful else ""
    return Relation(code, verdict, operands, what, message, "", expected, texts[0], doubtful)


@lru_cache(maxsize=4)
def _only(filing: Filing) -> Mapping[tuple[object, ...], Claim | None]:
    """The claim about each subject of a year and funds; None where claims differ."""
    found: dict[tuple[object, ...], Claim | None] = {}
    for subject, stated in claims_about(filing).items():
        for claim in stated:
            for basis in {"", claim.basis}:
                key = (subject, claim.year, claim.scope, basis)
                first = found.setdefault(key, claim)
                if first and first.quantity.figure.value != claim.quantity.figure.value:
                    found[key] = None
    return found


def only_one(filing: Filing, subject: str, like: Claim, basis: str = "") -> Claim | None:
    """The report's claim about a subject for the year and funds of another, if all agree on it.

    With a basis, only claims on that basis count.
    """
    return _only(filing).get((subject, like.year, like.scope, basis))


#: The places of the form for the kinds of funds.
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营", "专户非税收入", "其他资金")


def several_funds(filing: Filing) -> bool:
    """Whether the form tells of more than one kind of funds."""
    entries = (form.entries.get(key) for form in filing.of("overall")[:1] for key in _FUNDS)
    return sum(e is not None and e.figure is not None and e.figure.value > 0 for e in entries) > 1
