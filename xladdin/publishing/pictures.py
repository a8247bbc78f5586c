"""Pictures without what cameras and programs write into them: place, time, person, device."""

from __future__ import annotations

from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
#: Chunks of a PNG that say something of it rather than show it.
_SAID = frozenset((b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"))
#: Segments of a JPEG without any length, those that say something, and where its picture begins.
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))
_TOLD = frozenset((*range(0xE1, 0xEE), 0xEF, 0xFE))
_SCAN = 0xDA
#: Of these only the profile of the colours is part of the picture.
_COLOURS = b"ICC_PROFILE"


def bare(data: bytes) -> bytes:
    """The picture without its metadata; as it is where it is neither JPEG nor PNG, or damaged."""
    try:
        if data.startswith(_PNG):
            return _PNG + b"".join(_chunks(data))
        if data.startswith(b"\xff\xd8"):
            return b"\xff\xd8" + b"".join(_segments(data))
    except (IndexError, ValueError):
        pass
    return data


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if len(kind) < 4 or end > len(data):
            raise ValueError
        if kind not in _SAID:
            yield data[at:end]
        at = end
        if kind == b"IEND":
            return  # what is behind it is no picture


def _segments(data: bytes) -> Iterator[bytes]:
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise ValueError
        kind = data[at + 1]
        if kind == _SCAN:
            yield data[at : data.rindex(b"\xff\xd9") + 2]
            return
        length = 0 if kind in _BARE else int.from_bytes(data[at + 2 : at + 4])
        end = at + 2 + length
        if end > len(data) or (length < 2 and kind not in _BARE):
            raise ValueError
        segment = data[at:end]
        if kind not in _TOLD or segment[4:].startswith(_COLOURS):
            yield segment
        at = end
