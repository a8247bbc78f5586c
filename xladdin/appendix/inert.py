"""Copy a Word document without active content, links to outside, or the names of its writers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from posixpath import join, normpath
from typing import Any

from lxml import etree

from xladdin.outputs.office_package import rewritten, serialised
from xladdin.sources.active import PARTS, active, fields, is_active, leads_away, outer, texts
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "[content_types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = "macroenabled"
#: Elements that mean nothing without the part that they refer to.
_EMPTY = frozenset(
    (W + name)
    for name in (
        "attachedTemplate",
        "subDoc",
        "altChunk",
        "control",
        "dataSource",
        "printerSettings",
    )
) | {
    "{urn:schemas-microsoft-com:office:office}OLEObject",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}externalData",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}userShapes",
}
_VML = "{urn:schemas-microsoft-com:vml}*"
_LED = ("href", "src", "{urn:schemas-microsoft-com:office:office}href")
_CORE, _PEOPLE = "docprops/core.xml", "word/people.xml"
_NAMES = (
    "{http://purl.org/dc/elements/1.1/}creator",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy",
)
_SOMEBODY = "作者"


def inert(data: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the document without active content, and the Chinese words for what was removed."""
    package = Package(data, name)
    found = active(package)
    changed = _without_names(package)
    gone = {part for part in package.parts() for _, parts in PARTS if parts.fullmatch(part)}
    for part, root in _texts(package, changed):
        if unlinked(root, lambda said: is_active(said) or leads_away(said)) | _undrawn(root):
            changed[part] = serialised(root)
    changed |= without_parts(package, gone, changed)
    return (rewritten(data, package, changed, gone) if changed or gone else data), found


def without_parts(
    package: Package,
    gone: set[str],
    changed: dict[str, bytes],
    leads_out: Callable[[str, Any], Iterable[Any]] = lambda _, relationships: outer(relationships),
) -> dict[str, bytes]:
    """Return the parts to rewrite when the parts ``gone`` are left out: relationships, the elements
    that use them, and the content types. ``leads_out`` finds the relationships of a part to remove
    besides; ``changed`` are parts rewritten before."""
    made: dict[str, bytes] = {}
    for rels in [part for part in package.parts() if part.endswith(".rels") and part not in gone]:
        owner = owner_of(rels)
        relationships = package.tree(rels)
        lost = [*leads_out(owner, relationships), *_to(relationships, owner, gone)]
        if not lost:
            continue
        for each in lost:
            if each.getparent() is not None:
                relationships.remove(each)
        made[rels] = serialised(relationships)
        if owner in package and owner.endswith(".xml"):
            root = _tree(package, owner, changed)
            _cut(root, {each.get("Id", "") for each in lost})
            made[owner] = serialised(root)
    if gone:
        made[_TYPES] = serialised(_types(package.tree(_TYPES), gone))
    return made


def _texts(package: Package, before: dict[str, bytes]) -> list[tuple[str, Any]]:
    return [(part, _tree(package, part, before)) for part in texts(package)]


def _tree(package: Package, part: str, before: dict[str, bytes]) -> Any:
    return etree.fromstring(before[part]) if part in before else package.tree(part)


def owner_of(rels: str) -> str:
    """Return the part that owns these relationships; empty for the package."""
    folder, _, leaf = rels.rpartition("_rels/")
    return folder + leaf.removesuffix(".rels")


def _to(relationships: Any, owner: str, gone: set[str]) -> list[Any]:
    """Return the relationships to parts that are gone."""
    folder = f"/{owner.rpartition('/')[0]}"
    return [
        each
        for each in relationships
        if each.get("TargetMode") != "External"
        and normpath(join(folder, each.get("Target", "").lower())).lstrip("/") in gone
    ]


def _cut(root: Any, ids: set[str]) -> None:
    """Remove references to relationships that are gone, and elements that mean nothing without them."""
    for each in list(root.iter(etree.Element)):
        names = [
            name for name, value in each.attrib.items() if name.startswith(_R) and value in ids
        ]
        for name in names:
            del each.attrib[name]
        if names and each.tag in _EMPTY and each.getparent() is not None:
            each.getparent().remove(each)


def unlinked(root: Any, meant: Callable[[str], bool] = is_active) -> bool:
    """Replace fields whose instruction is ``meant`` by their text; return whether there were any."""
    found = [element for each in fields(root, meant) for element in each]
    for each in found:
        parent = each.getparent()
        if parent is None:
            continue
        if each.tag == W + "fldSimple":
            for child in list(each):
                each.addprevious(child)
        parent.remove(each)
    return bool(found)


def _undrawn(root: Any) -> bool:
    """Remove links and sources from VML drawings; return whether there were any."""
    found = [(each, name) for each in root.iter(_VML) for name in _LED if name in each.attrib]
    for each, name in found:
        del each.attrib[name]
    return bool(found)


def _types(root: Any, gone: set[str]) -> Any:
    for each in list(root):
        if each.get("PartName", "").lstrip("/").lower() in gone:
            root.remove(each)
        elif _MACROS in each.get("ContentType", "").lower():
            each.set("ContentType", _MAIN)
    return root


def _without_names(package: Package) -> dict[str, bytes]:
    """Return the parts that name people, without the names."""
    changed = {}
    for part in [part for part in (_CORE, _PEOPLE, *texts(package)) if part in package]:
        root, said = package.tree(part), False
        if part == _PEOPLE:
            said = len(root) > 0
            root[:] = []
        for each in root.iter(*_NAMES):
            said |= bool(each.text)
            each.text = None
        for each in root.iter(etree.Element):
            if each.get(W + "author", _SOMEBODY) != _SOMEBODY:
                each.set(W + "author", _SOMEBODY)
                each.attrib.pop(W + "initials", None)
                said = True
        if said:
            changed[part] = serialised(root)
    return changed
