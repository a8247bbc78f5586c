"""Everything that the program writes, made once by its own verbs from the shipped example."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from pathlib import Path

import pytest

from xladdin import cli
from xladdin.addin.xlam import build
from xladdin.verbs.demo import EXAMPLE

ENDINGS = {".xlsx", ".xlsm", ".xlam", ".docx"}

#: The verbs that write, in an order in which each finds what it needs.
VERBS = (
    "demo -o demo",
    "templates build --profile taojiang -o templates",
    "new --year 2025 --unit 某某单位 --from example -o new.xlsx",
    "import example -o imported.xlsx",
    "calc example/附件.xlsx -o computed.xlsx",
    "draft example/附件.xlsx -o draft.docx",
    "demo --accounts -o accounts",
    "link example/自评报告.docx example/附件.xlsx -o linked.docx",
    "refresh linked.docx accounts/附件.xlsx -o refreshed.docx",
    "package example -o packed --draft --no-pdf",
    "fix example --all-proposed -o fixed",
    "publish example -o public --no-pdf",
    "diff example fixed -o diff.docx",
    "batch units -o batch --annotate --notices",
)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The packages that the program writes."""
    folder = tmp_path_factory.mktemp("written")
    shutil.copytree(EXAMPLE, folder / "example")
    shutil.copytree(EXAMPLE, folder / "units" / "甲单位")
    before = Path.cwd()
    os.chdir(folder)
    try:
        for line in VERBS:
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                status = cli.main(line.split())
            assert status in (0, 1), f"{line}\n{said.getvalue()}"
    finally:
        os.chdir(before)
    shutil.rmtree(folder / "units")
    for name, content in build().items():
        (folder / name).write_bytes(content)
    return sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS)


@pytest.fixture(scope="session")
def workbooks(written: list[Path]) -> list[Path]:
    """Those of them that Excel opens."""
    return [path for path in written if path.suffix != ".docx"]
