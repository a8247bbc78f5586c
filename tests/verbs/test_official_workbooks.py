"""The verbs new, import, calc and templates: what they write, and one sentence where they cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.thorough import few
from xladdin import cli
from xladdin.templates import workbook
from xladdin.templates.prepared import workbooks
from xladdin.verbs import templates

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

EXAMPLE = Path(cli.__file__).parent / "example" / "附件.xlsx"
#: What is said of every new workbook.
NEXT = "在 Excel 或 WPS 里打开填写，填到哪里、接下来做什么，见第一张表“填报说明”。"
NEW = ("new", "--profile", "yueyang", "--year", "2024", "--unit", "云山县文旅中心")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: Patch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def complaint(arguments: tuple[str, ...], capsys: Capture) -> str:
    """The one sentence with which a command refuses, writing nothing."""
    before = sorted(os.listdir())
    assert cli.main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("xladdin：")
    assert shown.err.count("\n") == 1
    assert sorted(os.listdir()) == before
    return shown.err


# new


def test_new_names_the_workbook_after_unit_and_year(work: Path, capsys: Capture) -> None:
    assert cli.main(NEW) == 0
    name = "云山县文旅中心2024年度绩效自评.xlsx"
    assert os.listdir() == [name]
    shown = capsys.readouterr()
    assert shown.out == f"已新建 {name}（湖南岳阳（市、区、县），2024年度）\n{NEXT}\n"
    assert shown.err == ""
    book = openpyxl.load_workbook(name)
    texts = [
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    ]
    assert texts.count("云山县文旅中心") == 2  # 自评表, 项目表; the cover refers to it


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("岳阳市君山区某某中心", "湖南岳阳（市、区、县）"),
        ("桃江县某镇人民政府", "湖南益阳桃江"),
        ("安化县农业农村局", "湖南各市县"),
        ("会同县民政局", "湖南各市县"),
        ("耒阳市教育局", "湖南各市县"),
        ("盐池县财政局", "财政部2020通用"),
    ],
)
def test_new_takes_the_forms_of_the_place_in_the_unit_s_name(
    work: Path, capsys: Capture, unit: str, name: str
) -> None:
    assert cli.main(["new", "--year", "2025", "--unit", unit]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"已新建 {unit}2025年度绩效自评.xlsx（{name}，2025年度）\n{NEXT}\n"
    assert shown.err == ""
    cli.main(["check", f"{unit}2025年度绩效自评.xlsx"])
    assert f"地区方案：{name}\n" in capsys.readouterr().out


def test_new_says_when_a_unit_s_name_tells_no_place(work: Path, capsys: Capture) -> None:
    assert cli.main(["new", "--year", "2025", "--unit", "某某中心"]) == 0
    shown = capsys.readouterr()
    assert "财政部2020通用" in shown.out
    assert shown.err.startswith("单位名称里没有地名，用的是财政部通用表样；")
    assert cli.main(["new", "--year", "2025", "--unit", "市某局", "--profile", "湖南"]) == 0
    assert capsys.readouterr().err == ""


def test_new_lays_the_indicators_out_in_a_variant(work: Path, capsys: Capture) -> None:
    wanted = ["new", "--year", "2025", "--unit", "双峰县水利局", "--variant", "成本指标"]
    assert cli.main(wanted) == 0
    book = openpyxl.load_workbook("双峰县水利局2025年度绩效自评.xlsx")
    for sheet in ("附件2 自评表", "附件3 项目支出自评表"):
        texts = [str(cell.value) for row in book[sheet].iter_rows() for cell in row]
        assert "成本指标\n（10分）" in texts


def test_new_never_overwrites(work: Path, capsys: Capture) -> None:
    assert cli.main(NEW) == 0
    capsys.readouterr()
    assert "已经存在，没有覆盖它" in complaint(NEW, capsys)
    Path("旧.xlsx").touch()
    assert "已经存在，没有覆盖它" in complaint((*NEW, "-o", "旧.xlsx"), capsys)


def test_new_makes_a_file_name_of_any_unit(work: Path) -> None:
    assert cli.main(["new", "--year", "2025", "--unit", "养护/绿化:中心?"]) == 0
    assert os.listdir() == ["养护_绿化_中心_2025年度绩效自评.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "--year", "2024"), "请用 --unit 写明单位名称"),
        (("new", "--year", "2024", "--unit", "  "), "请用 --unit 写明单位名称"),
        (("new", "--unit", "某单位"), "请用 --year 写明年度"),
        ((*NEW, "--profile", "没有"), "没有名为“没有”的地区方案，可用的有：湖南各市县（hunan）、"),
        ((*NEW, "--variant", "旧版"), "没有名为“旧版”的样式，可用的有：成本指标。"),
        ((*NEW, "--profile", "桃江", "--variant", "成本指标"), "只有通常的排法"),
        (
            ("new", "--unit", "某单位", "--year", "24年"),
            "年度要写四位数字，例如 2024，不能是“24年”",
        ),
        ((*NEW, "--keep-targets"), "--keep-targets 要和 --from 一起用"),
        ((*NEW, "-o", "新.xls"), "请让“新.xls”以 .xlsx 结尾"),
        ((*NEW, "-o", "无/新.xlsx"), "不存在，请先建好"),
        ((*NEW, "--from", "无"), "找不到「无」"),
        ((*NEW[:2], "nowhere", *NEW[3:]), "没有名为“nowhere”的地区方案"),
        (("import", "无.docx", "-o", "新.xlsx"), "找不到「无.docx」"),
        (("import",), "缺少参数：路径"),
        (("import", str(EXAMPLE), "-o", "新.docx"), "请让“新.docx”以 .xlsx 结尾"),
        (("import", str(EXAMPLE), "-o", "."), "“.”是文件夹，请写出文件名，以 .xlsx 结尾"),
        (("calc",), "缺少参数：路径"),
        (("calc", "无.xlsx"), "找不到「无.xlsx」"),
        (("calc", str(EXAMPLE), "-o", "新.xls"), "请让“新.xls”以 .xlsx 结尾"),
        (("templates",), "缺少参数：build"),
        (("templates", "make"), "build 不能是“make”，可以是：build"),
        (("templates", "build", "--profile", "没有", "-o", "空白"), "没有名为“没有”的地区方案"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    work: Path, capsys: Capture, arguments: tuple[str, ...], said: str
) -> None:
    assert said in complaint(arguments, capsys)


def test_new_carries_last_year_s_filing(work: Path, capsys: Capture) -> None:
    assert cli.main(["new", "--from", str(EXAMPLE)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    first, second, *carried = shown.out.splitlines()
    assert first.startswith("已新建 ")
    assert first.endswith("2025年度）")
    assert second == "从2024年度材料「附件.xlsx」带入："
    assert carried[0].split()[0] == "基础数据表"
    assert "上年决算数" in carried[0]


def test_new_doubts_a_year_or_unit_that_does_not_fit(work: Path, capsys: Capture) -> None:
    arguments = ["new", "--from", str(EXAMPLE), "--year", "2030", "--unit", "另一个单位"]
    assert cli.main(arguments) == 0
    year, unit = capsys.readouterr().err.splitlines()
    assert year == "上年材料是 2024 年度的，不是 2029 年度的；已照带入，请核对上年决算数。"
    assert unit.endswith("与“另一个单位”不同；已照带入，请核对。")


def test_new_goes_by_this_year_s_unit_before_last_year_s_places(
    work: Path, capsys: Capture
) -> None:
    assert cli.main(["new", "--from", str(EXAMPLE), "--unit", "安化县某某局"]) == 0
    assert "（湖南各市县，2025年度）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "there"),
    [("junshan-resettlement-2024", True), ("junshan-economic-cooperation-2024", False)],
)
def test_new_lays_blank_forms_out_as_last_year_s(
    work: Path, filings: Path, name: str, there: bool
) -> None:
    prior = str(filings / name / "forms.xlsx")
    assert cli.main(["new", "--from", prior, "-o", "新.xlsx"]) == 0
    book = openpyxl.load_workbook("新.xlsx")
    for sheet in ("附件2 自评表", "附件3 项目支出自评表"):
        texts = {
            "".join(str(cell.value).split()) for row in book[sheet].iter_rows() for cell in row
        }
        assert ("成本指标（10分）" in texts) == there, sheet


# import


@pytest.mark.parametrize("county", ["安化县", "怀化市会同县", "耒阳市"])
@pytest.mark.parametrize("name", ["junshan-resettlement-2024", "junshan-economic-cooperation-2024"])
def test_a_county_without_a_profile_is_imported_into_the_hunan_set(
    work: Path, capsys: Capture, filings: Path, name: str, county: str
) -> None:
    dump = (filings / name / "dump.txt").read_text(encoding="utf-8")
    for here, there in (
        ("岳阳市君山区", county),
        ("君山区", county),
        ("岳阳", "本"),
        ("君山", "本县"),
    ):
        dump = dump.replace(here, there)
    Path("材料.txt").write_text(dump, encoding="utf-8")
    assert cli.main(["import", "材料.txt", "-o", "新.xlsx"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("已写入 新.xlsx（湖南各市县，2024年度）\n  附件1 基础数据表")
    assert "官方表格里放不下" not in shown
    cli.main(["check", "新.xlsx"])
    assert "地区方案：湖南各市县\n" in capsys.readouterr().out


def test_import_tells_what_became_of_everything(work: Path, capsys: Capture) -> None:
    report = EXAMPLE.with_name("自评报告.docx")
    assert cli.main(["import", str(report), str(EXAMPLE), "-o", "新.xlsx"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("已写入 新.xlsx（")
    assert lines[1] == "  附件1 基础数据表　来自「附件.xlsx」"
    assert "「自评报告.docx」的正文留在原文件里，没有搬进工作簿。" in lines
    assert any(line.startswith("与公式不符的数字 ") for line in lines)
    assert cli.main(["check", "新.xlsx"]) == 1


def test_import_never_overwrites(work: Path, capsys: Capture) -> None:
    Path("新.xlsx").touch()
    assert "已经存在" in complaint(("import", str(EXAMPLE), "-o", "新.xlsx"), capsys)


def test_import_asks_for_the_year_where_the_filing_names_none(work: Path, capsys: Capture) -> None:
    book = openpyxl.load_workbook(EXAMPLE)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("2024年", "").replace("2023年", "上年")
    book.save("无年份.xlsx")
    arguments = ("import", "无年份.xlsx", "-o", "新.xlsx")
    assert "请用 --year 写明，例如 --year 2024" in complaint(arguments, capsys)
    assert cli.main([*arguments, "--year", "2023"]) == 0


# calc


def test_calc_writes_a_copy_beside_the_original(work: Path, capsys: Capture) -> None:
    shutil.copy(EXAMPLE, "附件.xlsx")
    assert cli.main(["calc", "附件.xlsx"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "已写入 附件_计算.xlsx"
    assert lines[1].startswith("改动 ")
    assert sum(line.startswith("  改动 ") for line in lines) > 0
    assert Path("附件.xlsx").read_bytes() == EXAMPLE.read_bytes()
    assert "已经存在" in complaint(("calc", "附件.xlsx"), capsys)
    # A check of the folder leaves the copy out.
    cli.main(["check", ".", "--full"])
    assert "没有读取「附件_计算.xlsx」：是本程序生成的副本。" in capsys.readouterr().out


def test_calc_takes_a_folder_and_makes_a_copy_of_each_workbook(work: Path, capsys: Capture) -> None:
    folder = Path("某单位2024")
    folder.mkdir()
    for name in ("一.xlsx", "二.xlsx"):
        shutil.copy(EXAMPLE, folder / name)
    shutil.copy(EXAMPLE.with_name("自评报告.docx"), folder)
    assert cli.main(["calc", str(folder)]) == 0
    told = capsys.readouterr().out.splitlines()
    copies = [folder / "一_计算.xlsx", folder / "二_计算.xlsx"]
    assert [line for line in told if line.startswith("已写入")] == [
        f"已写入 {each}" for each in copies
    ]
    assert all(each.is_file() for each in copies)
    assert cli.main(["calc", str(folder), "-o", "算好"]) == 0
    assert sorted(os.listdir("算好")) == ["一_计算.xlsx", "二_计算.xlsx"]
    capsys.readouterr()
    assert "请写一个文件夹" in complaint(("calc", str(folder), "-o", "算好.xlsx"), capsys)
    Path("空").mkdir()
    assert "里没有可以读取的 Word 或 Excel 文件" in complaint(("calc", "空"), capsys)


def test_new_says_what_last_year_s_filing_has_wrong(work: Path, capsys: Capture) -> None:
    assert cli.main(["new", "--from", str(EXAMPLE.parent)]) == 0
    out = capsys.readouterr().out
    assert "上年材料里有 14 处没有改正或说明" in out
    assert "  B101 附件1 基础数据表 F4：控制率 93.57%，应改为 93.75%" in out


def test_calc_writes_nothing_where_all_is_right(work: Path, capsys: Capture) -> None:
    assert cli.main(["calc", str(EXAMPLE), "-o", "一.xlsx"]) == 0
    capsys.readouterr()
    assert cli.main(["calc", "一.xlsx"]) == 0
    assert "都不用补算" in capsys.readouterr().out
    assert os.listdir() == ["一.xlsx"]


def test_calc_makes_a_plain_workbook_of_one_with_macros(work: Path) -> None:
    shutil.copy(EXAMPLE, "附件.xlsm")
    assert cli.main(["calc", "附件.xlsm"]) == 0
    assert sorted(os.listdir()) == ["附件.xlsm", "附件_计算.xlsx"]


def test_calc_takes_workbooks_only(work: Path, capsys: Capture) -> None:
    report = EXAMPLE.with_name("自评报告.docx")
    assert "不是 .xlsx 或 .xlsm 工作簿" in complaint(("calc", str(report)), capsys)


# templates


@pytest.fixture
def fewer_years(monkeypatch: Patch) -> None:
    """The workbooks of one year, which differ by the year's number only; all in the thorough run."""
    some = [2024, 2025, 2026][: few(3)]
    monkeypatch.setattr(workbook, "workbooks", lambda: {**workbooks(), "years": some})


