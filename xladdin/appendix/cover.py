"""The cover of the set as a Word document."""

from __future__ import annotations

from collections.abc import Sequence

from xladdin.appendix.draft_mark import mark_draft
from xladdin.documents.blocks import paragraph
from xladdin.documents.paper import FORMS, begun, put, saved
from xladdin.templates.look import TITLE_FONT

_TITLE_SIZE, _LINE_SIZE, _LINE_FONT = 30.0, 18.0, "楷体"
#: Where the lines begin, in characters of theirs.
_INDENT = "　　　　"


def cover(lines: Sequence[str], *, draft: bool) -> bytes:
    """A page with the title, the first of ``lines``, above its middle and the others below."""
    document = begun(FORMS)
    title, *others = lines
    put(
        document,
        [
            paragraph(title, TITLE_FONT, _TITLE_SIZE, "center", line=1.8, before=150, after=170),
            *(paragraph(_INDENT + each, _LINE_FONT, _LINE_SIZE, line=2.2) for each in others),
        ],
    )
    if draft:
        mark_draft(document)
    return saved(document)
