"""Gives the tests of this folder the odd files."""

from __future__ import annotations

from pathlib import Path

import pytest

#: Odd files that offices produce, a folder for each kind, beside the checkout.
ODD = Path(__file__).resolve().parents[3] / "shared" / "files"


@pytest.fixture(scope="session")
def odd() -> Path:
    if not ODD.is_dir():
        pytest.skip(f"需要各种文件: {ODD}")
    return ODD
