"""Family A: counts of listed things: 4个股室：…, 七个方面：一是 …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.ordinals import ordinal_items
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, claim_operand

#: After the counted noun: 分别为, 即, 包括 or a colon open the list.
_LIST_AFTER = re.compile(
    r"[^，,：:。；;（(、\d]{0,14}?(?:[，,]\s*)?(?:[：:]|分别(?:为|是)[：:]?|即[：:、]?|[（(](?=[^）)]{0,200}、)|包括[：:]?|具体为[：:]?)\s*(?:即[：:]\s*)?"
)
_ITEM_END = re.compile(r"[。；;！？!?\n）)]")
_SPLIT = re.compile(r"、|，|,|以及|及(?!其|时)|和(?!谐|平)|与")
_ONLY_COMMAS = re.compile(r"、|，|,")
_BEFORE_LIST = "，,。；;：:！？!?（(）)\n"
_LEAD = re.compile(r".*?(?:内设|下设|设有|设|包括|其中|来自|分别为|分别是|有|涉及|即)(?:了|有)?")
_LONGEST_ITEM = 18
_LONGEST_LIST = 400
#: 七个方面, 四个小组 that are told one by one afterwards.
_TOLD = re.compile(r"方面|目标|小组|部分|举措|措施|问题|任务|阶段|环节")
#: What may stand between the number and 一是: some words; or, up to a colon, an amount, too.
_LEADS_ON = re.compile(r"[\s\S]{0,23}[：:。，,]\s*")
_OPENS = re.compile(r"[^。；;\n]{0,40}[：:]\s*")
_TAIL_WORDS = re.compile(r"(?:为|是|共计?|等|等共)$")


@rule(
    "A701",
    "列出的个数与写的数目不符",
    "warning",
    "数一数列出的名称，改正数目或补上漏写的名称；没有列全的写明“等”。",
)
def listed_things(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“内设4个股室：……”“……等5个股室”列出的名称个数，是否等于写的数目。
    为什么：增减机构、项目后忘改数目是常见错误。
    反例：内设4个股室，分别为办公室、事务股和财务股。
    正例：内设4个股室，分别为办公室、事务股、工程股和财务股。"""
    for passage in filing.passages:
        text = passage.text
        for claim in passage.claims:
            figure = claim.figure
            if figure.unit.measures != figure.unit.name or figure.unit.name in (
                "人次",
                "年",
                "天",
                "次",
            ):
                continue
            if not 2 <= figure.value <= 30 or figure.irregular or figure.places:
                continue
            relation = _ahead(passage, claim, text) or _behind(passage, claim, text)
            if relation is not None:
                yield relation


def _ahead(passage: Passage, claim: Claim, text: str) -> Relation | None:
    start = claim.span[1]
    opening = _LIST_AFTER.match(text, start)
    if opening is None:
        return None
    farthest = min(len(text), opening.end() + _LONGEST_LIST)
    end = _ITEM_END.search(text, opening.end(), farthest)
    stop = end.start() if end is not None else farthest
    return _compare(passage, claim, (opening.end(), stop), exact=True)


def _behind(passage: Passage, claim: Claim, text: str) -> Relation | None:
    """办公室、财务股等2个股室: the list stands before the number, in the same clause."""
    end = claim.span[0]
    farthest = max(0, end - _LONGEST_LIST)
    start = max(farthest, *(text.rfind(sign, farthest, end) + 1 for sign in _BEFORE_LIST))
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead is not None else start
    clause = text[start:end]
    open_end = clause.rstrip().endswith("等")
    first = passage.claim_from(start)
    other = first < claim.index  # 四个社区和12个村
    if other or "、" not in clause or re.search(r"[\d\"]", clause) or "等" in clause.rstrip()[:-1]:
        return None
    tail = _TAIL_WORDS.search(clause)
    stop = end - (len(clause) - tail.start()) if tail is not None else end
    return _compare(passage, claim, (start, stop), exact=not open_end)


