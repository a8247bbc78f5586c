"""Lets the tests of this folder import ``made`` from it, and gives them the odd files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

#: Odd files that offices produce, a folder for each kind, beside the checkout.
ODD = Path(__file__).resolve().parents[3] / "shared" / "files"


@pytest.fixture(scope="session")
def odd() -> Path:
    if not ODD.is_dir():
        pytest.skip(f"需要各种文件: {ODD}")
    return ODD
