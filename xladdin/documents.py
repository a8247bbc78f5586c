"""What every Word document that is written from scratch has in common: the empty one."""

from __future__ import annotations

from docx import Document
from docx.document import Document as Word

#: The end of a relation's type.
_COPIED_STYLES = "/stylesWithEffects"


def blank() -> Word:
    """A document without text.

    python-docx's own holds the styles a second time, for Word 2010 alone, and this copy differs from
    the styles that are then set; so it goes.
    """
    word = Document()
    relations = word.part.rels
    for name in [name for name, each in relations.items() if each.reltype.endswith(_COPIED_STYLES)]:
        del relations[name]
    return word
