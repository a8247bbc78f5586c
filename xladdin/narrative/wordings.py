"""Recognise what the words before a figure say besides its name: a bound, a deed, a total."""

from __future__ import annotations

from itertools import pairwise

from xladdin.narrative.lexicon import listed
from xladdin.narrative.mentions import Mention


def adds_up(mention: Mention) -> bool:
    """Return whether a figure is the total or the rest of those before it: 合计."""
    words = mention.words
    return any(w.kind in ("total", "remainder") for w in words) or (
        bool(words) and words[-1].text.endswith(listed("totals"))
    )


def is_rest(mention: Mention) -> bool:
    """Return whether a figure is what remains beside those before it: 其他76.40万元."""
    return any(word.kind == "remainder" for word in mention.words)


def narrows(mention: Mention) -> bool:
    """Return whether words before a name restrict it to a part: 其他公用经费, 重点项目支出."""
    words = mention.words
    return is_rest(mention) or any(
        word.text in listed("narrows") and after.kind == "name" and word.end == after.start
        for word, after in pairwise(words)
    )


def fulfils(mention: Mention) -> bool:
    """Return whether words before a figure say that something was achieved: 实际完成."""
    return any(
        w.kind in ("outturn", "done") and w.text.startswith(listed("fulfils"))
        for w in mention.words
    )


def printed_bound(mention: Mention) -> bool:
    """Return whether a figure is a bound by its sign, as in targets: 控制率≤100%."""
    return any(sign in mention.figure.text for sign in "≤≥<>")


def total_word(mention: Mention) -> str:
    """Return the word that makes a figure a total: 合计, or, less surely, 共; empty for none."""
    kinds = {word.kind for word in mention.words}
    return "合计" if "total" in kinds else "共" if "overall" in kinds else ""
