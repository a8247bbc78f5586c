"""``xladdin package``: what is asked, what is told, with which status it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from tests.appendix import consistent
from xladdin.cli import main
from xladdin.forms.profiles import Profile, profile
from xladdin.outputs.workbook_marks import EXPLAINED_TINT, TINTS
from xladdin.templates import look


def clear_signatures(forms: Path) -> None:
    """Nothing written at the foot of the forms: a hint."""
    workbook = load_workbook(forms)
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if str(cell.value or "").startswith(("填表人：", "联系电话：")):
                    cell.value = str(cell.value).partition("：")[0] + "："
    workbook.save(forms)


def asking_for_explanations(name: str) -> Profile:
    """A place whose gate stops on that hint."""
    chosen = profile(name)
    return replace(chosen, packing=replace(chosen.packing, stops=chosen.packing.stops | {"F303"}))


def explain_all(copy: Path, text: str) -> None:
    workbook = load_workbook(copy)
    sheet = workbook["校验结果"]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "级别")
    said, known = ([cell.value for cell in heads].index(name) for name in ("说明", "核对码"))
    for row in sheet.iter_rows(min_row=heads[0].row + 1):
        if row[known].value:
            row[said].value = text
    workbook.save(copy)


def notes_and_tints(path: Path) -> list[str]:
    workbook = load_workbook(path)
    tints = {look.INPUT_TINT, look.COMPUTED_TINT, *TINTS.values(), EXPLAINED_TINT}
    return [
        f"{sheet.title} {cell.coordinate}"
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment or str(cell.fill.fgColor.rgb)[2:] in tints
    ]


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages") / "某单位2024"
    consistent.write(folder)
    return folder


def test_a_folder_is_packed_and_what_was_made_is_listed(
    filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "上报"
    assert main(["package", str(filing), "-o", str(target), "--no-pdf", "--zip"]) == 0
    out, err = capsys.readouterr()
    (folder,) = (each for each in target.iterdir() if each.is_dir())
    lines = out.splitlines()
    assert lines[0] == f"已打包：{folder}"
    assert sorted(line.strip() for line in lines[1:-1]) == sorted(os.listdir(folder))
    assert lines[-1] == f"压缩包：{folder}.zip"
    assert err.splitlines()[0].startswith("[1/")


def test_a_refusal_lists_what_to_do_and_a_draft_goes_on(
    filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (forms,) = filing.glob("*.xlsx")
    arguments = ["package", str(forms), "-o", str(tmp_path / "上报"), "--no-pdf"]
    assert main(arguments) == 1
    out = capsys.readouterr().out
    assert out.startswith("没有打包：有 1 处要先处理。\n1. 没有自评报告正文。\n")
    assert not (tmp_path / "上报").exists()
    assert main([*arguments, "--draft"]) == 0
    out = capsys.readouterr().out
    assert "这是草稿：正式打包时，有 1 处会拦住：\n1. 没有自评报告正文。\n" in out
    (folder,) = (tmp_path / "上报").iterdir()
    assert folder.name.endswith("（草稿）")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["draft"] is True


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["没有这个.docx", "-o", "上报"], "找不到「没有这个.docx」"),
        (["-o", "上报"], "缺少"),
    ],
)
def test_bad_usage_is_one_sentence(
    arguments: list[str], sentence: str, filing: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(filing.parent)
    assert main(["package", *arguments]) == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert "Traceback" not in err
    assert not (filing.parent / "上报").exists()


def test_what_was_refused_is_explained_in_the_copy_beside_it_and_packed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate says where the report lies, what is written there is found again, the set goes
    beside the filing, and nothing of ours is in it."""
    folder = tmp_path / "某单位2024"
    _, forms = consistent.write(folder)
    clear_signatures(forms)
    strict = asking_for_explanations(consistent.PROFILE)
    monkeypatch.setattr("xladdin.checking.profile", lambda _: strict)
    call = ["package", str(folder), "--no-pdf", "--profile", consistent.PROFILE]
    assert main(call) == 1
    out = capsys.readouterr().out
    copies = folder / "校验结果"
    assert f"校验报告和标明问题的副本在“{copies}”里：校验报告.html" in out
    assert "写在“附件_校验.xlsx”的“校验结果”表的“说明”栏" in out
    assert {each.name for each in copies.iterdir()} >= {"校验报告.html", "附件_校验.xlsx"}
    explain_all(copies / "附件_校验.xlsx", "编制待批。")
    assert main(call) == 0
    out = capsys.readouterr().out
    assert "用了“校验结果/附件_校验.xlsx”里的" in out
    (made,) = (tmp_path / "某单位2024_上报").iterdir()
    for each in made.glob("附件*.xlsx"):
        assert not notes_and_tints(each)


def test_what_somebody_put_into_an_earlier_set_stays_and_what_was_edited_is_not_lost(
    filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["package", str(filing), "-o", str(tmp_path / "上报"), "--no-pdf"]
    assert main(call) == 0
    (made,) = (tmp_path / "上报").iterdir()
    (made / "盖章扫描件.pdf").write_bytes(b"scan")
    (made / "附图").mkdir()
    (made / "附图" / "1.png").write_bytes(b"picture")
    assert main([*call, "--overwrite"]) == 0
    assert "“盖章扫描件.pdf”“附图”还留在里面" in capsys.readouterr().err
    assert (made / "盖章扫描件.pdf").read_bytes() == b"scan"
    assert (made / "附图" / "1.png").read_bytes() == b"picture"
    report = next(made.glob("01*.docx"))
    report.write_bytes(report.read_bytes() + b"\0")
    assert main([*call, "--overwrite"]) == 2
    assert f"“{report.name}”打包后又改过，没有覆盖" in capsys.readouterr().err
    assert report.read_bytes().endswith(b"\0")


def test_the_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["package", "--help"]) == 0
    out = capsys.readouterr().out
    assert all(option in out for option in ("--draft", "--no-pdf", "--zip", "--overwrite", "例子"))
