"""A report follows its forms: linked, refreshed, saved by other programs, and followed again."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.links.conftest import Pair
from xladdin import checking
from xladdin.cli import main
from xladdin.links.filings import Given, told_linked, told_refreshed
from xladdin.links.linking import known_controls
from xladdin.links.naming import places
from xladdin.links.refreshing import Refreshed
from xladdin.links.tags import Tag, named, tag
from xladdin.model.figure import Location
from xladdin.model.report import Operand
from xladdin.outputs.corrections import Correction
from xladdin.outputs.word_changes import corrected
from xladdin.sources.convert import convert
from xladdin.sources.reading import read

BASIC = "附件1 基础数据表"


def tags(data: bytes, pair: Pair) -> list[tuple[str, str]]:
    """Each link of a document with the text that it holds."""
    keys = places(Given.read(pair.report, [pair.forms], "yueyang").forms()).by_key
    found = known_controls(data, "报告.docx", keys)
    return sorted((str(its), control.text) for control, its in found)


def with_cells(pair: Pair, folder: Path, values: dict[str, float]) -> Path:
    """The workbook with other numbers in 附件1."""
    book = openpyxl.load_workbook(pair.forms)
    for cell, value in values.items():
        book[BASIC][cell] = value
    path = folder / pair.forms.name
    book.save(path)
    return path


def refreshed(report: Path, forms: Path) -> Refreshed:
    return Given.read(report, [forms], "yueyang").refreshed()


def rewritten(data: bytes, change: Callable[[str], str]) -> bytes:
    """A document with its main part changed as text."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = change(part.decode()).encode()
            made.writestr(name, part)
    return target.getvalue()


def test_figures_of_the_forms_are_linked_and_nothing_else_changes(pair: Pair) -> None:
    assert pair.linked.direct > 25
    assert pair.linked.derived > 4
    before, after = pair.report.read_bytes(), pair.linked.data
    assert [p.text for p in read(pair.report).paragraphs] == [
        p.text for p in read(pair.path).paragraphs
    ]
    with zipfile.ZipFile(io.BytesIO(before)) as one, zipfile.ZipFile(io.BytesIO(after)) as other:
        assert one.namelist() == other.namelist()
        differing = [n for n in one.namelist() if one.read(n) != other.read(n)]
    assert differing == ["word/document.xml"]


def test_each_link_holds_the_number_of_its_place(pair: Pair) -> None:
    known = places(Given.read(pair.report, [pair.forms], "yueyang").forms()).by_key
    direct = [(tag(text), held) for text, held in tags(pair.linked.data, pair)]
    for its, held in direct:
        assert its is not None
        if not its.formula:
            assert held.replace(",", "") in known[its.source].entry.text.replace(",", "")
        assert len(str(its)) <= 64
        assert len(its.bookmark) <= 40


def test_what_does_not_change_is_left_byte_for_byte(pair: Pair) -> None:
    done = refreshed(pair.path, pair.forms)
    assert done.data == pair.linked.data
    assert (done.changes, done.left) == ((), ())
    assert done.same == pair.linked.direct + pair.linked.derived


def test_linking_again_adds_nothing(pair: Pair) -> None:
    again = Given.read(pair.path, [pair.forms], "yueyang").linked()
    assert (again.direct, again.derived) == (0, 0)
    assert again.before == pair.linked.direct + pair.linked.derived
    assert again.data == pair.linked.data


@pytest.fixture(scope="module")
def changed(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Refreshed]:
    """A workbook with another 公务接待, the report that follows it, and what was changed."""
    folder = tmp_path_factory.mktemp("changed")
    forms = with_cells(pair, folder, {"F11": 0.72})
    done = refreshed(pair.path, forms)
    report = folder / pair.report.name
    report.write_bytes(done.data)
    return report, forms, done


def test_a_changed_cell_changes_the_report_and_what_is_worked_out(
    changed: tuple[Path, Path, Refreshed],
) -> None:
    report, forms, done = changed
    told = {(change.before, change.after) for change in done.changes}
    assert ("0.52", "0.72") in told
    assert ("5.07", "5.27") in told
    assert any(change.tag.formula for change in done.changes)
    found = checking.check_paths([report, forms], "yueyang").findings
    assert [each.message for each in found if each.code[0] in "NAXB"] == []


def test_changes_are_tracked_and_all_other_text_stays(
    pair: Pair, changed: tuple[Path, Path, Refreshed]
) -> None:
    report, _, done = changed
    with zipfile.ZipFile(report) as package:
        xml = package.read("word/document.xml").decode()
    assert xml.count("<w:del ") == xml.count("<w:ins ") == len(done.changes)
    before = [p.text for p in read(pair.path).paragraphs]
    after = [p.text for p in read(report).paragraphs]
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert 0 < len(differing) <= len(done.changes)


