"""Nothing that lies in the current folder or beside the material is executed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.thorough import THOROUGH
from xladdin import programs
from xladdin.verbs.demo import EXAMPLE

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = (
    "soffice",
    "libreoffice",
    "fc-list",
    "fc-match",
    "taskkill",
    "tasklist",
    "icacls",
    "cmd",
)
#: All that Python has loaded once a batch has run: each of them is planted.
_LOADED = """
import sys
from xladdin.cli import main
main(sys.argv[1:])
print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The modules that the program imports, without those that ``python -m`` itself does before."""
    folder = tmp_path_factory.mktemp("空")
    material(folder / "材料")
    call = ["-c", _LOADED, "batch", str(folder / "材料"), "-o", str(folder / "结果"), "--notices"]
    loaded = python("-P", *call).split()
    early = python(
        "-c", "import pkgutil, runpy, sys; print(*{n.partition('.')[0] for n in sys.modules}, file=sys.stderr)"
    ).split()  # fmt: skip
    return sorted({*loaded, "pandas", "xlwings"} - {*early, "xladdin", "__main__", "__mp_main__"})


def python(*arguments: str) -> str:
    """What a Python prints on stderr, last line."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", check=True,
        env=os.environ | {"PYTHONUTF8": "1"}, cwd="/",
    )  # fmt: skip
    return done.stderr.splitlines()[-1]


def material(folder: Path) -> Path:
    (folder / "甲局").mkdir(parents=True)
    for name in ("自评报告.docx", "附件.xlsx"):
        shutil.copy(EXAMPLE / name, folder / "甲局")
    return folder


@pytest.fixture
def planted(tmp_path: Path, modules: list[str]) -> Iterator[Path]:
    """A folder with material, in which every module and program leaves a trace if it runs."""
    folder = material(tmp_path / "材料")
    trace = tmp_path / "trace"
    for place in (folder, folder / "甲局"):
        for name in modules:
            text = f"open({str(trace)!r}, 'a').write('module {name}\\n')\n"
            (place / f"{name}.py").write_text(text, encoding="utf-8")
        for name in PROGRAMS:
            program = place / name
            program.write_text(f"#!/bin/sh\necho program {name} >> '{trace}'\n", encoding="utf-8")
            program.chmod(0o755)
    yield folder
    assert not trace.exists(), trace.read_text(encoding="utf-8")


def run(call: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(["", ".", "甲局", os.environ["PATH"]])
    return subprocess.run(
        call, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300,
        env=os.environ | {"PATH": path, "PYTHONUTF8": "1"},
    )  # fmt: skip


STARTS = {
    "script": [str(Path(sys.executable).with_name("xladdin"))],
    "module": [sys.executable, "-m", "xladdin"],
}


@pytest.mark.skipif(os.name == "nt", reason="the planted programs are shell scripts")
@pytest.mark.parametrize("start", STARTS)
def test_a_batch_runs_nothing_that_lies_beside_the_material(start: str, planted: Path) -> None:
    done = run([*STARTS[start], "batch", ".", "-o", "../结果", "--annotate", "--notices"], planted)
    assert done.returncode == 0, done.stderr
    assert "共 1 个单位" in done.stdout


@pytest.mark.office
@pytest.mark.skipif(os.name == "nt", reason="the planted programs are shell scripts")
@pytest.mark.parametrize("start", STARTS if THOROUGH else ["module"])
def test_neither_do_a_conversion_and_a_set(start: str, planted: Path, tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "附件.xlsx", planted / "甲局" / "旧表.et")
    done = run([*STARTS[start], "check", "自评报告.docx", "旧表.et"], planted / "甲局")
    assert done.returncode in (0, 1, 2)
    assert "程序内部出错" not in done.stderr
    call = ["package", "自评报告.docx", "附件.xlsx", "-o", str(tmp_path / "上报"), "--draft"]
    done = run([*STARTS[start], *call], planted / "甲局")
    assert done.returncode == 0, done.stderr


def test_programs_are_only_looked_for_in_whole_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "好的" / "soffice"
    program.parent.mkdir()
    shutil.copy(sys.executable, program.with_suffix(".exe") if os.name == "nt" else program)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "好的"]))
    assert programs.find("soffice") is None
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(tmp_path / "好的")]))
    assert Path(programs.find("soffice") or "").parent == tmp_path / "好的"


@pytest.mark.parametrize("name", ["taskkill", "tasklist", "icacls", "cmd"])
def test_windows_own_programs_are_called_by_their_whole_path(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYSTEMROOT", r"D:\Windows")
    assert programs.of_windows(name) == rf"D:\Windows\System32\{name}.exe"


def test_no_program_is_started_by_its_bare_name() -> None:
    """Every list that is handed to the system begins with a path that was looked up."""
    started = r"(?:subprocess\.\w+|Popen|\brun|\.run)\(\s*\[?\s*\(?f?[\"'](\w+)"
    found = [
        f"{path.relative_to(ROOT)}: {match[1]}"
        for path in (ROOT / "xladdin").rglob("*.py")
        for match in re.finditer(started, path.read_text(encoding="utf-8"))
    ]
    assert found == []
