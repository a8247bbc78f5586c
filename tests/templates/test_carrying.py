"""Last year's filing gives this year's workbook what need not be typed again."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.kit import yunshan
from tests.kit.form_sheets import FORMS, UNIT, source
from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.sources.reading import read
from xladdin.templates.from_filing import carried
from xladdin.templates.workbook import workbook

YUEYANG = profile("yueyang")


@pytest.fixture
def prior() -> Filing:
    return checking.file(yunshan.sources(), YUEYANG)


def next_years(folder: Path, prior: Filing, *, keep_targets: bool = False) -> tuple[Form, ...]:
    """The forms of the workbook that the filing was carried into."""
    taken = carried(prior, YUEYANG, yunshan.UNIT, keep_targets=keep_targets)
    file = folder / "下一年.xlsx"
    file.write_bytes(workbook(YUEYANG, 2025, taken.forms).data)
    return checking.file([read(file)], YUEYANG).forms


def test_last_year_s_outturn_is_carried_row_by_row(prior: Filing, tmp_path: Path) -> None:
    basic = next_years(tmp_path, prior)[0]
    old = prior.of("basic_data")[0]
    names = [key.partition(".")[0] for key in old.entries if key.endswith(".本年决算")]
    assert len(names) == 11  # 表头 among them
    for name in names[1:]:
        before, now = old.entries[f"{name}.本年决算"], basic.entries[f"{name}.上年决算"]
        assert before.figure is not None
        assert now.figure is not None
        assert now.figure.base.point == before.figure.base.point
        assert basic.entries[f"{name}.本年预算"].text == ""
        assert basic.entries[f"{name}.本年决算"].text == ""
    assert basic.entries["表头.上年决算"].text == "2024年决算数"
    assert basic.entries["编制数"].text == "18"
    assert basic.entries["在职人数"].text == ""
    assert basic.title.text == "2025年度部门整体支出绩效评价基础数据表"


def test_the_rows_of_sections_keep_their_names(prior: Filing, tmp_path: Path) -> None:
    items = next_years(tmp_path, prior)[0].sections["项目支出明细"]
    assert [(item.label, item.entries["上年决算"].text) for item in items[:2]] == [
        ("1、文化场馆免费开放", "36.00"),
        ("2、旅游公共服务提升", "22.88"),
    ]


def test_indicators_keep_levels_names_and_points(prior: Filing, tmp_path: Path) -> None:
    overall = next_years(tmp_path, prior)[1]
    old = prior.of("overall")[0]
    assert [
        (row.level1, row.level2, row.name.text, row.points.text) for row in overall.indicators
    ] == [(row.level1, row.level2, row.name.text, row.points.text) for row in old.indicators]
    for row in overall.indicators:
        assert (row.target.text, row.actual.text, row.score.text) == ("", "", "")
    assert overall.entries["单位名称"].text == yunshan.UNIT
    assert overall.entries["总分.分值"].text == "100"
    assert overall.entries["预期目标"].text == ""


def test_targets_are_kept_when_asked_for(prior: Filing, tmp_path: Path) -> None:
    overall = next_years(tmp_path, prior, keep_targets=True)[1]
    old = prior.of("overall")[0]
    assert [row.target.text for row in overall.indicators] == [
        row.target.text for row in old.indicators
    ]
    assert overall.entries["预期目标"].text == old.entries["预期目标"].text
    assert overall.entries["实际完成情况"].text == ""


def test_each_project_has_a_form_of_its_own(prior: Filing, tmp_path: Path) -> None:
    projects = [form for form in next_years(tmp_path, prior) if form.kind == "project"]
    assert [form.entries["项目名称"].text for form in projects] == [
        "文化场馆免费开放",
        "旅游公共服务提升",
    ]
    assert {form.entries["主管部门"].text for form in projects} == {"云山县文化旅游局"}
    assert {form.entries["单位名称"].text for form in projects} == {yunshan.UNIT}
    assert all(form.entries["年度资金总额.分值"].text == "10" for form in projects)


def test_what_was_carried_is_counted_for_each_form(prior: Filing) -> None:
    taken = carried(prior, YUEYANG, yunshan.UNIT)
    assert taken.told == (
        ("基础数据表", "上年决算数 10 项，专项和明细 6 行，编制数"),
        ("部门整体支出绩效自评表", "指标 9 条"),
        ("项目支出绩效自评表", "项目 2 个，指标 10 条"),
    )
    assert taken.not_carried == ()


def test_the_next_year_agrees_with_the_year_before(prior: Filing, tmp_path: Path) -> None:
    forms = next_years(tmp_path, prior)
    filing = replace(checking.file([read(tmp_path / "下一年.xlsx")], YUEYANG), prior=prior)
    assert len(filing.forms) == len(forms)
    found = checking.check(filing, YUEYANG).findings
    assert [each for each in found if each.code.startswith("Y1")] == []


def test_amounts_in_yuan_are_carried_in_ten_thousand(tmp_path: Path) -> None:
    basic = [[cell.replace("（万元）", "（元）") for cell in row] for row in FORMS["basic_data"]]
    form = next_years(tmp_path, checking.file([source(basic)], YUEYANG))[0]
    assert form.entries["公用经费.上年决算"].text == "0.001984"


def test_what_is_missing_is_said(prior: Filing) -> None:
    only = checking.file([source(FORMS["overall"])], YUEYANG)
    assert carried(only, YUEYANG, UNIT).not_carried == (
        "上年材料里没有基础数据表，上年决算数要自己填。",
    )
    twice = checking.file([source(FORMS["basic_data"], FORMS["basic_data"])], YUEYANG)
    assert "「附件.xlsx」里不止一张基础数据表，带入的是第一张。" in (
        carried(twice, YUEYANG, UNIT).not_carried
    )
    report = checking.file([yunshan.sources()[0]], YUEYANG)
    with pytest.raises(InputError, match="上年材料里没有附表"):
        carried(report, YUEYANG, UNIT)


def test_a_form_in_word_and_in_excel_is_carried_once() -> None:
    forms = FORMS["basic_data"], FORMS["overall"], FORMS["project"]
    both = checking.file([source(*forms, name="报告.docx"), source(*forms)], YUEYANG)
    taken = carried(both, YUEYANG, UNIT)
    assert [form.kind for form in taken.forms] == ["basic_data", "overall", "project"]
    assert taken.not_carried == ()
    changed = [[{"3.25": "3.35"}.get(cell, cell) for cell in row] for row in FORMS["basic_data"]]
    differing = checking.file([source(*forms, name="报告.docx"), source(changed)], YUEYANG)
    assert carried(differing, YUEYANG, UNIT).not_carried == (
        "「附件.xlsx」里的基础数据表与「报告.docx」里的不同，带入的是后者。",
    )


@pytest.mark.parametrize(
    "name",
    ["junshan-economic-cooperation-2024", "junshan-resettlement-2024", "taojiang-taoye-2024"],
)
@pytest.mark.parametrize("kind", ["filing.docx", "forms.xlsx", "dump.txt"])
def test_real_filings_are_carried_into_the_next_year(filings: Path, name: str, kind: str) -> None:
    sources = [read(filings / name / kind)]
    chosen = checking.profile_of(sources)
    prior = checking.file(sources, chosen)
    taken = carried(prior, chosen, prior.unit)
    made = workbook(chosen, 2025, taken.forms)
    assert not made.left
    assert dict(taken.told)["基础数据表"].startswith("上年决算数")
