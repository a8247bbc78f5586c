"""Correct figures in a Word document as tracked changes, to be accepted or rejected in Word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from xladdin.outputs.corrections import (
    NOT_FOUND,
    NOTHING_TO_CHANGE,
    ONCE_MORE,
    UNCLEAR,
    Corrected,
    Correction,
    Corrections,
    Outcome,
)
from xladdin.outputs.office_package import Span
from xladdin.outputs.printable import visible
from xladdin.outputs.word_comments import AUTHOR, answered, stamp
from xladdin.outputs.word_marks import field_around
from xladdin.outputs.word_places import Document, Place, Places
from xladdin.patterns import pattern
from xladdin.sources.docx_order import PARAGRAPH
from xladdin.sources.docx_text import MC, M, W

_TEXT, _RUN, _PROPERTIES, _ID = W + "t", W + "r", W + "rPr", W + "id"
_INSERTED = (W + "ins", W + "moveTo")
_EITHER = MC + "AlternateContent"
_DRAWN = (M + "oMath", M + "oMathPara", W + "ruby")
#: Controls whose content Word takes from elsewhere.
_LINKED = (W + "dataBinding", W + "dropDownList")
_INSTRUCTIONS = W + "instrText"
#: The one field whose text people write; that of others is computed.
_LINK = "HYPERLINK"
_IN_FIELD = "是 Word 的域自动得出的数，请改它的来源"
_IN_CONTROL = "填在与别处相连的内容控件里，请在 Word 里改"
_IN_DRAWING = "写在公式或注音里，请在 Word 里改"
#: The number of a change, in its start tag.
_NUMBERED = pattern(rb"(\s[^\s:]+:id=[\"'])\d+")


class _Cut(NamedTuple):
    """Characters of a ``w:t`` to delete, and the text to insert behind them."""

    start: int
    end: int
    inserted: str

    def meets(self, other: _Cut) -> bool:
        """Tell whether both delete the same character."""
        return self.start < other.end and other.start < self.end


def corrected(data: bytes, name: str, corrections: Corrections, when: datetime) -> Corrected:
    """Return the document with each correction as a deletion and an insertion, dated ``when``. Both
    keep the figure's formatting. Only these figures change in ``word/document.xml``, and our
    comments on them are removed. Raises InputError if the document cannot be copied."""
    document, outcome = Document(data, name, "修订"), Outcome()
    cuts: dict[Any, list[_Cut]] = {}
    for location, correction in corrections.items():
        found = _find_number(document.places, correction)
        if isinstance(found, str):
            outcome.refused[location] = found
            continue
        new = list(_cuts(*found))
        if any(cut.meets(other) for element, cut in new for other in cuts.get(element, ())):
            outcome.refused[location] = ONCE_MORE
            continue
        outcome.made.add(location)
        for element, cut in new:
            for each in (element, *_twins(element)):
                cuts.setdefault(each, []).append(cut)
    if not outcome.made:
        return Corrected(data, outcome)
    writer = _Writer(document, when)
    changes = dict(writer.changed(text, sorted(each)) for text, each in cuts.items())
    return Corrected(answered(document.changed(changes), name).data, outcome)


def _find_number(places: Places, correction: Correction) -> tuple[Place, str] | str:
    """Return the number's place and the new number as printed, or a Chinese sentence why it stays."""
    figure = correction.figure
    place = places.find(figure.location, figure.text)
    if place is None:
        return NOT_FOUND
    done = correction.in_text(place.text)
    if done is None:
        return UNCLEAR
    number = place.part(done.start, done.end)
    if number.text == done.text:
        return NOTHING_TO_CHANGE
    reasons = (_why_not(stretch.element) for stretch in number.stretches)
    return next((reason for reason in reasons if reason), (number, done.text))


