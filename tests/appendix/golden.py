"""The example's appendix set as it was when somebody last looked at it, member by member.

    python tests/appendix/golden.py

makes it again. ``golden.tar.xz`` holds each part of each Word and Excel file as indented XML without
the times in it, and the manifest without hashes; the PDF, whose bytes are LibreOffice's, and the
校验报告, which has tests of its own, are not in it.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tarfile
import tempfile
import zipfile
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from lxml import etree

GOLDEN = Path(__file__).with_name("golden.tar.xz")
_TIMES = re.compile(rb"<(dcterms:(?:created|modified))[^>]*>[^<]*</\1>")


def made() -> dict[str, bytes]:
    """The set as it is made now: the normalised parts by ``file/part``."""
    from xladdin.appendix.order import ordered
    from xladdin.appendix.packing import pack

    example = Path(str(files("xladdin") / "example"))
    paths = [example / "自评报告.docx", example / "附件.xlsx"]
    order, _ = ordered(paths, datetime(2025, 4, 10, 9, 30), draft=True, pdf=False)
    with tempfile.TemporaryDirectory() as folder:
        packed = pack(order, Path(folder), lambda *_: None)
        found: dict[str, bytes] = {}
        for path in sorted(packed.folder.iterdir()):
            if path.suffix in (".docx", ".xlsx"):
                found |= _parts(path.name, path.read_bytes())
            elif path.suffix == ".json":
                found[path.name] = _manifest(path)
    return found


def kept() -> dict[str, bytes]:
    """The set as it was kept."""
    with tarfile.open(GOLDEN, "r:xz") as archive:
        members = [each for each in archive.getmembers() if each.isfile()]
        return {each.name: archive.extractfile(each).read() for each in members}  # type: ignore[union-attr]


def _parts(name: str, data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            f"{name}/{part}": _normal(package.read(part))
            for part in sorted(package.namelist())
            if part.endswith((".xml", ".rels"))
        }


def _normal(data: bytes) -> bytes:
    tree = etree.fromstring(_TIMES.sub(b"", data), etree.XMLParser(remove_blank_text=True))
    plain = etree.fromstring(etree.tostring(tree, method="c14n"))
    return etree.tostring(plain, pretty_print=True, encoding="UTF-8")


def _manifest(path: Path) -> bytes:
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["versions"]
    for each in (*told["files"], *told["sources"]):
        each.pop("sha256")
        each.pop("bytes", None)
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")


def main() -> None:
    """Write the set as it is made now over the one that was kept."""
    with tarfile.open(GOLDEN, "w:xz", preset=9) as archive:
        for name, data in made().items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    print(f"{GOLDEN.name}: {GOLDEN.stat().st_size} bytes")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
