"""A number is shown as Excel and WPS show it, but plainly written: its sign comes from its value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xladdin.sources.number_format import display, display_text, is_date


def shown(value: float | str, code: str, date1904: bool = False) -> str:
    return display(Decimal(repr(float(value))), code, date1904)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (10, "10"),
        (4302.81, "4302.81"),
        (0.1 + 0.2, "0.3"),
        (99.45000000000002, "99.45"),
        (3300.0000000000005, "3300"),
        (1 / 3, "0.333333333"),
        (2 / 3, "0.666666667"),
        (-1234.567891234, "-1234.567891"),
        (12345.678912345, "12345.67891"),
        (123456789.1234, "123456789.1"),
        (1234567891.5, "1234567892"),
        (12345678910.6, "12345678911"),
        (9999999999.96, "10000000000"),
        (99999999999.6, "1E+11"),
        (100000000000, "1E+11"),
        (123456789100, "1.23457E+11"),
        (1e20, "1E+20"),
        (0.0001234567, "0.000123457"),
        (0.00012, "0.00012"),
        (0.00001234567, "1.23457E-05"),
        (0.000012345, "0.000012345"),
        (0.000000123, "0.000000123"),
        (1.2345e-7, "1.2345E-07"),
        (1e-9, "0.000000001"),
        (1.0000000000000002e-05, "0.00001"),
        (1.2e-9, "1.2E-09"),
        (1e-10, "1E-10"),
    ],
)
def test_general_takes_eleven_characters(value: float, text: str) -> None:
    assert shown(value, "General") == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        # Rounding is half away from zero, on the decimal figure.
        (2.675, "0.00", "2.68"),
        (1.005, "0.00", "1.01"),
        (-2.675, "0.00", "-2.68"),
        (0.285 * 100, "0", "29"),
        (0.5, "0", "1"),
        (-0.01, "0.0", "0.0"),
        # Percent
        (0.3, "0%", "30%"),
        (0.9945, "0.00%", "99.45%"),
        (0.0295, "0.0%", "3.0%"),
        (1.005, "0%", "101%"),
        # Thousands, scaling commas, 万
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0, "#,##0", "0"),
        (0, "#,###", "0"),
        (999, "0,000", "0,999"),
        (2950, "0.0,", "3.0"),
        (1234567890, "0,", "1234568"),
        (1234567, '#,##0,,"百万"', "1百万"),
        (123456, "0!.0000", "12.3456"),
        (123456, '0!.0,"万"', "12.3万"),
        (123456, r'0\.0,"万"', "12.3万"),
        (12345, "00,000.00,", "00,012.35"),
        # Places
        (1, "#.##", "1"),
        (0.5, ".00", "0.50"),
        (12.5, ".00", "12.50"),
        (1234.5, "0.0#", "1234.5"),
        (5, "000", "005"),
        (941051630, "00000-0000", "94105-1630"),
        (4, "0.00_ ", "4.00"),
        (123456789012345678, "0", "123456789012346000"),
        # Sections and literals
        (-5.5, "0.0;(0.0)", "-5.5"),
        (-0.01, "0.0;-0.0", "0.0"),
        (0, "0.0;(0.0)", "0.0"),
        (0, '0.00;-0.00;"零"', "0"),
        (-5, "0;;", "-5"),
        (7, "0;-0;;@", "7"),
        (0, "0;-0;;@", "0"),
        (1, '"已完成"', "已完成"),
        (-1, 'A"字"', "-A字"),
        (12.5, '"约"0.0"万元"', "约12.5万元"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (1234.5, "[$¥-804]#,##0.00", "1,234.50"),
        (1234.5, "[$-804]0.0", "1234.5"),
        (-3, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-3.00"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (-1, '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)', "-1"),
        (1, '"a";"b";@', "a"),
        (0, '"a";"b";@', "0"),
        (1.5, 'General"元"', "1.5元"),
        (-1.5, "G/通用格式", "-1.5"),
        (-12, "@", "-12"),
        # Signs and currencies are told by the value, and by the column
        (-0.18, '0.00;"△"0.00', "-0.18"),
        (-0.18, "0.00;▲0.00", "-0.18"),
        (-0.18, "0.00;[Red]0.00", "-0.18"),
        (-0.18, '0.00;"负"0.00', "-0.18"),
        (-0.18, '0.00"万元";"("0.00"万元)"', "-0.18万元"),
        (6.4, "[$RMB]0.00", "6.40"),
        (6.4, '"人民币"0.00"元"', "6.40元"),
        (-6.4, '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "-6.40"),
        # Places that are not filled
        (6, "0.##", "6"),
        (6.4, "0.??", "6.4"),
        (0, "#.##", "0"),
        (0.4, "#.##", "0.4"),
        (6.4, "0." + 30 * "0", "6.400000000000000"),
        (6.4, ";;;", "6.4"),
        # Conditions
        (12345, '[>=10000]0!.0,"万";0', "1.2万"),
        (9999, '[>=10000]0!.0,"万";0', "9999"),
        (-6.3, '[>=100]"A"0;[<=-100]"B"0;"C"0', "C-6"),
        (-6.3, '[>=100]"A"0;[<=0]"B"0;"C"0', "B-6"),
        (-6.3, '[<=-100]"B"0;"C"0', "C-6"),
        (-5, r"[<-4]\A0;\B0", "A-5"),
        (-5, r"[=-6]\A0;\B0", "B-5"),
        (-5, r"[>2]\A0;\B0", "B-5"),
        (-5, "[Green]#,##0;[Red][<-2](#,##0.00)", "-5.00"),
        (-1, "[Green]#,##0;[Red][<-2](#,##0.00)", "-1"),
        (6, "[=6.3]0.000", "6"),
        # Scientific: an accident, by which digits are not lost
        (123456789, "0.00E+00", "123456789"),
        (0.00012, "0.0E-0", "0.00012"),
        (12345, "##0.0E+0", "12345"),
        (999999, "0.0E+0", "999999"),
        (0, "0.00E+00", "0"),
        (1.52, "0.00E+00", "1.52"),
        (118.2, "0.00E+00", "118.2"),
        # What is beyond this program is shown in General.
        (0.5, "# ?/?", "0.5"),
        (12.5, "[DBNum2]General", "12.5"),
        (12.5, "[DBNum1]0.00", "12.5"),
        (1e300, "0.00", "1E+300"),
        (-1, "yyyy/m/d", "-1"),
        (3000000, "yyyy/m/d", "3000000"),
    ],
)
def test_a_number_is_shown(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (45418, 'yyyy"年"m"月"d"日"', "2024年5月6日"),
        (45418, 'yyyy"年"m"月"d"日";@', "2024年5月6日"),
        (45418, "[$-804]yyyy/m/d", "2024/5/6"),
        (45418, "yy-mm-dd", "24-05-06"),
        (45418, "[$-F800]dddd, mmmm dd, yyyy", "2024年5月6日"),
        (45418, "d-mmm-yy", "6-May-24"),
        (45418, "mmmm mmmmm", "May M"),
        (45418, "aaaa", "星期一"),
        (45418, "aaa", "一"),
        (45418, "dddd ddd", "Monday Mon"),
        (45418, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年五月六日"),
        (45646, '[DBNum1]m"月"d"日"', "十二月二十日"),
        (45607, '[DBNum1]m"月"d"日"', "十一月十一日"),
        (45418.75, "yyyy/m/d h:mm", "2024/5/6 18:00"),
        (45418.75, "h:mm AM/PM", "6:00 PM"),
        (45418.25, '上午/下午h"时"mm"分"', "上午6时00分"),
        (0.70707, "hh:mm:ss.000", "16:58:10.848"),
        (0.5, "ss." + 30 * "0", "00." + 30 * "0"),
        (45000.5, "yyyy ss." + 400 * "0", "2023 00." + 400 * "0"),
        (0.5, "h AM/PM", "12 PM"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.0625, "[mm]:ss", "90:00"),
        (0.0625, "mm:ss", "30:00"),
        (0.001, "[s]", "86"),
        (0.99999999, "h:mm", "0:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (60, "yyyy-mm-dd", "1900-02-29"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (2958465, "yyyy-mm-dd", "9999-12-31"),
    ],
)
def test_a_date_is_shown(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_the_date_system_of_1904_starts_four_years_later() -> None:
    assert shown(0, "yyyy-mm-dd", date1904=True) == "1904-01-01"
    assert shown(43956, "yyyy-mm-dd", date1904=True) == "2024-05-06"
    assert shown(2957003, "yyyy-mm-dd", date1904=True) == "9999-12-31"
    assert shown(2957004, "yyyy-mm-dd", date1904=True) == "2957004"


def test_a_text_section_adds_to_texts() -> None:
    assert display_text("桃江", '@"县"') == "桃江县"
    assert display_text("桃江", "0;-0;0;@_)") == "桃江"
    assert display_text("桃江", "0.00") == "桃江"
    assert display_text("a@b", 'General"@"') == "a@b"


def test_dates_are_told_from_numbers() -> None:
    assert is_date("m/d")
    assert is_date("[h]:mm")
    assert not is_date("General")
    assert not is_date('0.0"d"')
    assert not is_date("[Red]0.00")


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 6))
def test_fixed_places_agree_with_arithmetic(value: Decimal, places: int) -> None:
    code = "#,##0" + ("." + "0" * places if places else "")
    text = display(value, code)
    number = Decimal(text.replace(",", ""))
    fifteen = Decimal(f"{value:.14e}")
    assert abs(number - fifteen) <= Decimal(1).scaleb(-places) / 2
    assert text.replace(",", "").partition(".")[2] == f"{number:f}".partition(".")[2]
    assert f"{number:,}" == text or number == 0


@example(1.157407407407405e23, "D")
@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20))
def test_no_code_is_an_accident(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


ODD = st.text(alphabet='0#?.,%;@_*-+E/"\\![]<>=ymdhs$年DBNum1AM/P上午下 ', max_size=24)


@given(st.floats(-1e9, 1e9), ODD)
def test_no_odd_code_is_an_accident(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
