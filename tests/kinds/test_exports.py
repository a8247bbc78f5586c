"""What finance systems export under the name of an office format: web pages and XML of 2003."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kinds.made import FIGURES, IN_EXCEL, IN_WORD, REPORT, ROWS, TITLE, notes, told
from xladdin.checking import check_paths
from xladdin.errors import InputError
from xladdin.sources import bounds, read


def page(*content: str, head: str = '<meta charset="utf-8">') -> str:
    return f"<html><head>{head}<title>x</title></head><body>{''.join(content)}</body></html>"


def rows(cell: str = "<td>{}</td>") -> str:
    return "".join(f"<tr>{''.join(cell.format(text) for text in row)}</tr>" for row in ROWS)


def table(cell: str = "<td>{}</td>") -> str:
    return f"<p>附件1</p><p>{TITLE}</p><table>{rows(cell)}</table>"


def text() -> str:
    return "".join(f"<p>{line}</p>" for line in REPORT)


def written(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(
    "content",
    [
        page(table()),
        page(table("<td x:num='1' class=xl65><font size=2>{}</font></td>")),
        page(table("<td><p><span>{}</span></p></td>")),
        page(table("<td>\n  {}&nbsp;\n</td>")),
        page(f"<table><tr><td>菜单</td><td>{table()}</td></tr></table>"),
        page(f"<table><tr><td colspan=4>{TITLE}</td></tr>{rows('<th>{}</th>')}</table>"),
        table(),
    ],
    ids=["plain", "excel", "paragraphs", "blanks", "in a frame", "title within", "a piece"],
)
@pytest.mark.parametrize("name", ["表.xls", "表.xlsx"])
def test_a_web_page_that_calls_itself_a_workbook(tmp_path: Path, content: str, name: str) -> None:
    path = written(tmp_path / name, content)
    assert told(path) == (FIGURES, IN_EXCEL)
    assert "内容其实是网页，已按内容读取。" in notes(path)


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gb18030", ""),
        ("utf-8-sig", ""),
        ("utf-16", '<meta charset="utf-16">'),
    ],
)
def test_a_web_page_in_any_encoding(tmp_path: Path, encoding: str, head: str) -> None:
    path = written(tmp_path / "表.xls", page(table(), head=head), encoding)
    assert told(path) == (FIGURES, IN_EXCEL)


def test_a_web_page_that_calls_itself_a_document(tmp_path: Path) -> None:
    path = written(tmp_path / "报告.doc", page(text(), table()))
    assert told(path) == (FIGURES, IN_WORD)


def test_merged_cells_of_a_page_keep_their_places(tmp_path: Path) -> None:
    content = "<tr><td rowspan=2>甲</td><td colspan='2'>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"
    source = read(written(tmp_path / "表.xls", page(f"<table>{content}</table>")))
    places = {c.text: (c.row, c.column, c.rows, c.columns) for c in source.grids[0].cells}
    assert places == {
        "甲": (0, 0, 2, 1),
        "乙": (0, 1, 1, 2),
        "丙": (1, 1, 1, 1),
        "丁": (1, 2, 1, 1),
    }


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<span style='display:none'>9</span>98.45", "1 处隐藏的内容没有读取"),
        ("<s>89.45</s>98.45", "1 处加了删除线的文字没有读取"),
        ("<span style='text-decoration: line-through'>89</span>98.45", "1 处加了删除线的文字"),
        ("98.45<sup>1</sup>", ""),
    ],
)
def test_what_a_page_hides_is_left_out(tmp_path: Path, cell: str, said: str) -> None:
    content = page(table()).replace("<td>98.45</td>", f"<td>{cell}</td>")
    path = written(tmp_path / "表.xls", content)
    assert told(path) == (FIGURES, IN_EXCEL)
    assert said in notes(path)


SHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def workbook(
    cells: str, *, before: str = "", sheet: str = "附件1 基础数据表", after: str = ""
) -> str:
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{SHEET}" '
        f'xmlns:ss="{SHEET}" xmlns:x="urn:schemas-microsoft-com:office:excel">{before}'
        f'<Worksheet ss:Name="{sheet}"><Table>{cells}</Table>{after}</Worksheet></Workbook>'
    )


def xml_rows(style: str = "", *, index: bool = False) -> str:
    lines = [("附件1",), (TITLE,), *ROWS]
    found = []
    for at, line in enumerate(lines, 1):
        cells = "".join(_cell(text, column, style, index) for column, text in enumerate(line, 1))
        found.append(f'<Row ss:Index="{at}">{cells}</Row>' if index else f"<Row>{cells}</Row>")
    return "".join(found)


def _cell(text: str, column: int, style: str, index: bool) -> str:
    if not text:
        return "" if index else "<Cell/>"
    at = f' ss:Index="{column}"' if index else ""
    if column > 1 and text[0].isdigit() and "年" not in text:
        kind, look = "Number", f' ss:StyleID="{"率" if text.endswith("%") else style or "数"}"'
        text = str(float(text[:-1]) / 100) if text.endswith("%") else text
    else:
        kind, look = "String", ""
    return f'<Cell{at}{look}><Data ss:Type="{kind}">{text}</Data></Cell>'


STYLES = (
    '<Styles><Style ss:ID="Default"/><Style ss:ID="率"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="数"><NumberFormat ss:Format="0.00"/></Style>'
    '<Style ss:ID="钱"><NumberFormat ss:Format="Currency"/></Style>'
    '<Style ss:ID="子" ss:Parent="钱"/></Styles>'
)


@pytest.mark.parametrize("name", ["表.xls", "表.xml", "表.xlsx"])
@pytest.mark.parametrize(
    "cells",
    [xml_rows(), xml_rows(index=True), xml_rows("钱"), xml_rows("子")],
    ids=["plain", "index", "currency", "parent"],
)
def test_xml_of_2003_is_a_workbook(tmp_path: Path, cells: str, name: str) -> None:
    path = written(tmp_path / name, workbook(cells, before=STYLES))
    assert told(path) == (FIGURES, IN_EXCEL)


def test_its_merged_cells_formulas_and_dates(tmp_path: Path) -> None:
    cells = (
        '<Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>'
        '<Cell><Data ss:Type="String">乙</Data></Cell></Row>'
        '<Row><Cell ss:Index="3" ss:Formula="=R[-1]C"/></Row>'
        '<Row><Cell><Data ss:Type="DateTime">2024-05-06T00:00:00.000</Data></Cell>'
        '<Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell></Row>'
    )
    path = written(tmp_path / "表.xls", workbook(cells))
    (grid,) = read(path).grids
    found = {grid.address(c): (c.text, c.rows, c.columns, c.formula, c.pending) for c in grid.cells}
    assert found["A1"] == ("甲", 2, 2, "", False)
    assert found["C1"][0] == "乙"
    assert found["C2"] == ("", 1, 1, "=R[-1]C", True)
    assert found["A3"][0] == "2024/5/6"
    assert found["B3"] == ("2", 1, 1, "=1+1", False)


def test_its_hidden_sheets_are_named(tmp_path: Path) -> None:
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    path = written(tmp_path / "表.xls", workbook(xml_rows(), before=STYLES, after=hidden))
    with pytest.raises(InputError, match="没有读取隐藏的工作表「附件1 基础数据表」"):
        check_paths([path])


def test_its_hidden_rows_and_columns_are_known(tmp_path: Path) -> None:
    columns = '<Column ss:Width="9"/><Column ss:Hidden="1" ss:Span="1"/><Column ss:Index="5" ss:Hidden="1"/>'
    cells = "".join(
        f'<Cell><Data ss:Type="String">{letter}</Data></Cell>' for letter in "甲乙丙丁戊"
    )
    content = workbook(f'{columns}<Row>{cells}</Row><Row ss:Hidden="1">{cells}</Row>')
    (grid,) = read(written(tmp_path / "表.xls", content)).grids
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {1, 2, 4})


@pytest.mark.parametrize(
    "content",
    [
        workbook(xml_rows())[:900],
        workbook('<Row><Cell><Data ss:Type="Number">x</Data></Cell></Row>'),
        workbook('<Row ss:Index="-3"/>'),
        workbook("").replace("<?mso", "<!DOCTYPE Workbook [<!ENTITY a 'b'>]><?mso"),
    ],
)
def test_what_is_damaged_is_one_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"「表\.xls」已损坏或不完整"):
        check_paths([written(tmp_path / "表.xls", content)])


@pytest.mark.parametrize(
    "content",
    [
        page("<table><tr>" + "<td rowspan=9999 colspan=9999>x</td>" * 50 + "</tr></table>"),
        page("<table>" + "<tr><td colspan=9999>x</td></tr>" * 99 + "</table>"),
        workbook('<Row ss:Index="1048576"><Cell ss:Index="16384"><Data>x</Data></Cell></Row>'),
    ],
)
def test_a_table_beyond_all_bounds_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"超过|范围过大"):
        check_paths([written(tmp_path / "表.xls", content)])


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "span", "sup"])
def test_deep_nesting_is_no_accident(tmp_path: Path, tag: str) -> None:
    path = written(tmp_path / "表.xls", page(f"<{tag}>" * 5000 + "深" + table()))
    read(path)


def test_too_large_a_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bounds._BOUNDS, "part_megabytes", 0)
    for name, content in (("表.xls", page(table())), ("表.xml", workbook(""))):
        with pytest.raises(InputError, match="超过 0 MB"):
            read(written(tmp_path / name, content))
