"""Numbers are shown as LibreOffice shows them, an oracle that knows nothing of this program."""

from __future__ import annotations

import csv
import itertools
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xladdin.sources.convert import soffice
from xladdin.sources.number_format import display

pytestmark = pytest.mark.office

VALUES = (0.0, 1.0, -1.0, 0.5, -0.5, 2.675, 1.005, 0.1 + 0.2, -0.001, 99.45, 4302.81, 0.9945)
CODES = (
    *("0", "0.00", "#,##0", "#,##0.00", "0.00%", "0.00E+00", "##0.0E+0", "0.0#"),
    *("#,##0.00;[Red]-#,##0.00", "#,##0.00_);(#,##0.00)", '0.00;-0.00;"零"', "0.00;;"),
    *('"约"0.0"万元"', "[$¥-804]#,##0.00", "000-0000", '0.0,,"百万"', '[<1]0.00%;0.0"倍"'),
    *(r'0\.0,"万"', '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
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
    # LibreOffice leaves out a point without digits.
    (5.0, "#.##"): ("5", "5."),
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
    # A section for "everything else" after one for large numbers keeps the sign in Excel.
    (-1.0, '[>=10000]0.0,"千";0.00'): ("1.00", "-1.00"),
}


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
        timeout=120,
    )
    with (folder / "numbers.csv").open(encoding="utf-8", newline="") as file:
        return [(line or [""])[0].strip() for line in csv.reader(file)]


def test_common_formats_agree(tmp_path: Path) -> None:
    assert len(PAIRS) > 150
    theirs = dict(zip(PAIRS, in_libreoffice(list(PAIRS), tmp_path), strict=True))
    ours = {pair: display(Decimal(repr(pair[0])), pair[1]) for pair in PAIRS}
    assert ours == theirs


def test_the_differences_are_the_known_ones(tmp_path: Path) -> None:
    theirs = in_libreoffice(list(DIFFERENT), tmp_path)
    ours = [display(Decimal(repr(value)), code) for value, code in DIFFERENT]
    assert dict(zip(DIFFERENT, zip(theirs, ours, strict=True), strict=True)) == DIFFERENT
