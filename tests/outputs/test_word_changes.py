"""A figure is corrected as a tracked change: Word and LibreOffice can accept or refuse it."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.office.process import Office, properties, struct
from tests.outputs.word_files import (
    BOLD,
    BOTH,
    FIELD,
    RICH,
    VML,
    at,
    body,
    cell,
    document,
    in_table,
    members,
    paragraph,
    repacked,
    run,
    table,
    without_comments,
)
from xladdin.errors import InputError
from xladdin.model.report import Operand
from xladdin.outputs.corrections import Corrected, Correction
from xladdin.outputs.word_changes import corrected
from xladdin.sources import read
from xladdin.sources.docx_text import W
from xladdin.text.reprinting import reprinted

WHEN = datetime(2025, 3, 4, 9, 30)
SAID = 'w:author="绩效自评校验" w:date="2025-03-04T09:30:00Z"'
TRACKED = re.compile(rb'<w:(ins|del) w:id="\d+" w:author="\xe7\xbb\xa9.*?</w:\1>', re.DOTALL)


def correct(path: Path, *pairs: tuple[Operand, str]) -> tuple[Path, Corrected]:
    """The corrected copy, beside the original, and what became of the corrections."""
    asked = {figure.location: Correction(figure, proposed) for figure, proposed in pairs}
    done = corrected(path.read_bytes(), path.name, asked, WHEN)
    copy = path.with_name("改正.docx")
    copy.write_bytes(done.data)
    return copy, done


def figure(path: Path, text: str, value: str) -> Operand:
    """The only occurrence of a figure in the document."""
    found = at(path, text)
    return Operand("数", text, value, "", found.location)


def deleted(number: int, properties: str, text: str, attributes: str = "") -> str:
    return (
        f'<w:del w:id="{number}" {SAID}><w:r{attributes}>{properties}'
        f'<w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'
    )


def inserted(number: int, properties: str, text: str, attributes: str = "") -> str:
    return (
        f'<w:ins w:id="{number}" {SAID}><w:r{attributes}>{properties}'
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:ins>'
    )


def settled(copy: Path, keep: str) -> Path:
    """The document with this program's changes accepted (``keep`` is ``ins``) or refused (``del``)."""
    parts = members(copy)
    root = etree.fromstring(parts["word/document.xml"])
    for change in list(root.iter(W + "ins", W + "del")):
        if change.get(W + "author") != "绩效自评校验":
            continue
        parent, kept = change.getparent(), change.tag == W + keep
        if kept:
            for each in change.iter(W + "delText"):
                each.tag = W + "t"
            for each in list(change):
                change.addprevious(each)
        parent.remove(change)
    result = copy.with_name(f"{keep}.docx")
    result.write_bytes(
        repacked(parts | {"word/document.xml": etree.tostring(root, encoding="UTF-8")})
    )
    return result


def same(xml: bytes) -> bytes:
    """A document with neighbouring runs of one formatting joined: all else must stay."""
    keep = re.findall(rb'<w:commentReference w:id="(\d+)"', xml)
    split = rb'</w:(ins|moveTo)><w:\1 w:id="\d+" w:author="\xe7\x94\xb2">'
    return without_comments(re.sub(split, b"", xml), frozenset(map(bytes.decode, keep)))


def texts(path: Path) -> list[str]:
    source = read(path)
    return [p.text for p in source.paragraphs] + [c.text for g in source.grids for c in g.cells]


def test_the_number_is_deleted_and_the_new_one_inserted_in_its_formatting(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph(run("支出1,250.00万元。", BOLD)))
    copy, done = correct(path, (figure(path, "1,250.00万元", "1250.00"), "1520"))
    bold = "<w:rPr><w:b/></w:rPr>"
    text = f'<w:r>{bold}<w:t xml:space="preserve">{{}}</w:t></w:r>'.format
    assert body(copy) == (
        f"<w:p>{text('支出')}{deleted(1, bold, '1,250.00')}{inserted(2, bold, '1,520.00')}"
        f"{text('万元。')}</w:p>"
    )
    assert len(done.outcome.made) == 1


