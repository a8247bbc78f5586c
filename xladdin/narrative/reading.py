"""Paragraphs → passages: sentences, quantities, and for each quantity the claim that it makes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from xladdin.model.figure import Location
from xladdin.model.grid import Paragraph, Source
from xladdin.model.prose import Claim, Passage, Quantity
from xladdin.narrative.patterns import (
    BARE,
    BASIS_TAIL,
    CHANGE,
    COMPARED,
    FULL_YEAR,
    GOAL_SENTENCE,
    GOING_ON,
    INCLUDING,
    ITSELF,
    LINKING,
    OF_PROJECT,
    OTHERS,
    OWNER,
    PARTS,
    SENTENCE,
    SHORT_BRACKET,
    SUBUNIT,
    TOTALLING,
    WHOSE,
    WITHIN_YEAR,
    YEAR,
    plain,
)
from xladdin.narrative.quantities import quantities
from xladdin.narrative.settings import SCOPES, Setting, settings
from xladdin.narrative.subjects import Words, basis_of, named, subject_of

_OF_ONE_PROJECT = re.compile(r"^(?!.*整体).*项目")
_WHEN = re.compile(r"(?:19|20)\d{2}年度?")
#: Subjects whose names are no more than 全年支出, 执行率.
_WHOLE_YEAR = ("支出总额", "预算总额", "执行率")


def passages(
    sources: Sequence[Source], year: int | None, unit: str = "", words: Words = ()
) -> tuple[Passage, ...]:
    """The paragraphs of all sources that hold words, with their claims.

    ``year`` and ``unit`` are the filing's; the figures of another unit are about no subject.
    ``words`` are the profile's own for subjects of the lexicon.
    """
    return tuple(
        _passage(source.name, paragraph, year, setting)
        for source in sources
        for paragraph, setting in settings(source, unit, words)
    )


def _as_target(claim: Claim) -> Claim:
    """A claim of a section on goals: nothing that was done, whatever its words."""
    return claim if claim.basis in ("initial", "budget") else replace(claim, basis="target")


def _passage(source: str, paragraph: Paragraph, year: int | None, setting: Setting) -> Passage:
    text, scope = plain(paragraph.text), setting.scope
    sentences = tuple((m.start(), m.end()) for m in SENTENCE.finditer(text) if m[0].strip())
    found = tuple(quantities(paragraph.text))
    if not found:
        return Passage(source, paragraph.index, paragraph.text, scope, sentences)
    quotes = [paragraph.text[start:end].strip() for start, end in sentences]
    years, marks = _years(text, year), _part_marks(text)
    claims: list[Claim] = []
    own: list[Claim] = []
    index = ended = 0
    for quantity in found:
        start = quantity.span[0]
        while sentences[index][1] <= start:
            index, own = index + 1, []
        begin = sentences[index][0]
        said = text[max(begin, start - _SAID) : start]
        subject, basis = _about(quantity, said, own, setting)
        if GOAL_SENTENCE.search(said) and basis not in ("initial", "budget"):
            basis = "target"
        if CHANGE.search(quantity.label) and not _TO_PLAN.search(quantity.label):
            basis = "" if basis in ("initial", "budget") else basis
        part = _is_part(marks, begin, start, bool(own), ended)
        if part and subject in _BUDGETS and not SUBUNIT.search(quantity.label):
            part, ended = False, start
        if part and own and (not basis or subject in _NAMED_SPENDING):
            whole = next((c for c in reversed(own[-_BACK:]) if not c.part), own[0])
            basis = whole.basis or basis
        elif own and subject in _NAMED_SPENDING and _SPENDING.search(own[-1].quantity.label):
            # 年初预算安排项目支出50.40万元，基本支出196.00万元: one basis for both.
            before = own[-1].basis
            if before in ("initial", "budget") and not _SAID_BASIS.search(quantity.label):
                basis = before
        place = Location(source, paragraph=paragraph.index, span=quantity.span, quote=quotes[index])
        governing = _year(years, begin, start, year)
        stated = next((n for n, word in SCOPES.items() if word.search(quantity.label)), scope)
        stated = scope if subject == "政府性基金" else stated
        if own and stated == scope and GOING_ON.fullmatch(LINKING.sub("", quantity.label)):
            stated = own[-1].scope or scope
        whole_unit = subject and named()[subject].within and named()[subject].within == stated
        claim = Claim(
            quantity, place, index, subject, basis, governing, "" if whole_unit else stated, part
        )
        claims.append(claim)
        own.append(claim)
    return Passage(
        source,
        paragraph.index,
        paragraph.text,
        scope,
        sentences,
        tuple(_settled(claim, text, sentences, setting) for claim in _whole_subjects(claims)),
    )


def _settled(
    claim: Claim, text: str, sentences: Sequence[tuple[int, int]], setting: Setting
) -> Claim:
    """A claim without the subject if it is not about the whole unit; a target below goals."""
    hired = claim.subject == "在职人数" and _HIRED.match(text, claim.quantity.span[1])
    before = _before(text, sentences, claim)
    if claim.subject and (hired or not _of_the_whole(claim, before, setting)):
        claim = replace(claim, subject="")
    return _as_target(claim) if setting.goals else claim


#: How many characters and claims back the words are looked for that tell what a figure is about.
_SAID, _BACK = 120, 12
_SAID_BASIS = re.compile(r"实际|决算|完成|执行|预算|发生")
_SPENDING = re.compile(r"(?:基本|项目|福利|服务)支出$|(?:人员|公用)经费$")
#: 在岗23人（含临聘人员6人）: more than those on the staff.
_HIRED = re.compile(
    r"\s?[(（，,]?\s?(?:含|包括|其中)[^，,；;。）)\d]{0,6}(?:聘|编外|劳务|退休|临时)"
)
#: 预算增加到, 预算调增为: the budget after the change.
_TO_PLAN = re.compile(r"[到至为]\s*$")
_BUDGETS = ("预算总额", "年初预算")
_TOTALS = ("预算总额", "年初预算", "支出总额")
#: Their names hold 支出, which says nothing about the basis.
_NAMED_SPENDING = ("基本支出", "项目支出", "工资福利支出", "商品和服务支出", "公用经费", "人员经费", "公务接待",
                   "公务用车", "出国经费", "公车运行维护", "公车购置")  # fmt: skip


def _about(
    quantity: Quantity, said: str, own: Sequence[Claim], setting: Setting
) -> tuple[str, str]:
    """Subject and basis of a quantity, after those before it in its sentence."""
    measures = quantity.figure.unit.measures
    scope = setting.scope
    named = OF_PROJECT.sub("", quantity.label) if scope == "项目" else quantity.label
    subject = subject_of(named, measures, said, setting.words)
    basis = basis_of(quantity.label)
    label = LINKING.sub("", quantity.label)
    if not GOING_ON.fullmatch(label):
        return subject, basis
    amounts = [c for c in own[-_BACK:] if c.quantity.figure.unit.measures == "money"]
    if not amounts:
        return subject, basis
    last = amounts[-1]
    if measures == "money" and BARE.fullmatch(label):
        if last.subject in _TOTALS:
            return "支出总额", "outturn"
        if last.subject:
            return last.subject, "outturn"
    for claim in reversed(amounts):
        if claim.subject in _TOTALS:
            return subject, basis
        if not claim.part and _special(claim):
            return "", basis
    return subject if measures == "money" else "", basis


def _before(text: str, sentences: Sequence[tuple[int, int]], claim: Claim) -> str:
    start = claim.quantity.span[0]
    return text[max(sentences[claim.sentence][0], start - _SAID) : start]


def _of_the_whole(claim: Claim, said: str, setting: Setting) -> bool:
    """Whether a figure is the whole unit's, for the whole year, and of what its heading names."""
    label = claim.quantity.label
    if setting.several and SUBUNIT.search(label) and not INCLUDING.search(label):
        return False
    owner = OWNER.match(label)
    if owner and setting.unit and _another(owner["owner"], setting):
        return False
    if OTHERS.search(label):
        return False
    if claim.subject == "自评得分" and claim.scope != "项目" and _OF_ONE_PROJECT.search(label):
        return False
    measures = claim.quantity.figure.unit.measures
    if measures in ("money", "ratio") and WITHIN_YEAR.search(FULL_YEAR.split(said)[-1]):
        return False
    if claim.subject not in _WHOLE_YEAR:
        return True
    return not (setting.topic and GOING_ON.fullmatch(LINKING.sub("", _WHEN.sub("", label))))


