"""An annotated workbook is the original with colours, notes and a sheet that lists the findings."""

from __future__ import annotations

import re
import shutil
import zipfile
from copy import copy
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side

from tests.office.process import Office
from tests.outputs.workbook_files import (
    EXAMPLE,
    RESULTS,
    annotate,
    annotated,
    column,
    edit,
    head_row,
    loaded,
    refused,
    rows,
)
from xladdin.checking import check_paths
from xladdin.model.report import Finding, Report
from xladdin.outputs.entries import entries
from xladdin.outputs.sheet_writing import is_untouched
from xladdin.outputs.workbook_copy import Edges
from xladdin.outputs.workbook_marks import EDGE, marks
from xladdin.outputs.workbook_residue import losses
from xladdin.sources import read
from xladdin.sources.package import Package

UNITS = (
    "junshan-economic-cooperation-2024",
    "junshan-resettlement-2024",
    "taojiang-taoye-2024",
)
FORMS = "附件.xlsx"
#: How LibreOffice calls the format.
XLSX = "Calc MS Excel 2007 XML"
EDGES = ("left", "right", "top", "bottom")


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE / FORMS, tmp_path))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of the example's workbook, to be looked at only."""
    return annotated(Path(shutil.copy(EXAMPLE / FORMS, tmp_path_factory.mktemp("copied"))))


@pytest.fixture(scope="module", params=UNITS)
def filing(
    request: pytest.FixtureRequest, filings: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Report, Path, list[Path]]:
    """What was found in a real filing, the copy of its workbook, and its files, to be looked at."""
    folder = tmp_path_factory.mktemp("filing")
    paths = [
        Path(shutil.copy(filings / request.param / name, folder))
        for name in ("forms.xlsx", "filing.docx")
    ]
    report, _ = annotate(*paths)
    return report, folder / "批注" / "forms_校验.xlsx", paths


