"""A Word document without what this program has put into it: its comments are gone, its revisions
are accepted; or without those of its comments that are answered."""

from __future__ import annotations

from collections.abc import Container
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
    document = _Document(data, name)
    numbers = document.take_comments(document.ours)
    return document.made(numbers, _accept(document.root))


def answered(data: bytes, name: str) -> Unmarked:
    """The document without those of our comments that our revisions answer: the figure below one has
    been changed. The revisions stay."""
    document = _Document(data, name)
    return document.made(document.take_comments(_changed(document.root, document.ours)), 0)


class _Document:
    """The main part of a document, and ``ours``: our comments by their numbers."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._package = data, Package(data, name)
        self._main = self._package.main_part()
        self.root = self._package.tree(self._main)
        related = self._package.relationships(self._main).values()
        parts = [p for kind, p in related if kind == "comments" and p in self._package]
        self._comments = {p: self._package.tree(p) for p in parts if self._package.size(p)}
        self.ours = {
            comment.get(ID)
            for part in self._comments.values()
            for comment in part.iter(_COMMENT)
            if comment.get(_AUTHOR) == AUTHOR
        }

    def take_comments(self, numbers: Container[str]) -> int:
        """Take comments out; how many there were."""
        found = [
            each
            for part in self._comments.values()
            for each in part.iter(_COMMENT)
            if each.get(ID) in numbers
        ]
        for comment in found:
            comment.getparent().remove(comment)
        _take_marks(self.root, numbers)
        return len(found)

    def made(self, comments: int, revisions: int) -> Unmarked:
        """The document as it is now."""
        if not comments and not revisions:
            return Unmarked(self._data, 0, 0)
        changed = {self._main: self.root} | (self._comments if comments else {})
        made = {part: serialised(each) for part, each in changed.items()}
        return Unmarked(rewritten(self._data, self._package, made), comments, revisions)


def _changed(root: Any, ours: Container[str]) -> set[str]:
    """The comments of ours around a revision of ours."""
    around: set[str] = set()
    found: set[str] = set()
    for each in root.iter(START, END, _INSERTED, _DELETED):
        if each.tag == START:
            around |= {each.get(ID)} if each.get(ID) in ours else set()
        elif each.tag == END:
            around.discard(each.get(ID))
        elif each.get(_AUTHOR) == AUTHOR:
            found |= around
    return found


def _take_marks(root: Any, numbers: Container[str]) -> None:
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
