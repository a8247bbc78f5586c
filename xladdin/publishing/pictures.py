"""A picture anew, of what it shows alone: its pixels, or the records that draw it. What cameras and programs
write beside them (place, time, person, device, a smaller or an earlier picture) is in neither."""

from __future__ import annotations

import io
import math
import warnings
from typing import Any, NamedTuple

from PIL import Image
from PIL.JpegImagePlugin import get_sampling

from xladdin.publishing.metafiles import is_metafile, redrawn

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
#: What Pillow tells of a picture: how its pixels are shown, and how they are stored.
_SHOWN = frozenset(("transparency",))
_STORED = _SHOWN | {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "adobe", "adobe_transform", "progressive",
    "progression", "version", "background", "compression", "dpi", "resolution", "duration", "loop", "timestamp",
}  # fmt: skip
_SEGMENTS = frozenset(("APP0", "APP14"))
_TAGS = frozenset((*range(256, 263), 273, *range(277, 280), 282, 283, 284, 296, 317, 320, 338, 339))


class Crop(NamedTuple):
    """How much is cut off at each side, as shares of the picture's width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


WHOLE = Crop()


def bare(data: bytes, crop: Crop = WHOLE) -> bytes | None:
    """What is shown of a picture: its first frame without what is cut off. None for what is no picture of
    a known kind, is damaged, draws private words, or cannot be cut."""
    if is_metafile(data):
        return redrawn(data) if crop == WHOLE else None
    try:
        with _opened(data) as image:
            image.load()
            shown = image.crop(_box(crop, *image.size))
            shown = _without_erased(shown)
            shown.info = {key: value for key, value in image.info.items() if key in _SHOWN}
            return _saved(shown, image)
    except Exception:  # whatever its many parsers stumble over
        return None


def tells(data: bytes) -> bool:
    """Whether a picture holds more than it shows, or something that could not be read."""
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
    """Without what lies below the places that were made transparent."""
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
    """A picture in the kind that another one is of, as finely."""
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
