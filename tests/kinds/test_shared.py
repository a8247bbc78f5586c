"""Odd files that users of other programs reported, folder by folder, each with what is right."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from tests.kinds.made import grave, notes
from xladdin import cli
from xladdin.checking import check_paths
from xladdin.errors import InputError

Capture = pytest.CaptureFixture[str]

#: Files that are read: whether B201 is there, and whether the report says 1.25 instead of 1.52.
READ = {
    "01_invisible_chars": {
        "d11c_zwsp.docx": (True, True), "e_lrm1.docx": (True, False), "e_shy2.docx": (True, False),
        "k_118.docx": (False, False), "k_118n.docx": (False, False), "k_lab.docx": (False, False),
        "k_lab2.docx": (True, True), "k_nbsp.docx": (False, False), "k_space.docx": (False, False),
        "s2blank.docx": (False, False), "s2zwsp.docx": (False, False),
        "x05_lrm.xlsx": (True, False), "x05_zwsp.xlsx": (True, False),
    },
    "02_superscript": {
        "e_sup3.docx": (True, True), "k_sup30n.docx": (False, False), "k_xsup.xlsx": (True, False),
    },
    "03_hidden_style_strike": {"k_hid.docx": (False, False), "k_strike.docx": (False, False)},
    "04_currency_format": {
        "d11c_yen.docx": (True, True), "x08_acctyen.xlsx": (True, False),
        "x08_rmb.xlsx": (True, False), "x08_yenonly.xlsx": (True, False),
    },
    "05_hash_format": {
        "x08_e.xlsx": (True, False), "x08_hash2.xlsx": (True, False), "x08_hash3.xlsx": (True, False),
    },
    "06_uncached_formula": {"x04b_shared_uncached.xlsx": (False, False)},
    "07_annotate_all_or_nothing": {
        "d14b_comments_zero.docx": (True, True), "z13_badcrc.docx": (True, True),
        **{
            f"{name}.xlsx": (True, False)
            for name in (
                *("x01b_ss_case", "x04g_external_norels", "x16_cellstylexfs", "x16_emptyfill"),
                *("x16_nostyle", "x16_rgb", "x21_case", "x21_nostyles", "x28f_core_date"),
                "x31_pivot_missing",
            )
        },
    },
    "09_comment_ids": {
        f"d14i_{name}.docx": (True, True) for name in ("1783456789", "32767", "40000")
    },
    "10_narrative_in_layout_table": {
        "d15g_layout_table.docx": (True, True), "d15h_all_in_layout_table.docx": (True, True),
    },
    "12_wrong_sentence": {
        f"{name}.docx": (True, True) for name in ("z04_leadslash", "z04b_dotslash", "z10b_folder")
    },
    "13_radicals": {
        f"{name}.docx": (True, True) for name in ("k_compat", "k_kx2E_cells", "k_kx2F_narr")
    },
    "15_alternatecontent_in_table": {
        "d06c_altcontent_row.docx": (True, True),
        "d06d_altcontent_tblpara_in_cell.docx": (True, True),
    },
    "16_rare_addresses": {
        f"{name}.xlsx": (True, False) for name in ("x20b_lowercase", "x20q_colmerge", "x21_back2")
    },
    "17_negative_formats": {
        "x60_neg_paren.xlsx": (True, False), "x60_neg_tri.xlsx": (True, False),
    },
    "18_tracked_cell": {"e_celldel.docx": (True, True)},
}  # fmt: skip


@pytest.mark.parametrize(
    ("folder", "name"), [(folder, name) for folder, files in READ.items() for name in files]
)
def test_the_figures_are_those_that_people_see(odd: Path, folder: str, name: str) -> None:
    wrong_total, wrong_report = READ[folder][name]
    report = check_paths([odd / folder / name])
    assert report.coverage.figures == 51
    found = grave(report)
    assert ("B201" in found) == wrong_total
    assert ("N202" in found) == wrong_report
    assert found <= {"B201", "N201", "N202", "A101"}


def test_a_red_number_without_a_sign_is_negative(odd: Path) -> None:
    report = check_paths([odd / "17_negative_formats" / "x60_pos_red.xlsx"])
    assert report.coverage.figures == 51
    assert grave(report) == {"B201", "B301"}
    told = [each.text for found in report.findings for each in found.operands]
    assert "-41.50" in told


@pytest.mark.parametrize(
    ("folder", "name", "said"),
    [
        ("02_superscript", "k_sup30n.docx", "1 处上标的注释序号没有当作数字读取。"),
        ("02_superscript", "k_xsup.xlsx", "1 处上标的注释序号没有当作数字读取。"),
        ("03_hidden_style_strike", "k_hid.docx", "1 处隐藏文字没有读取。"),
        ("03_hidden_style_strike", "k_strike.docx", "1 处加了删除线的文字没有读取"),
        ("06_uncached_formula", "x04b_shared_uncached.xlsx", "有 3 个公式没有保存计算结果"),
        ("14_embedded_object", "e_ole.docx", "嵌入的 1 个 Excel 或 Word 对象没有读取"),
        ("18_tracked_cell", "e_celldel.docx", "1 处修订中标为删除的内容没有读取"),
    ],
)
def test_what_is_left_out_is_said(odd: Path, folder: str, name: str, said: str) -> None:
    assert said in notes(odd / folder / name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("08_notes_lost_on_refusal/d07b_altchunk_only.docx", "嵌入的其他文档没有读取"),
        ("08_notes_lost_on_refusal/x09.xlsx", "没有读取隐藏的工作表「附件1 基础数据表」"),
        ("08_notes_lost_on_refusal/x09b.xlsx", "没有读取隐藏的工作表「附件1 基础数据表」"),
        ("12_wrong_sentence/base.fods", "单个文件的 OpenDocument（FODS、FODT）格式"),
        ("12_wrong_sentence/esafe.xlsx", "被单位的文件加密（防泄密）软件加密"),
        ("12_wrong_sentence/tsd.docx", "被单位的文件加密（防泄密）软件加密"),
        ("12_wrong_sentence/m.mht", "单个文件的网页（MHT）"),
        ("12_wrong_sentence/pages.docx", "苹果 Pages 或 Numbers"),
        ("12_wrong_sentence/rawbiff.xls", "没有外壳的旧版 Excel 数据（BIFF）"),
        ("12_wrong_sentence/t.csv", "用逗号或制表符分隔的文本表格（CSV）"),
        ("12_wrong_sentence/zeros.xlsx", "全是空字节"),
    ],
)
def test_a_refusal_names_the_cause(odd: Path, name: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        check_paths([odd / name])
    sentence = str(caught.value)
    assert said in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize("name", sorted(READ["07_annotate_all_or_nothing"]))
def test_one_file_that_a_library_refuses_stops_no_other(
    odd: Path, tmp_path: Path, capsys: Capture, name: str
) -> None:
    filing, copies = tmp_path / "材料", tmp_path / "批注"
    filing.mkdir()
    shutil.copy(odd / "07_annotate_all_or_nothing" / name, filing / name)
    shutil.copy(odd / "11_package" / "full.docx", filing / "正文.docx")
    page = tmp_path / "报告.html"
    assert cli.main(["check", str(filing), "--annotate", str(copies), "-o", str(page)]) == 1
    shown = capsys.readouterr()
    assert page.is_file()
    assert (copies / "正文_批注.docx").is_file()
    refused = [line for line in shown.err.splitlines() if line.startswith("没有写批注副本：")]
    assert len(refused) + len(list(copies.iterdir())) == 2
    assert all(f"「{name}」" in line for line in refused)


@pytest.mark.parametrize("name", sorted(READ["09_comment_ids"]))
def test_comments_are_there_whatever_numbers_are_taken(
    odd: Path, tmp_path: Path, capsys: Capture, name: str
) -> None:
    path = odd / "09_comment_ids" / name
    before = len(list(docx.Document(str(path)).comments))
    cli.main(["check", str(path), "--annotate", str(tmp_path)])
    after = docx.Document(str(tmp_path / f"{path.stem}_批注.docx"))
    added = len(list(after.comments)) - before
    assert added > 0
    assert f"（{added} 条批注）" in capsys.readouterr().err
    numbers = [comment.comment_id for comment in after.comments]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.office
@pytest.mark.parametrize(
    ("report", "attached", "said"),
    [
        ("11_package/z16_docm.docx", None, ""),
        ("11_package/d14b_comments_zero.docx", None, ""),
        ("11_package/full.docx", "12_wrong_sentence/esafe.xlsx", "没有读取：「其他.xlsx」被单位"),
    ],
)
def test_it_is_packed(
    odd: Path, tmp_path: Path, capsys: Capture, report: str, attached: str | None, said: str
) -> None:
    filing = tmp_path / "材料"
    filing.mkdir()
    shutil.copy(odd / report, filing / "报告.docx")
    shutil.copy(odd / "11_package" / "base.xlsx", filing / "附件.xlsx")
    if attached:
        shutil.copy(odd / attached, filing / "其他.xlsx")
    packed = tmp_path / "上报"
    assert cli.main(["package", str(filing), "-o", str(packed), "--draft", "--no-pdf"]) == 0
    (folder,) = packed.iterdir()
    names = {path.name for path in folder.iterdir()}
    assert "自评报告（含附件）（草稿）.docx" in names
    assert said in capsys.readouterr().err
