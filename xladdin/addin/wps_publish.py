"""WPS's list of a user's add-ins, ``publish.xml``: our entry goes in, and out again; others' stay.

    <jsplugins>
      <jsplugin name="xladdin" type="et" url="xladdin_0.1.0" version="0.1.0" enable="enable_dev" install="null"/>
    </jsplugins>

``url`` is a folder beside the file, which WPS wants to be called NAME_VERSION.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from xladdin import __version__

FILE = "publish.xml"
NAME = "xladdin"
FOLDER = f"{NAME}_{__version__}"
_ROOT = "jsplugins"
_OURS = {
    "name": NAME,
    "type": "et",
    "url": FOLDER,
    "version": __version__,
    "enable": "enable_dev",
    "install": "null",
    "customDomain": "",
}


class Unreadable(Exception):
    """The file is no list of add-ins."""


def entered(content: bytes) -> bytes:
    """The list with our entry as the last, in the place of earlier ones. Raises Unreadable."""
    root = _read(content)
    for entry in [*_ours(root)]:
        root.remove(entry)
    ElementTree.SubElement(root, "jsplugin", _OURS)
    return _written(root)


def taken_out(content: bytes) -> bytes | None:
    """The list without our entry; None if nothing is left, and the content itself if it was not in.
    Raises Unreadable."""
    root = _read(content)
    ours = [*_ours(root)]
    for entry in ours:
        root.remove(entry)
    if not ours:
        return content
    return _written(root) if len(root) or root.attrib else None


def has_entry(content: bytes) -> bool:
    """Whether WPS will load this version of ours, as far as the list says. Raises Unreadable."""
    return [dict(entry.attrib) for entry in _ours(_read(content))] == [_OURS]


def _read(content: bytes) -> ElementTree.Element:
    """The list; an empty one where the file is empty, as WPS's own tools may leave it."""
    if not content.strip():
        return ElementTree.Element(_ROOT)
    builder = ElementTree.TreeBuilder(insert_comments=True)
    try:
        root = ElementTree.fromstring(content, ElementTree.XMLParser(target=builder))
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable from error
    if root.tag != _ROOT:
        raise Unreadable
    return root


def _ours(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return (entry for entry in root if entry.get("name") == NAME)


def _written(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
