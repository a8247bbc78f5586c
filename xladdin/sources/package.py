"""Open Office packages (zip files of XML parts) within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from xladdin.errors import InputError
from xladdin.sources.bounds import bound
from xladdin.sources.office_xml import PARSER_OPTIONS, in_usual_names, is_strict

_MEGABYTE = 1 << 20
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """An opened package; ``name`` is what the user is shown of the file.

    Nothing is extracted to the disk and no outer relationship is followed. Every method raises
    InputError, one sentence, for what is damaged, too large or not permitted.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = bound("unpacked_megabytes") * _MEGABYTE
        self._strict = False
        most = bound("members")
        if _directory_size(data) > bound("directory_megabytes") * _MEGABYTE:
            raise self.too_large(f"内含的部件超过 {most} 个")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise self.broken() from None
        members = self._zip.infolist()
        if len(members) > most:
            raise self.too_large(f"内含的部件超过 {most} 个")
        self._members = {part_name(info.filename).lower(): info for info in members}

    def broken(self) -> InputError:
        """Return the error for a damaged package."""
        return InputError(
            f"「{self.name}」已损坏或不完整，请用 Word、Excel 或 WPS 打开后另存一份。"
        )

    def irregular(self, where: str) -> InputError:
        """Return the error for content that lenient programs accept and the standard does not."""
        return InputError(
            f"「{self.name}」的{where}里有不合规范的内容，请用 Excel 或 WPS 打开后另存一份再试。"
        )

    def too_large(self, what: str) -> InputError:
        """Return the error for a package in which ``what`` exceeds a bound."""
        return InputError(f"「{self.name}」{what}，超出了可处理的范围，请精简后另存一份再试。")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def parts(self) -> Iterator[str]:
        """Return the names of all parts, in lower case."""
        return iter(self._members)

    def size(self, part: str) -> int:
        """Return the size that the package states for a part: a hint, never to be relied upon."""
        info = self._members.get(part.lower())
        return info.file_size if info else 0

    def read(self, part: str) -> bytes:
        """Return the bytes of one part that is small enough to be held in memory."""
        with Bounded(self, self._open(part), bound("part_megabytes")) as stream:
            return stream.read()

    def stream(self, part: str, megabytes: int) -> Bounded:
        """Open one part as a file object that refuses to read beyond so many megabytes."""
        source = io.BytesIO(in_usual_names(self.read(part))) if self._strict else self._open(part)
        return Bounded(self, source, megabytes)

    def _open(self, part: str) -> IO[bytes]:
        info = self._members.get(part.lower())
        if info is None:
            raise self.broken()
        if info.flag_bits & 1:
            raise InputError(f"「{self.name}」设有密码，请去掉密码后另存一份再试。")
        try:
            return self._zip.open(info)
        except _BROKEN:
            raise self.broken() from None

    def take(self, count: int) -> None:
        """Count ``count`` unpacked bytes against the bound."""
        self._left -= count
        if self._left < 0:
            raise self.too_large(f"解压后超过 {bound('unpacked_megabytes')} MB")

    def tree(self, part: str) -> Any:
        """Return the root element of an XML part. A DOCTYPE is refused: no office program writes one."""
        data = self.read(part)
        if is_strict(data):
            self._strict = True
            data = in_usual_names(data)
        try:
            root = etree.fromstring(data, etree.XMLParser(**PARSER_OPTIONS))
        except (etree.LxmlError, ValueError):
            raise self.broken() from None
        self.refuse_doctype(root)
        return root

    def refuse_doctype(self, root: Any) -> None:
        """Raise InputError for a part that declares a document type."""
        if root.getroottree().docinfo.doctype:
            raise InputError(
                f"「{self.name}」含有办公软件不会写入的外部定义（DOCTYPE），为安全起见没有读取，"
                "请用 Word、Excel 或 WPS 打开后另存一份。"
            )

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return ``{id: (type, part name)}`` of the inner relationships of ``part`` ("" for the package)."""
        folder, _, leaf = part.rpartition("/")
        prefix = f"{folder}/" if folder else ""
        rels = f"{prefix}_rels/{leaf}.rels"
        found: dict[str, tuple[str, str]] = {}
        if rels not in self:
            return found
        for entry in self.tree(rels).iter(_RELATIONSHIP):
            if entry.get("TargetMode") != "External":
                kind = entry.get("Type", "").rpartition("/")[2]
                found[entry.get("Id", "")] = kind, _resolved(prefix, entry.get("Target", ""))
        return found

    def main_part(self) -> str:
        """Return the name of the part that holds the document or the workbook."""
        for kind, target in self.relationships("").values():
            if kind == "officeDocument" and target in self:
                return target
        for usual in ("word/document.xml", "xl/workbook.xml"):
            if usual in self:
                return usual
        raise self.broken()


class Bounded:
    """A part being read; it counts the bytes really unpacked, whatever the directory states."""

    def __init__(self, package: Package, source: IO[bytes], megabytes: int) -> None:
        self._package, self._source, self._megabytes = package, source, megabytes
        self._read = self._held = 0

    def read(self, size: int = -1) -> bytes:
        """Read like a file; InputError if too much was read in all, or since the last ``progress``."""
        most = self._megabytes * _MEGABYTE
        left = most - self._read + 1
        try:
            data = self._source.read(left if size < 0 else min(size, left))
        except _BROKEN:
            raise self._package.broken() from None
        self._package.take(len(data))
        self._read += len(data)
        self._held += len(data)
        if self._read > most:
            raise self._package.too_large(f"有部件解压后超过 {self._megabytes} MB")
        if self._held > bound("part_megabytes") * _MEGABYTE:
            raise self._package.too_large(f"有一处内容解压后超过 {bound('part_megabytes')} MB")
        return data

    def progress(self) -> None:
        """Declare that what was read so far is no longer held in memory."""
        self._held = 0

    def __enter__(self) -> Bounded:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()


def refuse_swollen(data: bytes, name: str) -> None:
    """Unpack every XML part once, holding none of it; InputError if one exceeds its bound. Call it
    before a library gets the package that holds all parts in memory."""
    package = Package(data, name)
    for part in package.parts():
        if part.endswith((".xml", ".rels", ".vml")):
            sheet = part.startswith("xl/worksheets/")
            most = bound("sheet_megabytes" if sheet else "part_megabytes")
            with package.stream(part, most) as stream:
                while stream.read(_MEGABYTE):
                    stream.progress()


def part_name(member: str) -> str:
    """Return the part's name for a member of the zip file: some packers write backslashes, or a slash
    or dot before it."""
    return member.replace("\\", "/").removeprefix("./").lstrip("/")


def _directory_size(data: bytes) -> int:
    """Return the stated length of the zip directory, before zipfile builds it up."""
    end = data.rfind(b"PK\5\6", -65_557)
    return int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0


def _resolved(prefix: str, target: str) -> str:
    """Return a relationship's target as the name of a part."""
    path = target.replace("\\", "/")
    path = path if path.startswith("/") else prefix + path
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
