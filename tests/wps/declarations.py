"""What WPS publishes of its scripts' objects: npm's et-jsapi-declare, as far as it is used here.

python3 tests/wps/declarations.py node_modules/et-jsapi-declare     makes declared.json anew

declared.json: for each interface its members, each with the interface that it gives (empty for values)
and the names of its parameters (null for a property).
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

DECLARED = Path(__file__).with_name("declared.json")
#: Interfaces of the spreadsheet program, of all programs, and of add-ins.
WANTED = {
    "lib.et.d.ts": (
        "Application Workbooks Workbook Sheets Worksheet Protection Comments Comment Shape Names Name Range"
        " Interior Font Borders"
    ),
    "lib.kso.d.ts": "FileDialog FileDialogSelectedItems",
    "index.d.ts": "AddonRoot FileSystem OAAssist ApiEvent",
    "addon.et.d.ts": "EtApiEvent EtAddonRoot",
}
_MEMBER = re.compile(r"^\s*(?:readonly )?(\w+)(?:\((.*)\))?: (.+);$")


def read(folder: Path) -> dict[str, Any]:
    """The declarations in a copy of the package."""
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {"package": f"{about['name']} {about['version']}", "interfaces": {}}
    for file, names in WANTED.items():
        text = (folder / file).read_text(encoding="utf-8")
        for name in names.split():
            body = re.search(
                rf"interface {name}(?: extends [^{{]*)? \{{\n(.*?)\n\s*\}}\n", text, re.S
            )
            assert body is not None, name
            members: dict[str, Any] = found["interfaces"].setdefault(name, {})
            for line in body[1].splitlines():
                member = _MEMBER.match(line)
                if member and member[1] not in members:
                    members[member[1]] = [_given(member[3]), _parameters(member[2])]
    return found


def _given(declared: str) -> str:
    """The one interface that a type names, if it is wanted."""
    known = {name for names in WANTED.values() for name in names.split()}
    named = [name for name in re.findall(r"\w+", declared) if name in known]
    return named[0] if named else ""


def _parameters(declared: str | None) -> list[str] | None:
    if declared is None:
        return None
    plain = re.sub(r"<[^<>]*(?:<[^<>]*(?:<[^<>]*>)?[^<>]*>)?[^<>]*>|\([^()]*\)", "", declared)
    return [part.split(":")[0].strip(" ?") for part in plain.split(",") if part.strip()]


@cache
def interfaces() -> dict[str, dict[str, tuple[str, list[str] | None]]]:
    """The members of each interface, from the file that is kept."""
    found: dict[str, Any] = json.loads(DECLARED.read_text(encoding="utf-8"))
    return found["interfaces"]


if __name__ == "__main__":
    told = read(Path(sys.argv[1]))
    kept = json.dumps(told["interfaces"], indent=None, separators=(",", ":"))
    lines = kept.replace("},", "},\n").replace('":{', '":{\n')
    DECLARED.write_text(
        f'{{"package":"{told["package"]}","interfaces":{lines}}}\n', encoding="utf-8"
    )
