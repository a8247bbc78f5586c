"""A copy of a Word document without what runs by itself, leads elsewhere, or names its writers."""

from __future__ import annotations

from typing import Any

from lxml import etree

from xladdin.outputs.office_package import rewritten
from xladdin.sources.active import PARTS, active, fields, outer, texts
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "[content_types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = "macroenabled"
#: Elements that are nothing without what they refer to.
_EMPTY = frozenset(
    (W + name) for name in ("attachedTemplate", "subDoc", "altChunk", "control", "dataSource")
) | {"{urn:schemas-microsoft-com:office:office}OLEObject"}
_CORE, _PEOPLE = "docprops/core.xml", "word/people.xml"
_NAMES = (
    "{http://purl.org/dc/elements/1.1/}creator",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy",
)
_SOMEBODY = "作者"


def inert(
    data: bytes, name: str, keep: frozenset[str] = frozenset()
) -> tuple[bytes, tuple[str, ...]]:
    """The document without active content, and what was taken out, each in a word. ``keep`` are
    authors of comments whose names stay."""
    package = Package(data, name)
    found = active(package)
    changed = _without_names(package, keep)
    gone = {part for part in package.parts() for _, parts in PARTS if parts.fullmatch(part)}
    changed |= _without_active(package, gone, changed)
    return (rewritten(data, package, changed, gone) if changed or gone else data), found


def _without_active(package: Package, gone: set[str], before: dict[str, bytes]) -> dict[str, bytes]:
    trees = {part: _tree(package, part, before) for part in texts(package)}
    changed: dict[str, Any] = {}
    for part, root in trees.items():
        if _unlinked(root):
            changed[part] = root
    for rels in [part for part in package.parts() if part.endswith(".rels")]:
        owner = _owner(rels)
        relationships = package.tree(rels)
        lost = [*outer(relationships), *_to(relationships, owner, gone)]
        if not lost:
            continue
        for each in lost:
            each.getparent().remove(each)
        changed[rels] = relationships
        if owner in package and owner.endswith(".xml"):
            root = changed.get(owner)
            root = _tree(package, owner, before) if root is None else root
            _cut(root, {each.get("Id", "") for each in lost})
            changed[owner] = root
    if gone:
        changed[_TYPES] = _types(package.tree(_TYPES), gone)
    return {part: _xml(root) for part, root in changed.items()}


def _tree(package: Package, part: str, before: dict[str, bytes]) -> Any:
    return etree.fromstring(before[part]) if part in before else package.tree(part)


def _owner(rels: str) -> str:
    """The part whose relationships these are."""
    folder, _, leaf = rels.rpartition("_rels/")
    return folder + leaf.removesuffix(".rels")


def _to(relationships: Any, owner: str, gone: set[str]) -> list[Any]:
    folder = owner.rpartition("/")[0]
    return [
        each
        for each in relationships
        if each.get("TargetMode") != "External"
        and {
            each.get("Target", "").lstrip("/").lower(),
            f"{folder}/{each.get('Target', '').lower()}",
        }
        & gone
    ]


def _cut(root: Any, ids: set[str]) -> None:
    """Take away references to relationships that are gone, and elements that are nothing without."""
    for each in list(root.iter(etree.Element)):
        names = [
            name for name, value in each.attrib.items() if name.startswith(_R) and value in ids
        ]
        for name in names:
            del each.attrib[name]
        if names and each.tag in _EMPTY and each.getparent() is not None:
            each.getparent().remove(each)


def _unlinked(root: Any) -> bool:
    """Leave of active fields what they show; whether there were any."""
    found = [element for each in fields(root) for element in each]
    for each in found:
        parent = each.getparent()
        if parent is None:
            continue
        if each.tag == W + "fldSimple":
            for child in list(each):
                each.addprevious(child)
        parent.remove(each)
    return bool(found)


def _types(root: Any, gone: set[str]) -> Any:
    for each in list(root):
        if each.get("PartName", "").lstrip("/").lower() in gone:
            root.remove(each)
        elif _MACROS in each.get("ContentType", "").lower():
            each.set("ContentType", _MAIN)
    return root


def _without_names(package: Package, keep: frozenset[str]) -> dict[str, bytes]:
    """The parts that name people, without the names."""
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
            if each.get(W + "author", _SOMEBODY) not in keep | {_SOMEBODY}:
                each.set(W + "author", _SOMEBODY)
                each.attrib.pop(W + "initials", None)
                said = True
        if said:
            changed[part] = _xml(root)
    return changed


def _xml(root: Any) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
