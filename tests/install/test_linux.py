"""Installing on a Linux desktop, as on Kylin or UOS, and taking everything off again."""

from __future__ import annotations

import os
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.thorough import THOROUGH
from xladdin.addin import doctor, linux, supply
from xladdin.addin.installing import install
from xladdin.addin.linux import ENTRY
from xladdin.addin.machine import Linux
from xladdin.addin.places import places
from xladdin.addin.steps import State
from xladdin.addin.supply import Supply
from xladdin.addin.uninstalling import uninstall


@pytest.fixture(params=["zhang", "张 㛃"] if THOROUGH else ["张 㛃"])
def desktop(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Linux:
    """The computer of a user who has some files already."""
    home = tmp_path / request.param
    (home / ".local/share/applications").mkdir(parents=True)
    (home / ".local/share/applications/other.desktop").touch()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", os.defpath)  # pip asks for other programs, which leave files behind
    return Linux()


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_what_is_installed_works_and_goes_again(desktop: Linux, small_bundle: Path) -> None:
    home, said = Path.home(), []
    before = files(home)
    assert install(desktop, supply.from_bundle(small_bundle), said.append) == 0
    assert [line[0] for line in said[:-1]] == ["✓"] * 7
    assert said[-1].startswith("安装完成。打开 WPS 表格")
    there = places(desktop.folders)
    assert there.base == home / ".local/share/xladdin"
    version = [there.interpreter(), "-I", "-m", "xladdin", "--version"]
    assert subprocess.run(version, capture_output=True, check=True).stdout.startswith(b"xladdin ")
    assert (there.base / "uninstall.sh").stat().st_mode & 0o111
    said.clear()
    assert uninstall(desktop, said.append) == 0
    assert said[-1] == "卸载完成，什么也没有留下。您自己的材料和校验结果都没有动。"
    assert files(home) - before <= {".local/state"}


def test_the_doctor_looks_at_what_is_there(desktop: Linux, linked: Supply) -> None:
    def states() -> dict[str, State]:
        found = doctor.examine(desktop, Path.home() / "logs")
        return {each.title: each.state for each in found}

    titles = ("WPS 加载项", "WPS 试运行", "“打开方式”菜单")
    before = states()
    assert [before[title] for title in titles] == [State.NONE] * 3
    install(desktop, linked, print)
    after = states()
    assert [after[title] for title in titles] == [State.GOOD] * 3
    applications = desktop.folders.applications
    assert applications is not None
    (applications / ENTRY).write_text("[Desktop Entry]\n", encoding="utf-8")
    assert states()["“打开方式”菜单"] is State.BAD
    (applications / ENTRY).unlink()
    python = places(desktop.folders).interpreter()
    python.unlink()
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    harmed = states()
    assert harmed["“打开方式”菜单"] is State.BAD
    assert harmed["WPS 试运行"] is State.BAD


def test_taking_off_what_is_not_there_is_harmless(desktop: Linux) -> None:
    said: list[str] = []
    assert uninstall(desktop, said.append) == 0
    assert [line[0] for line in said[:-1]] == ["–"] * 4


def test_the_entry_is_one_that_file_managers_take(tmp_path: Path) -> None:
    file = tmp_path / ENTRY
    file.write_text(
        linux.entry(Path("/home/张 三/.local/share/xladdin/python/bin/python")), encoding="utf-8"
    )
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(file, encoding="utf-8")
    entry = dict(parser["Desktop Entry"])
    assert entry["Name[zh_CN]"] == "绩效自评校验"
    assert entry["Exec"] == (
        '"/home/张 三/.local/share/xladdin/python/bin/python" -I -m xladdin.addin.dropped %F'
    )
    assert {"Type", "Name", "Terminal", "MimeType", "Categories"} <= entry.keys()
    assert "application/wps-office.xlsx" in entry["MimeType"].split(";")
    validate = shutil.which("desktop-file-validate")
    if validate is not None:
        done = subprocess.run([validate, file], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/a b/python", '"/a b/python"'),
        ('/a"b/python', '"/a\\\\"b/python"'),
        ("/a$b`c/python", '"/a\\\\$b\\\\`c/python"'),
        ("/50%/python", '"/50%%/python"'),
    ],
)
def test_odd_names_of_folders_are_written_as_the_standard_says(path: str, written: str) -> None:
    assert f"Exec={written} -I " in linux.entry(Path(path))
