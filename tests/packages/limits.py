"""Excel's own limits, which no schema states: a workbook beyond one is “repaired” when it opens.

``faults`` looks at the XML of a package as Excel would. The limits are those of Excel's
specifications page and of its file format notes; every check has a planted fault in test_limits.py.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils.cell import column_index_from_string, range_boundaries

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

ROWS, COLUMNS = 1_048_576, 16_384
LONGEST_FORMULA, LONGEST_LITERAL, LONGEST_TEXT = 8_192, 255, 32_767
MOST_ARGUMENTS, DEEPEST = 255, 64
#: A name that is a cell, or the letter of a row or column.
CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]?\d*|[Cc]\d*")
NAME = re.compile(r"[^\W\d][\w.?]*|\\[\w.?]*")


def faults(path: Path) -> list[str]:
    """What in the workbook is beyond a limit of Excel's, each with its place; none if it is fine."""
    return list(Workbook(path).faults())


class Workbook:
    """A workbook as XML."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.book = self.xml("xl/workbook.xml")
        self.styles = self.xml("xl/styles.xml")
        targets = self.relations("xl/workbook.xml")
        self.sheets = [
            (sheet.get("name"), targets[sheet.get(ID)]) for sheet in self.book.iter(MAIN + "sheet")
        ]

    def xml(self, name: str) -> Any:
        """A part, parsed."""
        return etree.fromstring(self.parts[name])

    def relations(self, name: str) -> dict[str, str]:
        """The parts that a part leads to, by the ids it calls them by."""
        folder, _, own = name.rpartition("/")
        listed = self.parts.get(f"{folder}/_rels/{own}.rels")
        if listed is None:
            return {}
        return {
            each.get("Id"): _joined(folder, each.get("Target"))
            for each in etree.fromstring(listed).iter(RELATION)
        }

    def faults(self) -> Iterator[str]:
        """All of them."""
        yield from self._sheet_names()
        yield from self._defined_names()
        yield from self._style_numbers()
        for title, part in self.sheets:
            sheet = self.xml(part)
            for check in (cells, merges, columns, formats, validations, links, page):
                yield from (f"{title}: {fault}" for fault in check(sheet, self))

    def count(self, group: str) -> int:
        """How many of a kind of style there are."""
        found = self.styles.find(MAIN + group)
        return 0 if found is None else len(found)

    def _sheet_names(self) -> Iterator[str]:
        names = [name for name, _ in self.sheets]
        for name in names:
            if not 1 <= len(name) <= 31:
                yield f"sheet name of {len(name)} characters: {name}"
            if re.search(r"[][:*?/\\]", name) or name.startswith("'") or name.endswith("'"):
                yield f"sheet name with a forbidden character: {name}"
        twice = [name for name, times in Counter(map(str.casefold, names)).items() if times > 1]
        yield from (f"sheet name twice: {name}" for name in twice)
        if all(
            each.get("state", "visible") != "visible" for each in self.book.iter(MAIN + "sheet")
        ):
            yield "no sheet is visible"

    def _defined_names(self) -> Iterator[str]:
        seen = set()
        for each in self.book.iter(MAIN + "definedName"):
            name, scope = each.get("name"), each.get("localSheetId")
            plain = name.removeprefix("_xlnm.")
            if len(name) > 255 or not NAME.fullmatch(plain) or CELL_LIKE.fullmatch(plain):
                yield f"no name that Excel takes: {name}"
            if (name.casefold(), scope) in seen:
                yield f"name twice: {name}"
            seen.add((name.casefold(), scope))
            if scope is not None and int(scope) >= len(self.sheets):
                yield f"name of a sheet that is not there: {name}"
            yield from (f"name {name}: {fault}" for fault in formula(each.text or ""))

    def _style_numbers(self) -> Iterator[str]:
        codes = {int(each.get("numFmtId")) for each in self.styles.iter(MAIN + "numFmt")}
        for each in self.styles.iter(MAIN + "numFmt"):
            if len(each.get("formatCode")) > 255:
                yield f"number format of {len(each.get('formatCode'))} characters"
        for group in ("cellStyleXfs", "cellXfs"):
            for number, xf in enumerate(self.styles.find(MAIN + group)):
                for attribute, kind in (("fontId", "fonts"), ("fillId", "fills"),
                                        ("borderId", "borders"), ("xfId", "cellStyleXfs")):  # fmt: skip
                    if int(xf.get(attribute, 0)) >= self.count(kind):
                        yield f"{group} {number}: no {attribute} {xf.get(attribute)}"
                code = int(xf.get("numFmtId", 0))
                if code >= 164 and code not in codes:
                    yield f"{group} {number}: no number format {code}"
        if self.count("cellXfs") > 65_490:
            yield "too many cell formats"


def cells(sheet: Any, book: Workbook) -> Iterator[str]:
    """Order, addresses, formats, texts and formulas of the cells."""
    styles = book.count("cellXfs")
    before = 0
    for row in sheet.iter(MAIN + "row"):
        number = int(row.get("r"))
        if not before < number <= ROWS:
            yield f"row {number} after row {before}"
        before = number
        if float(row.get("ht", 0)) > 409.5:
            yield f"row {number} is {row.get('ht')} high"
        if int(row.get("s", 0)) >= styles:
            yield f"row {number}: no format {row.get('s')}"
        column = 0
        for cell in row:
            place = cell.get("r")
            letters = place.rstrip("0123456789")
            own = column_index_from_string(letters)
            if place != f"{letters}{number}" or not column < own <= COLUMNS:
                yield f"{place} in row {number} after column {column}"
            column = own
            if int(cell.get("s", 0)) >= styles:
                yield f"{place}: no format {cell.get('s')}"
            text = "".join(cell.itertext(MAIN + "t", MAIN + "v"))
            if len(text) > LONGEST_TEXT:
                yield f"{place}: text of {len(text)} characters"
            for each in cell.iter(MAIN + "f"):
                yield from (f"{place}: {fault}" for fault in formula(each.text or ""))


def merges(sheet: Any, book: Workbook) -> Iterator[str]:
    """Merged ranges: more than a cell each, and none over another."""
    areas = {
        each.get("ref"): range_boundaries(each.get("ref"))
        for each in sheet.iter(MAIN + "mergeCell")
    }
    for name, (left, top, right, bottom) in areas.items():
        if (left, top) == (right, bottom):
            yield f"merged alone: {name}"
    for (one, a), (other, b) in combinations(areas.items(), 2):
        if a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]:
            yield f"merged over each other: {one}, {other}"


def columns(sheet: Any, book: Workbook) -> Iterator[str]:
    """Columns: in order, not described twice, not wider than 255."""
    before = 0
    for each in sheet.iter(MAIN + "col"):
        first, last = int(each.get("min")), int(each.get("max"))
        if not before < first <= last <= COLUMNS:
            yield f"columns {first}–{last} after {before}"
        before = last
        if float(each.get("width", 0)) > 255:
            yield f"column {first} is {each.get('width')} wide"


def formats(sheet: Any, book: Workbook) -> Iterator[str]:
    """Conditional formats: looks that are there, priorities once each, formulas Excel lets in."""
    priorities: Counter[str] = Counter()
    for each in sheet.iter(MAIN + "conditionalFormatting"):
        place = each.get("sqref")
        yield from _area(place)
        for rule in each:
            priorities[rule.get("priority")] += 1
            if int(rule.get("dxfId", 0)) >= max(1, book.count("dxfs")):
                yield f"{place}: no look {rule.get('dxfId')}"
            for criterion in rule.iter(MAIN + "formula"):
                yield from (f"{place}: {fault}" for fault in criterion_faults(criterion.text or ""))
    yield from (f"priority {each} twice" for each, times in priorities.items() if times > 1)


def validations(sheet: Any, book: Workbook) -> Iterator[str]:
    """Data validations: texts and criteria no longer than Excel's dialog takes them."""
    areas = []
    for each in sheet.iter(MAIN + "dataValidation"):
        place = each.get("sqref")
        yield from _area(place)
        areas += [(area, range_boundaries(area)) for area in place.split()]
        for attribute, longest in (
            ("promptTitle", 32),
            ("errorTitle", 32),
            ("prompt", 255),
            ("error", 255),
        ):
            if len(each.get(attribute, "")) > longest:
                yield f"{place}: {attribute} of {len(each.get(attribute))} characters"
        for name in ("formula1", "formula2"):
            text = each.findtext(MAIN + name) or ""
            if len(text.strip('"')) > 255:
                yield f"{place}: criterion of {len(text)} characters"
            yield from (f"{place}: {fault}" for fault in criterion_faults(text))
    for (one, a), (other, b) in combinations(areas, 2):
        if a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]:
            yield f"validated twice: {one}, {other}"


