"""A filing on the official workbook says what it said, and what has no place there is listed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.kit import yunshan
from tests.kit.form_readings import Reading, reading, text
from tests.kit.form_sheets import FORMS, UNIT, drawn, source
from tests.kit.other_places import PLACES
from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.definitions import definition
from xladdin.forms.headings import match
from xladdin.forms.labels import normal
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.grid import Paragraph, Source
from xladdin.sources.filing_files import read_filing
from xladdin.sources.reading import read
from xladdin.templates.from_filing import Imported, imported

YUEYANG = profile("yueyang")
WITH_APPENDICES = (
    "junshan-economic-cooperation-2024",
    "junshan-resettlement-2024",
    "taojiang-taoye-2024",
)
KINDS = ("filing.docx", "forms.xlsx", "dump.txt")

#: Code and numbers of a finding, wherever its figures stand.
Finding = tuple[str, str, tuple[str, ...]]


def bring(folder: Path, filing: Filing, chosen: str = "yueyang") -> tuple[Imported, Source]:
    """The filing imported, and the workbook read again."""
    done = imported(filing, profile(chosen), filing.year or 2024)
    file = folder / "附件.xlsx"
    file.write_bytes(done.made.data)
    return done, read(file)


def findings(sources: Sequence[Source], chosen: str) -> list[Finding]:
    report = checking.check(checking.file(sources, profile(chosen)), profile(chosen))
    return sorted(
        (each.code, each.severity.value, tuple(re.findall(r"\d[\d.]*%?", each.message)))
        for each in report.findings
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", WITH_APPENDICES)
def test_an_imported_filing_has_the_same_forms_and_findings(
    filings: Path, tmp_path: Path, name: str, kind: str
) -> None:
    sources = read_filing([filings / name / kind])
    chosen = checking.profile_of(sources)
    filing = checking.file(sources, chosen)
    done, workbook = bring(tmp_path, filing, chosen.id)
    again = checking.file([workbook], chosen)
    assert [reading(form) for form in again.forms] == [reading(form) for form in filing.forms]
    (original,) = sources
    sentences = tuple(block for block in original.blocks if isinstance(block, Paragraph))
    rest = (replace(original, blocks=sentences),) if done.reports else ()
    assert findings([*rest, workbook], chosen.id) == findings(sources, chosen.id)
    assert done.reports == ((kind,) if kind != "forms.xlsx" else ())
    assert not done.made.left


def filled(form: Form) -> Reading:
    """What a form says, blank places left out, amounts in 元 whatever they are printed in."""
    amounts = {
        key: (entry.figure.base.point.normalize(), "元")
        for key, entry in form.entries.items()
        if entry.figure is not None and entry.figure.unit.measures == "money"
    }
    return {
        name: value
        for name, value in (reading(form) | amounts).items()
        if name != "missing" and text(value)
    }


@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_another_place_s_forms_say_is_lost(place: str, tmp_path: Path) -> None:
    original = source(PLACES[place].sheet)
    filing = checking.file([original], YUEYANG)
    done, workbook = bring(tmp_path, filing)
    (before,), (after,) = filing.forms, checking.file([workbook], YUEYANG).forms
    left = " ".join(each.text for each in done.made.left)
    now = filled(after)
    assert not {
        name: value
        for name, value in filled(before).items()
        if now.get(name) != value and str(text(value)) not in left
    }
    amounts = {
        entry.text
        for entry in before.every_entry()
        if entry.unit == "元"  # become 万元
    }
    assert not [each for each in lost(original, workbook) if each not in amounts]


def lost(original: Source, workbook: Source) -> list[str]:
    """Texts of tables that the workbook has nowhere, labels and signatures aside."""
    written = "".join(
        squeezed(cell.text) + "\n"
        for grid in (*workbook.grids, *workbook.helpers)
        for cell in grid.cells
    )
    fields = tuple(
        field
        for kind in YUEYANG.kinds
        for block in definition(kind).blocks
        for field in (*block.columns, *block.rows)
    )
    return [
        cell.text
        for grid in original.grids
        for cell in grid.filled()
        if not match(fields, normal(cell.text)) and "填表人：" not in cell.text
        if not all(part in written for part in re.split(r"[：:（(]", squeezed(cell.text)) if part)
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_several_forms_fill_several_sheets(tmp_path: Path) -> None:
    filing = checking.file(yunshan.sources(), YUEYANG)
    done, workbook = bring(tmp_path, filing)
    assert [sheet for sheet, _ in done.made.placed] == [
        "附件1 基础数据表",
        "附件2 自评表",
        "附件3 项目支出自评表",
        "附件3 项目支出自评表(2)",
        "附件4 考核评分表",
    ]
    again = checking.file([workbook], YUEYANG)
    assert [filled(form) for form in again.forms] == [filled(form) for form in filing.forms]
    assert findings([yunshan.sources()[0], workbook], "yueyang") == []


def test_the_same_form_in_two_files_is_put_once(tmp_path: Path) -> None:
    forms = FORMS["basic_data"], FORMS["overall"]
    word = source(*forms, name="报告.docx")
    done, workbook = bring(tmp_path, checking.file([word, source(*forms)], YUEYANG))
    assert [form.source for form in done.twice] == ["附件.xlsx", "附件.xlsx"]
    assert len(done.made.placed) == 2
    assert len(checking.file([workbook], YUEYANG).forms) == 2


def test_two_forms_that_differ_are_both_kept(tmp_path: Path) -> None:
    changed = [[{"3.25": "3.35"}.get(cell, cell) for cell in row] for row in FORMS["basic_data"]]
    word, excel = source(FORMS["basic_data"], name="报告.docx"), source(changed)
    done, workbook = bring(tmp_path, checking.file([word, excel], YUEYANG))
    assert not done.twice
    first, second = checking.file([workbook], YUEYANG).forms
    assert [form.entries["三公经费.本年决算"].text for form in (first, second)] == ["3.25", "3.35"]


def test_a_figure_that_contradicts_its_formula_is_kept_and_told(tmp_path: Path) -> None:
    overall = [[{"98.67": "98.76"}.get(cell, cell) for cell in row] for row in FORMS["overall"]]
    done, workbook = bring(tmp_path, checking.file([source(overall)], YUEYANG))
    (told,) = done.made.differing
    assert (told.code, told.before.text, told.text) == ("S402", "98.76", "98.67")
    (form,) = checking.file([workbook], YUEYANG).forms
    assert form.entries["总分.得分"].text == "98.76"
    formulas = {cell.text: cell.formula for grid in workbook.grids for cell in grid.filled()}
    assert not formulas["98.76"]
    assert formulas["98.68%"]


def test_tables_and_lines_beside_the_forms_are_listed(tmp_path: Path) -> None:
    register = drawn("""
