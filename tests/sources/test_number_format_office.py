"""Numbers are shown as LibreOffice shows them, an oracle that knows nothing of this program."""

from __future__ import annotations

import csv
import itertools
import random
import re
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xladdin.sources.convert import soffice
from xladdin.sources.number_format import display
from xladdin.sources.xlsx_parts import BUILTIN

pytestmark = pytest.mark.office

VALUES = (0.0, 1.0, -1.0, 0.5, -0.5, 2.675, 1.005, 0.1 + 0.2, -0.001, 99.45, 4302.81, 0.9945)
CODES = (
    *("0", "0.00", "#,##0", "#,##0.00", "0.00%", "0.0#"),
    *("000-0000", '0.0,,"百万"', '[<1]0.00%;0.0"倍"', r'0\.0,"万"'),
)
DATES = (45418.0, 45418.75, 61.0, 36526.5)
DATE_CODES = ('yyyy"年"m"月"d"日"', "yyyy/m/d", "yyyy-mm-dd hh:mm:ss", "h:mm AM/PM", "mm:ss.0")
GENERAL = (0.0, 4302.81, 0.1 + 0.2, 12345678.9, 99.45, -17.67, 0.00012, 98765432109.0)
PAIRS = (
    *itertools.product(VALUES, CODES),
    *itertools.product(DATES, DATE_CODES),
    *((value, "General") for value in GENERAL),
)

#: ``(value, code): (LibreOffice, this program, as Excel does)``, and why.
DIFFERENT = {
    # ! is an escape only in Chinese and Japanese Excel.
    (123456.0, '0!.0,"万"'): ("123!.5万", "12.3万"),
    # General takes as many digits as there are; in Excel eleven characters.
    (1 / 3, "General"): ("0.333333333333333", "0.333333333"),
    (1e20, "General"): ("1E+020", "1E+20"),
    (100000000000.0, "General"): ("100000000000", "1E+11"),
    # Half is rounded on the binary number.
    (1.005, "0%"): ("100%", "101%"),
    # Weekdays follow the language of the system.
    (45418.0, "aaaa"): ("Monday", "星期一"),
    # The calendar before March 1900 has no 29 February.
    (1.0, "yyyy/m/d"): ("1899/12/31", "1900/1/1"),
    # The sign of a negative number comes from its value, whatever the section does with it.
    (-1.0, '[>=10000]0.0,"千";0.00'): ("1.00", "-1.00"),
    (-0.001, "0.00;[Red]-0.00"): ("-0.00", "0.00"),
    (-12.5, '"约"0.0"万元"'): ("-约12.5万元", "约-12.5万元"),
    (-41.5, "0.00;[Red]0.00"): ("41.50", "-41.50"),
    (-41.5, '0.00;"△"0.00'): ("△41.50", "-41.50"),
    # A zero that is not shown is one all the same.
    (0.0, "0;-0;;@"): ("", "0"),
    (0.0, '0.00;-0.00;"-"'): ("-", "0"),
    # No currency: the unit is that of the column.
    (6.4, '"¥"#,##0.00'): ("¥6.40", "6.40"),
}

#: Numeric formats of the file format itself, and those that offices make themselves.
CUSTOM = (
    *("0.0", "0.000", "#.##", "0.##", "#,##0.##", "#,##0.0#", "0.??", "00.00", "#,##0.000"),
    *("#,##0.00_ ", "#,##0.00_);(#,##0.00)", "#,##0.00_);[Red](#,##0.00)", "0.00_);(0.00)"),
    *("0.00;[Red]0.00", "0.00;[Red]-0.00", '0.00;"△"0.00', '0.00;"▲"0.00', "0.00_ ;[Red]-0.00 "),
    *('"￥"#,##0.00;"￥"\\-#,##0.00', '"¥"#,##0.00', "[$¥-804]#,##0.00", "[$￥-804]#,##0.00;[$￥-804]-#,##0.00"),
    *('[$$-409]#,##0.00', '[$RMB] #,##0.00', '"人民币"0.00"元"', '0.00"万元"', '#,##0.00"元"', '0"人"'),
    *("0.0%", "0.00%;-0.00%", "0.00%;[Red]-0.00%", "0.0%;(0.0%)", '0.00;-0.00;"-"', "0.00;-0.00;", "0;-0;;@"),
    *('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-'),
    *("[Blue]0.00;[Red]-0.00;0", '[>=100]#,##0;0.00', "0.00E+00", "0.0E+0", "##0.0E+0", "0." + 30 * "0"),
    *('0.00_);[Red]\\(0.00\\)', '"约"0.0', "+0.00;-0.00;0.00", "#,##0.00,", '0.0,"千元"', "@"),
)  # fmt: skip
CELLS = 10_000
#: Places beyond are noise in a number of fifteen digits.
NOISE = 15


