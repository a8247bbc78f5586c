"""Damage of two more kinds: number formats of a workbook, and how a package is put together."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from random import Random

#: Pieces that number formats are made of, sound ones and others.
CODES = (
    "0", "0.00", "#,##0", "#,##0.00,,", "0%", "0.0%%", "0.00E+00", "# ?/?", "# ??/8", "@", ";", ";;", ";;;", "General", "G/通用格式",
    "[Red]", "[红色]", "[>=1000]", "[<0.5]", "[=1]", "[DBNum1]", "[DBNum2][$-804]", "[$¥-804]", "[$-F800]", "[h]", "[mm]", "yyyy",
    'yyyy"年"m"月"', "aaaa", "上午/下午", "AM/PM", "ss.000", "h:mm", '"万元"', '"', "\\", "\\万", "_", "_)", "*", "* ", "0*-", "[", "]",
    "[]", "[>", "[>=]", "[>=1e999]", "E+", "?", "/", ".", ",", "0.", ".0", "０．００", "#" * 300, "0" * 400, "0." + "0" * 200, "\u202e0",
    "-", "+", "(", ")", "0;-0;;@", "[Blue]0;[Red]-0;[Green]\"零\";\"文字\"@", "&amp;", "\n", "b", "g", "e", "n", "m", "d", "y" * 30,
)  # fmt: skip
_CODE = re.compile(rb'formatCode="[^"]*"')
_STYLE = re.compile(rb'numFmtId="\d+"')
_ATTRIBUTE = re.compile(rb'(Target|Type|Id|TargetMode|PartName|ContentType|Extension)="[^"]*"')
_TARGETS = (
    "", "/", "..", "../../../etc/passwd", "http://a/b", "file:///etc/passwd", r"\\a\b", "xl/workbook.xml", "/word/document.xml",
    "document.xml", "sheet1.xml", "#", "%00", "a" * 5000, "rId1", "External", "application/xml", "officeDocument", "worksheets/sheet1.xml",
)  # fmt: skip

Parts = Mapping[str, bytes]


def code(random: Random) -> str:
    """A number format of some pieces."""
    return "".join(random.choice(CODES) for _ in range(random.choice((1, 1, 2, 3, 5))))


def with_other_formats(parts: Parts, random: Random) -> dict[str, bytes]:
    """A workbook with some formats replaced, and cells that get others; a document as it is."""
    styles = next((name for name in parts if name.endswith("styles.xml") and "xl/" in name), None)
    if styles is None:
        return dict(parts)
    content = parts[styles]
    new = _escaped(code(random)).encode("utf-8", "replace")
    if not _CODE.search(content) or random.random() < 0.5:
        own = b'<numFmts count="1"><numFmt numFmtId="200" formatCode="%s"/></numFmts>' % new
        content = re.sub(rb"<numFmts.*?</numFmts>", b"", content, flags=re.DOTALL)
        content = re.sub(rb"(<styleSheet[^>]*>)", lambda found: found[1] + own, content, count=1)
        number = b"200"
    else:
        content = _one(_CODE, content, b'formatCode="%s"' % new, random)
        number = random.choice((b"0", b"-1", b"9999999999", b"164", b"14", b"49", b"58"))
    for _ in range(random.choice((1, 3, 40))):
        content = _one(_STYLE, content, b'numFmtId="%s"' % number, random)
    return {**parts, styles: content}


def repackaged(parts: Parts, random: Random) -> bytes:
    """The package put together differently: relationships, types, names, entries, bytes around it."""
    changed = dict(parts)
    glue = [name for name in parts if name.endswith(".rels") or name == "[Content_Types].xml"]
    kind = random.randrange(8)
    if glue and kind < 4:
        name = random.choice(glue)
        told = random.choice(_ATTRIBUTE.findall(changed[name]) or [b"Target"])
        new = random.choice(_TARGETS).encode()
        pattern = re.compile(re.escape(told) + rb'="[^"]*"')
        changed[name] = _one(pattern, changed[name], told + b'="' + new + b'"', random)
        if kind == 0:
            del changed[name]
    elif kind == 4:
        changed = {random.choice((name.upper(), name.title(), f"./{name}", f"{name}/")): content
                   for name, content in parts.items()}  # fmt: skip
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in changed.items():
            method = zipfile.ZIP_STORED if kind == 5 else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, method, compresslevel=1)
        if kind == 6:
            name = random.choice(list(changed))
            other = random.choice(list(changed.values()))
            twice = zipfile.ZipInfo(name.swapcase() if random.random() < 0.5 else f"/{name}")
            archive.writestr(twice, other)
        archive.comment = b"x" * (random.randrange(60_000) if kind == 7 else 0)
    data = whole.getvalue()
    if kind == 7 and random.random() < 0.5:
        return random.randbytes(random.randrange(1, 3000)) + data
    return data + b"\0" * (random.randrange(70_000) if kind == 5 else 0)


def _one(pattern: re.Pattern[bytes], content: bytes, new: bytes, random: Random) -> bytes:
    """One of the places that a pattern finds, replaced."""
    found = list(pattern.finditer(content))
    if not found:
        return content
    one = random.choice(found)
    return content[: one.start()] + new + content[one.end() :]


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return plain.replace("\n", "&#10;")
