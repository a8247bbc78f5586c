"""Remove from a Word document everything that is not for the public: comments, changes, hidden
text, names, properties, telephone numbers, and all parts that no page shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from lxml import etree

from xladdin.appendix.inert import owner_of, unlinked, without_parts
from xladdin.outputs.office_package import rewritten, serialised
from xladdin.patterns import pattern
from xladdin.publishing.corners import without_corners
from xladdin.publishing.embedded import reached, redrawn, references
from xladdin.publishing.private import OMITTED, private, without_private
from xladdin.publishing.sight import sight_of
from xladdin.publishing.stretches import found_in
from xladdin.publishing.unseen import without_unreferred, without_unseen
from xladdin.sources.active import fields, is_active, outer, texts
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

#: The parts that a page is made of, except for pictures. All other parts are left out, known or not.
_KEPT = pattern(
    r"word/(document|styles|styleswitheffects|numbering|settings|fonttable|websettings|footnotes|endnotes"
    r"|header\d*|footer\d*)\.xml"
    r"|word/theme/[^/]+\.xml|word/(charts|diagrams)/[^/]+\.xml|word/fonts/[^/]+\.odttf"
)
_NAMES = {
    "docprops/": "文档属性（作者、单位、时间等）", "word/comments": "批注", "word/people": "批注人名单",
    "customxml/": "附带的数据", "word/embeddings/": "嵌入的对象", "word/vbaproject": "宏",
}  # fmt: skip
_OTHER = "不显示的部件"
#: Fields that tell who wrote the file and where it is stored; fields that link to private places.
_TELLING = pattern(
    r"\s*(author|lastsavedby|filename|username|userinitials|useraddress|template|docproperty|docvariable"
    r"|info|title|subject|keywords|comments)\b",
    re.IGNORECASE,
)
_LINK = pattern(
    r"\s*(?:hyperlink\s+(?!\"?https?:|\\l)|(?:if|addin|xe|t[ac]|rd|set|ask|fillin|quote|compare|merge\w+|data)\b)",
    re.IGNORECASE,
)
_REMOVED = {W + name: word for name, word in {
    "del": "修订（删去的文字）", "moveFrom": "修订（删去的文字）", "commentReference": "批注",
}.items()}  # fmt: skip
_MARKS = frozenset(W + name for name in (
    "commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "cellIns", "cellDel", "cellMerge", "placeholder", "rsid", "permStart", "permEnd",
))  # fmt: skip
_SETTINGS = frozenset(W + name for name in (
    "rsids", "docVars", "mailMerge", "trackRevisions", "attachedTemplate", "saveThroughXslt", "revisionView",
    "writeProtection", "documentProtection", "captions", "smartTagPr", "customXmlPr",
))  # fmt: skip
_ACCEPTED = frozenset((W + "ins", W + "moveTo"))
#: Elements that only classify a text, which stays.
_TAGGED = (W + "smartTag", W + "customXml")
#: The namespaces of which Word draws a page; others hold data of other programs.
_SPOKEN = pattern(
    r"\{(http://schemas\.openxmlformats\.org/|http://schemas\.microsoft\.com/|urn:schemas-microsoft-com:"
    r"|http://www\.w3\.org/XML/)"
)
_CHANGED = pattern(r"\{.+\}\w+(PrChange|GridChange|PrExChange)")


def cleansed(data: bytes, name: str) -> tuple[bytes, Counter[str]]:
    """Return the document as it may be published, and counts of what was removed. Raises InputError."""
    package = Package(data, name)
    main = package.main_part().lower()
    removed: Counter[str] = Counter()
    trees = {
        part: package.tree(part) for part in package.parts()
        if part.endswith(".xml") and package.size(part) and (part == main or _KEPT.fullmatch(part))
    }  # fmt: skip
    sight, spoken = sight_of(package), {*texts(package), main}
    for part, root in trees.items():
        if part in spoken:
            removed.update(_accepted(root))
            removed["作者、路径一类的域"] += _without_telling(root)
            unlinked(root, _is_link)
        removed.update(without_unseen(root, sight))
    removed.update(without_unreferred(trees))
    removed["域、控件、书签的名字和提示等"] += without_corners(trees)
    for root in trees.values():
        removed.update(_without_words(root))
        removed["其他程序写进去的数据"] += _without_foreign(root)
        for each in [*root.iter(*_MARKS, *_SETTINGS)]:
            if each.getparent() is not None:
                each.getparent().remove(each)
        removed.update(_without_attributes(root))
    pictures, lost = redrawn(package, trees)
    removed.update(lost)
    seen = {
        part for part in reached(package, trees, main)
        if part == main or _KEPT.fullmatch(part) or pictures.get(part) is not None
    }  # fmt: skip
    gone = {part for part in package.parts() if not _stays(part, seen)}
    removed.update(_part_word(p) for p in gone if not p.endswith(".rels") and p not in pictures)
    changed = {part: serialised(root) for part, root in trees.items() if part in seen}
    changed |= {part: data for part, data in pictures.items() if data is not None and part in seen}
    changed |= without_parts(package, gone, changed, partial(_leads_out, trees))
    return rewritten(data, package, changed, gone), +removed


def _stays(part: str, seen: set[str]) -> bool:
    """Return whether a part is seen, or is needed for one that is: content types and relationships."""
    if part.endswith(".rels"):
        owner = owner_of(part)
        return not owner or owner in seen
    return part == "[content_types].xml" or part in seen


def _part_word(part: str) -> str:
    return next((word for start, word in _NAMES.items() if part.startswith(start)), _OTHER)


def _is_telling(instruction: str) -> bool:
    return _TELLING.match(instruction) is not None


def _is_link(instruction: str) -> bool:
    return _LINK.match(instruction) is not None or is_active(instruction)


def _leads_out(trees: Mapping[str, Any], owner: str, relationships: Any) -> Iterator[Any]:
    """Yield the external relationships, except to public web addresses that the part shows."""
    shown = references(trees[owner]) if owner in trees else set()
    yield from outer(relationships)
    for each in relationships:
        external = each.get("TargetMode") == "External"
        target = each.get("Target", "")
        public = (
            re.match(r"(?i)https?://", target) and each.get("Id") in shown and not private(target)
        )
        if external and not public:
            yield each


def _without_telling(root: Any) -> int:
    """Remove the fields that tell a person or a place, with their text; return their number."""
    count = 0
    for elements in [*fields(root, _is_telling)]:
        count += 1
        first, last = elements[0], elements[-1]
        if first is not last:
            first, last = first.getparent(), last.getparent()
        if first.getparent() is not last.getparent():  # the field spans paragraphs: its text stays
            continue
        while first is not None:
            following = first.getnext() if first is not last else None
            first.getparent().remove(first)
            first = following
    unlinked(root, _is_telling)
    return count


def _accepted(root: Any) -> Counter[str]:
    """Accept all changes, and remove comments; count them."""
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
    for each in [*root.iter(*_TAGGED)]:
        for child in list(each):
            each.addprevious(child)
        each.getparent().remove(each)
    return removed


def _without_foreign(root: Any) -> int:
    """Remove the elements and attributes in the namespaces of other programs; return their number."""
    count = 0
    for each in [*root.iter(etree.Element)]:
        for name in [name for name in each.attrib if name[0] == "{" and not _SPOKEN.match(name)]:
            del each.attrib[name]
            count += 1
        if each.tag[0] == "{" and not _SPOKEN.match(each.tag) and each.getparent() is not None:
            each.getparent().remove(each)
            count += 1
    return count


def _without_words(root: Any) -> Counter[str]:
    removed: Counter[str] = Counter()
    for _, elements, words in found_in(root):
        for each in reversed(words):
            removed[each.kind] += 1
            mark = OMITTED
            for element, start in elements:
                said = element.text or ""
                a, b = max(each.start - start, 0), min(each.end - start, len(said))
                if a < b:
                    element.text, mark = said[:a] + mark + said[b:], ""
    return removed


#: Attributes that count or position something.
COUNTING = {"id", "relativeHeight", W + "id"}


def _without_attributes(root: Any) -> Counter[str]:
    """Remove from attributes the ids of editing sessions and private words; count the latter."""
    removed: Counter[str] = Counter()
    for each in root.iter(etree.Element):
        for name, value in list(each.attrib.items()):
            if name.startswith(W + "rsid"):
                del each.attrib[name]
            elif name not in COUNTING and (found := private(value)):
                each.set(name, without_private(value))
                removed.update(p.kind for p in found)
    return removed
