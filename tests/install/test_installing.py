"""Installing on a PC: what lies where afterwards, again and again, and when a step fails."""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

import xladdin
from tests.install.fake_windows import FakeWindows
from xladdin.addin import environment, registry, supply
from xladdin.addin.installing import PROGRAMS, install, install_here
from xladdin.addin.machine import elsewhere
from xladdin.addin.places import places
from xladdin.addin.supply import Supply
from xladdin.errors import InputError
from xladdin.programs import of_windows

SIXTEEN = r"HKCU\Software\Microsoft\Office\16.0\Excel"
TEMPLATE_NAMES = ("附件1 基础数据表.xlsx", "附件2 自评表.xlsx")
Said = list[str]

LINK = "绩效自评校验.lnk"


def put(pc: FakeWindows, supplied: Path | Supply) -> tuple[int, Said]:
    """Install a bundle, or what else is supplied; the status, and what was said."""
    said: Said = []
    supplied = supply.from_bundle(supplied) if isinstance(supplied, Path) else supplied
    return install(pc, supplied, said.append), said


def test_every_file_and_key_is_in_its_place(pc: FakeWindows, small_bundle: Path) -> None:
    status, said = put(pc, small_bundle)
    assert (status, [line[:1] for line in said[:-1]]) == (0, ["✓"] * 13)
    assert said[-1].startswith("安装完成。打开 Excel 或 WPS")

    base = pc.folders.local / "xladdin"
    there = places(pc.folders)
    assert there.base == base
    assert (base / "xladdin.xlam").read_bytes() == b"add-in"
    assert (base / "python" / "xlwings64-0.0.dll").read_bytes() == b"MZ"
    assert (base / "manual" / "使用手册.html").is_file()
    version = subprocess.run(
        [there.interpreter(), "-I", "-m", "xladdin", "--version"], capture_output=True, check=True
    )
    assert version.stdout.decode().strip() == f"xladdin {xladdin.__version__}"

    templates = pc.folders.roaming / "Microsoft" / "Templates" / "绩效自评"
    assert sorted(path.name for path in templates.iterdir()) == list(TEMPLATE_NAMES)
    menus = pc.folders.roaming / "Microsoft" / "Windows"
    links = [menus / "SendTo" / LINK, menus / "Start Menu" / "Programs" / LINK]
    for link in links:
        assert link.read_text(encoding="utf-8") == (
            f"{there.interpreter(windowed=True)}\n-I -m xladdin.addin.dropped\n"
        )
    uninstaller = (base / "uninstall.cmd").read_bytes()
    assert uninstaller.isascii()
    assert b'"%~dp0python' in uninstaller
    assert uninstaller.count(b"\r\n") == uninstaller.count(b"\n") == 5

    ours = {key: values for key, values in pc.keys.items() if key.startswith("HKCU")}
    assert ours == {
        rf"{SIXTEEN}\Options": {"OPEN": f'/R "{base / "xladdin.xlam"}"'},
        rf"{SIXTEEN}\Security\Trusted Locations\Location0": {
            "Path": f"{base}\\", "Description": "xladdin", "AllowSubfolders": 0,
        },
        PROGRAMS: {
            "DisplayName": "绩效自评校验（xladdin）",
            "DisplayVersion": xladdin.__version__,
            "InstallLocation": str(base),
            "UninstallString": f'"{base / "uninstall.cmd"}"',
            "NoModify": 1,
            "NoRepair": 1,
        },
    }  # fmt: skip
    held = json.loads((base / "installed.json").read_text(encoding="utf-8"))
    placed = [*links, *(templates / name for name in TEMPLATE_NAMES)]
    assert set(held["outside"]) == set(map(str, placed))
    log = (base / "logs" / "install.log").read_text(encoding="utf-8")
    assert log.count("✓") == 13


def test_installing_again_repairs_and_changes_nothing_else(
    pc: FakeWindows, small_bundle: Path
) -> None:
    put(pc, small_bundle)
    keys, files = pc.snapshot()
    base = pc.folders.local / "xladdin"
    (base / "xladdin.xlam").write_bytes(b"damaged")
    (base / "python" / "xlwings64-0.0.dll").unlink()
    shutil.rmtree(pc.folders.roaming / "Microsoft" / "Templates" / "绩效自评")
    pc.delete_value(rf"{SIXTEEN}\Options", "OPEN")
    assert put(pc, small_bundle)[0] == 0
    again, files_again = pc.snapshot()
    assert again == keys

    def lasting(files: dict[str, bytes | None]) -> dict[str, bytes | None]:
        passing = (".log", ".pyc", "RECORD")  # times are in them
        return {name: content for name, content in files.items() if not name.endswith(passing)}

    assert lasting(files_again) == lasting(files)


