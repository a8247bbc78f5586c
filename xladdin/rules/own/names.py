"""Map the names that a clerk may give to places of a form (aliases, headings) to standard names."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.definitions import Block, Field, definition
from xladdin.forms.labels import normal, squeeze
from xladdin.model.form import Form
from xladdin.rules.scope import indicator_name

Path = tuple[str, ...]
Words = dict[str, str]  # what is written, letters and digits only → standard name

#: The names of an indicator's columns in scopes.of_indicators, by their names in the definitions.
INDICATOR = {"target": "指标值", "actual": "完成值", "points": "分值", "score": "得分"}
#: The prefixes of names of rows and indicators that no definition has.
ITEM, MEASURED = "明细/", "指标/"


def letters(text: str) -> str:
    """Return the letters and digits of a label, since other signs cannot be part of a name."""
    return "".join(sign for sign in squeeze(text) if sign.isalnum())


def label(text: str) -> str:
    """Return the letters and digits of a row's label without numbering, brackets and year."""
    plain = "".join(sign for sign in text if sign not in "_·")
    return letters(normal(plain) or plain)


class Table(Struct, frozen=True):
    """The names of rows and columns that have a place where they meet."""

    rows: Words
    columns: Words

    def meet(self, path: Path) -> str | None:
        """Return the standard name of a row and column (三公经费.本年决算); None if either is unknown."""
        row, column = self.rows.get(label(path[0])), self.columns.get(letters(path[1]))
        return f"{row}.{column}" if row and column else None


class Names(Struct, frozen=True):
    """The names of a form's places.

    ``single`` are places without a column. ``amounts`` are too, but of money, which belongs to one unknown
    column and so is not used in scopes of a column. ``each`` has the names that mean one figure in each
    column, row, indicator or item; ``sections`` those that 合计 may add up. ``labels`` are for hints.
    """

    single: Words
    amounts: Words
    tables: tuple[Table, ...]
    each: Mapping[str, Words]
    sections: Mapping[str, Words]
    labels: tuple[str, ...]

    def find(self, path: Path, each: str) -> str | None:
        """Return the scope's name for a place; None if a scope of kind ``each`` has no such place."""
        if len(path) == 2 and each in ("form", "column"):
            return next(filter(None, (table.meet(path) for table in self.tables)), None)
        if len(path) != 1:
            return None
        known = [self.each.get(each, {})]
        known += [self.amounts] if each == "form" else []
        known += [self.single] if each in ("form", "column") else []
        return ChainMap(*map(dict, known)).get(label(path[0]))

    def section(self, path: Path, each: str) -> str | None:
        """Return the scope's name for a section; None if a scope of kind ``each`` has no such section."""
        return self.sections.get(each, {}).get(label(path[0])) if len(path) == 1 else None

    def table(self, row: str) -> Table | None:
        """Return the table that has a row of this name; None if there is none."""
        return next((table for table in self.tables if label(row) in table.rows), None)


@lru_cache(maxsize=16)
def of_kind(kind: str) -> Names:
    """Return the names that the definition of a kind of form gives."""
    blocks = definition(kind).blocks
    matrices = [block for block in blocks if block.kind == "matrix"]
    tables = [Table(_words(b.rows), _words(b.columns, letters)) for b in matrices]
    parents = (row for block in matrices for row in block.rows if row.items)
    below = _words(parents, of=lambda each: each.items)
    sections: dict[str, Words] = {"column": below | {name: name for name in below.values()}}
    funds = [b for b in matrices if any(column.name == "全年执行数" for column in b.columns)]
    each = {
        "column": _words(row for block in matrices for row in block.rows),
        "row": _words((column for block in funds for column in block.columns), letters),
    }
    for block in blocks:
        if block.kind == "indicators":
            each["indicator"] = columns = _indicator_columns(block)
            tables.append(Table(_words(block.rows), {"分值": "分值", "得分": "得分"}))
            totals = {word: f"指标{name}" for word, name in columns.items() if "分" in name}
            sections["form"] = {**totals, **{n: n for n in ("指标分值", "指标得分", "标题分值")}}
        if block.section:
            each[f"item:{block.section}"] = _words(block.columns)
    records = (b for b in blocks if b.kind == "record" and not b.section)
    return Names(
        _words(column for b in records for column in b.columns if column.unit is not None),
        _words(row for block in blocks if block.kind == "inline" for row in block.rows),
        tuple(tables),
        each,
        sections,
        tuple(f.label for b in blocks for f in (*b.rows, *b.columns) if f.unit is not None),
    )


@lru_cache(maxsize=64)
def of_form(form: Form) -> Names:
    """Return the names of a form: those of its kind, its headings as printed, its own rows and indicators."""
    known = of_kind(form.kind)
    printed = {
        letters(entry.text): entry.column
        for entry in form.entries.values()
        if entry.name == "表头" and entry.text
    }
    items = {
        name: f"{ITEM}{name}"
        for section in set(known.sections["column"].values())
        for item in form.sections.get(section, ())
        if (name := label(item.label))
    }
    measured = {
        name: f"{MEASURED}{name}" for row in form.indicators if (name := label(indicator_name(row)))
    }
    tables = []
    for table in known.tables:
        own = {word: c for word, c in printed.items() if c in table.columns.values()}
        tables.append(Table({**items, **table.rows}, {**table.columns, **own}))
    return replace(
        known,
        tables=(*tables, Table(measured, known.each.get("indicator", {}))),
        each={**known.each, "column": {**items, **known.each["column"]}},
        labels=(*known.labels, *items, *measured),
    )


def _words(
    fields: Iterable[Field],
    spelt: Callable[[str], str] = label,
    of: Callable[[Field], str] = lambda each: each.name,
) -> dict[str, str]:
    """Map each spelling of the fields to what ``of`` returns for the field, of several the first.

    Columns need ``letters`` as ``spelt``, since 2023年决算数 is not 2024年决算数.
    """
    words: dict[str, str] = {}
    for each in fields:
        for written in (each.name, each.label, *sorted(each.aliases.exact)):
            # A heading of 本年预算 may say 上年预算数; in a formula that means what it says.
            if not (written.startswith("上年") and each.name.startswith("本年")):
                words.setdefault(spelt(written), of(each))
    return words


def _indicator_columns(block: Block) -> dict[str, str]:
    columns = [column for column in block.columns if column.name in INDICATOR]
    words = _words(columns, letters, of=lambda each: INDICATOR[each.name])
    words.update({name: name for name in set(words.values())})
    if block.points_in:
        words["分值"] = "分值"
    return words
