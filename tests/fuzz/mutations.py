"""Damage to files: each step is small and follows from its seed alone, so that any can be left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from random import Random

from lxml import etree

from tests.fuzz.structure import repackaged, with_other_formats

#: What figures, labels and attributes are replaced with.
VALUES = (
    "", " ", "0", "-0", "-1", "1e999", "1E-400", "NaN", "Infinity", "-Infinity", "1" * 400, "0." + "0" * 300 + "1",
    "99999999999999999999", "1/0", "1,2,3,4", "1.2.3", "..", "-", "—", "%", "100%%", "≥", "≤≥5", "＝１００％", "１２．３４",
    "٣٤", "²", "⑤", "五", "九千九百九十九万亿", "十十十", "零点零零", "约约约5余万多元", "5-3", "3~1", "50%-40%", "1万亿亿元",
    "2024年", "0年", "9999年13月45日", "二〇二四年", "=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "'1", "\u202e12", "\ufeff5",
    "\u200b", "a\u0301" * 50, "\U0001f9fe", "\ud7ff", "（" * 400, "其中：" * 200, "、" * 500, "一是二是三是", "合计合计合计",
    "甲" * 40_000, "1" + "，1" * 3000, "其中1万元" * 800, "{", "%s%n", "../../etc/passwd", "&#0;", "]]>", "\t", "\n" * 50, "_x000D_",
    "三公经费", "年度资金总额", "得分", "总分", "附件1", "部门整体支出绩效自评表", "项目支出绩效自评表", "三级指标",
)  # fmt: skip
#: What numbers of rows, columns, styles and the like are replaced with.
SIZES = ("-1", "0", "1", "2", "255", "16384", "1048576", "2147483648", "99999999999999999999", "x", "1.5", "")  # fmt: skip

_PARTS = re.compile(r"\.(xml|rels)$")
_HEART = re.compile(
    r"word/document\.xml|xl/(worksheets/sheet\d+|sharedStrings|styles|workbook)\.xml"
)
_FIGURE = re.compile(r"\d[\d.,]*")

Parts = dict[str, bytes]


def mutated(data: bytes, seed: str, kept: Sequence[int] | None = None) -> bytes:
    """The file with the damage of a seed; only of the steps ``kept``, where these are given."""
    packed = data[:2] == b"PK"
    for at in range(steps(seed)) if kept is None else kept:
        random = Random(f"{seed}/{at}")
        data = _step(data, random) if packed and data[:2] == b"PK" else _text_step(data, random)
    return data


def steps(seed: str) -> int:
    """How many steps the damage of a seed has."""
    return Random(seed).choice((1, 1, 1, 2, 2, 3, 4, 6, 10))


def _step(data: bytes, random: Random) -> bytes:
    if random.random() < 0.06:
        return _bytes(data, random)
    try:
        parts = _unpacked(data)
    except Exception:  # what was damaged before cannot be unpacked any more, whatever the reason
        return _bytes(data, random)
    names = [name for name in parts if _PARTS.search(name)] or list(parts)
    if not names:
        return data
    heart = [name for name in names if _HEART.fullmatch(name)]
    name = random.choice(heart if heart and random.random() < 0.85 else names)
    kinds = ("tree", "values", "bytes", "parts", "formats", "package")
    kind = random.choices(kinds, (44, 32, 6, 4, 8, 6))[0]
    if kind == "package":
        return repackaged(parts, random)
    if kind == "formats":
        return _packed(with_other_formats(parts, random))
    if kind == "parts":
        return _packed(_other_parts(parts, name, random))
    if kind == "bytes":
        parts[name] = _bytes(parts[name], random)
    else:
        parts[name] = _in_tree(parts[name], random, _TREE if kind == "tree" else _CONTENT)
    return _packed(parts)


def _unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return whole.getvalue()


def _bytes(data: bytes, random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    size = random.choice((1, 1, 2, 8, 64, 1000))
    match random.randrange(6):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + data[at : at + size] * 2 + data[at + size :]
        case 3:
            return data[:at] + random.randbytes(size) + data[at + size :]
        case 4:
            return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]
        case _:
            return (
                data[:at] + random.choice((b"\0", b"\xff", b"<", b"&", b"\xed\xa0\x80")) + data[at:]
            )


def _other_parts(parts: Parts, name: str, random: Random) -> Parts:
    others = list(parts)
    match random.randrange(4):
        case 0:
            return {each: content for each, content in parts.items() if each != name}
        case 1:
            return {**parts, name: parts[random.choice(others)]}
        case 2:
            moved = random.choice(
                (f"../../{name}", f"/{name}", name.upper(), name.replace("/", "\\"), "C:" + name)
            )
            return {moved if each == name else each: content for each, content in parts.items()}
        case _:
            return {**parts, name: b""}


# XML trees


def _in_tree(content: bytes, random: Random, changes: Sequence[Callable[..., None]]) -> bytes:
    try:
        tree = etree.fromstring(content, etree.XMLParser(huge_tree=False, resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError):
        return _bytes(content, random)
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    try:
        random.choice(changes)(random.choice(nodes), nodes, random)
    except ValueError:  # no XML can say it
        return _bytes(content, random)
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _remove(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    if (parent := node.getparent()) is not None:
        parent.remove(node)


def _repeat(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    parent = node.getparent()
    if parent is not None:
        for _ in range(random.choice((1, 2, 50))):
            if len(node) < 30 or random.random() < 0.2:
                parent.insert(parent.index(node), _copy(node))


def _move(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    target = random.choice(nodes)
    target.insert(random.randrange(len(target) + 1), _copy(node))
    if node.getparent() is not None and random.random() < 0.5:
        _remove(node, nodes, random)


def _wrap(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    parent = node.getparent()
    if parent is None:
        return
    at, inner = parent.index(node), node
    parent.remove(node)
    for _ in range(random.choice((1, 3, 40, 120, 300))):
        outer = etree.Element(parent.tag)
        outer.append(inner)
        inner = outer
    parent.insert(at, inner)


def _rename(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    node.tag = random.choice(nodes).tag


def _attribute(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    having = [each for each in nodes if each.attrib]
    if having:
        node = random.choice(having)
        name = random.choice(list(node.attrib))
        node.set(name, random.choice((*SIZES, *SIZES, *VALUES)))


def _attribute_away(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    having = [each for each in nodes if each.attrib]
    if having:
        node = random.choice(having)
        del node.attrib[random.choice(list(node.attrib))]


def _attribute_of_another(
    node: etree._Element, nodes: list[etree._Element], random: Random
) -> None:
    other = random.choice(nodes)
    for name, value in other.attrib.items():
        node.set(name, value)


def _swap(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    same = [each for each in nodes if each.tag == node.tag]
    other = random.choice(same)
    node.text, other.text = other.text, node.text
    mine, others = list(node), list(other)
    if node not in other.iter() and other not in node.iter():
        node[:], other[:] = others, mine


def _copy(node: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(node, with_tail=False))


_TREE = (
    _remove, _repeat, _move, _wrap, _rename, _attribute, _attribute, _attribute_away, _attribute_of_another, _swap,
)  # fmt: skip


def _value(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    having = [each for each in nodes if each.text and each.text.strip()]
    if having:
        random.choice(having).text = random.choice(VALUES)


def _figure(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    having = [each for each in nodes if each.text and _FIGURE.search(each.text)]
    if having:
        node = random.choice(having)
        node.text = _refigured(node.text or "", random)


def _joined(node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    having = [each for each in nodes if each.text and each.text.strip()]
    if having:
        node, other = random.choice(having), random.choice(having)
        node.text = f"{node.text}{random.choice(('', '，', '：', ' ', '其中'))}{other.text}"


_CONTENT = (_value, _value, _figure, _figure, _joined)


# Texts


def _text_step(data: bytes, random: Random) -> bytes:
    if random.random() < 0.2:
        return _bytes(data, random)
    lines = data.decode("utf-8", "replace").split("\n")
    at = random.randrange(len(lines))
    match random.randrange(7):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, random.choice(lines))
        case 2:
            lines[at] = random.choice(("", "\t", " ", "\t\t")) + random.choice(VALUES)
        case 3:
            lines[at] = _refigured(lines[at], random)
        case 4:
            lines[at : at + 3] = ["".join(lines[at : at + 3])]
        case 5:
            lines[at : at + 1] = [lines[at][:5], lines[at][5:]]
        case _:
            lines[at:at] = lines[at : at + 12]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _refigured(text: str, random: Random) -> str:
    """The text with one of its figures replaced."""
    found = list(_FIGURE.finditer(text))
    if not found:
        return text
    one = random.choice(found)
    return text[: one.start()] + random.choice(VALUES) + text[one.end() :]
