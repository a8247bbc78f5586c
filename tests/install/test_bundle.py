"""The offline bundle: made of the package index, complete, and installed without network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import build_bundle
import pytest
import targets

from tests.thorough import THOROUGH
from xladdin.addin import supply
from xladdin.errors import InputError

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def light(bundle: Path, tmp_path: Path) -> Path:
    """The bundle without what takes the longest to install, which the demo does without; in the
    thorough run the whole."""
    if THOROUGH:
        return bundle
    folder = tmp_path / "安装包"
    shutil.copytree(bundle, folder)
    heavy = [each for name in ("numpy", "pandas") for each in (folder / "wheels").glob(f"{name}-*")]
    assert len(heavy) == 2
    for wheel in heavy:
        wheel.unlink()
    build_bundle.write_requirements(folder)
    (folder / supply.SUMS).write_text(supply.sums(folder), encoding="utf-8")
    return folder


def test_installed_from_a_bundle_the_demo_runs_in_an_empty_folder(
    light: Path, tmp_path: Path
) -> None:
    # No index, no proxy, no settings of this machine: what pip would need, it has to find here.
    offline = {name: os.environ[name] for name in ("HOME",) if name in os.environ}
    offline |= {"PATH": os.defpath, "PYTHONUTF8": "1", "PIP_CONFIG_FILE": os.devnull}
    command = [sys.executable, str(light / "install.py"), "--into", str(tmp_path / "into")]
    done = subprocess.run(command, env=offline, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "✗" not in done.stdout

    empty = tmp_path / "空文件夹"
    empty.mkdir()
    (python,) = (tmp_path / "into").glob("xladdin-*/python/bin/python")
    command = [str(python), "-I", "-m", "xladdin", "demo"]
    shown = subprocess.run(
        command, cwd=empty, env=offline, capture_output=True, text=True, encoding="utf-8"
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "结论：发现错误" in shown.stdout
    assert (empty / "xladdin-demo" / "校验报告.html").is_file()
    assert supply.verify(light) > 15  # installing has left the bundle as it was


def test_an_installer_without_its_bundle_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "install.py").write_bytes((ROOT / "install" / "install.py").read_bytes())
    command = [sys.executable, str(tmp_path / "install.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert done.stderr == "安装包不完整：请把压缩包全部解压，再运行一次。\n"


def test_before_it_is_installed_there_is_nothing_to_examine(bundle: Path) -> None:
    command = [sys.executable, str(bundle / "install.py"), "--doctor"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "还没有安装，请先运行安装程序。\n"


def test_the_manual_is_pages_that_a_browser_shows(bundle: Path) -> None:
    page = (bundle / "manual" / "使用手册.html").read_text(encoding="utf-8")
    assert "<table>" in page
    assert 'href="%E8%A7%84%E5%88%99%E8%AF%B4%E6%98%8E.html"' in page
    assert any((bundle / "manual" / "images").iterdir())


# For Windows


@pytest.fixture(scope="module")
def windows_bundle(tmp_path_factory: pytest.TempPathFactory, addin: Path) -> Path:
    """A bundle for Windows; in place of the runtime only the names that are looked at."""
    folder = tmp_path_factory.mktemp("windows")
    with zipfile.ZipFile(folder / "runtime.zip", "w") as runtime:
        runtime.writestr("python.exe", b"MZ")
        runtime.writestr("pythonw.exe", b"MZ")
        runtime.writestr("python312.dll", b"MZ")
        runtime.writestr("python312._pth", "python312.zip\r\n.\r\n#import site\r\n")
    build_bundle.build(folder / "bundle", targets.Windows(addin), folder / "runtime.zip")
    return folder / "bundle"


def test_a_bundle_for_windows_has_every_wheel_that_windows_needs(windows_bundle: Path) -> None:
    names = [path.name for path in (windows_bundle / "wheels").iterdir()]
    assert all(name.endswith(("-any.whl", "-win_amd64.whl")) for name in names)
    packages = {name.partition("-")[0] for name in names}
    assert packages >= {
        "xladdin",
        "pip",
        "xlwings",
        "pywin32",
        "lxml",
        "pandas",
        "numpy",
        "openpyxl",
    }
    assert build_bundle.unmet(windows_bundle / "wheels", targets.Windows().conditions("3.12")) == []
    with zipfile.ZipFile(next((windows_bundle / "wheels").glob("xlwings-*.whl"))) as wheel:
        dlls = [Path(name).name for name in wheel.namelist() if name.endswith(".dll")]
    assert {name.partition("-")[0] for name in dlls} == {"xlwings32", "xlwings64"}


def test_its_requirements_name_every_wheel_but_pip_with_its_hash(windows_bundle: Path) -> None:
    lines = (windows_bundle / "requirements.txt").read_text(encoding="ascii").splitlines()
    expected = {
        f"./wheels/{path.name} --hash=sha256:{sha256(path.read_bytes()).hexdigest()}"
        for path in (windows_bundle / "wheels").iterdir()
        if not path.name.startswith("pip-")
    }
    assert set(lines) == expected
    assert len(lines) > 10


def test_its_python_finds_the_libraries(windows_bundle: Path) -> None:
    settings = (windows_bundle / "python" / "python312._pth").read_bytes()
    assert settings == b"python312.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"


def test_it_is_complete(windows_bundle: Path) -> None:
    assert supply.verify(windows_bundle) == sum(
        path.is_file() for path in windows_bundle.rglob("*") if path.name != supply.SUMS
    )
    (windows_bundle / "doctor.cmd").unlink()
    with pytest.raises(InputError, match=r"^有 1 个文件缺少或损坏，如“doctor.cmd”。$"):
        supply.verify(windows_bundle)


def test_a_folder_that_is_no_python_for_windows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "python").touch()
    with pytest.raises(targets.BundleError, match="里没有 Windows 的 Python"):
        targets.Windows().place_runtime(tmp_path / "runtime", tmp_path / "python")


def test_an_xlwings_whose_dlls_the_add_in_does_not_ask_for_is_refused(
    tmp_path: Path, addin: Path
) -> None:
    for folder in ("wheels", "python"):
        (tmp_path / folder).mkdir()
    with zipfile.ZipFile(tmp_path / "wheels" / "xlwings-9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("xlwings-9.9.data/data/xlwings64-9.9.dll", b"MZ")
    with pytest.raises(targets.BundleError, match=r"^加载项要 xlwings32-.+、xlwings64-.+里没有。$"):
        targets.Windows(addin).finish(tmp_path)


def test_wheels_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    for name, version, needs in (("a", "1", "Requires-Dist: b>=2\n"), ("b", "1", "")):
        info = f"{name}-{version}.dist-info/METADATA"
        with zipfile.ZipFile(tmp_path / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(
                info, f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
            )
    with pytest.raises(targets.BundleError, match=r"^a 要 b>=2，而安装包里是 1。$"):
        build_bundle.unmet(tmp_path, {})


@pytest.mark.parametrize("name", ["install.cmd", "uninstall.cmd", "doctor.cmd"])
def test_what_a_double_click_starts_is_read_by_every_windows(name: str) -> None:
    content = (ROOT / "install" / name).read_bytes()
    lines = content.split(b"\r\n")
    assert content.count(b"\n") == len(lines) - 1  # each line ends in CRLF
    chinese = [number for number, line in enumerate(lines) if not line.isascii()]
    assert lines.index(b"chcp 65001 >nul") < min(chinese)
    assert all(lines[number].startswith(b"echo ") for number in chinese)
    assert b"python\\python.exe install.py" in content


VERSIONS = {
    "Microsoft Windows [版本 6.1.7601]": False,
    "Microsoft Windows XP [版本 5.1.2600]": False,
    "Microsoft Windows [Version 6.3.9600]": False,
    "Microsoft Windows [版本 10.0.16299.15]": True,
    "Microsoft Windows [版本 10.0.22631.6060]": True,
}


def test_an_old_windows_is_told_in_its_own_code_page_before_anything_is_done(bundle: Path) -> None:
    lines = (bundle / "install.cmd").read_bytes().decode().split("\r\n")
    first = next(number for number, line in enumerate(lines) if "python.exe" in line)
    (asked,) = [line for line in lines[:first] if line.startswith("ver | ")]
    # The pattern is the same for findstr and for Python.
    pattern = re.search('/c:"(.+?)"', asked)[1]  # type: ignore[index]
    assert {version: not re.search(pattern, version) for version in VERSIONS} == VERSIONS
    shown = lines[lines.index(":unsupported") :]
    assert shown.index("chcp 936 >nul") < shown.index("type unsupported.txt")
    assert "exit /b 2" in shown
    text = (bundle / "unsupported.txt").read_bytes().decode("gbk")
    assert text.startswith("这台电脑上装不了：需要 64 位的 Windows 10 或更新的 Windows。\r\n")
