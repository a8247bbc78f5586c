"""The summary workbook: what it says is what the filings say."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.batch.made import amounts, problem, result
from tests.office.process import Office, properties
from xladdin.batch.grouping import filings
from xladdin.batch.result import Result
from xladdin.batch.sheets import table
from xladdin.batch.summary import summary
from xladdin.batch.work import Task, check

WHEN = datetime(2026, 11, 20)
MONEY = "基础数据表.三公经费.本年决算"


def made(*results: Result) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data(*results)))


def data(*results: Result) -> bytes:
    return summary({each.key: each for each in results}, None, WHEN)


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows of a table below their headings."""
    head = [str(cell.value).split("\n")[0] for cell in sheet[3]]
    return [
        dict(zip(head, values, strict=True))
        for values in sheet.iter_rows(min_row=4, values_only=True)
    ]


@pytest.fixture(scope="module")
def results(generated: Path) -> Mapping[str, Result]:
    found = [check(Task(inbox)) for inbox in filings(generated)]
    return {each.key: each for each in found}


def test_the_sums_are_those_of_the_forms_themselves(
    results: Mapping[str, Result], generated: Path
) -> None:
    """Recomputed from the units' workbooks by nothing but the words in their cells."""
    sums: Counter[tuple[str, str]] = Counter()
    places = {
        "附件1 基础数据表": ("三公经费", "公车运行维护", "公务接待", "公用经费", "政府采购金额"),
        "附件2 自评表": ("年度资金总额",),
    }
    units = 0
    for path in generated.glob("*/*附件.xlsx"):
        book = openpyxl.load_workbook(path, data_only=True)
        if not str(book["附件1 基础数据表"]["A2"].value).replace("桃江县", "").startswith("2025"):
            continue
        units += 1
        for name, labels in places.items():
            _add(sums, book[name], name, labels)
    whole = openpyxl.load_workbook(io.BytesIO(summary(results, None, WHEN)), data_only=True)
    names = {"附件1 基础数据表": "汇总基础数据表", "附件2 自评表": "汇总自评表"}
    shown: Counter[tuple[str, str]] = Counter()
    for name, labels in places.items():
        _add(shown, whole[names[name]], name, labels)
    assert units == 5
    assert shown == {key: round(value, 2) for key, value in sums.items()}
    assert len(shown) >= 15


def _add(
    sums: Counter[tuple[str, str]], sheet: Worksheet, name: str, labels: tuple[str, ...]
) -> None:
    for line in sheet.iter_rows():
        texts = [str(cell.value).strip("　 :：") for cell in line]
        label = next((each for each in labels if each in texts[:3]), None)
        if label is None or (label == "公用经费" and texts[0] != label):
            continue
        numbers = [cell for cell in line[1:] if isinstance(cell.value, int | float)]
        for column, cell in enumerate(numbers[:3]):
            sums[label, f"{name}{column}"] += Decimal(str(cell.value))  # type: ignore[assignment]


def test_rates_are_recomputed_from_the_sums(office: Office, tmp_path: Path) -> None:
    one = amounts(自评表__年度资金总额__全年执行数="50.00")
    two = amounts(自评表__年度资金总额__全年预算数="300.00", 基础数据表__在职人数="11")
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(data(result("甲局", amounts=one), result("乙局", amounts=two)))
    cached = openpyxl.load_workbook(path, data_only=True)
    assert cached["汇总自评表"]["H5"].value == 0.37  # (50 + 98) / (100 + 300)
    assert cached["汇总基础数据表"]["F4"].value == 1  # (9 + 11) / (10 + 10)
    document = office.load(path.resolve().as_uri(), Hidden=True)
    try:
        document.calculateAll()
        sheets = document.Sheets
        assert sheets.getByName("汇总自评表").getCellRangeByName("H5").Value == 0.37
        assert sheets.getByName("汇总基础数据表").getCellRangeByName("F4").Value == 1
        assert sheets.getByName("汇总自评表").getCellRangeByName("H5").Formula.startswith("=")
    finally:
        document.close(True)


