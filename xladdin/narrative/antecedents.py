"""Find what a figure with few words refers to, among the claims before it."""

from __future__ import annotations

from collections.abc import Sequence

from xladdin.model.prose import Claim
from xladdin.narrative.lexicon import (
    bare_subject,
    kind_words,
    listed,
    partitions,
    subjects,
    wholes,
)
from xladdin.narrative.mentions import Mention, label
from xladdin.narrative.wordings import narrows

#: Roles whose figure is the named thing itself; other roles say something about it.
OWN = ("value", "total", "score", "bound", "price", "left", "carried", "now")
#: How many claims back to look: for close relations, and at most.
_BACK, FAR = 6, 24
#: Subjects of the lexicon that are treated specially.
SCORE, _OUTTURN = "自评得分", "支出总额"


def twin(made: Sequence[Claim], index: int, mention: Mention) -> Claim | None:
    """Return the claim that a figure of 分别 continues: the one of the same turn in the list before.
    None if the figure has a name, or if no such list stands in its sentence."""
    if not mention.turns or mention.said.name:
        return None
    rows: dict[int, Claim] = {}
    for claim in reversed(made[max(0, index - mention.turn - FAR) : index - mention.turn]):
        if claim.sentence != mention.clause.sentence or len(rows) == mention.turns:
            break
        if claim.depth == mention.clause.depth and claim.role in OWN:
            rows[claim.item] = claim
    return [*rows.values()][::-1][mention.turn] if len(rows) == mention.turns else None


def counted_so(made: Sequence[Claim], mention: Mention) -> Claim | None:
    """Return the nearest claim of the sentence in the unit that a change or rate names: 11起…，起数下降."""
    words = label(mention.words)
    for claim in reversed(made[-_BACK:]):
        if claim.sentence != mention.clause.sentence or mention.role not in ("change", "rate"):
            return None
        if claim.role in OWN and words.startswith(f"{claim.figure.unit.name}数"):
            return claim
    return None


def unnamed(
    made: Sequence[Claim], mention: Mention, topic: str, owned: bool, owner: bool, section: str
) -> str:
    """Return the subject of a figure without a name: its antecedent's, or what its head means.

    ``topic`` is the antecedent, ``owned`` and ``owner`` say that it is somebody else's, ``section`` is
    the heading's topic. Empty if there is no subject.
    """
    said = mention.said
    subject = topic if topic in subjects() else ""
    if mention.role == "rate" and said.head and _whole(made, mention, section) is not None:
        return bare_subject(said.head, False)
    dated = any(w.kind in ("this", "year", "last") for w in mention.words)
    whole = bare_subject(said.head, dated) if said.head and mention.then < 0 else ""
    # 本年收入680万元，本年支出758万元: expenditure does not continue revenue
    other_way = whole == _OUTTURN and _incomes_only(made, mention)
    total = dated and whole == _OUTTURN and _adds_up(mention)
    if (other_way or total) and not owned:
        return "" if other_way and not dated and _of_some_income(made, mention) else whole
    if whole == SCORE and said.head in listed("scored") and not (owned or _of_mark(made, mention)):
        return whole
    if whole and said.name and not owner:
        return whole  # 我中心2024年实际支出90万元, under any heading
    if whole and subject and subjects()[subject].bare:
        return whole  # 年初预算1240万元，…，全年预算1386万元
    return subject or ("" if topic else whole)


def _of_mark(made: Sequence[Claim], mention: Mention) -> bool:
    """Return whether a full mark stands before it in its sentence: then the score is an indicator's."""
    marks = kind_words()["full_mark"]
    here = (c for c in made[-_BACK:] if c.sentence == mention.clause.sentence)
    return any(c.label.endswith((*marks, *(f"{m}为" for m in marks))) for c in here)


def _incomes_only(made: Sequence[Claim], mention: Mention) -> bool:
    """Return whether its sentence named nothing but revenue so far."""
    names = []
    for claim in reversed(made[-FAR:]):
        if claim.sentence != mention.clause.sentence:
            break
        names.append(claim.name)
    return any(names) and all(not name or name.endswith(listed("income")) for name in names)


def _of_some_income(made: Sequence[Claim], mention: Mention) -> bool:
    """Return whether the revenue named last is a kind of funds: 财政拨款收入800万元，支出780万元."""
    named = next((c.name for c in reversed(made[-FAR:]) if c.name), "")
    return named.endswith(listed("income")) and named not in listed("all_income")


def _whole(made: Sequence[Claim], mention: Mention, topic: str) -> Claim | None:
    """Return the whole that a 执行率 behind a list of parts refers to; None if the last part has a budget."""
    found = None
    for claim in reversed(made[-_BACK:]):
        if claim.sentence != mention.clause.sentence or topic:
            break
        if (
            claim.basis in ("budget", "initial", "target", "allotted")
            and claim.own_basis
            and claim.name
        ):
            return None
        if claim.subject in wholes():
            found = claim
            break
    return found


def whole_basis(made: Sequence[Claim], mention: Mention, subject: str) -> str:
    """Return the basis of the whole for parts in a sentence of their own: 年初预算268万元。基本支出196万元，…."""
    for claim in reversed(made[-_BACK:]):
        if claim.sentence < mention.clause.sentence - 1 or claim.depth:
            break
        if any(claim.subject in p.whole and subject in p.parts | p.more for p in partitions()):
            return claim.basis
        money = claim.figure.unit.measures == "money"
        if claim.sentence < mention.clause.sentence and claim.subject and money:
            break
    return ""


def _counts_people(made: Sequence[Claim], mention: Mention) -> bool:
    """Return whether a figure of people stands before it in its sentence."""
    return any(
        c.figure.unit.measures == "人" and c.sentence == mention.clause.sentence
        for c in made[-_BACK:]
    )


def _adds_up(mention: Mention) -> bool:
    """Return whether the words before a figure call it a total: 支出合计."""
    last = next((w for w in reversed(mention.words) if w.kind != "link"), None)
    return last is not None and last.text.endswith(listed("totals"))


def own_subject(
    made: Sequence[Claim], mention: Mention, subject: str, name: str, head: Claim | None
) -> str:
    """Return the subject, or "" where the figure is not the subject's own: a part, points, a share."""
    if not subject or not _fits(subject, mention):
        return ""
    of_one = head is not None or mention.said.head in listed("scored_one")
    if subject == SCORE and not name and of_one:
        return ""  # 投入20分得19.8分
    if subject == "控制率" and name == subject and not _counts_people(made, mention):
        return ""  # 三公经费 has a 控制率, too
    if name and narrows(mention):
        return ""  # 其他公用经费, 重点公用经费: only a part of 公用经费
    if mention.figure.unit.measures == "points" and mention.clause.depth and not name:
        return ""  # 预算执行（10分）
    return subject


def _fits(subject: str, mention: Mention) -> bool:
    """Return whether a figure of this measure and role can be the subject's own."""
    alike = mention.figure.unit.measures == subjects()[subject].measures
    return alike and mention.role in ("value", "score", "rate", "total", "bound", "then")
