"""What a bundle for Linux has of its own: its Python, its scripts, and for whom it is."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

import build_bundle
import pytest
from targets import MACHINES, BundleError, Linux

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """The names of a Python for Linux, some of them links, as it is installed."""
    folder = tmp_path / "cpython" / "install"
    for name in ("bin/python3.11", "lib/python3.11/os.py", "lib/python3.11/test/test_os.py",
                 "lib/python3.11/site-packages/pip.py", "lib/python3.11/lib-dynload/_ctypes.so",
                 "lib/libpython3.11.a", "lib/python3.11/config-3.11-linux/libpython3.11.a",
                 "include/python3.11/pyconfig.h"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / "bin" / "python3.11").chmod(0o755)
    (folder / "bin" / "python3").symlink_to("python3.11")
    return folder


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
def test_the_runtime_is_taken_without_links_and_needless_parts(
    runtime: Path, tmp_path: Path, packed: bool
) -> None:
    given = runtime
    if packed:
        given = tmp_path / "cpython.tar.gz"
        with tarfile.open(given, "w:gz") as archive:
            archive.add(runtime.parent, "cpython")
    target = tmp_path / "bundle" / "python"
    target.parent.mkdir()
    assert Linux("x86_64").place_runtime(given, target) == "3.11"
    assert {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()} == {
        "bin/python", "lib/python3.11/os.py", "lib/python3.11/lib-dynload/_ctypes.so",
        "include/python3.11/pyconfig.h",
    }  # fmt: skip
    assert not any(path.is_symlink() for path in target.rglob("*"))
    assert os.access(target / "bin" / "python", os.X_OK)
    assert [path.name for path in target.parent.iterdir()] == ["python"]


def test_what_is_no_python_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    with pytest.raises(BundleError, match="没有 Linux 的 Python"):
        Linux("x86_64").place_runtime(tmp_path, tmp_path / "python")


def test_a_platform_needs_a_runtime(tmp_path: Path) -> None:
    command = ["--platform", "linux-aarch64", "-o", str(tmp_path / "new")]
    done = run_builder(*command)
    assert done.returncode == 2
    assert "--runtime" in done.stderr
    done = run_builder(*command, "--runtime", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith(f"“{tmp_path}”里没有 Linux 的 Python")
    assert not (tmp_path / "new").exists()


def run_builder(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [build_bundle.sys.executable, str(ROOT / "install" / "build_bundle.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("machine", MACHINES)
def test_conditions_are_those_of_the_target(machine: str) -> None:
    from packaging.markers import Marker

    conditions = Linux(machine).conditions("3.11")
    assert Marker("sys_platform == 'linux' and platform_machine != 'AMD64'").evaluate(conditions)
    assert not Marker("platform_system == 'Windows'").evaluate(conditions)
    options = Linux(machine).pip_options("3.11")
    assert f"manylinux_2_28_{machine}" in options
    assert not any("2_29" in option for option in options)  # UOS 20 has no newer C library


# The scripts


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """A bundle whose Python tells how it is called; on the PATH a uname that says what it is told."""
    folder = tmp_path / "安装包 1"
    (folder / "python" / "bin").mkdir(parents=True)
    for name in ("install.sh", "uninstall.sh", "doctor.sh"):
        shutil.copy(ROOT / "install" / name, folder / name)
    (folder / "machine.txt").write_text(f"{platform.machine()}\n")
    python = folder / "python" / "bin" / "python"
    python.write_text('#!/bin/sh\n[ "$1" = -I ] && exit 0\necho "$@"\nexit 7\n')
    return folder


def called(script: Path, machine: str | None = None) -> tuple[int, str]:
    """The status and what is shown, on this computer or on one that calls itself so."""
    path = os.defpath
    if machine is not None:
        told = script.parent.parent / "programs" / "uname"
        told.parent.mkdir()
        told.write_text(f"#!/bin/sh\necho {machine}\n")
        told.chmod(0o755)
        path = f"{told.parent}{os.pathsep}{path}"
    done = subprocess.run(
        ["sh", script], env={"PATH": path, "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("script", "shown"),
    [("install.sh", "install.py"), ("uninstall.sh", "install.py --uninstall"), ("doctor.sh", "install.py --doctor")],
)  # fmt: skip
def test_a_script_runs_the_bundle_s_own_python(unpacked: Path, script: str, shown: str) -> None:
    assert called(unpacked / script) == (7, f"{shown}\n")


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        ("loongarch64", "这台电脑的处理器是 loongarch64（如龙芯、申威），所用的库没有这种处理器的版本，装不了。"),
        ("aarch64", "这个安装包是给 x86_64 处理器的，这台电脑是 aarch64，请换用对应的安装包。"),
    ],
)  # fmt: skip
def test_a_computer_for_which_it_is_not_is_told(unpacked: Path, machine: str, said: str) -> None:
    (unpacked / "machine.txt").write_text("x86_64\n")
    status, shown = called(unpacked / "install.sh", machine)
    assert (status, shown.splitlines()[0]) == (2, said)


def test_a_python_that_does_not_run_is_told(unpacked: Path) -> None:
    (unpacked / "python" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    status, shown = called(unpacked / "install.sh")
    assert status == 2
    assert shown.startswith("程序运行不起来。请把整个文件夹复制到自己的主目录里")
