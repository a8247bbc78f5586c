"""What Excel makes of values that are written, and what it gives for cells that are read."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.office.counting import ComError

EPOCH = dt.datetime(1899, 12, 30)

#: Excel's error values as they come through COM.
ERRORS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
_BY_TEXT = {text: code for code, text in ERRORS.items()}
#: soffice's own errors, by what Excel would say.
_BY_NUMBER = {
    532: "#DIV/0!", 32767: "#N/A", 525: "#NAME?", 521: "#NULL!", 503: "#NUM!", 524: "#REF!",
    519: "#VALUE!",
}  # fmt: skip

_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][-+]?\d+)?%?")
_DATE = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?|(\d{1,2})[-/](\d{1,2})")


@dataclass(frozen=True)
class Entry:
    """One cell to be written: content for UNO, and the number format that Excel would give it.

    kind: "" or "date", "logical", "percent" (applied to cells of the format General), or "formula"
    (then content is an Excel formula), or "number-like" (a text that must not become a number).
    """

    content: str | float
    kind: str = ""


def error_code(number: int) -> int:
    """Excel's code for an error number of soffice."""
    return _BY_TEXT[_BY_NUMBER.get(number, "#VALUE!")]


def from_serial(serial: float) -> dt.datetime:
    """A date's serial number as the date, to the millisecond as Excel."""
    return EPOCH + dt.timedelta(milliseconds=round(serial * 86_400_000))


def to_serial(moment: dt.date) -> float:
    """A date or a date and time as a serial number."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1)


def entry(value: Any) -> Entry:
    """What Excel makes of ``value`` in a cell that is not formatted as text."""
    if value is None or value == "":
        return Entry("")
    if isinstance(value, bool):
        return Entry(float(value), "logical")
    if isinstance(value, (int, float)):
        return Entry(float(value))
    if isinstance(value, Decimal):
        raise ComError(f"Excel makes currency with 2 places of a Decimal: write a float: {value}")
    if isinstance(value, dt.date):
        return Entry(to_serial(value), "date")
    if isinstance(value, str):
        return typed(value)
    raise ComError(f"no value for a cell: {value!r}")


def typed(text: str) -> Entry:
    """What Excel makes of a text, which it takes as if it were typed."""
    if text.startswith("'"):
        return literal(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Entry(text, "formula")
    known = _number_or_date(text)
    if known is not None:
        return known
    if text[0] in "+-@" and len(text) > 1:
        raise ComError(f"Excel takes this for a formula: put an apostrophe before it: {text!r}")
    return Entry(text)


def literal(text: str) -> Entry:
    """A text that stays a text."""
    special = text.startswith("=") or _number_or_date(text) is not None
    return Entry(text, "number-like" if special else "")


def _number_or_date(text: str) -> Entry | None:
    plain = text.strip()
    if plain.upper() in ("TRUE", "FALSE"):
        return Entry(float(plain.upper() == "TRUE"), "logical")
    if any(sign.isdigit() for sign in plain) and _NUMBER.fullmatch(plain):
        number = float(plain.rstrip("%").replace(",", ""))
        return Entry(number / 100, "percent") if plain.endswith("%") else Entry(number)
    if match := _DATE.fullmatch(plain):
        year, month, day = match.group(1, 2, 3) if match[1] else (None, *match.group(4, 5))
        try:
            date = dt.date(int(year) if year else dt.date.today().year, int(month), int(day))
        except ValueError:
            return None
        return Entry(to_serial(date), "date")
    return None
