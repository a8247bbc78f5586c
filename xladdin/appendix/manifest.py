"""Write manifest.json: what the set was made from, with which versions, and its files; and copy
what others added to an earlier set to the new one."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from xladdin import __version__
from xladdin.appendix.assembly import Member
from xladdin.appendix.order import Order
from xladdin.errors import InputError
from xladdin.model.report import Severity
from xladdin.sources.file_names import SYSTEM_FILES

NAME = "manifest.json"
SCHEMA = "xladdin.manifest/1"


def manifest(order: Order, made: Sequence[Member], notes: Sequence[str]) -> bytes:
    """Return the manifest as JSON in UTF-8, with SHA-256 of the files' bytes and local times."""
    findings = order.report.findings
    counts: dict[str, object] = {
        severity.value: sum(each.severity is severity for each in findings) for severity in Severity
    }
    counts["explained"] = sum(each.explained for each in findings)
    data = {
        "schema": SCHEMA,
        "unit": order.filing.unit,
        "year": order.filing.year,
        "profile": order.profile.id,
        "draft": order.draft,
        "made": order.when.isoformat(timespec="seconds"),
        "versions": {"xladdin": __version__, "python": platform.python_version()},
        "sources": [
            {"path": each.name, "kind": each.kind, "sha256": each.sha256}
            for each in order.filing.sources
        ],
        "files": [_file(each) for each in made],
        "findings": counts,
        "notes": list(notes),
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _file(member: Member) -> dict[str, object]:
    found: dict[str, object] = {
        "name": member.name,
        "what": member.what,
        "bytes": len(member.data),
        "sha256": sha256(member.data).hexdigest(),
    }
    return found if member.pages is None else found | {"pages": member.pages}


_MOST_NAMES = 5


def keep(earlier: Path, made: Path) -> list[str]:
    """Copy what somebody added to the folder ``earlier`` into the folder ``made``; return a
    sentence on it, or nothing. Raises InputError if a file of the earlier set was edited, because
    then it is not clear which of the two is wanted."""
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
    if file.name.lower() in SYSTEM_FILES or (file.name == NAME and written):
        return True
    known = written.get(file.name)
    return known is not None and file.is_file() and known == sha256(file.read_bytes()).hexdigest()


def _written(folder: Path) -> dict[str, str]:
    """Return the digests of a set's files, by name, from its manifest; empty without a manifest."""
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