def test_a_user_whose_name_is_not_ascii_gets_a_folder_of_his_own_elsewhere(
    tmp_path: Path, linked: Supply
) -> None:
    pc = FakeWindows(tmp_path / "pc", user="张㛃")
    other = FakeWindows(tmp_path / "other", user="李䶮")
    assert put(pc, linked)[0] == 0
    base = places(pc.folders).base
    assert base.parent == pc.folders.shared
    assert base.name.isascii()
    assert base.name != places(other.folders).base.name
    assert (base / "xladdin.xlam").is_file()
    icacls = next(command for command in pc.commands if "icacls" in command[0])
    assert icacls[:4] == [of_windows("icacls"), str(base), "/inheritance:r", "/grant:r"]
    assert icacls[4:] == [
        "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F", "PC\\张㛃:(OI)(CI)F",
    ]  # fmt: skip


def test_a_folder_that_somebody_else_has_made_before_is_not_used(
    tmp_path: Path, linked: Supply
) -> None:
    pc = FakeWindows(tmp_path / "pc", user="张㛃")
    guessed = f"xladdin-{sha256(str(pc.folders.local).encode()).hexdigest()[:8]}"
    for name in ("xladdin", guessed):
        (pc.folders.shared / name / "python").mkdir(parents=True)
        (pc.folders.shared / name / "python" / "python.exe").write_bytes(b"evil")
    assert put(pc, linked)[0] == 0
    base = places(pc.folders).base
    assert base.name not in ("xladdin", guessed)
    assert put(pc, linked)[0] == 0  # repaired where it is
    assert places(pc.folders).base == base
    assert (pc.folders.shared / guessed / "python" / "python.exe").read_bytes() == b"evil"


def test_rights_that_cannot_be_narrowed_end_it(tmp_path: Path, linked: Supply) -> None:
    pc = FakeWindows(tmp_path / "pc", user="张㛃")
    pc.fails.add("icacls")
    status, said = put(pc, linked)
    assert status == 2
    assert "的权限没有设好。" in said[2]
    assert not places(pc.folders).python.exists()


def test_where_windows_does_not_tell_what_runs_that_is_a_remark(
    pc: FakeWindows, linked: Supply
) -> None:
    pc.fails.add("tasklist")
    status, said = put(pc, linked)
    assert status == 0
    assert (
        said[1] == "– 检查 Excel 是否已关闭：没能查出，请自己看一眼；开着的话，先关闭，再运行一次。"
    )


def test_the_private_python_is_tried_before_excel_needs_it(pc: FakeWindows, linked: Supply) -> None:
    pc.proof = (1, "计算程序一启动就退出了。\nImportError: DLL load failed\n")
    status, said = put(pc, linked)
    assert status == 1
    (line,) = [line for line in said if "试运行" in line]
    assert line.startswith(
        "✗ 试运行：计算程序一启动就退出了。\n  怎么办：在杀毒软件里信任安装文件夹"
    )
    assert "DLL load failed" in (places(pc.folders).logs / "install.log").read_text("utf-8")
    assert places(pc.folders).addin.is_file()  # the rest is installed all the same


def test_while_excel_is_open_nothing_is_done(pc: FakeWindows, linked: Supply) -> None:
    pc.programs.add("excel.exe")
    before = pc.snapshot()[0]
    status, said = put(pc, linked)
    assert status == 2
    assert said[1].startswith("✗ 检查 Excel 是否已关闭：Excel 正开着。\n  怎么办：关闭所有 Excel")
    assert pc.snapshot()[0] == before
    assert [path.name for path in (pc.folders.local / "xladdin").iterdir()] == ["logs"]


