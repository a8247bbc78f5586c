"""Rewrite a picture with only what it shows: its pixels, or the records that draw it. What cameras
and programs store beside them (place, time, person, device, thumbnail, earlier picture) is lost."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from PIL import Image
from PIL.JpegImagePlugin import get_sampling

from xladdin.publishing.private import private

_EMF, _WMF, _PLACED = b"\x01\0\0\0", (b"\x01\0\x09\0", b"\x02\0\x09\0"), b"\xd7\xcd\xc6\x9a"
_PLACE_SIZE, _WMF_HEADER_SIZE, _EMF_HEADER_SIZE = 22, 18, 88
#: Types of EMF records that draw, or set how to draw. Not among them: comments (70), colour
#: profiles, which name files (99-101, 112, 113, 121, 122), and records for a device (102-107, 110,
#: 119).
_DRAWING = frozenset((*range(2, 70), *range(71, 99), 108, 109, 111, 114, 115, 116, 118, 120))
_NOTE, _EOF, _TEXT_A, _TEXT_W, _SMALL_TEXT = 70, 14, 83, 84, 108
#: The WMF record of everything that does not draw, and those of texts.
_ESCAPE, _WMF_TEXT, _WMF_PLACED_TEXT = 0x0626, 0x0521, 0x0A32


class _Record(NamedTuple):
    kind: int
    data: bytes


def is_metafile(data: bytes) -> bool:
    """Return whether a picture begins as a metafile."""
    return (data[:4] == _EMF and data[40:44] == b" EMF") or data[:4] in (*_WMF, _PLACED)


def redrawn(data: bytes) -> bytes | None:
    """Return the metafile with only its drawing records; None if it is damaged, draws only by
    comments of a program, or contains private words."""
    try:
        made, texts = (_rewritten_emf if data[:4] == _EMF else _rewritten_wmf)(data)
    except (struct.error, ValueError, IndexError):
        return None
    return None if private("，".join(texts)) else made


def _rewritten_emf(data: bytes) -> tuple[bytes, list[str]]:
    records = [*_emf_records(data)]
    head, drawing = records[0].data, [each for each in records[1:] if each.kind in _DRAWING]
    for each in records:
        # EMF+ drawings are kept in comments, either beside the older records or alone.
        if each.kind == _NOTE and each.data[12:18] == b"EMF+\x01\x40" and not each.data[18] & 1:
            raise ValueError
    size = _EMF_HEADER_SIZE + sum(len(each.data) for each in drawing)
    made = bytearray(head[:_EMF_HEADER_SIZE])
    struct.pack_into("<I", made, 4, _EMF_HEADER_SIZE)
    struct.pack_into("<II", made, 48, size, 1 + len(drawing))
    struct.pack_into("<II", made, 60, 0, 0)  # the length and offset of the description
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


def _rewritten_wmf(data: bytes) -> tuple[bytes, list[str]]:
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


_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
#: Properties of a picture in Pillow: those that change how its pixels look, and those of its storage.
_SHOWN = frozenset(("transparency",))
_STORED = _SHOWN | {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "adobe", "adobe_transform", "progressive",
    "progression", "version", "background", "compression", "dpi", "resolution", "duration", "loop", "timestamp",
}  # fmt: skip
_SEGMENTS = frozenset(("APP0", "APP14"))
_TAGS = frozenset((*range(256, 263), 273, *range(277, 280), 282, 283, 284, 296, 317, 320, 338, 339))


class Crop(NamedTuple):
    """The parts cut off at each side, as shares of the picture's width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


WHOLE = Crop()


def bare(data: bytes, crop: Crop = WHOLE) -> bytes | None:
    """Return a picture's first frame without the parts that are cut off. None if it is of an
    unknown kind, is damaged, contains private words, or cannot be cut."""
    if is_metafile(data):
        return redrawn(data) if crop == WHOLE else None
    try:
        with _opened(data) as image:
            image.load()
            shown = image.crop(_box(crop, *image.size))
            shown = _without_erased(shown)
            shown.info = {key: value for key, value in image.info.items() if key in _SHOWN}
            return _saved(shown, image)
    except Exception:  # Pillow's parsers raise many kinds of errors
        return None


def tells(data: bytes) -> bool:
    """Return whether a picture holds more than it shows, or cannot be read."""
    if is_metafile(data):
        return redrawn(data) != data
    try:
        with _opened(data) as image:
            return bool(
                image.info.keys() - _STORED
                or {name for name, _ in getattr(image, "applist", ())} - _SEGMENTS
                or {*getattr(image, "tag_v2", ())} - _TAGS
                or getattr(image, "n_frames", 1) > 1
            )
    except Exception:
        return True


def _without_erased(shown: Image.Image) -> Image.Image:
    """Return the picture without the colours of transparent places."""
    if "A" not in shown.getbands():
        return shown
    opaque = shown.getchannel("A").point(lambda value: 255 if value else 0)
    return Image.composite(shown, Image.new(shown.mode, shown.size), opaque)


def _opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data), formats=_FORMATS)


def _box(crop: Crop, width: int, height: int) -> tuple[int, int, int, int]:
    return (
        math.floor(crop.left * width), math.floor(crop.top * height),
        math.ceil((1 - crop.right) * width), math.ceil((1 - crop.bottom) * height),
    )  # fmt: skip


def _saved(shown: Image.Image, image: Any) -> bytes:
    """Return a picture in the format of another one, in the same quality."""
    kind = "JPEG" if image.format == "MPO" else image.format
    options: dict[str, Any] = {}
    if kind == "JPEG":
        options = {"qtables": image.quantization, "subsampling": get_sampling(image)}
    elif kind == "TIFF":
        options = {"compression": "tiff_lzw"}
    elif kind == "WEBP":
        options = {"quality": 95}
    target = io.BytesIO()
    shown.save(target, kind, **options)
    return target.getvalue()
