"""Decide which text of a Word document is legible, by its colours, its size and its line's height."""

from __future__ import annotations

from typing import Any, NamedTuple

from xladdin.sources.contrast import BLACK, LEAST_POINTS, WHITE, Colour, alike, colour_of
from xladdin.sources.docx_looks import Looks, looks_of
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

_WORD = "{http://schemas.microsoft.com/office/word/2010/wordml}"
#: The least height of a row or a line, in twentieths of a point; the least size of letters, in half
#: points, and their least width, in percent.
LOWEST, _SMALLEST, _NARROWEST = 20 * LEAST_POINTS, 2 * LEAST_POINTS, 10
#: The elements that may define the background of a letter.
_LAYERS = tuple(W + name for name in ("p", "tc", "tr", "tbl"))
_FORMATS = tuple(W + name for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr", "tblPrEx"))
_STYLES = tuple(W + name for name in ("rStyle", "pStyle", "tblStyle"))
_THEME = {"background1": WHITE, "light1": WHITE, "text1": BLACK, "dark1": BLACK}
_MARKERS = {
    "black": BLACK, "white": WHITE, "red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0), "magenta": (255, 0, 255), "cyan": (0, 255, 255), "darkRed": (128, 0, 0),
    "darkGreen": (0, 128, 0), "darkBlue": (0, 0, 128), "darkYellow": (128, 128, 0), "darkGray": (128, 128, 128),
    "darkMagenta": (128, 0, 128), "darkCyan": (0, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
#: A colour that is not known: of a pattern, a theme, or a table style.
_UNKNOWN = "unknown"


class Ink(NamedTuple):
    """What properties define, None if nothing; the colour ``auto`` is black, or white on dark shading."""

    colour: Colour | None = None
    marked: Colour | None = None
    shaded: Colour | None = None
    tiny: bool | None = None


class Sight:
    """The looks of a document's styles, to tell which text is legible."""

    def __init__(self, looks: Looks, styles: Any = None) -> None:
        self.looks = looks
        found = (
            {each.get(W + "styleId"): each for each in styles.iter(W + "style")}
            if styles is not None
            else {}
        )
        self._styles = {name: _ink_of_style(name, found) for name in found}

    def is_unreadable(self, run: Any) -> bool:
        """Return whether a ``w:r`` is illegible."""
        paragraph = next(run.iterancestors(W + "p"), None)
        inks = [
            ink
            for element in (run, *run.iterancestors(*_LAYERS))
            for properties in element.iterchildren(*_FORMATS)
            for ink in (_ink(properties), *self._named(properties))
        ]
        letters = inks if paragraph is None else [
            ink
            for properties in (run.find(W + "rPr"), paragraph.find(W + "pPr")) if properties is not None
            for ink in ([_ink(properties)] if properties.tag == W + "rPr" else []) + self._named(properties)
        ]  # fmt: skip
        if _first(ink.tiny for ink in letters) or _is_flat(paragraph) or _is_see_through(run):
            return True
        colour = _first(ink.colour for ink in letters) or "auto"
        marked = _first(ink.marked for ink in letters)
        shaded = _first(ink.shaded for ink in inks)
        if marked is not None:
            return alike(BLACK if colour == "auto" else colour, marked)
        if shaded is None:
            within = next(run.iterancestors(W + "txbxContent"), None) is not None
            shaded = _UNKNOWN if within else WHITE
        return colour not in ("auto", _UNKNOWN) and alike(colour, shaded)

    def _named(self, properties: Any) -> list[Ink]:
        names = (each.get(W + "val", "") for each in properties.iterchildren(*_STYLES))
        return [self._styles[name] for name in names if name in self._styles]


def sight_of(package: Package) -> Sight:
    """Return the looks of a document's styles. Raises InputError if they cannot be read."""
    main = package.main_part()
    parts = [part for kind, part in package.relationships(main).values() if kind == "styles"]
    part = next((each for each in parts if each in package), None)
    return Sight(looks_of(package, main), None if part is None else package.tree(part))


def _ink_of_style(name: str, styles: dict[Any, Any], depth: int = 0) -> Ink:
    """Return what a style and those that it is based on define. The shading of a table's
    conditional formats counts as unknown."""
    style = styles.get(name)
    if style is None or depth > len(styles):
        return Ink()
    own = Ink()
    for properties in style.iter(*_FORMATS):
        said = _ink(properties)
        conditional = properties.getparent().tag == W + "tblStylePr"
        if conditional:
            said = Ink(shaded=_UNKNOWN if said.shaded is not None else None)
        own = _laid_over(said if conditional else own, own if conditional else said)
    base = style.find(W + "basedOn")
    return (
        own
        if base is None
        else _laid_over(own, _ink_of_style(base.get(W + "val", ""), styles, depth + 1))
    )


def _laid_over(upper: Ink, lower: Ink) -> Ink:
    return Ink._make(a if a is not None else b for a, b in zip(upper, lower, strict=True))


def _ink(properties: Any) -> Ink:
    """Return what some properties define themselves."""
    size, width = properties.find(W + "sz"), properties.find(W + "w")
    highlight, shading = properties.find(W + "highlight"), properties.find(W + "shd")
    return Ink(
        _filled(properties) or _colour(properties.find(W + "color")),
        None if highlight is None else _MARKERS.get(highlight.get(W + "val", "")),
        None if shading is None else _shade(shading),
        None if size is None and width is None else (
            (size is not None and number(size.get(W + "val")) < _SMALLEST)
            or (width is not None and number(width.get(W + "val", "").rstrip("%")) < _NARROWEST)
        ),
    )  # fmt: skip


def _colour(element: Any) -> Colour | None:
    if element is None:
        return None
    said = colour_of(element.get(W + "val"))
    theme = element.get(W + "themeColor")
    if theme is None or (said is not None and _is_tinted(element)):
        return said or "auto"
    return _THEME.get(theme) or said or _UNKNOWN


def _is_tinted(element: Any) -> bool:
    return element.get(W + "themeShade") is not None or element.get(W + "themeTint") is not None


def _filled(properties: Any) -> Colour | None:
    """Return the fill colour of letters that are filled like a drawing; None without such a fill."""
    fill = properties.find(f"{_WORD}textFill/{_WORD}solidFill")
    for each in () if fill is None else fill:
        said = each.get(_WORD + "val", "")
        known = {"bg1": WHITE, "lt1": WHITE, "tx1": BLACK, "dk1": BLACK}.get(said)
        return colour_of(said) or (_UNKNOWN if len(each) else known or _UNKNOWN)
    return None


def _is_see_through(run: Any) -> bool:
    """Return whether letters have neither fill nor outline."""
    properties = run.find(W + "rPr")
    return (
        properties is not None
        and properties.find(f"{_WORD}textFill/{_WORD}noFill") is not None
        and properties.find(f"{_WORD}textOutline/{_WORD}solidFill") is None
    )


def _shade(shading: Any) -> Colour | None:
    """Return the colour of a shading; None if it leaves the background as it is."""
    if shading.get(W + "val", "clear") == "solid":
        return (
            _UNKNOWN
            if shading.get(W + "themeColor")
            else colour_of(shading.get(W + "color")) or _UNKNOWN
        )
    if shading.get(W + "val") not in ("clear", "nil", None):
        return _UNKNOWN
    fill = colour_of(shading.get(W + "fill"))
    return _UNKNOWN if fill is None and shading.get(W + "themeFill") else fill


def _is_flat(paragraph: Any) -> bool:
    spacing = None if paragraph is None else paragraph.find(f"{W}pPr/{W}spacing")
    return (
        spacing is not None
        and spacing.get(W + "lineRule") == "exact"
        and number(spacing.get(W + "line")) < LOWEST
    )


def _first(said: Any) -> Any:
    return next((each for each in said if each is not None), None)


def number(said: str | None) -> float:
    """Parse a number of Word's; infinity if it is missing or no number."""
    try:
        return float(said or "")
    except ValueError:
        return float("inf")
