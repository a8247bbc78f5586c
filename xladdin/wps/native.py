"""Provide ``.api``: objects under Excel's names, as far as the handlers of ``excel/`` use them.

WPS's script has no named arguments, and only the name of a member tells whether it is an object, a
method or a value. Therefore both are listed here, and a test compares them with WPS's declarations.
"""

from __future__ import annotations

from typing import Any

from xladdin.wps.line import Remote

#: Properties that are objects.
OBJECTS = frozenset((
    "ActiveSheet Borders EntireColumn EntireRow Protection SelectedItems Shape"
).split())  # fmt: skip

#: The named arguments of methods, in order.
_PROTECTION = (
    "Password DrawingObjects Contents Scenarios UserInterfaceOnly AllowFormattingCells"
    " AllowFormattingColumns AllowFormattingRows AllowInsertingColumns AllowInsertingRows"
    " AllowInsertingHyperlinks AllowDeletingColumns AllowDeletingRows AllowSorting AllowFiltering"
    " AllowUsingPivotTables"
)
METHODS = {
    "Activate": (),
    "GetOpenFilename": tuple("FileFilter FilterIndex Title".split()),
    "GetSaveAsFilename": tuple("InitialFilename FileFilter FilterIndex Title".split()),
    "InputBox": tuple("Prompt Title Default Left Top HelpFile HelpContextID Type".split()),
    "Protect": tuple(_PROTECTION.split()),
    "Show": (),
    "Unprotect": ("Password",),
}

#: Methods that find an object.
FINDERS = frozenset(("FileDialog",))


class Native:
    """An object under Excel's names; its attributes are values, objects, or methods to call."""

    __slots__ = ("_remote",)
    _remote: Remote

    def __init__(self, remote: Remote) -> None:
        object.__setattr__(self, "_remote", remote)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in OBJECTS:
            return Native(self._remote.part(name))
        if name in FINDERS:
            return lambda *arguments: Native(self._remote.make(name, *arguments))
        if name in METHODS:
            return lambda *arguments, **named: self._remote.call(
                name, *arguments, *_in_order(name, named)
            )
        return self._remote.get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._remote.set(name, value)

    def __call__(self, number: int) -> Any:
        """Return an item of a collection."""
        return self._remote.told("Item", number)


def _in_order(method: str, named: dict[str, Any]) -> list[Any]:
    unknown = named.keys() - set(METHODS[method])
    if unknown:
        raise TypeError(f"{method} has no {', '.join(sorted(unknown))}")
    return [named.get(name) for name in METHODS[method]] if named else []
