"""The sheet 校验结果 of a workbook → what the unit wrote beside the findings."""

from __future__ import annotations

from collections.abc import Iterable

from xladdin.forms.labels import squeeze
from xladdin.model.grid import Cell, Grid
from xladdin.model.report import Explanation

#: The sheet, and the headings by which its columns are found, wherever they stand.
RESULTS = "校验结果"
CODE, MESSAGE, EXPLANATION, FINGERPRINT = "代码", "问题", "说明", "核对码"


def explanations(grid: Grid) -> tuple[Explanation, ...]:
    """What stands in the column 说明, top to bottom; nothing for a sheet of another making."""
    found: list[Explanation] = []
    columns: dict[str, int] = {}
    for row in grid.rows:
        if _is_heading(row):
            columns = {squeeze(cell.text): cell.column for cell in row if cell.text.strip()}
        elif columns:
            texts = {cell.column: cell.text.strip() for cell in row}
            said = [
                texts.get(columns.get(name, -1), "")
                for name in (FINGERPRINT, EXPLANATION, CODE, MESSAGE)
            ]
            if said[0] and said[1]:
                found.append(Explanation(*said))
    return tuple(found)


def _is_heading(row: Iterable[Cell]) -> bool:
    return {EXPLANATION, FINGERPRINT} <= {squeeze(cell.text) for cell in row}
