"""The sentences of a jurisdiction: the common ones, and its own in their place. Data in ``data``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from xladdin.drafting.sentences import Block, Joined, block, sentence
from xladdin.toml_data import table, within

_COMMON = "common.toml"


class Wording(Struct, frozen=True, eq=False):
    """How a report is worded.

    ``parts`` are the blocks below each part of the outline, by the parts of ``sections.toml``;
    ``frame`` what stands around them. ``lists`` say how lists are told; ``tables`` name the rows of
    the 基础数据表 that are told alike; ``changes`` the words for how two amounts stand to each
    other; ``bases`` and ``funds`` for what the funds by source and use add up to.
    """

    parts: Mapping[str, tuple[Block, ...]]
    frame: Mapping[str, str]
    lists: Mapping[str, Joined]
    tables: Mapping[str, Mapping[str, str]]
    changes: Mapping[str, Mapping[str, str]]
    bases: Mapping[str, str]
    funds: Mapping[str, str]

    def open(self, what: str) -> str:
        """The placeholder for something that people must write."""
        return self.frame["请补充"].replace("{什么}", what)


@cache
def wording(profile_id: str) -> Wording:
    """The wording for a profile; one without words of its own has the common ones."""
    common, own = _data(_COMMON), _data(f"{profile_id}.toml")
    data = {table: {**common[table], **own.get(table, {})} for table in common}
    return Wording(
        parts={
            part: tuple(block(data["blocks"][name]) for name in names)
            for part, names in data["parts"].items()
        },
        frame=data["frame"],
        lists={
            name: Joined(each["of"], tuple(map(sentence, each["each"])), each["between"])
            for name, each in data["lists"].items()
        },
        tables=data["tables"],
        changes=data["changes"],
        bases=data["bases"],
        funds=data["funds"],
    )


def _data(name: str) -> dict[str, Any]:
    path = f"drafting/data/{name}"
    return table(path) if path in within("drafting/data") else {}