def links(sheet: Any, book: Workbook) -> Iterator[str]:
    """Links: not too long, and those inside the workbook lead to a sheet that is there."""
    for each in sheet.iter(MAIN + "hyperlink"):
        location = each.get("location", "")
        if len(location) > 2079:
            yield f"{each.get('ref')}: link of {len(location)} characters"
        target = location.rpartition("!")[0].strip("'").replace("''", "'")
        if target and target not in dict(book.sheets):
            yield f"{each.get('ref')}: link to a sheet that is not there: {target}"


def page(sheet: Any, book: Workbook) -> Iterator[str]:
    """Header and footer: 255 characters each; frozen panes inside of the sheet."""
    for name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter"):
        for each in sheet.iter(MAIN + name):
            if len(each.text or "") > 255:
                yield f"{name} of {len(each.text)} characters"


def criterion_faults(text: str) -> Iterator[str]:
    """A formula where Excel's dialogs take no reference that is made by an operator, no union, no
    intersection and no constant array."""
    yield from formula(text)
    for token in _tokens(text):
        joined = token.type in (Token.OP_IN, Token.WSPACE, Token.SEP) and token.value in (":", " ")
        union = token.type == Token.OP_IN and token.value == ","
        # The tokenizer takes the beginning of A1:INDEX(…) for the name of a function.
        begun = token.type == Token.FUNC and ":" in token.value
        if joined or union or begun or token.type == Token.ARRAY:
            yield f"a reference made by an operator: {text}"


