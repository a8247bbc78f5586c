"""The fonts that a Word document asks for: which this machine lacks, and what may stand in."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from xladdin import programs

_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_STYLES = "word/styles.xml"
_SLOTS = tuple(qn(f"w:{name}") for name in ("eastAsia", "ascii", "hAnsi"))
_FONTS, _STYLE, _VALUE, _ID = qn("w:rFonts"), qn("w:style"), qn("w:val"), qn("w:styleId")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Fonts without serifs, by their names; another is best replaced by one with serifs.
_PLAIN = re.compile(r"黑|等线|圆|(?i:hei|gothic|sans|dengxian)")


def missing_fonts(document: bytes) -> tuple[str, ...]:
    """Fonts that a docx asks for and that this machine has not; empty where that can't be told."""
    if programs.find("fc-list") is None:
        return ()
    known = {name for line in _fontconfig("fc-list", ":", "family").splitlines()
             for name in line.split(",")}  # fmt: skip
    return tuple(sorted(set(_asked(document)) - known))


def with_stand_ins(document: bytes, missing: tuple[str, ...]) -> bytes:
    """The docx with a Chinese font of this machine in place of each ``missing`` one, for printing:
    left to itself, LibreOffice takes whatever has the letters, songs and sans mixed."""
    stand_ins = {
        name: font
        for name in missing
        if _CHINESE.search(name)
        for kind in ["sans-serif" if _PLAIN.search(name) else "serif"]
        if (font := _fontconfig("fc-match", "-f", "%{family[0]}", f"{kind}:lang=zh-cn"))
    }
    if not stand_ins:
        return document
    names = "|".join(map(re.escape, stand_ins))
    quoted = re.compile(f'"({names})"'.encode())

    def stand_in(found: re.Match[bytes]) -> bytes:
        return f'"{stand_ins[found[1].decode()]}"'.encode()

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("word/") and entry.filename.endswith(".xml"):
                content = quoted.sub(stand_in, content)
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _asked(document: bytes) -> Iterator[str]:
    """The names in runs, and in the styles that are used."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        trees = [etree.fromstring(package.read(each)) for each in package.namelist()
                 if _TEXTS.fullmatch(each)]  # fmt: skip
        styles = etree.fromstring(package.read(_STYLES)) if _STYLES in package.namelist() else None
    for tree in trees:
        yield from _names(tree)
    if styles is not None:
        names = (qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
        used = {each.get(_VALUE) for tree in trees for each in tree.iter(*names)}
        for style in styles.iter(_STYLE):
            if style.get(_ID) in used or style.get(qn("w:default")) == "1":
                yield from _names(style)


def _names(tree: Any) -> Iterator[str]:
    return (name for fonts in tree.iter(_FONTS) for slot in _SLOTS if (name := fonts.get(slot)))


def _fontconfig(name: str, *arguments: str) -> str:
    program = programs.find(name)
    if program is None:
        return ""
    done = subprocess.run([program, *arguments], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")