def in_libreoffice(pairs: list[tuple[float, str]], folder: Path) -> list[str]:
    """What LibreOffice shows for each number under each code, blanks at the ends taken off."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.column_dimensions["A"].width = 80
    for at, (value, code) in enumerate(pairs, 1):
        sheet.cell(at, 1, value).number_format = code
    workbook.save(folder / "numbers.xlsx")
    program = soffice()
    assert program
    subprocess.run(
        [
            *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"),
            *("--outdir", str(folder), str(folder / "numbers.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    with (folder / "numbers.csv").open(encoding="utf-8", newline="") as file:
        return [(line or [""])[0].strip() for line in csv.reader(file)]


def test_common_formats_agree(tmp_path: Path) -> None:
    assert len(PAIRS) > 140
    theirs = dict(zip(PAIRS, in_libreoffice(list(PAIRS), tmp_path), strict=True))
    ours = {pair: display(Decimal(repr(pair[0])), pair[1]) for pair in PAIRS}
    assert ours == theirs


def test_the_differences_are_the_known_ones(tmp_path: Path) -> None:
    theirs = in_libreoffice(list(DIFFERENT), tmp_path)
    ours = [display(Decimal(repr(value)), code) for value, code in DIFFERENT]
    assert dict(zip(DIFFERENT, zip(theirs, ours, strict=True), strict=True)) == DIFFERENT


def test_value_sign_and_precision_of_ten_thousand_cells_agree(tmp_path: Path) -> None:
    pairs = generated()
    theirs = in_libreoffice(pairs, tmp_path)
    assert len(theirs) == CELLS
    wrong = []
    for (value, code), shown in zip(pairs, theirs, strict=True):
        ours = display(Decimal(repr(value)), code)
        if not same(ours, shown, value, code):
            wrong.append((value, code, ours, shown))
    assert not wrong, (len(wrong), wrong[:12])


def generated() -> list[tuple[float, str]]:
    """Amounts, counts, rates and zeros of either sign under every numeric format; halves are left
    out, which LibreOffice rounds on the binary number."""
    dates = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
    codes = [code for number, code in BUILTIN.items() if number not in dates] + list(CUSTOM)
    chance = random.Random(12)
    pairs = []
    for at in range(CELLS):
        size = chance.choice((0, 1, 10, 100, 1000, 100_000, 10_000_000))
        places = chance.choice((0, 1, 2, 3, 4) if size < 1_000_000 else (0, 1, 2))
        value = round(chance.uniform(-size, size), places)
        if str(value).endswith("5"):
            value = round(value + 10.0**-places, places)
        pairs.append((value, codes[at % len(codes)]))
    return pairs


def same(ours: str, theirs: str, value: float, code: str) -> bool:
    """Whether both texts say the same number with the same decimals. LibreOffice leaves the sign of
    some negative numbers and the dash of some zeros to the reader; of fractions and powers of ten
    the value is taken, of which they show less."""
    number, size = plain(ours), plain(theirs)
    if number is None:
        return False
    if "/" in code or "E" in code:
        return abs(float(number) - value) <= 1e-9 * abs(value)
    if size is None:
        return value == 0 and number == 0
    return (
        abs(number) == round(abs(size), NOISE)
        and (number < 0) == (value < 0 and size != 0)
        and -exponent(number) == min(-exponent(size), NOISE)
        and ("%" in ours) == ("%" in theirs)
    )


def exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)


def plain(text: str) -> Decimal | None:
    """The number in a text with its decimals, None where there is none."""
    found = re.search(r"-?\d[\d,]*(?:\.\d+)?|-?\.\d+", text)
    return Decimal(found[0].replace(",", "")) if found else None
