"""Uninstalling: as if it had never been there, except for what is the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.install.fake_windows import FakeWindows
from xladdin.addin import supply
from xladdin.addin.installing import install
from xladdin.addin.machine import elsewhere
from xladdin.addin.places import places
from xladdin.addin.supply import Supply
from xladdin.addin.uninstalling import uninstall, uninstall_here
from xladdin.errors import InputError

OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
TEMPLATES = Path("Microsoft", "Templates", "绩效自评")


@pytest.fixture(params=["zhang", "张㛃"])
def used(request: pytest.FixtureRequest, tmp_path: Path) -> FakeWindows:
    """A PC on which other people's add-ins, trusted folders and templates lie."""
    machine = FakeWindows(tmp_path / "pc", request.param)
    excel = r"HKCU\Software\Microsoft\Office\16.0\Excel"
    machine.write(OPTIONS, "OPEN", '/R "C:\\tools\\other.xlam"')
    machine.write(OPTIONS, "OPEN1", "third.xll")
    machine.write(rf"{excel}\Security\Trusted Locations\Location0", "Path", "C:\\tools\\")
    machine.write(rf"{excel}\Resiliency\DisabledItems", "x", "D:\\other.xlam".encode("utf-16-le"))
    (machine.folders.roaming / "Microsoft" / "Templates" / "own.xltx").touch()
    return machine


def test_nothing_is_left(used: FakeWindows, small_bundle: Path, linked: Supply) -> None:
    before = used.snapshot()
    bundled = str(used.folders.local).isascii()  # once is enough: it takes long
    assert install(used, supply.from_bundle(small_bundle) if bundled else linked, print) == 0
    assert used.values(OPTIONS)["OPEN2"]
    said: list[str] = []
    assert uninstall(used, said.append) == 0
    assert used.snapshot() == before
    assert [line[:1] for line in said[:-1]] == ["✓"] * 7
    assert said[-1].startswith("卸载完成")


def test_uninstalling_twice_is_harmless(used: FakeWindows, linked: Supply) -> None:
    install(used, linked, print)
    uninstall(used, print)
    before = used.snapshot()
    said: list[str] = []
    assert uninstall(used, said.append) == 0
    assert used.snapshot() == before
    assert sum(line.startswith("– ") for line in said) == 5


def test_what_excel_noted_of_the_add_in_goes_too(used: FakeWindows, linked: Supply) -> None:
    before = used.snapshot()
    install(used, linked, print)
    addin = places(used.folders).addin
    excel = r"HKCU\Software\Microsoft\Office\16.0\Excel"
    shut_out = b"\x01\x00\x00\x00" + str(addin).encode("utf-16-le")
    used.write(rf"{excel}\Resiliency\DisabledItems", "4F1A", shut_out)
    used.write(rf"{excel}\Add-in Manager", str(addin), "")
    assert uninstall(used, print) == 0
    assert used.snapshot() == before


def test_a_template_that_the_user_has_filled_in_is_his(used: FakeWindows, linked: Supply) -> None:
    install(used, linked, print)
    template = used.folders.roaming / TEMPLATES / "附件2 自评表.xlsx"
    template.write_text("填好了", encoding="utf-8")
    said: list[str] = []
    assert uninstall(used, said.append) == 0
    assert f"您改过的留下了：{template}" in "".join(said)
    assert [path.name for path in template.parent.iterdir()] == [template.name]
    assert not places(used.folders).base.exists()


def test_while_excel_is_open_nothing_is_removed(used: FakeWindows, linked: Supply) -> None:
    install(used, linked, print)
    keys = used.snapshot()[0]
    used.programs.add("excel.exe")
    assert uninstall(used, print) == 2
    assert used.snapshot()[0] == keys
    assert places(used.folders).addin.exists()


def test_a_failed_step_keeps_the_record_so_that_it_can_be_repeated(
    used: FakeWindows, linked: Supply, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = used.snapshot()
    install(used, linked, print)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".lnk":
            raise PermissionError(13, "denied", str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        said: list[str] = []
        assert uninstall(used, said.append) == 2
    assert "没有权限，或文件正在别的程序里开着" in "".join(said)
    assert places(used.folders).record.exists()
    assert (used.folders.temporary / "xladdin-uninstall.log").exists()
    assert uninstall(used, print) == 0
    assert used.snapshot() == before


def test_run_from_the_installation_itself_the_rest_goes_when_it_has_ended(
    used: FakeWindows, linked: Supply, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(used, linked, print)
    there = places(used.folders)
    monkeypatch.setattr("sys.prefix", str(there.python))
    assert uninstall(used, print) == 0
    assert used.later == [there.base]
    assert [path.name for path in there.base.iterdir()] == ["python"]
    assert not there.logs.exists()


def test_where_nothing_can_be_installed_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("xladdin.addin.machine.this_machine", lambda: elsewhere(tmp_path))
    with pytest.raises(InputError, match=r"这台电脑上没有可卸载的。$"):
        uninstall_here(print)
