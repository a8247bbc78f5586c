"""Read the program's data: TOML files beside the code that uses them, compiled for a quick start.

``python3 install/dev.py build`` compiles them. A compiled table is used only while its TOML is the
same, so an edited TOML file takes effect at once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

_ROOT = Path(__file__).parent
COMPILED = _ROOT / "toml_data.json"


class _Compiled(msgspec.Struct, frozen=True, array_like=True):
    """A table as JSON, and the checksum of its TOML."""

    crc: int
    table: msgspec.Raw


@cache
def table(path: str) -> dict[str, Any]:
    """Return the data of a TOML file; ``path`` is below the package. Raises FileNotFoundError."""
    written = (_ROOT / path).read_bytes()
    compiled = _compiled().get(path)
    if compiled is None or compiled.crc != crc32(written):
        return _parsed(written)
    return msgspec.json.decode(compiled.table, type=dict[str, Any])


@cache
def within(folder: str) -> tuple[str, ...]:
    """Return the paths of a folder's TOML files, sorted."""
    return tuple(f"{folder}/{path.name}" for path in sorted((_ROOT / folder).glob("*.toml")))


def compiled() -> bytes:
    """Return all tables as one JSON text, one table a line."""
    files = {path.relative_to(_ROOT).as_posix(): path for path in _ROOT.rglob("*.toml")}
    lines = []
    for name, path in sorted(files.items()):
        written = path.read_bytes()
        pair = _Compiled(crc32(written), msgspec.Raw(msgspec.json.encode(_parsed(written))))
        lines.append(msgspec.json.encode(name) + b":" + msgspec.json.encode(pair))
    return b"{" + b",\n".join(lines) + b"}\n"


@cache
def _compiled() -> dict[str, _Compiled]:
    return msgspec.json.decode(COMPILED.read_bytes(), type=dict[str, _Compiled])


def _parsed(written: bytes) -> dict[str, Any]:
    import tomllib  # most runs do without

    return tomllib.loads(written.decode())
