"""Serve one Excel: its DLL starts ``pythonw -I -m xladdin.excel.serving CLSID``, xlwings' COM
server. The process runs until Excel ends, so it is kept light: xlwings would load pandas and numpy
where they are installed, and neither buttons nor functions need them."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any

from xladdin.addin.machine import Value

_HEAVY = ("pandas", "numpy")
#: Where Windows keeps a session's own variables, in Unicode.
_SESSION = r"HKCU\Volatile Environment"


def load() -> None:
    """Import all that answers buttons and cells."""
    with light():
        import xladdin.excel.buttons
        import xladdin.excel.udfs  # noqa: F401


def mend(variables: MutableMapping[str, str], session: Mapping[str, Value]) -> None:
    """Correct the environment that Excel's DLL passes in Windows' code page, where characters such
    as 㛃 become question marks: the user's folders, and so where logs and settings lie."""
    true = {name: value for name, value in session.items() if isinstance(value, str)}
    variables.update({name: value for name, value in true.items() if name in variables})
    if "LOCALAPPDATA" in true:
        for name in ("TEMP", "TMP"):
            if "?" in variables.get(name, ""):
                variables[name] = rf"{true['LOCALAPPDATA']}\Temp"


def main(clsid: str) -> None:
    """Serve as this COM class until Excel ends."""
    from xladdin.addin.machine import this_machine

    mend(os.environ, this_machine().values(_SESSION))
    load()
    serve: Any = importlib.import_module("xlwings").serve
    serve(clsid)


@contextmanager
def light() -> Iterator[None]:
    """Make imports within the context find the heavy libraries missing."""
    hidden = [name for name in _HEAVY if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


if __name__ == "__main__":
    main(sys.argv[1])