def test_opened_in_the_meantime_excel_would_overwrite_the_entry(
    pc: FakeWindows, linked: Supply, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [frozenset[str](), frozenset({"excel.exe"})]
    monkeypatch.setattr(pc, "running", lambda: answers.pop(0))
    status, said = put(pc, linked)
    assert status == 1
    assert "✗ 登记加载项：Excel 正开着。" in "".join(said)
    assert rf"{SIXTEEN}\Options" not in pc.keys


@pytest.mark.parametrize("harm", ["missing", "changed", "no list"])
def test_a_bundle_that_is_not_whole_is_refused(
    pc: FakeWindows, small_bundle: Path, tmp_path: Path, harm: str
) -> None:
    broken = tmp_path / "安装包"
    shutil.copytree(small_bundle, broken)
    wheel = next((broken / "wheels").glob("xladdin-*.whl"))
    if harm == "missing":
        wheel.unlink()
    elif harm == "changed":
        wheel.write_bytes(wheel.read_bytes() + b"x")
    else:
        (broken / supply.SUMS).unlink()
    status, said = put(pc, broken)
    assert status == 2
    assert said[0].startswith("✗ 核对安装包：")
    assert "重新复制安装包" in said[0]
    assert len(said) == 2


def test_pip_refuses_a_wheel_with_another_hash_even_if_the_list_agrees(
    pc: FakeWindows, small_bundle: Path, tmp_path: Path
) -> None:
    forged = tmp_path / "bundle"
    shutil.copytree(small_bundle, forged)
    wheel = next((forged / "wheels").glob("xlwings-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    (forged / supply.SUMS).write_text(supply.sums(forged), encoding="utf-8")
    status, said = put(pc, forged)
    assert status == 2
    assert said[3].startswith("✗ 安装运行环境：程序文件没能全部装上。")
    log = (pc.folders.local / "xladdin" / "logs" / "install.log").read_text(encoding="utf-8")
    assert "HASHES" in log


def test_when_the_environment_fails_the_old_one_stays(
    pc: FakeWindows, linked: Supply, small_bundle: Path
) -> None:
    put(pc, linked)
    (pc.folders.local / "xladdin" / "python" / "old").touch()
    pc.fails.add("run")
    status, said = put(pc, small_bundle)
    assert status == 2
    assert said[3].startswith("✗ 安装运行环境：建不成运行环境。\n  怎么办：关闭 Excel")
    assert (pc.folders.local / "xladdin" / "python" / "old").exists()
    assert not (pc.folders.local / "xladdin" / "python.old").exists()


@pytest.mark.parametrize(
    ("refused", "failed"),
    [
        ("write", ["登记受信任位置", "登记加载项", "登记卸载程序"]),
        ("shortcut", ["放好“发送到”菜单"]),
    ],
)
def test_what_does_not_depend_on_a_failed_step_is_done(
    pc: FakeWindows, linked: Supply, refused: str, failed: list[str]
) -> None:
    pc.fails.add(refused)
    status, said = put(pc, linked)
    assert status == 1
    assert [line[2:].partition("：")[0] for line in said if line.startswith("✗")] == failed
    assert all("\n  怎么办：" in line for line in said if line.startswith("✗"))
    assert said[-1].startswith("装好了一部分")
    pc.fails.clear()
    assert put(pc, linked)[0] == 0


def test_an_add_in_that_vanished_is_not_registered(
    pc: FakeWindows, small_bundle: Path, tmp_path: Path
) -> None:
    said: Said = []
    supplied = supply.Supply(tmp_path / "nowhere.xlam", (), (), ())
    assert install(pc, supplied, said.append) == 1
    assert "加载项没有放好，这一步没有做。" in "".join(said)
    assert not registry.is_registered(pc, "16.0", places(pc.folders).addin)


def test_a_template_that_the_user_has_changed_is_kept(pc: FakeWindows, linked: Supply) -> None:
    put(pc, linked)
    template = pc.folders.roaming / "Microsoft" / "Templates" / "绩效自评" / TEMPLATE_NAMES[0]
    template.write_text("填了一半", encoding="utf-8")
    status, said = put(pc, linked)
    assert status == 0
    assert f"✓ 放好空白表格：您改过的没有动：{template}" in said
    assert template.read_text(encoding="utf-8") == "填了一半"


def test_templates_go_where_the_user_told_excel(
    pc: FakeWindows, linked: Supply, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLADDIN_TEST_HOME", str(tmp_path))
    pc.write(rf"{SIXTEEN}\Options", "PersonalTemplates", "$XLADDIN_TEST_HOME/模板")
    assert put(pc, linked)[0] == 0
    assert (tmp_path / "模板" / "绩效自评" / TEMPLATE_NAMES[0]).is_file()


def test_the_mark_of_the_web_is_removed(pc: FakeWindows, linked: Supply) -> None:
    base = pc.folders.local / "xladdin"
    base.mkdir()
    stream = base / "xladdin.xlam:Zone.Identifier"  # on Windows a stream of the file
    stream.write_text("[ZoneTransfer]\nZoneId=3\n")
    put(pc, linked)
    assert not stream.exists()


def test_a_pc_without_excel_gets_what_works_there(tmp_path: Path, linked: Supply) -> None:
    pc = FakeWindows(tmp_path / "pc")
    status, said = put(pc, linked)
    assert status == 0
    skipped = [line[2:].partition("：")[0] for line in said if line.startswith("–")]
    assert skipped == ["核对安装包", "放好使用手册", "登记受信任位置", "登记加载项", "放好空白表格"]
    assert (pc.folders.roaming / "Microsoft" / "Windows" / "SendTo" / "绩效自评校验.lnk").exists()


def test_who_has_it_by_pip_gets_an_environment_that_finds_his_libraries(
    pc: FakeWindows, addin: Path
) -> None:
    said: Said = []
    assert install(pc, supply.from_checkout(addin), said.append) == 0
    assert said[0] == "– 核对安装包：不用安装包，用这台电脑上已有的程序。"
    ask = "import xladdin, xlwings, docx, sys; print(sys.prefix); print(xladdin.__file__)"
    told = subprocess.run(
        [places(pc.folders).interpreter(), "-I", "-c", ask], capture_output=True, check=True
    )
    prefix, module = told.stdout.decode().splitlines()
    assert Path(prefix) == places(pc.folders).python
    assert module == xladdin.__file__


def test_the_environment_that_runs_is_not_replaced(
    pc: FakeWindows, addin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.prefix", str(places(pc.folders).python))
    said: Said = []
    install(pc, supply.from_checkout(addin), said.append)
    assert said[3].startswith("– 安装运行环境：正由它运行")
    assert environment.runs_inside(places(pc.folders))


def test_where_there_is_nothing_to_install_into_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("xladdin.addin.machine.this_machine", lambda: elsewhere(tmp_path))
    with pytest.raises(InputError, match=r"^加载项只能装在 Windows 和 Linux 上"):
        install_here(print)
