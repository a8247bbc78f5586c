"""Add comments to a Word document, and remove them again."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from xladdin.errors import InputError
from xladdin.outputs.office_package import rewritten, serialised
from xladdin.outputs.printable import one_line
from xladdin.outputs.remarks import Remark
from xladdin.outputs.word_marks import END, ID, REFERENCE, RUN, START, mark
from xladdin.outputs.word_places import Places
from xladdin.patterns import pattern
from xladdin.sources.docx_looks import Looks, looks_of
from xladdin.sources.docx_text import W
from xladdin.sources.office_xml import is_strict
from xladdin.sources.package import Package, refuse_swollen

AUTHOR = "绩效自评校验"
INITIALS = "校验"
#: The most comment ranges in a file that Word opens ([MS-OI29500] 2.1.315).
_MOST = 32_767
_COMMENT = W + "comment"
_SEAL = pattern(rb"<!--xladdin:([0-9a-f]{64})-->")
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
#: The paragraph layout of comments; the document's own may be indented and large.
_LAYOUT = (
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
)
_SIZE = '<w:sz w:val="20"/><w:szCs w:val="20"/>'


class Annotated(NamedTuple):
    """The bytes of a copy, and how many comments were added."""

    data: bytes
    comments: int


def annotated(data: bytes, name: str, remarks: Sequence[Remark], when: datetime) -> Annotated:
    """Return the document with a comment for each remark, numbered in the order of the text.

    Only the main part and the comments change and, if there were no comments, what declares them;
    other parts keep their bytes. ``name`` is the file name shown to the user. Raises InputError if
    the document cannot be annotated.
    """
    package = Package(data, name)
    main = package.main_part()
    root = package.tree(main)
    if is_strict(package.read(main)):
        raise InputError(
            f"「{name}」存成了“Strict Open XML”格式，不能加批注，请在 Word 里另存为普通的 .docx。"
        )
    comments_part, comments = _comments(package, main)
    marks = (*root.iter(START, END, REFERENCE), *comments.iter(_COMMENT))
    numbers = _free({*map(_number, marks)}, len(remarks))
    order = _placed(root, looks_of(package, main), remarks, numbers, name)
    for number, remark in zip(numbers, order, strict=False):
        comments.append(_comment(remark, number, when))
    document = serialised(root)
    changed = {main: document, comments_part: _sealed(serialised(comments), document)}
    if comments_part not in package:
        changed |= _announced(package, main, comments_part)
    refuse_swollen(data, name)
    return Annotated(rewritten(data, package, changed), len(order))


def is_untouched(data: bytes, name: str) -> bool:
    """Tell whether ``annotated`` wrote a file and nobody has edited it since: an editor drops the
    seal or changes the text that it covers."""
    try:
        package = Package(data, name)
        main = package.main_part()
        kinds = package.relationships(main).values()
        sealed = [_SEAL.search(package.read(part)) for kind, part in kinds if kind == "comments"]
        digest = sha256(package.read(main)).hexdigest().encode()
    except InputError:
        return False
    return any(seal and seal[1] == digest for seal in sealed)


def _free(taken: set[int], count: int) -> list[int]:
    """Return ``count`` ascending free numbers: after the ``taken`` ones, or in gaps if those reach
    Word's limit."""
    behind = 1 + max(taken, default=-1)
    room = range(behind, _MOST) if behind + count <= _MOST else range(_MOST)
    return list(islice((number for number in room if number not in taken), count))


def _placed(
    root: Any, looks: Looks, remarks: Sequence[Remark], numbers: Sequence[int], name: str
) -> list[Remark]:
    """Mark the places of the remarks, and return the remarks in the order of their marks."""
    places = Places(root, looks)
    remark_of = dict(zip(numbers, remarks, strict=False))
    for number, remark in remark_of.items():
        place = remark.at and places.find(remark.at.location, remark.at.text)
        place = place or places.beginning()
        if place is None:
            raise InputError(f"「{name}」里没有段落，不能加批注。")
        mark(place, number)
    found = [number for each in root.iter(START) if (number := _number(each)) in remark_of]
    renumbered = {str(old): str(new) for old, new in zip(found, numbers, strict=False)}
    for each in root.iter(START, END, REFERENCE):
        each.set(ID, renumbered.get(each.get(ID), each.get(ID)))
    return [remark_of[number] for number in found]


def _number(element: Any) -> int:
    try:
        return int(element.get(ID, ""))
    except ValueError:
        return -1


def _comments(package: Package, main: str) -> tuple[str, Any]:
    """Return the name and the root of the comments part, a new one if there is none."""
    related = package.relationships(main).values()
    found = (part for kind, part in related if kind == "comments" and part in package)
    folder = main.rpartition("/")[0]
    names = (f"{folder}/comments{number or ''}.xml".lstrip("/") for number in range(10_000))
    part = next(found, "") or next(name for name in names if name not in package)
    if part in package and package.size(part):  # some program declared comments and wrote none
        return part, package.tree(part)
    return part, etree.Element(W + "comments", nsmap={"w": W[1:-1]})


