"""Judge whether letters stand out from their background."""

from __future__ import annotations

from xladdin.patterns import pattern

#: Red, green and blue, or a name that only the document's theme resolves.
Colour = tuple[int, int, int] | str
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
#: Letters and lines with fewer points cannot be read.
LEAST_POINTS = 2
#: Colours with smaller differences in red, green and blue look the same.
_LEAST = 17
_RGB = pattern(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def colour_of(said: str | None) -> Colour | None:
    """Parse RRGGBB or AARRGGBB; None for anything else."""
    found = _RGB.fullmatch(said or "")
    if found is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def alike(letters: Colour | None, ground: Colour | None) -> bool:
    """Return whether two colours look the same; an unknown one never does."""
    if letters is None or ground is None:
        return False
    if isinstance(letters, str) or isinstance(ground, str):
        return letters == ground
    return all(abs(a - b) < _LEAST for a, b in zip(letters, ground, strict=True))
