"""Load the definitions of the final accounts' tables from ``forms/data/accounts.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from xladdin.forms.definitions import load
from xladdin.forms.labels import Aliases, squeeze
from xladdin.patterns import pattern

#: Quotation marks inside a title, which are ignored: “三公”经费.
_QUOTES = pattern("[\"'“”‘’《》〈〉]")
_PREFIX = "accounts_"


class Row(Struct, frozen=True):
    """A row known by its label or by its classification code. ``part`` means that a total adds it up;
    the rows below it are kept under ``items``."""

    name: str
    aliases: Aliases
    code: str = ""
    part: bool = False
    items: str = ""


class Column(Struct, frozen=True):
    """A column of amounts. If it opens a side of the table, that side's rows begin in the section
    ``first``, and all of them are kept in the section ``all``."""

    name: str
    aliases: Aliases
    first: str = ""
    all: str = ""


class Account(Struct, frozen=True, eq=False):
    """One table of the final accounts; ``short`` is its name in formulas."""

    kind: str
    name: str
    short: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    #: Whether its rows are identified by classification codes.
    code: bool = False

    def row(self, label: str, code: str) -> Row | None:
        """Return the row with this code or, without a code, with this label; None if unknown."""
        if code:
            return next((row for row in self.rows if row.code == code), None)
        return next((row for row in self.rows if row.aliases.match(label)), None)

    def column(self, name: str) -> Column | None:
        """Return the column with this heading, exact names before patterns; None if unknown."""
        exact = (each for each in self.columns if name in each.aliases.exact)
        fitting = (each for each in self.columns if each.aliases.match(name))
        return next(exact, None) or next(fitting, None)


@cache
def accounts() -> tuple[Account, ...]:
    """Return every table, in the order of their numbers."""
    return tuple(_account(data) for data in load("accounts.toml")["table"])


@cache
def heads() -> Mapping[str, Aliases]:
    """Return the headings of columns without amounts, by role: ``label``, ``code``, ``ordinal``."""
    return {role: Aliases.of(labels) for role, labels in load("accounts.toml")["columns"].items()}


@cache
def short_names() -> Mapping[str, str]:
    """Map each kind of table to its name in formulas."""
    return {account.kind: account.short for account in accounts()}


def is_account(kind: str) -> bool:
    """Return whether forms of this kind are tables of the final accounts."""
    return kind.startswith(_PREFIX)


def titled(texts: Iterable[str]) -> Account | None:
    """Return the table with the longest title that one of the texts contains; None without any."""
    plain = "\n".join(_QUOTES.sub("", squeeze(text)) for text in texts)
    found = [
        (len(title), account)
        for account in accounts()
        for title in account.titles
        if title in plain
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _account(data: Mapping[str, Any]) -> Account:
    return Account(
        kind=data["kind"],
        name=data["name"],
        short=data["short"],
        titles=tuple(data["titles"]),
        columns=tuple(
            Column(each["name"], Aliases.of(each["labels"]), each.get("first", ""), each.get("all", ""))
            for each in data["columns"]
        ),
        rows=tuple(
            Row(each["name"], Aliases.of(each.get("labels", ())), each.get("code", ""),
                each.get("part", False), each.get("items", ""))
            for each in data["rows"]
        ),
        code=data.get("code", False),
    )  # fmt: skip
