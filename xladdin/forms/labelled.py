"""Read places with a label beside or before them: pairs, amounts within a cell, signatures."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace

from xladdin.forms.definitions import Block, Definition, Field
from xladdin.forms.figures import read_figure
from xladdin.forms.headings import Headings, match
from xladdin.forms.labels import LONGEST_LABEL, normal
from xladdin.forms.layout import Draft
from xladdin.forms.regions import Region
from xladdin.model.form import Entry
from xladdin.model.grid import Cell
from xladdin.model.unit import NUMBER, Unit
from xladdin.patterns import pattern
from xladdin.text.cleaning import clean

_SEVERAL = 2
#: A shorter text is a name.
_SENTENCE = 10
#: Several blanks separate a value from the next label in its line.
_NEXT = pattern(r"(?<!\s)\s{2,}+(?=\S{2,8}[：:])")


def labelled(region: Region, fields: tuple[Field, ...], stop: int) -> Iterator[tuple[Field, Cell]]:
    """Yield the cells above row ``stop`` with the label of a field, alone or before a colon."""
    for cell in region.filled:
        if cell.row < stop:
            found = match(fields, normal(cell.text.partition("：")[0].partition(":")[0]))
            found = found or match(fields, normal(cell.text))
            if found is not None:
                yield found, cell


def read_pairs(draft: Draft, block: Block, stop: int, headings: Container[Cell] = ()) -> None:
    """Read labels with the value in the next cell to the right, or after a colon. Cells among
    ``headings`` are no labels."""
    found = labelled(draft.region, block.rows, stop)
    free = ((known, cell) for known, cell in found if cell not in draft.claimed)
    _pairs(draft, [(known, cell) for known, cell in free if cell not in headings])
    for line in draft.region.above:
        for name, text in _signed(line.text, block.rows):
            field = next(row for row in block.rows if row.name == name)
            place = replace(line.location, form=draft.kind)
            figure = read_figure(text.split()[0], field.unit) if text and field.unit else None
            unit = field.unit.name if field.unit else None
            draft.put(Entry(name, text, place, field.column, figure, unit))


def read_texts(draft: Draft, block: Block, stop: int) -> None:
    """Read labels with sentences in the next cell to the right."""
    for known, cell in labelled(draft.region, block.rows, stop):
        value = next(draft.region.right_of(cell), None)
        if value is not None and len(value.text.strip()) >= _SENTENCE:
            draft.claimed.add(cell)
            draft.put(draft.entry(known.name, value))


def read_foot(draft: Draft, block: Block, start: int) -> None:
    """Read pairs below the indicators: a label that begins its row, and its value on the right."""
    _pairs(draft, [(known, cell) for known, cell in foot(draft.region, block) if cell.row >= start])


def foot(region: Region, block: Block) -> Iterator[tuple[Field, Cell]]:
    """Yield the labels of a foot that begin a row; a row with several numbers is a total's."""
    for row in range(region.top, region.bottom):
        cells = [cell for cell in region.row(row) if cell.text.strip()]
        known = match(block.rows, normal(cells[0].text)) if cells and cells[0].row == row else None
        if known is not None and sum(bool(read_figure(c.text, NUMBER)) for c in cells) < _SEVERAL:
            yield known, cells[0]


def _pairs(draft: Draft, found: list[tuple[Field, Cell]]) -> None:
    region = draft.region
    labels = {cell for _, cell in found}
    for known, cell in found:
        draft.claimed.add(cell)
        after = re.split("[：:]", cell.text, maxsplit=1)[1:]
        if after and after[0].strip():
            draft.put(draft.entry(known.name, cell, known.column, known.unit, after[0]))
            continue
        value = next((c for c in region.right_of(cell) if c.text.strip()), None)
        if value is None or value in labels:
            place = next(region.right_of(cell), cell)
            blank = draft.entry(known.name, place, known.column, known.unit, "")
            # A blank place is shown by its label.
            draft.put(replace(blank, location=replace(blank.location, quote=cell.text.strip())))
        else:
            draft.put(draft.entry(known.name, value, known.column, known.unit))


