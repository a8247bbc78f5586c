"""The doctor: everything is fine after installing, and each harm is found by its own check."""

from __future__ import annotations

import base64
import io
import os
import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from tests.install.fake_windows import FakeWindows
from xladdin import cli
from xladdin.addin import doctor, registry
from xladdin.addin.installing import install
from xladdin.addin.machine import elsewhere
from xladdin.addin.places import places
from xladdin.addin.steps import Result, State, good
from xladdin.addin.supply import Supply
from xladdin.errors import InputError
from xladdin.verbs.console import marked

SIXTEEN = r"HKCU\Software\Microsoft\Office\16.0\Excel"
Patch = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def installed(pc: FakeWindows, linked: Supply) -> FakeWindows:
    """A PC on which everything is as it should be."""
    pc.write(r"HKCR\Excel.Application\CLSID", "", "{0002}")
    pc.write(r"HKCR\CLSID\{0002}\LocalServer32", "", r'"C:\Office16\EXCEL.EXE" /automation')
    assert install(pc, linked, print) == 0
    return pc


def examined(pc: FakeWindows) -> dict[str, Result]:
    return {result.title: result for result in doctor.examine(pc, places(pc.folders).logs)}


def wrong(pc: FakeWindows) -> list[str]:
    return [title for title, result in examined(pc).items() if result.state is State.BAD]


def test_after_installing_everything_is_fine(installed: FakeWindows) -> None:
    results = examined(installed)
    assert wrong(installed) == []
    good = [title for title, result in results.items() if result.state is State.GOOD]
    assert set(good) >= {
        "Python", "程序和库", "试运行", "Excel.Application", "加载项文件", "Excel 16.0 加载",
        "Excel 16.0 受信任位置", "Excel 16.0 停用名单", "空白表格和“发送到”", "写文件", "日志",
    }  # fmt: skip


def test_where_nothing_is_installed_nothing_is_wrong(pc: FakeWindows) -> None:
    results = examined(pc)
    assert wrong(pc) == []
    assert results["加载项文件"].line() == "– 加载项文件：没有安装加载项。"
    assert results["日志"].state is State.NONE


def spoil_addin(pc: FakeWindows) -> None:
    places(pc.folders).addin.write_bytes(b"other")


def remove_addin(pc: FakeWindows) -> None:
    places(pc.folders).addin.unlink()


def mark_addin(pc: FakeWindows) -> None:
    Path(f"{places(pc.folders).addin}:Zone.Identifier").write_text("ZoneId=3")


def forget_addin(pc: FakeWindows) -> None:
    registry.unregister(pc, "16.0")


def forget_trust(pc: FakeWindows) -> None:
    registry.distrust(pc, "16.0")


def forbid_trust(pc: FakeWindows) -> None:
    pc.write(registry.trusted_locations("16.0"), "AllLocationsDisabled", 1)


def shut_out(pc: FakeWindows) -> None:
    path = str(places(pc.folders).addin).encode("utf-16-le")
    pc.write(registry.disabled_items("16.0"), "5E6F", path)


def remove_templates(pc: FakeWindows) -> None:
    shutil.rmtree(pc.folders.roaming / "Microsoft" / "Templates" / "绩效自评")


def take_over(pc: FakeWindows) -> None:
    pc.write(r"HKCR\CLSID\{0002}\LocalServer32", "", r'"D:\WPS Office\et.exe" -automation')


def break_cache(pc: FakeWindows) -> None:
    cache = pc.folders.temporary / "gen_py" / "3.12"
    cache.mkdir(parents=True)
    (cache / "__init__.py").touch()
    (cache / "00020813x0x1x9.py").write_text("class Application(DispatchBaseClass):\n  def Calc")


def silence_server(pc: FakeWindows) -> None:
    pc.proof = (1, "计算程序等了 60 秒没有回应。\n")


def block_logs(pc: FakeWindows) -> None:
    shutil.rmtree(places(pc.folders).logs)
    places(pc.folders).logs.touch()


@pytest.mark.parametrize(
    ("harm", "title", "advice"),
    [
        (spoil_addin, "加载项文件", "再装一次"),
        (remove_addin, "加载项文件", "再装一次"),
        (mark_addin, "加载项文件", "解除锁定"),
        (forget_addin, "Excel 16.0 加载", "再装一次"),
        (forget_trust, "Excel 16.0 受信任位置", "再装一次"),
        (forbid_trust, "Excel 16.0 受信任位置", "禁用所有受信任位置"),
        (shut_out, "Excel 16.0 停用名单", "xladdin doctor --repair"),
        (remove_templates, "空白表格和“发送到”", "再装一次"),
        (take_over, "Excel.Application", "WPS Office 配置工具"),
        (break_cache, "COM 缓存（gen_py）", "xladdin doctor --repair"),
        (silence_server, "试运行", "杀毒软件"),
        (block_logs, "写文件", "杀毒软件"),
    ],
)
def test_each_harm_is_found_by_one_check_which_says_what_to_do(
    installed: FakeWindows, harm: Callable[[FakeWindows], None], title: str, advice: str
) -> None:
    harm(installed)
    assert wrong(installed) == [title]
    line = examined(installed)[title].line()
    assert line.startswith(f"✗ {title}：")
    assert advice in line.partition("\n  怎么办：")[2]


