"""What is made once for all workers that run the tests, as it costs too much to be made by each."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

_SECONDS = 300


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that the first who asks has made; others wait for it. It is to be looked at only."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # whose own folder lies in that of all
        base = base.parent
    folder, half, lock = base / name, base / f"{name}.half", base / f"{name}.lock"
    end = time.monotonic() + _SECONDS
    while not folder.exists():
        try:
            lock.mkdir()
        except FileExistsError:
            assert time.monotonic() < end, f"{folder} is not made"
            time.sleep(0.1)
            continue
        try:
            if not folder.exists():
                make(half)
                half.rename(folder)
        finally:
            lock.rmdir()
    return folder
