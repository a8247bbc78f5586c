"""VBA sources → ``vbaProject.bin``, without Excel. Needs pyOpenVBA, which only developers have.

The project holds sources and nothing that was compiled from them, as [MS-OVBA] asks of who writes
one: then every Excel, of whatever version and bitness, compiles them for itself.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xladdin.addin.macros import WORKBOOK
from xladdin.errors import InputError

#: [MS-OVBA] 2.3.4.1: the mark of the stream, the version that fits no cache, and no cache.
_NO_CACHE = bytes.fromhex("CC61 FFFF 00 0000")


def vba_project(modules: Mapping[str, str]) -> bytes:
    """The project with these modules, sources by name; the same sources give the same bytes.

    Raises InputError if pyOpenVBA is missing, or if a module is no VBA.
    """
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.cfb import CFB
        from pyopenvba.exceptions import VBACompileError
        from pyopenvba.interpreter import parse_module
    except ModuleNotFoundError as error:
        raise InputError(
            '生成加载项需要 pyOpenVBA，请先安装：pip install "xladdin[build]"（只有开发时才用到）。'
        ) from error
    for name, source in modules.items():
        try:
            parse_module(readable(source), name=name)
        except VBACompileError as error:
            raise InputError(f"宏有语法错误，没有生成加载项：{error}。") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            # The macros do without Office's own library, which a PC with WPS alone lacks.
            book.remove_reference("Office")
            for name, source in modules.items():
                if name == WORKBOOK:
                    book.set_module(name, source)
                else:
                    project.add_module(name, source)
            for module in project.modules:
                _drop_compiled(module)
            book.save()
        with zipfile.ZipFile(path) as package:
            streams = CFB.from_bytes(package.read("xl/vbaProject.bin"))
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    return bytes(streams.to_bytes())


def readable(source: str) -> str:
    """The source as pyOpenVBA's parser takes it: it does not know that objects can have events."""
    return source.replace(" WithEvents ", " ")


def _drop_compiled(module: Any) -> None:
    """Leave of a module its source alone, at the beginning of its stream."""
    module.source = module.source
    module.prefix_bytes = b""
    module.text_offset = 0
    module.dirty = True
