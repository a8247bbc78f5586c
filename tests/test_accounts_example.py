"""The example's final accounts: from the accounts to the forms to the report, and again after a change."""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from xladdin import checking
from xladdin.cli import main
from xladdin.model.report import Report, Severity
from xladdin.verbs.demo import ACCOUNTS

INSTALL = Path(__file__).resolve().parent.parent / "install"
NOW, BEFORE = (ACCOUNTS / f"{year}年度部门决算公开表.xlsx" for year in (2024, 2023))
#: What no table knows: posts, budgets, projects, goals, indicators and their results.
TYPED: dict[str, dict[str, object]] = {
    "附件1 基础数据表": {
        "B4": 32, "D4": 30, "A13": "　1、测土配方施肥推广", "B13": 40.2, "D13": 42, "F13": 41.2,
        "A14": "　2、病虫害统防统治", "B14": 36.1, "D14": 38, "F14": 35.5,
        "A15": "　3、高素质农民培育", "B15": 0, "D15": 0, "F15": 41.5, "D18": 39.5, "D19": 14.5, "D20": 16, "D21": 3.5,
        "B22": 22.4, "D22": 26, "F22": 24.8, "B23": 0, "D23": 0, "F23": 10.76,
        "B26": "公务用车统一调度，公务接待凭函审批。",
        "A28": "填表人：周敏", "B28": "填报日期：2025年4月8日", "D28": "联系电话：6121818", "F28": "单位负责人签字：王海",
    },
    "附件2 自评表": {
        "D5": 418.6, "E5": 477,
        "B12": "推广测土配方施肥30万亩以上，举办农民培训班12期。", "F12": "推广测土配方施肥32.6万亩，举办培训班12期。",
        "D14": "测土配方施肥面积", "E14": "≥30万亩", "F14": "32.6万亩", "G14": 10, "H14": 10,
        "D15": "举办培训班", "E15": "≥12期", "F15": "12期", "G15": 10, "H15": 10,
        "D16": "培训合格率", "E16": "≥90%", "F16": "97%", "G16": 10, "H16": 10,
        "D17": "任务按期完成率", "E17": "=100%", "F17": "100%", "G17": 10, "H17": 10,
        "D18": "亩均施肥成本", "E18": "≤60元", "F18": "58元", "G18": 10, "H18": 10,
        "D19": "亩均节本增收", "E19": "≥40元", "F19": "46元", "G19": 10, "H19": 10,
        "D20": "培训农民", "E20": "≥800人次", "F20": "860人次", "G20": 10, "H20": 10,
        "D21": "化肥使用量下降", "E21": "≥1%", "F21": "1.8%", "G21": 10, "H21": 10,
        "D23": "农户满意度", "E23": "≥90%", "F23": "95.6%", "G23": 10, "H23": 10,
        "A25": "填表人：周敏", "D25": "填报日期：2025年4月8日", "F25": "联系电话：6121818", "H25": "单位负责人签字：王海",
    },
}  # fmt: skip


def graver(report: Report) -> list[str]:
    """The errors and warnings."""
    return [f"{f.code} {f.message}" for f in report.findings if f.severity is not Severity.INFO]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook made of the accounts with the rest typed in, and the draft made of it."""
    folder = tmp_path_factory.mktemp("filing")
    path = folder / "附件.xlsx"
    given = ["--accounts", str(NOW), "--accounts-prior", str(BEFORE), "--profile", "湖南"]
    assert main(["new", *given, "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    for sheet, cells in TYPED.items():
        for cell, value in cells.items():
            book[sheet][cell].value = value
    book.save(path)
    assert main(["draft", str(path), "-o", str(folder / "自评报告.docx"), "--profile", "湖南"]) == 0
    return folder


def test_the_committed_accounts_are_those_that_the_script_writes() -> None:
    sys.path.insert(0, str(INSTALL))
    try:
        written = importlib.import_module("build_example").accounts()
    finally:
        sys.path.remove(str(INSTALL))
    assert sorted(written) == sorted(path.name for path in ACCOUNTS.iterdir())
    for name, content in written.items():
        again = "请运行 python3 install/dev.py build"
        with zipfile.ZipFile(ACCOUNTS / name) as one, zipfile.ZipFile(io.BytesIO(content)) as two:
            assert {n: one.read(n) for n in one.namelist()} == {
                n: two.read(n) for n in two.namelist()
            }, again


@pytest.mark.parametrize("path", [NOW, BEFORE], ids=["2024", "2023"])
def test_the_accounts_agree_with_themselves(path: Path) -> None:
    report = checking.check_paths([path])
    assert report.findings == ()
    assert report.coverage.figures_checked == report.coverage.figures > 100
    assert report.unit == "云山县农业技术推广中心"


def test_forms_and_draft_made_of_the_accounts_have_no_fault(folder: Path) -> None:
    report = checking.check_paths([folder, NOW, BEFORE], "hunan")
    assert graver(report) == []
    against = [each for each in report.relations if each.code.startswith(("D4", "D5"))]
    assert len(against) > 25
    assert {each.verdict.value for each in against} == {"held"}


def test_a_change_in_the_accounts_goes_through_to_the_report(folder: Path, tmp_path: Path) -> None:
    """决算 changed by the bureau: fix puts it into the forms, refresh into the report."""
    accounts = tmp_path / NOW.name
    book = openpyxl.load_workbook(NOW)
    swaps = {"15236": 16236, "53816.5": 54816.5, "9860": 8860}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and (new := swaps.get(f"{cell.value:g}")):
                    cell.value = new
    book.save(accounts)
    forms, report = folder / "附件.xlsx", folder / "自评报告.docx"
    wrong = checking.check_paths([forms, accounts], "hunan")
    assert {f.code for f in wrong.findings} >= {"D401"}
    assert (
        main(
            [
                "fix",
                str(forms),
                str(accounts),
                "--all-proposed",
                "--profile",
                "hunan",
                "-o",
                str(tmp_path / "改"),
            ]
        )
        == 0
    )
    fixed = tmp_path / "改" / forms.name
    target = tmp_path / "自评报告.docx"
    assert main(["refresh", str(report), str(fixed), "-o", str(target), "--profile", "湖南"]) == 0
    after = checking.check_paths([target, fixed, accounts], "hunan")
    assert graver(after) == []
