"""Read the text of one Word paragraph as a reader sees it."""

from __future__ import annotations

from itertools import chain
from typing import Any

from msgspec import Struct, field

from xladdin.sources.docx_looks import Looks
from xladdin.sources.raised import raised_text
from xladdin.sources.residue import without_residue

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_TEXT, _MARK, _INSIDE, _RUN, _DELETED, _FIELD, _SYMBOL, _EITHER = range(8)

_MARKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}

#: The action for each element. Others are skipped with their content: properties, field codes, notes,
#: pictures, text boxes (whose paragraphs are blocks of their own).
_ACTIONS: dict[str, int] = {
    W + "t": _TEXT,
    M + "t": _TEXT,
    **dict.fromkeys(_MARKS, _MARK),
    **{
        W + name: _INSIDE
        for name in (
            *("hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "customXml"),
            *("sdt", "sdtContent", "dir", "bdo", "ruby", "rubyBase"),
        )
    },
    **{
        M + name: _INSIDE
        for name in (
            *("oMathPara", "oMath", "r", "d", "e", "f", "num", "den", "sSup", "sup", "sSub", "sub"),
            *("sSubSup", "nary", "func", "fName", "rad", "deg", "m", "mr", "box", "bar", "acc"),
            *("groupChr", "borderBox", "eqArr", "limLow", "limUpp", "lim"),
        )
    },
    W + "r": _RUN,
    W + "del": _DELETED,
    W + "moveFrom": _DELETED,
    W + "fldChar": _FIELD,
    W + "sym": _SYMBOL,
    MC + "AlternateContent": _EITHER,
}

_TEXT_TAG, _PARAGRAPH = W + "t", W + "p"
#: What makes a paragraph special: actions other than plain text and its wrappers, and elements with
#: text that is not the paragraph's own.
_SPECIAL = (
    *(tag for tag, action in _ACTIONS.items() if action not in (_TEXT, _INSIDE, _RUN)),
    *(M + "t", W + "rt", W + "txbxContent"),
)

#: Signs of the font Symbol that change a figure; other symbols are decoration.
_SYMBOLS = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0x25: "%"}

#: An element and the text that it shows.
Piece = tuple[Any, str]


class Tally(Struct):
    """The counts of what reading left out of the text.

    ``looks`` decide which runs are read. ``special`` are the paragraphs with more than plain runs, as
    ``special_paragraphs`` returns them; None means that every paragraph is walked through.
    """

    deletions: int = 0
    hidden: int = 0
    struck: int = 0
    marks: int = 0
    residue: int = 0
    looks: Looks = field(default_factory=Looks)
    special: frozenset[Any] | None = None

    def clean(self, text: str) -> str:
        """Remove conversion marks from ``text`` and count them."""
        text, count = without_residue(text)
        self.residue += count
        return text


def paragraph_text(paragraph: Any, tally: Tally) -> str:
    """Return the text of a ``w:p``, with tracked insertions and field results. Deletions, field codes,
    hidden and struck-out text, notes and their marks, and automatic numbers are left out."""
    if tally.special is None or paragraph in tally.special:
        return tally.clean("".join([text for _, text in text_pieces(paragraph, tally)]))
    return tally.clean("".join([element.text or "" for element in paragraph.iter(_TEXT_TAG)]))


def special_paragraphs(root: Any, looks: Looks) -> frozenset[Any]:
    """Return the ``w:p`` whose text is not simply that of their ``w:t`` elements. One search through
    the document spares a walk through every run of all other paragraphs."""
    return frozenset(
        paragraph
        for mark in chain(root.iter(*_SPECIAL), looks.telling(root))
        for paragraph in mark.iterancestors(_PARAGRAPH)
    )


def text_pieces(paragraph: Any, tally: Tally) -> list[Piece]:
    """Return the elements of a ``w:p`` that show text (``w:t``, ``w:tab``, ``w:br`` …) with their
    texts. They come in reading order; joined and cleaned of residue they are the paragraph's text."""
    pieces: list[Piece] = []
    # For each nested field, whether its code is being read. A field is not followed into the next
    # paragraph: one unclosed field must not swallow a document.
    _collect(paragraph, pieces, [], tally)
    return pieces


def _collect(element: Any, pieces: list[Piece], fields: list[bool], tally: Tally) -> None:
    for child in element:
        action = _ACTIONS.get(child.tag)
        if action is None:
            continue
        if action == _TEXT:
            if child.text and True not in fields:
                pieces.append((child, child.text))
        elif action == _INSIDE:
            _collect(child, pieces, fields, tally)
        elif action == _RUN:
            _collect_run(child, pieces, fields, tally)
        elif action == _MARK:
            if True not in fields:
                pieces.append((child, _MARKS[child.tag]))
        elif action == _DELETED:
            tally.deletions += next(child.iter(W + "delText", W + "t"), None) is not None
        elif action == _FIELD:
            _follow_field(child.get(W + "fldCharType"), fields)
        elif action == _SYMBOL:
            pieces.append((child, _symbol(child)))
        else:
            _collect_either(child, pieces, fields, tally)


def _collect_either(element: Any, pieces: list[Piece], fields: list[bool], tally: Tally) -> None:
    """Collect the first alternative that has text."""
    before = len(pieces)
    for branch in element:
        _collect(branch, pieces, fields, tally)
        if len(pieces) > before:
            return


def _collect_run(run: Any, pieces: list[Piece], fields: list[bool], tally: Tally) -> None:
    """Collect a run unless its look hides it. A run without text may still begin or end a field."""
    look = tally.looks.of(run)
    before = len(pieces)
    _collect(run, pieces, fields, tally)
    shown = pieces[before:]
    if not shown or not any(look):
        return
    if look.hidden or look.struck:
        del pieces[before:]
        tally.hidden += bool(look.hidden)
        tally.struck += not look.hidden
        return
    behind = "".join(text for _, text in pieces[max(before - 4, 0) : before])[-4:]
    said = [(element, raised_text(text, behind)) for element, text in shown]
    pieces[before:] = [piece for piece in said if piece[1]]
    tally.marks += len(pieces) == before


def _follow_field(kind: str | None, fields: list[bool]) -> None:
    if kind == "begin":
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()


def _symbol(element: Any) -> str:
    code = element.get(W + "char", "")
    if element.get(W + "font", "").lower() != "symbol" or len(code) != 4:
        return ""
    try:
        return _SYMBOLS.get(int(code, 16) & 0xFF, "")
    except ValueError:
        return ""
