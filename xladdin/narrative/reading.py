"""Paragraphs → passages: sentences, quantities, and for each quantity the claim that it makes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xladdin.model.figure import Location
from xladdin.model.grid import Paragraph, Source
from xladdin.model.prose import Claim, Passage, Quantity
from xladdin.narrative.patterns import PARTS, SENTENCE, SHORT_BRACKET, YEAR, plain
from xladdin.narrative.quantities import quantities

#: The section headings that say which funds the figures below are about.
_SCOPES = {
    "一般公共预算": re.compile(r"一般公共预算"),
    "政府性基金": re.compile(r"政府性基金"),
    "国有资本经营": re.compile(r"国有资本经营"),
    "社会保险基金": re.compile(r"社会保险基金"),
}
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|\d{1,2}\s*[、.．]\s)\s*(?P<title>[^。；;]{2,40})$"
)
#: The title of a report: those on a project come after the one on the whole.
_REPORT = re.compile(r"绩效(?:自评|评价)*(?:工作)?\s*报告\s*$")
_PROJECT_REPORT = re.compile(r"项目(?:支出)?(?:资金)?绩效")
_SUBHEADING = re.compile(r"^\s*[(（][一二三四五六七八九十\d]{1,3}[)）]")
#: Words between a label and its figure that say nothing.
_LINKING = re.compile(r"(?:为|是|达到?|共计?|合计|总计|约|仅|有|了|共有|计|已|:|：|\s)+$")
_BASES = (
    ("initial", re.compile(r"年初")),
    ("budget", re.compile(r"预算(?!执行|支出)|指标")),
    ("target", re.compile(r"目标|计划|任务数|应完成")),
    ("outturn", re.compile(r"支出|决算|执行|实际|完成|使用|发放|拨付|投入")),
)
#: 三公经费预算, 三公经费实际完成: the basis stands between the subject and its figure.
_BASIS_TAIL = re.compile(r"(?:预算|决算|实际|共|支出|完成|执行|安排|列支|开支|总额|数)+$")
#: What may stand before a subject that is meant as a whole: the year, whose it is, 其中.
_WHOSE = re.compile(
    r"(?:其中|[(（]?(?:19|20)\d{2}年度?|我[^，]{0,4}?(?=全年|本年|年度|基本|项目|预算|支出|实际|总|20)|我[中心单位局委办站院校]+|"
    r"[^，]{0,10}(?:中心|局|单位|部门|办公室|站|委|院|校|社区)|全年|本年度?|年度|实际|全部|共|财政|拨款|安排|发生|完成|累计|"
    r"政府性基金(?:预算)?|一般公共预算(?:财政拨款)?|资金|经费|总|的|[:：\s])*"
)
#: 比2019年: the year of comparison, not the one the figure is for.
_COMPARED = re.compile(r"[比较与]\s*$")
#: After one of these, 实际支出 alone goes on about the subject before.
_BARE = re.compile(
    r"^(?:实际|全年|本年|决算|年末|全年实际)*(?:支出|完成|执行|使用|列支|开支)(?:数|额|为|了)*$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry of the lexicon: how a subject's name is written before its figure."""

    name: str
    measures: str
    words: re.Pattern[str]
    excluded: re.Pattern[str] | None
    #: Only where nothing but the year and whose it is stands before the words.
    alone: bool


@cache
def lexicon() -> tuple[Subject, ...]:
    """The subjects, special ones before general ones."""
    text = files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    return tuple(
        Subject(
            entry["name"],
            entry["measures"],
            re.compile(f"(?:{'|'.join(entry['words'])})$"),
            re.compile("|".join(entry["not"])) if "not" in entry else None,
            entry.get("alone", False),
        )
        for entry in tomllib.loads(text)["subject"]
    )


def passages(sources: Sequence[Source], year: int | None) -> tuple[Passage, ...]:
    """The paragraphs of all sources that hold words, with their claims; ``year`` is the filing's."""
    return tuple(passage for source in sources for passage in _of_source(source, year))


