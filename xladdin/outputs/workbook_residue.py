"""Find what openpyxl drops from a workbook: formula results, and what it cannot write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from xladdin.patterns import pattern
from xladdin.sources.package import Package
from xladdin.sources.xlsx_parts import S, WorkbookParts, unescaped, workbook_parts

_FORMULA, _VALUE, _EXTENSIONS = S + "f", S + "v", S + "extLst"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
#: What is lost, with the lower-case names of the parts that hold it.
_PARTS = (
    ("宏", pattern(r"xl/vbaproject\.bin")),
    ("按钮等控件", pattern(r"xl/(ctrlprops|activex)/")),
    ("页眉页脚里的图片", pattern(r"xl/drawings/_rels/vmldrawing.*\.rels")),
    ("切片器", pattern(r"xl/(slicers|timelines)/")),
    ("批注的回复", pattern(r"xl/threadedcomments/")),
    ("外部数据连接", pattern(r"xl/(connections\.xml|querytables/)")),
)
_METAFILES = pattern(r"xl/media/.*\.(emf|wmf)")
#: What is lost with the extension list of a sheet, by the local names of its elements.
_EXTENDED = {
    "sparklineGroups": "迷你图",
    "conditionalFormattings": "新式的条件格式（数据条、图标等）",
    "dataValidations": "引用其他工作表的数据有效性",
}


def formula_results(package: Package) -> dict[tuple[str, str], Decimal | str | None]:
    """Return what each formula cell showed when it was last saved, by sheet and address; None if unknown."""
    parts = workbook_parts(package)
    return {
        (sheet.name, cell.get("r")): _result(cell, parts)
        for sheet in parts.sheets
        for cell in package.tree(sheet.part).iter(S + "c")
        if cell.find(_FORMULA) is not None and cell.get("r")
    }


def losses(package: Package) -> tuple[str, ...]:
    """Return what a copy lacks, each in a Chinese word such as 文本框."""
    names = list(package.parts())
    found = [word for word, pattern in _PARTS if any(map(pattern.match, names))]
    found += _of_drawings(package, names)
    if any(map(_METAFILES.match, names)):
        found.append("图片")
    found += _of_sheets(package)
    return tuple(dict.fromkeys(found))


def _result(cell: Any, parts: WorkbookParts) -> Decimal | str | None:
    text = cell.findtext(_VALUE) or ""
    kind = cell.get("t", "n")
    if not text:
        return None
    if kind == "n":
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind == "s":
        number = int(text) if text.isdecimal() else -1
        return parts.texts[number].text if 0 <= number < len(parts.texts) else None
    return unescaped(text)


def _of_drawings(package: Package, names: Iterable[str]) -> Iterator[str]:
    shapes = (_DRAWING + "sp", _DRAWING + "cxnSp", _DRAWING + "grpSp")
    drawings = (name for name in names if re.fullmatch(r"xl/drawings/drawing\d*\.xml", name))
    if any(next(package.tree(name).iter(*shapes), None) is not None for name in drawings):
        yield "文本框和图形"


def _of_sheets(package: Package) -> Iterator[str]:
    for sheet in workbook_parts(package).sheets:
        extensions = package.tree(sheet.part).find(_EXTENSIONS)
        if extensions is None:
            continue
        for element in extensions.iter("{*}*"):
            if word := _EXTENDED.get(element.tag.rpartition("}")[2]):
                yield word
