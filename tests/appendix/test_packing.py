"""The set is written whole or not at all, complete, in order, and says what it consists of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.appendix import consistent
from tests.appendix.conftest import WHEN, Done, do_pack
from xladdin import checking
from xladdin.appendix.order import ordered
from xladdin.appendix.packing import pack
from xladdin.cli import main
from xladdin.errors import InputError
from xladdin.outputs.workplace import workplace
from xladdin.sources import convert

ROOT = Path(__file__).resolve().parents[2]
NAME = f"2024年度{consistent.UNIT}整体支出绩效自评材料"


def test_the_set_is_complete_and_in_order(whole_set: Done) -> None:
    projects = ("文化场馆免费开放", "旅游公共服务提升")
    appendices = [
        "附件1 部门整体支出绩效评价基础数据表",
        "附件2 部门整体支出绩效自评表",
        *(f"附件3-{n} 项目支出绩效自评表（{name}）" for n, name in enumerate(projects, 1)),
        "附件4 部门整体支出绩效自评工作考核评分表",
    ]
    names = [each["name"] for each in read_manifest(whole_set.folder)["files"]]
    assert [name for name in names if not name.endswith(".pdf")] == [
        "00 材料清单.xlsx",
        "00 封面.docx",
        "01 自评报告.docx",
        *(f"{title}.{ending}" for title in appendices for ending in ("xlsx", "docx")),
        "自评报告（含附件）.docx",
        "部门整体支出绩效自评工作考核评分表（预评）.xlsx",
        "校验报告.html",
    ]
    assert whole_set.folder.name == NAME
    assert sorted(os.listdir(whole_set.folder)) == sorted([*names, "manifest.json"])


def read_manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_the_manifest_tells_sources_files_findings_and_time(whole_set: Done) -> None:
    told = read_manifest(whole_set.folder)
    assert told["schema"] == "xladdin.manifest/1"
    assert (told["unit"], told["year"], told["draft"]) == (consistent.UNIT, 2024, False)
    assert told["made"] == "2025-04-10T09:30:00"
    assert set(told["findings"].values()) == {0}
    for source, path in zip(told["sources"], whole_set.order.files.values(), strict=True):
        assert source["sha256"] == sha256(path.read_bytes()).hexdigest()
    for each in told["files"]:
        data = (whole_set.folder / each["name"]).read_bytes()
        assert (each["sha256"], each["bytes"]) == (sha256(data).hexdigest(), len(data))


def test_the_units_own_report_is_untouched_but_for_its_writers_name(
    whole_set: Done, consistent_files: list[Path]
) -> None:
    assert contents(whole_set.file("01 自评报告.docx")) == contents(consistent_files[0])


def contents(document: Path) -> dict[str, bytes]:
    """The parts of a document but for the one that tells who wrote it."""
    with zipfile.ZipFile(document) as package:
        names = (name for name in package.namelist() if name != "docProps/core.xml")
        return {name: package.read(name) for name in names}


def test_a_packed_set_checked_again_has_no_findings(whole_set: Done) -> None:
    report = checking.check_paths([whole_set.folder], consistent.PROFILE)
    assert report.findings == ()
    assert len(report.sources) >= 13


def test_the_zip_holds_the_same_files_under_names_that_windows_reads(
    whole_set: Done, tmp_path: Path
) -> None:
    assert whole_set.packed.archive is not None
    with zipfile.ZipFile(whole_set.packed.archive) as packed:
        assert all(
            entry.flag_bits & 0x800 for entry in packed.infolist() if not entry.filename.isascii()
        )
        packed.extractall(tmp_path)
    one, two = whole_set.folder, tmp_path / NAME
    assert sorted(os.listdir(one)) == sorted(os.listdir(two))
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in os.listdir(one))


def test_progress_counts_what_is_done(whole_set: Done) -> None:
    numbers = [number for number, _, _ in whole_set.steps]
    totals = {total for _, total, _ in whole_set.steps}
    assert numbers == list(range(1, len(numbers) + 1))
    assert totals == {len(numbers)}
    names = {name for _, _, name in whole_set.steps}
    assert names == {*os.listdir(whole_set.folder), f"{NAME}.zip"}


def test_a_draft_says_so_in_every_name(example_set: Done) -> None:
    assert example_set.folder.name.endswith("（草稿）")
    names = set(os.listdir(example_set.folder)) - {"manifest.json", "校验报告.html"}
    assert all("（草稿）" in name for name in names)
    assert read_manifest(example_set.folder)["draft"] is True


def test_an_earlier_set_is_only_replaced_when_told(small: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "上报"
    first = do_pack(small, target, archive=True)
    before = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    with pytest.raises(InputError, match=r"已经存在，没有覆盖它；要重新打包，请加 --overwrite"):
        do_pack(small, target)
    assert {path.name: path.read_bytes() for path in first.folder.iterdir()} == before
    consistent.report(
        small[0], [*consistent.yunshan.NARRATIVE.strip().splitlines(), "改过的一句。"]
    )
    second = do_pack(small, target, archive=True, overwrite=True)
    assert sorted(os.listdir(target)) == [NAME, f"{NAME}.zip"]
    assert contents(second.file("01 自评报告.docx")) == contents(small[0])
    assert second.file("01 自评报告.docx").read_bytes() != before["01 自评报告.docx"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, InputError, OSError(28, "full")])
def test_what_breaks_off_leaves_nothing(
    interruption: BaseException, small: list[Path], tmp_path: Path
) -> None:
    order, _ = ordered(small, WHEN, pdf=False)

    def progress(step: int, steps: int, _: str) -> None:
        if step == steps - 1:
            raise interruption

    with pytest.raises((KeyboardInterrupt, InputError)):
        pack(order, tmp_path / "上报", progress)
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_said_in_one_sentence(small: list[Path], tmp_path: Path) -> None:
    """A limit on the size of files stands for it: the system refuses in the middle of writing."""
    code = (
        "import resource, sys; from xladdin.cli import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "package", *map(str, small)]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "上报"), "--no-pdf", "--draft"], capture_output=True, text=True,
        encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "xladdin：不能写入“" in done.stderr.splitlines()[-1]
    assert os.listdir(tmp_path) == []


def test_a_place_that_cannot_be_written_to_is_said_in_one_sentence(
    small: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "文件").touch()
    arguments = ["package", *map(str, small), "-o", str(tmp_path / "文件"), "--draft"]
    assert main(arguments) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("xladdin：不能写入“")


def test_what_another_run_is_building_is_left_alone(tmp_path: Path) -> None:
    with workplace(tmp_path) as one:
        (one / "文件").touch()
        with workplace(tmp_path) as other:
            assert (one / "文件").exists()
            assert one != other
    assert os.listdir(tmp_path) == []


def test_explanations_are_counted_and_stand_in_the_report(
    small: list[Path], tmp_path: Path
) -> None:
    order, _ = ordered(small, WHEN, draft=True, pdf=False)
    first, *others = order.report.findings
    given = replace(first, waiver="因机构改革，核实无误。")
    report = replace(order.report, findings=(given, *others))
    packed = pack(replace(order, report=report), tmp_path, lambda *_: None)
    assert read_manifest(packed.folder)["findings"]["explained"] == 1
    assert "因机构改革，核实无误。" in (packed.folder / "校验报告.html").read_text(encoding="utf-8")


def test_a_file_that_changes_after_the_check_is_not_packed(
    small: list[Path], tmp_path: Path
) -> None:
    order, _ = ordered(small, WHEN, draft=True, pdf=False)
    consistent.report(small[0], ["换了一篇。"])
    with pytest.raises(InputError, match=r"^「自评报告.docx」在核对之后又改动过，请重新打包。$"):
        pack(order, tmp_path / "上报", lambda *_: None)
    assert os.listdir(tmp_path) == []


@pytest.mark.office
def test_a_report_that_python_docx_refuses_is_packed_as_another_program_saves_it(
    small: list[Path], tmp_path: Path
) -> None:
    _with_macros(small[0])
    done = do_pack(small, tmp_path / "上报", draft=True)
    assert list(done.folder.glob("*（含附件）（草稿）.docx"))


def test_without_such_a_program_only_the_whole_document_is_missing(
    small: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_macros(small[0])
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(convert, "_USUAL_PLACES", ())
    done = do_pack(small, tmp_path / "上报", draft=True)
    assert not list(done.folder.glob("*（含附件）*"))
    assert list(done.folder.glob("01 自评报告*"))
    (note,) = done.packed.notes
    assert note.startswith("没有做成报告连同附件的 Word 和 PDF：")


def _with_macros(report: Path) -> None:
    with zipfile.ZipFile(report) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(report, "w") as new:
        for name, data in parts.items():
            macros = data.replace(
                b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"ms-word.document.macroEnabled.main+xml",
            )
            new.writestr(name, macros if name == "[Content_Types].xml" else data)
