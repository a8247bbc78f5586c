"""Nothing that people type into a form makes it unreadable: places may be wrong, never the program."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.form_readings import KINDS, differences, plain, reading, readings
from tests.kit.form_sheets import ABOVE, FORMS, LEFT, Sheet, replaced, sheet_of, source, wide
from tests.thorough import few
from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.profiles import profile
from xladdin.forms.recognition import recognise, recognise_all
from xladdin.model.report import Report
from xladdin.model.unit import UNITS

LABELS = sorted({text for sheet in FORMS.values() for row in sheet for text in row})
ODD = [
    "", " ", "\n", "0", "-0", "5", "１００％", "1e9", "NaN", "①", "≥", "约5", "5\n6", "：", "其中：", "（）",
    "表", "2024年", "9999年", "0000年度", "万元", "单位：元", "=SUM(A1)", "\ud800", "a" * 500, "\u0301",
    "合计", "总分", "一级指标", "得分", "-7.25", "100%", "999999999999", "0.000000001", "无", "——",
]  # fmt: skip
TEXTS = st.sampled_from(LABELS) | st.sampled_from(ODD) | st.text(max_size=8)


@st.composite
def spoiled(draw: st.DrawFn) -> Sheet:
    """A form with cells, rows and columns changed, moved, repeated or gone."""
    sheet = sheet_of(draw(st.sampled_from(KINDS)))
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(sheet) - 1))
        column = draw(st.integers(0, max(0, len(sheet[at]) - 1)))
        match draw(st.integers(0, 6)):
            case 0:
                del sheet[at]
            case 1:
                sheet.insert(at, draw(st.lists(TEXTS, max_size=9)))
            case 2:
                sheet = [row[:column] + row[column + 1 :] for row in sheet]
            case 3:
                other = draw(st.integers(0, len(sheet) - 1))
                sheet[at], sheet[other] = sheet[other], sheet[at]
            case 4:
                sheet.extend(sheet_of(draw(st.sampled_from(KINDS))))
            case _:
                if sheet[at]:
                    sheet[at][column] = draw(TEXTS | st.sampled_from([LEFT, ABOVE]))
        if not sheet:
            sheet = [[""]]
    return sheet


@settings(max_examples=few(100, 40))
@given(spoiled(), st.sampled_from(["附件.xlsx", "附件.docx"]))
def test_a_spoiled_form_is_read_and_checked_or_refused(sheet: Sheet, name: str) -> None:
    chosen = profile("ministry")
    sources = [source(sheet, name=name)]
    if not any(recognise_all(sources[0], chosen.kinds)):
        with pytest.raises(InputError, match="没有找到"):
            checking.file(sources, chosen)
        return
    filing = checking.file(sources, chosen)
    report = checking.check(filing, chosen)
    assert isinstance(report, Report)
    assert report.coverage.figures >= report.coverage.figures_checked
    for form in filing.forms:
        for entry in form.every_entry():
            assert entry.figure is None or entry.figure.value.is_finite()
            assert entry.unit is None or entry.unit in UNITS


@settings(max_examples=few(100, 40))
@given(st.data())
def test_what_does_not_matter_does_not_matter_together_either(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    title, *table = sheet_of(kind)
    broken = data.draw(st.sampled_from(["", " ", "　", "\n"]))
    labels = [
        t for row in table for t in row if len(t) > 3 and "：" not in t and not t[0].isdigit()
    ]
    changes = {
        label: label[:1] + broken + label[1:]
        for label in data.draw(st.lists(st.sampled_from(labels), max_size=9))
    }
    table = replaced(table, changes)
    if data.draw(st.booleans()):
        letters = {ord("!") + n: ord("！") + n for n in range(94)}
        table = [[t if t in (LEFT, ABOVE) else t.translate(letters) for t in row] for row in table]
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(1, len(table)))
        inside = table[at] if at < len(table) else []
        table.insert(at, [text if text == ABOVE else "" for text in inside])
    lines = [title[0], "附件2", "（单位：万元）"][: data.draw(st.integers(1, 3))]
    above: Sheet = [[line] for line in lines]
    left = data.draw(st.integers(0, 3))
    found = data.draw(st.sampled_from([
        source(*lines, wide(table, left)),
        source(wide([*above, [""], *table], left)),
        source(*lines, table, name="附件.docx"),
    ]))  # fmt: skip
    (seen,) = readings(found)
    expected = reading(recognise(source(FORMS[kind]), KINDS)[0])
    assert differences(plain(expected), plain(seen)) == {}
