"""Find where lists of parts open and end: 其中 …, ：…, （…）, 由 … 构成, 包括 …."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from xladdin.model.prose import Listing
from xladdin.narrative.lexicon import listed
from xladdin.narrative.mentions import Mention
from xladdin.narrative.naming import named
from xladdin.narrative.tokens import Token
from xladdin.narrative.tree import Clause, Tree
from xladdin.narrative.wordings import is_rest

#: Limits that keep the cost linear: members, heads, tokens of a list.
_MOST, _HEADS, _LONGEST = 40, 6, 400


def listings(tree: Tree, found: Sequence[Mention]) -> list[Listing]:
    """Return every list of parts in a text, in the order in which they open."""
    marks = _marks(tree)
    at = [mention.token for mention in found]
    result = []
    for number, (token, mark) in enumerate(marks):
        clause = tree.clauses[tree.clause_of[token]]
        inside = tree.clauses[tree.clause_of[token] + 0]
        if mark in ("open", "colon", "divides"):
            inside = tree.clauses[_next_clause(tree, token)]
        later = [t for t, m in marks[number + 1 : number + _MOST] if m in ("among", "includes")]
        end = _end(tree, token, inside, later)
        members = tuple(
            i
            for i in range(_first_behind(at, token), min(len(at), _first_behind(at, token) + _MOST))
            if at[i] < end
        )
        members = tuple(_own_members(members, found, mark))
        heads, own = _heads(tree, found, at, token, clause, mark)
        if not members or not (heads or mark == "divides"):
            continue
        words = [tree.tokens[i] for i in range(token, min(end, len(tree.tokens)))]
        complete = mark == "by" or any(w.kind == "compose" for w in words)
        before = _words_before(tree, clause, token)[-2:]
        some = (
            any(w.text in listed("some_named") for w in words)
            or any(w.kind == "some" for w in before)
            or any(each in tree.tokens[token].text for each in listed("mainly"))
            or tree.tokens[token].text in listed("contains")
        )
        result.append(Listing(mark, heads, members, complete, some, own))
    return result


def _words_before(tree: Tree, clause: Clause, token: int) -> list[Token]:
    """Return the last words of a clause before a token."""
    at = bisect_left(clause.tokens, token)
    return [tree.tokens[i] for i in clause.tokens[max(0, at - _WORDS) : at]]


#: The most words that open a list.
_WORDS = 24


def _own_members(members: Sequence[int], found: Sequence[Mention], mark: str) -> Iterator[int]:
    """Yield the members up to a semicolon behind which a figure continues the whole: ；实际使用 …"""
    for number, member in enumerate(members):
        mention = found[member]
        away = mention.clause.mark == "semicolon" and mention.place == len(mention.words)
        goes_on = mention.role != "value" or mention.said.name or is_rest(mention)
        if number and away and not goes_on:
            return
        yield member


def _marks(tree: Tree) -> list[tuple[int, str]]:
    """Return the tokens that open lists, each with its kind."""
    found = []
    for index, token in enumerate(tree.tokens):
        before = tree.tokens[index - 1] if index else None
        if token.kind in ("among", "includes") and _opening(tree, index):
            found.append((index, token.kind))
        elif token.kind == "open" and before is not None and before.figure is not None:
            found.append((index, "open"))
        elif token.kind == "colon" and before is not None and before.figure is not None:
            found.append((index, "colon"))
        elif token.kind == "colon" and before is not None and before.kind == "divides":
            found.append((index, "divides"))
        elif token.kind == "colon" and before is not None and _names_only(tree, index):
            found.append((index, "includes"))
        elif token.kind == "respectively" and _begins(tree, index):
            found.append((index, "respectively"))
        elif token.kind == "from" and token.text == "由" and _composed(tree, index):
            found.append((index, "by"))
    return found


def _opening(tree: Tree, token: int) -> bool:
    """Return whether a word opens a list: 按支出性质分 does before a mark, not in 按支出性质分合计."""
    behind = tree.tokens[token + 1] if token + 1 < len(tree.tokens) else None
    manner = tree.tokens[token].text.startswith("按")
    return not manner or (behind is not None and behind.kind in ("comma", "colon"))


def _names_only(tree: Tree, token: int) -> bool:
    """Return whether a colon follows a few words behind a comma: 6312卷，来源有四：."""
    clause = tree.clauses[tree.clause_of[token]]
    words = [tree.tokens[i] for i in clause.tokens if i < token][-_FEW:]
    few = len(clause.tokens) <= _FEW and clause.mark == "comma"
    return few and bool(words) and not any(w.figure or w.kind == "ordinal" for w in words)


_FEW = 4


def _begins(tree: Tree, token: int) -> bool:
    """Return whether a word begins a clause behind a comma: …万元，分别是甲140万元、乙80万元."""
    clause = tree.clauses[tree.clause_of[token]]
    return tree.place_of[token] == 0 and clause.mark in ("comma", "colon")


def _composed(tree: Tree, token: int) -> bool:
    for other in tree.tokens[token + 1 : token + 80]:
        if other.kind == "stop":
            return False
        if other.kind == "compose":
            return True
    return False


def _next_clause(tree: Tree, token: int) -> int:
    return tree.clause_of[token + 1] if token + 1 < len(tree.tokens) else tree.clause_of[token]


#: Lists of papers continue behind a full stop.
_PAPER = "《"


def _end(tree: Tree, token: int, inside: Clause, later: Sequence[int]) -> int:
    """Return the token before which a list ends: its bracket, its sentence, another list, 另有."""
    depth = inside.depth
    other = set(later)
    papers = False
    for index in range(token + 1, min(token + _LONGEST, len(tree.tokens))):
        here = tree.tokens[index]
        clause = tree.clauses[tree.clause_of[index]]
        papers = papers or here.text.startswith(_PAPER)
        if here.kind == "stop" and clause.sentence >= inside.sentence:
            behind = tree.tokens[index + 1] if index + 1 < len(tree.tokens) else None
            if not papers or behind is None or not behind.text.startswith(_PAPER):
                return index  # 《甲》3636万元；《乙》4227万元。《丙》377万元 goes on
        if here.kind == "close" and clause.depth == depth and depth > 0:
            return index
        if clause.depth == depth and here.kind == "besides":
            return index
        if clause.depth == depth and index in other and clause.segment != inside.segment:
            return index
        if clause.depth == depth and index in other and here.kind == "among":
            return index
    return min(token + _LONGEST, len(tree.tokens))


def _first_behind(at: Sequence[int], token: int) -> int:
    low, high = 0, len(at)
    while low < high:
        middle = (low + high) // 2
        if at[middle] > token:
            high = middle
        else:
            low = middle + 1
    return low


def _heads(
    tree: Tree, found: Sequence[Mention], at: Sequence[int], token: int, clause: Clause, mark: str
) -> tuple[tuple[int, ...], str]:
    """Return the figures before a list that may be its whole, nearest first, and the whole's own name."""
    last = _first_behind(at, token) - 1
    words = _words_before(tree, clause, token)
    own = named(words).name if words and words[-1].figure is None and mark != "by" else ""
    if words and words[-1].figure is None and mark != "by" and not own:
        own = "".join(
            w.text for w in words if w.kind in ("outturn", "received", "budget", "initial")
        )
    heads: list[int] = []
    for index in range(last, max(-1, last - 2 * _HEADS), -1):
        mention = found[index]
        gap = clause.sentence - mention.clause.sentence
        if gap > 1:
            break
        if gap == 1 and not _opens(tree, clause, token):
            break
        if mention.clause.depth > clause.depth or len(heads) >= _HEADS:
            continue
        heads.append(index)
    return tuple(heads), own


def _opens(tree: Tree, clause: Clause, token: int) -> bool:
    """Return whether no figure precedes the mark in its sentence, so that it continues the one before."""
    for index in range(clause.index, max(-1, clause.index - _MOST), -1):
        other = tree.clauses[index]
        if other.sentence != clause.sentence:
            break
        if any(tree.tokens[i].figure for i in other.tokens if i < token):
            return False
    return True
