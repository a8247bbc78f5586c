"""Read the sheet 校验结果 of a workbook: the findings it lists, and what the unit wrote beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xladdin.forms.labels import squeeze
from xladdin.model.grid import Grid
from xladdin.model.report import Listed
from xladdin.patterns import pattern

#: The sheet, and the headings that identify its columns in any order.
RESULTS = "校验结果"
LEVEL, CODE, PLACE, MESSAGE, EXPLANATION = "级别", "代码", "位置", "问题", "说明"
STATE, FINGERPRINT = "状态", "核对码"
#: All headings as they are written.
HEADINGS = (LEVEL, CODE, PLACE, MESSAGE, "数字", "改法", EXPLANATION, STATE, FINGERPRINT)
#: The LEVEL of a finding that is mended.
GONE = "已无此问题"
#: The beginning of the line with the time of the check.
WHEN = "核对时间："
_WHEN = pattern(rf"{WHEN}(\d{{4}}-\d\d-\d\d \d\d:\d\d)")


def is_heading(row: Iterable[object]) -> bool:
    """Return whether these cell contents are the row of headings."""
    return {EXPLANATION, FINGERPRINT} <= {squeeze(str(text)) for text in row}


def listed(grid: Grid, file: str = "") -> tuple[Listed, ...]:
    """Return the findings listed on a sheet, top to bottom, or none if it has other headings. ``file``
    is the name of the workbook."""
    found: list[Listed] = []
    columns: dict[str, int] = {}
    when = ""
    for row in grid.rows:
        if is_heading(cell.text for cell in row):
            columns = {squeeze(cell.text): cell.column for cell in row if cell.text.strip()}
        elif columns:
            texts = {cell.column: cell.text.strip() for cell in row}
            said = {name: texts.get(column, "") for name, column in columns.items()}
            if said[FINGERPRINT]:
                found.append(_listed(said, when, file))
        elif told := next(filter(None, (_WHEN.search(cell.text) for cell in row)), None):
            when = told[1]
    return tuple(found)


def _listed(said: Mapping[str, str], when: str, file: str) -> Listed:
    code, message = said.get(CODE, ""), said.get(MESSAGE, "")
    gone = said.get(LEVEL) == GONE
    text = said[EXPLANATION]
    return Listed(said[FINGERPRINT], text, code, message, gone, when, file if text else "")