def test_a_refreshed_report_is_followed_again(
    changed: tuple[Path, Path, Refreshed], pair: Pair
) -> None:
    report, forms, _ = changed
    again = refreshed(report, forms)
    assert again.changes == ()
    assert again.data == report.read_bytes()
    back = refreshed(report, pair.forms)
    assert {(c.before, c.after) for c in back.changes} >= {("0.72", "0.52"), ("5.27", "5.07")}


def test_people_read_what_was_changed_and_from_where(
    pair: Pair, changed: tuple[Path, Path, Refreshed]
) -> None:
    lines = "\n".join(told_refreshed(changed[2], read(pair.path)))
    assert "0.52 → 0.72　取自基础数据表 公务接待 本年决算（" in lines
    assert "由其他数算出（" in lines
    linked = "\n".join(told_linked(pair.linked, read(pair.report)))
    assert "个数在表格里没有相同的，仍是文字" in linked


def test_a_change_of_direction_is_left_to_people(pair: Pair, tmp_path: Path) -> None:
    """减少 is not made a negative number."""
    done = refreshed(pair.path, with_cells(pair, tmp_path, {"F9": 9.99, "F11": 3.33}))
    reasons = {why for _, _, why in done.left}
    assert reasons == {"增减方向变了，请改写这句话"}
    assert not any(change.after.startswith("-") for change in done.changes)


def test_a_rate_of_an_amount_that_follows_nothing_is_left_to_people(
    pair: Pair, tmp_path: Path
) -> None:
    """比上年减少2.50万元，下降33.03%: once this year's amount is another, 2.50 is wrong, and so would be a
    rate of it."""
    amount, rate = (
        next(text for text, held in tags(pair.linked.data, pair) if held == number)
        for number in ("2.50", "33.03")
    )
    now = re.findall(r"k\d+", amount)[1]
    mere = f"{rate.split()[0]} =25000/({now}+25000) %"

    def changed(xml: str) -> str:
        xml = VARIANTS["without its bookmark"](xml)
        return xml.replace(f'"{rate}"', f'"{mere}"').replace(f'"{amount}"', '"别人的"')

    report = tmp_path / "报告.docx"
    report.write_bytes(rewritten(pair.linked.data, changed))
    done = refreshed(report, with_cells(pair, tmp_path, {"F11": 0.72}))
    assert ("5.07", "5.27") in {(c.before, c.after) for c in done.changes}
    assert [(control.text, why) for control, _, why in done.left] == [
        ("33.03", "“2.50万元”没有联动，请改写这句话")
    ]


def test_what_is_worked_out_stays_where_its_sentence_would_not_hold(
    pair: Pair, tmp_path: Path
) -> None:
    """A part that changes while the whole and the other part don't: no share of it is true."""
    done = refreshed(pair.path, with_cells(pair, tmp_path, {"F16": 52.93}))
    assert ("51.93", "52.93") in {(c.before, c.after) for c in done.changes}
    assert ("12.01", "改了以后这句话与别处对不上，没有改，请改写这句话") in {
        (control.text, why) for control, _, why in done.left
    }


def test_figures_in_a_tracked_change_are_refused_with_what_is_worked_out_from_them(
    pair: Pair, tmp_path: Path
) -> None:
    report = tmp_path / pair.report.name
    report.write_bytes(rewritten(pair.report.read_bytes(), lambda xml: xml.replace("7.57", "7.75")))
    said = next(p for p in read(report).paragraphs if "7.75万元" in p.text)
    start = said.text.index("7.75万元")
    place = Location(report.name, paragraph=said.index, span=(start, start + 6), quote=said.text)
    slip = Correction(Operand("", "7.75万元", "7.75", "万元", place), "7.57")
    mended = corrected(report.read_bytes(), report.name, {place: slip}, datetime(2025, 3, 1))
    report.write_bytes(mended.data)
    linked = Given.read(report, [pair.forms], "yueyang").linked()
    assert {claim.figure.text: why for claim, why in linked.refused} == {
        "7.57万元": "写在修订里，先在 Word 里接受修订，再联动",
        "2.50万元": "它由没有联动的数算出",
        "33.03%": "它由没有联动的数算出",
    }


def test_a_place_that_is_gone_is_told(pair: Pair, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(pair.forms)
    book[BASIC]["A16"] = "别的一行"
    book.save(tmp_path / "附件.xlsx")
    done = refreshed(pair.path, tmp_path / "附件.xlsx")
    assert any(its.source.endswith("公用经费.本年决算") for _, its, _ in done.left)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="需要 LibreOffice")
