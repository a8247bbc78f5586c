"""Normalise labels as people write them, and match them with a definition's aliases."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from xladdin.patterns import pattern
from xladdin.text.cleaning import seen

#: A longer text is prose.
LONGEST_LABEL = 60
#: Numbering at the start of a label, and 其中：: 1、 (一)、 （1）.
_NUMBERING = pattern(
    r"^(?:其中[::]?|[((]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[))]?[、..,]+|"
    r"[((](?:\d{1,2}|[一二三四五六七八九十]{1,3})[))])+"
)
_CIRCLED = pattern("[①-⓿❶-➓]")
#: Brackets in a label: (万元) [元].
_BRACKET = pattern(r"[((\[【][^()\[\]【】]*[))\]】]")
_YEAR = pattern(r"(?:19|20)\d{2}(?=年)")
_CHINESE_YEAR = pattern(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_WORD = pattern(r"(?:19|20)\d{2}年度?")


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Return the text without blanks, line breaks and invisible characters, letters and digits made plain."""
    return "".join(unicodedata.normalize("NFKC", seen(text)).split())


@lru_cache(maxsize=4096)
def years(text: str) -> tuple[int, ...]:
    """Return the years that a title or heading names, such as 2024 of 2024年度 or 二〇二四年度."""
    return tuple(int(year) for year in _YEAR.findall(with_digits(squeeze(text))))


def with_digits(text: str) -> str:
    """Return the text with its years in digits: 2024年 for 二〇二四年."""
    if "二" not in text:
        return text
    return _CHINESE_YEAR.sub(lambda year: year[0].translate(_CHINESE_DIGITS), text)


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Return the bare name of a label, without numbering, 其中, brackets, year and closing colon."""
    plain = _NUMBERING.sub("", squeeze(_CIRCLED.sub("", text)))
    plain = _BRACKET.sub("", plain)
    return _YEAR_WORD.sub("", plain).strip(":、,;.…·-—=\"'“”")


class Glob(Struct, frozen=True):
    """A label with ``*`` for anything, split at its stars. Regular expressions would have to be
    compiled at every start, and plain searches are as fast."""

    parts: tuple[str, ...]
    #: The longest part, looked for first.
    core: str

    @classmethod
    def of(cls, label: str) -> Glob:
        parts = tuple(label.split("*"))
        return cls(parts, max(parts, key=len))

    def fits(self, label: str) -> bool:
        """Return whether the whole label matches."""
        first, *inner, last = self.parts
        start, end = len(first), len(label) - len(last)
        if start > end or not (label.startswith(first) and label.endswith(last)):
            return False
        for part in inner:
            found = label.find(part, start, end)
            if found < 0:
                return False
            start = found + len(part)
        return True


class Aliases(Struct, frozen=True):
    """The spellings of one label; ``*`` stands for anything."""

    exact: frozenset[str]
    globs: tuple[Glob, ...]

    @classmethod
    def of(cls, labels: Iterable[str]) -> Aliases:
        labels = [squeeze(label) for label in labels]
        return cls(
            frozenset(label for label in labels if "*" not in label),
            tuple(Glob.of(label) for label in labels if "*" in label),
        )

    def match(self, label: str) -> bool:
        """Return whether a label, already ``normal``, is one of them."""
        if label in self.exact:
            return True
        if not 0 < len(label) <= LONGEST_LABEL:
            return False
        return any(glob.fits(label) for glob in self.globs)

    def among(self, labels: frozenset[str], lines: str) -> bool:
        """Return whether one of several labels matches; ``lines`` are the same labels, one a line."""
        if not self.exact.isdisjoint(labels):
            return True
        return any(
            glob.core in lines and any(glob.fits(each) for each in labels if glob.core in each)
            for glob in self.globs
        )
