"""Read what the add-in is made of from ``macros/``, and generate its wrappers of functions."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xladdin.errors import InputError

#: The module that declares the worksheet functions.
UDFS = Path(__file__).resolve().parent.parent / "excel" / "udfs.py"

#: The longest description that Excel shows.
_LONGEST = 255

_HEAD = """\
Attribute VB_Name = "Functions"
Option Explicit

' Made from xladdin/excel/udfs.py by "python3 install/dev.py build"; do not edit.
"""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a worksheet function, with its Chinese description."""

    name: str
    description: str
    optional: bool


@dataclass(frozen=True, slots=True)
class WorksheetFunction:
    """A function that cells can call, with its Chinese description."""

    name: str
    description: str
    arguments: tuple[Argument, ...]


def declared(source: str) -> list[WorksheetFunction]:
    """Return the functions under ``@xw.func`` in the source of a Python module, in its order.

    The docstring's first paragraph describes the function, ``doc=`` in ``@xw.arg`` an argument.
    Raises InputError if a description is missing or too long for Excel, a name is not ASCII, or a
    function has ``*arguments``.
    """
    return [
        _function(node)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and "func" in _decorators(node)
    ]


def wrappers(functions: Sequence[WorksheetFunction]) -> str:
    """Return the VBA module with a wrapper for each function."""
    return "\n".join([_HEAD, *map(_wrapper, functions)])


def _wrapper(function: WorksheetFunction) -> str:
    parameters = ", ".join(
        f"{'Optional ' if argument.optional else ''}{argument.name} As Variant"
        for argument in function.arguments
    )
    names = ", ".join(argument.name for argument in function.arguments)
    return (
        f"Public Function {function.name}({parameters}) As Variant\n"
        f'    {function.name} = CallFunction("{function.name}", Array({names}))\n'
        "End Function\n"
    )


def _function(node: ast.FunctionDef) -> WorksheetFunction:
    given = node.args
    if given.vararg or given.kwonlyargs or given.kwarg:
        raise InputError(f"自定义函数 {node.name} 只能用固定的参数。")
    descriptions = dict(_descriptions(node))
    required = len(given.args) - len(given.defaults)
    return WorksheetFunction(
        _ascii_name(node.name),
        _checked_description(node.name, (ast.get_docstring(node) or "").partition("\n\n")[0]),
        tuple(
            Argument(
                _ascii_name(argument.arg),
                _checked_description(
                    f"{node.name} 的参数 {argument.arg}", descriptions.get(argument.arg, "")
                ),
                optional=place >= required,
            )
            for place, argument in enumerate(given.args)
        ),
    )


def _decorators(node: ast.FunctionDef) -> Iterator[str]:
    """Yield the decorators' last names: ``func`` for ``@xw.func`` and ``@xw.func(category="…")``."""
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(called, ast.Attribute):
            yield called.attr


def _descriptions(node: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield the name and the ``doc`` of each ``@xw.arg``."""
    for decorator in node.decorator_list:
        match decorator:
            case ast.Call(ast.Attribute(attr="arg"), [ast.Constant(str(name)), *_], keywords):
                for keyword in keywords:
                    if keyword.arg == "doc" and isinstance(keyword.value, ast.Constant):
                        yield name, str(keyword.value.value)


def _checked_description(what: str, description: str) -> str:
    shown = "".join(line.strip() for line in description.splitlines())
    if not shown:
        raise InputError(f"自定义函数 {what} 没有说明，Excel 的函数向导里无从显示。")
    if len(shown) > _LONGEST:
        raise InputError(f"自定义函数 {what} 的说明超过 {_LONGEST} 个字，Excel 会截掉。")
    return shown


def _ascii_name(name: str) -> str:
    if not name.isascii():
        raise InputError(f"自定义函数的名称“{name}”只能用英文字母：VBA 源文件不能有中文。")
    return name


MACROS = Path(__file__).resolve().parent.parent.parent / "macros"

#: The file name of the generated module.
FUNCTIONS = "Functions.bas"

#: The module of the workbook's own events; all others are standard modules.
WORKBOOK = "ThisWorkbook"


@dataclass(frozen=True, slots=True)
class Macros:
    """The sources of the add-in.

    ``modules`` are the VBA sources by module name, with CRLF as Excel keeps them; ``ribbon`` is its
    XML. ``rows`` are the add-in's own sheet, with all Chinese texts that VBA shows; ``Texts.bas``
    explains its columns.
    """

    modules: dict[str, str]
    ribbon: bytes
    rows: tuple[tuple[str, ...], ...]


def read_macros(folder: Path = MACROS, udfs: Path = UDFS) -> Macros:
    """Read the sources. Raises InputError if they are missing, not ASCII, or out of date."""
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
