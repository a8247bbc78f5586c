"""Read a plain text dump of a document as blocks.

In a dump each table cell starts on a new line with a tab, and an empty line ends the row. A cell may
run over several lines, some of them empty. Two empty lines, or a line that starts with one space (a new
page or section), end the table. Merges are not marked: a continuation from above is an empty cell, and
a cell over several columns is one cell.
"""

from __future__ import annotations

from xladdin.errors import InputError
from xladdin.model.grid import Block, Cell, Grid, Paragraph
from xladdin.patterns import pattern
from xladdin.sources.bounds import bound
from xladdin.sources.decoding import decoded
from xladdin.sources.residue import residue_note, without_residue
from xladdin.sources.strangers import unreadable

#: The longest line that still counts as the rest of a cell after an empty line.
_SHORT = 30
#: Lines between forms, which are never the rest of a cell.
_BETWEEN = pattern(r"^(附\s*[件表]|说明|备注|注[:：]|填表人)|(自评表|评分表|数据表|报告)$")

#: Rows of cells of lines.
Rows = list[list[list[str]]]


def read_dump(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks of a dump, and notes; in its grids, a cell's column is only its ordinal.

    ``Paragraph.index`` counts the lines outside tables, including blank ones, which are left out.
    Raises InputError for what is no text, or too long.
    """
    text = decoded(data)
    if text is None:
        raise unreadable(name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > bound("lines"):
        raise InputError(f"「{name}」超过 {bound('lines')} 行，请检查是否选错了文件。")
    blocks: list[Block] = []
    residue = index = number = at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            rows, at = _table(lines, at)
            number += 1
            grid, marks = _grid(number, _joined(rows))
            blocks.append(grid)
            residue += marks
            continue
        text, marks = without_residue(line[1:] if line.startswith(" ") else line)
        residue += marks
        if text.strip():
            blocks.append(Paragraph(index, text))
        index += 1
        at += 1
    return tuple(blocks), residue_note(residue)


def _table(lines: list[str], at: int) -> tuple[Rows, int]:
    """Return the rows of the table that starts at line ``at``, and the line after it."""
    rows: Rows = [[]]
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            rows[-1].append([line[1:]])
        elif line.startswith(" "):
            break
        elif line:
            rows[-1][-1].append(line)
        else:
            following = _next_cell(lines, at + 1)
            if following is None:
                break
            if lines[following - 1]:
                rows[-1][-1].extend(lines[at:following])
            else:
                rows[-1][-1].extend(lines[at : following - 1])
                rows.append([])
            at = following
            continue
        at += 1
    return rows, at


def _next_cell(lines: list[str], at: int) -> int | None:
    """Return the line of the table's next cell behind an empty line; None if the table has ended. Only
    short lines and single empty ones may stand between."""
    blank = True
    for number in range(at, len(lines)):
        line = lines[number]
        if line.startswith("\t"):
            return number
        if line.startswith(" ") or len(line) > _SHORT or _BETWEEN.search(line):
            return None
        if not line and blank:
            return None
        blank = not line
    return None


def _joined(rows: Rows) -> Rows:
    """Join rows that an empty line at the end of a cell had torn apart.

    A row of one cell belongs to the next row if both together are as wide as the row after that:
    ``绩效指标`` before the heading of the indicators.
    """
    whole: Rows = []
    for at, row in enumerate(rows):
        before = whole[-1] if whole else []
        after = rows[at + 1] if at + 1 < len(rows) else []
        if len(before) == 1 and any(before[0]) and len(row) > 1 and len(after) == len(row) + 1:
            before.extend(row)
        else:
            whole.append(row)
    return whole


def _grid(number: int, rows: Rows) -> tuple[Grid, int]:
    """Return the grid, and the number of conversion marks removed from it."""
    cells = []
    residue = 0
    for at, row in enumerate(rows):
        for ordinal, lines in enumerate(row):
            text, marks = without_residue("\n".join(lines))
            residue += marks
            cells.append(Cell(at, ordinal, text))
    return Grid(number, tuple(cells), aligned=False), residue
