"""Show serial numbers under a date or time format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from xladdin.sources.format_code import Section, Token

_DAY = 86_400
_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_CHINESE = "〇一二三四五六七八九"
#: The decimals of a second in a serial number; further ones are shown as zeros.
_PLACES = 9
#: 31 December 9999, the last day that Excel knows.
_LAST = 2_958_465


def show_date(value: Decimal, section: Section, date1904: bool) -> str | None:
    """Show ``value`` days after the start of the date system as ``section`` does. None where Excel
    shows only ####: before that start and after the year 9999."""
    if not 0 <= value <= _LAST + 1:
        return None
    tokens = _with_minutes(section.tokens)
    unit = Decimal(1).scaleb(-min(_second_places(tokens), _PLACES))
    seconds = (value * _DAY).quantize(unit, ROUND_HALF_UP)
    days, rest = divmod(seconds, _DAY)
    if days > _LAST - (1462 if date1904 else 0):
        return None
    parts = _Parts(int(days), rest, seconds, date1904, section)
    return "".join(parts.shown(token) for token in tokens)


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """Distinguish m: after hours or before seconds it means minutes (kind ``minute``)."""
    found = list(tokens)
    clock = [at for at, token in enumerate(found) if token.kind in ("date", "elapsed")]
    for place, at in enumerate(clock):
        if found[at].kind == "date" and found[at].text in ("m", "mm"):
            before = found[clock[place - 1]].text if place else ""
            after = found[clock[place + 1]].text if place + 1 < len(clock) else ""
            if before.startswith("h") or after.startswith("s"):
                found[at] = Token("minute", found[at].text)
    return found


def _second_places(tokens: Sequence[Token]) -> int:
    places = 0
    for at, token in enumerate(tokens):
        if token.kind == "point":
            for follower in tokens[at + 1 :]:
                if follower.kind != "digit":
                    break
                places += 1
    return places


class _Parts:
    """A moment split into its parts."""

    def __init__(
        self, days: int, rest: Decimal, seconds: Decimal, date1904: bool, section: Section
    ) -> None:
        self.seconds, self.rest, self.chinese = seconds, rest, section.chinese
        self.twelve = section.has("half")
        self.fraction = iter(f"{rest % 1:f}".partition(".")[2])
        self.year, self.month, self.day, self.weekday = _calendar(days, date1904)

    def shown(self, token: Token) -> str:
        text = token.text
        if token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            return str(int(self.seconds // unit)).zfill(len(text))
        if token.kind == "minute":
            return self._number(int(self.rest % 3600 // 60), text)
        if token.kind == "half":
            return self._half(text)
        if token.kind == "digit":
            return next(self.fraction, "0")
        if token.kind == "date":
            return self._date(text)
        return text

    def _date(self, text: str) -> str:
        letter, width = text[0], len(text)
        if letter in "ye":
            year = str(self.year)
            if letter == "y" and width < 3:
                year = year[2:]
            return "".join(_CHINESE[int(digit)] for digit in year) if self.chinese else year
        if letter in "md" and width > 2:
            names = (_MONTHS if letter == "m" else _WEEKDAYS).split()
            name = names[self.month - 1 if letter == "m" else self.weekday]
            return name[0] if width == 5 else name[:3] if width == 3 else name
        if letter == "a":
            return ("星期" if width == 4 else "") + "一二三四五六日"[self.weekday]
        if letter == "h":
            hour = int(self.rest // 3600)
            return self._number((hour - 1) % 12 + 1 if self.twelve else hour, text)
        if letter == "s":
            return self._number(int(self.rest % 60), text)
        if letter in "md":
            return self._number(self.month if letter == "m" else self.day, text)
        return ""

    def _half(self, text: str) -> str:
        late = self.rest >= _DAY // 2
        return text.split("/")[late]

    def _number(self, number: int, text: str) -> str:
        if not self.chinese:
            return str(number).zfill(len(text))
        tens, ones = divmod(number, 10)
        if not tens:
            return _CHINESE[ones]
        return (_CHINESE[tens] if tens > 1 else "") + "十" + (_CHINESE[ones] if ones else "")


def _calendar(days: int, date1904: bool) -> tuple[int, int, int, int]:
    """Return ``(year, month, day, weekday)``; Monday is 0. The 1900 system has a 29 February 1900."""
    if date1904:
        moment = date(1904, 1, 1) + timedelta(days)
    elif days == 60:
        return 1900, 2, 29, 2
    elif days == 0:
        return 1900, 1, 0, 5
    else:
        moment = date(1899, 12, 31) + timedelta(days if days < 60 else days - 1)
    weekday = (moment.weekday() - (not date1904 and days < 60)) % 7
    return moment.year, moment.month, moment.day, weekday