def _of_source(source: Source, year: int | None) -> Iterator[Passage]:
    scope = whole = ""
    for paragraph in source.paragraphs:
        if not paragraph.text.strip():
            continue
        if _REPORT.search(paragraph.text) and len(paragraph.text) < 60:
            scope = "项目" if _PROJECT_REPORT.search(paragraph.text) else ""
            whole = scope
        heading = _HEADING.match(paragraph.text)
        if heading is not None and not _SUBHEADING.match(paragraph.text):
            title = heading["title"]
            scope = next((name for name, word in _SCOPES.items() if word.search(title)), whole)
        yield _passage(source.name, paragraph, scope, year)


def _passage(source: str, paragraph: Paragraph, scope: str, year: int | None) -> Passage:
    text = paragraph.text
    sentences = tuple((m.start(), m.end()) for m in SENTENCE.finditer(plain(text)) if m[0].strip())
    claims: list[Claim] = []
    for quantity in quantities(text):
        index = next(i for i, (_, end) in enumerate(sentences) if quantity.span[0] < end)
        claims.append(_claim(source, paragraph, scope, year, sentences, index, quantity, claims))
    return Passage(source, paragraph.index, text, scope, sentences, tuple(claims))


def _claim(
    source: str,
    paragraph: Paragraph,
    scope: str,
    year: int | None,
    sentences: tuple[tuple[int, int], ...],
    index: int,
    quantity: Quantity,
    before: list[Claim],
) -> Claim:
    start, end = sentences[index]
    text = plain(paragraph.text)
    said = text[start : quantity.span[0]]
    place = Location(
        source,
        paragraph=paragraph.index,
        span=quantity.span,
        quote=paragraph.text[start:end].strip(),
    )
    own = [claim for claim in before if claim.sentence == index]
    label = _LINKING.sub("", quantity.label)
    subject, basis = _subject(label, quantity), _basis(quantity.label)
    previous = own[-1] if own else None
    part = _is_part(said, own)
    if previous is not None and _BARE.match(label) and previous.subject not in ("", "支出总额"):
        subject, basis = previous.subject, "outturn"
    if part and own and (not basis or subject in _NAMED_SPENDING):
        whole = next((claim for claim in reversed(own) if not claim.part), own[0])
        basis = whole.basis or basis
    return Claim(quantity, place, index, subject, basis, _year(said, year), scope, part)


#: Their names hold 支出, which says nothing about the basis.
_NAMED_SPENDING = ("基本支出", "项目支出", "工资福利支出", "商品和服务支出", "公用经费", "人员经费", "公务接待",
                   "公务用车", "出国经费", "公车运行维护", "公车购置")  # fmt: skip


def _subject(label: str, quantity: Quantity) -> str:
    measures = quantity.figure.unit.measures
    for words in dict.fromkeys((label, _BASIS_TAIL.sub("", label))):
        for subject in lexicon():
            if subject.measures == measures and _fits(subject, words, label):
                return subject.name
    return ""


def _fits(subject: Subject, words: str, label: str) -> bool:
    found = subject.words.search(words)
    if found is None or (subject.excluded is not None and subject.excluded.search(label)):
        return False
    return not subject.alone or bool(_WHOSE.fullmatch(words[: found.start()]))


def _basis(label: str) -> str:
    return next((name for name, word in _BASES if word.search(label)), "")


def _is_part(said: str, own: Sequence[Claim]) -> bool:
    """Whether a marker such as 其中 stands between an earlier figure of the sentence and here."""
    said = SHORT_BRACKET.sub("", said)
    marker = max((match.end() for match in PARTS.finditer(said)), default=-1)
    if marker < 0:
        return False
    return (bool(own) and not re.search(r"[)）]", said[marker:])) or "其中" in said[:6]


def _year(said: str, year: int | None) -> int | None:
    found = year
    for match in YEAR.finditer(said):
        if _COMPARED.search(said[: match.start()]):
            continue
        if match["year"]:
            found = int(match["year"])
        elif year is not None:
            found = year - 1 if match["last"] else year
    return found