def test_links_outlive_another_program(pair: Pair, changed: tuple[Path, Path, Refreshed]) -> None:
    saved, _ = convert(pair.linked.data, "docx", "docx", "报告.docx")
    assert tags(saved, pair) == tags(pair.linked.data, pair)
    report = changed[0].with_name("saved.docx")
    report.write_bytes(saved)
    told = {(c.before, c.after) for c in refreshed(report, changed[1]).changes}
    assert told == {(c.before, c.after) for c in changed[2].changes}


_ALIAS = re.compile(r'<w:alias w:val="[^"]*"/>')
_TAG = re.compile(r'(<w:tag w:val="[^"]*"/>)')
_RUN = re.compile(r"<w:sdtContent><w:r>((?:<w:rPr>.*?</w:rPr>)?)<w:t[^>]*>(\d)([^<]+)</w:t></w:r>")
VARIANTS: dict[str, Callable[[str], str]] = {
    "with an id, a colour and its formatting": lambda xml: _TAG.sub(
        r'<w:rPr><w:sz w:val="32"/></w:rPr>\1<w:id w:val="147477"/><w:placeholder>'
        r'<w:docPart w:val="{2b4}"/></w:placeholder><w:text/>',
        xml,
    ),
    "without its title": lambda xml: _ALIAS.sub("", xml),
    "with properties at its end": lambda xml: xml.replace(
        "</w:sdtPr>", "</w:sdtPr><w:sdtEndPr><w:rPr><w:sz w:val=\"32\"/></w:rPr></w:sdtEndPr>"
    ),
    "with its number in two runs": lambda xml: _RUN.sub(
        r"<w:sdtContent><w:r>\1<w:t>\2</w:t></w:r><w:r>\1<w:t>\3</w:t></w:r>", xml
    ),
    "without its bookmark": lambda xml: re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", xml),
    "without its tag": lambda xml: _TAG.sub("", _ALIAS.sub("", xml)),
}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_controls_are_known_however_they_are_written(
    variant: str, pair: Pair, changed: tuple[Path, Path, Refreshed], tmp_path: Path
) -> None:
    saved = rewritten(pair.linked.data, VARIANTS[variant])
    assert saved != pair.linked.data
    assert tags(saved, pair) == tags(pair.linked.data, pair)
    report = tmp_path / "报告.docx"
    report.write_bytes(saved)
    done = refreshed(report, changed[1])
    told = {(c.before, c.after) for c in done.changes}
    assert told == {(c.before, c.after) for c in changed[2].changes}


@pytest.mark.parametrize(
    "its",
    [Tag(3, "基础数据表.公务接待.本年决算", "万元"), Tag(12, "=(k3-k5)/k5", "%"), Tag(4, "=k2-0.888", "个百分点"),
     Tag(5, "项目表《某某项目（二期）》.年度资金总额.全年执行数", ""), Tag(6, "自评表.总分.得分", "分")],
)  # fmt: skip
def test_a_tag_is_read_as_it_was_written(its: Tag) -> None:
    keys = [
        "基础数据表.公务接待.本年决算",
        "项目表《某某项目（二期）》.年度资金总额.全年执行数",
        "自评表.总分.得分",
    ]
    assert tag(str(its)) == its
    assert named(its.bookmark, keys) == its


@pytest.mark.parametrize("text", ["", "xl", "xlsx 甲 乙", "xl3", "别人的标记", "_Toc12345"])
def test_the_tags_of_others_are_not_ours(text: str) -> None:
    assert tag(text) is None
    assert named(text, []) is None


def test_the_verbs_write_new_files_and_refuse_clearly(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, forms, out = str(pair.report), str(pair.forms), tmp_path / "联动.docx"
    assert main(["link", report, forms, "-o", str(out)]) == 0
    assert "个数与表格的一格相同" in capsys.readouterr().out
    assert main(["refresh", str(out), forms, "-o", str(tmp_path / "新.docx")]) == 0
    assert "没有要改的，没有写文件。" in capsys.readouterr().out
    assert not (tmp_path / "新.docx").exists()
    assert main(["refresh", report, forms, "-o", str(tmp_path / "新.docx")]) == 2
    assert "没有联动的数" in capsys.readouterr().err
    assert main(["link", forms, forms, "-o", str(tmp_path / "甲.docx")]) == 2
    assert "不是 docx 文件" in capsys.readouterr().err
    assert main(["link", report, report, "-o", str(tmp_path / "甲.docx")]) == 2
