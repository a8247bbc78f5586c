"""Whether letters stand out from what is behind them."""

from __future__ import annotations

from xladdin.patterns import pattern

#: A colour: its red, green and blue, or by name where only its document's theme knows it.
Colour = tuple[int, int, int] | str
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
#: Letters of less points, and lines of less height, can't be read.
LEAST_POINTS = 2
#: Colours that differ less in red, green and blue are one to the eye.
_LEAST = 17
_RGB = pattern(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def colour_of(said: str | None) -> Colour | None:
    """The colour of RRGGBB or AARRGGBB; None for anything else."""
    found = _RGB.fullmatch(said or "")
    if found is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def alike(letters: Colour | None, ground: Colour | None) -> bool:
    """Whether two colours look the same; one that is not known looks like none."""
    if letters is None or ground is None:
        return False
    if isinstance(letters, str) or isinstance(ground, str):
        return letters == ground
    return all(abs(a - b) < _LEAST for a, b in zip(letters, ground, strict=True))
