"""Turn claims of the report into operands and terms, and find the claims about a subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from xladdin.model.filing import Filing
from xladdin.model.interval import Interval
from xladdin.model.prose import Claim
from xladdin.model.report import Operand
from xladdin.patterns import pattern
from xladdin.rules.same_figure import SameFigure
from xladdin.rules.scope import Term

#: The most characters of a claim's name.
_LONGEST_NAME = 20
#: The entries of the form for the kinds of funds.
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营", "专户非税收入", "其他资金")
#: The roles of claims that state the thing they name itself.
OWN = ("value", "total", "score")
#: The roles of claims named by the words of their clause: 户均, 年末结转和结余.
_SAID = ("left", "carried", "beyond", "price")
#: The verbs for a change of an amount, and of a ratio: up, down.
CHANGED = (("增加", "减少"), ("增长", "下降"))
_COPULA = "为是达"
_PUNCTUATION = pattern(r"[，,。；;：:（）()\s]")


def claims(filing: Filing) -> Iterator[Claim]:
    """Yield every claim of the report in order."""
    for passage in filing.passages:
        yield from passage.claims


@lru_cache(maxsize=16)
def claims_about(filing: Filing) -> Mapping[str, list[Claim]]:
    """Return the claims of the report by their subject, without those that have none."""
    found: dict[str, list[Claim]] = {}
    for claim in claims(filing):
        if claim.subject:
            found.setdefault(claim.subject, []).append(claim)
    return found


def claim_name(claim: Claim) -> str:
    """Return what to call a claim in a sentence: its subject, else its topic, else its words."""
    topic = claim.topic[-_LONGEST_NAME:]
    words = _PUNCTUATION.split(claim.label)[-1].rstrip(_COPULA)[-_LONGEST_NAME:]
    if claim.role == "share":
        return f"{topic}占比"
    if claim.role == "change":
        return topic + CHANGED[measure(claim) == "ratio"][not claim.up]
    if claim.role == "rate":
        if topic.endswith("率") or (topic and words.startswith(topic)):
            return words if words.endswith("率") else topic
        return topic + (words if "率" in words else "完成比例")
    if claim.role in _SAID and words:
        return words
    return claim.subject or topic or words or claim.noun


def said_in(claim: Claim) -> str:
    """Return the Chinese words for where a claim stands: in the report, or in a cell of a form."""
    return "正文" if claim.location.form is None else "表内文字"


def claim_operand(claim: Claim, label: str = "") -> Operand:
    """Make an operand of a claim; ``label`` replaces its name."""
    figure = claim.figure
    where = said_in(claim) if claim.location.span is not None else f"表中{claim.label}"
    name = f"{where} {label or claim_name(claim)}".rstrip()
    return Operand(name, figure.text, f"{figure.value:f}", figure.unit.name, claim.location)


def claim_term(claim: Claim) -> Term:
    """Make a term of a claim; on both readings its figure may be rounded to the digits printed."""
    value = interval(claim)
    return Term((claim_operand(claim),), value, value, claim.figure.unit.measures == "money")


def exactly(claim: Claim) -> Claim:
    """Return the claim with its figure taken as exact: a standard of 800元 is not rounded."""
    if claim.figure.irregular:
        return claim
    exact = Interval.exact(claim.figure.value)
    return claim._replace(figure=replace(claim.figure, typed=exact, printed=exact))


def interval(claim: Claim) -> Interval:
    """Return what a claim's figure may stand for, in base units."""
    return claim.figure.base


def same_figure(several: Sequence[Claim]) -> SameFigure:
    """Make the equation that several claims state one figure."""
    return SameFigure(tuple(map(claim_operand, several)), tuple(map(interval, several)))


def measure(claim: Claim) -> str:
    """Return what a figure measures; percentage points count as a ratio."""
    measures = claim.figure.unit.measures
    return "ratio" if measures == "percentage points" else measures


def kept(several: Sequence[Claim]) -> list[Interval]:
    """Return the claims' intervals in base units, with the decimals that others of the unit have: beside
    1.75万元, 2万元 is 2.00万元, but 2.1万元 may be rounded."""
    places: dict[str, int] = {}
    for figure in (claim.figure for claim in several if not claim.figure.irregular):
        places[figure.unit.name] = max(places.get(figure.unit.name, 0), figure.places)
    found = []
    for figure in (claim.figure for claim in several):
        if figure.unit.measures not in ("ratio", "percentage points"):
            figure = figure.kept_to(0 if figure.places else places.get(figure.unit.name, 0))
        found.append(figure.base)
    return found


def several_funds(filing: Filing) -> bool:
    """Return whether the first 自评表 has an amount for more than one kind of funds."""
    entries = (form.entries.get(key) for form in filing.of("overall")[:1] for key in _FUNDS)
    return sum(e is not None and e.figure is not None and e.figure.value > 0 for e in entries) > 1


def words_around(claim: Claim) -> str:
    """Return the words around a claim, by which a reader finds it."""
    return f"{claim.label[-16:]}{claim.figure.text}{claim.noun[:8]}"
