"""Windows' metafiles, EMF and WMF, of the records that draw alone: without what says who made them with
which program, and without what programs note in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from xladdin.publishing.private import private

_EMF, _WMF, _PLACED = b"\x01\0\0\0", (b"\x01\0\x09\0", b"\x02\0\x09\0"), b"\xd7\xcd\xc6\x9a"
_PLACE_SIZE, _WMF_HEADER_SIZE, _EMF_HEADER_SIZE = 22, 18, 88
#: Records of an EMF that draw, or set how is drawn. Not among them: notes (70), profiles of colours, which
#: name files (99-101, 112, 113, 121, 122), and what is meant for a device (102-107, 110, 119).
_DRAWING = frozenset((*range(2, 70), *range(71, 99), 108, 109, 111, 114, 115, 116, 118, 120))
_NOTE, _EOF, _TEXT_A, _TEXT_W, _SMALL_TEXT = 70, 14, 83, 84, 108
#: In a WMF whatever does not draw is an escape.
_ESCAPE, _WMF_TEXT, _WMF_PLACED_TEXT = 0x0626, 0x0521, 0x0A32


class _Record(NamedTuple):
    kind: int
    data: bytes


def is_metafile(data: bytes) -> bool:
    """Whether a picture is one, by how it begins."""
    return (data[:4] == _EMF and data[40:44] == b" EMF") or data[:4] in (*_WMF, _PLACED)


def redrawn(data: bytes) -> bytes | None:
    """The metafile of what is drawn; None for one that is damaged, that draws by a program's notes alone,
    or in which private words are written."""
    try:
        made, texts = (_emf if data[:4] == _EMF else _wmf)(data)
    except (struct.error, ValueError, IndexError):
        return None
    return None if private("，".join(texts)) else made


def _emf(data: bytes) -> tuple[bytes, list[str]]:
    records = [*_emf_records(data)]
    head, drawing = records[0].data, [each for each in records[1:] if each.kind in _DRAWING]
    for each in records:
        # The newer way of drawing is kept in notes; either the older one stands beside it, or it is alone.
        if each.kind == _NOTE and each.data[12:18] == b"EMF+\x01\x40" and not each.data[18] & 1:
            raise ValueError
    size = _EMF_HEADER_SIZE + sum(len(each.data) for each in drawing)
    made = bytearray(head[:_EMF_HEADER_SIZE])
    struct.pack_into("<I", made, 4, _EMF_HEADER_SIZE)
    struct.pack_into("<II", made, 48, size, 1 + len(drawing))
    struct.pack_into("<II", made, 60, 0, 0)  # the description: how long, and where
    return bytes(made) + b"".join(each.data for each in drawing), [*_emf_texts(drawing)]


def _emf_records(data: bytes) -> Iterator[_Record]:
    at, kind = 0, 0
    while kind != _EOF:
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or at + size > len(data) or (at == 0 and size < _EMF_HEADER_SIZE):
            raise ValueError
        yield _Record(kind, data[at : at + size])
        at += size


def _emf_texts(records: list[_Record]) -> Iterator[str]:
    for kind, data in records:
        if kind in (_TEXT_A, _TEXT_W):
            count, start = struct.unpack_from("<II", data, 44)
            wide = kind == _TEXT_W
        elif kind == _SMALL_TEXT:
            count, options = struct.unpack_from("<II", data, 16)
            start, wide = (36 if options & 0x100 else 52), not options & 0x200
        else:
            continue
        said = data[start : start + count * (2 if wide else 1)]
        yield said.decode("utf-16-le" if wide else "gb18030", "replace")


def _wmf(data: bytes) -> tuple[bytes, list[str]]:
    start = _PLACE_SIZE if data[:4] == _PLACED else 0
    head = bytearray(data[start : start + _WMF_HEADER_SIZE])
    if head[:4] not in _WMF:
        raise ValueError
    drawing = [each for each in _wmf_records(data, start + len(head)) if each.kind != _ESCAPE]
    size = len(head) + sum(len(each.data) for each in drawing)
    struct.pack_into("<I", head, 6, size // 2)
    struct.pack_into("<I", head, 12, max(len(each.data) for each in drawing) // 2)
    made = data[:start] + bytes(head) + b"".join(each.data for each in drawing)
    return made, [*_wmf_texts(drawing)]


def _wmf_records(data: bytes, at: int) -> Iterator[_Record]:
    kind = -1
    while kind:
        words, kind = struct.unpack_from("<IH", data, at)
        if words < 3 or at + 2 * words > len(data):
            raise ValueError
        yield _Record(kind, data[at : at + 2 * words])
        at += 2 * words


def _wmf_texts(records: list[_Record]) -> Iterator[str]:
    for kind, data in records:
        if kind == _WMF_TEXT:
            (count,), start = struct.unpack_from("<H", data, 6), 8
        elif kind == _WMF_PLACED_TEXT:
            count, options = struct.unpack_from("<HH", data, 10)
            start = 22 if options & 6 else 14
        else:
            continue
        yield data[start : start + count].decode("gb18030", "replace")
