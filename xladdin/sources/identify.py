"""What a file really is, judged by its content rather than by its name."""

from __future__ import annotations

from xladdin.errors import InputError
from xladdin.sources import ole2

#: The kinds that are read, each with the extensions it usually has, the usual one first.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "docx": ("docx", "docm", "dotx", "dotm"),
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"),
    "doc": ("doc", "wps", "dot", "wpt"),
    "xls": ("xls", "et", "xlt", "ett"),
    "xlsb": ("xlsb",),
    "rtf": ("rtf",),
    "odt": ("odt",),
    "ods": ("ods",),
    "txt": ("txt", "text"),
}
#: Beginnings of files that people take for documents, and what these are called.
_FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"SQLite", "数据库文件"),
    (b"MZ", "程序文件"),
)
_WEB = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<div", b"<body")
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def identify(data: bytes, name: str) -> str:
    """The kind of the file, a key of EXTENSIONS.

    ``name`` is what the user is shown. Raises InputError, one sentence with the remedy, for what
    is no document or cannot be opened.
    """
    if not data:
        raise InputError(f"「{name}」是空文件，请检查是否保存成功。")
    if data.startswith(b"PK"):
        return _zipped(data, name)
    if data.startswith(ole2.MAGIC):
        return _compound(data, name)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    for beginning, what in _FOREIGN:
        if data.startswith(beginning):
            raise _foreign(name, what)
    return _text(data, name)


def extension(name: str) -> str:
    """The extension of a file name in lower case, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def named_kind(name: str) -> str | None:
    """The kind that the extension of ``name`` promises, None for one that is not read."""
    wanted = extension(name)
    return next((kind for kind, usual in EXTENSIONS.items() if wanted in usual), None)


def _foreign(name: str, what: str) -> InputError:
    return InputError(f"「{name}」其实是{what}，无法读取，请改用 Word 或 Excel 文件。")


def _zipped(data: bytes, name: str) -> str:
    from xladdin.sources.package import Package

    package = Package(data, name)
    folders = {part.partition("/")[0] for part in package.parts()}
    if "mimetype" in package:
        kind = _OPEN_DOCUMENT.get(package.read("mimetype").strip())
        if kind:
            return kind
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        return "xlsb" if "xl/workbook.bin" in package else "xlsx"
    if "ppt" in folders:
        raise _foreign(name, "演示文稿")
    if "ofd.xml" in package:
        raise _foreign(name, "OFD 版式文件")
    raise InputError(f"「{name}」是压缩包，请先解压，再选择其中的 Word 或 Excel 文件。")


def _compound(data: bytes, name: str) -> str:
    try:
        streams = ole2.root_streams(data)
    except ValueError:
        raise InputError(
            f"「{name}」已损坏或不完整，请用 Word、Excel 或 WPS 打开后另存一份。"
        ) from None
    if "EncryptedPackage" in streams:
        raise InputError(f"「{name}」设有打开密码，请去掉密码后另存一份再试。")
    if "WordDocument" in streams:
        return "doc"
    if streams & {"Workbook", "Book"}:
        return "xls"
    raise InputError(f"「{name}」不是 Word 或 Excel 文件，请检查是否选错了文件。")


def _text(data: bytes, name: str) -> str:
    beginning = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    promised = named_kind(name)
    better = "xlsx" if promised in ("xls", "xlsx", "xlsb", "ods") else "docx"
    if beginning.startswith(_WEB) or b"<html" in beginning or beginning.startswith(b"mime-version"):
        what = "网页格式的文件"
    elif beginning.startswith(b"<?xml"):
        what = "XML 格式的文件"
    elif promised not in (None, "txt"):
        what = f"文本，不是真正的 .{extension(name)} 文件"
    else:
        return "txt"
    raise InputError(
        f"「{name}」的内容其实是{what}，请用 Excel、Word 或 WPS 打开后另存为 .{better} 格式再试。"
    )
