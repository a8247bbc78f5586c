"""What is handed to Excel for a content: never None, which COM takes for Null and a formula cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xladdin.excel.contents import Content, typed


@pytest.mark.parametrize(
    ("content", "handed"),
    [
        (None, ""),
        (Content(None), ""),
        (Content(None, "=A1"), "=A1"),
        (Content(0.0), 0.0),
        (Content(False), False),
        (Content(Decimal("1.50")), 1.5),
        (Content("=A1"), "'=A1"),
        (Content("合计"), "合计"),
    ],
)
def test_nothing_is_an_empty_text(content: Content | None, handed: object) -> None:
    assert typed(content) == handed
    assert type(typed(content)) is type(handed)
