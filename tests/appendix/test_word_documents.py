"""The appendices stand behind the unit's own report, of which nothing changes; each on its page."""

from __future__ import annotations

import copy
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.appendix import consistent
from tests.appendix.conftest import Done
from tests.appendix.rich_report import rich_report
from xladdin import checking
from xladdin.appendix.parts import Part, parts
from xladdin.appendix.pdf import to_pdf
from xladdin.appendix.word_documents import report_with_appendices
from xladdin.forms.profiles import profile
from xladdin.sources.filing_files import read_filing


@pytest.fixture(scope="module")
def appendices(consistent_files: list[Path]) -> tuple[Part, ...]:
    chosen = profile(consistent.PROFILE)
    return parts(checking.file(read_filing(consistent_files), chosen), chosen)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("last_is_table", [False, True])
def test_nothing_of_the_report_changes(appendices: tuple[Part, ...], last_is_table: bool) -> None:
    lines = ["一、基本情况", "全年支出252.00万元。"] * 20
    report = rich_report(lines, last_is_table=last_is_table)
    whole = report_with_appendices(report, appendices, draft=False)

    before, after = members(report), members(whole)
    for name in before:
        if name.startswith("word/") and name != "word/document.xml" and "_rels" not in name:
            assert canonical(after[name]) == canonical(before[name]), name

    old, new = (Document(io.BytesIO(data)) for data in (report, whole))
    blocks = list(old.element.body)
    kept = [copy.deepcopy(each) for each in new.element.body[: len(blocks) - 1]]
    closing = blocks[-1]
    if last_is_table:  # the section's end has a paragraph of its own
        ended = list(new.element.body)[len(blocks) - 1].find(f".//{qn('w:sectPr')}")
    else:
        ended = kept[-1].find(f".//{qn('w:sectPr')}")
        kept[-1].pPr.remove(ended)
        if not len(kept[-1].pPr):
            kept[-1].remove(kept[-1].pPr)
    assert canonical(xml(ended)) == canonical(xml(closing))
    assert [xml(each) for each in kept] == [xml(each) for each in blocks[:-1]]

    first = new.sections[len(old.sections)]
    assert len(new.sections) == len(old.sections) + 1
    assert first.header.is_linked_to_previous
    assert first.footer.is_linked_to_previous
    assert not first.different_first_page_header_footer
    numbers = first._sectPr.find(qn("w:pgNumType"))
    assert (numbers.get(qn("w:fmt")), numbers.get(qn("w:start"))) == ("numberInDash", None)
    assert first.page_height > first.page_width


def xml(element: object) -> bytes:
    from lxml import etree

    return etree.tostring(element, method="c14n", exclusive=True)


def canonical(data: bytes) -> bytes:
    from lxml import etree

    tree = etree.fromstring(data)
    return etree.tostring(tree, method="c14n2", strip_text=True)


@pytest.mark.office
@pytest.mark.usefixtures("chinese_font")
def test_pages_of_the_report_stay_and_the_appendices_follow_one_on_each(
    appendices: tuple[Part, ...],
) -> None:
    lines = ["全年支出252.00万元，其中基本支出193.12万元。"] * 70
    report = rich_report(lines)
    alone = PdfReader(io.BytesIO(to_pdf(report, "正文.docx"))).pages
    whole = to_pdf(report_with_appendices(report, appendices, draft=False), "全部.docx")
    together = PdfReader(io.BytesIO(whole)).pages
    texts = [page.extract_text() for page in together]
    assert texts[: len(alone)] == [page.extract_text() for page in alone]
    assert "数据来自部门决算" in "".join(texts)
    assert len(together) == len(alone) + len(appendices)
    for number, (part, text) in enumerate(zip(appendices, texts[len(alone) :], strict=True)):
        squeezed = "".join(text.split())
        assert part.number in squeezed
        assert "云山县文化旅游服务中心" in squeezed  # the report's header
        assert squeezed.endswith(str(len(alone) + number))  # its numbering, from 1 behind the cover


def test_the_tables_are_set_like_the_official_ones(whole_set: Done) -> None:
    document = Document(str(whole_set.file("（含附件）.docx")))
    for table in document.tables:
        rows = list(table._tbl.tr_lst)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert all(row.find(f".//{qn('w:trHeight')}") is not None for row in rows)
        widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid]
        assert sum(widths) == pytest.approx(9638, abs=8)
        fonts = {each.get(qn("w:eastAsia")) for each in table._tbl.iter(qn("w:rFonts"))}
        assert fonts == {"宋体"}
        last = rows[-1].find(f".//{qn('w:keepNext')}")
        assert last is not None  # what stands below is not alone on a page
    vertical = [cell for cell in document.tables[1]._tbl.iter(qn("w:tc"))
                if "".join(each.text for each in cell.iter(qn("w:t"))) == "绩效指标"]  # fmt: skip
    assert vertical
    assert len(list(vertical[0].iter(qn("w:br")))) == 3  # one letter a line


def test_a_draft_says_so_on_every_page_of_word_documents(appendices: tuple[Part, ...]) -> None:
    whole = report_with_appendices(rich_report(["一、基本情况"]), appendices, draft=True)
    document = Document(io.BytesIO(whole))
    for section in document.sections:
        kinds = [section.header]
        if section.different_first_page_header_footer:
            kinds.append(section.first_page_header)
        for header in kinds:
            assert header.paragraphs[0].text == "草　稿"
    assert document.sections[1].header.paragraphs[1].text == "云山县文化旅游服务中心"


def test_a_report_that_holds_the_forms_is_taken_as_it_is(filings: Path, tmp_path: Path) -> None:
    from tests.appendix.conftest import do_pack

    source = filings / "junshan-resettlement-2024" / "filing.docx"
    done = do_pack([source], tmp_path)
    before, after = (Document(str(p)) for p in (source, done.file("（含附件）.docx")))
    assert xml(after.element.body) == xml(before.element.body)
    assert done.file("01 自评报告.docx").read_bytes() == source.read_bytes()


@pytest.mark.office
def test_a_report_in_an_older_format_is_converted_for_the_whole(
    filings: Path, tmp_path: Path
) -> None:
    from tests.appendix.conftest import do_pack

    source = filings / "shaodong-resettlement-2024" / "filing.doc"
    done = do_pack([source], tmp_path)
    assert done.file("01 自评报告.doc").read_bytes() == source.read_bytes()
    whole = Document(str(done.file("（含附件）.docx")))
    assert len("".join(each.text for each in whole.paragraphs)) > 1000
