"""Texts that programs would take for formulas or paths stay texts wherever they are written."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace

from tests.generator import files
from tests.generator.filing import Generated, filing
from tests.generator.forms import Table
from tests.hostile import hostile_files
from tests.hostile.test_hostile_input import VERBS
from tests.thorough import dealt
from xladdin.cli import main

#: Each begins as a formula does somewhere, and is told from our own formulas by its last word.
FORMULAS = (
    '=HYPERLINK("http://evil.invalid","EVIL")', "=cmd|'/C calc'!EVIL", "+EVIL(1)", "-EVIL(1)", "@EVIL(1)",
    "\t=EVIL(1)", "＝EVIL(1)", "=1+EVIL", "{=EVIL}", "'=EVIL",
)  # fmt: skip
#: As names of units and projects.
PATHS = (
    "../../EVIL",
    "/tmp/EVIL",
    "C:\\EVIL",
    "a/b\\EVIL",
    "CON",
    "EVIL\u202ecod.exe",
    "EVIL" * 90,
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_formulas() -> Generated:
    """A filing in which the words of all kinds of places are texts of FORMULAS, in turn."""
    made, texts = filing(8, "yueyang"), cycle(FORMULAS)

    def typed(table: Table) -> Table:
        words = ("预期目标", "实际完成情况", "主管部门", "填表人", "厉行节约保障措施", "项目名称")
        cells = dict(table.cells) | {key: next(texts) for key in words if key in table.cells}
        rows = tuple(
            replace(row, texts=(*(next(texts) for _ in range(3)), *row.texts[3:5], next(texts)))
            for row in table.rows
        )
        labels = {name: tuple(next(texts) for _ in items) for name, items in table.labels.items()}
        return replace(table, cells=cells, rows=rows, labels=labels)

    return replace(made, tables=tuple(map(typed, made.tables)))


def named(name: str) -> Generated:
    """A filing of a unit and of projects of this name."""
    made = filing(8, "yueyang")

    def typed(table: Table) -> Table:
        names = {"项目名称": name, "单位名称": f"{name}服务中心"}
        return replace(
            table, cells={**table.cells, **{k: v for k, v in names.items() if k in table.cells}}
        )

    lines = [
        replace(line, text=line.text.replace(made.facts.unit, f"{name}服务中心"))
        for line in made.lines
    ]
    return replace(made, tables=tuple(map(typed, made.tables)), lines=tuple(lines))


def formulas(path: Path) -> list[str]:
    """All formulas of a workbook, wherever they stand: in cells, names, rules, links."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/") and name.endswith((".xml", ".rels")):
                for node in etree.fromstring(archive.read(name)).iter():
                    if node.tag in {
                        _MAIN + each
                        for each in ("f", "formula", "formula1", "formula2", "definedName")
                    }:
                        found.append(node.text or "")
                    found += [
                        node.get(key) or "" for key in ("Target", "location") if node.get(key)
                    ]
    return found


@pytest.mark.parametrize("in_word", [False, True], ids=["xlsx", "docx"])
def test_a_text_never_becomes_a_formula(
    in_word: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = replace(with_formulas(), in_word=in_word)
    paths = made.write(tmp_path / "材料")
    file = paths[-1]
    written = list(paths[1:])
    for verb in ("annotate", "import", "new", "calc", "package"):
        out = tmp_path / verb
        out.mkdir()
        main(VERBS[verb](str(file), str(out)))
        written += out.rglob("*.xlsx")
    assert "程序内部出错" not in capsys.readouterr().err
    assert len(written) >= 4
    for path in written:
        assert not [each for each in formulas(path) if "EVIL" in each], path


@pytest.mark.parametrize(("number", "name"), list(enumerate(PATHS)))
def test_a_name_never_leads_out_of_the_folder(
    number: int,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    work = tmp_path / "a" / "b" / "c"
    work.mkdir(parents=True)
    monkeypatch.chdir(work)
    file = named(name).write(work / "材料")[0]
    for verb in dealt(("package", "annotate"), number, 2):
        (work / verb).mkdir()
        main(VERBS[verb](str(work / "材料"), str(work / verb)))
    for source in dealt(("--unit", "--from"), number // 2, 2):
        new = {
            "--unit": ["--year", "2025", "--unit", f"{name}服务中心"],
            "--from": ["--from", str(file)],
        }
        main(["new", *new[source]])
    assert "程序内部出错" not in capsys.readouterr().err
    strays = [
        path for path in tmp_path.rglob("*") if work not in (path, *path.parents, *work.parents)
    ]
    assert [path for path in strays if path not in work.parents and path != work] == []
    assert not list(Path("/tmp").glob("EVIL*"))
    for path in work.rglob("*"):
        assert not re.search(r'[\\:*?"<>|\x00-\x1f\u202a-\u202e]', path.name), path


def test_a_text_that_looks_like_a_formula_is_kept_as_it_was_typed() -> None:
    made = with_formulas()
    book = openpyxl.load_workbook(io.BytesIO(files.xlsx("yueyang", made.facts.year, made.forms)))
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    cells = [cell for cell in every if cell.value in FORMULAS]
    assert {cell.value for cell in cells} == set(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value[0] in "=+-@")


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
@pytest.mark.parametrize("verb", VERBS)
def test_a_file_name_that_is_no_text_does_no_harm(
    verb: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n"))
    folder.mkdir()
    file = folder / "\udcfe.xlsx"
    file.write_bytes(hostile_files.good("xlsx"))
    call = VERBS[verb](str(file), str(folder))
    if verb == "check":  # one by the name that the system hands over
        command = [sys.executable, "-m", "xladdin", *call]
        status = subprocess.run(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
        assert status.returncode == 0
    else:
        assert main(call) == 0
    assert "程序内部出错" not in capfd.readouterr().err
