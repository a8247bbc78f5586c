"""The public tables of final accounts: read alike in every layout and kind of file, and what is wrong found."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.accounts.boxes import Table
from tests.accounts.facts import facts
from tests.accounts.faults import faulty
from tests.accounts.files import docx, html, source, xlsx
from tests.accounts.tables import LAYOUTS, Writer
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.report import Report

UNITS = ("元", "万元")
WAYS = [(layout, unit) for layout in LAYOUTS for unit in UNITS]


@cache
def tables(seed: int, layout: str, unit: str) -> tuple[Table, ...]:
    return tuple(Writer(facts(seed), layout, unit).tables())


def read(made: tuple[Table, ...] | list[Table], name: str = "2024年决算.xlsx") -> Filing:
    return checking.file((source(made, name),), profile("ministry"))


def report(made: tuple[Table, ...] | list[Table]) -> Report:
    return checking.check(read(made), profile("ministry"))


@pytest.mark.parametrize(("layout", "unit"), WAYS)
@pytest.mark.parametrize("seed", range(2))
def test_accounts_that_agree_have_no_finding(seed: int, layout: str, unit: str) -> None:
    checked = report(tables(seed, layout, unit))
    assert [finding.message for finding in checked.findings] == []
    assert checked.coverage.figures == checked.coverage.figures_checked > 120


@pytest.mark.parametrize(("layout", "unit"), WAYS)
def test_a_figure_put_wrong_is_found(layout: str, unit: str) -> None:
    for seed in range(5):
        wrong, fault = faulty(list(tables(seed % 4, layout, unit)), seed)
        operands = [each for finding in report(wrong).findings for each in finding.operands]
        assert fault.wrong in {operand.text for operand in operands}, fault


def test_layouts_and_units_tell_the_same() -> None:
    def amounts(layout: str, unit: str) -> dict[str, float]:
        forms = read(tables(1, layout, unit)).accounts
        return {
            f"{form.kind}.{key}": round(float(entry.figure.base.point) / 10_000, 2)
            for form in forms
            for key, entry in form.entries.items()
            if entry.figure is not None and form.kind != "accounts_economic"
        }

    first = amounts("numbered", "元")
    assert len(first) > 30
    assert all(amounts(layout, unit) == first for layout, unit in WAYS)


def test_every_table_is_known_with_its_year_and_unit() -> None:
    forms = read(tables(0, "plain", "万元")).accounts
    assert len({form.kind for form in forms}) == 9
    assert {form.year for form in forms} == {2024}
    named = read(tables(0, "numbered", "元"), "2023年度决算公开表.xlsx").accounts
    assert {form.year for form in named} == {2023}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same accounts as a workbook, as an export of a web page called xls, as a document."""
    made, folder = tables(1, "numbered", "元"), tmp_path_factory.mktemp("accounts")
    (folder / "book.xlsx").write_bytes(xlsx(made))
    (folder / "export.xls").write_bytes(html(made))
    (folder / "published.docx").write_bytes(docx(made, 2024))
    return folder


@pytest.mark.parametrize("name", ["book.xlsx", "export.xls", "published.docx"])
def test_every_kind_of_file_is_read_alike(folder: Path, name: str) -> None:
    checked = checking.check_paths([folder / name])
    wanted = report(tables(1, "numbered", "元")).coverage
    assert checked.findings == ()
    assert checked.coverage == wanted
    assert len(checked.forms) == 9


def test_of_a_published_document_only_the_tables_are_read(tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "2024年度部门决算.docx"
    path.write_bytes(docx(tables(1, "split", "万元"), 2024))
    document = Document(path)
    for _ in range(12):
        document.add_paragraph("2024年度收入总计12345.67万元，与上年相比增加999万元，增长88%。" * 2)
    document.save(path)
    checked = checking.check_paths([path])
    assert checked.coverage.quantities == 0
    assert checked.sources[0].notes[-1].startswith("这是部门决算公开的文件")


def test_a_list_of_tables_is_no_table() -> None:
    from xladdin.model.grid import Cell, Grid, Source

    names = ["收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表"]
    cells = tuple(
        cell
        for row, name in enumerate(names)
        for cell in (
            Cell(row, 0, str(row + 1)),
            Cell(row, 1, name),
            Cell(row, 2, f"公开0{row + 1}表"),
        )
    )
    contents = Source("目录.xlsx", "xlsx", "0" * 64, (Grid(1, cells, "目录"),))
    whole = (contents, source(tables(1, "split", "元")))
    assert len(checking.file(whole, profile("ministry")).accounts) == 9


def test_a_table_of_two_years_tells_neither() -> None:
    from xladdin.model.grid import Cell, Grid, Source

    rows = [
        ["“三公”经费支出决算表", "", ""], ["项目", "2023年决算数", "2024年决算数"], ["合计", "3.20", "2.60"],
        ["1.因公出国（境）费", "0", "0"], ["2.公务用车购置及运行维护费", "2.00", "1.60"], ["3.公务接待费", "1.20", "1.00"],
    ]  # fmt: skip
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    filing = checking.file(
        (
            source(tables(1, "split", "元")),
            Source("别的.xlsx", "xlsx", "0" * 64, (Grid(1, cells, "表"),)),
        ),
        profile("ministry"),
    )
    assert {form.source for form in filing.accounts} == {"决算公开表.xlsx"}


def test_a_table_in_a_report_is_none_of_the_accounts() -> None:
    from msgspec.structs import replace

    from xladdin.model.grid import Paragraph

    made = source(tables(1, "split", "元"), "自评报告.docx")
    title = Paragraph(0, "某某县某某局2024年度部门整体支出绩效自评报告")
    report = replace(made, kind="docx", blocks=(title, *made.blocks))
    assert checking.file((report,), profile("ministry")).accounts == ()
