"""What ``xladdin explain`` prints of an entry of N.toml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def page(data: Mapping[str, Any]) -> str:
    """What ``xladdin explain`` prints of an entry."""
    words = {"any": "", "outturn": "决算或执行数：", "budget": "预算数：", "last": "上年数："}
    places = [word + " 或 ".join(data[basis]) for basis, word in words.items() if data.get(basis)]
    lines = [
        f"检查什么：正文里的{data['about']}是否与表格一致。",
        f"对照：{'；'.join(places)}",
        f"为什么：{data['basis']}",
        f"反例：{data['bad']}",
        f"正例：{data['good']}",
        f"怎么改：{data['fix']}",
    ]
    return "\n".join(lines)
