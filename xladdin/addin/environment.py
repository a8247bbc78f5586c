"""Make the private Python of an installation anew, keeping the old one until the new one works.

From a bundle, it is the bundle's Python runtime (or a venv of the Python that runs this, if the
bundle has none) with the bundle's wheels, checked by their hashes. Without a bundle, it is a venv
that finds the libraries of the Python that runs this, for users of pip.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import xladdin
from xladdin.addin.machine import Machine
from xladdin.addin.places import Places
from xladdin.errors import InputError

REQUIREMENTS = "requirements.txt"
WHEELS = "wheels"
RUNTIME = "python"


def install_from_bundle(machine: Machine, bundle: Path, places: Places) -> str:
    """Make the environment from the bundle, without network; return the version printed by xladdin.

    Raises InputError or OSError, and then leaves the environment as it was.
    """
    with _replacing(places.python):
        if (bundle / RUNTIME).is_dir():
            shutil.copytree(bundle / RUNTIME, places.python)
            for path in [each for each in places.python.rglob("*") if each.is_file()]:
                unblock(path)
        else:
            _make_venv(machine, places.python)
        # pip runs from its own wheel, because neither a runtime nor a bare venv has it.
        pip = next((bundle / WHEELS).glob("pip-*.whl")) / "pip"
        settings = ("--isolated", "--disable-pip-version-check", "--no-input", "--quiet")
        wanted = ("--no-index", "--no-deps", "--require-hashes", "--no-warn-script-location")
        _run_or_fail(
            machine,
            [places.interpreter(), pip, "install", *settings, *wanted, "-r", REQUIREMENTS],
            "程序文件没能全部装上。",
            bundle,
        )
        missing = [name for name in _libraries_in(bundle) if not (places.python / name).is_file()]
        if missing:
            raise InputError(f"缺少 {'、'.join(missing)}，可能被杀毒软件删掉了。")
        return _version(machine, places)


def install_linked(machine: Machine, places: Places) -> str:
    """Make an environment with this Python's libraries; return the version printed by xladdin.

    Raises InputError or OSError, and then leaves the environment as it was.
    """
    with _replacing(places.python):
        _make_venv(machine, places.python)
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        site = _run_or_fail(
            machine, [places.interpreter(), "-I", "-c", ask], "建不成运行环境。"
        ).strip()
        ours = str(Path(xladdin.__file__).parent.parent)
        folders = dict.fromkeys([ours, *(path for path in sys.path if path.endswith("-packages"))])
        # ascii(), because Python reads the file in the code page of the PC.
        lines = [f"import site; site.addsitedir({path!a})\n" for path in folders]
        Path(site, "xladdin-linked.pth").write_text("".join(lines), encoding="ascii")
        for library in _own_libraries():
            shutil.copyfile(library, places.python / library.name)
        return _version(machine, places)


def prove(machine: Machine, places: Places) -> str:
    """Run proof.py with the environment's Python and return its sentence.

    Raises InputError with the sentence that it prints for a failure.
    """
    command = (places.interpreter(), "-I", "-m", "xladdin.addin.proof")
    status, printed = machine.run(command)
    said, _, details = printed.strip().partition("\n")
    if status != 0:
        error = InputError(said if said.endswith("。") else "计算程序运行不起来。")
        error.add_note(details or printed)
        raise error
    return said


def runs_inside(places: Places) -> bool:
    """Return whether this process runs from the environment."""
    return Path(sys.prefix).is_relative_to(places.python)


def unblock(path: Path) -> None:
    """Remove the Mark of the Web, a stream beside the file's content that makes Office block it."""
    with contextlib.suppress(OSError):  # there is none, or the disk has no streams
        os.remove(f"{path}:Zone.Identifier")


def _make_venv(machine: Machine, folder: Path) -> None:
    command = (sys.executable, "-I", "-m", "venv", "--without-pip", folder)
    _run_or_fail(machine, command, "建不成运行环境。")


def _version(machine: Machine, places: Places) -> str:
    """Return what ``xladdin --version`` prints. Raises InputError if it does not run."""
    command = (places.interpreter(), "-I", "-m", "xladdin", "--version")
    return _run_or_fail(machine, command, "程序装上了，但是运行不起来。").strip()


def _run_or_fail(
    machine: Machine, command: Sequence[str | Path], failure: str, folder: Path | None = None
) -> str:
    """Run a program and return what it prints. Raises InputError with the sentence ``failure`` if
    it fails; a note holds the command and its output."""
    status, printed = machine.run(command, folder)
    if status != 0:
        error = InputError(failure)
        error.add_note(f"{' '.join(map(str, command))}\n{printed}")
        raise error
    return printed


def _libraries_in(bundle: Path) -> list[str]:
    """Return the names of xlwings' DLLs, which pip puts beside the environment's Python for Excel."""
    found = []
    for wheel in (bundle / WHEELS).glob("xlwings-*.whl"):
        with ZipFile(wheel) as archive:
            found += [Path(name).name for name in archive.namelist() if name.endswith(".dll")]
    return found


def _own_libraries() -> list[Path]:
    """Return the paths of the same DLLs in this Python."""
    files = distribution("xlwings").files or ()
    return [Path(str(file.locate())) for file in files if file.suffix == ".dll"]


@contextlib.contextmanager
def _replacing(folder: Path) -> Iterator[None]:
    """Set the folder aside while it is made anew, and put it back if that fails."""
    aside = folder.with_name(f"{folder.name}.old")
    if aside.exists():
        shutil.rmtree(aside)
    if folder.exists():
        folder.rename(aside)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
