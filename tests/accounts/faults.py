"""One figure of the tables put wrong, as people put it wrong."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from tests.accounts.boxes import Box, Table
from tests.accounts.files import placed


class Fault(Struct, frozen=True):
    """Where which figure stands instead of which."""

    table: int
    row: int
    column: int
    right: str
    wrong: str


def faulty(tables: list[Table], seed: int) -> tuple[list[Table], Fault]:
    """The tables with one figure changed: digits swapped, another digit, the point moved, left standing
    from another row."""
    random = Random(seed)
    while True:
        at = random.randrange(len(tables))
        table = tables[at]
        amounts = [(r, c, b) for r, c, b in placed(table) if b.amount and b.text]
        if not amounts:
            continue
        row, column, box = random.choice(amounts)
        text = _slip(box.text, random, [b.text for _, _, b in amounts])
        wrong, right = (Decimal(each.replace(",", "")) for each in (text, box.text))
        if abs(wrong - right) * 20 < max(Decimal("1.2"), abs(right) / 100):
            continue
        rows = [[_put(each, box, text) for each in line] for line in table.rows]
        changed = [*tables[:at], replace(table, rows=rows), *tables[at + 1 :]]
        return changed, Fault(table.number, row, column, box.text, text)


def _put(each: Box, box: Box, text: str) -> Box:
    return replace(each, text=text) if each is box else each


def _slip(text: str, random: Random, others: list[str]) -> str:
    plain = text.replace(",", "")
    digits = [at for at, sign in enumerate(plain) if sign.isdecimal()]
    match random.randrange(4):
        case 0 if len(digits) > 1:
            one, two = random.choice(list(pairwise(digits)))
            signs = list(plain)
            signs[one], signs[two] = signs[two], signs[one]
            return "".join(signs)
        case 1:
            at = random.choice(digits)
            return plain[:at] + random.choice("123456789") + plain[at + 1 :]
        case 2:
            return f"{Decimal(plain) * 10:.2f}"
        case _:
            return random.choice(others)
