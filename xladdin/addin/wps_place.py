"""Install WPS's add-in in WPS's own folder and list of add-ins, remove it, and check it."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from xladdin import __version__
from xladdin.addin.environment import unblock
from xladdin.addin.machine import Folders
from xladdin.addin.places import Places
from xladdin.addin.steps import Outcome, bad, good, none
from xladdin.errors import InputError
from xladdin.outputs.writing import write_whole

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
    """Raised for a file that is not a list of add-ins."""


def entered(content: bytes) -> bytes:
    """Return the list with our entry last, in place of earlier ones. Raises Unreadable."""
    root = _read(content)
    for entry in [*_ours(root)]:
        root.remove(entry)
    ElementTree.SubElement(root, "jsplugin", _OURS)
    return _written(root)


def taken_out(content: bytes) -> bytes | None:
    """Return the list without our entry (the same bytes if it had none), None if it is empty then.
    Raises Unreadable."""
    root = _read(content)
    ours = [*_ours(root)]
    for entry in ours:
        root.remove(entry)
    if not ours:
        return content
    return _written(root) if len(root) or root.attrib else None


def has_entry(content: bytes) -> bool:
    """Return whether the list has this version of our entry, and no other. Raises Unreadable."""
    return [dict(entry.attrib) for entry in _ours(_read(content))] == [_OURS]


def _read(content: bytes) -> ElementTree.Element:
    """Parse the list; an empty file, as WPS's own tools may leave it, is none. Raises Unreadable."""
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


#: The script with the program that WPS's script has to start, and where to find it then.
PLACE = "place.js"
#: The name under which an unreadable list is set aside.
_ASIDE = "publish.损坏.xml"
_NEEDED = ("index.html", "main.js", "ribbon.xml", PLACE)
#: The text around the JSON in the script.
_BEGIN, _END = "var PLACE = ", ";\n"
#: The advice if something is found to be wrong.
AGAIN = "关闭 WPS，用安装包再装一次；装好后重新打开 WPS。"


def place(folders: Folders, files: Sequence[Path], places: Places) -> Outcome:
    """Copy the add-in's files beside WPS's list, and enter it there. Raises InputError without files."""
    addins = folders.wps
    if addins is None:
        return none("这台电脑上不用。")
    pages = [path for path in files if path.name != PLACE]
    if not any(path.name == "index.html" for path in pages):
        raise InputError("没有找到 WPS 加载项的文件。")
    source = next(path.parent for path in pages if path.name == "index.html")
    folder = addins / FOLDER
    _remove_folders(addins)
    for path in pages:
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        unblock(target)
    (folder / PLACE).write_text(_place(places), encoding="ascii")
    aside = _enter(addins / FILE)
    more = f"原来的 {FILE} 读不懂，已改名为“{aside.name}”，另建了一个。" if aside else ""
    return good(f"{folder}。{more}WPS 开着的话，要重新打开才有。")


def remove(folders: Folders) -> Outcome:
    """Remove the entry and the files, and folders that are empty then."""
    addins = folders.wps
    if addins is None or not addins.is_dir():
        return none("本来就没有。")
    listed = _take_out(addins / FILE)
    found = _remove_folders(addins)
    for folder in (addins, *list(addins.parents)[:2]):  # jsaddons, wps, kingsoft
        with contextlib.suppress(OSError):  # the folder is not empty
            folder.rmdir()
    return good("已删除。") if listed or found else none("本来就没有。")


def check(folders: Folders) -> Outcome:
    """Check that WPS finds the add-in, and the add-in the program."""
    addins = folders.wps
    if addins is None:
        return none("这台电脑上不用。")
    folder, listed = addins / FOLDER, addins / FILE
    if not listed.is_file() and not folder.is_dir():
        return none("没有安装。")
    try:
        if not (listed.is_file() and has_entry(listed.read_bytes())):
            return bad(f"“{listed}”里没有登记")
    except Unreadable:
        return bad(f"“{listed}”坏了，WPS 读不懂")
    if lost := [name for name in _NEEDED if not (folder / name).is_file()]:
        return bad(f"“{folder}”里缺少 {'、'.join(lost)}")
    program = _program(folder / PLACE)
    if program is None:
        return bad(f"“{folder / PLACE}”坏了")
    return good(f"已登记，{folder}") if program.is_file() else bad(f"“{program}”不见了")


def program(folders: Folders) -> Path | None:
    """Return the program that the add-in starts; None if there is no add-in."""
    place = folders.wps and folders.wps / FOLDER / PLACE
    return _program(place) if place and place.is_file() else None


def _place(places: Places) -> str:
    told = {
        "program": str(places.interpreter(windowed=True)),
        "arguments": "-I -m xladdin.wps.serving",
        "meeting": places.meeting.as_posix(),
    }
    return _BEGIN + json.dumps(told, indent=2) + _END


def _program(place: Path) -> Path | None:
    """Return the program in the script; None if it is damaged."""
    try:
        text = place.read_text(encoding="ascii")
        return Path(json.loads(text.removeprefix(_BEGIN).removesuffix(_END))["program"])
    except (ValueError, KeyError, TypeError):
        return None


def _enter(listed: Path) -> Path | None:
    """Add our entry to the list; set an unreadable one aside and return its new path, else None."""
    content = listed.read_bytes() if listed.is_file() else b""
    try:
        write_whole(listed, entered(content))
        return None
    except Unreadable:
        aside = listed.with_name(_ASIDE)
        listed.replace(aside)
        write_whole(listed, entered(b""))
        return aside


def _take_out(listed: Path) -> bool:
    """Remove our entry from the list; return whether there was one."""
    if not listed.is_file():
        return False
    content = listed.read_bytes()
    try:
        rest = taken_out(content)
    except Unreadable:  # WPS cannot read it either
        return False
    if rest is None:
        listed.unlink()
    elif rest != content:
        write_whole(listed, rest)
    return rest != content


def _remove_folders(addins: Path) -> bool:
    """Remove our folders of this and all other versions; return whether there was one."""
    found = [path for path in addins.glob(f"{NAME}_*") if path.is_dir()]
    for path in found:
        shutil.rmtree(path)
    return bool(found)
