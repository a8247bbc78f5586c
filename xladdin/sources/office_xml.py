"""Define how the XML of office packages is parsed, and translate its strict vocabulary."""

from __future__ import annotations

from typing import Any

#: Entities are not resolved and nothing is fetched; without ``huge_tree`` libxml2 itself limits depth
#: and the length of a text.
PARSER_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}

_ISO = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_PARTS = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"spreadsheetml/main": b"spreadsheetml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/math": b"officeDocument/2006/math",
}


def is_strict(data: bytes) -> bool:
    """Return whether a part uses the names of ISO 29500 strict ("Strict Open XML" in Word and Excel)."""
    return _ISO in data[:8192]


def in_usual_names(data: bytes) -> bytes:
    """Return a strict part with the names that all other files use."""
    for strict, usual in _PARTS.items():
        data = data.replace(_ISO + strict, _USUAL + usual)
    return data
