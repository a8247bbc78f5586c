"""Know the names that files cannot have, and those that no user gave."""

from __future__ import annotations

from xladdin.patterns import pattern

#: Characters that Windows forbids in file names, and invisible ones that make names look alike.
FORBIDDEN = pattern(
    r'[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)
#: Files that operating systems put into folders, in lower case.
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
