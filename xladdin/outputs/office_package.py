"""Replace parts of an office package, and change XML parts in place, byte for byte."""

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

#: The date that Word itself gives to parts.
_NEVER = (1980, 1, 1, 0, 0, 0)
_KEPT = ("compress_type", "comment", "create_system", "external_attr", "internal_attr")
#: How many bytes of a part are copied at a time.
_PIECE = 1 << 20


def rewritten(
    data: bytes, package: Package, changed: Mapping[str, bytes], gone: Collection[str] = ()
) -> bytes:
    """Return ``data`` with the parts in ``changed`` replaced or added, without those named in ``gone``.

    ``package`` is the same data, opened and so known to be within bounds. ``gone`` holds lower-case
    names. All other parts keep their bytes, their order, dates and compression: the same input
    gives the same output. Raises InputError if a part that was not read so far is damaged.
    """
    left = {name.lower(): (name, content) for name, content in changed.items()}
    target = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped,
        ):
            # Of two parts with the same name the last one counts.
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
                # Piece by piece: its unpacked size is not known to be bounded.
                with source.open(info) as part, zipped.open(entry, "w") as copy:
                    shutil.copyfileobj(part, copy, _PIECE)
            for name, content in left.values():
                zipped.writestr(zipfile.ZipInfo(name, _NEVER), content, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        raise package.broken() from None
    return target.getvalue()


def serialised(root: Any) -> bytes:
    """Return a tree as the XML of a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _same(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return the entry for the new package: without sizes, checksum and offset in the old one."""
    entry = zipfile.ZipInfo(part_name(info.filename), info.date_time)
    for name in _KEPT:
        setattr(entry, name, getattr(info, name))
    return entry


#: The half-open range of bytes that an element takes.
Span = tuple[int, int]

_OTHER_ENCODINGS = (BOM_UTF16_LE, BOM_UTF16_BE)
_CELL_TYPE = pattern(rb"\s+t=(\"[^\"]*\"|'[^']*')")
_START_TAG = pattern(rb"<[^\s/>]++(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_NAME = pattern(rb"<([^\s/>]+)")


class AsWritten:
    """An XML part as a tree, with the position of each element in its bytes. lxml tells no offsets
    and expat makes no tree, but both meet the elements in the same order. Making one raises
    InputError if the part is damaged, or not in UTF-8 as all office programs write."""

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
        """Where each element's start tag begins, and its end tag."""
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
        """Return the start tag of an element, or its only tag."""
        match = _START_TAG.match(self.data, self._bounds[0][self._numbers[element]])
        assert match is not None  # expat found one there
        return match[0]

    def untyped_tag(self, cell: Any) -> bytes:
        """Return the start tag of a workbook's cell without the type of its value."""
        return _CELL_TYPE.sub(b"", self.start_tag(cell))

    def end_tag(self, element: Any) -> bytes:
        """Return the end tag that an element has, or would have."""
        match = _NAME.match(self.start_tag(element))
        assert match is not None
        return b"</%s>" % match[1]

    def beside(self, element: Any, name: str, text: str) -> bytes:
        """Return an element with this text in the one-letter vocabulary of ``element``: x:c → x:v."""
        tag = self.end_tag(element)[2:-2].decode() + name
        return f"<{tag}>{escape(text)}</{tag}>".encode()

    def span(self, element: Any) -> Span:
        """Return where the element stands, including its tags."""
        number, tag = self._numbers[element], self.start_tag(element)
        begin, end = (bounds[number] for bounds in self._bounds)
        if tag.endswith(b"/>"):
            return begin, begin + len(tag)
        return begin, self.data.index(b">", end) + 1

    def written(self, element: Any, changes: Mapping[Span, bytes] | None = None) -> bytes:
        """Return the bytes of an element, with ``changes`` made within it."""
        return self._between(*self.span(element), changes or {})

    def spliced(self, changes: Mapping[Span, bytes]) -> bytes:
        """Return the bytes of the part with ``changes`` made, none of which may overlap."""
        return self._between(0, len(self.data), changes)

    def _between(self, at: int, last: int, changes: Mapping[Span, bytes]) -> bytes:
        kept = []
        for (begin, end), content in sorted(changes.items()):
            kept += [self.data[at:begin], content]
            at = end
        return b"".join([*kept, self.data[at:last]])
