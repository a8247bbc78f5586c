"""An office package with some of its parts replaced; an XML part changed in place: what is not replaced keeps
its bytes."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from array import array
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from lxml import etree

from xladdin.errors import InputError
from xladdin.patterns import pattern
from xladdin.sources.package import Package, part_name

#: The time that Word itself writes for its parts.
_NEVER = (1980, 1, 1, 0, 0, 0)
_KEPT = ("compress_type", "comment", "create_system", "external_attr", "internal_attr")
#: So much of a part is held at a time.
_PIECE = 1 << 20


def rewritten(
    data: bytes, package: Package, changed: Mapping[str, bytes], gone: Collection[str] = ()
) -> bytes:
    """``data`` with these parts instead of its own, new ones behind the others, and without the
    parts ``gone``, which are named in lower case.

    ``package`` is the same data, opened and so found to be within bounds. All other parts keep
    their bytes, all parts their order, dates and compression: the same input gives the same
    output. Raises InputError where a part that nobody has read so far is damaged.
    """
    left = {name.lower(): (name, content) for name, content in changed.items()}
    target = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped,
        ):
            # Of two parts with one name the last one counts.
            for info in {info.filename: info for info in source.infolist()}.values():
                package.take(info.file_size)
                name = part_name(info.filename).lower()
                if name in gone:
                    continue
                if name in left:
                    zipped.writestr(_same(info), left.pop(name)[1])
                    continue
                entry = _same(info)
                entry.file_size = info.file_size
                # Piece by piece: nobody has said how large it is once unpacked.
                with source.open(info) as part, zipped.open(entry, "w") as copy:
                    shutil.copyfileobj(part, copy, _PIECE)
            for name, content in left.values():
                zipped.writestr(zipfile.ZipInfo(name, _NEVER), content, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        raise package.broken() from None
    return target.getvalue()


def serialised(root: Any) -> bytes:
    """A part of a package from its tree."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _same(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry of a part for the new package: without sizes, checksum and place in the old one."""
    entry = zipfile.ZipInfo(part_name(info.filename), info.date_time)
    for name in _KEPT:
        setattr(entry, name, getattr(info, name))
    return entry


#: From where to where in the bytes.
Span = tuple[int, int]

_OTHER_ENCODINGS = (BOM_UTF16_LE, BOM_UTF16_BE)
_START_TAG = pattern(rb"<[^\s/>]++(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_NAME = pattern(rb"<([^\s/>]+)")


class AsWritten:
    """A part with its tree, and where each element of the tree is written in its bytes.

    lxml tells no offsets and expat makes no tree, but both meet the elements in the same order.
    Raises InputError for a part that is damaged, or not in UTF-8 as all office programs write it.
    """

    def __init__(self, package: Package, part: str) -> None:
        self.root = package.tree(part)
        self.data = package.read(part)
        declared = self.root.getroottree().docinfo.encoding or "UTF-8"
        if declared.upper() not in ("UTF-8", "ASCII") or self.data.startswith(_OTHER_ENCODINGS):
            raise InputError(
                f"「{package.name}」不是按 UTF-8 编码保存的，不能写副本，请用 Word、Excel 或 WPS 另存一份再试。"
            )

    @cached_property
    def _numbers(self) -> dict[Any, int]:
        return {element: number for number, element in enumerate(self.root.iter("*"))}

    @cached_property
    def _bounds(self) -> tuple[array[int], array[int]]:
        """Where each element's start tag begins, and where its end tag does."""
        begins, ends, opened = array("Q"), array("Q"), array("Q")
        parser = expat.ParserCreate()

        def start(*_: object) -> None:
            opened.append(len(begins))
            begins.append(parser.CurrentByteIndex)
            ends.append(0)

        def end(_: object) -> None:
            ends[opened.pop()] = parser.CurrentByteIndex

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.Parse(self.data, True)
        return begins, ends

    def start_tag(self, element: Any) -> bytes:
        """The start tag of an element, or its only tag."""
        match = _START_TAG.match(self.data, self._bounds[0][self._numbers[element]])
        assert match is not None  # expat has found one there
        return match[0]

    def end_tag(self, element: Any) -> bytes:
        """The end tag that an element has, or would have."""
        match = _NAME.match(self.start_tag(element))
        assert match is not None
        return b"</%s>" % match[1]

    def beside(self, element: Any, name: str, text: str) -> bytes:
        """An element with this text, in the vocabulary of another of a single letter: x:c → x:v."""
        tag = self.end_tag(element)[2:-2].decode() + name
        return f"<{tag}>{escape(text)}</{tag}>".encode()

    def span(self, element: Any) -> Span:
        """Where the element is written, its tags among it."""
        number, tag = self._numbers[element], self.start_tag(element)
        begin, end = (bounds[number] for bounds in self._bounds)
        if tag.endswith(b"/>"):
            return begin, begin + len(tag)
        return begin, self.data.index(b">", end) + 1

    def written(self, element: Any, changes: Mapping[Span, bytes] | None = None) -> bytes:
        """The bytes of an element, with others in these places in it."""
        return self._between(*self.span(element), changes or {})

    def spliced(self, changes: Mapping[Span, bytes]) -> bytes:
        """The part with other bytes in these places, none of which overlap."""
        return self._between(0, len(self.data), changes)

    def _between(self, at: int, last: int, changes: Mapping[Span, bytes]) -> bytes:
        kept = []
        for (begin, end), content in sorted(changes.items()):
            kept += [self.data[at:begin], content]
            at = end
        return b"".join([*kept, self.data[at:last]])
