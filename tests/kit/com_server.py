"""xlwings' own COM server without COM: its class, cut out of its source, with pywin32 replaced.

What VBA hands over and gets back goes through the class that answers it on a user's PC, so that a
call with the wrong method, order or kind of argument fails here, too.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import MISSING, NOTHING, VBAArray, VBAInt, VBAObject

PACKAGE = Path(importlib.util.find_spec("xlwings").origin).parent  # type: ignore[union-attr,arg-type]
#: What a missing argument is once it has travelled through COM.
MISSING_ARGUMENT = -2147352572
#: The number of the error that an exception in Python becomes.
DISP_E_EXCEPTION = -2147352567


class Wrapped(VBAObject):
    """A Python object as VBA holds it; its public methods are those of ``inner``."""

    vba_type_name = "Object"

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def vba_get(
        self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None
    ) -> object:
        assert not named, "COM servers of pywin32 know no named arguments"
        assert name in self.inner._public_methods_
        try:
            return for_vba(getattr(self.inner, name)(*map(from_vba, args)))
        except Exception as error:
            trace = f"Unexpected Python Error: Traceback (most recent call last): {error}"
            raise VBARuntimeError(DISP_E_EXCEPTION, trace) from error


def from_vba(value: object) -> Any:
    """As pywin32 would hand it to Python."""
    if isinstance(value, VBAArray):
        return tuple(from_vba(each) for each in value.elements())
    if value is MISSING:
        return MISSING_ARGUMENT
    if value is NOTHING:
        return None
    return int(value) if isinstance(value, VBAInt) else value


def for_vba(value: Any) -> object:
    """As pywin32 would hand it to VBA: sequences as arrays, sequences of these as tables."""
    if isinstance(value, list | tuple):
        if value and isinstance(value[0], list | tuple):
            rows, columns = len(value), len(value[0])
            table = VBAArray([(0, rows - 1), (0, columns - 1)])
            for row in range(rows):
                for column in range(columns):
                    table.set([row, column], for_vba(value[row][column]))
            return table
        return VBAArray([(0, len(value) - 1)], items=[for_vba(each) for each in value])
    return value


def server(call_udf: Callable[..., Any]) -> Wrapped:
    """The server, with ``call_udf`` in place of what fetches arguments from Excel's cells."""
    tree = ast.parse((PACKAGE / "com_server.py").read_text(encoding="utf-8"))
    wanted = {"XLPythonObject", "FromVariant", "ToVariant", "XLPython"}
    pieces = [node for node in tree.body if getattr(node, "name", "") in wanted]
    assert {node.name for node in pieces} == wanted  # type: ignore[attr-defined]

    def unwrap(value: object) -> Any:
        if isinstance(value, Wrapped):
            return value.inner
        raise TypeError(value)

    world: dict[str, Any] = {
        "win32com": SimpleNamespace(
            server=SimpleNamespace(util=SimpleNamespace(wrap=Wrapped, unwrap=unwrap))
        ),
        "PyIDispatch": object(),
        "call_udf": call_udf,
    }
    exec(compile(ast.Module(pieces, []), "com_server.py", "exec"), world)
    return Wrapped(world["XLPython"]())


def parameters(module: str, *path: str) -> list[str]:
    """The parameters of a function in a module of xlwings that only Windows can import."""
    body: Any = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8")).body
    for name in path:
        node = next(each for each in body if getattr(each, "name", "") == name)
        body = node.body
    return [argument.arg for argument in node.args.args]