固定资产登记 | < | <
名称 | 数量 | 金额
养护车 | 2 | =50+6
压路机 | 1 | 88
""")
    material = source("附件一", FORMS["basic_data"], "以上数据已经会计核对。", register)
    done, workbook = bring(tmp_path, checking.file([material], YUEYANG))
    told = [(each.place, each.text) for each in done.made.left]
    assert ("第2段", "以上数据已经会计核对。") in told
    assert ("工作表“Sheet2” C3", "=50+6") in told
    assert ("工作表“Sheet2” B4", "1") in told
    sheet = workbook.helper("未归位")
    assert sheet is not None
    assert {"=50+6", "以上数据已经会计核对。"} <= {cell.text for cell in sheet.cells}
    assert not lost(material, workbook)


def test_what_a_level_says_in_brackets_is_listed(tmp_path: Path) -> None:
    overall = [
        [{"质量指标": "质量指标（重点）"}.get(cell, cell) for cell in row]
        for row in FORMS["overall"]
    ]
    done, _ = bring(tmp_path, checking.file([source(overall)], YUEYANG))
    assert [each.text for each in done.made.left] == ["质量指标（重点）"]


def test_a_form_that_only_the_unit_has_is_listed_cell_by_cell(tmp_path: Path) -> None:
    taojiang = profile("taojiang")
    forms = source(FORMS["basic_data"], FORMS["assessment"])
    done = imported(checking.file([forms], taojiang), taojiang, 2024)
    assert [form.kind for _, form in done.made.placed] == ["basic_data"]
    assert "印发自评通知的得8分，否则不得分。" in {each.text for each in done.made.left}


def test_a_report_without_forms_is_not_imported() -> None:
    report = checking.file([yunshan.sources()[0]], YUEYANG)
    with pytest.raises(InputError, match="只有正文的材料不用导入"):
        imported(report, YUEYANG, 2024)


def test_amounts_in_yuan_become_amounts_in_ten_thousand(tmp_path: Path) -> None:
    place = next(name for name in PLACES if name.startswith("上海"))
    _, workbook = bring(tmp_path, checking.file([source(PLACES[place].sheet)], YUEYANG))
    (form,) = checking.file([workbook], YUEYANG).forms
    entry = form.entries["年度资金总额.全年执行数"]
    assert (entry.text, entry.unit) == ("127.738065", "万元")
    assert form.entries["单位名称"].text == UNIT
