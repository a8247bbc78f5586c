"""Convert files by the Word, Excel or WPS of a Windows PC.

Not tested: there is no Windows where this is developed. It is used only if LibreOffice is missing, and
every failure ends in the sentence that asks to save the file in a newer format.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

#: For each target the programs that can write it, and Office's number of the format.
_PROGRAMS = {
    ".docx": (("Word.Application", "KWPS.Application"), 16),
    ".pdf": (("Word.Application", "KWPS.Application"), 17),
    ".xlsx": (("Excel.Application", "KET.Application"), 51),
}
#: Arguments for PDF: not opened, for print, all pages, text only, with properties, rights, headings as
#: bookmarks and structure; letters as pictures if their font may not be embedded; no PDF/A.
_AS_PDF = (False, 0, 0, 1, 1, 0, True, True, 1, True, True, False)


def is_available() -> bool:
    """Return whether this is Windows with pywin32, which xlwings brings along."""
    return sys.platform == "win32" and importlib.util.find_spec("win32com") is not None


def convert(source: Path, result: Path) -> str:
    """Save ``source`` as ``result``; return the name of the program. On failure nothing is written."""
    client: Any = importlib.import_module("win32com.client")
    programs, number = _PROGRAMS[result.suffix]
    for program in programs:
        application = None
        try:
            application = client.DispatchEx(program)
            application.DisplayAlerts = False
            application.AutomationSecurity = 3  # macros stay off
            if result.suffix == ".xlsx":
                opened = application.Workbooks.Open(str(source), 0, True, 5, "?")
            else:
                opened = application.Documents.Open(str(source), False, True, False, "?")
            if result.suffix == ".pdf":
                opened.ExportAsFixedFormat(str(result), number, *_AS_PDF)
            else:
                opened.SaveAs(str(result), number)
            opened.Close(False)
        except Exception:  # COM raises com_error, a class that exists on Windows only
            continue
        finally:
            if application is not None:
                with contextlib.suppress(Exception):  # it may have crashed
                    application.Quit()
        if result.is_file():
            return program.partition(".")[0]
    return "Office"
