"""Compile the program's own regular expressions once per interpreter, not in every process.

Compiling one takes 0.3 ms, and a check needs three hundred: longer than the check itself. So the
compiled code is kept in ``__pycache__``, like that of modules, for the interpreter that made it, keyed
by the expression's text: it is never out of date. If nothing can be stored, each process compiles.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from array import array
from contextlib import suppress
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, AnyStr, TypeAlias
from zlib import crc32

_sre: Any
_compiler: Any
try:
    _sre, _compiler = map(import_module, ("_sre", "re._compiler"))
except ImportError:  # another Python than CPython
    _sre = _compiler = None
#: What an unknown CPython or a damaged file may raise: then ``re`` compiles.
_OTHERWISE = (AttributeError, TypeError, ValueError, RuntimeError)

#: An expression and its flags.
_Key: TypeAlias = tuple[str | bytes, int]
#: All its flags (also those inside it), its code, the number of its groups, their names.
_Code: TypeAlias = tuple[int, bytes, int, dict[str, int]]

_FILE = Path(cache_from_source(__file__)).with_suffix(".codes")
#: A file with more codes is dropped: most of them are from earlier versions.
_MOST = 2000
#: No file of ours is larger, in bytes.
_LARGEST = 16 << 20
#: So many bytes has its check sum, which stands first.
_SUM = 4


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Compile an expression of the code or its data. Raises re.error. Never pass text from a document:
    what is compiled here is stored on disk."""
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
    """Return what ``re.compile`` computes of an expression before it makes the pattern."""
    parsed = _compiler._parser.parse(text, flags)
    state = parsed.state
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    return flags | state.flags, code, state.groups - 1, dict(state.groupdict)


@cache
def _new() -> dict[_Key, _Code]:
    """Return the codes that this process compiled."""
    if not sys.dont_write_bytecode:
        atexit.register(_keep)
    return {}


@cache
def _kept() -> dict[_Key, _Code]:
    """Return the codes that earlier processes stored for this very compiler."""
    try:
        written = _FILE.read_bytes() if _FILE.stat().st_size <= _LARGEST else b""
    except OSError:
        return {}
    sum_, kept = written[:_SUM], written[_SUM:]
    if sum_ != _checked(kept):  # damaged, or another version's
        return {}
    found: dict[_Key, _Code] = marshal.loads(kept)
    return found if len(found) < _MOST else {}


def _checked(kept: bytes) -> bytes:
    """The check sum of what this very Python compiled."""
    return crc32(kept, crc32(sys.version.encode())).to_bytes(_SUM, "big")


def _keep() -> None:
    """Store all codes for later processes, in one step or not at all."""
    half = _FILE.with_suffix(f".{os.getpid()}")
    _kept.cache_clear()  # another process may have stored some meanwhile
    try:
        kept = marshal.dumps(_kept() | _new())
        half.write_bytes(_checked(kept) + kept)
        half.replace(_FILE)
    except OSError:
        with suppress(OSError):
            half.unlink(missing_ok=True)