def stamp(when: datetime) -> str:
    """Return a time as Word writes it: the local time, called UTC."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _comment(remark: Remark, number: int, when: datetime) -> Any:
    date = stamp(when)
    lines = (_line(line, heading=not index) for index, line in enumerate(remark.lines))
    return etree.fromstring(
        f'<w:comment xmlns:w="{W[1:-1]}" w:id="{number}" w:author="{AUTHOR}" w:date="{date}" '
        f'w:initials="{INITIALS}">{"".join(lines)}</w:comment>'
    )


def _line(text: str, *, heading: bool) -> str:
    reference = "<w:r><w:annotationRef/></w:r>" if heading else ""
    properties = f"<w:rPr>{'<w:b/>' if heading else ''}{_SIZE}</w:rPr>"
    run = f"<w:r>{properties}<w:t>{escape(one_line(text).strip())}</w:t></w:r>"
    return f"<w:p>{_LAYOUT}{reference}{run}</w:p>"


def _announced(package: Package, main: str, part: str) -> dict[str, bytes]:
    """Return the relationships of the main part and the content types, with the comments declared."""
    folder, _, leaf = main.rpartition("/")
    rels = f"{folder}/_rels/{leaf}.rels".lstrip("/")
    related = (
        package.tree(rels)
        if rels in package
        else etree.Element(f"{{{_RELATED}}}Relationships", nsmap={None: _RELATED})
    )
    taken = {entry.get("Id") for entry in related}
    free = next(name for number in range(1, 100_000) if (name := f"rId{number}") not in taken)
    etree.SubElement(
        related, f"{{{_RELATED}}}Relationship", Id=free, Type=_KIND, Target=part.rpartition("/")[2]
    )
    types = package.tree("[Content_Types].xml")
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=_TYPE)
    return {rels: serialised(related), "[Content_Types].xml": serialised(types)}


def _sealed(comments: bytes, document: bytes) -> bytes:
    return comments + b"<!--xladdin:%s-->" % sha256(document).hexdigest().encode()


_AUTHOR = W + "author"
_INSERTED, _DELETED = W + "ins", W + "del"


class Unmarked(NamedTuple):
    """The bytes, and how many of our comments were removed and how many of our revisions accepted."""

    data: bytes
    comments: int
    revisions: int


def unmarked(data: bytes, name: str) -> Unmarked:
    """Return the document as its writers left it; the same bytes if nothing in it is ours."""
    document = _Document(data, name)
    numbers = document.take_comments(document.ours)
    return document.made(numbers, _accept(document.root))


def answered(data: bytes, name: str) -> Unmarked:
    """Return the document without those of our comments whose figure one of our revisions changes.
    The revisions stay."""
    document = _Document(data, name)
    return document.made(document.take_comments(_around_changes(document.root, document.ours)), 0)


class _Document:
    """The main part of a document; ``ours`` are the numbers of our comments."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._package = data, Package(data, name)
        self._main = self._package.main_part()
        self.root = self._package.tree(self._main)
        related = self._package.relationships(self._main).values()
        parts = [p for kind, p in related if kind == "comments" and p in self._package]
        self._comments = {p: self._package.tree(p) for p in parts if self._package.size(p)}
        self.ours = {
            comment.get(ID)
            for part in self._comments.values()
            for comment in part.iter(_COMMENT)
            if comment.get(_AUTHOR) == AUTHOR
        }

    def take_comments(self, numbers: Container[str]) -> int:
        """Remove comments and return how many there were."""
        found = [
            each
            for part in self._comments.values()
            for each in part.iter(_COMMENT)
            if each.get(ID) in numbers
        ]
        for comment in found:
            comment.getparent().remove(comment)
        _take_marks(self.root, numbers)
        return len(found)

    def made(self, comments: int, revisions: int) -> Unmarked:
        """Return the document as it is now."""
        if not comments and not revisions:
            return Unmarked(self._data, 0, 0)
        changed = {self._main: self.root} | (self._comments if comments else {})
        made = {part: serialised(each) for part, each in changed.items()}
        return Unmarked(rewritten(self._data, self._package, made), comments, revisions)


def _around_changes(root: Any, ours: Container[str]) -> set[str]:
    """Return the numbers of our comments around one of our revisions."""
    around: set[str] = set()
    found: set[str] = set()
    for each in root.iter(START, END, _INSERTED, _DELETED):
        if each.tag == START:
            around |= {each.get(ID)} if each.get(ID) in ours else set()
        elif each.tag == END:
            around.discard(each.get(ID))
        elif each.get(_AUTHOR) == AUTHOR:
            found |= around
    return found


def _take_marks(root: Any, numbers: Container[str]) -> None:
    for each in [each for each in root.iter(START, END, REFERENCE) if each.get(ID) in numbers]:
        parent = each.getparent()
        parent.remove(each)
        if each.tag == REFERENCE and parent.tag == RUN and not _says_anything(parent):
            parent.getparent().remove(parent)


def _says_anything(run: Any) -> bool:
    return any(child.tag != W + "rPr" for child in run)


def _accept(root: Any) -> int:
    """Accept our revisions, keeping insertions and dropping deletions; return the number of insertions."""
    ours = [each for each in root.iter(_INSERTED, _DELETED) if each.get(_AUTHOR) == AUTHOR]
    for each in ours:
        parent = each.getparent()
        if each.tag == _INSERTED:
            for run in list(each):
                each.addprevious(run)
        parent.remove(each)
    return sum(each.tag == _INSERTED for each in ours)
