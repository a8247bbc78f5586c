"""What sentences set before their first figure: a topic, a basis, that they are about goals."""

from __future__ import annotations

from typing import NamedTuple

from xladdin.narrative.lexicon import Words
from xladdin.narrative.naming import about, named, owner
from xladdin.narrative.tree import Tree

#: A clause of so few words that opens a sentence is its topic.
_LEAD = 4
#: Words by which a clause sets the basis of what follows it.
_WITHIN = ("中", "方面", "看")


def goals(grown: Tree) -> frozenset[int]:
    """The sentences that tell what was aimed at: those behind 年初定了六个目标。 and 目标：."""
    found: set[int] = set()
    begun = -1
    fulfilled = False
    last = ""
    for index, token in enumerate(grown.tokens):
        sentence = grown.clauses[grown.clause_of[index]].sentence
        if token.kind in ("stop", "colon") and last == "target" and not fulfilled:
            begun = sentence + (token.kind == "stop")
        if begun >= 0 and sentence >= begun:
            if token.kind in ("outturn", "done") and token.text.startswith(("完成", "实际", "已")):
                break
            found.add(sentence)
        fulfilled = token.kind != "stop" and (fulfilled or token.kind == "done")
        if token.kind not in ("gap", "quote"):
            last = token.kind
    return frozenset(found)


def leads(grown: Tree, unit: str, words_: Words) -> dict[int, tuple[str, bool]]:
    """Sentences that begin with what they are about, before any figure, and whether it is another's.

    “三公”经费方面，… is about a subject, 农村公路建设项目由工程股负责，… about a project.
    """
    found: dict[int, tuple[str, bool]] = {}
    seen = set()
    for clause in grown.clauses:
        if clause.sentence in seen or not clause.tokens:
            continue
        seen.add(clause.sentence)
        words = [grown.tokens[i] for i in clause.tokens]
        if any(word.figure for word in words):
            continue
        name = ""
        for word in words:
            if word.kind not in ("name", "link", "from", "of", "and"):
                break
            name += word.text
            if word.kind == "name" and owner(word.text, unit):
                found[clause.sentence] = (name, True)
                break
        if clause.sentence not in found and len(words) <= _LEAD:
            said = named(words).name
            subject = about(said, unit, words_).subject if said else ""
            if subject:
                found[clause.sentence] = (subject, False)
            elif said and words[-1].text == "方面":
                found[clause.sentence] = (said, True)
    return found


class Opening(NamedTuple):
    """What the first clause of a sentence, if no figure stands in it, sets for all its figures."""

    basis: str = ""
    #: As in ``Named.year``.
    year: str = ""
    partial: bool = False


def openings(grown: Tree) -> dict[int, Opening]:
    """The sentences that open so: 支出决算中，…; 2023年，…; 截至6月底，…; 按照下达的任务，…."""
    found: dict[int, Opening] = {}
    seen: set[int] = set()
    for clause in grown.clauses:
        if clause.sentence in seen or not clause.tokens:
            continue
        seen.add(clause.sentence)
        words = [grown.tokens[i] for i in clause.tokens]
        if any(w.figure for w in words):
            continue
        kinds = {w.kind for w in words}
        basis = next((w.kind for w in words if w.kind in ("outturn", "budget", "initial")), "")
        basis = basis if words[-1].text in _WITHIN else ""
        if words[-1].kind == "target" and not kinds & {"done", "outturn"}:
            basis = "target"
        said = named(words)
        time = not said.name  # 2023年农田建设补助资金 is a name
        found[clause.sentence] = Opening(basis, said.year * time, said.partial and time)
    return found
