"""The bytes of an xlsx → an openpyxl workbook."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable
from io import BytesIO, StringIO

from openpyxl import Workbook, load_workbook

from xladdin.errors import InputError


def open_workbook(data: bytes, name: str, sheets: Iterable[str] = ()) -> Workbook:
    """The workbook with its formulas and the formats inside of texts, without macros.

    ``data`` must have been found to be within bounds; ``name`` is what the user is shown. Raises
    InputError for what openpyxl does not understand, and where it does not find the ``sheets`` that
    are to be worked on.
    """
    try:
        # It warns of what it leaves out, and prints what it finds odd among the styles.
        with warnings.catch_warnings(), contextlib.redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            workbook: Workbook = load_workbook(BytesIO(data), rich_text=True)
    except Exception as error:  # whatever its many parsers stumble over
        raise _irregular(name) from error
    if not {sheet.title for sheet in workbook.worksheets}.issuperset(sheets):
        raise _irregular(name)
    workbook.template = False
    return workbook


def _irregular(name: str) -> InputError:
    return InputError(
        f"「{name}」里有不合规范的内容，不能写副本，请用 Excel 或 WPS 打开后另存一份再试。"
    )
