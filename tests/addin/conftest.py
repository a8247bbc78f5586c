"""An add-in of the real macros and of three sample functions, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.addin.sample_macros import SAMPLE, copied_macros
from xladdin.addin import xlam
from xladdin.addin.macros import Macros, read_macros
from xladdin.addin.xlam import build


@pytest.fixture(scope="session")
def udfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module that declares three functions."""
    path = tmp_path_factory.mktemp("udfs") / "udfs.py"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


@pytest.fixture
def macros(tmp_path: Path) -> Path:
    """A copy of the macros for one test."""
    return copied_macros(tmp_path / "macros")


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory, udfs: Path) -> Macros:
    """What the built add-in is made of."""
    return read_macros(copied_macros(tmp_path_factory.mktemp("macros")), udfs)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, udfs: Path) -> Path:
    """The folder of the built add-in and its twin."""
    return _built(tmp_path_factory, copied_macros(tmp_path_factory.mktemp("macros")), udfs)


@pytest.fixture(scope="session")
def readable(tmp_path_factory: pytest.TempPathFactory, udfs: Path) -> Path:
    """The same for the interpreter of VBA, which knows no object with events."""
    macros = copied_macros(tmp_path_factory.mktemp("macros"))
    for path in macros.glob("*.cls"):
        path.write_text(xlam.readable(path.read_text("ascii")), encoding="ascii", newline="\n")
    return _built(tmp_path_factory, macros, udfs)


def _built(factory: pytest.TempPathFactory, macros: Path, udfs: Path) -> Path:
    folder = factory.mktemp("built")
    for name, content in build(macros, udfs).items():
        (folder / name).write_bytes(content)
    return folder
