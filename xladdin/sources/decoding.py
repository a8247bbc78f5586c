"""Decode the bytes of a text."""

from __future__ import annotations

import re

from xladdin.errors import InputError
from xladdin.patterns import pattern
from xladdin.sources.bounds import bound

_CHARSET = pattern(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
#: Control characters that no text contains, unlike tab, line and page breaks.
_CONTROLS = pattern("[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f]")


def tree_text(data: bytes, name: str) -> str | None:
    """Decode a file that will be held in memory as a tree; None if it is no text. Raises InputError if
    it is too large."""
    if len(data) > bound("part_megabytes") << 20:
        raise InputError(f"「{name}」超过 {bound('part_megabytes')} MB，请删去无关的内容后再试。")
    return decoded(data)


def decoded(data: bytes) -> str | None:
    """Decode by the encoding that the text names, UTF-8, GB 18030 or marked UTF-16; None if it is no text."""
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