def test_where_only_wps_is_installed_it_may_answer_for_excel(tmp_path: Path) -> None:
    pc = FakeWindows(tmp_path)
    pc.write(r"HKCR\Excel.Application\CLSID", "", "{0002}")
    take_over(pc)
    assert examined(pc)["Excel.Application"].state is State.NONE


def test_repair_clears_the_cache_and_lets_the_add_in_live(installed: FakeWindows) -> None:
    break_cache(installed)
    shut_out(installed)
    assert doctor.repair(installed) == [
        "已清除 COM 缓存，下次用到时自动重建。",
        "已让 Excel 16.0 重新加载加载项。",
    ]
    assert wrong(installed) == []
    assert doctor.repair(installed) == ["没有需要修复的。"]


def test_what_the_add_in_wrote_down_is_among_the_logs(installed: FakeWindows) -> None:
    there = places(installed.folders)
    there.addin_log.write_text("2025-04-01 start: cannot load")
    assert str(there.addin_log) in examined(installed)["日志"].text


def test_repair_works_where_windows_does_not_tell_what_runs(installed: FakeWindows) -> None:
    installed.fails.add("tasklist")
    break_cache(installed)
    assert doctor.repair(installed) == ["已清除 COM 缓存，下次用到时自动重建。"]


def test_repair_waits_until_excel_is_closed(installed: FakeWindows) -> None:
    break_cache(installed)
    installed.programs.add("excel.exe")
    with pytest.raises(InputError, match="请关闭所有 Excel 窗口"):
        doctor.repair(installed)
    assert wrong(installed) == ["COM 缓存（gen_py）"]


# Libraries


def library(site: Path, name: str, files: dict[str, bytes]) -> None:
    """A library as pip leaves it: its files, and the record of them."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = []
    for path, content in files.items():
        target = Path(os.path.normpath(site / path))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        digest = base64.urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}\n")
    (info / "RECORD").write_text("".join(lines))


@pytest.fixture
def dll(tmp_path: Path, monkeypatch: Patch) -> Path:
    """xlwings' DLL, two folders above the libraries, as pip puts it on Windows."""
    site = tmp_path / "python" / "Lib" / "site-packages"
    files = {"../../xlwings64-1.0.dll": b"MZ", "xlwings/__init__.py": b""}
    library(site, "xlwings", files)
    monkeypatch.syspath_prepend(str(site))
    # From Python 3.12 on, and where importlib_metadata is loaded, files that are gone are not listed.
    listed = Distribution.files.fget  # type: ignore[attr-defined]
    there = property(lambda self: [file for file in listed(self) if file.locate().exists()])
    monkeypatch.setattr(Distribution, "files", there)
    assert distribution("xlwings").version == "1.0"
    return tmp_path / "python" / "xlwings64-1.0.dll"


def test_the_dlls_are_compared_with_what_was_delivered(pc: FakeWindows, dll: Path) -> None:
    there = places(pc.folders)
    assert doctor.check_dlls(there) == good("xlwings64-1.0.dll，校验值相符")
    dll.write_bytes(b"ZM")
    assert doctor.check_dlls(there).state is State.BAD
    dll.unlink()
    assert str(dll) in doctor.check_dlls(there).text


def test_the_copies_of_a_linked_environment_are_compared_too(pc: FakeWindows, dll: Path) -> None:
    there = places(pc.folders)
    there.python.mkdir(parents=True)
    assert doctor.check_dlls(there).state is State.BAD
    shutil.copy(dll, there.python)
    assert doctor.check_dlls(there).state is State.GOOD


def test_a_file_of_a_library_that_is_gone_is_named(dll: Path) -> None:
    assert doctor.check_libraries().state is State.GOOD
    (dll.parent / "Lib" / "site-packages" / "xlwings" / "__init__.py").unlink()
    result = doctor.check_libraries()
    assert result.state is State.BAD
    assert result.text == "xlwings 缺少 1 个文件，如 xlwings/__init__.py"


# The verb


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: Patch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


def test_the_verb_prints_a_line_for_each_check(capsys: Capture) -> None:
    assert cli.main(["doctor"]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert all(line[0] in "✓–" for line in lines[:-2])
    assert len(lines) == 16
    assert lines[-1] == "没有发现问题。"
    assert shown.err == ""


def test_the_verb_fails_where_something_is_wrong(
    capsys: Capture, monkeypatch: Patch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert cli.main(["doctor"]) == 1
    assert "1 项有问题，请按上面的办法处理。" in capsys.readouterr().out


def test_the_verb_repairs(capsys: Capture, monkeypatch: Patch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cli.main(["doctor", "--repair"]) == 0
    assert capsys.readouterr().out.startswith("没有需要修复的。\n\n✓ Python：")


def test_a_console_without_these_marks_gets_others(monkeypatch: Patch) -> None:
    assert marked("✓ 一\n✗ 二") == "✓ 一\n✗ 二"
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="gbk"))
    assert marked("✓ 一\n✗ 二").encode("gbk").decode("gbk") == "√ 一\n× 二"


@pytest.mark.parametrize("action", ["install", "uninstall"])
def test_the_verb_addin_needs_windows_or_linux(
    capsys: Capture, monkeypatch: Patch, tmp_path: Path, action: str
) -> None:
    monkeypatch.setattr("xladdin.addin.machine.this_machine", lambda: elsewhere(tmp_path))
    assert cli.main(["addin", action]) == 2
    assert capsys.readouterr().err.startswith("xladdin：加载项只能装在 Windows 和 Linux 上")
