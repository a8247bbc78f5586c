"""What words in labels say, from ``words.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def word(name: str) -> re.Pattern[str]:
    """The pattern for a kind of label. Raises KeyError for a kind that has none."""
    return re.compile(_patterns()[name])


@cache
def _patterns() -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
