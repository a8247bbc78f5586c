"""What stands in the Word tables is what stands in the forms, to the last digit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.appendix.conftest import WITH_FORMS, Done, long_part
from tests.appendix.readings import labels, values
from xladdin import checking
from xladdin.appendix.parts import parts
from xladdin.appendix.word_documents import report_with_appendices
from xladdin.forms.profiles import profile
from xladdin.model.form import Form
from xladdin.model.report import Finding
from xladdin.sources.filing_files import read_filing
from xladdin.sources.reading import read


def assert_same(one: Iterable[Form], other: Iterable[Form]) -> int:
    """The forms say the same; how many values they have."""
    count = 0
    for before, after in zip(one, other, strict=True):
        assert (after.kind, after.title.text, after.year) == (
            before.kind, before.title.text, before.year,
        )  # fmt: skip
        assert values(after) == values(before)
        assert labels(after) == labels(before)
        count += len(values(before))
    return count


@pytest.mark.parametrize("format_", ["filing.docx", "forms.xlsx", "dump.txt"])
@pytest.mark.parametrize("filing", WITH_FORMS)
def test_forms_from_any_source_come_back_from_word(
    filing: str, format_: str, filings: Path, tmp_path: Path
) -> None:
    sources = read_filing([filings / filing / format_])
    chosen = checking.profile_of(sources)
    appendices = parts(checking.file(sources, chosen), chosen)
    assert not any(part.sheet.left for part in appendices)
    (tmp_path / "附件.docx").write_bytes(report_with_appendices(None, appendices, draft=False))
    again = checking.file([read(tmp_path / "附件.docx")], chosen)
    assert assert_same([part.form for part in appendices], again.forms) > 100


def test_the_report_with_its_appendices_says_what_its_sources_say(any_set: Done) -> None:
    done = any_set
    whole = checking.file(
        [read(done.file("（含附件）" + done.order.mark + ".docx"))], done.order.profile
    )
    assert assert_same(done.order.filing.forms, whole.forms) > 150
    again = checking.check(whole, done.order.profile)
    assert said(again.findings) == said(done.order.report.findings)


def said(findings: Iterable[Finding]) -> Counter[tuple[str, str, str]]:
    """What was found, without the files' names."""
    return Counter((each.code, each.severity.value, each.expected) for each in findings)


def test_each_appendix_alone_says_what_its_source_says_in_word_and_in_excel(any_set: Done) -> None:
    done = any_set
    appendices = parts(done.order.filing, done.order.profile)
    for part in appendices:
        for ending in ("docx", "xlsx"):
            path = done.folder / f"{part.title}{done.order.mark}.{ending}"
            again = checking.file([read(path)], done.order.profile)
            assert_same([part.form], again.forms)


def test_a_form_over_several_pages_comes_back_whole(
    consistent_files: list[Path], tmp_path: Path
) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    part = long_part(consistent_files, 12)
    data = report_with_appendices(None, [part], draft=False)
    (tmp_path / "长表.docx").write_bytes(data)

    body = Document(str(tmp_path / "长表.docx")).element.body
    first, second = body.iter(qn("w:tbl"))
    assert next(first.iter(qn("w:tblHeader")), None) is None
    (heading,) = [
        row for row in second.iter(qn("w:tr")) if row.find(f".//{qn('w:tblHeader')}") is not None
    ]
    assert "三级指标" in "".join(heading.itertext())

    (again,) = checking.file([read(tmp_path / "长表.docx")], profile("yueyang")).forms
    assert values(again) == values(part.form)
    assert len(again.indicators) == len(part.form.indicators) > 60
