"""Counts the round trips to the spreadsheet, and says in one way what goes wrong there.

A round trip is what would be one call of Excel's: reading a property, a block of values or of
formulas, writing them, calling a method. Moving about (``sheet.range``, ``row``, ``shape`` …) is
free. What the engine does beyond that to answer as Excel would is not counted.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

from tests.office.process import OfficeError, load_uno

#: Members that only move about, when they are read or called.
FREE = set((
    "address api app apps book books cells column columns coords count document engine find font"
    " foresee fullname get_address get_sheet_address hidden index keys location name names next_name of"
    " parent pid range reset row rows shape sheet sheets texts type uno"
).split())  # fmt: skip

#: What the add-in itself may ask while a cell is edited.
_WHILE_EDITING = {"Api.Ready", "Api.ActiveWorkbook"}

_Class = TypeVar("_Class", bound=type)


class ComError(Exception):
    """What Excel refuses; on Windows this would be a pywintypes.com_error."""


class Trips(Counter[str]):
    """How often what was called: ``Range.raw_value`` is a read, ``Range.raw_value=`` a write."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = True
        #: How often something was done that may change the spreadsheet.
        self.changes = 0
        self._inside = 0

    def call(self, kind: str, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Call ``function``, counted as one trip unless another call is under way or it is free."""
        if not self._inside and kind.partition(".")[2] not in FREE:
            if not self.ready and kind not in _WHILE_EDITING:
                raise OfficeError(f"{kind} while a cell is edited: xlwings would wait for ever")
            self[kind] += 1
        self._inside += 1
        try:
            return function(*arguments, **named)
        except Exception as error:
            raise translated(error, kind) from error
        finally:
            self._inside -= 1


trips = Trips()


def translated(error: Exception, doing: str) -> Exception:
    """An exception of UNO as ComError, or as OfficeError where soffice is gone; others as is."""
    uno = load_uno()
    if not isinstance(error, uno.getClass("com.sun.star.uno.Exception")):
        return error
    if "disposed" in str(error).lower() or isinstance(
        error, uno.getClass("com.sun.star.lang.DisposedException")
    ):
        return OfficeError(f"soffice died or closed the document in {doing}: {error}")
    return ComError(f"{doing}: {type(error).__name__} {error}".strip())


def counted(cls: _Class) -> _Class:
    """Make round trips of the public properties and methods that the class itself defines.

    They go by the name of the class, or by its ``_kind``.
    """
    for name, member in list(vars(cls).items()):
        if name.startswith("_"):
            continue
        kind = f"{getattr(cls, '_kind', cls.__name__)}.{name}"
        if isinstance(member, property) and member.fget:
            write = member.fset and _trip(f"{kind}=", member.fset, changes=True)
            setattr(cls, name, property(_trip(kind, member.fget), write))
        elif isinstance(member, FunctionType):
            setattr(cls, name, _trip(kind, member, changes=name not in FREE))
    return cls


def _trip(kind: str, function: Callable[..., Any], *, changes: bool = False) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        trips.changes += changes
        return trips.call(kind, function, *arguments, **named)

    return call


class Api:
    """Base of what ``.api`` gives: each property that is read or written and each method is a trip."""

    _kind = "Api"

    def __init_subclass__(cls) -> None:
        counted(cls)