@pytest.mark.usefixtures("fewer_years")
def test_the_committed_templates_are_those_of_the_profiles(work: Path, capsys: Capture) -> None:
    """After a change of a layout: ``xladdin templates build``, and commit what it writes."""
    folder = Path(cli.__file__).parent.parent / "workbook_templates"
    assert len(list(folder.glob("*.xlsx"))) == 18
    assert cli.main(["templates", "build", "--check", "-o", str(folder)]) == 0


@pytest.mark.usefixtures("fewer_years")
def test_templates_of_a_profile_are_built_the_same_each_time(work: Path, capsys: Capture) -> None:
    build = ["templates", "build", "--profile", "财政部", "-o", "空白"]
    assert cli.main(build) == 0
    names = sorted(os.listdir("空白"))
    assert names[0] == "ministry-2024.xlsx"
    built = {name: Path("空白", name).read_bytes() for name in names}
    assert cli.main(build) == 0
    assert "都是最新的" in capsys.readouterr().out
    Path("空白", names[0]).write_bytes(b"")
    assert cli.main([*build, "--check"]) == 1
    assert capsys.readouterr().out == f"不是最新的（文件夹“空白”）：\n  {names[0]}\n"
    assert Path("空白", names[0]).read_bytes() == b""
    assert cli.main([*build, "--overwrite"]) == 0
    assert {name: Path("空白", name).read_bytes() for name in names} == built


def test_a_profile_without_templates_is_named(work: Path, capsys: Capture) -> None:
    said = complaint(("templates", "build", "--profile", "没有的地方", "-o", "空白"), capsys)
    assert "没有的地方" in said
    assert not Path("空白").exists()


def test_without_a_checkout_templates_ask_where_to_go(
    work: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(templates, "_FOLDER", "no such folder")
    assert "请用 -o 写明空白表格放在哪个文件夹" in complaint(("templates", "build"), capsys)


@pytest.mark.parametrize("verb", ["new", "import", "calc", "templates"])
def test_help_shows_examples(verb: str, capsys: Capture) -> None:
    assert cli.main([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：xladdin {verb}")
    assert f"例子：\n  xladdin {verb} " in shown
    assert max(len(line.encode("gbk")) for line in shown.splitlines()) <= 90


def test_help_loads_no_heavy_library() -> None:
    code = "import sys; from xladdin.cli import main; main(['new', '--help']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert not {"openpyxl", "lxml"} & set(done.stdout.splitlines()[-1].split())
