"""Find the blanks that mean nothing: in a number, before its unit, between Chinese characters.

A blank that separates two things stays: between two numbers, between Latin words, behind a line's
numbering (1. 2024年…), and where a number was left out before its unit (支出 万元, 占 %).
"""

from __future__ import annotations

import re

from xladdin.patterns import pattern

#: A letter beyond those of Europe. A range of all Chinese characters takes a thousand times as long to compile.
_HAN = r"[^\W\dA-Za-z_\u00aa-\u052f]"
_MARKS = "，。；：、！？（）“”‘’《》〈〉【】〔〕「」『』…—·"
_SIGNS = "%‰℃㎡"
_OPERATORS = "≥≤≧≦⩾⩽><="
_LATIN_UNIT = r"(?:km|kg|mm|cm|m[2²]|m|t)(?![A-Za-z0-9])"

#: Units before which a blank means a missing number, whatever follows them.
_SURE_UNIT = r"(?:%|‰|个?百分点|[千百]?[万亿]元|[万亿千百]?元(?![旦月素件宵]))"
#: Units that may also be the last character of a word, so no Chinese character may follow them.
_COUNTED = (
    r"(?:人次|户次|场次|批次|公里|平方米|[人个户家项次分件条名期场批套台辆份座所处亩天吨])"
    rf"(?! *{_HAN})"
)
#: What turns one or two digits at a line's start into a quantity: 5个, 12万元, but not 3 项目支出.
_QUANTITY = rf"[万亿余多倍成]|{_SURE_UNIT}|年(?!度)|[月日号至到个名]|百分|{_COUNTED}"
#: What may follow a number with decimals: units of amounts, never 年 or 个.
_AFTER_DECIMALS = r"(?= *(?:[万亿元%‰倍亩米吨分成余多左平㎡公千百]|个百分点|[km]|[^\w .]|$))"
#: A quantity that fills its line, so that its “1.” is no numbering as in 1. 50万元用于….
_ALONE = r"[0-9]{1,6} *[万亿]?(?:元|%|‰|分|个百分点)? *$"

_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})"
_GROUPS = r"[0-9]{1,3}(?: [0-9]{3}){1,5}(?![0-9])"
_POINT = r"(?: +\. *|\. +)"

_BLANKS = pattern(
    # Fail fast: no alternative begins with another character.
    r"(?=[0-9 ~–-])(?:"
    # Numbering: its blanks are kept.
    r"(?P<numbering>(?:^|(?<=[。；;！!？?])) *[0-9]{1,2} ?\. +(?=[0-9])" + f"(?!{_ALONE})"
    r"|(?<=[：:]) *1 ?\. +(?=[0-9])(?![0-9]{1,6} *[万亿]?[元%]?(?:[^\w ]|$))"
    rf"|(?:^ *|(?<=[表图件]) *)[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}} +(?={_HAN})(?!{_QUANTITY})"
    rf"|(?<={_HAN})(?: +[0-9]{{1,2}}\.|  +[0-9]{{1,2}}、)(?= *(?:{_HAN}|[“《（])))"
    # A torn number: 58 .88, 252. 00, 12 800 000元, 3 - 5.
    rf"|(?P<number>(?<![0-9.,])(?:(?:{_GROUPS}|{_WHOLE}){_POINT}[0-9]{{1,6}}(?![0-9.]){_AFTER_DECIMALS}"
    rf"|{_GROUPS}(?:\.[0-9]{{1,6}})?(?= *[万亿]?[元人]))"
    rf"|(?<=[0-9{_SIGNS}元]) *[-–~] +(?=[0-9]))"
    # A left-out number: one blank, or two, are kept.
    rf"|(?<={_HAN}|[{_MARKS}])(?:(?P<one> ) *(?={_SURE_UNIT})|(?P<two>  ) *(?={_COUNTED}))"
    # Blanks that separate nothing.
    rf"|(?P<idle>(?<={_HAN}|[{_MARKS}]) +(?={_HAN}|[{_MARKS}{_OPERATORS}])(?!，[0-9])"
    rf"|(?<![0-9]，)(?<={_HAN}|[{_MARKS}{_OPERATORS}]) +(?=[0-9])"
    rf"|(?<=[0-9{_SIGNS}]) +(?={_HAN}|[{_MARKS}])(?!，[0-9])"
    rf"|(?<=[0-9]) +(?=[{_SIGNS}]|{_LATIN_UNIT})))",
    re.MULTILINE,
)
_RUN = pattern(" +")


def gaps(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of meaningless blanks, in order; only plain blanks are looked at."""
    if " " not in text:
        return []
    found: list[tuple[int, int]] = []
    for match in _BLANKS.finditer(text):
        kind = match.lastgroup or ""
        if kind == "number":
            found += [blank.span() for blank in _RUN.finditer(text, *match.span())]
        elif kind != "numbering":
            found.append((match.start() if kind == "idle" else match.end(kind), match.end()))
    return [(start, end) for start, end in found if start < end]
