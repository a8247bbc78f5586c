"""Cut the pictures of a document to what is seen of them, and leave out those that cannot be cleansed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from lxml import etree

from xladdin.publishing.pictures import WHOLE, Crop, bare, tells
from xladdin.publishing.private import OMITTED
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_BLIP, _CROP, _EXTENSIONS = _A + "blip", _A + "srcRect", _A + "extLst"
_VML = "{urn:schemas-microsoft-com:vml}imagedata"
_SIDES = {_BLIP: ("l", "t", "r", "b"), _VML: ("cropleft", "croptop", "cropright", "cropbottom")}
_PARAGRAPH, _TEXT = W + "p", W + "t"
_HOLDERS = (W + "drawing", W + "pict", W + "object")
_MARK, _LONGEST = "（图片略）", 16
#: Kinds of relationships that have no effect unless an element refers to them.
_REFERRED = frozenset(("image", "hyperlink", "header", "footer", "chart"))


def redrawn(
    package: Package, trees: Mapping[str, Any]
) -> tuple[dict[str, bytes | None], Counter[str]]:
    """Return the rewritten pictures of a document's parts, given as trees, and counts of what was
    removed. A picture is None if it is left out; the trees then have a mark in its place."""
    made: dict[str, bytes | None] = {}
    removed: Counter[str] = Counter()
    for root in trees.values():
        for blip in root.iter(_BLIP):  # may hold the picture before its effects
            for each in blip.findall(_EXTENSIONS):
                blip.remove(each)
    for part, uses in _uses(package, trees).items():
        crops = [_crop(each) for each in uses]
        seen = Crop(*map(min, zip(*crops, strict=True)))
        data = package.read(part)
        made[part] = picture = bare(data, seen)
        if picture is None:
            removed.update({_leave_out(each) for each in uses})
            continue
        removed["图片里的拍摄信息等"] += tells(data)
        removed["图片裁掉的部分"] += seen != WHOLE
        for each, crop in zip(uses, crops, strict=True):
            _set_crop(each, crop, seen)
    return made, removed


def reached(package: Package, trees: Mapping[str, Any], main: str) -> set[str]:
    """Return the parts that a document refers to, directly or through other parts."""
    seen, left = set(), [main]
    while left:
        part = left.pop()
        if part in seen:
            continue
        seen.add(part)
        ids = references(trees[part]) if part in trees else set()
        for number, (kind, target) in package.relationships(part).items() if part in trees else ():
            if kind not in _REFERRED or number in ids:
                left.append(target.lower())
    return seen


def references(root: Any) -> set[str]:
    """Return all attribute values of a part, any of which may be the id of a relationship."""
    return {value for each in root.iter(etree.Element) for value in each.attrib.values()}


def _uses(package: Package, trees: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the elements that show each picture."""
    found: dict[str, list[Any]] = defaultdict(list)
    for part, root in trees.items():
        pictures = {number: target.lower() for number, (kind, target) in package.relationships(part).items()
                    if kind == "image" and target in package}  # fmt: skip
        for each in root.iter(etree.Element) if pictures else ():
            for value in dict.fromkeys(each.attrib.values()):
                if value in pictures:
                    found[pictures[value]].append(each)
    return found


def _cropping(use: Any) -> Any:
    """Return the element with the cropping of a picture; None if it has none."""
    return use.getparent().find(_CROP) if use.tag == _BLIP else use


def _crop(use: Any) -> Crop:
    """Return how a picture is cut where it is shown; one enlarged beyond its edges is whole."""
    element = _cropping(use)
    if use.tag not in _SIDES or element is None:
        return WHOLE
    return Crop(*(_share(element.get(side, "0")) for side in _SIDES[use.tag]))


def _share(said: str) -> float:
    """Parse a share of 0 to 1: 25000 or 25% in DrawingML, 16384f or .25 in VML; 0 if invalid."""
    whole = {"f": 65_536, "%": 100}.get(said[-1:], 1 if "." in said else 100_000)
    try:
        share = float(said.rstrip("f%")) / whole
    except ValueError:
        return 0.0
    return share if 0 < share < 1 else 0.0


def _set_crop(use: Any, crop: Crop, seen: Crop) -> None:
    """Set what is still to cut off a picture that was rewritten cut."""
    if seen == WHOLE:
        return
    width, height = 1 - seen.left - seen.right, 1 - seen.top - seen.bottom
    element = _cropping(use)
    for side, own, cut, size in zip(_SIDES[use.tag], crop, seen, (width, height) * 2, strict=True):
        rest = (own - cut) / size
        element.attrib.pop(side, None)
        if rest > 0:
            element.set(side, str(round(rest * 100_000)) if use.tag == _BLIP else f"{rest:.5f}")


def _leave_out(use: Any) -> str:
    """Remove a picture, leaving a mark; return the Chinese words for what was removed from where."""
    said = f"整张去掉的图片（读不了或清不干净，原在{place_of(use)}）"
    holder = next(use.iterancestors(*_HOLDERS), use)
    holder = next(holder.iterancestors(_ALTERNATIVES), holder)
    around = holder.getparent()
    if around is not None and around.tag == W + "r":
        mark = etree.Element(_TEXT)
        mark.text = _MARK
        around.replace(holder, mark)
    return said


def place_of(use: Any) -> str:
    """Return, in Chinese, the text in or before which an element stands, to say where it is."""
    for each in (
        *use.iterancestors(_PARAGRAPH),
        *reversed(use.xpath("preceding::*[local-name()='p']")),
    ):
        text = "".join(said.text or "" for said in each.iter(_TEXT)).strip()
        if text not in ("", _MARK, OMITTED):
            return f"“{text[:_LONGEST]}”处"
    return "开头"
