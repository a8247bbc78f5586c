"""Find private words in a text: telephones, e-mail addresses, identity numbers, accounts, local paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from xladdin.patterns import pattern
from xladdin.publishing import numbers
from xladdin.publishing.numbers import BANK, IDENTITY, PHONE, normal

#: The mark in place of private words.
OMITTED = "（略）"
_NAME = r"[^\s,，。;“”\"<>|]"
_PART = rf"(?:{_NAME}| (?={_NAME}*[\\/]))*"
_PRIVATE_HOST = (
    r"(?:(?:10|127)(?:\.\d{1,3}){3}|(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}|localhost"
    r"|[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)*\.(?:local|lan|intranet|internal|corp)|[A-Za-z\d-]+(?=[:/]))(?![\w.-]*\w)"
)
_MAIL_HOST = r"(?:[A-Za-z\d-]+|[^\W\d_]{2,8})(?: ?\. ?[A-Za-z\d-]+)+"
_KINDS = tuple((kind, pattern(shape)) for kind, shape in (
    ("电子邮箱", rf"(?:[A-Za-z\d](?:[A-Za-z\d_.+-]*)|(?<![^\W\d_])[^\W\d_]{{2,4}}) ?(?:@|[(\[] ?(?i:at) ?[)\]]) ?{_MAIL_HOST}"),
    ("电子邮箱", r"(?:邮箱|(?i:e-?mail))(?:地址|账号)? ?[:为] ?(?P<said>[A-Za-z][\w.+-]{4,})(?![\w@])"),
    ("社交账号", r"微信(?:号码?|群|账号)?[:为 ]{1,2}(?P<said>[A-Za-z][A-Za-z\d_-]{5,19})"),
    ("社交账号", r"(?:QQ|微信|钉钉)群?(?:号码?)?[:为 ]{0,2}(?P<said>\d{5,11})(?![\d万亿元%个人条次.])"),
    ("身份证号", r"护照(?:号码?)?[:为 ]{0,2}(?P<said>[A-Z]{1,2}\d{7,8})(?!\d)"),
    ("内网地址", rf"(?i:https?|ftp)://{_PRIVATE_HOST}(?:[:/]{_NAME}*)?"),
    ("内网地址", r"(?<![\d.])(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}(?![\d.]*\d)(?::\d+)?"),
    ("内网地址", r"(?<![\d.])10(?=(?:\.\d+){0,2}\.(?:[2-9]\d|[12]\d\d)(?!\d))(?:\.\d{1,3}){3}(?![\d.]*\d)(?::\d+)?"),
    ("本机路径", rf"(?i:file:/+){_PART}|(?<![A-Za-z])[A-Za-z]:[\\/](?![\\/]){_PART}|\\\\[\w.$-]+\\{_PART}"
        rf"|%\w+%[\\/]{_PART}|(?<![A-Za-z\d/.~])~/{_PART}"
        rf"|(?<![A-Za-z\d/.])/(?:home|Users|tmp|mnt|var|root|Volumes|media|private)/{_PART}"),
))  # fmt: skip
#: Labels of private numbers, at the head of a column or before a number in its row, by kind. The
#: last word of a label tells its kind; labels of quantities or payments are excluded by _NO_LABEL.
_LABELS = tuple(
    (kind, pattern(rf"\D{{0,12}}?\(?{words}(?:号码?)?\)?(?:\(\D{{0,12}}\))?:?"))
    for kind, words in (
        (PHONE, numbers.WORDS), (IDENTITY, "(?:身份证|证件)"), (BANK, "(?:[账帐][号户]|卡号)"),
    )
)  # fmt: skip
_NO_LABEL = pattern(r"费|元|支出|预算|购|数量|\([部台个张次]\)|接听|受理|拨打|回访|开通|安装")
#: Words without which a label with a word for telephones may name an expense.
_SURE = pattern(
    "联系|办公|负责|经办|填报|值班|咨询|监督|举报|投诉|服务|家庭|住宅|本人|热线|短号|分机|号"
)
_PERSON = pattern(r"姓名|(?:联系|负责|经办|填报|填表)人(?:员|姓名)?")
_COUNTED = pattern(rf"{numbers.AMOUNT}(?:\(.*\))?:?$|元")
_LABELLED = pattern(rf"{numbers.BEGIN}{numbers.PUBLIC}\d[\d\-—–.·* ]*[\dXx]{numbers.END}")
_NUMBER = pattern(r"\s*\d[\d,]*\s*")


class Private(NamedTuple):
    """A stretch of a text to leave out, and its kind as a Chinese word."""

    kind: str
    start: int
    end: int


class Label(NamedTuple):
    """The kind of the numbers that a label names, and whether the label can mean nothing else."""

    kind: str
    sure: bool


@lru_cache(maxsize=4096)
def private(text: str) -> tuple[Private, ...]:
    """Return all private stretches of a text, in order and without overlaps. Results are cached,
    because attributes repeat thousands of times."""
    plain, at = normal(text)
    apart: list[Private] = []
    for kind, start, end in sorted(_found(plain), key=lambda each: (each[1], -each[2])):
        start, end = at[start], at[end - 1] + 1
        if not apart or start >= apart[-1].end:
            apart.append(Private(kind, start, end))
    return tuple(apart)


def _found(plain: str) -> Iterator[tuple[str, int, int]]:
    yield from numbers.found_in(plain)
    for kind, shape in _KINDS:
        said = "said" if "said" in shape.groupindex else 0
        yield from ((kind, *match.span(said)) for match in shape.finditer(plain))


def without_private(text: str) -> str:
    """Return the text with a mark in place of each private stretch."""
    for each in reversed(private(text)):
        text = text[: each.start] + OMITTED + text[each.end :]
    return text


def label(text: str) -> Label | None:
    """Return the kind of private numbers that a cell's text is the label of; None if it is none."""
    said = "".join(normal(text).text.split())
    if _NO_LABEL.search(said):
        return None
    return next(
        (Label(kind, kind != PHONE or bool(_SURE.search(said)))
         for kind, shape in _LABELS if shape.fullmatch(said)), None)  # fmt: skip


def names_people(text: str) -> bool:
    """Return whether a cell's text is the label of people's names."""
    return _PERSON.fullmatch("".join(text.split())) is not None


def counts(text: str) -> bool:
    """Return whether a cell's text is the label of amounts or codes."""
    return len(text) < 40 and _COUNTED.search("".join(normal(text).text.split())) is not None


def is_number(text: str) -> bool:
    """Return whether a text is a number and nothing else."""
    return _NUMBER.fullmatch(normal(text).text) is not None


def labelled(text: str, kind: str) -> tuple[Private, ...]:
    """Return the numbers of a text with such a label, except those with decimals, units or comparisons."""
    plain, at = normal(text)
    return tuple(
        Private(kind, at[match.start()], at[match.end() - 1] + 1)
        for match in _LABELLED.finditer(plain)
        if not re.fullmatch(r"\d+\.\d{1,2}", match[0]) and not numbers.counted(plain, *match.span())
    )


def looks_labelled(text: str, kind: str) -> bool:
    """Return whether all numbers of a text would be taken for that kind without a label, too."""
    plain = normal(text).text
    rest = numbers.SHAPES.sub("", plain) if kind == PHONE else ""
    return not re.search(r"\d", rest)
