"""A filing says the same as Word document, workbook and text dump.

That its Word 97 document is read as the same text and tables is tried in tests/sources.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.kit.form_readings import Reading, differences, readings
from xladdin.sources.reading import read

WITH_FORMS = {
    "junshan-economic-cooperation-2024": ["basic_data", "overall", "assessment"],
    "junshan-resettlement-2024": ["basic_data", "overall"],
    "taojiang-taoye-2024": ["basic_data", "overall", "project"],
}
WITHOUT = ["shaodong-resettlement-2024", "yueyang-county-resettlement-2020"]


@cache
def of_file(path: Path) -> list[Reading]:
    return readings(read(path))


@pytest.mark.parametrize("filing", WITH_FORMS)
def test_the_word_document_holds_the_forms_that_were_filed(filing: str, filings: Path) -> None:
    found = of_file(filings / filing / "filing.docx")
    assert [form["kind"] for form in found] == WITH_FORMS[filing]
    assert all("绩效" in str(form["title"]) for form in found)


@pytest.mark.parametrize("format_", ["forms.xlsx", "dump.txt"])
@pytest.mark.parametrize("filing", WITH_FORMS)
def test_every_format_says_the_same(filing: str, format_: str, filings: Path) -> None:
    one, two = of_file(filings / filing / "filing.docx"), of_file(filings / filing / format_)
    pairs = list(zip(one, two, strict=True))
    assert [differences(*pair) for pair in pairs] == [{}] * len(WITH_FORMS[filing])
    compared = sum(len(form) for form in one)
    figures = sum(isinstance(v, tuple) and v[1] is not None for form in one for v in form.values())
    print(f"\n{filing}: docx = {format_}: {compared} values, {figures} of them figures")
    assert compared > 180


@pytest.mark.parametrize("format_", ["filing.docx", "dump.txt"])
@pytest.mark.parametrize("filing", WITHOUT)
def test_a_filing_without_tables_holds_no_forms(filing: str, format_: str, filings: Path) -> None:
    assert of_file(filings / filing / format_) == []
