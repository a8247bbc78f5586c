"""The floor: what it costs merely to parse the XML that checking has to read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

#: The XML that checking has to parse, so the least that it can cost.
PARTS = re.compile(r"word/document\.xml|xl/(sharedStrings|styles|worksheets/sheet\d+)\.xml")


def xml_parts(paths: Sequence[Path]) -> list[bytes]:
    """The unpacked PARTS of both files."""
    parts = []
    for path in paths:
        with zipfile.ZipFile(path) as package:
            parts += [package.read(name) for name in package.namelist() if PARTS.fullmatch(name)]
    return parts


def parse(parts: list[bytes]) -> None:
    """The floor: lxml builds the trees, from memory, and nothing is done with them."""
    from lxml import etree

    for part in parts:
        etree.fromstring(part)