def test_a_run_keeps_its_attributes_and_what_else_is_in_it(tmp_path: Path) -> None:
    content = "<w:t>共</w:t><w:tab/><w:t>5人</w:t><w:br/><w:lastRenderedPageBreak/>"
    path = document(tmp_path / "报告.docx", f'<w:p><w:r w:rsidR="00A1">{content}</w:r></w:p>')
    copy, _ = correct(path, (figure(path, "5人", "5"), "6"))
    a = ' w:rsidR="00A1"'
    assert body(copy) == (
        f'<w:p><w:r{a}><w:t>共</w:t><w:tab/></w:r>{deleted(1, "", "5", a)}{inserted(2, "", "6", a)}'
        f'<w:r{a}><w:t xml:space="preserve">人</w:t><w:br/><w:lastRenderedPageBreak/></w:r></w:p>'
    )  # fmt: skip


def test_nothing_is_left_of_a_run_that_would_be_empty(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", table(cell(paragraph(run("5", BOLD)))))
    copy, _ = correct(path, (in_table(path, "t1R1:C1", "5"), "6"))
    bold = "<w:rPr><w:b/></w:rPr>"
    change = deleted(1, bold, "5") + inserted(2, bold, "6")
    assert body(copy) == table(cell(f"<w:p>{change}</w:p>")).replace(
        "<w:tcPr></w:tcPr>", "<w:tcPr/>"
    )


def test_a_number_may_reach_over_several_runs(tmp_path: Path) -> None:
    runs = run("预算1"), run("2", BOLD), "<w:proofErr/>", run(".5"), run("万元。")
    path = document(tmp_path / "报告.docx", paragraph(*runs))
    copy, _ = correct(path, (figure(path, "12.5万元", "12.5"), "15.2"))
    bold = "<w:rPr><w:b/></w:rPr>"
    assert body(copy) == (
        f"<w:p>{run('预算')}{deleted(1, '', '1')}{deleted(2, bold, '2')}<w:proofErr/>"
        f"{deleted(3, '', '.5')}{inserted(4, '', '15.2')}{run('万元。')}</w:p>"
    )


def test_two_figures_of_one_run_are_two_changes(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("编制5人，在职4人。"))
    copy, _ = correct(path, (figure(path, "4人", "4"), "6"), (figure(path, "5人", "5"), "7"))
    assert texts(settled(copy, "ins")) == ["编制7人，在职6人。"]
    assert texts(settled(copy, "del")) == texts(path)


WRAPPED = {
    "hyperlink": f'<w:hyperlink r:id="rId9">{run("合5人")}</w:hyperlink>',
    "inserted": f'<w:ins w:id="7" w:author="甲">{run("合5人")}</w:ins>',
    "moved": f'<w:moveTo w:id="7" w:author="甲">{run("合5人")}</w:moveTo>',
    "control": RICH,
    "text control": RICH.replace('<w:alias w:val="x"/>', "<w:text/>"),
    "after a deletion": '<w:del w:id="7" w:author="甲"><w:r><w:delText>9人</w:delText></w:r></w:del>'
    + run("合5人"),
    "with a comment": '<w:commentRangeStart w:id="3"/>' + run("合5") + '<w:commentRangeEnd w:id="3"/>'
    '<w:r><w:commentReference w:id="3"/></w:r>' + run("人"),
    "link field": FIELD.replace("=5", 'HYPERLINK "http://x"'),
    "box": VML,
    "box twice": BOTH,
    "entities": run("&lt;合5&#20154;&gt;"),
    "deleted in their insertion": f'<w:ins w:id="7" w:author="甲">{run("合")}'
    '<w:del w:id="8" w:author="乙"><w:r><w:delText>8</w:delText></w:r></w:del>'
    f'{run("5人")}</w:ins>',
}  # fmt: skip


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_wherever_it_stands_accepting_gives_the_new_number_and_refusing_the_old(
    tmp_path: Path, wrapped: str
) -> None:
    path = document(tmp_path / "报告.docx", paragraph("前文。", wrapped, "后文。"))
    old, new = texts(path), [text.replace("5", "6") for text in texts(path)]
    copy, done = correct(path, (figure(path, "5", "5"), "6"))
    assert done.outcome.refused == {}
    assert texts(copy) == texts(settled(copy, "ins")) == new
    assert texts(settled(copy, "del")) == old
    refused = members(settled(copy, "del"))["word/document.xml"]
    assert same(refused) == same(members(path)["word/document.xml"])


def test_both_forms_of_a_text_box_are_corrected(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("前文。", BOTH))
    copy, _ = correct(path, (figure(path, "5人", "5"), "6"))
    assert len(TRACKED.findall(members(copy)["word/document.xml"])) == 4


def test_what_somebody_else_inserted_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph(WRAPPED["inserted"]))
    copy, _ = correct(path, (figure(path, "5人", "5"), "6"))
    assert body(copy) == (
        f'<w:p><w:ins w:id="7" w:author="甲">{run("合")}{deleted(8, "", "5")}</w:ins>'
        f'{inserted(9, "", "6")}<w:ins w:id="10" w:author="甲">{run("人")}</w:ins></w:p>'
    )  # fmt: skip


