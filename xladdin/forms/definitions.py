"""The official forms as data: what each consists of, read from ``data/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from xladdin.forms.labels import Aliases, squeeze
from xladdin.model.unit import Unit, unit


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A labelled place: a row, a column, or a label with its value beside it."""

    name: str
    #: How the official form words it.
    label: str
    aliases: Aliases
    #: None for text.
    unit: Unit | None = None
    required: bool = False
    #: Found in no other form, so it tells which form this is.
    key: bool = False
    #: Rows below it, up to the next known one, are its items, kept under this name.
    items: str = ""
    #: Some places have it: without it the form is not less this form.
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a form. ``kind`` says how it is laid out:

    ``record`` headings in a row, values in the rows below; ``matrix`` labelled rows under headings;
    ``pairs`` a label with its value to the right; ``inline`` a label and its amount in one cell;
    ``indicators`` the 绩效指标 table and its total; ``signoff`` the line 填表人 … 负责人.
    """

    kind: str
    columns: tuple[Field, ...] = ()
    rows: tuple[Field, ...] = ()
    #: A record with any number of rows is kept as a section of this name.
    section: str = ""
    #: Points stand in brackets in the label of the 二级指标 rather than in a column.
    points_in_label: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """One official form."""

    kind: str
    name: str
    titles: Aliases
    blocks: tuple[Block, ...]

    @property
    def required(self) -> tuple[Field, ...]:
        """The places without which the form is not complete."""
        return tuple(field for block in self.blocks for field in _fields(block) if field.required)


def _fields(block: Block) -> tuple[Field, ...]:
    return block.columns + block.rows


def _field(data: Mapping[str, Any], default: str) -> Field:
    known = {"name", "labels", "unit", "required", "key", "items", "extra"}
    if extra := set(data) - known:
        raise ValueError(f"unknown keys {extra} in field {data['name']}")
    unit_name = data.get("unit", default)
    return Field(
        name=data["name"],
        label=data["labels"][0],
        aliases=Aliases.of(data["labels"]),
        unit=unit(unit_name) if unit_name else None,
        required=data.get("required", False),
        key=data.get("key", False),
        items=data.get("items", ""),
        extra=data.get("extra", False),
    )


def _block(data: Mapping[str, Any]) -> Block:
    default = data.get("unit", "")
    return Block(
        kind=data["kind"],
        columns=tuple(_field(column, default) for column in data.get("columns", ())),
        rows=tuple(_field(row, default) for row in data.get("rows", ())),
        section=data.get("section", ""),
        points_in_label=data.get("points_in_label", False),
    )


@cache
def definition(kind: str) -> Definition:
    """The form of this kind. Raises FileNotFoundError for a kind that has no file."""
    data = load(f"{kind}.toml")
    shared = load("blocks.toml")
    blocks = [shared.get(block.get("use", ""), {}) | block for block in data["blocks"]]
    return Definition(
        kind=data["kind"],
        name=data["name"],
        titles=Aliases.of(map(squeeze, data["titles"])),
        blocks=tuple(_block(block) for block in blocks),
    )


@cache
def load(name: str) -> dict[str, Any]:
    """A TOML file of ``forms/data``, by its path below it."""
    text = files(__package__).joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    return tomllib.loads(text)
