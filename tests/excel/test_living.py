"""更新正文 on a real spreadsheet."""

from __future__ import annotations

from pathlib import Path

from xlwings import Book

from tests.excel.seeing import press
from xladdin.sources.own_copies import CORRECTED
from xladdin.sources.reading import read

BASIC = "附件1 基础数据表"


def test_a_report_is_linked_first_and_follows_then(both: Book, report: Path) -> None:
    both.app.impl.user.chosen.append(str(report))
    said = press("update_narrative", both)
    assert "个数与表格相同" in said
    linked = report.parent / CORRECTED / report.name
    before = [p.text for p in read(linked).paragraphs]
    assert before == [p.text for p in read(report).paragraphs]
    linked.replace(report)
    assert "没有要改的" in press("update_narrative", both)
    both.sheets[BASIC]["B4"].value = 33
    said = press("update_narrative", both)
    assert "都是修订" in said, said
    assert "32 → 33" in said
    assert [p.text for p in read(linked).paragraphs] != before


def test_a_cancelled_dialog_changes_nothing(both: Book) -> None:
    assert press("update_narrative", both) == ""
