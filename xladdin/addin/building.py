"""Builds the add-in: ``macros/`` → ``xladdin.xlam``, byte for byte the same on every machine."""

from __future__ import annotations

from pathlib import Path

from xladdin.addin.functions import UDFS
from xladdin.addin.macros import MACROS, read_macros
from xladdin.addin.places import ADDIN_NAME
from xladdin.addin.vba import vba_project
from xladdin.addin.xlam import MAIN_TYPES, package


def build(macros: Path = MACROS, udfs: Path = UDFS) -> dict[str, bytes]:
    """The add-in and its twin by file name.

    The twin is the same as an ordinary workbook with macros, for programs that do not load add-ins:
    the tests. Raises InputError if the sources are missing, out of date or wrong.
    """
    sources = read_macros(macros, udfs)
    vba = vba_project(sources.modules)
    return {
        Path(ADDIN_NAME).with_suffix(ending).name: package(
            ending, vba, sources.ribbon, sources.rows
        )
        for ending in MAIN_TYPES
    }
