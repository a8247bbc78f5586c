"""The worksheet functions: from their declaration in Python to their wrappers in VBA.

The declaration is read as text, not imported: where there is no Excel, xlwings' decorators leave
no trace on a function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xladdin.errors import InputError

#: The module that declares them.
UDFS = Path(__file__).resolve().parent.parent / "excel" / "udfs.py"

#: Excel shows no more of a description.
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
    """The functions under ``@xw.func`` in a Python module, in its order.

    The docstring's first paragraph describes the function, ``doc=`` in ``@xw.arg`` an argument.
    Raises InputError where a wrapper cannot be made: no description or one that Excel would cut, a
    name that is not ASCII, ``*arguments``.
    """
    return [
        _function(node)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and "func" in _decorators(node)
    ]


def wrappers(functions: Sequence[WorksheetFunction]) -> str:
    """The VBA module with a wrapper for each function."""
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
        _ascii(node.name),
        _shown(node.name, (ast.get_docstring(node) or "").partition("\n\n")[0]),
        tuple(
            Argument(
                _ascii(argument.arg),
                _shown(f"{node.name} 的参数 {argument.arg}", descriptions.get(argument.arg, "")),
                optional=place >= required,
            )
            for place, argument in enumerate(given.args)
        ),
    )


def _decorators(node: ast.FunctionDef) -> Iterator[str]:
    """The decorators' last names: ``func`` for ``@xw.func`` and ``@xw.func(category="…")``."""
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(called, ast.Attribute):
            yield called.attr


def _descriptions(node: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Name and ``doc`` of each ``@xw.arg``."""
    for decorator in node.decorator_list:
        match decorator:
            case ast.Call(ast.Attribute(attr="arg"), [ast.Constant(str(name)), *_], keywords):
                for keyword in keywords:
                    if keyword.arg == "doc" and isinstance(keyword.value, ast.Constant):
                        yield name, str(keyword.value.value)


def _shown(what: str, description: str) -> str:
    shown = "".join(line.strip() for line in description.splitlines())
    if not shown:
        raise InputError(f"自定义函数 {what} 没有说明，Excel 的函数向导里无从显示。")
    if len(shown) > _LONGEST:
        raise InputError(f"自定义函数 {what} 的说明超过 {_LONGEST} 个字，Excel 会截掉。")
    return shown


def _ascii(name: str) -> str:
    if not name.isascii():
        raise InputError(f"自定义函数的名称“{name}”只能用英文字母：VBA 源文件不能有中文。")
    return name
