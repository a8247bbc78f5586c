"""What the add-in is made of, as it stands in ``macros/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from xladdin.addin.functions import UDFS, declared, wrappers
from xladdin.errors import InputError

MACROS = Path(__file__).resolve().parent.parent.parent / "macros"

#: The generated module.
FUNCTIONS = "Functions.bas"

#: The module of the workbook's own events; the others are standard modules.
WORKBOOK = "ThisWorkbook"


@dataclass(frozen=True, slots=True)
class Macros:
    """The sources of the add-in.

    ``modules``: VBA by module name, lines ending in CRLF, as Excel keeps them. ``ribbon``: the
    XML. ``rows``: the add-in's own sheet, which holds all Chinese that VBA shows; what the columns
    mean is written in ``Texts.bas``.
    """

    modules: dict[str, str]
    ribbon: bytes
    rows: tuple[tuple[str, ...], ...]


def read_macros(folder: Path = MACROS, udfs: Path = UDFS) -> Macros:
    """Read the sources. Raises InputError if they are not there, not ASCII, or out of date."""
    if not (folder / "ribbon.xml").is_file():
        raise InputError(
            "生成加载项要用源代码里的 macros 文件夹，这里没有（安装好的程序不带它）；"
            "请取得源代码，在其中运行。"
        )
    functions = declared(udfs.read_text(encoding="utf-8"))
    paths = [*folder.glob("*.bas"), *folder.glob("*.cls")]
    sources = {path.name: _ascii(path) for path in sorted(paths, key=lambda path: path.name)}
    if sources.get(FUNCTIONS) != wrappers(functions):
        raise InputError(
            f"macros/{FUNCTIONS} 与 xladdin/excel/udfs.py 不一致，请先运行 python3 install/dev.py build。"
        )
    texts = tomllib.loads((folder / "texts.toml").read_text(encoding="utf-8"))
    return Macros(
        {Path(name).stem: "\r\n".join(text.split("\n")) for name, text in sources.items()},
        (folder / "ribbon.xml").read_text(encoding="utf-8").encode(),
        (
            *texts.items(),
            *(
                (each.name, each.description, *(one.description for one in each.arguments))
                for each in functions
            ),
        ),
    )


def _ascii(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii")
    except UnicodeDecodeError as error:
        raise InputError(
            f"macros/{path.name} 里有中文或其他非 ASCII 字符，写进加载项会变成问号；"
            "请移到 texts.toml 或 ribbon.xml。"
        ) from error
    if not text.startswith(f'Attribute VB_Name = "{path.stem}"\n'):
        raise InputError(f'macros/{path.name} 的第一行应为 Attribute VB_Name = "{path.stem}"。')
    return text
