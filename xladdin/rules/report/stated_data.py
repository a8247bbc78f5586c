"""The entries of N.toml: read, and as ``xladdin explain`` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xladdin.rules.report.stated import Stated, formula_of

_KEYS = {"code", "title", "severity", "about", "any", "budget", "outturn", "last", "scoped", "funds", "basis",
         "bad", "good", "fix"}  # fmt: skip


def stated(data: Mapping[str, Any]) -> Stated:
    """Read one entry of ``data/N.toml``. Raises ValueError for a wrong one."""
    if extra := set(data) - _KEYS:
        raise ValueError(f"unknown keys {extra} in {data.get('code')}")
    places = {basis: tuple(data.get(basis, ())) for basis in ("any", "budget", "outturn", "last")}
    scoped = {scope: tuple(each) for scope, each in data.get("scoped", {}).items()}
    for each in (*places.values(), *scoped.values()):
        for place in each:
            formula_of(place)
    funds = data.get("funds", "")
    return Stated(data["code"], data["title"], data["about"], places, scoped, funds)


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
