"""What of a Word document's text is not meant to be read: hidden, struck out, or a note's number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from xladdin.errors import InputError
from xladdin.sources.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE, _STYLE, _ID, _TYPE = W + "val", W + "style", W + "styleId", W + "type"
_VANISH, _STRIKES = W + "vanish", (W + "strike", W + "dstrike")
_RAISED, _POSITION = W + "vertAlign", W + "position"
_RUN_FORMAT, _RUN_STYLE, _PARAGRAPH_STYLE = W + "rPr", W + "rStyle", W + "pStyle"
_OFF = frozenset({"0", "false", "off"})
#: Elements that tell of a run that it may not be read as it stands.
TELLING = (_VANISH, *_STRIKES, _RAISED, _POSITION)
_NAMED = (_RUN_STYLE, _PARAGRAPH_STYLE)


class Look(NamedTuple):
    """How a run looks; None where nothing is said of it."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None


class Looks:
    """The looks of a document's runs, by its styles and by what is set directly."""

    def __init__(self, styles: Any = None) -> None:
        found = {each.get(_ID): each for each in styles.iter(_STYLE)} if styles is not None else {}
        by_id = {name: _of_style(name, found) for name in found}
        self._styles = {name: look for name, look in by_id.items() if any(look)}

    def telling(self, root: Any) -> Iterable[Any]:
        """The elements of a document that say something of how text looks."""
        yield from root.iter(*TELLING)
        if self._styles:
            yield from (each for each in root.iter(*_NAMED) if each.get(_VALUE) in self._styles)

    def of(self, run: Any) -> Look:
        """The look of a ``w:r``. Of what two styles say alike, one takes back the other."""
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
    """The looks by the styles of a document; by none where its styles cannot be read."""
    part = next(
        (part for kind, part in package.relationships(main).values() if kind == "styles"), ""
    )
    try:
        return Looks(package.tree(part) if part in package else None)
    except InputError:
        return Looks()


def _of_style(name: str, styles: dict[str, Any], depth: int = 0) -> Look:
    """What a style says, or the style that it is based on."""
    style = styles.get(name)
    if style is None or depth > len(styles):
        return Look()
    properties = style.find(_RUN_FORMAT)
    own = Look() if properties is None else _direct(properties)
    base = style.find(W + "basedOn")
    if base is None or None not in own:
        return own
    above = _of_style(base.get(_VALUE, ""), styles, depth + 1)
    return Look(
        *(mine if mine is not None else theirs for mine, theirs in zip(own, above, strict=True))
    )


def _direct(properties: Any) -> Look:
    struck = [said for tag in _STRIKES if (said := switch(properties, tag)) is not None]
    return Look(switch(properties, _VANISH), any(struck) if struck else None, _raised(properties))


def switch(properties: Any, tag: str) -> bool | None:
    """Whether properties say yes or no to something; None where they don't say."""
    mark = properties.find(tag)
    return None if mark is None else mark.get(_VALUE) not in _OFF


def _raised(properties: Any) -> bool | None:
    aligned, position = properties.find(_RAISED), properties.find(_POSITION)
    if aligned is not None:
        return bool(aligned.get(_VALUE) == "superscript")
    try:
        # Half points: less than three shift a character, no note's number.
        return None if position is None else int(position.get(_VALUE, "0")) >= 6
    except ValueError:
        return None
