"""The bytes of a text → the text."""

from __future__ import annotations

import re

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
#: What a text may hold of control characters: tab, line and page breaks.
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f]")


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
