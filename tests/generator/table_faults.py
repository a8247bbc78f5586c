"""One thing wrong in the forms, as people get it wrong; each kind knows the rules that must say so.

The kinds are in basic_data_faults.py and score_faults.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from tests.generator.facts import Facts
from tests.generator.faults import Fault, Place
from tests.generator.forms import Row, Table

Faulty = tuple[tuple[Table, ...], Fault]
Maker = Callable[[Facts, tuple[Table, ...], Random], Faulty]
COLUMNS = ("上年决算", "本年预算", "本年决算")
_ROW = ("name", "target", "actual", "points", "score", "reason")

#: Each kind of fault, and the forms that it needs.
KINDS: dict[str, tuple[str, Maker]] = {}


def kind(name: str, form: str) -> Callable[[Maker], Maker]:
    """Register a kind of fault in forms of this kind."""

    def registered(maker: Maker) -> Maker:
        KINDS[name] = (form, maker)
        return maker

    return registered


def possible(facts: Facts, tables: Sequence[Table]) -> list[str]:
    """The kinds of faults that such forms can have."""
    having = {each.kind for each in tables}
    found = [name for name, (form, _) in KINDS.items() if form in having]
    buildings = {"规模控制率算错", "投资控制率算错", "超批复规模"}
    return [each for each in found if each not in buildings or facts.building]


def typed(
    name: str,
    tables: tuple[Table, ...],
    at: int,
    key: str,
    text: str,
    *codes: str,
) -> Faulty:
    """The forms with another text in one place, where the finding is expected, too."""
    table = tables[at]
    before = table.cells.get(key, "")
    changed = replace(table, cells={**table.cells, key: text})
    place = Place(table.kind, number_of(tables, at), key)
    return with_table(tables, at, changed), Fault(name, place, before, text, codes)


def row_typed(
    name: str, tables: tuple[Table, ...], at: int, row: Row, column: str, text: str, *codes: str
) -> Faulty:
    """The forms with another text in one column of an indicator."""
    texts = dict(zip(_ROW, row.texts, strict=True))
    new = replace(row, texts=tuple((texts | {column: text}).values()))  # type: ignore[arg-type]
    rows = tuple(new if each is row else each for each in tables[at].rows)
    key = f"@{texts['name']}/{column}"
    place = Place(tables[at].kind, number_of(tables, at), key)
    fault = Fault(name, place, texts[column], text, codes)
    return with_table(tables, at, replace(tables[at], rows=rows)), fault


def with_table(tables: tuple[Table, ...], at: int, table: Table) -> tuple[Table, ...]:
    """The forms with one of them changed."""
    return (*tables[:at], table, *tables[at + 1 :])


def number_of(tables: Sequence[Table], at: int) -> int:
    """How many forms of its kind stand before one."""
    return sum(each.kind == tables[at].kind for each in tables[:at])


def one_of(tables: Sequence[Table], form: str, random: Random) -> int:
    """The place of a form of this kind."""
    return random.choice([at for at, each in enumerate(tables) if each.kind == form])


def a_scored(tables: Sequence[Table], random: Random) -> int:
    """A form with funds and indicators."""
    return random.choice([at for at, each in enumerate(tables) if each.rows])


def mistyped(text: str, random: Random) -> str:
    """The amount as somebody mistypes it: another digit, two digits swapped, ten times as much."""
    match random.randrange(3):
        case 0 if text[0] != text[1] and text[1] not in ".0":
            return text[1] + text[0] + text[2:]
        case 1:
            return f"{Decimal(text) * 10:.2f}"
        case _:
            return f"{(int(text[0]) + 3) % 9 + 1}{text[1:]}"