def test_a_table_that_only_lays_text_out_is_still_none(tmp_path: Path) -> None:
    lines = [paragraph(f"全年支出{number}万元。") for number in (5, 12, 13)]
    path = document(tmp_path / "报告.docx", table(cell(*lines)))
    copy, _ = correct(path, (figure(path, "5万元", "5"), "6"))
    assert len(texts(path)) == 3
    assert texts(copy) == [text.replace("5", "6") for text in texts(path)]


REFUSED = {
    "field": (FIELD, "域"),
    "simple field": (f'<w:fldSimple w:instr="PAGE">{run("合5人")}</w:fldSimple>', "域"),
    "bound control": (
        RICH.replace("<w:alias", '<w:dataBinding w:xpath="/x"/><w:alias'), "内容控件",
    ),
    "formula": ("<m:oMath><m:r><m:t>合5人</m:t></m:r></m:oMath>", "公式"),
    "not once": (run("合5人，5人"), "不止一个"),
}  # fmt: skip


@pytest.mark.parametrize(("wrapped", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_typed_text_is_left_and_told(tmp_path: Path, wrapped: str, why: str) -> None:
    path = document(tmp_path / "报告.docx", paragraph(wrapped))
    copy, done = correct(path, (figure(path, texts(path)[0], "5"), "6"))
    assert done.outcome.made == set()
    (reason,) = done.outcome.refused.values()
    assert why in reason
    assert copy.read_bytes() == path.read_bytes()


def test_every_other_byte_stays(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人。"), settings="<w:zoom/>")
    parts = members(path)
    odd = (
        "<?xml version='1.0'?>\r\n<!-- 留着 > -->",
        "<w:body\n ><?keep me?><w:p  w:rsidR='1>2'  /><w:p></w:p>",
    )
    text = odd[0] + parts["word/document.xml"].decode().replace("<w:body>", odd[1])
    path.write_bytes(repacked(parts | {"word/document.xml": text}))
    copy, _ = correct(path, (figure(path, "5人", "5"), "6"))
    changed = run("共") + deleted(1, "", "5") + inserted(2, "", "6") + run("人。")
    assert members(copy) == parts | {
        "word/document.xml": text.replace(run("共5人。"), changed).encode()
    }


def test_a_document_in_the_strict_vocabulary_is_corrected_in_it(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人。"))
    usual, strict = (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                     b"http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    parts = members(path)
    text = parts["word/document.xml"].replace(usual, strict)
    path.write_bytes(repacked(parts | {"word/document.xml": text}))
    copy, _ = correct(path, (figure(path, "5人", "5"), "6"))
    changed = run("共") + deleted(1, "", "5") + inserted(2, "", "6") + run("人。")
    assert members(copy)["word/document.xml"].decode() == text.decode().replace(
        run("共5人。"), changed
    )
    assert texts(copy) == ["共6人。"]


@pytest.mark.parametrize("encoded", ["utf-8-sig", "utf-16"])
def test_a_mark_of_the_encoding_is_no_part_of_the_text(tmp_path: Path, encoded: str) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人。"))
    parts = members(path)
    text = parts["word/document.xml"].decode().encode(encoded)
    path.write_bytes(repacked(parts | {"word/document.xml": text}))
    if encoded == "utf-16":
        with pytest.raises(InputError, match="UTF-8"):
            correct(path, (figure(path, "5人", "5"), "6"))
    else:
        copy, _ = correct(path, (figure(path, "5人", "5"), "6"))
        assert texts(copy) == ["共6人。"]


@given(st.data())
def test_however_a_text_is_cut_into_runs_both_ways_lead_back(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    words = "上年12.5万元，预算1，250.0万元，支出 93.57%。"
    bounds = sorted(data.draw(st.sets(st.integers(1, len(words) - 1), max_size=8)))
    parts = [words[a:b] for a, b in zip([0, *bounds], [*bounds, len(words)], strict=True)]
    asked = data.draw(
        st.dictionaries(
            st.sampled_from([("12.5万元", "12.5"), ("1，250.0万元", "1250.0"), ("93.57%", "93.57")]),
            st.decimals(0, 99999, places=2).map(str), min_size=1,
        )
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("切")
    path = document(folder / "报告.docx", paragraph(*(run(each, BOLD) for each in parts)))
    pairs = [(figure(path, text, value), new) for (text, value), new in asked.items()]
    copy, _ = correct(path, *pairs)
    assert texts(settled(copy, "del")) == [words]
    expected = words
    for found, new in pairs:
        done = reprinted(found.text, Decimal(found.value or ""), Decimal(new))
        assert done is not None
        text = found.text[: done.start] + done.text + found.text[done.end :]
        expected = expected.replace(found.text, text)
    assert texts(copy) == [expected]


#: LibreOffice leaves changes inside of plain text controls alone, whoever made them.
IN_OFFICE = {name: each for name, each in WRAPPED.items() if name != "text control"}


@pytest.mark.parametrize("wrapped", IN_OFFICE.values(), ids=IN_OFFICE)
def test_libreoffice_accepts_and_refuses_them(tmp_path: Path, office: Office, wrapped: str) -> None:
    note = '<w:comment w:id="3" w:author="甲"><w:p/></w:comment>'
    body = paragraph("前文。", wrapped, "后文。")
    path = document(tmp_path / "报告.docx", body, comments=note)
    copy, _ = correct(path, (figure(path, "5", "5"), "6"))
    assert shown(office, copy, "Accept") == shown(office, path, "Accept").replace("5", "6")
    assert shown(office, copy, "Reject") == shown(office, path, "Reject")


def shown(office: Office, path: Path, command: str) -> str:
    """The text of a document in LibreOffice when all its changes are accepted or refused."""
    office.start()
    timer = office.limit(60)
    opened = office.load(path.as_uri(), Hidden=True)
    try:
        name = f"{command}AllTrackedChanges"
        url = struct("util.URL", Complete=f".uno:{name}", Main=f".uno:{name}", Protocol=".uno:",
                     Path=name)  # fmt: skip
        frame = opened.CurrentController.Frame
        frame.queryDispatch(url, "", 0).dispatch(url, properties(SynchronMode=True))
        drawn = opened.DrawPage
        boxes = [drawn.getByIndex(number).String for number in range(drawn.Count)]
        return str(opened.Text.String) + "".join(boxes)
    finally:
        opened.close(True)
        timer.cancel()
