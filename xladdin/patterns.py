"""The program's own regular expressions, compiled once for an interpreter, not once for each process.

Python compiles an expression in Python: 0.3 ms for one of ours, and a check asks for three hundred of
them, which took longer than the check. So what the compiler makes of them is kept where what it makes of
modules is, in ``__pycache__``, for the interpreter that made it. An expression is found by its own text:
what is kept is never out of date. Where nothing may be kept each process compiles for itself.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from array import array
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, AnyStr, TypeAlias

_sre: Any
_compiler: Any
try:
    _sre, _compiler = map(import_module, ("_sre", "re._compiler"))
except ImportError:  # another Python than CPython
    _sre = _compiler = None
#: What another CPython than we know, or a damaged file, may answer with: then ``re`` does it.
_OTHERWISE = (AttributeError, TypeError, ValueError, RuntimeError)

#: An expression and its flags.
_Key: TypeAlias = tuple[str | bytes, int]
#: Its flags with those that stand in it, its code, the number of its groups, and their names.
_Code: TypeAlias = tuple[int, bytes, int, dict[str, int]]

_FILE = Path(cache_from_source(__file__)).with_suffix(".codes")
#: With more than these, most are those of earlier versions.
_MOST = 2000


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """An expression of the code or its data, compiled. Raises re.error.

    Not for one with words of a document in it: what is compiled here is kept on the disk.
    """
    made: re.Pattern[AnyStr] = _made(text, int(flags))
    return made


@lru_cache(maxsize=_MOST)
def _made(text: str | bytes, flags: int) -> re.Pattern[Any]:
    kept, key = _kept(), (text, flags)
    try:
        if key not in kept:
            kept[key] = _new()[key] = _compiled(text, flags)
        every, code, groups, names = kept[key]
        by_number = {number: name for name, number in names.items()}
        in_order = tuple(map(by_number.get, range(groups + 1)))
        numbers = array("I", code).tolist()
        made: re.Pattern[Any] = _sre.compile(text, every, numbers, groups, names, in_order)
    except _OTHERWISE:
        made = re.compile(text, flags)
    return made


def _compiled(text: str | bytes, flags: int) -> _Code:
    """What ``re.compile`` makes of an expression before it is a pattern."""
    parsed = _compiler._parser.parse(text, flags)
    state = parsed.state
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    return flags | state.flags, code, state.groups - 1, dict(state.groupdict)


@cache
def _new() -> dict[_Key, _Code]:
    """What this process had to compile."""
    if not sys.dont_write_bytecode:
        atexit.register(_keep)
    return {}


@cache
def _kept() -> dict[_Key, _Code]:
    """What earlier processes compiled, for this very compiler."""
    try:
        compiler, kept = marshal.loads(_FILE.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return kept if compiler == sys.version and len(kept) < _MOST else {}


def _keep() -> None:
    """Leave what was compiled to later processes, whole or not at all."""
    half = _FILE.with_suffix(f".{os.getpid()}")
    _kept.cache_clear()  # another process may have kept some, too
    try:
        half.write_bytes(marshal.dumps((sys.version, _kept() | _new())))
        half.replace(_FILE)
    except OSError:
        half.unlink(missing_ok=True)
