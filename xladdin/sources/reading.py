"""Read one file as a Source, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from xladdin.errors import InputError
from xladdin.model.grid import Block, Grid, Paragraph, Source
from xladdin.sources.bounds import bound
from xladdin.sources.identify import EXTENSIONS, extension, identify, named_kind
from xladdin.text.cleaning import legible

#: The Chinese names of formats that no office extension names.
_CALLED = {"html": "网页", "xml": " XML 表格（2003）"}


class Content(NamedTuple):
    """What a file holds, as a Source has it."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    helpers: tuple[Grid, ...] = ()


def read(path: Path, name: str | None = None) -> Source:
    """Read the file as a Source, by its content rather than its name.

    ``name`` is what the user is shown, by default the file's own name. ``Source.kind`` is the extension
    if it fits the content, else the usual one for the content. Raises InputError, one sentence with the
    remedy, for whatever cannot be read.
    """
    shown = printable(path.name if name is None else name)
    return source_of(file_bytes(path, shown), path.name, shown)


def source_of(data: bytes, file: str, name: str | None = None) -> Source:
    """Do the same as ``read`` for the contents of a file that is called ``file``."""
    shown = file if name is None else name
    family = identify(data, shown)
    blocks, notes, helpers = _content(data, family, shown)
    kind, named = family, extension(file)
    if named in EXTENSIONS[family]:
        kind = named
    elif named_kind(file) is not None:
        called = _CALLED.get(family, f" .{family} 格式")
        notes = (f"扩展名是 .{named}，内容其实是{called}，已按内容读取。", *notes)
    digest = hashlib.sha256(data).hexdigest()
    return Source(shown, kind, digest, legible_blocks(blocks), notes, helpers)


def legible_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Replace the radicals that PDF converters write by the characters they look like."""
    return tuple(_legible(block) for block in blocks)


def _legible(block: Block) -> Block:
    if isinstance(block, Paragraph):
        text = legible(block.text)
        return block if text == block.text else replace(block, text=text)
    cells = tuple(
        cell if (text := legible(cell.text)) == cell.text else replace(cell, text=text)
        for cell in block.cells
    )
    return replace(block, cells=cells) if cells != block.cells else block


def printable(name: str) -> str:
    """Return ``name`` on one line, with ? for what a screen cannot show."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def file_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of the file, read once; InputError if they cannot be had."""
    most = bound("file_megabytes") << 20
    try:
        if path.is_dir():
            raise InputError(f"「{name}」是文件夹，请选择其中的文件。")
        if path.exists() and not path.is_file():
            raise InputError(f"「{name}」不是普通文件，无法读取，请选择 Word 或 Excel 文件。")
        with path.open("rb") as file:
            # Not simply one more than the bound: Python would allocate all of that at once.
            data = file.read(min(path.stat().st_size, most) + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise not_found(path, name) from None
    except PermissionError:
        raise InputError(
            f"「{name}」没有读取权限，或正被其他程序占用，请关闭占用它的程序后再试。"
        ) from None
    except OSError:
        raise InputError(f"「{name}」读取失败，请把它复制到本机硬盘后再试。") from None
    if len(data) > most:
        raise InputError(
            f"「{name}」超过 {bound('file_megabytes')} MB，请删去其中的图片等内容后再试。"
        )
    return data


def not_found(path: Path, name: str) -> InputError:
    """Return the error for a missing path, shown as ``name``, with a similar name beside it."""
    return InputError(f"找不到「{name}」，请检查路径是否正确、文件是否已被移动{nearest(path)}。")


def nearest(path: Path) -> str:
    """Return the end of a sentence with the most similar name beside a missing path, or empty."""
    try:
        beside = [each.name for each in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    like = get_close_matches(path.name, [name for name in beside if name != path.name], 1)
    return f"；名称相近的有「{printable(like[0])}」" if like else ""


def _content(data: bytes, family: str, name: str) -> Content:
    """Read by the reader for the kind; each is imported only when a file needs it."""
    if family == "docx":
        return _docx(data, name)
    if family == "xlsx":
        return _xlsx(data, name)
    if family == "txt":
        from xladdin.sources.dump import read_dump

        return Content(*read_dump(data, name))
    if family == "html":
        from xladdin.sources.webpage import read_webpage

        return Content(*read_webpage(data, name))
    if family == "xml":
        from xladdin.sources.spreadsheet_xml import read_spreadsheet_xml

        return Content(*read_spreadsheet_xml(data, name))
    if family == "xls":
        return _xls(data, name)
    if family in ("xlsb", "ods"):
        return _converted(data, family, "xlsx", name)
    return _converted(data, family, "docx", name)


def _docx(data: bytes, name: str) -> Content:
    from xladdin.sources.docx import read_docx
    from xladdin.sources.package import Package

    return Content(*read_docx(Package(data, name)))


def _xlsx(data: bytes, name: str) -> Content:
    from xladdin.sources.package import Package
    from xladdin.sources.workbook import read_xlsx

    return Content(*read_xlsx(Package(data, name)))


def _xls(data: bytes, name: str) -> Content:
    """Read an xls converted, for its number formats, or directly if that is impossible."""
    try:
        return _converted(data, "xls", "xlsx", name)
    except InputError:
        from xladdin.sources.xls import read_xls

        return Content(*read_xls(data, name))


def _converted(data: bytes, family: str, target: str, name: str) -> Content:
    from xladdin.sources.convert import convert

    converted, program = convert(data, family, target, name)
    content = (_docx if target == "docx" else _xlsx)(converted, name)
    return content._replace(notes=(f"由 {program} 转换读取。", *content.notes))