def _compare(
    passage: Passage, claim: Claim, span: tuple[int, int], *, exact: bool
) -> Relation | None:
    listed = passage.text[span[0] : span[1]].strip()
    if listed.endswith("等"):
        listed, exact = listed[:-1], False
    counts = [_items(listed, splitter) for splitter in (_SPLIT, _ONLY_COMMAS)]
    wanted = int(claim.figure.value)
    shown = Operand("正文 列出的名称", listed, None, "", passage.place(*span))
    number = Operand("正文 列出的个数", str(wanted), str(wanted), "", passage.place(*span))
    name = claim_name(claim)
    if any(len(items) == wanted for items in counts):
        return Relation("A701", Verdict.HELD, (claim_operand(claim), number, shown), name)
    items = counts[0]
    plausible = 2 <= len(items) <= 2 * wanted and all(len(each) <= _LONGEST_ITEM for each in items)
    if not exact or not plausible or re.search(r"[\d，,]", listed):
        return None
    number = Operand("正文 列出的个数", str(len(items)), str(len(items)), "", passage.place(*span))
    message = (
        f"写的是 {claim.figure.text}{claim.noun[:8]}，列出的是 {len(items)} 个："
        f"{'、'.join(items)}。"
    )
    operands = (claim_operand(claim), number, shown)
    return Relation(
        "A701", Verdict.VIOLATED, operands, name, message, "", str(len(items)), str(wanted)
    )


def _items(listed: str, splitter: re.Pattern[str]) -> list[str]:
    return [each.strip() for each in splitter.split(listed) if each.strip()]


@rule(
    "A702",
    "逐条写出的条数与写的数目不符",
    "warning",
    "数一数“一是、二是……”，改正数目或补上漏写的一条。",
)
def told_one_by_one(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“以下七个方面：一是……七是……”写出的条数，是否等于写的数目。
    为什么：增删条目后忘改数目是常见错误。
    反例：主要做了三个方面的工作：一是……二是……
    正例：主要做了两个方面的工作：一是……二是……"""
    for passage in filing.passages:
        ordinals = ordinal_items(passage) if passage.claims else []
        for claim in passage.claims:
            told = _TOLD.match(claim.noun)
            # 安排项目3个: what is counted stands before the number.
            before = passage.text[: claim.span[0]].rstrip()
            project = claim.figure.unit.name == "个" and before.endswith("项目")
            items = ordinals or (_numbered(passage, told[0]) if told else [])
            if not (told or project) or not items or claim.span[1] > items[0][0]:
                continue
            between = passage.text[claim.span[1] : items[0][0]]
            if not (_LEADS_ON if told else _OPENS).fullmatch(between):
                continue
            wanted, there = int(claim.figure.value), len(items)
            place = passage.place(items[0][0], items[-1][1])
            operands = (
                claim_operand(claim),
                Operand("正文 写出的条数", str(there), str(there), "", place),
            )
            if wanted == there:
                yield Relation("A702", Verdict.HELD, operands, claim.noun)
                continue
            if project and wanted > 2 * there:
                continue  # groups of projects, or the larger ones only
            stated = f"{'项目' if project else ''}{claim.figure.text}{claim.noun}"
            message = f"写的是{stated}，实际写出 {there} 条。"
            yield Relation(
                "A702",
                Verdict.VIOLATED,
                operands,
                claim.noun,
                message,
                "",
                str(there),
                str(wanted),
            )


def _numbered(passage: Passage, noun: str) -> list[tuple[int, int]]:
    """第一小组 …, 第二小组 …: the spans of what is numbered so, if it runs from one without a gap."""
    found = list(re.finditer(rf"第([一二三四五六七八九十]){re.escape(noun)}", passage.text))
    if [match[1] for match in found] != list("一二三四五六七八九十")[: len(found)]:
        return []
    return [match.span() for match in found]
