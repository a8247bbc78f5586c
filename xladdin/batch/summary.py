"""Make the summary workbook of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook

from xladdin.batch.doubts import doubts
from xladdin.batch.gathered import gathered, statistics
from xladdin.batch.result import Result
from xladdin.batch.roll import Filed
from xladdin.batch.rounds import Earlier
from xladdin.batch.sheets import lists
from xladdin.batch.sheets.lists import filed
from xladdin.batch.sheets.official import write_totals
from xladdin.batch.sheets.overview import write_overview
from xladdin.templates.look import set_usual_look
from xladdin.workbooks.saving import xlsx_bytes


def summary(
    results: Mapping[str, Result],
    earlier: Earlier | None = None,
    when: datetime | None = None,
    roll: Sequence[Filed] = (),
) -> bytes:
    """Return the workbook (xlsx), dated ``when`` (by default now). It lists the changes since the
    ``earlier`` round, if given, and what the units on a ``roll`` have filed. The same results give
    the same bytes."""
    when = when or datetime.now()
    found = gathered(results, earlier)
    doubted = doubts(found)
    workbook = Workbook()
    set_usual_look(workbook)
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator, workbook.properties.created = "xladdin", when
    units = lists.units(workbook, found, doubted)
    tables = [
        units,
        *([filed(workbook, roll)] if roll else []),
        lists.problems(workbook, found),
        lists.rules(workbook, found),
        *([lists.changed(workbook, found)] if earlier is not None else []),
    ]
    shown = write_totals(workbook, found)
    tables += [lists.doubtful(workbook, doubted), lists.unread(workbook, found)]
    write_overview(workbook, found, statistics(found), units, when)
    rows = {table.sheet.title: table.xml() for table in tables}
    return xlsx_bytes(workbook, shown, when, rows)
