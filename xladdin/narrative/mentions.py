"""Collect the figures of a tree, each with its name, its cue and what its clause says of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from xladdin.model.figure import Figure
from xladdin.model.unit import Unit
from xladdin.narrative.cues import Cued, code, cued
from xladdin.narrative.lexicon import kind_words
from xladdin.narrative.naming import Named, named
from xladdin.narrative.tokens import Token
from xladdin.narrative.tree import Clause, Tree

#: Lengths in characters of the noun behind a figure and of the label before it.
_LONGEST_NOUN, _LONGEST_LABEL = 12, 60
#: Kinds of words that tell the direction of a change, and its base.
_UP = ("up", "raise", "more")
CHANGED = (*_UP, "down", "fewer")
#: Kinds of words for a plan.
_PLANS = ("initial", "budget", "target")


class Mention(Struct):
    """A figure with what its clause says; ``token`` is its index among the tokens.

    ``words`` stand before it, ``said`` is what they name; ``cue`` is what it is to other figures,
    ``then`` the token of the figure that its cue refers to.
    """

    token: int
    figure: Figure
    clause: Clause
    place: int
    words: Sequence[Token]
    said: Named
    noun: str
    cue: Cued | None
    base: str
    then: int
    up: bool | None
    since: str
    #: The year that its words compare with; 0 for none.
    since_year: int
    #: The token of the figure before the bracket that it stands in; -1 for none.
    holder: int = -1
    #: Its turn among the figures of a 分别.
    turn: int = 0
    turns: int = 0

    @property
    def aimed(self) -> bool:
        """Whether the words behind it call it a target: 未达90%的目标."""
        return self.noun.removeprefix("的").startswith(tuple(kind_words()["target"]))

    @property
    def role(self) -> str:
        """What it is to other figures; a bound is no value."""
        role = self.cue.role if self.cue else "value"
        if (
            role == "value"
            and self.figure.unit.name == "%"
            and self.noun.startswith(tuple(kind_words()["done"]))
        ):
            return "rate"  # 100%完成年度目标任务
        return "bound" if role in ("value", "score") and self.figure.operator else role


def mentions(tree: Tree, text: str) -> list[Mention]:
    """Return the figures of a text in order."""
    found: list[Mention] = []
    codes = [
        "".join(code(tree.tokens[i].kind, _unit(tree.tokens[i])) for i in clause.tokens)
        for clause in tree.clauses
    ]
    words = [[tree.tokens[i] for i in clause.tokens] for clause in tree.clauses]
    for index, token in enumerate(tree.tokens):
        if token.figure is None:
            continue
        clause = tree.clauses[tree.clause_of[index]]
        place = tree.place_of[index]
        cue = cued(codes[clause.index], place, token.figure.unit)
        here = words[clause.index]
        found.append(_mention(tree, text, index, token.figure, clause, here, place, cue))
    return found


def _unit(token: Token) -> Unit | None:
    return token.figure.unit if token.figure is not None else None


def _mention(
    tree: Tree, text: str, index: int, figure: Figure, clause: Clause, here: Sequence[Token],
    place: int, cue: Cued | None,
) -> Mention:  # fmt: skip
    own = _since_figure(here[max(0, place - _LONGEST_LABEL) : place])
    words, holder = _before(tree, clause, own, place)
    short = words
    if cue is not None and cue.role != "value":
        begin = here[cue.begin].start if cue.begin < len(here) else here[place].start
        short = [word for word in words if word.start < begin]
        if cue.role in ("then", "change", "left"):
            short = [word for word in short if word.kind not in ("than", "from", "with")]
    said = named(short)
    full = named(words)
    role = cue.role if cue else "value"
    if role in ("then", "left", "carried", "price", "score", "beyond"):
        # The cue's own words contain the year and the basis.
        said = said._replace(year=full.year, partial=full.partial, basis=said.basis or full.basis)
    if role in ("rate", "score"):
        said = said._replace(head=full.head)
    spans = cue.spans if cue else {}
    base = _words(here, spans.get("base"))
    then = clause.tokens[spans["then"][0]] if "then" in spans else -1
    inside = here[cue.begin : place] if cue is not None else []
    kinds = [each.kind for each in inside]
    up = (
        next((k in _UP for k in reversed(kinds) if k in CHANGED), None)
        if role == "change"
        else None
    )
    since = _since(inside) if role in ("change", "then", "left") else ""
    since_year = next((each.year for each in inside if each.year), 0)
    return Mention(
        index, figure, clause, place, words, said, _noun(tree, text, index, clause, place),
        cue, base, then, up, since, since_year, holder,
    )  # fmt: skip


def _since(words: Sequence[Token]) -> str:
    """Return what the words of a change compare with: a plan, ``last`` year, ``other`` (last year's plan)."""
    kinds = [word.kind for word in words]
    planned = next((kind for kind in kinds if kind in _PLANS), "")
    if planned:
        return "other" if "last" in kinds else planned
    if "last" in kinds or "year" in kinds or any(word.text == "同比" for word in words):
        return "last"
    return ""


def _since_figure(words: Sequence[Token]) -> list[Token]:
    """Return the words behind the last figure."""
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].figure is not None), -1)
    return list(words[last + 1 :])


