"""Tell which text of a Word document is not to be read: hidden, struck out, or a note's number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from xladdin.errors import InputError
from xladdin.sources.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE, _STYLE, _ID, _TYPE = W + "val", W + "style", W + "styleId", W + "type"
_VANISH, _STRIKES = W + "vanish", (W + "strike", W + "dstrike")
_RAISED, _POSITION = W + "vertAlign", W + "position"
_RUN_FORMAT, _RUN_STYLE, _PARAGRAPH_STYLE = W + "rPr", W + "rStyle", W + "pStyle"
_BASE = W + "basedOn"
_OFF = frozenset({"0", "false", "off"})
#: Elements that change how a run is read.
TELLING = (_VANISH, *_STRIKES, _RAISED, _POSITION)
_NAMED = (_RUN_STYLE, _PARAGRAPH_STYLE)


class Look(NamedTuple):
    """How a run looks; None where nothing is said."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None


class Looks:
    """The looks of a document's runs, from its styles and from direct formatting."""

    def __init__(self, styles: Any = None) -> None:
        self._styles = _by_style(styles) if styles is not None else {}

    def telling(self, root: Any) -> Iterable[Any]:
        """Yield the elements of a document that change how text looks."""
        yield from root.iter(*TELLING)
        if self._styles:
            yield from (each for each in root.iter(*_NAMED) if each.get(_VALUE) in self._styles)

    def of(self, run: Any) -> Look:
        """Return the look of a ``w:r``. Two styles that both say hidden or struck cancel each other."""
        properties = run.find(_RUN_FORMAT)
        direct = Look() if properties is None else _direct(properties)
        if not self._styles:
            return direct
        inline = self._named(properties, _RUN_STYLE)
        paragraph = next(run.iterancestors(W + "p"), None)
        whole = self._named(
            None if paragraph is None else paragraph.find(W + "pPr"), _PARAGRAPH_STYLE
        )
        return Look(
            bool(inline.hidden) != bool(whole.hidden) if direct.hidden is None else direct.hidden,
            bool(inline.struck) != bool(whole.struck) if direct.struck is None else direct.struck,
            next((each for each in (direct.raised, inline.raised, whole.raised) if each is not None), None),
        )  # fmt: skip

    def _named(self, properties: Any, kind: str) -> Look:
        named = None if properties is None else properties.find(kind)
        return Look() if named is None else self._styles.get(named.get(_VALUE), Look())


def looks_of(package: Package, main: str) -> Looks:
    """Return the looks by a document's styles; none if the styles cannot be read."""
    part = next(
        (part for kind, part in package.relationships(main).values() if kind == "styles"), ""
    )
    try:
        return Looks(package.tree(part) if part in package else None)
    except InputError:
        return Looks()


def _by_style(styles: Any) -> dict[str, Look]:
    """Return the look of each style that says something, or is based on one that does."""
    every = {each.get(_ID): each for each in styles.iter(_STYLE)}
    telling = {mark.getparent() for mark in styles.iter(*TELLING)}
    own = {
        name: _direct(properties)
        for name, style in every.items()
        if (properties := style.find(_RUN_FORMAT)) in telling
    }
    if not own:
        return {}
    bases = {name: style.find(_BASE) for name, style in every.items()}
    above = {name: base.get(_VALUE) for name, base in bases.items() if base is not None}
    looks = {name: _inherited(name, own, above) for name in every}
    return {name: look for name, look in looks.items() if any(look)}


def _inherited(name: str, own: Mapping[str, Look], above: Mapping[str, str]) -> Look:
    """Return the look of a style, completed by the styles it is based on, nearest first."""
    look, seen = own.get(name, Look()), {name}
    while None in look and (name := above.get(name, "")) and name not in seen:
        seen.add(name)
        theirs = own.get(name, Look())
        look = Look(*(b if a is None else a for a, b in zip(look, theirs, strict=True)))
    return look


def _direct(properties: Any) -> Look:
    struck = [said for tag in _STRIKES if (said := switch(properties, tag)) is not None]
    return Look(switch(properties, _VANISH), any(struck) if struck else None, _raised(properties))


def switch(properties: Any, tag: str) -> bool | None:
    """Return whether properties turn something on or off; None if they do not say."""
    mark = properties.find(tag)
    return None if mark is None else mark.get(_VALUE) not in _OFF


def _raised(properties: Any) -> bool | None:
    aligned, position = properties.find(_RAISED), properties.find(_POSITION)
    if aligned is not None:
        return bool(aligned.get(_VALUE) == "superscript")
    try:
        # Half points: less than three points shift a character, but make no note's number.
        return None if position is None else int(position.get(_VALUE, "0")) >= 6
    except ValueError:
        return None
