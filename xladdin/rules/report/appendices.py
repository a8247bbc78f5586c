"""Check that the appendices which the report announces are there, and that there is only one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from xladdin.forms.definitions import definition
from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lines import Line, Narrative
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import name, parts, reports, written
from xladdin.rules.ruling import quoted, ruled

#: The heading of a list of appendices, with the first one or not: 附件：, 附件清单：, 附：.
_LIST = pattern(r"附(?:\s*[件表])?\s*(?:清单|目录|如下)?\s*[:：]\s*(?P<first>.*)$")
#: The heading of one appendix: 附件1, 附件3-2：….
_NUMBERED = pattern(
    r"附\s*[件表]\s*(?P<number>[\d一二三四五六七八九十]{1,2}(?:[-—－]\d{1,2})?)\s*[:：.、]?\s*(?P<name>.*)$"
)
#: Where items on one line begin: 1.…… 2.…….
_SEVERAL = pattern(r"(?:^|(?<=[\s；;。表]))\s*(?=\d{1,2}[.．、](?!\d))")
_NUMBER = pattern(
    r"^\s*(?:附\s*[件表]\s*[\d一二三四五六七八九十]{1,2}(?:[-—－]\d{1,2})?\s*[.．、:：]?|"
    r"[(（]?[\d一二三四五六七八九十]{1,2}(?:[-—－]\d{1,2})?[)）.．、:：])\s*"
)
_LONGEST_NAME = 60
_LONGEST_LIST = 300
#: A name that no form has as its title.
_PLAIN_NAME = pattern(r"^(?:绩效)?自评表$")


class _Announced(Struct, frozen=True):
    name: str
    kind: str
    location: Location


class _Appendices(Struct, frozen=True):
    """The announced appendices that are forms of the profile; ``listed`` if in a list below 附件：."""

    items: tuple[_Announced, ...]
    listed: bool

    def operands(self) -> tuple[Operand, ...]:
        return tuple(quoted("所列附件", item.name, item.location) for item in self.items)


@lru_cache(maxsize=8)
def _announced(filing: Filing, kinds: tuple[str, ...]) -> _Appendices:
    """Return the appendices of these kinds in the text's longest list, else in its headings."""
    lists: list[list[_Announced]] = [[]]
    numbered: dict[str, list[_Announced]] = {}
    every = written(filing).lines
    for index, line in enumerate(every):
        if line.text[0] != "附":
            continue
        if found := _LIST.match(line.text):
            lists.append([*_items(every, index, found["first"][:_LONGEST_LIST], kinds)])
        elif found := _NUMBERED.match(line.text):
            name = found["name"] or _below(every, index, kinds)
            if items := [*_item(name, line, kinds)]:
                numbered.setdefault(
                    found["number"], items
                )  # announced first, then repeated as a heading
    longest = max(lists, key=len)
    items = longest or [item for each in numbered.values() for item in each]
    return _Appendices(tuple(items), bool(longest))


def _below(every: Sequence[Line], index: int, kinds: tuple[str, ...]) -> str:
    """Return the title of a form on the line or two below 附件1; empty if there is none."""
    short = [each.text for each in every[index + 1 : index + 3] if len(each.text) <= _LONGEST_NAME]
    return next((t for t in ("".join(short[:1]), "".join(short)) if _kind(t, kinds)), "")


def _items(
    every: Sequence[Line], index: int, first: str, kinds: tuple[str, ...]
) -> Iterator[_Announced]:
    """Yield the appendices listed behind 附件： and on the following lines of the same numbering."""
    for part in _SEVERAL.split(first):
        yield from _item(part, every[index], kinds)
    alike = None
    for line in every[index + 1 :]:
        style = "附" if line.text[0] == "附" else line.style
        if not style or len(line.text) > _LONGEST_NAME or style != (alike or style):
            return
        alike = style
        for part in _SEVERAL.split(line.text):
            yield from _item(part, line, kinds)


def _item(name: str, line: Line, kinds: tuple[str, ...]) -> Iterator[_Announced]:
    plain = _NUMBER.sub("", name).strip(" \t；;，,。")
    if plain and (kind := _kind(plain, kinds)):
        start = line.text.find(plain)
        place = line.place(start, start + len(plain)) if start >= 0 else line.place()
        yield _Announced(plain, kind, place)


