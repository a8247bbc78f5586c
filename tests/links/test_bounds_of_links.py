"""What no link may do: follow another basis than its figure's, lose digits, or take forged tags."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from xladdin.cli import main
from xladdin.links.filings import Given
from xladdin.links.linking import known_controls
from xladdin.links.naming import places
from xladdin.links.tags import printed, tag, worked_out
from xladdin.verbs.demo import EXAMPLE

SHEET = """
2024年度项目支出绩效自评表
项目支出名称||| 县道养护 || 实施单位 | 青溪县公路站
项目资金（万元）|||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额||30.00|30.00|30.00|10|100%|10
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标|数量指标|养护里程|≥60公里|63公里|90|90
总分|||||100|100
"""
SAID = "县道养护项目年初安排30.00万元，全年预算30.00万元，全年支出30.00万元，执行率100%。"


@pytest.fixture
def given(tmp_path: Path) -> Given:
    book = openpyxl.Workbook()
    for row in SHEET.strip().splitlines():
        book.active.append([cell.strip() or None for cell in row.split("|")])
    book.save(tmp_path / "附件.xlsx")
    report = Document()
    for text in ("青溪县公路站2024年度部门整体支出绩效自评报告", SAID):
        report.add_paragraph(text)
    report.save(tmp_path / "报告.docx")
    return Given.read(tmp_path / "报告.docx", [tmp_path / "附件.xlsx"], "ministry")


def test_a_figure_follows_no_cell_of_another_basis(given: Given) -> None:
    keys = places(given.forms()).by_key
    found = known_controls(given.linked().data, "报告.docx", keys)
    sources = [its.source for control, its in found if control.text == "30.00"]
    assert len(sources) == len(set(sources))
    columns = [source.rpartition(".")[2] for source in sources]
    in_order = ["年初预算数", "全年预算数", "全年执行数"]
    assert columns == [column for column in in_order if column in columns]


@pytest.mark.parametrize(
    ("amount", "before", "unit", "after"),
    [
        ("1.0567", "99", "%", "105.67"), ("0.98637", "97.5", "%", "98.6"), ("1.05", "99", "%", "105"),
        ("284000", "30.00", "万元", "28.40"), ("284050", "30", "万元", "28.41"),
    ],
)  # fmt: skip
def test_a_rate_printed_whole_keeps_what_the_new_one_has(
    amount: str, before: str, unit: str, after: str
) -> None:
    assert printed(Decimal(amount), Decimal(before), unit) == Decimal(after)


@pytest.mark.parametrize(
    "formula", ["1e999", "1e300", "+".join("1" * 5000), "-" * 5000 + "1", "1/0"]
)
def test_a_formula_that_comes_to_nothing_is_none(formula: str) -> None:
    assert worked_out(formula, {}) is None


def test_a_tag_longer_than_word_takes_is_nobodys() -> None:
    assert tag("xl" + "9" * 5000 + " 基础数据表.三公经费.本年决算 万元") is None


def test_forms_of_another_unit_or_year_are_told(given: Given) -> None:
    assert given.of_another() is None
    report = given.report
    told = report.blocks[0]
    other = type(told)(told.index, told.text.replace("青溪县公路站2024", "白河县水利局2023"))  # type: ignore[call-arg]
    moved = Given(type(report)(report.name, report.kind, report.sha256, (other, *report.blocks[1:])),
                  given.data, given.others, given.chosen)  # fmt: skip
    assert (moved.of_another() or "").startswith("注意：报告写的")


def test_tables_in_the_report_itself_are_followed(tmp_path: Path) -> None:
    report, linked, new = (tmp_path / f"{name}.docx" for name in ("报告", "联动", "新"))
    document = Document()
    for text in ("青溪县公路站2024年度部门整体支出绩效自评报告", SAID):
        document.add_paragraph(text)
    lines = [line.split("|") for line in SHEET.strip().splitlines()]
    document.add_paragraph(lines.pop(0)[0])
    table = document.add_table(len(lines), max(map(len, lines)))
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=False):
            cell.text = text.strip()
    document.save(report)
    assert main(["link", str(report), "-o", str(linked), "--profile", "ministry"]) == 0
    changed = Document(linked)
    amounts = [c for row in changed.tables[0].rows for c in row.cells if c.text == "30.00"]
    amounts[-1].text = "29.00"
    changed.save(linked)
    assert main(["refresh", str(linked), "-o", str(new), "--profile", "ministry"]) == 0
    told = "".join(each.text or "" for each in Document(new).element.body.iter(qn("w:t")))
    assert "全年预算30.00万元，全年支出29.00万元" in told


def test_a_report_without_tables_wants_them_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["link", str(EXAMPLE / "自评报告.docx"), "-o", str(tmp_path / "联动.docx")]
    assert main(call) == 2
    assert "请在报告后面写上填好的附表" in capsys.readouterr().err
