"""An annotated document is the original with comments: every other part and word is the same."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.outputs.word_files import (
    ADDED,
    BOLD,
    FIELD,
    RICH,
    VML,
    WHEN,
    anchored,
    annotate,
    at,
    cell,
    document,
    end,
    finding,
    in_table,
    members,
    paragraph,
    refused,
    repacked,
    report,
    run,
    same_but_for_comments,
    start,
    table,
)
from xladdin.checking import check_paths
from xladdin.model.figure import Location
from xladdin.model.report import Operand
from xladdin.outputs.annotated_copies import write_copies
from xladdin.outputs.remarks import remarks
from xladdin.outputs.word_comments import annotated
from xladdin.sources import read
from xladdin.sources.convert import convert

UNITS = (
    "junshan-economic-cooperation-2024",
    "junshan-resettlement-2024",
    "shaodong-resettlement-2024",
    "taojiang-taoye-2024",
    "yueyang-county-resettlement-2020",
)


@pytest.mark.parametrize("unit", UNITS)
def test_each_cause_in_a_real_filing_is_a_comment_at_its_figure(
    filings: Path, tmp_path: Path, unit: str
) -> None:
    original = filings / unit / "filing.docx"
    found = check_paths([original])
    ((copy, count),) = write_copies(found, [original], tmp_path, WHEN).written
    same_but_for_comments(original, copy)
    told = remarks(found, "filing.docx", ["filing.docx"])
    comments = list(docx.Document(copy).comments)
    assert len(told) == len(comments) == count == max(len(found.causes), 1)
    assert sorted(each.text for each in comments) == sorted("\n".join(each.lines) for each in told)
    places = anchored(copy)
    assert list(map(int, places)) == [each.comment_id for each in comments]
    paragraphs = {each.index: each.text for each in read(original).paragraphs}
    wanted = {"\n".join(each.lines): each.at for each in told}
    for comment in comments:
        figure, text = wanted[comment.text], places[str(comment.comment_id)]
        if figure is None:
            assert text == next(iter(paragraphs.values())).strip()
        elif figure.location.span:
            first, last = figure.location.span
            assert text == paragraphs[figure.location.paragraph or 0][first:last].strip()
        elif figure.location.cell:
            assert "".join(text.split()) in "".join(figure.location.quote.split())


COMMENT = '<w:comment w:id="7" w:author="局里"><w:p/></w:comment>'


def test_comments_that_were_there_stay_and_are_counted_on(tmp_path: Path) -> None:
    marked = f"{start(7)}{run('编制5人')}{end(7)}"
    path = document(tmp_path / "报告.docx", paragraph(marked, "，在职4人。"), comments=COMMENT)
    copy = annotate(path, finding(at(path, "5人")), finding(at(path, "4人"), message="又。"))
    same_but_for_comments(path, copy)
    assert anchored(copy) == {"7": "编制5人", "8": "5人", "9": "4人"}
    comments = docx.Document(copy).comments
    assert [each.author for each in comments] == ["局里", "绩效自评校验", "绩效自评校验"]
    before, after = members(path), members(copy)
    assert {name for name in before if before[name] != after[name]} == {
        "word/document.xml", "word/comments.xml",
    }  # fmt: skip


def test_footnotes_headers_numbering_and_pictures_keep_their_bytes(tmp_path: Path) -> None:
    parts = dict.fromkeys(("footnotes", "header", "numbering", "styles", "settings"), "<w:p/>")
    path = document(tmp_path / "报告.docx", paragraph("共5人。"), **parts)
    before, after = members(path), members(annotate(path, finding(at(path, "5人"))))
    assert list(after) == [*before, "word/comments.xml"]
    assert {name for name in before if before[name] != after[name]} == ADDED - {"word/comments.xml"}
    assert after["word/_rels/document.xml.rels"].count(b"<Relationship ") == 6
    assert len(set(re.findall(b'Id="([^"]+)"', after["word/_rels/document.xml.rels"]))) == 6


def test_a_document_with_no_related_part_gets_its_list_of_them(tmp_path: Path) -> None:
    path = document(tmp_path / "原.docx", paragraph("共5人。"))
    parts = members(path)
    del parts["word/_rels/document.xml.rels"]
    data = repacked(parts)
    copy = tmp_path / "报告.docx"
    told = remarks(report(about=(path,)), "原.docx", ["原.docx"])
    copy.write_bytes(annotated(data, "报告.docx", told, WHEN).data)
    assert len(list(docx.Document(copy).comments)) == 1


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人。"))
    told = remarks(report(finding(at(path, "5人")), about=(path,)), path.name, [path.name])
    first, second = (annotated(path.read_bytes(), path.name, told, WHEN) for _ in range(2))
    assert first == second


def test_a_strict_document_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人。"))
    parts = members(path)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    path.write_bytes(repacked(parts))
    said = refused(path, finding(at(path, "5人")))
    assert "Strict Open XML" in said
    assert said.endswith("另存为普通的 .docx。")


def test_a_damaged_picture_is_noticed(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人。"), media="<w:p/>" * 50)
    data = bytearray(path.read_bytes())
    place = data.index(b"word/media.xml") + len("word/media.xml") + 4
    data[place : place + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert "已损坏或不完整" in refused(path, finding(at(path, "5人")))


@pytest.mark.office
def test_libreoffice_shows_every_comment(tmp_path: Path) -> None:
    content = paragraph("编制", run("5人", BOLD), "，", RICH, FIELD) + paragraph("框：", VML)
    path = document(
        tmp_path / "报告.docx", content + table(cell(paragraph("10"))), comments=COMMENT
    )
    figures = [
        Operand("数", "", None, "", Location(path.name, paragraph=number, span=span))
        for number, span in ((0, (2, 4)), (0, (5, 7)), (0, (9, 10)), (2, (2, 5)))
    ]
    figures.append(in_table(path, "t1R1:C1", "10"))
    copy = annotate(path, *(finding(each, message=str(n)) for n, each in enumerate(figures)))
    same_but_for_comments(path, copy)
    pdf, _ = convert(copy.read_bytes(), "docx", "pdf", copy.name)
    assert pdf.startswith(b"%PDF")
    opened, _ = convert(copy.read_bytes(), "docx", "odt", copy.name)
    target = tmp_path / "报告.odt"
    target.write_bytes(opened)
    notes = etree.fromstring(members(target)["content.xml"]).iter("{*}annotation")
    said = ["".join(note.itertext()) for note in notes]
    assert len(said) == len(figures)
    assert all("绩效自评校验" in text and "错误 N101 正文与表不同" in text for text in said)