def _kind(name: str, kinds: tuple[str, ...]) -> str:
    """Return the kind of form that an appendix is by its name; empty for other documents."""
    title = squeeze(name).strip("《》。；;，,")
    for kind in kinds:
        if definition(kind).titles.match(title):
            return kind
    return "overall" if _PLAIN_NAME.match(title) and "overall" in kinds else ""


@rule("F402", "warning", "所列附件没有找到")
def missing_appendices(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文末尾的附件清单（或“附件1”“附件2”等标题）所列的基础数据表、自评表等，材料里有没有。
    不检查：佐证材料等不是绩效表格的附件。表在另一个文件里，只要一起检查，就算有。
    为什么：清单上有而材料里没有，会被当作附件不齐退回，每少一个扣分。
    反例：清单列了“2.部门整体支出绩效自评表”，材料里只有基础数据表。
    正例：清单列了三项，材料里三张表都在。
    怎么改：补上缺少的附件；附件在另一个文件里的，放进同一个文件夹一起检查；不需要报的，从清单里删去。"""
    announced = _announced(filing, profile.kinds)
    if not announced.items:
        return
    there = Counter(form.kind for form in filing.forms)
    wanted = [item.kind for item in announced.items]
    numbered = enumerate(announced.items, 1)
    missing = [each for n, each in numbered if wanted[:n].count(each.kind) > there[each.kind]]
    count = quoted("附件清单", f"{len(announced.items)}项", announced.items[0].location)
    named = announced.operands()
    if not missing:
        titles = (_title(form) for form in filing.forms if form.kind in wanted)
        yield ruled("F402", (count, *named, *titles), "附件")
        return
    if filing.of("unknown"):  # one of them may be it; F101 reports that
        yield Relation("F402", Verdict.SKIPPED, named, "附件")
        return
    listed = "、".join(f"“{item.name}”" for item in missing)
    where = "附件清单列了" if announced.listed else "正文标出了附件"
    message = f"{where}{listed}，材料里没有找到。"
    yield ruled("F402", named, "附件", message, expected=listed)


@rule("F406", "info", "有的附表没有列入附件清单")
def unlisted_forms(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文末尾有附件清单的，材料里的表是否都列入了清单。
    为什么：清单与附件对不上，收材料的人无法判断是漏列还是多附。
    反例：清单只列了基础数据表和自评表，后面还附了项目支出绩效自评表。
    正例：清单列了三项，后面正好附了三张表。
    怎么改：在附件清单里补列这张表；不需要报的，从材料里拿掉。"""
    announced = _announced(filing, profile.kinds)
    if not announced.listed:
        return
    unknown = set(profile.kinds) - {item.kind for item in announced.items}
    unlisted = [form for form in filing.forms if form.kind in unknown]
    kinds = "、".join(dict.fromkeys(form.name for form in unlisted))
    message = f"材料里有{kinds}，附件清单没有列出。"
    operands = (*map(_title, unlisted), *announced.operands())
    yield ruled("F406", operands, "附件清单", message, kinds, right=not unlisted)


def _title(form: Form) -> Operand:
    return quoted(form.name, form.title.text, form.title.location)


#: The fewest parts of the outline that make a text a report of its own.
_PARTS = 3


@rule("F407", "warning", "材料里有两份整体支出自评报告")
def several_reports(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：材料里是不是有两个文件都是部门整体支出绩效自评报告。
    为什么：新旧两稿放在一起，两稿的数字都会核对，旧稿的错会算到定稿头上。
    反例：文件夹里有“自评报告.docx”和“自评报告（修改稿）.docx”。
    正例：文件夹里只有一份自评报告；一字不差的副本，项目支出、专项资金各有的报告，不算。
    怎么改：只留定稿，把旧稿和别的单位、别的年度的报告移出文件夹，再核对一次。"""
    sections = profile.outline("whole")
    found: dict[str, Narrative] = {}
    texts: set[str] = set()
    for report in reports(filing):
        text = "".join(report.text.split())
        if report.kind == "whole" and text not in texts and len(parts(report, sections)) >= _PARTS:
            texts.add(text)
            found.setdefault(report.lines[0].place().source, report)
    if len(found) < 2:
        return
    files = "、".join(f"“{source}”" for source in found)
    shown = tuple(
        quoted(source, report.title or name(report), report.lines[0].place())
        for source, report in found.items()
    )
    message = f"{files}都是部门整体支出绩效自评报告，这次合在一起核对了；其中若有旧稿，它的数字也算了进来。"
    yield ruled("F407", shown, "自评报告", message)
