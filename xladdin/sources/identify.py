"""Determine what a file really is by its content, not by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.sources import ole2, strangers
from xladdin.sources.decoding import decoded

if TYPE_CHECKING:
    from xladdin.sources.package import Package

#: The kinds that are read, with their usual extensions, the most usual first.
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
    # Read only under the name of another kind, as systems export them.
    "html": (),
    "xml": (),
}
#: The beginnings of web pages that other programs write under the name of an office format.
_WEB = ("<html", "<!doctype html", "<table", "<head", "<meta", "<style", "<div", "<body")
_ROOTS = {"document": "docx", "workbook": "xlsx"}
#: The format to save a file in, by the kind that its name promises.
_BETTER: dict[str | None, str] = {
    **dict.fromkeys(("xls", "xlsx", "xlsb", "ods"), ".xlsx"),
    **dict.fromkeys(("doc", "docx", "odt", "rtf"), ".docx"),
}
_SPREADSHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def identify(data: bytes, name: str) -> str:
    """Return the kind of the file, a key of EXTENSIONS. ``name`` is what the user is shown. Raises
    InputError, one sentence with the remedy, for what is no document or cannot be opened."""
    strangers.refuse_by_name(name)
    if not data:
        raise InputError(f"「{name}」是空文件，请检查是否保存成功。")
    if data.startswith(b"PK"):
        return _zipped(data, name)
    if data.startswith(ole2.MAGIC):
        return _compound(data, name)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    strangers.refuse_by_beginning(data, name)
    return _text(data, name)


def extension(name: str) -> str:
    """Return the extension of a file name in lower case, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def named_kind(name: str) -> str | None:
    """Return the kind that the extension of ``name`` promises; None for one that is not read."""
    wanted = extension(name)
    return next((kind for kind, usual in EXTENSIONS.items() if wanted in usual), None)


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
    kind = _of_main_part(package)
    if kind is None:
        strangers.refuse_package(package.parts(), name)
    return str(kind)


def _of_main_part(package: Package) -> str | None:
    """Return the kind of a package with unusual folders, by its main part; None if unknown."""
    try:
        root = package.tree(package.main_part())
    except InputError:
        return None
    return _ROOTS.get(root.tag.rpartition("}")[2])


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
    """Return ``txt``, ``xml``, or ``html``, which is read only under the name of an office format, as
    finance systems export it. Raises InputError for other texts under such a name."""
    named, promised = extension(name), named_kind(name)
    text = decoded(data)
    if text is None:
        raise strangers.unreadable(name, named if promised not in (None, "txt") else None)
    better = _BETTER.get(promised, ".docx 或 .xlsx")
    beginning = text[:2048].lstrip("\ufeff \t\r\n").lower()
    strangers.refuse_text(text, name, better)
    if _SPREADSHEET_XML in beginning:  # whatever its name
        return "xml"
    inside = "<html" in beginning or (beginning.startswith("<") and "<table" in beginning)
    if inside or beginning.startswith(_WEB):
        if promised in (None, "txt"):
            raise InputError(
                f"「{name}」是网页，请用 Excel、Word 或 WPS 打开后另存为 {better} 格式再试。"
            )
        return "html"
    if named in ("csv", "tsv", "tab") or (promised in ("xls", "xlsx") and _has_columns(text)):
        raise strangers.separated(name)
    what = ""
    if beginning.startswith("<?xml"):
        what = "XML 格式的文件"
    elif promised not in (None, "txt"):
        what = f"文本，不是真正的 .{named} 文件"
    if not what:
        return "txt"
    raise InputError(
        f"「{name}」的内容其实是{what}，请用 Excel、Word 或 WPS 打开后另存为 {better} 格式再试。"
    )


def _has_columns(text: str) -> bool:
    """Return whether the first line has separators of columns."""
    return any(separator in text.lstrip().partition("\n")[0] for separator in (",", "\t", ";"))
