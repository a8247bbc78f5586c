"""A Word document without what this program has put into it: its comments are gone, its revisions
are accepted."""

from __future__ import annotations

from typing import Any, NamedTuple

from xladdin.outputs.office_package import rewritten, serialised
from xladdin.outputs.word_comments import AUTHOR
from xladdin.outputs.word_marks import END, ID, REFERENCE, RUN, START
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

_COMMENT, _AUTHOR = W + "comment", W + "author"
_INSERTED, _DELETED = W + "ins", W + "del"


class Unmarked(NamedTuple):
    """The bytes, how many of our comments were taken out and how many of our revisions accepted."""

    data: bytes
    comments: int
    revisions: int


def unmarked(data: bytes, name: str) -> Unmarked:
    """The document as its writers have left it; the same bytes where there is nothing of ours."""
    package = Package(data, name)
    main = package.main_part()
    related = package.relationships(main).values()
    parts = [part for kind, part in related if kind == "comments" and part in package]
    changed: dict[str, Any] = {}
    numbers: set[str] = set()
    for part in parts:
        if not package.size(part):
            continue
        root = package.tree(part)
        ours = [each for each in root.iter(_COMMENT) if each.get(_AUTHOR) == AUTHOR]
        for comment in ours:
            numbers.add(comment.get(ID))
            comment.getparent().remove(comment)
        if ours:
            changed[part] = root
    root = package.tree(main)
    _take_marks(root, numbers)
    revisions = _accept(root)
    if numbers or revisions:
        changed[main] = root
    if not changed:
        return Unmarked(data, 0, 0)
    made = {part: serialised(each) for part, each in changed.items()}
    return Unmarked(rewritten(data, package, made), len(numbers), revisions)


def _take_marks(root: Any, numbers: set[str]) -> None:
    for each in [each for each in root.iter(START, END, REFERENCE) if each.get(ID) in numbers]:
        parent = each.getparent()
        parent.remove(each)
        if each.tag == REFERENCE and parent.tag == RUN and not _says_anything(parent):
            parent.getparent().remove(parent)


def _says_anything(run: Any) -> bool:
    return any(child.tag != W + "rPr" for child in run)


def _accept(root: Any) -> int:
    """Accept our revisions: an insertion's runs stay, a deletion's go. How many there were."""
    ours = [each for each in root.iter(_INSERTED, _DELETED) if each.get(_AUTHOR) == AUTHOR]
    for each in ours:
        parent = each.getparent()
        if each.tag == _INSERTED:
            for run in list(each):
                each.addprevious(run)
        parent.remove(each)
    return sum(each.tag == _INSERTED for each in ours)
