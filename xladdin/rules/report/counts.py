"""Family A: check the number of things against the list of them: 4个股室：…, 七个方面：一是 …"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from xladdin.model.filing import Filing
from xladdin.model.report import Operand, Relation
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.counted import Count, Line, Mark, data, lines, turned, words
from xladdin.rules.report.enumerations import Names, ahead, behind
from xladdin.rules.report.prose import claim_name, claim_operand
from xladdin.rules.ruling import quoted, ruled

#: What may stand between a number and 一是: a few words up to a colon; more if the number announces a list;
#: also an amount for projects. A list in the next paragraph must be announced.
_DIRECTLY = pattern(r"[^，,。；;：:\n]{0,16}[：:]\s*")
_LEADS_ON = pattern(r"[^\n]{0,23}[：:。，,]\s*")
_OPENS = pattern(r"[^。；;\n]{0,40}[：:]\s*")
_ANNOUNCES = pattern(r"[\s\S]*(?:[：:]|[以如]下[^\n]{0,6})\s*")
#: How many paragraphs below are searched for the next 二是.
_BELOW = 60


@rule("A701", "warning", "列出的个数与写的数目不符")
def listed_things(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：“内设4个股室：……”“……等5个股室”列出的名称个数，是否等于写的数目。
    为什么：增减机构、项目后忘改数目是常见错误。
    反例：内设4个股室，分别为办公室、事务股和财务股。
    正例：内设4个股室，分别为办公室、事务股、工程股和财务股。
    怎么改：数一数列出的名称，改正数目或补上漏写的名称；没有列全的写明“等”。"""
    for line in lines(filing):
        text = line.cleaned.text
        marks = {mark.start for mark in line.marks}
        for place, count in enumerate(line.counts):
            lists = [each for each in (ahead(text, count), behind(text, count)) if each]
            lists = [n for n in lists if n.start not in marks]
            earlier = line.counts[place - 1] if place else None
            yield _compared(line, count, earlier, lists)


_STOP = "。"


def _compared(
    line: Line, count: Count, earlier: Count | None, lists: Sequence[Names]
) -> Relation | None:
    """Judge a number by the lists it may mean, preferring one that agrees; None if none surely is."""
    text, wanted = line.cleaned.text, count.value
    agreeing = [each for each in lists if wanted in each.ways]
    alike = earlier is not None and earlier.unit == count.unit
    if alike and earlier is not None and _STOP not in text[earlier.end : count.start]:
        # 产出指标共3项，达标2项: the list has all three
        lists = [each for each in lists if wanted in each.ways or earlier.value not in each.ways]
    for names in agreeing or [each for each in lists if _miscounted(count, each)]:
        there = wanted if agreeing else len(names.names)
        place = line.passage.place(*line.cleaned.written(names.start, names.end))
        operands = (
            _operand(line, count),
            Operand("正文 列出的个数", str(there), str(there), "", place),
            quoted("正文 列出的名称", text[names.start : names.end], place),
        )
        name = claim_name(count.claim) if count.claim else count.noun[:8]
        stated = f"{text[count.start : count.end]}{count.noun[:8]}"
        message = f"写的是 {stated}，列出的是 {there} 个：{'、'.join(names.names)}。"
        right = bool(agreeing)
        return ruled("A701", operands, name, message, str(there), str(wanted), right=right)
    return None


def _miscounted(count: Count, names: Names) -> bool:
    """Return whether the names are surely meant to be as many as counted, but are not."""
    there, wanted = len(names.names), count.value
    # 等 may replace others, but nobody leaves out one of seven.
    one_short = there == wanted - 1 and there > data()["list"]["hardly_left_out"]
    return (
        names.sure
        and count.unit not in data()["units"]["loose"]
        and abs(there - wanted) <= names.most
        and there <= 2 * wanted <= 4 * there
        and (not names.partial or one_short or min(names.ways) > wanted)
    )


