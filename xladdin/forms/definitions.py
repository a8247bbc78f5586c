"""Load the definitions of the official forms from ``data/*.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from xladdin.forms.labels import Aliases, squeeze
from xladdin.model.unit import Unit, unit
from xladdin.toml_data import table


class Field(Struct, frozen=True, eq=False):
    """A labelled place: a row, a column, or a label with its value beside it."""

    name: str
    #: The official label.
    label: str
    aliases: Aliases
    #: None for text.
    unit: Unit | None = None
    required: bool = False
    #: Other words for it, which mean something else if one of its labels is there, too.
    otherwise: Aliases = Aliases.of(())
    #: Required only if the form has a place for it.
    if_there: bool = False
    #: Found in no other form, so that it identifies this one.
    key: bool = False
    #: Section for the unknown rows below it, up to the next known row.
    items: str = ""
    #: Some places use it: a form without it fits as well.
    extra: bool = False
    #: For a place beside its label (自评总分 in the head): the column of its value.
    column: str = ""
    #: For a row: whether the first row of its block adds it up.
    part: bool = False
    #: For a row: whether its values may stand right below the headings, without a label.
    bare: bool = False
    #: For a column: the column that adds up this one and others (合计 for 中央, 省级 …).
    of: str = ""


class Block(Struct, frozen=True):
    """A part of a form; ``kind`` is its layout:

    ``record`` headings in a row, values in the rows below; ``matrix`` labelled rows under headings;
    ``pairs`` a label with its value to the right; ``inline`` a label and its amount in one cell;
    ``foot`` pairs below the indicators; ``indicators`` the 绩效指标 table and its total; ``signoff``
    the line 填表人 … 负责人.
    """

    kind: str
    columns: tuple[Field, ...] = ()
    rows: tuple[Field, ...] = ()
    #: For a record with any number of rows: the section to keep them in.
    section: str = ""
    #: For indicators without a column of points: ``level2`` if the brackets of that label state them,
    #: ``block`` if the cell beside a block of indicators does.
    points_in: str = ""
    #: Columns that a form has all or none of: if none is there, none counts as missing.
    together: tuple[str, ...] = ()
    #: Whether a form has all its headings or lacks the block.
    whole: bool = False


class Family(Struct, frozen=True):
    """The layout of a form in other places, recognised by labels or titles of its own."""

    id: str
    kind: str
    marks: tuple[Aliases, ...]
    #: Labels that rule it out.
    lacks: Aliases
    titles: Aliases


class Definition(Struct, frozen=True):
    """One official form, in its usual layout or in that of a ``family``."""

    kind: str
    name: str
    titles: Aliases
    blocks: tuple[Block, ...]
    family: str = ""

    @property
    def required(self) -> tuple[Field, ...]:
        """The places without which the form is incomplete."""
        return tuple(field for block in self.blocks for field in _fields(block) if field.required)


def _fields(block: Block) -> tuple[Field, ...]:
    return block.columns + block.rows


def _field(data: Mapping[str, Any], default: str) -> Field:
    given = dict(data)
    labels = given.pop("labels")
    unit_name = given.pop("unit", default)
    measure = unit(unit_name) if unit_name else None
    otherwise = Aliases.of(given.pop("otherwise", ()))
    return Field(
        name=given.pop("name"),
        label=labels[0],
        aliases=Aliases.of(labels),
        unit=measure,
        otherwise=otherwise,
        **given,
    )


def _block(data: Mapping[str, Any]) -> Block:
    default = data.get("unit", "")
    return Block(
        kind=data["kind"],
        columns=tuple(_field(column, default) for column in data.get("columns", ())),
        rows=tuple(_field(row, default) for row in data.get("rows", ())),
        section=data.get("section", ""),
        points_in=data.get("points_in", ""),
        together=tuple(data.get("together", ())),
        whole=data.get("whole", False),
    )


def _composed(own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge a block with the shared one that it uses. Its ``columns`` replace those of the same name,
    or follow them; those in ``without`` are left out."""
    shared = load("blocks.toml").get(own.get("use", ""), {})
    columns = {column["name"]: column for column in shared.get("columns", ())}
    columns |= {column["name"]: column for column in own.get("columns", ())}
    kept = [column for name, column in columns.items() if name not in own.get("without", ())]
    return {**shared, **own, "columns": kept}


@cache
def definition(kind: str, family: str = "") -> Definition:
    """Return the form of this kind, in the layout of a family if given. Raises FileNotFoundError for a
    kind or a family that has no file."""
    data = load(f"families/{family}.toml" if family else f"{kind}.toml")
    usual = load(f"{kind}.toml")
    return Definition(
        kind=kind,
        name=data.get("name", usual["name"]),
        titles=Aliases.of(map(squeeze, data.get("titles", usual["titles"]))),
        blocks=tuple(_block(_composed(block)) for block in data["blocks"]),
        family=family,
    )


@cache
def families(kind: str) -> tuple[Family, ...]:
    """Return the families of a kind of form."""
    return tuple(
        Family(
            id=data["id"],
            kind=kind,
            marks=tuple(Aliases.of(each) for each in data["marks"]),
            lacks=Aliases.of(data.get("lacks", ())),
            titles=Aliases.of(map(squeeze, data.get("titles", ()))),
        )
        for data in load("families.toml")["family"]
        if data["kind"] == kind
    )


def load(name: str) -> dict[str, Any]:
    """Return the data of a TOML file; ``name`` is its path below ``forms/data``."""
    return table(f"forms/data/{name}")
