"""Update the results of a workbook's formulas after some of its cells were changed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xladdin.errors import InputError
from xladdin.outputs.office_package import AsWritten, Span, rewritten
from xladdin.outputs.workbook_residue import formula_results
from xladdin.patterns import pattern
from xladdin.sources.convert import convert
from xladdin.sources.package import Package
from xladdin.sources.xlsx_parts import S, workbook_parts

_CELL, _FORMULA, _VALUE = S + "c", S + "f", S + "v"
#: The elements of a workbook that precede ``calcPr``, the last one first.
_BEFORE = ("definedNames", "externalReferences", "functionGroups", "sheets")
_FULL = pattern(rb"\s+fullCalcOnLoad=(\"[^\"]*\"|'[^']*')")
_NOT_CALCULATED = "公式的结果还是改正前的，请用 Excel 或 WPS 打开这份副本，保存一次，再核对"

Result = Decimal | str | None


def recalculated(before: bytes, after: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    """Return ``after`` with the results that its formulas have now, and Chinese notes on what failed.

    An office program of this PC calculates ``before`` and ``after``; formulas whose results differ
    are updated. Without such a program the old results stay. In either case programs are told to
    calculate when they open the file.
    """
    package = Package(after, name)
    if not formula_results(package):
        return after, ()
    changed = {package.main_part(): _to_be_calculated(package)}
    notes: tuple[str, ...] = ()
    try:
        then, now = _calculated(before, name), _calculated(after, name)
    except InputError:
        notes = (f"「{name}」{_NOT_CALCULATED}。",)
    else:
        new = {place: result for place, result in now.items() if result != then.get(place)}
        changed |= _with_results(package, new)
    return rewritten(after, package, changed), notes


def _calculated(data: bytes, name: str) -> Mapping[tuple[str, str], Result]:
    """Return each formula's result by an office program of this PC. LibreOffice only calculates
    formulas that come without one. Raises InputError if there is no program or it fails."""
    package = Package(data, name)
    blank = {}
    for sheet in workbook_parts(package).sheets:
        part = AsWritten(package, sheet.part)
        values = [cell.find(_VALUE) for cell in _formula_cells(part)]
        blank[sheet.part] = part.spliced({part.span(v): b"" for v in values if v is not None})
    converted, _ = convert(rewritten(data, package, blank), "xlsx", "xlsx", name)
    return formula_results(Package(converted, name))


def _with_results(
    package: Package, results: Mapping[tuple[str, str], Result]
) -> Mapping[str, bytes]:
    changed = {}
    for sheet in workbook_parts(package).sheets:
        part = AsWritten(package, sheet.part)
        changes: dict[Span, bytes] = {}
        for cell in _formula_cells(part):
            result = results.get((sheet.name, cell.get("r", "").upper()))
            if result is not None:
                changes[part.span(cell)] = _cell(part, cell, result)
        if changes:
            changed[sheet.part] = part.spliced(changes)
    return changed


def _formula_cells(part: AsWritten) -> list[Any]:
    return [cell for cell in part.root.iter(_CELL) if cell.find(_FORMULA) is not None]


def _cell(part: AsWritten, cell: Any, result: Decimal | str) -> bytes:
    """Return a formula cell with another result."""
    tag, end = part.untyped_tag(cell), part.end_tag(cell)
    if isinstance(result, str):
        tag = tag[:-1] + b' t="str">'
    shown = result if isinstance(result, str) else f"{result:f}"
    return tag + part.written(cell.find(_FORMULA)) + part.beside(cell, "v", shown) + end


def _to_be_calculated(package: Package) -> bytes:
    """Return the workbook's part, which tells programs to calculate everything when they open it."""
    part = AsWritten(package, package.main_part())
    root = part.root
    settings = root.find(S + "calcPr")
    if settings is not None:
        tag = part.start_tag(settings)
        begin = part.span(settings)[0]
        plain = _FULL.sub(b"", tag)
        at = len(plain) - (2 if plain.endswith(b"/>") else 1)
        new = plain[:at].rstrip() + b' fullCalcOnLoad="1"' + plain[at:]
        return part.spliced({(begin, begin + len(tag)): new})
    last = next(each for name in _BEFORE if (each := root.find(S + name)) is not None)
    end = part.span(last)[1]
    prefix = part.end_tag(root)[2:-1].removesuffix(b"workbook")
    return part.spliced({(end, end): b'<%scalcPr fullCalcOnLoad="1"/>' % prefix})