def said(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    """Findings without the names of files."""
    return [
        (
            each.code, each.severity, each.message, each.fix, each.fingerprint,
            [(one.label, one.text, one.location.sheet, one.location.cell) for one in each.operands],
        )
        for each in findings
    ]  # fmt: skip


# What real filings become


def lines(cell: Cell) -> list[str | None]:
    """The styles of a cell's four edges."""
    return [side and side.style for side in (getattr(cell.border, name) for name in EDGES)]


def edged(cell: Cell) -> bool:
    """Whether the cell has a coloured edge."""
    colour = cell.border.top.color
    return colour is not None and colour.rgb == f"00{EDGE}"


def test_figures_to_correct_are_coloured_the_others_edged_and_the_rest_is_left(
    filing: tuple[Report, Path, list[Path]],
) -> None:
    report, copy, paths = filing
    marked = {(each.at.sheet, each.at.cell): each for each in marks(report, "forms.xlsx")}
    about = {
        (operand.location.sheet, operand.location.cell)
        for finding in report.findings
        for operand in finding.operands
        if operand.location.source == "forms.xlsx"
    }
    workbook = loaded(copy)
    before = loaded(paths[0])
    assert about <= marked.keys()
    assert 2 * sum(bool(each.tint) for each in marked.values()) < len(marked)
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                now = workbook[sheet.title][cell.coordinate]
                mark = marked.get((sheet.title, cell.coordinate))
                assert now.value == cell.value
                assert now.number_format == cell.number_format
                for part in ("font", "alignment", "protection"):
                    assert repr(getattr(now, part)) == repr(getattr(cell, part))
                kept = zip(lines(cell), lines(now), strict=True)
                assert all(one == two or (one is None and two == "dashed") for one, two in kept)
                if mark is None or not mark.tint:
                    assert repr(now.fill) == repr(cell.fill)
                else:
                    assert now.fill.fgColor.rgb == "00" + mark.tint
                if mark is None:
                    assert now.comment is None
                else:
                    assert (now.comment.text, now.comment.author) == (mark.note, "xladdin")
                    assert (edged(now)) is not bool(mark.tint)
        assert workbook[sheet.title].merged_cells == sheet.merged_cells
        assert workbook[sheet.title].print_area == sheet.print_area


def test_a_merged_cell_has_its_edge_all_around(tmp_path: Path) -> None:
    sheet = Workbook().active
    sheet.merge_cells("B2:C3")
    sheet["B2"].border = Border(left=Side(style="thin"))
    Edges().draw(sheet["B2"])
    assert (lines(sheet["B2"]), lines(sheet["C3"])) == (
        ["thin", None, "dashed", None],
        [None, "dashed", None, "dashed"],
    )
    Edges().erase(sheet["B2"])
    assert (lines(sheet["B2"]), lines(sheet["C3"])) == (["thin", None, None, None], [None] * 4)


def test_the_sheet_lists_every_finding_and_leads_to_its_cell(
    filing: tuple[Report, Path, list[Path]],
) -> None:
    report, copy, _ = filing
    workbook = loaded(copy)
    listed = rows(workbook)
    assert [(row["代码"], row["问题"], row["核对码"]) for row in listed] == [
        (finding.code, finding.message, finding.fingerprint)
        for entry in entries(report)
        for finding in entry.findings
    ]
    sheet = workbook[RESULTS]
    links = 0
    for number, row in enumerate(listed, start=head_row(workbook) + 1):
        link = sheet.cell(number, column(workbook, "位置")).hyperlink
        if link is None:
            assert row["位置"].startswith(("filing.docx · ", "整套材料"))
            continue
        name, address = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", link.location).groups()
        assert workbook[name][address].comment
        assert row["位置"] == f"{name} {address}"
        links += 1
    assert links > 3


def test_the_copy_checked_again_gives_the_same_findings(
    filing: tuple[Report, Path, list[Path]],
) -> None:
    report, copy, paths = filing
    again = check_paths([copy, paths[1]])
    assert said(again.findings) == said(report.findings)
    assert again.coverage == report.coverage
    assert read(copy).blocks == read(paths[0]).blocks


def test_libreoffice_keeps_everything_that_counts(
    copied: Path, tmp_path: Path, office: Office
) -> None:
    saved = office.save_as(copied, tmp_path / "另存_校验.xlsx", XLSX)
    assert said(check_paths([saved]).findings) == said(check_paths([copied]).findings)
    assert is_untouched(saved.read_bytes(), saved.name)
    before, after = loaded(copied), loaded(saved)
    assert [row["核对码"] for row in rows(after)] == [row["核对码"] for row in rows(before)]
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    now = after[sheet.title][cell.coordinate]
                    assert now.comment.text == cell.comment.text
                    assert now.fill.fgColor.rgb[2:] == cell.fill.fgColor.rgb[2:]


# How it looks


def test_the_list_is_what_one_sees_first(copied: Path) -> None:
    workbook = loaded(copied)
    assert workbook.sheetnames == [*loaded(EXAMPLE / FORMS).sheetnames, RESULTS]
    assert workbook.active.title == RESULTS
    assert [sheet.title for sheet in workbook if sheet.sheet_view.tabSelected] == [RESULTS]


def test_a_chart_on_a_sheet_of_its_own_is_not_selected_any_more(original: Path) -> None:
    def chart(workbook: Workbook) -> None:
        sheet = workbook.create_chartsheet("图")
        sheet.add_chart(BarChart())
        sheet.sheetViews.sheetView[0].tabSelected = True
        workbook.active = sheet

    workbook = loaded(annotated(edit(original, chart)))
    assert workbook.active.title == RESULTS
    assert not workbook["图"].sheetViews.sheetView[0].tabSelected


def test_the_list_filters_freezes_and_prints_on_a4_across(copied: Path) -> None:
    workbook = loaded(copied)
    sheet, top = workbook[RESULTS], head_row(workbook)
    last = top + len(rows(workbook))
    assert sheet.auto_filter.ref == f"A{top}:H{last}"
    assert sheet.freeze_panes == f"A{top + 1}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${top}:${top}"


def test_only_explanations_can_be_typed_into_the_list(copied: Path) -> None:
    workbook = loaded(copied)
    sheet = workbook[RESULTS]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.autoFilter  # that is: allowed
    free = {cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert free == {column(workbook, "说明")}


def test_rows_are_as_high_as_their_text_needs_until_excel_fits_them(copied: Path) -> None:
    with zipfile.ZipFile(copied) as package:
        xml = package.read("xl/worksheets/sheet6.xml").decode()
    # Without customHeight, that is: Excel fits them again when something is typed.
    heights = dict(re.findall(r'<row r="(\d+)" ht="([\d.]+)">', xml))
    workbook = loaded(copied)
    for number, row in enumerate(rows(workbook), start=head_row(workbook) + 1):
        assert float(heights[str(number)]) >= 15 * (1 + row["数字"].count("\n"))


def test_notes_are_large_enough_to_be_read(original: Path) -> None:
    def note(workbook: Workbook) -> None:
        workbook.worksheets[0]["A1"].comment = Comment("本单位的备注，" * 30, "张三")

    edit(original, note)
    with zipfile.ZipFile(annotated(original)) as package:
        xml = package.read("xl/drawings/commentsDrawing1.vml").decode()
        texts = package.read("xl/comments/comment1.xml").decode()
    sizes = [tuple(map(int, size)) for size in re.findall(r"width:(\d+)px;height:(\d+)px", xml)]
    assert len(sizes) == texts.count("<comment ")
    assert {width for width, _ in sizes} == {294}
    assert min(height for _, height in sizes) >= 30  # a single line
    assert max(height for _, height in sizes) >= 150


# What is kept


def test_results_of_formulas_are_still_there(
    original: Path, tmp_path: Path, office: Office
) -> None:
    def formulas(workbook: Workbook) -> None:
        sheet = workbook["附件1 基础数据表"]
        sheet["B6"] = "=B7+B10+B11"
        sheet["F4"] = '=TEXT(D4/B4,"0.00%")'
        workbook.create_sheet("底稿")["A1"] = "='附件1 基础数据表'!B6/0"
        workbook["底稿"]["A2"] = "=1>0"
        workbook["底稿"]["A3"] = "=DATE(2025,4,8)"

    edit(original, formulas)
    office.save_as(original, tmp_path / "存.xlsx", XLSX).replace(original)  # now with results
    made = annotated(original)
    assert read(made).blocks == read(original).blocks
    shown = load_workbook(made, data_only=True)
    assert shown["附件1 基础数据表"]["B6"].value == pytest.approx(6.22)
    assert shown["附件1 基础数据表"]["F4"].value == "93.75%"
    assert shown["底稿"]["A1"].value == "#DIV/0!"
    assert load_workbook(made)["底稿"]["A1"].value == load_workbook(original)["底稿"]["A1"].value
    again = office.save_as(made, tmp_path / "再存.xlsx", XLSX)
    assert is_untouched(again.read_bytes(), made.name)


def test_protection_own_notes_and_formats_inside_a_text_are_kept(original: Path) -> None:
    rich = CellRichText("2024年度", TextBlock(InlineFont(b=True), "部门整体支出"), "基础数据表")

    def dress(workbook: Workbook) -> None:
        sheet = workbook["附件1 基础数据表"]
        sheet.protection.set_password("xyz")
        sheet.protection.sheet = True
        sheet["F4"].comment = Comment("按年末数计算。", "张三")
        sheet["A1"].comment = Comment("附件一", "张三")
        sheet["A1"].value = rich
        font = copy(sheet["B6"].font)
        sheet["B6"].font = Font(name=font.name, size=17, italic=True)

    before = loaded(edit(original, dress))["附件1 基础数据表"]
    made = loaded(annotated(original))["附件1 基础数据表"]
    assert made.protection.sheet
    assert made.protection.password == before.protection.password
    assert made["F4"].comment.text.startswith("按年末数计算。\n\n错误 B101 ")
    assert (made["A1"].comment.text, made["A1"].comment.author) == ("附件一", "张三")
    assert made["A1"].value == rich
    assert (made["B6"].font.size, made["B6"].font.italic) == (17, True)
    assert made["B11"].fill.fgColor.rgb == "00FFC7CE"


def test_a_workbook_with_macros_becomes_one_without_and_that_is_told(
    original: Path, tmp_path: Path
) -> None:
    path = tmp_path / "附件.xlsm"
    with zipfile.ZipFile(original) as plain, zipfile.ZipFile(path, "w") as package:
        for name in plain.namelist():
            content = plain.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            package.writestr(name, content)
        package.writestr("xl/vbaProject.bin", b"")
    _, copies = annotate(path)
    ((made, _),) = copies.written
    assert made.name == "附件_校验.xlsx"
    assert copies.notes == ("副本「附件_校验.xlsx」里没有原表的宏；原表没有动。",)
    with zipfile.ZipFile(made) as package:
        assert b"macroEnabled" not in package.read("[Content_Types].xml")


@pytest.mark.parametrize(
    ("part", "content", "lost"),
    [
        ("xl/ctrlProps/ctrlProp1.xml", "<x/>", "按钮等控件"),
        ("xl/activeX/activeX1.xml", "<x/>", "按钮等控件"),
        ("xl/media/image1.emf", "", "图片"),
        ("xl/drawings/_rels/vmlDrawing1.vml.rels", "<x/>", "页眉页脚里的图片"),
        ("xl/slicers/slicer1.xml", "<x/>", "切片器"),
        ("xl/threadedComments/threadedComment1.xml", "<x/>", "批注的回复"),
        ("xl/connections.xml", "<x/>", "外部数据连接"),
        ("xl/drawings/drawing1.xml",
         '<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
         "<d:twoCellAnchor><d:sp/></d:twoCellAnchor></d:wsDr>", "文本框和图形"),
    ],
)  # fmt: skip
def test_what_the_copy_lacks_is_known(original: Path, part: str, content: str, lost: str) -> None:
    assert losses(Package(original.read_bytes(), "")) == ()
    with zipfile.ZipFile(original, "a") as package:
        package.writestr(part, content)
    assert losses(Package(original.read_bytes(), "")) == (lost,)


@pytest.mark.parametrize(
    ("extension", "lost"),
    [
        ("sparklineGroups", "迷你图"),
        ("conditionalFormattings", "新式的条件格式（数据条、图标等）"),
        ("dataValidations", "引用其他工作表的数据有效性"),
    ],
)
def test_what_a_sheet_loses_is_known(original: Path, extension: str, lost: str) -> None:
    with zipfile.ZipFile(original) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    added = (
        f'<extLst><ext uri="x"><x14:{extension} '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/></ext></extLst>'
    )
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</worksheet>", added.encode() + b"</worksheet>"
    )
    with zipfile.ZipFile(original, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert losses(Package(original.read_bytes(), "")) == (lost,)


# Checked again


def test_marks_of_an_earlier_check_are_taken_off(original: Path, tmp_path: Path) -> None:
    def remark(workbook: Workbook) -> None:
        workbook["附件1 基础数据表"]["B7"].comment = Comment("按年末数。\n共两辆。", "张三")

    edit(original, remark)
    first = Path(shutil.copy(annotated(original), tmp_path / "附件二.xlsx"))

    def mend(workbook: Workbook) -> None:
        workbook["附件1 基础数据表"]["B6"] = 6.22

    again = loaded(annotated(edit(first, mend)))
    plain = loaded(annotated(edit(original, mend)))
    assert plain["附件1 基础数据表"]["B7"].comment.text == "按年末数。\n共两辆。"
    for sheet in plain.worksheets[:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                now = again[sheet.title][cell.coordinate]
                assert repr(now.fill) == repr(cell.fill)
                assert lines(now) == lines(cell)
                assert now.comment == cell.comment


# The sheet's name


def test_the_sheet_of_an_earlier_check_is_replaced(original: Path, tmp_path: Path) -> None:
    again = Path(shutil.copy(annotated(original), tmp_path / "附件二.xlsx"))
    workbook = loaded(annotated(again))
    assert workbook.sheetnames == [*loaded(original).sheetnames, RESULTS]
    assert len(rows(workbook)) == len(rows(loaded(again)))


def test_a_blank_sheet_of_that_name_is_replaced(original: Path) -> None:
    edit(original, lambda workbook: workbook.create_sheet(RESULTS, 0))
    assert loaded(annotated(original)).sheetnames == [*loaded(original).sheetnames[1:], RESULTS]


def test_the_users_own_sheet_of_that_name_is_left_alone(original: Path) -> None:
    def own(workbook: Workbook) -> None:
        workbook.create_sheet(RESULTS)["A1"] = "我们自己的校验结果"

    edit(original, own)
    made = annotated(original)
    workbook = loaded(made)
    assert workbook.sheetnames[-2:] == [RESULTS, "xladdin校验结果"]
    assert workbook[RESULTS]["A1"].value == "我们自己的校验结果"
    assert said(check_paths([made]).findings) == said(check_paths([original]).findings)
    assert loaded(annotated(original)).sheetnames == workbook.sheetnames


def test_if_both_names_are_taken_the_user_is_told(original: Path) -> None:
    def own(workbook: Workbook) -> None:
        for name in (RESULTS, "xladdin校验结果"):
            workbook.create_sheet(name)["A1"] = "我们自己的"

    edit(original, own)
    assert "已有叫“校验结果”和“xladdin校验结果”的工作表" in refused(original)


# Strangers' texts


def test_texts_that_start_like_formulas_stay_texts(original: Path) -> None:
    signs = {"=": 17, "+": 18, "-": 19, "@": 22}

    def rename(workbook: Workbook) -> None:
        sheet = workbook["附件2 整体自评表"]
        for sign, row in signs.items():
            cell = sheet.cell(row, 4)
            cell.value, cell.data_type = f"{sign}1+1", "s"
            sheet.cell(row, 8).value = 99  # more than the row is worth
        sheet.title = "=1表"

    edit(original, rename)
    made = loaded(annotated(original))
    texts = [
        cell for row in made[RESULTS].iter_rows() for cell in row
        if isinstance(cell.value, str) and cell.value[0] in signs
    ]  # fmt: skip
    assert {cell.value[:4] for cell in texts} >= {*(f"{sign}1+1" for sign in signs), "=1表 "}
    assert {cell.data_type for cell in texts} == {"s"}
    assert all(cell.quotePrefix for cell in texts)
    assert {made["=1表"].cell(row, 4).data_type for row in signs.values()} == {"s"}


# The same input


def test_the_same_workbook_gives_the_same_bytes(original: Path) -> None:
    first = annotated(original).read_bytes()
    annotated(original).unlink()
    assert annotated(original).read_bytes() == first
    again = annotated(original).read_bytes()  # which says that nothing has been mended
    assert annotated(original).read_bytes() == again


def test_the_original_is_not_touched(original: Path) -> None:
    before = original.read_bytes()
    annotated(original)
    assert original.read_bytes() == before


def test_where_merged_ranges_overlap_the_rest_is_marked(original: Path) -> None:
    with zipfile.ZipFile(original) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b'"D4:E4"' in sheet
    overlapping = sheet.replace(b"</mergeCells>", b'<mergeCell ref="C4:D4"/></mergeCells>')
    with zipfile.ZipFile(original, "w") as package:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": overlapping}).items():
            package.writestr(name, content)
    sheet = loaded(annotated(original))["附件1 基础数据表"]
    assert sheet["B4"].comment
    assert not sheet["D4"].comment


def test_a_workbook_that_openpyxl_cannot_open_is_one_sentence(original: Path) -> None:
    with zipfile.ZipFile(original) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    styles = parts["xl/styles.xml"].replace(b'fontId="0"', b'fontId="x"')
    with zipfile.ZipFile(original, "w") as package:
        for name, content in (parts | {"xl/styles.xml": styles}).items():
            package.writestr(name, content)
    assert "「附件.xlsx」里有不合规范的内容，不能写副本，请用" in refused(original)
    assert not (original.parent / "批注").exists()
