"""Tell which numbers of a normalised text are personal (telephones, identity numbers, bank
accounts), and which are amounts, counts or codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from xladdin.patterns import pattern
from xladdin.text.signs import INVISIBLE, PLAIN

_INVISIBLE = pattern(f"[{INVISIBLE}]")


class Normal(NamedTuple):
    """A normalised text, with the offset in the written text of each of its characters."""

    text: str
    at: Sequence[int]


@lru_cache(maxsize=4096)
def normal(text: str) -> Normal:
    """Return the text in Unicode's compatibility form, without invisible characters. A numeral such
    as ① becomes a digit only between digits; a Chinese comma stays, because it separates numbers."""
    if text.isascii() and text.isprintable():
        return Normal(text, range(len(text)))
    signs = [(at, sign) for at, sign in enumerate(text) if not _INVISIBLE.match(sign)]
    said, places = [], []
    for index, (at, sign) in enumerate(signs):
        around = signs[index - 1 : index] + signs[index + 1 : index + 2]
        inside = len(around) == 2 and all(each.isdecimal() for _, each in around)
        for letter in sign if unicodedata.category(sign) == "No" and not inside else _plain(sign):
            said.append(letter)
            places.append(at)
    return Normal("".join(said), places)


@lru_cache(maxsize=8192)
def _plain(sign: str) -> str:
    return sign if sign == "，" else unicodedata.normalize("NFKC", sign.translate(PLAIN))


PHONE, IDENTITY, BANK = "电话号码", "身份证号", "银行账号"
_Found = tuple[str, int, int]
#: The begin and end of a whole number, which includes points and commas between digits, but no
#: numbering before it.
BEGIN = r"(?:(?<![\dA-Z])|(?<=TEL))(?:(?<!\d[.,])|(?<=附[件表]\d[.]))"
END = r"(?!\d|[.,]\d)"
#: Signs between the digits of a number; none of them is the end of a line or a cell.
_GAP, _BLANK, _SPLIT = r"[- .—–‐−·_/~]*", "[- —–‐−]{1,3}", "[- —–‐−]{0,3}"
_COUNTRY = r"(?:(?:\+|00)?86[- ]*)?"
_MOBILE = (
    rf"(?:(?:\(1[3-9]\d\)|1[3-9]\d){_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{3}}"
    rf"|1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}|1[3-9]\d{{3}}{_BLANK}\d{{6}}|1[3-9]\d(?:{_BLANK}\d\d){{4}}"
    rf"|1{_BLANK}[3-9](?:{_BLANK}\d){{9}})"
)
#: A local telephone number, which never begins with 0, 1 or 9.
_LOCAL = r"[2-8]\d{2,3}[- —–]{0,2}\d{4}"
_CODE = r"(?:010|02\d|0[3-9]\d\d)"
_AREA = rf"(?:\({_CODE}\)|{_CODE}){_GAP}[2-8]\d{{2,3}}{_GAP}\d{{4}}"
_MORE = r"(?:\s*(?:转|分机)\s*\d{1,6}(?!\d))?"
_WHOLE = pattern(
    rf"{BEGIN}(?:{_COUNTRY}{_MOBILE}|{_COUNTRY}{_AREA}|400[- ]?\d{{3}}[- ]?\d{{4}}){END}{_MORE}"
)
_SHORTER = pattern(rf"{BEGIN}{_LOCAL}{END}{_MORE}")
SHAPES = pattern(f"{_WHOLE.pattern}|{_SHORTER.pattern}")
_DATE = pattern(r"(?:19|20)\d\d(?:[- —–]+(?:19|20)\d\d|(?:0[1-9]|1[0-2])[0-3]\d)")
#: Excludes public service numbers: 12345, 110.
PUBLIC = r"(?!(?:12\d{3}|1[12]\d)(?!\d))"
WORDS = r"(?:电话|手机|座机|传真|短号|分机|小灵通|联系方式|热线|微信|QQ|(?<![A-Za-z])[Tt][Ee][Ll])"
_SAID = pattern(rf"{WORDS}(?!费|会议|补|通知)[^。;\n]{{0,60}}$|(?:办公|值班|传达|门卫)室 ?:? ?$")
_CALLED = pattern(rf"(?:{WORDS}(?!费|会议|补)|联系人)[^。;\n]{{0,20}}$")
_SHORT = pattern(
    rf"{WORDS}(?:号码?)?(?:\s*:\s*|(?<=分机)|(?<=分机号)){PUBLIC}(?P<said>\d[\d\-—–]+\d){END}"
)
_NEXT = pattern(r"\s*[、,，/]\s*")
#: Words before a number that make it an amount, a count or a code.
AMOUNT = (
    r"(?:资金|奖金|基金|租金|现金|税金|保证金|金额|[总差余限]?额|数|款|[经]?费|资产|负债|支出|收入|预算|决算|投资|列支"
    r"|[合总小共]计|结[转余]|拨付|到位|安排|执行|使用|代码|编码|(?<!证)编号|文号|指标号?|序号)"
)
_BEFORE = pattern(
    rf"(?:{AMOUNT}(?:\([^()]*\))?[:为是达约共计了 \n]{{0,4}}(?:\d[\d.,]*(?:[万亿]?元)?[、,，] ?)*|[≥≤≧≦><=¥$±]\s*)$"
)
_COUNT = r"(?:[部台个条次户件名期场批套辆份座所亩天吨家项页册]|人次?|公里|平方)"
_UNIT = pattern(
    rf"\s*(?:[万亿千百]+(?:元|{_COUNT}(?![^\W\d_])|人次|(?![^\W\d_]))|%|‰|{_COUNT}(?![^\W\d_]))"
)
_MONEY = pattern(r"\s*元")
_IN_MONEY = pattern(r"单位:\s*(?:人民币)?[万亿千百]?元")
_CARD = pattern(
    rf"(?<![\dA-Za-z.,])[1-9](?:{_SPLIT}\d){{16}}{_SPLIT}[\dXx](?![\dA-Za-z])|{BEGIN}[1-9]\d{{14}}{END}"
)
_GROUPED = pattern(
    rf"\d{{6}}{_BLANK}\d{{4}}{_SPLIT}\d{{4}}{_BLANK}\d{{3}}[\dXx]|(?:\d{{4}}{_BLANK}){{4}}\d[\dXx]"
)
_CARD_WORD = pattern(r"(?:身份证|证件)[^\d。;]{0,12}$")
_CARD_SAID = pattern(r"(?:身份证|证件)(?:号码?)?\s*:\s*(?P<said>\d[\d*xX ]{3,}[\dxX])")
_PROVINCE = pattern("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_ACCOUNT = pattern(
    rf"(?:(?:[账帐]号|卡号)[码:为是 ]{{0,3}}(?P<short>\d(?:{_SPLIT}\d){{8,24}})"
    rf"|(?:[账帐]户|银行卡|卡|户|开户(?:银?行|网点)[^\d。;\n]{{0,30}}?)号?[码:为是 ]{{0,3}}(?P<long>\d(?:{_SPLIT}\d){{11,24}})"
    rf"|(?<![\d.,])(?P<bare>62(?:{_SPLIT}\d){{14,17}}))(?!\d|\.\d)"
)  # fmt: skip


def found_in(plain: str) -> Iterator[_Found]:
    """Yield the personal numbers of a normalised text as kind, start and end."""
    phones = sorted(_phones(plain))
    yield from ((PHONE, *each) for each in phones)
    for match in _CARD.finditer(plain):
        if _is_card(plain, match):
            yield IDENTITY, *match.span()
    yield from ((IDENTITY, *match.span("said")) for match in _CARD_SAID.finditer(plain))
    for match in _ACCOUNT.finditer(plain):
        name = match.lastgroup or "bare"
        if _MONEY.match(plain, match.end()) or _UNIT.match(plain, match.end()):
            continue
        if name != "bare" or _is_bank_card(match[name]):
            yield BANK, *match.span(name)


def counted(plain: str, start: int, end: int) -> bool:
    """Return whether a number has signs that only amounts, counts and codes have. After a
    telephone, 元 may be the surname of the next person."""
    if _BEFORE.search(plain, max(start - 60, 0), start) or _UNIT.match(plain, end):
        return True
    if _MONEY.match(plain, end):
        surname = re.match(r"元[^\W\d_]", plain[end : end + 2])
        return not (surname and _CALLED.search(plain, max(start - 30, 0), start))
    return _IN_MONEY.search(plain) is not None


def _phones(plain: str) -> Iterator[tuple[int, int]]:
    ends = []
    for match in _WHOLE.finditer(plain):
        if not counted(plain, *match.span()):
            ends.append(match.end())
            yield match.span()
    for match in _SHORTER.finditer(plain):
        start, end = match.span()
        called = _SAID.search(plain, max(start - 60, 0), start)
        listed = any(_NEXT.fullmatch(plain, at, start) for at in ends)
        if (called or listed) and not counted(plain, start, end) and not _DATE.match(match[0]):
            ends.append(end)
            yield start, end
    for match in _SHORT.finditer(plain):
        if not counted(plain, *match.span("said")):
            yield match.span("said")


def _is_card(plain: str, match: re.Match[str]) -> bool:
    """Return whether a number is an identity number: by its place, its date, and its check digit
    unless it is labelled or grouped as one."""
    digits = re.sub(r"[^\dXx]", "", match[0]).upper()
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    if not _PROVINCE.match(digits) or not 1900 <= int(born[:4]) <= 2099:
        return False
    if _CARD_WORD.search(plain, max(match.start() - 20, 0), match.start()):
        return True
    if counted(plain, *match.span()):
        return False
    return (
        len(digits) == 15
        or bool(_GROUPED.fullmatch(match[0]))
        or (
            _CHECKS[sum(int(a) * b for a, b in zip(digits, _WEIGHTS, strict=False)) % 11]
            == digits[17]
        )
    )


def _is_bank_card(said: str) -> bool:
    """Return whether a number satisfies Luhn's check."""
    digits = [int(each) for each in reversed(said) if each.isdecimal()]
    return sum(digits[::2], sum(sum(divmod(2 * each, 10)) for each in digits[1::2])) % 10 == 0
