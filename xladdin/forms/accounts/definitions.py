"""The tables of the final accounts as data: ``forms/data/accounts.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from xladdin.forms.definitions import load
from xladdin.forms.labels import Aliases, squeeze
from xladdin.patterns import pattern

#: What is written between a title's words without saying anything: “三公”经费.
_QUOTES = pattern("[\"'“”‘’《》〈〉]")
_PREFIX = "accounts_"


class Row(Struct, frozen=True):
    """A row that is known by its label or by the code of its classification; ``part``: it is one of
    the rows that a total adds up. The rows below it are kept under ``items``."""

    name: str
    aliases: Aliases
    code: str = ""
    part: bool = False
    items: str = ""


class Column(Struct, frozen=True):
    """A column of amounts; where it opens a side of the table, the rows of that side begin under
    the name ``first``, and ``all`` of them are kept under the other."""

    name: str
    aliases: Aliases
    first: str = ""
    all: str = ""


class Account(Struct, frozen=True, eq=False):
    """One table of the final accounts. ``short`` is what formulas call it."""

    kind: str
    name: str
    short: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    #: Its rows go by codes of the classification.
    code: bool = False

    def row(self, label: str, code: str) -> Row | None:
        """The row of this code, or of this label if it has no code."""
        if code:
            return next((row for row in self.rows if row.code == code), None)
        return next((row for row in self.rows if row.aliases.match(label)), None)

    def column(self, name: str) -> Column | None:
        """The column that headings of this name stand above, exact names before patterns."""
        exact = (each for each in self.columns if name in each.aliases.exact)
        fitting = (each for each in self.columns if each.aliases.match(name))
        return next(exact, None) or next(fitting, None)


@cache
def accounts() -> tuple[Account, ...]:
    """Every table, in the order of their numbers."""
    return tuple(_account(data) for data in load("accounts.toml")["table"])


@cache
def heads() -> Mapping[str, Aliases]:
    """What the columns without amounts are headed by: ``label``, ``code`` and ``ordinal``."""
    return {role: Aliases.of(labels) for role, labels in load("accounts.toml")["columns"].items()}


@cache
def short_names() -> Mapping[str, str]:
    """What formulas call each kind of table."""
    return {account.kind: account.short for account in accounts()}


def is_account(kind: str) -> bool:
    """Whether forms of a kind are tables of the final accounts."""
    return kind.startswith(_PREFIX)


def titled(texts: Iterable[str]) -> Account | None:
    """The table that the texts name: the longest title that one of them holds."""
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
