"""Tables → sources as if they had been read, and files of the kinds that finance software exports."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from tests.accounts.boxes import Box, Table
from xladdin.model.grid import Cell, Grid, Source


def placed(table: Table) -> list[tuple[int, int, Box]]:
    """Each cell with its row and column."""
    found, covered = [], set()
    for row, boxes in enumerate(table.rows):
        column = 0
        for box in boxes:
            while (row, column) in covered:
                column += 1
            found.append((row, column, box))
            covered |= {(row + r, column + c) for r in range(box.rows) for c in range(box.columns)}
            column += box.columns
    return found


def source(tables: Sequence[Table], name: str = "决算公开表.xlsx") -> Source:
    """What is read from a workbook of these tables, a sheet each."""
    grids = []
    for table in tables:
        cells = tuple(Cell(r, c, box.text, box.rows, box.columns) for r, c, box in placed(table))
        grids.append(Grid(table.number, cells, f"GK{table.number:02d}"))
    return Source(name, "xlsx", "2" * 64, tuple(grids))


def xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook; amounts are numbers."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(
            f"GK{table.number:02d} {table.name[:20]}".replace("“", "").replace("”", "")
        )
        for row, column, box in placed(table):
            cell = sheet.cell(row + 1, column + 1, box.text or None)
            if box.amount and box.text:
                cell.value = float(box.text.replace(",", ""))
                cell.number_format = "#,##0.00"
            if box.rows > 1 or box.columns > 1:
                sheet.merge_cells(start_row=row + 1, start_column=column + 1, end_row=row + box.rows,
                                  end_column=column + box.columns)  # fmt: skip
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def html(tables: Sequence[Table]) -> bytes:
    """An export of one web page, as many programs call .xls."""
    parts = []
    for table in tables:
        rows = "".join(
            "<tr>" + "".join(
                f'<td rowspan="{box.rows}" colspan="{box.columns}">{escape(box.text)}</td>' for box in row
            ) + "</tr>"
            for row in table.rows
        )  # fmt: skip
        parts.append(f"<table>{rows}</table>")
    return f'<html><head><meta charset="utf-8"></head><body>{"<br>".join(parts)}</body></html>'.encode()


def docx(tables: Sequence[Table], year: int) -> bytes:
    """A document: a title above each table, the rest in it."""
    from docx import Document

    document = Document()
    for table in tables:
        document.add_paragraph(f"{year}年度{table.name}")
        lines = Table(table.number, table.name, table.rows[2:])
        grid = document.add_table(len(lines.rows), lines.width)
        for row, column, box in placed(lines):
            cell = grid.cell(row, column)
            if box.rows > 1 or box.columns > 1:
                cell = cell.merge(grid.cell(row + box.rows - 1, column + box.columns - 1))
            cell.text = box.text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
