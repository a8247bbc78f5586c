"""The scene in which WPS's script is tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wps.scene import Scene


@pytest.fixture
def scene() -> Iterator[Scene]:
    found = Scene()
    try:
        yield found
    finally:
        found.close()
