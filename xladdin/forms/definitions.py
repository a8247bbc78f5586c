"""The official forms as data: what each consists of, read from ``data/*.toml``."""

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
    #: How the official form words it.
    label: str
    aliases: Aliases
    #: None for text.
    unit: Unit | None = None
    required: bool = False
    #: Other words for it, which mean something else where one of its labels is there, too.
    otherwise: Aliases = Aliases.of(())
    #: Required only where the form has a place for it, which it need not have.
    if_there: bool = False
    #: Found in no other form, so it tells which form this is.
    key: bool = False
    #: Rows below it, up to the next known one, are its items, kept under this name.
    items: str = ""
    #: Some places have it: without it the form is not less this form.
    extra: bool = False
    #: Of a place beside its label, as 自评总分 in the head: the column that its value belongs to.
    column: str = ""
    #: Of a row: it is one of those that the first row of its block adds up.
    part: bool = False
    #: Of a row: its values may stand right below the headings, without a label.
    bare: bool = False
    #: Of a column: the one that this and the others of its kind add up to (中央, 省级 … to 合计).
    of: str = ""


class Block(Struct, frozen=True):
    """A part of a form. ``kind`` says how it is laid out:

    ``record`` headings in a row, values in the rows below; ``matrix`` labelled rows under headings;
    ``pairs`` a label with its value to the right; ``inline`` a label and its amount in one cell;
    ``foot`` pairs below the indicators; ``indicators`` the 绩效指标 table and its total; ``signoff`` the
    line 填表人 … 负责人.
    """

    kind: str
    columns: tuple[Field, ...] = ()
    rows: tuple[Field, ...] = ()
    #: A record with any number of rows is kept as a section of this name.
    section: str = ""
    #: Of indicators: where their points stand if in no column of their own: in brackets in the label of
    #: the ``level2``, or of the ``block`` of indicators, the cell beside it.
    points_in: str = ""
    #: Columns of which a form has all or none: where nothing is scored, none of them is missing.
    together: tuple[str, ...] = ()
    #: A form has all its headings, or has no such block.
    whole: bool = False


class Family(Struct, frozen=True):
    """A form as other places lay it out, told from the usual one by labels (or titles) of its own."""

    id: str
    kind: str
    marks: tuple[Aliases, ...]
    #: Labels that it does not have.
    lacks: Aliases
    titles: Aliases


class Definition(Struct, frozen=True):
    """One official form, as it usually is or as a ``family`` of places lays it out."""

    kind: str
    name: str
    titles: Aliases
    blocks: tuple[Block, ...]
    family: str = ""

    @property
    def required(self) -> tuple[Field, ...]:
        """The places without which the form is not complete."""
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
    """A block with what it uses of a shared one: its ``columns`` are put in the place of those of
    the same name, behind the others if there is none; those in ``without`` are left out."""
    shared = load("blocks.toml").get(own.get("use", ""), {})
    columns = {column["name"]: column for column in shared.get("columns", ())}
    columns |= {column["name"]: column for column in own.get("columns", ())}
    kept = [column for name, column in columns.items() if name not in own.get("without", ())]
    return {**shared, **own, "columns": kept}


@cache
def definition(kind: str, family: str = "") -> Definition:
    """The form of this kind, as the family has it if one is given.

    Raises FileNotFoundError for a kind or a family that has no file.
    """
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
    """The families of a kind of form."""
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
    """A TOML file of ``forms/data``, by its path below it."""
    return table(f"forms/data/{name}")
