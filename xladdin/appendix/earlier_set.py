"""An earlier set that is to be replaced: what is not ours in it goes over to the new one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from xladdin.appendix.manifest import NAME, SCHEMA
from xladdin.errors import InputError

_MOST_NAMES = 5
#: What systems put into folders.
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def keep(earlier: Path, made: Path) -> list[str]:
    """Copy what somebody has put into the folder ``earlier`` into the folder ``made``; a sentence on
    it. Raises InputError where a file of the earlier set has been edited since: nobody knows then
    which of the two is wanted."""
    if not earlier.is_dir():
        return []
    written = _written(earlier)
    others = [each for each in sorted(earlier.iterdir()) if not _is_ours(each, written)]
    if edited := [each.name for each in others if (made / each.name).exists()]:
        raise InputError(
            f"“{earlier}”里的{_names(edited)}打包后又改过，没有覆盖；请把改过的文件移到别处，再打一次。"
        )
    for each in others:
        if each.is_dir():
            shutil.copytree(each, made / each.name, symlinks=True)
        else:
            shutil.copy2(each, made / each.name, follow_symlinks=False)
    if not others:
        return []
    return [f"您放进“{earlier.name}”的{_names([each.name for each in others])}还留在里面。"]


def _is_ours(file: Path, written: Mapping[str, str]) -> bool:
    if file.name.lower() in _SYSTEM or (file.name == NAME and written):
        return True
    known = written.get(file.name)
    return known is not None and file.is_file() and known == sha256(file.read_bytes()).hexdigest()


def _written(folder: Path) -> dict[str, str]:
    """The files of a set with their digests, as its manifest lists them; none without a manifest."""
    try:
        data = json.loads((folder / NAME).read_bytes())
        if data["schema"] != SCHEMA:
            return {}
        return {str(each["name"]): str(each["sha256"]) for each in data["files"]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _names(names: list[str]) -> str:
    listed = "".join(f"“{name}”" for name in names[:_MOST_NAMES])
    return listed + (f"等 {len(names)} 个文件" if len(names) > _MOST_NAMES else "")