def _another(owner: str, setting: Setting) -> bool:
    """Whether a name is of another unit than the one that reports: 公路养护中心 below 交通运输局."""
    if ITSELF.match(owner) or owner[-4:] in setting.unit:
        return False
    return setting.several or owner[-1] != setting.unit[-1]


def _special(claim: Claim) -> bool:
    """Whether a claim is about one fund or project, which those after it go on about."""
    label = LINKING.sub("", claim.quantity.label)
    if claim.subject:
        return True
    found = WHOSE.match(label)
    named = BASIS_TAIL.sub("", label[found.end() :] if found else label)
    return bool(named) and not TOTALLING.search(label)


def _whole_subjects(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """行政编制10名、事业编制8名: neither is the 编制数 where a sentence states several.

    Nor is what stands in a list of parts: 编制30名，其中局机关编制18名.
    """
    counted = Counter((claim.sentence, claim.subject) for claim in claims if claim.subject)
    return tuple(
        replace(claim, subject="")
        if counted[claim.sentence, claim.subject] > 1 and _of_a_part(claim)
        else claim
        for claim in claims
    )


def _of_a_part(claim: Claim) -> bool:
    kinds = named()[claim.subject].kinds
    if claim.part and claim.quantity.figure.unit.measures in ("人", "ratio"):
        return True
    return kinds is not None and bool(kinds.search(claim.quantity.label))


def _part_marks(text: str) -> tuple[list[int], list[int]]:
    """Where lists of parts begin, and where brackets close."""
    short = [match.end() - 1 for match in SHORT_BRACKET.finditer(text)]
    closing = [match.start() for match in re.finditer("[)）]", text)]
    return [match.end() for match in PARTS.finditer(text)], sorted(set(closing) - set(short))


def _is_part(
    marks: tuple[list[int], list[int]], begin: int, start: int, after: bool, ended: int
) -> bool:
    """Whether a marker such as 其中 stands between an earlier figure of the sentence and here."""
    begins, closing = marks
    last = bisect_right(begins, start) - 1
    if last < 0 or begins[last] < max(begin + 2, ended):
        return False
    mark = begins[last]
    closed = bisect_right(closing, start) > bisect_right(closing, mark)
    return (after and not closed) or begins[bisect_right(begins, begin + 1)] <= begin + 6


def _years(text: str, year: int | None) -> list[tuple[int, int | None]]:
    """Where years begin to govern the figures after them. 全年 only ends what 上年 began."""
    found: list[tuple[int, int | None]] = []
    last = False
    for match in YEAR.finditer(text):
        if COMPARED.search(text[max(0, match.start() - 2) : match.start()]):
            continue
        if match["whole"] and not last:
            continue
        last = match["last"] is not None
        stated = int(match["year"]) if match["year"] else year
        found.append((match.start(), stated - 1 if last and stated is not None else stated))
    return found


def _year(
    years: Sequence[tuple[int, int | None]], begin: int, start: int, year: int | None
) -> int | None:
    at = bisect_right(years, start, key=lambda each: each[0]) - 1
    return years[at][1] if at >= 0 and years[at][0] >= begin else year
