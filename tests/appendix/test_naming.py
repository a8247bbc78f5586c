"""Files are named by the profile, and so that every system takes the names."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.appendix import consistent
from tests.appendix.conftest import do_pack
from xladdin import checking
from xladdin.appendix.naming import appendix_name, cover_lines, folder_name, safe
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.sources.filing_files import read_filing


@pytest.fixture(scope="module")
def filing(consistent_files: list[Path]) -> Filing:
    return checking.file(read_filing(consistent_files), profile(consistent.PROFILE))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("某项目", "某项目"),
        ("../../etc/某 项目", "etc某 项目"),
        ('一:二*三?"四"<五>|六\\七', "一二三四五六七"),
        ("第一行\n第二行", "第一行第二行"),
        ("末尾有点...", "末尾有点"),
        ("坏\ud800字", "坏字"),
    ],
)
def test_a_name_holds_nothing_that_leads_elsewhere_or_is_refused(text: str, name: str) -> None:
    assert safe(text, 30) == name


def test_names_are_cut_so_that_any_disk_takes_them(filing: Filing) -> None:
    chosen = profile(consistent.PROFILE)
    (first, _) = filing.of("project")
    name = replace(first.entries["项目名称"], text="很长的项目名称" * 40)
    long = replace(first, entries=dict(first.entries) | {"项目名称": name})
    assert len(f"附件3-12 {appendix_name(long, chosen)}（草稿）.docx".encode()) < 255
    folder = folder_name(replace(filing, unit="很长的单位名称" * 40), chosen, draft=True)
    assert len(f"{folder}.zip.bak".encode()) < 255


def test_a_filing_of_nobody_and_no_year_has_a_name(filing: Filing) -> None:
    nobodys = replace(filing, unit="", year=None)
    name = folder_name(nobodys, profile(consistent.PROFILE), draft=True)
    assert name == "某年度某单位整体支出绩效自评材料（草稿）"


def test_the_cover_says_what_the_forms_say_and_leaves_the_signature(filing: Filing) -> None:
    blank = "　　　　　　"
    assert cover_lines(filing, profile("yueyang")) == (
        "2024年度部门整体支出\n绩效自评报告",
        f"单位名称（盖章）：{consistent.UNIT}",
        f"单位负责人（签字）：{blank}",
        "填表人：李敏",
        "联系电话：6123456",
        "填报日期：2025年3月18日",
    )
    assert cover_lines(filing, profile("ministry")) == ()


def test_a_second_report_is_packed_beside_and_that_is_told(
    small: list[Path], tmp_path: Path
) -> None:
    other = small[0].with_name("项目支出绩效报告.docx")
    consistent.report(other, ["2024年度项目支出绩效报告", *["项目按计划完成。" * 10] * 5])
    done = do_pack([*small, other], tmp_path, draft=True)
    assert done.file("02 项目支出绩效报告（草稿）.docx").stat().st_size > 1000
    assert "“项目支出绩效报告.docx”单独放着，没有并入自评报告。" in done.packed.notes