@rule("A702", "warning", "逐条写出的条数与写的数目不符")
def told_one_by_one(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：“以下七个方面：一是……七是……”写出的条数，是否等于写的数目。
    为什么：增删条目后忘改数目是常见错误。
    反例：主要做了三个方面的工作：一是抓好培训；二是严格考核。
    正例：主要做了两个方面的工作：一是抓好培训；二是严格考核。
    怎么改：数一数“一是、二是……”，改正数目或补上漏写的一条。"""
    paragraphs = lines(filing)
    for index, line in enumerate(paragraphs):
        for place, count in enumerate(line.counts):
            others = line.counts[place + 1 : place + 2]
            yield _told(paragraphs, index, count, others[0].start if others else None)


def _told(
    paragraphs: Sequence[Line], index: int, count: Count, other: int | None
) -> Relation | None:
    """Judge a number by the numbered list behind it; ``other`` is the offset of the next number, or None.
    Return None if no list belongs to it."""
    line, text = paragraphs[index], paragraphs[index].cleaned.text
    begin = _first_mark(paragraphs, index, count)
    if begin is None:
        return None
    below, at, between = begin
    told, first = paragraphs[below], paragraphs[below].marks[at]
    # 安排项目3个: what is counted precedes the number.
    project = count.unit == "个" and text[: count.start].rstrip().endswith("项目")
    if not _is_divided(text, count, between):
        nearer = other is not None and (below > index or other < first.start)
        if nearer or not _leads_on(count, between, project, first):
            return None
    there, end = _run_of_marks(paragraphs, below, at)
    if not 2 <= there <= 2 * count.value <= 4 * there:
        return None
    place = told.passage.place(*told.cleaned.written(first.start, end))
    operands = (
        _operand(line, count),
        Operand("正文 写出的条数", str(there), str(there), "", place),
    )
    right = there == count.value
    inside = [c.value for c in told.counts if c.start > first.start and c.unit == count.unit]
    if not right and (count.unit in data()["units"]["loose"] or sum(inside) == count.value):
        return None
    stated = f"{'项目' if project else ''}{text[count.start : count.end]}{count.noun}"
    message = f"写的是{stated}，实际写出 {there} 条。"
    expected, actual = str(there), str(count.value)
    return ruled("A702", operands, count.noun, message, expected, actual, right=right)


def _first_mark(
    paragraphs: Sequence[Line], index: int, count: Count
) -> tuple[int, int, str] | None:
    """Return the first mark behind a number, in its paragraph or the next: paragraph index, mark index, and
    the text between. None if there is none."""
    line = paragraphs[index]
    text = line.cleaned.text
    at = bisect_left(line.marks, count.end, key=lambda mark: mark.start)
    if at < len(line.marks):
        return index, at, text[count.end : line.marks[at].start]
    below = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    if below is None or not below.marks:
        return None
    return index + 1, 0, f"{text[count.end :]}\n{below.cleaned.text[: below.marks[0].start]}"


def _is_divided(text: str, count: Count, between: str) -> bool:
    """Return whether 分专项看：（1）… divides what was counted: 专项十类."""
    by = words("nouns", "divided", "(?:^|[。；\n]){}[：:，,]$").search(between.rstrip()[-20:])
    if by is None:
        return False
    return count.unit in by["of"] or by["of"] in f"{text[: count.end][-12:]}{count.noun}"


def _leads_on(count: Count, between: str, project: bool, first: Mark) -> bool:
    """Return whether the words between a number and 一是 say that the list is of what is counted."""
    if "\n" in between and not _ANNOUNCES.fullmatch(between):
        return False
    if project and _OPENS.fullmatch(between):
        return True
    if turned(count.noun) or words("list", "without").search(between):
        return False
    told = words("nouns", "told").search(count.noun) is not None
    points = told or count.unit in data()["units"]["points"]
    # 走访3家企业：一是 … lists what was done there, not the enterprises.
    things = first.style != "f" and count.noun and not words("list", "acts").search(count.noun)
    if _DIRECTLY.fullmatch(between) and (points or things):
        return True
    if not told or not _LEADS_ON.fullmatch(between):
        return False
    comma = between.rstrip().endswith(("，", ","))
    return not comma or first.style == "g" or bool(words("nouns", "aspects").search(between))


def _run_of_marks(paragraphs: Sequence[Line], index: int, at: int) -> tuple[int, int]:
    """Return how many marks follow each other from one on, in this paragraph and below, and where those of
    this paragraph end."""
    style, there, end = paragraphs[index].marks[at].style, 0, 0
    for below, line in enumerate(paragraphs[index : index + _BELOW]):
        marks = line.marks if below else line.marks[at:]
        heads = bool(marks) and not line.cleaned.text[: marks[0].start].strip()
        if below and (marks[0].style < style if heads else at):
            break
        for mark in marks:
            if mark.style == style and mark.value != there + 1:
                return (there, end) if mark.value == 1 else (0, 0)
            if mark.style == style:
                there, end = mark.value, end if below else mark.end
    return there, end


def _operand(line: Line, count: Count) -> Operand:
    """Make an operand of a number of things."""
    if count.claim is not None:
        return claim_operand(count.claim)
    place = line.passage.place(*line.cleaned.written(count.start, count.end))
    text = line.cleaned.text[count.start : count.end]
    return Operand(f"正文 {count.noun}".rstrip(), text, str(count.value), count.unit, place)
