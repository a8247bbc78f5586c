"""Look up the limits of ``bounds.toml``."""

from __future__ import annotations

from xladdin.toml_data import table

_BOUNDS: dict[str, int] = table("sources/bounds.toml")


def bound(name: str) -> int:
    """Return the limit called ``name``; KeyError for a name that ``bounds.toml`` does not have."""
    return _BOUNDS[name]