def formula(text: str) -> Iterator[str]:
    """Length, texts, depth and arguments of a formula."""
    if len(text) > LONGEST_FORMULA:
        yield f"formula of {len(text)} characters"
    depth = deepest = 0
    arguments = [0]
    for token in _tokens(text):
        if token.subtype == Token.TEXT and len(token.value) - 2 > LONGEST_LITERAL:
            yield f"text of {len(token.value) - 2} characters in a formula"
        if token.subtype == Token.OPEN:
            arguments.append(1)
            depth += token.type == Token.FUNC
            deepest = max(depth, deepest)
        elif token.subtype == Token.CLOSE:
            depth -= token.type == Token.FUNC
            if arguments.pop() > MOST_ARGUMENTS:
                yield "a function with too many arguments"
        elif token.type == Token.SEP and token.subtype == Token.ARG:
            arguments[-1] += 1
    if deepest > DEEPEST:
        yield f"functions {deepest} deep"


def _tokens(text: str) -> list[Token]:
    try:
        return Tokenizer(f"={text}").items if text else []
    except TokenizerError:
        return []


def _area(place: str | None) -> Iterable[str]:
    for area in (place or "").split():
        left, top, right, bottom = range_boundaries(area)
        if right > COLUMNS or bottom > ROWS or left > right or top > bottom:
            yield f"no area: {area}"


def _joined(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/")
    for piece in target.split("/"):
        parts = parts[:-1] if piece == ".." else [*parts, piece]
    return "/".join(parts)
