"""A PC made of a temporary folder and a dictionary, and what is installed on it."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "install"))

from build_bundle import build  # noqa: E402
from targets import Windows  # noqa: E402

from tests.install.fake_windows import FakeWindows  # noqa: E402
from tests.kit.made_once import made_once  # noqa: E402
from xladdin.addin import supply  # noqa: E402


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of whoever is at this computer: no test may touch the real one."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stands for the add-in, which the installer only copies."""
    path = tmp_path_factory.mktemp("addin") / "xladdin.xlam"
    path.write_bytes(b"add-in")
    return path


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory, addin: Path) -> Path:
    """A bundle for this computer, made of the package index by the script."""
    return made_once(tmp_path_factory, "安装包", lambda folder: build(folder, Windows(addin), None))


@pytest.fixture(scope="session")
def small_bundle(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Path:
    """A bundle with the program alone, and in place of xlwings a wheel with a DLL: quick."""
    import build_bundle

    folder = tmp_path_factory.mktemp("small")
    (folder / "wheels").mkdir()
    for name in ("xladdin-*.whl", "pip-*.whl"):
        wheel = next((bundle / "wheels").glob(name))
        (folder / "wheels" / wheel.name).write_bytes(wheel.read_bytes())
    _wheel_with_dll(folder / "wheels")
    build_bundle.write_requirements(folder)
    for name in (
        "templates/附件1 基础数据表.xlsx",
        "templates/附件2 自评表.xlsx",
        "manual/使用手册.html",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    (folder / "xladdin.xlam").write_bytes(b"add-in")
    build_bundle.copy_wps(folder)
    (folder / supply.SUMS).write_text(supply.sums(folder), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def linked(small_bundle: Path) -> supply.Supply:
    """The same without the wheels, for who has the program by pip: quicker still."""
    return replace(supply.from_bundle(small_bundle), bundle=None)


@pytest.fixture
def pc(tmp_path: Path) -> FakeWindows:
    """A PC with Excel 2016 or later, never used for this program."""
    machine = FakeWindows(tmp_path / "pc")
    machine.write(
        r"HKLM\SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot", "Path", "C:\\Office16\\"
    )
    return machine


def _wheel_with_dll(folder: Path) -> None:
    with zipfile.ZipFile(folder / "xlwings-0.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("xlwings-0.0.data/data/xlwings64-0.0.dll", b"MZ")
        info = "xlwings-0.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: xlwings\nVersion: 0.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{info}/RECORD,,\n")
