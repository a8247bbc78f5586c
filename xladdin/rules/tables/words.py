"""What words in labels say, from ``words.toml``."""

from __future__ import annotations

import re
from functools import cache

from xladdin.toml_data import table


@cache
def word(name: str) -> re.Pattern[str]:
    """The pattern for a kind of label. Raises KeyError for a kind that has none."""
    return re.compile(table("rules/tables/words.toml")[name])
