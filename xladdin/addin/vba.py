"""VBA sources → ``vbaProject.bin``, without Excel. Needs pyOpenVBA, which only developers have."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from xladdin.addin.macros import WORKBOOK
from xladdin.errors import InputError


def vba_project(modules: Mapping[str, str]) -> bytes:
    """The project with these modules, sources by name; the same sources give the same bytes.

    Raises InputError if pyOpenVBA is missing, or if a module is no VBA.
    """
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.exceptions import VBACompileError
        from pyopenvba.interpreter import parse_module
    except ModuleNotFoundError as error:
        raise InputError(
            '生成加载项需要 pyOpenVBA，请先安装：pip install "xladdin[build]"（只有开发时才用到）。'
        ) from error
    for name, source in modules.items():
        try:
            parse_module(source, name=name)
        except VBACompileError as error:
            raise InputError(f"宏有语法错误，没有生成加载项：{error}。") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for name, source in modules.items():
                if name == WORKBOOK:
                    book.set_module(name, source)
                else:
                    project.add_module(name, source)
            book.save()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")
