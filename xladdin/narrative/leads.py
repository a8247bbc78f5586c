"""Find what a sentence sets before its first figure: a topic, a basis, that it is about goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xladdin.narrative.antecedents import SCORE
from xladdin.narrative.lexicon import Words, listed, table
from xladdin.narrative.naming import about, named, owner
from xladdin.narrative.tokens import Token
from xladdin.narrative.tree import Tree

#: An opening clause with at most so many words is a topic.
_LEAD = 4


def goals(grown: Tree) -> frozenset[int]:
    """Return the sentences about what was aimed at: those behind 年初定了六个目标。 and 目标：."""
    found: set[int] = set()
    begun = -1
    fulfilled = False
    last = ""
    for index, token in enumerate(grown.tokens):
        sentence = grown.clauses[grown.clause_of[index]].sentence
        if token.kind in ("stop", "colon") and last == "target" and not fulfilled:
            begun = sentence + (token.kind == "stop")
        if begun >= 0 and sentence >= begun:
            if token.kind in ("outturn", "done") and token.text.startswith(listed("done_at_last")):
                break
            found.add(sentence)
        fulfilled = token.kind != "stop" and (fulfilled or token.kind == "done")
        if token.kind not in ("gap", "quote"):
            last = token.kind
    return frozenset(found)


def _first_clauses(grown: Tree) -> Iterator[tuple[int, Sequence[Token]]]:
    """Yield each sentence whose first clause has no figure, with the words of that clause."""
    seen: set[int] = set()
    for clause in grown.clauses:
        if clause.sentence not in seen and clause.tokens:
            seen.add(clause.sentence)
            words = [grown.tokens[i] for i in clause.tokens]
            if not any(word.figure for word in words):
                yield clause.sentence, words


def leads(grown: Tree, unit: str, words_: Words) -> dict[int, tuple[str, bool]]:
    """Return the topics of sentences that name one before any figure, and whether it is another's.
    “三公”经费方面，… is about a subject, 农村公路建设项目由工程股负责，… about a project."""
    found: dict[int, tuple[str, bool]] = {}
    for sentence, words in _first_clauses(grown):
        name = ""
        for word in words:
            if word.kind not in ("name", "link", "from", "of", "and"):
                break
            name += word.text
            if word.kind == "name" and owner(word.text, unit):
                found[sentence] = (name, True)
                break
        if sentence not in found and len(words) <= _LEAD:
            said = named(words).name
            subject = about(said, unit, words_).subject if said else ""
            if "".join(word.text for word in words) in listed("self_scored"):
                subject = SCORE  # 经自评，得分89.8分
            if subject:
                found[sentence] = (subject, False)
            elif said and words[-1].text in listed("about"):
                found[sentence] = (said, True)
    return found | _lines_of_accounts(grown)


def _lines_of_accounts(grown: Tree) -> dict[int, tuple[str, bool]]:
    """Return a topic of its own for each sentence behind a line of the accounts, up to the next such line:
    教育支出（类）普通教育（款）小学教育（项）3.39万元，…。年初预算为 …"""
    levels = tuple(table("headings")["accounts"])
    found: dict[int, tuple[str, bool]] = {}
    words, sentence, topic = "", -1, ""
    for index, token in enumerate(grown.tokens):
        here = grown.clauses[grown.clause_of[index]].sentence
        if here != sentence:
            words, sentence = "", here
            if topic:
                found[sentence] = (topic, True)
        if token.figure is not None:
            words = "\n"  # a line of the accounts stands before the first figure of its sentence
        words += token.text
        if token.kind == "close" and words.endswith(levels) and not words.startswith("\n"):
            topic = words
            found[sentence] = (topic, True)
    return found


class Opening(NamedTuple):
    """What a first clause without figures sets for all figures of its sentence."""

    basis: str = ""
    #: As ``Named.year``.
    year: str = ""
    partial: bool = False


def openings(grown: Tree) -> dict[int, Opening]:
    """Return the openings by sentence: 支出决算中，…; 2023年，…; 截至6月底，…; 按照下达的任务，…."""
    found: dict[int, Opening] = {}
    for sentence, words in _first_clauses(grown):
        kinds = {w.kind for w in words}
        basis = next((w.kind for w in words if w.kind in ("outturn", "budget", "initial")), "")
        basis = basis if words[-1].text in listed("within") else ""
        if words[-1].kind == "target" and not kinds & {"done", "outturn"}:
            basis = "target"
        said = named(words)
        time = not said.name  # 2023年农田建设补助资金 is a name
        found[sentence] = Opening(basis, said.year * time, said.partial and time)
    return found
