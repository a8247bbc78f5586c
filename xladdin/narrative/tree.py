"""Group tokens into clauses between two marks; a bracket hangs in the clause that it interrupts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from xladdin.narrative.tokens import Token

#: The marks that end a clause; a bracket does not end the clause around it.
_ENDS = frozenset(("stop", "semicolon", "comma", "pause", "colon"))
#: Deeper brackets count as left open by mistake.
_DEEPEST = 6
#: Marks and blanks that are no words of a clause.
_SILENT = frozenset(("quote", "gap", "skip"))


class Clause(Struct):
    """The words between two marks.

    ``tokens`` are indices of the text's tokens, without marks and without what stands in brackets.
    ``mark`` is the kind of mark before it. ``sentence`` and ``segment`` count what 。 and ； separate,
    ``depth`` the brackets around it. ``outer`` is the clause that its bracket interrupts, ``at`` how
    many words of that clause stand before the bracket.
    """

    index: int
    mark: str
    sentence: int
    segment: int
    depth: int = 0
    outer: int = -1
    at: int = 0
    tokens: list[int] = field(default_factory=list)


class Tree(Struct):
    """The clauses of a text. ``clause_of`` gives each token's clause, ``place_of`` its position among
    the clause's words (-1 for marks); ``sentences`` are the sentences' spans."""

    tokens: Sequence[Token]
    clauses: list[Clause]
    clause_of: list[int]
    place_of: list[int]
    sentences: list[tuple[int, int]]


def _compares(tokens: Sequence[Token], at: int, clause: Clause) -> bool:
    """Whether the bracket at ``at`` only holds what its clause compares with: 较2022年（2945.60万元）增支."""
    inside = tokens[at + 1 : at + 3]
    if len(inside) < 2 or inside[0].figure is None or inside[1].kind != "close":
        return False
    words = [tokens[i] for i in clause.tokens]
    last = max((n for n, word in enumerate(words) if word.figure is not None), default=-1)
    return any(word.kind in ("than", "with") for word in words[last + 1 :])


def tree(tokens: Sequence[Token]) -> Tree:
    """Build the clauses of a text's tokens; an open bracket ends with its sentence."""
    clauses = [Clause(0, "stop", 0, 0)]
    stack: list[int] = []
    current, clause_of, place_of, sentences = 0, [], [], []
    sentence = segment = begin = 0
    transparent = -1
    for index, token in enumerate(tokens):
        now = clauses[current]
        clause_of.append(current)
        place_of.append(-1)
        if token.kind == "open" and _compares(tokens, index, now):
            transparent = index + 2
            continue
        if index == transparent:
            continue
        if token.kind == "open" and len(stack) < _DEEPEST:
            stack.append(current)
            clauses.append(
                Clause(
                    len(clauses), "open", sentence, segment, len(stack), current, len(now.tokens)
                )
            )
        elif token.kind == "close":
            if stack:
                current = stack.pop()
            continue
        elif token.kind in _ENDS:
            if token.kind == "stop":
                stack.clear()
                sentences.append((begin, token.end))
                begin, sentence = token.end, sentence + 1
            if token.kind in ("stop", "semicolon") and not stack:
                segment += 1
            outer, at = (clauses[current].outer, clauses[current].at) if stack else (-1, 0)
            clauses.append(
                Clause(len(clauses), token.kind, sentence, segment, len(stack), outer, at)
            )
        elif token.kind not in _SILENT:
            place_of[-1] = len(now.tokens)
            now.tokens.append(index)
            continue
        else:
            continue
        current = len(clauses) - 1
    if tokens and begin < tokens[-1].end:
        sentences.append((begin, tokens[-1].end))
    return Tree(tokens, clauses, clause_of, place_of, sentences)