def _why_not(element: Any) -> str:
    """Return why a text must not be changed; empty if it may be."""
    if element is None or element.tag != _TEXT:
        return _IN_DRAWING
    for each in (element, *element.iterancestors()):
        if each.tag == PARAGRAPH:
            return ""
        if each.tag in _DRAWN:
            return _IN_DRAWING
        if each.tag == W + "fldSimple" and _LINK not in each.get(W + "instr", ""):
            return _IN_FIELD
        properties = each.find(W + "sdtPr")
        if properties is not None and any(entry.tag in _LINKED for entry in properties):
            return _IN_CONTROL
        begin, end = field_around(each)
        if begin is not None and _LINK not in _instruction(begin, end):
            return _IN_FIELD
    return ""


def _instruction(begin: Any, end: Any) -> str:
    """Return the code of the field that ``begin`` and ``end`` delimit."""
    texts, element = [], begin
    while element is not None:
        texts += [code.text or "" for code in element.iter(_INSTRUCTIONS)]
        element = None if element is end else element.getnext()
    return "".join(texts)


def _cuts(number: Place, printed: str) -> Iterator[tuple[Any, _Cut]]:
    """Yield the cuts of a number, with the element of each; the last one inserts the new number."""
    last = number.stretches[-1]
    for stretch in number.stretches:
        end = stretch.offset + len(stretch.text)
        yield stretch.element, _Cut(stretch.offset, end, printed if stretch is last else "")


def _twins(element: Any) -> Iterator[Any]:
    """Yield the same text in the alternatives of a text box: Word writes one for older versions."""
    for either in element.iterancestors(_EITHER):
        branches = [list(branch.iter(_TEXT)) for branch in either]
        mine = next(branch for branch in branches if element in branch)
        shown = [text.text for text in mine]
        for branch in branches:
            if branch is not mine and [text.text for text in branch] == shown:
                yield branch[mine.index(element)]


class _Writer:
    """Writes the runs that a ``w:t`` with cuts becomes."""

    def __init__(self, part: Document, when: datetime) -> None:
        self._part = part
        self._numbers = part.numbers("*")
        self._date = stamp(when)

    def changed(self, text: Any, cuts: list[_Cut]) -> tuple[Span, bytes]:
        """Return the range to replace and its new bytes. The run of the ``w:t`` is ended and begun
        again around each change; empty runs are dropped."""
        run, words = text.getparent(), text.text
        opening, closing = self._part.opening(run), self._part.end_tag(run)
        begin, end = self._part.span(text)
        before, after = text.getprevious(), text.getnext()
        inside = before is not None and before.tag != _PROPERTIES
        written: list[bytes] = []

        def keep(kept: str) -> None:
            nonlocal inside
            if kept:
                written.extend([b"" if inside else opening, self._part.text(kept)])
                inside = True

        if not inside:
            if cuts[0].start:
                inside = True
            else:
                begin = self._part.span(run)[0]
        at = 0
        for cut in cuts:
            keep(words[at : cut.start])
            written.append(closing if inside else b"")
            inside, at = False, cut.end
            written.append(self._deletion(opening, closing, words[cut.start : cut.end]))
            if cut.inserted:
                written.append(self._insertion(run, opening, closing, cut.inserted))
        keep(words[at:])
        if after is None and not inside:
            end = self._part.span(run)[1]
        elif not inside:
            written.append(opening)
        return (begin, end), b"".join(written)

    def _deletion(self, opening: bytes, closing: bytes, words: str) -> bytes:
        return self._tracked("del", opening + self._part.text(words, "delText") + closing)

    def _insertion(self, run: Any, opening: bytes, closing: bytes, words: str) -> bytes:
        """Return an insertion; like Word, between two halves of what somebody else inserted, not within."""
        ours = self._tracked("ins", opening + self._part.text(visible(words)) + closing)
        around = run.getparent()
        if around.tag not in _INSERTED:
            return ours
        again = _NUMBERED.sub(rb"\g<1>%d" % next(self._numbers), self._part.start_tag(around))
        return self._part.end_tag(around) + ours + again

    def _tracked(self, tag: str, content: bytes) -> bytes:
        p = self._part.prefix
        name = f"{p}:{tag}"
        said = f'{p}:id="{next(self._numbers)}" {p}:author="{AUTHOR}" {p}:date="{self._date}"'
        return f"<{name} {said}>".encode() + content + f"</{name}>".encode()