def test_libreoffice_opens_it_with_its_charts(
    results: Mapping[str, Result], office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(summary(results, None, WHEN))
    document = office.load(path.resolve().as_uri(), Hidden=True)
    try:
        charts = document.Sheets.getByName("总览").Charts
        assert charts.Count == 4
        kinds = {charts.getByIndex(n).EmbeddedObject.Diagram.DiagramType for n in range(4)}
        assert {kind.rpartition(".")[2] for kind in kinds} == {"BarDiagram", "XYDiagram"}
        document.storeToURL(
            (tmp_path / "汇总.pdf").as_uri(), properties(FilterName="calc_pdf_Export")
        )
    finally:
        document.close(True)
    assert (tmp_path / "汇总.pdf").stat().st_size > 10_000


def test_every_unit_has_a_row_and_every_finding(results: Mapping[str, Result]) -> None:
    book = made(*results.values())
    units = rows(book["单位一览"])
    assert [each["单位"] for each in units] == [each.unit for each in results.values()]
    assert [each["执行率"] for each in units] == [
        pytest.approx(
            float(each.amounts["自评表.年度资金总额.全年执行数"])
            / float(each.amounts["自评表.年度资金总额.全年预算数"])
        )
        for each in results.values()
    ]
    found = rows(book["问题清单"])
    assert len(found) == sum(len(each.problems) for each in results.values())
    assert sum(each["错误"] for each in units) == sum(each["严重程度"] == "错误" for each in found)
    assert book["问题清单"].auto_filter.ref == f"A3:J{3 + len(found)}"


def test_rules_are_counted_with_the_units_that_broke_them() -> None:
    book = made(
        result("甲局", problem("B201"), problem("B201", message="又"), problem("S101")),
        result("乙局", problem("B201", "warning", explained=True)),
        result("丙局"),
    )
    first, second = rows(book["规则统计"])
    assert [first[name] for name in ("规则", "严重程度", "次数", "涉及单位", "其中已作说明")] == [
        "B201", "错误", 3, 2, 1,
    ]  # fmt: skip
    assert first["占单位比例"] == pytest.approx(2 / 3)
    assert second["规则"] == "S101"


def test_units_of_another_year_are_not_added() -> None:
    book = made(
        result("甲局", amounts=amounts()),
        result("乙局", amounts=amounts()),
        result("丙局", amounts=amounts(), year=2023),
    )
    assert book["汇总基础数据表"]["F6"].value == 3  # 2 × 1.50
    texts = [cell.value for cell in book["汇总基础数据表"]["A"] if cell.value]
    assert "另有 1 个单位不是 2024年度的材料，没有计入。" in texts[-1]


def test_texts_that_begin_like_formulas_stay_texts() -> None:
    evil = '=HYPERLINK("http://example.com","点我")'
    book = made(
        result(
            "甲局",
            problem(message=evil, title="+1", fix="-1", place="@SUM(A1)", explanation="<&\x07]]>"),
            unit=evil,
            copies=('甲"局/附件_校验.xlsx',),
        )
    )
    for sheet, columns in (("问题清单", "BFGHI"), ("单位一览", "B")):
        for column in columns:
            cell = book[sheet][f"{column}4"]
            assert cell.data_type in ("s", "inlineStr"), (sheet, column, cell.value)
            assert cell.quotePrefix
    assert book["问题清单"]["J4"].value == "<&]]>"
    links = [cell.value for cell in book["单位一览"][4] if cell.data_type == "f"]
    assert links == ['=HYPERLINK("批注副本/甲""局/附件_校验.xlsx","打开")']


def test_the_same_results_yield_the_same_bytes(results: Mapping[str, Result]) -> None:
    assert summary(results, None, WHEN) == summary(results, None, WHEN)


def test_a_batch_that_yields_nothing_has_a_summary_all_the_same() -> None:
    book = made(result("甲局", error="“报告.docx”打不开。", unit="", coverage={}))
    assert rows(book["未能读取"])[0]["原因"] == "“报告.docx”打不开。"
    assert rows(book["单位一览"]) == []
    assert book["总览"]["A1"].value == "部门整体支出绩效自评材料核对汇总"
    assert len(made().sheetnames) == 6


def test_more_rows_than_excel_has_are_cut_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    found = [problem(message=f"第{n}处") for n in range(5)]
    sheet = made(result("甲局", *found))["问题清单"]
    assert [each["说明"] for each in rows(sheet)] == ["第0处", "第1处", "第2处"]
    assert sheet["A2"].value.endswith("共 5 行，Excel 一张表放不下，只列前 3 行。")


def test_the_long_tables_can_be_read_by_their_dimensions(results: Mapping[str, Result]) -> None:
    with zipfile.ZipFile(io.BytesIO(summary(results, None, WHEN))) as package:
        sheets = [name for name in package.namelist() if "worksheets/sheet" in name]
        assert not [name for name in sheets if b'dimension ref="A1:J3"' in package.read(name)]
