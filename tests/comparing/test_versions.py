"""Two versions of the faultless filing, the second changed on purpose."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from lxml import html as parser
from msgspec.structs import replace

from tests.kit import yunshan
from xladdin import checking
from xladdin.cli import main
from xladdin.comparing import showing, telling
from xladdin.comparing.versions import Changed, Versions, pieces, versions
from xladdin.forms.profiles import profile
from xladdin.model.grid import Grid
from xladdin.outputs.since import State
from xladdin.verbs.demo import EXAMPLE


def read(report: str, grids: tuple[Grid, ...]) -> tuple[checking.Filing, checking.Report]:
    lines = tuple(
        replace(line, text=text)
        for line, text in zip(yunshan.report(), report.strip().splitlines(), strict=False)
    )
    chosen = profile("yueyang")
    sources = (yunshan.source("报告.docx", lines), yunshan.source("附件.xlsx", grids))
    filing = checking.file(sources, chosen)
    return filing, checking.check(filing, chosen)


def with_cell(grid: Grid, old: str, new: str) -> Grid:
    cells = [replace(c, text=new) if c.text == old else c for c in grid.cells]
    assert cells != list(grid.cells)
    return replace(grid, cells=tuple(cells))


def lowered(grid: Grid, row: int, texts: dict[int, str]) -> Grid:
    """The grid with a row put in."""
    cells = [replace(c, row=c.row + 1) if c.row >= row else c for c in grid.cells]
    model = [c for c in grid.cells if c.row == row and c.rows == 1]
    cells += [replace(c, text=texts.get(c.column, "")) for c in model]
    return replace(grid, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))))


@pytest.fixture(scope="module")
def first() -> tuple[checking.Filing, checking.Report]:
    return read(yunshan.NARRATIVE, yunshan.grids())


@pytest.fixture(scope="module")
def found(first: tuple[checking.Filing, checking.Report]) -> Versions:
    basic, overall, *rest = yunshan.grids()
    row = next(cell.row for cell in basic.cells if "旅游公共服务" in cell.text)
    basic = lowered(basic, row, {0: "1、乡村书屋", 1: "2.00", 3: "2.00", 5: "2.00"})
    text = yunshan.NARRATIVE.replace("公务接待费1.00万元", "公务接待费1.10万元")
    text = text.replace("旅游服务股。", "旅游服务股。另设乡村书屋两处。").replace(
        "，按月通报。", "。"
    )
    changed = read(text, (basic, overall, *rest[:1], *rest[2:]))
    return versions(first, changed)


def test_the_same_filing_has_no_differences(
    first: tuple[checking.Filing, checking.Report],
) -> None:
    same = versions(first, first)
    assert (same.forms, same.sentences, same.notes) == ((), (), ())
    assert telling.summary(same).startswith("表格和正文都没有变化。")


def test_forms_are_compared_by_label_wherever_their_rows_stand(found: Versions) -> None:
    (basic, *_) = [form for form in found.forms if form.name == "基础数据表"]
    assert {(each.label, each.old, each.new) for each in basic.changed} == {
        (f"乡村书屋 · {column}", None, "2.00") for column in ("上年决算", "本年预算", "本年决算")
    }


def test_a_form_that_one_version_lacks_is_named(found: Versions) -> None:
    gone = [(form.name, form.only) for form in found.forms if form.only]
    assert gone == [("项目支出绩效自评表（旅游公共服务提升）", "旧")]


def test_sentences_are_paired_with_what_they_were(found: Versions) -> None:
    added, changed, shortened = found.sentences
    assert added == Changed("", None, "另设乡村书屋两处。")
    assert list(pieces(changed.old or "", changed.new or ""))[1:3] == [
        ("old", "1.00"), ("new", "1.10"),
    ]  # fmt: skip
    assert shortened.old == "提前办理招标手续，避开雨季施工，按月通报。"
    assert shortened.new == "提前办理招标手续，避开雨季施工。"


def test_what_came_and_what_is_gone_is_told_by_cause(
    first: tuple[checking.Filing, checking.Report], found: Versions
) -> None:
    codes = {change.problem.code for change in found.causes[State.NEW]}
    assert any(code.startswith("N") for code in codes), codes
    back = versions(read(yunshan.NARRATIVE.replace("1.60万元，公务", "1.06万元，公务"),
                         yunshan.grids()), first)  # fmt: skip
    assert back.causes[State.FIXED]
    assert not back.causes[State.NEW]


def test_another_unit_or_year_is_said(first: tuple[checking.Filing, checking.Report]) -> None:
    filing, report = first
    other = versions((replace(filing, unit="某某中心", year=2023), report), first)
    assert [note[:9] for note in other.notes] == ["两份材料的单位不同", "两份材料的年度不同"]


def test_of_two_reports_each_is_compared_with_the_one_that_it_is_like(
    first: tuple[checking.Filing, checking.Report],
) -> None:
    filing, report = first
    told = next(source for source in filing.sources if source.paragraphs)
    line = next(p for p in told.paragraphs if "随机" in p.text or "群众" in p.text)
    other = replace(line, text=f"{line.text}另有说明。")
    draft = replace(
        told,
        name="修改稿.docx",
        blocks=tuple(other if block is line else block for block in told.blocks),
    )
    both = versions(first, (replace(filing, sources=(*filing.sources, draft)), report))
    assert [(each.label, each.old, each.new) for each in both.sentences] == [
        ("修改稿.docx", None, "另有说明。")
    ]
    assert any("“修改稿.docx”与旧的“" in note for note in both.notes)
    back = versions((replace(filing, sources=(*filing.sources, draft)), report), first)
    assert back.sentences == ()
    assert any("“修改稿.docx”只有旧的材料里有" in note for note in back.notes)


def test_added_forms_are_counted(found: Versions) -> None:
    assert telling.summary(found).startswith("表格少了 1 张、改了 ")


def test_numbers_are_never_cut() -> None:
    assert list(pieces("支出1,234.50万元", "支出1,235.50万元")) == [
        ("same", "支出"), ("old", "1,234.50"), ("new", "1,235.50"), ("same", "万元"),
    ]  # fmt: skip


def test_page_and_document_say_the_same(found: Versions) -> None:
    page = parser.document_fromstring(showing.page(found))
    made = Document(io.BytesIO(showing.document(found, datetime(2025, 4, 1))))
    told = "".join(p.text for p in made.paragraphs)
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    for words in (telling.summary(found), "另设乡村书屋两处。", "只有旧的材料里有。"):
        assert words in page.text_content()
        assert words in told
    assert page.xpath("//del[.='1.00']")
    assert page.xpath("//ins[.='1.10']")
    struck = [run.text for p in made.paragraphs for run in p.runs if run.font.strike]
    assert "1.00" in struck
    assert cells[3:6] == ["乡村书屋 · 上年决算", "（没有）", "2.00"]
    assert cells[3] in page.text_content()


def test_text_from_files_is_never_markup() -> None:
    hostile = "<script>alert(1)</script>\x00\udc80"
    made = Versions(
        hostile, 2024, (), (Changed("", hostile, f"{hostile}。"),), {}, (hostile,)
    )  # fmt: skip
    text = showing.page(made)
    text.encode("utf-8")
    assert not parser.document_fromstring(text).xpath("//script")
    assert showing.document(made, datetime(2025, 4, 1))


def test_the_verb_shows_or_writes_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = EXAMPLE / "附件.xlsx", tmp_path / "附件.xlsx"
    new.write_bytes(old.read_bytes())
    assert main(["diff", str(old), str(new)]) == 0
    assert "表格和正文都没有变化" in capsys.readouterr().out
    targets = [tmp_path / "对比.html", tmp_path / "对比.docx"]
    output = [part for target in targets for part in ("-o", str(target))]
    assert main(["diff", str(old), str(new), *output]) == 0
    before = [target.read_bytes() for target in targets]
    assert main(["diff", str(old), str(new), *output]) == 2
    assert "没有覆盖它" in capsys.readouterr().err
    assert [target.read_bytes() for target in targets] == before
    assert main(["diff", str(old), str(new), "-o", str(tmp_path / "对比.pdf")]) == 2
