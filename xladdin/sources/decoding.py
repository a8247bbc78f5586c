"""The bytes of a text → the text."""

from __future__ import annotations

import re

from xladdin.errors import InputError
from xladdin.patterns import pattern
from xladdin.sources.bounds import bound

_CHARSET = pattern(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
#: What a text may hold of control characters: tab, line and page breaks.
_CONTROLS = pattern("[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f]")


def tree_text(data: bytes, name: str) -> str | None:
    """The text of a file that is held in memory as a tree; InputError for too much of it."""
    if len(data) > bound("part_megabytes") << 20:
        raise InputError(f"「{name}」超过 {bound('part_megabytes')} MB，请删去无关的内容后再试。")
    return decoded(data)


def decoded(data: bytes) -> str | None:
    """The text in the encoding that it names, in UTF-8, GB 18030 or marked UTF-16; None for what is
    no text."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    named = _CHARSET.search(data[:1024])
    own = [named[1].decode("ascii")] if named else []
    for encoding in ("utf-16",) if marked else ("utf-8-sig", *own, "gb18030"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _CONTROLS.search(text):
            return text
    return None
