"""A Word document without anything that is not to be read by everybody: comments, changes, hidden text,
names, properties, telephone numbers, and all parts that a page does not show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from xladdin.appendix.inert import unlinked, without_parts
from xladdin.outputs.office_package import rewritten, serialised
from xladdin.publishing.pictures import bare
from xladdin.publishing.private import OMITTED, private, without_private
from xladdin.sources.active import fields, is_active, outer, texts
from xladdin.sources.docx_looks import looks_of
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

#: All parts that a page is made of. Whatever else a document holds is left out, known or not.
KEPT = re.compile(
    r"\[content_types\]\.xml"
    r"|word/(document|styles|styleswitheffects|numbering|settings|fonttable|websettings|footnotes|endnotes"
    r"|header\d*|footer\d*)\.xml"
    r"|word/theme/[^/]+\.xml|word/(charts|diagrams)/[^/]+\.xml|word/fonts/[^/]+\.odttf"
    r"|word/media/[^/]+\.(png|jpe?g|gif|bmp|emf|wmf|tiff?|svg|wdp)"
)
_NAMES = {
    "docprops/": "文档属性（作者、单位、时间等）", "word/comments": "批注", "word/people": "批注人名单",
    "customxml/": "附带的数据", "word/embeddings/": "嵌入的对象", "word/vbaproject": "宏",
}  # fmt: skip
_OTHER = "不显示的部件"
#: Fields that say who wrote the file, and where it lies; links to places that are private.
_TELLING = re.compile(
    r"\s*(author|lastsavedby|filename|username|userinitials|useraddress|template|docproperty|docvariable"
    r"|info|title|subject|keywords|comments)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s*hyperlink\s+(?!\"?https?:|\\l)", re.IGNORECASE)
_REMOVED = {W + name: word for name, word in {
    "del": "修订（删去的文字）", "moveFrom": "修订（删去的文字）", "commentReference": "批注",
}.items()}  # fmt: skip
_MARKS = frozenset(W + name for name in (
    "commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "cellIns", "cellDel", "cellMerge", "dataBinding", "placeholder", "rsid", "permStart", "permEnd",
))  # fmt: skip
_SETTINGS = frozenset(W + name for name in (
    "rsids", "docVars", "mailMerge", "trackRevisions", "attachedTemplate", "saveThroughXslt", "revisionView",
    "writeProtection", "documentProtection",
))  # fmt: skip
_ACCEPTED = frozenset((W + "ins", W + "moveTo"))
_CHANGED = re.compile(r"\{.+\}\w+(PrChange|GridChange|PrExChange)")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ROW, _PARAGRAPH, _TEXT, _RUN = W + "tr", W + "p", W + "t", W + "r"


def cleansed(data: bytes, name: str) -> tuple[bytes, Counter[str]]:
    """The document as everybody may have it, and how many of what was taken out."""
    package = Package(data, name)
    main = package.main_part()
    gone = {part for part in package.parts() if not _stays(part, main)}
    removed = Counter(_part_word(part) for part in gone if not part.endswith(".rels"))
    looks = looks_of(package, main)
    changed: dict[str, bytes] = {}
    spoken = {*texts(package), main}
    for part in package.parts():
        if part in gone or not package.size(part):
            continue
        if part.startswith("word/media/"):
            changed[part] = bare(package.read(part))
            removed["图片里的拍摄信息"] += changed[part] != package.read(part)
        elif part.endswith(".xml") and part.startswith("word/"):
            root = package.tree(part)
            if part in spoken:
                removed.update(_without_hidden(root, looks))
                removed.update(_accepted(root))
                removed["作者、路径一类的域"] += _without_telling(root)
                unlinked(root, _leads)
                removed.update(_without_words(stretches(root)))
            removed.update(_without_words(drawn(root)))
            removed.update(_without_words([e] for e in root.iter(etree.Element) if e.text))
            for each in [*root.iter(*_MARKS, *_SETTINGS)]:
                if each.getparent() is not None:
                    each.getparent().remove(each)
            removed.update(_without_attributes(root))
            changed[part] = serialised(root)
    changed |= without_parts(package, gone, changed, _leads_out)
    return rewritten(data, package, changed, gone), +removed


def _stays(part: str, main: str) -> bool:
    """Whether a part is shown, or says how another one that is shown belongs to the others."""
    if part.endswith(".rels"):
        folder, _, leaf = part.rpartition("_rels/")
        owner = folder + leaf.removesuffix(".rels")
        return not owner or _stays(owner, main)
    return part == main or KEPT.fullmatch(part) is not None


def _part_word(part: str) -> str:
    return next((word for start, word in _NAMES.items() if part.startswith(start)), _OTHER)


def _tells(instruction: str) -> bool:
    return _TELLING.match(instruction) is not None


def _leads(instruction: str) -> bool:
    return _LINK.match(instruction) is not None or is_active(instruction)


def _leads_out(relationships: Any) -> Iterator[Any]:
    """The relationships to the outside that are private: but for addresses of the web, all are."""
    yield from outer(relationships)
    for each in relationships:
        external = each.get("TargetMode") == "External"
        target = each.get("Target", "")
        if external and (private(target) or not re.match(r"(?i)https?://", target)):
            yield each


def _without_telling(root: Any) -> int:
    """Takes away fields of a person or a place with what they show; how many."""
    count = 0
    for elements in [*fields(root, _tells)]:
        count += 1
        first, last = elements[0], elements[-1]
        if first is not last:
            first, last = first.getparent(), last.getparent()
        if first.getparent() is not last.getparent():  # over paragraphs: what it shows stays
            continue
        while first is not None:
            following = first.getnext() if first is not last else None
            first.getparent().remove(first)
            first = following
    unlinked(root, _tells)
    return count


def _without_hidden(root: Any, looks: Any) -> Counter[str]:
    hidden = [run for run in root.iter(_RUN) if looks.of(run).hidden]
    shown = [run for run in hidden if "".join(t.text or "" for t in run.iter(_TEXT)).strip()]
    for run in hidden:
        run.getparent().remove(run)
    return Counter({"隐藏的文字": len(shown)})


def _accepted(root: Any) -> Counter[str]:
    """Takes all changes as if they had been accepted, and comments out."""
    removed: Counter[str] = Counter()
    for row in [mark.getparent().getparent() for mark in root.iter(W + "del")
                if mark.getparent().tag == W + "trPr"]:  # fmt: skip
        if row.getparent() is not None:
            row.getparent().remove(row)
            removed["修订（删去的文字）"] += 1
    for each in [e for e in root.iter(etree.Element) if e.tag in _REMOVED or _CHANGED.match(e.tag)]:
        parent = each.getparent()
        if parent is None:
            continue
        removed[_REMOVED.get(each.tag, "修订（格式）")] += 1
        parent.remove(each)
    for each in [*root.iter(*_ACCEPTED)]:
        removed["修订（加上的文字，留下文字）"] += len(each) > 0
        for child in list(each):
            each.addprevious(child)
        each.getparent().remove(each)
    return removed


def stretches(root: Any) -> Iterator[list[Any]]:
    """The texts of a row of a table, else of a paragraph: a label and its number may be cells apart."""
    stretch: list[Any] = []
    last: Any = None
    for text in root.iter(_TEXT):
        around = list(text.iterancestors(_ROW, _PARAGRAPH))
        outermost = around[-1] if around else None
        if stretch and outermost is not last:
            yield stretch
            stretch = []
        last = outermost
        stretch.append(text)
    if stretch:
        yield stretch


def joined(stretch: Iterable[Any]) -> tuple[str, list[tuple[Any, int]]]:
    """The text of some elements, a blank between those of two paragraphs; each with where it begins."""
    text, starts, before = "", [], None
    for each in stretch:
        paragraph = next(each.iterancestors(_PARAGRAPH), None)
        text += " " if before is not None and paragraph is not before else ""
        starts.append((each, len(text)))
        text += each.text or ""
        before = paragraph
    return text, starts


def _without_words(stretches: Iterable[list[Any]]) -> Counter[str]:
    removed: Counter[str] = Counter()
    for stretch in stretches:
        text, starts = joined(stretch)
        for each in reversed(private(text)):
            removed[each.kind] += 1
            mark = OMITTED
            for element, start in starts:
                said = element.text or ""
                a, b = max(each.start - start, 0), min(each.end - start, len(said))
                if a < b:
                    element.text, mark = said[:a] + mark + said[b:], ""
    return removed


def drawn(root: Any) -> Iterator[list[Any]]:
    """The texts of each paragraph of a drawing."""
    yield from (list(each.iter(_DRAWN + "t")) for each in root.iter(_DRAWN + "p"))


#: Attributes that count or place something.
COUNTING = {"id", "relativeHeight", W + "id"}


def _without_attributes(root: Any) -> Counter[str]:
    """Attributes without the numbers of editing sessions, and without private words."""
    removed: Counter[str] = Counter()
    for each in root.iter(etree.Element):
        for name, value in list(each.attrib.items()):
            if name.startswith(W + "rsid"):
                del each.attrib[name]
            elif name not in COUNTING and (found := private(value)):
                each.set(name, without_private(value))
                removed.update(p.kind for p in found)
    return removed
