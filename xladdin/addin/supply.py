"""Find what to install: in an offline bundle, or in the checkout beside this package.

A bundle is a folder that ``install/build_bundle.py`` makes:

    install.cmd uninstall.cmd doctor.cmd install.py 安装说明.txt
    SHA256SUMS                  of every other file
    requirements.txt wheels/    the program and its libraries, by hash
    python/                     the Python runtime for Windows
    xladdin.xlam wps/           the add-ins for Excel and for WPS
    templates/ manual/
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import xladdin
from xladdin.addin.places import ADDIN_NAME
from xladdin.addin.record import digest
from xladdin.errors import InputError

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Supply:
    """The files to install: the add-in, the blank workbooks, the pages of the manual, the files of
    WPS's add-in; and the folder of the bundle, None without one."""

    addin: Path
    templates: tuple[Path, ...]
    manual: tuple[Path, ...]
    wps: tuple[Path, ...]
    bundle: Path | None = None


def from_bundle(bundle: Path) -> Supply:
    """Return the files of a bundle."""
    templates, manual, wps = (_files(bundle / name) for name in ("templates", "manual", "wps"))
    return Supply(bundle / ADDIN_NAME, templates, manual, wps, bundle)


def from_checkout(addin: Path | None = None) -> Supply:
    """Return the files of the project's folder, with another add-in if given."""
    root = Path(xladdin.__file__).parent.parent
    templates = tuple(
        path for path in _files(root / "workbook_templates") if path.suffix in (".xlsx", ".xltx")
    )
    macros = root / "macros"
    return Supply(addin or macros / ADDIN_NAME, templates, (), _files(macros / "wps"))


def verify(bundle: Path) -> int:
    """Return the number of files in the bundle, after comparing them with its checksums. Raises
    InputError if one is missing or damaged."""
    sums = bundle / SUMS
    if not sums.is_file():
        raise InputError("安装包不完整：缺少校验清单。")
    lines = sums.read_text(encoding="utf-8").splitlines()
    expected = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    wrong = [
        name
        for name, content in expected.items()
        if not (bundle / name).is_file() or digest(bundle / name) != content
    ]
    if wrong:
        raise InputError(f"有 {len(wrong)} 个文件缺少或损坏，如“{wrong[0]}”。")
    return len(expected)


def sums(bundle: Path) -> str:
    """Return the checksums of the bundle's files, as ``verify`` reads them."""
    names = sorted(
        os.path.relpath(path, bundle).replace(os.sep, "/")
        for path in bundle.rglob("*")
        if path.is_file() and path != bundle / SUMS
    )
    return "".join(f"{digest(bundle / name)}  {name}\n" for name in names)


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