def read_inline(draft: Draft, block: Block, rows: range, money: Unit) -> None:
    """Read a label with its amount in one cell (其中：基本支出：104.85) or with the amount in the next
    one. Cells that a table above has read are skipped."""
    region = draft.region
    for cell in region.filled:
        if cell.row not in rows or cell in draft.claimed:
            continue
        lines = [line for line in cell.text.splitlines() if line.strip()]
        for line in lines if all(re.search("[：:]", each) for each in lines) else [cell.text]:
            label, amount = _split_amount(line)
            known = match(block.rows, label)
            if known is None:
                continue
            entry = draft.entry(known.name, cell, unit=money, text=amount)
            beside = next(region.right_of(cell), None)
            if not amount and beside is not None and read_figure(beside.text, money):
                entry = draft.entry(known.name, beside, unit=money)
            draft.put(entry)


def _split_amount(line: str) -> tuple[str, str]:
    plain = re.sub(r"^\s*其中\s*[：:]", "", line)
    parts = re.split("[：:]", plain, maxsplit=1)
    if len(parts) == 2:
        return normal(parts[0]), parts[1].strip()
    found = None
    if len(plain) <= LONGEST_LABEL:
        found = pattern(r"\s*(\D+?)\s*([\d,，.]+\s*(?:万?元)?)\s*").fullmatch(clean(plain).text)
    return (normal(found[1]), found[2]) if found else (normal(plain), "")


def read_signoff(draft: Draft, block: Block) -> None:
    """Read 填表人： 填报日期： 联系电话： 负责人：, in one cell, in several, or in a paragraph below."""
    region = draft.region
    for cell in region.filled:
        place = region.location(cell, draft.kind)
        for name, text in _signed(cell.text, block.rows):
            draft.claimed.add(cell)
            value = cell if text else next(region.right_of(cell), cell)
            if value is cell or not value.text.strip() or _signed(value.text, block.rows):
                draft.put(Entry(name, text, place))
            else:
                draft.put(draft.entry(name, value))
    for line in region.below:
        place = replace(line.location, form=draft.kind)
        for name, text in _signed(line.text, block.rows):
            draft.put(Entry(name, text, place))


def _signed(text: str, rows: tuple[Field, ...]) -> list[tuple[str, str]]:
    """Return label and value of a line's signatures: two or more, or one that begins the line or follows a blank."""
    pattern, names = _signatures(rows)
    found = list(pattern.finditer(text))
    if len(found) < 2 and not (found and not text[: found[0].start()][-1:].strip()):
        return []
    ends = [each.start() for each in found[1:]] + [len(text)]
    return [
        (names["".join(each[1].split())], _NEXT.split(text[each.end() : end].strip(), 1)[0])
        for each, end in zip(found, ends, strict=True)
    ]


@lru_cache(maxsize=64)
def _signatures(rows: tuple[Field, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of the labels with blanks and brackets (填 表 人：, 单位负责人（签字）), and their names."""
    names = {
        alias: field.name for field in rows for alias in field.aliases.exact | field.otherwise.exact
    }
    labels = (r"\s*".join(label) for label in sorted(sorted(names), key=len, reverse=True))
    return pattern(rf"({'|'.join(labels)})\s*(?:[（(]\w{{1,6}}[）)]\s*)?[：:]"), names


def stops(definition: Definition, region: Region, anchors: Mapping[int, Headings]) -> list[int]:
    """Return the rows where a block begins, and the region's end: each block ends at the next."""
    rows = {headings.row for headings in anchors.values()} | {region.bottom}
    for block in definition.blocks:
        if block.kind == "pairs":
            rows |= {cell.row for _, cell in labelled(region, block.rows, region.bottom)}
        if block.kind == "foot":
            rows |= {cell.row for _, cell in foot(region, block)}
        if block.kind == "inline":
            rows |= {
                cell.row
                for cell in region.filled
                if (known := match(block.rows, _split_amount(cell.text)[0])) is not None
                and known.key
            }
    return sorted(rows)
