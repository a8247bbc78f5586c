"""The module of the buttons is imported at every start of Excel: it brings no heavy libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"pandas", "numpy", "openpyxl", "docx"}


@pytest.mark.parametrize("module", ["xladdin.excel.buttons", "xladdin.excel.udfs"])
def test_importing_adds_nothing_heavy_to_xlwings(module: str) -> None:
    script = (
        f"import sys, xlwings; before = set(sys.modules); import {module};"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    added = set(done.stdout.split())
    assert "xladdin" in added
    assert not HEAVY & added
