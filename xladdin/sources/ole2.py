"""List the root streams of an older Office file (Compound File Binary). Layout: [MS-CFB]. Only the
directory is read; LibreOffice and calamine read the streams."""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER = 512
_ENTRY = 128
_LAST = 0xFFFFFFFA  # this and higher numbers end a chain


def root_streams(data: bytes) -> frozenset[str]:
    """Return the names of the streams and storages at the root; ValueError for a damaged file."""
    if len(data) < _HEADER or not data.startswith(MAGIC):
        raise ValueError("not a compound file")
    try:
        entries = list(_directory(data))
        return frozenset(_children(entries))
    except (struct.error, IndexError) as error:
        raise ValueError("damaged compound file") from error


def _directory(data: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Yield ``(name, left sibling, right sibling, child)`` of each directory entry."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("unknown sector size")
    sector: int = struct.unpack_from("<I", data, 48)[0]
    table = _sector_numbers(data, size)
    seen: set[int] = set()
    while sector < _LAST and sector not in seen:
        seen.add(sector)
        start = (sector + 1) * size
        for at in range(start, start + size, _ENTRY):
            length = struct.unpack_from("<H", data, at + 64)[0]
            name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<III", data, at + 68)
            yield name, left, right, child
        sector = _next(data, table, sector, size)


def _sector_numbers(data: bytes, size: int) -> list[int]:
    """Return the sectors of the allocation table: up to 109 in the header, the rest in a chain."""
    numbers = list(struct.unpack_from("<109I", data, 76))
    more: int = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while more < _LAST and more not in seen:
        seen.add(more)
        block = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        numbers.extend(block[:-1])
        more = block[-1]
    return [number for number in numbers if number < _LAST]


def _next(data: bytes, table: list[int], sector: int, size: int) -> int:
    block, place = divmod(sector, size // 4)
    following: int = struct.unpack_from("<I", data, (table[block] + 1) * size + 4 * place)[0]
    return following


def _children(entries: list[tuple[str, int, int, int]]) -> Iterator[str]:
    """Yield the names in the tree below the root entry, which is the first."""
    waiting, seen = [entries[0][3]], set()
    while waiting:
        number = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        name, left, right, _ = entries[number]
        yield name
        waiting += [left, right]
