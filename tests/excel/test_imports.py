"""The process that answers clicks and cells is light: what it loads, and how it is told who it serves."""

from __future__ import annotations

import subprocess
import sys

from xladdin.excel import serving

HEAVY = "pandas", "numpy", "openpyxl", "docx"

SCRIPT = """
import sys
from xladdin.excel import serving
serving.load()
import xladdin.excel.check, xladdin.excel.compute
print(*[name for name in {heavy} if name in sys.modules])
import pandas
print(pandas.DataFrame([[1]]).shape)
"""


def test_nothing_heavy_is_loaded_for_clicks_and_cells_and_nothing_is_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(heavy=HEAVY)],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.splitlines() == ["", "(1, 1)"]


def test_folders_that_came_as_question_marks_are_put_right() -> None:
    home = r"C:\Users\㛃"
    variables = {
        "LOCALAPPDATA": r"C:\Users\?\AppData\Local",
        "USERPROFILE": r"C:\Users\?",
        "TEMP": r"C:\Users\?\AppData\Local\Temp",
        "TMP": r"D:\Temp",
        "PATH": r"C:\Windows",
    }
    serving.mend(
        variables,
        {"LOCALAPPDATA": rf"{home}\AppData\Local", "USERPROFILE": home, "LOGONSERVER": "PC"},
    )
    assert variables == {
        "LOCALAPPDATA": rf"{home}\AppData\Local",
        "USERPROFILE": home,
        "TEMP": rf"{home}\AppData\Local\Temp",
        "TMP": r"D:\Temp",
        "PATH": r"C:\Windows",
    }


def test_where_windows_keeps_none_all_stays() -> None:
    variables = {"TEMP": "/tmp/?"}
    serving.mend(variables, {})
    assert variables == {"TEMP": "/tmp/?"}
