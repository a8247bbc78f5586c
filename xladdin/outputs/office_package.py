"""An office package with some of its parts replaced."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from lxml import etree

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