def _before(tree: Tree, clause: Clause, own: list[Token], place: int) -> tuple[list[Token], int]:
    """Return the words that say what a figure is about, and the figure whose bracket it stands in. A
    bracket continues the words before it; 保安： and 市、县财政 belong to the figure, too."""
    if len(own) < place or clause.index == 0:  # another figure stands before it in its clause
        return own, -1
    holder = -1
    if clause.mark == "open":
        outer = tree.clauses[clause.outer]
        around = [tree.tokens[i] for i in outer.tokens[: clause.at]]
        if around and around[-1].figure is not None:
            return own, outer.tokens[clause.at - 1]
        if not any(word.kind == "name" for word in own):
            return [*_since_figure(around), *own], -1
    elif clause.mark in ("colon", "pause"):
        before = _previous(tree, clause)
        pieces: list[Token] = []
        while before is not None and not any(tree.tokens[i].figure for i in before.tokens):
            pieces = [*(tree.tokens[i] for i in before.tokens), *pieces]
            if before.mark != "pause" or clause.mark == "colon":
                break
            before = _previous(tree, before)
            if len(pieces) > _LONGEST_LABEL:
                break
        if clause.mark == "pause" or not any(word.kind == "name" for word in own):
            return [*pieces, *own], holder
    return own, holder


def _previous(tree: Tree, clause: Clause) -> Clause | None:
    """Return the clause before at the same depth in the same sentence, or None."""
    for index in range(clause.index - 1, max(clause.index - 12, -1), -1):
        other = tree.clauses[index]
        if other.sentence != clause.sentence:
            return None
        if other.depth == clause.depth and other.outer == clause.outer:
            return other
        if other.depth < clause.depth:
            return None
    return None


def _words(here: Sequence[Token], span: tuple[int, int] | None) -> str:
    """Return the words of a span without its figure and without a final 的."""
    if span is None:
        return ""
    kept = [each for each in here[span[0] : span[1]] if each.figure is None]
    while kept and kept[-1].kind in ("of", "link", "proportion"):
        kept.pop()
    return "".join(each.text for each in kept)


def _noun(tree: Tree, text: str, index: int, clause: Clause, place: int) -> str:
    """Return the words right behind a figure, up to the end of its clause or the next figure."""
    behind = []
    for i in clause.tokens[place + 1 :]:
        if tree.tokens[i].figure is not None or tree.tokens[i].kind == "year":
            break
        behind.append(tree.tokens[i])
    start = tree.tokens[index].end
    return (
        text[start : behind[-1].end][:_LONGEST_NOUN].strip()
        if behind and behind[0].start == start
        else ""
    )


def label(words: Sequence[Token]) -> str:
    """Return the words before a figure as text."""
    return "".join(word.text for word in words)[-_LONGEST_LABEL:]
