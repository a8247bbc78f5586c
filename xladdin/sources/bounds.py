"""The limits of ``bounds.toml``, read once."""

from __future__ import annotations

import tomllib
from pathlib import Path

_BOUNDS: dict[str, int] = tomllib.loads(Path(__file__).with_name("bounds.toml").read_text("utf-8"))


def bound(name: str) -> int:
    """The limit called ``name``; KeyError for a name that ``bounds.toml`` does not have."""
    return _BOUNDS[name]
