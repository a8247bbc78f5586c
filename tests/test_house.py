"""The house keeps its order: imports run downwards, files stay small, the wheel is complete."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

import xladdin

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "xladdin"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: From the top down: each room may import those below it …
ROOMS = (
    "cli", "verbs", "wps", "excel", "addin", "window", "comparing", "batch", "publishing", "appendix",
    "links", "drafting", "outputs", "templates", "workbooks",
    "documents", "checking", "explaining", "coverage", "diagnosis", "computing", "rules", "narrative", "sources", "forms", "text", "model",
)  # fmt: skip
MAY_IMPORT = {room: set(ROOMS[place + 1 :]) for place, room in enumerate(ROOMS)} | {
    # … but below checking they only share the nouns, so that none knows where a figure came from.
    "computing": {"rules", "forms", "narrative", "text", "model"},
    "diagnosis": {"rules", "model"},
    "rules": {"forms", "narrative", "text", "model"},
    "drafting": {"documents", "rules", "forms", "model"},
    "workbooks": {"text", "model"},
    "documents": {"text"},
    "narrative": {"text", "model"},
    "sources": {"text", "model"},
    "__main__": {"cli"},
    "__init__": set(),
    "errors": set(),
    "mishaps": set(),
    "crash": set(),
    "programs": set(),
    "patterns": set(),
    "tints": {"model"},
    "toml_data": set(),
}
#: What values are made of.
VALUES = {"msgspec"}
FOR_ALL = {
    "__version__",
    "errors",
    "mishaps",
    "crash",
    "programs",
    "patterns",
    "tints",
    "toml_data",
}

CORE = {"model", "text", "forms", "narrative", "rules", "diagnosis", "computing"}
#: Standard modules that reach outside the process.
OUTSIDE = set((
    "asyncio csv fileinput glob http importlib io logging mmap multiprocessing os pathlib pickle"
    " shelve shutil signal socket sqlite3 ssl subprocess sys tempfile threading urllib zipfile"
).split())  # fmt: skip
#: What the rules find their own modules with.
OWN_ACCESS = {"importlib.import_module"}
HEAVY = {"docx", "openpyxl", "pandas", "xlwings"}


def room(path: Path) -> str:
    """The room of a module: its folder in xladdin/, or its own name."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def tree(path: Path) -> ast.Module:
    """A module as it is written."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """The dotted name of everything that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            module = node.module or ""
            if module in ("xladdin", "importlib"):
                names |= {f"{module}.{name.name}" for name in node.names}
            else:
                names.add(module)
    return frozenset(names)


def offenders(
    found: Callable[[Path], object], among: Iterable[Path] = MODULES
) -> dict[str, object]:
    """What is found in each module in which anything is."""
    return {path.relative_to(PACKAGE).as_posix(): each for path in among if (each := found(path))}


def test_imports_run_downwards() -> None:
    assert not {room(path) for path in MODULES} - MAY_IMPORT.keys(), "say in ROOMS where it stands"

    def upwards(path: Path) -> set[str]:
        ours = {name.split(".")[1] for name in imports(path) if name.startswith("xladdin.")}
        return ours - MAY_IMPORT[room(path)] - {room(path)} - FOR_ALL

    assert offenders(upwards) == {}


def test_only_the_live_rooms_import_xlwings_and_nothing_of_its_paid_part() -> None:
    def forbidden(path: Path) -> set[str]:
        names = {name for name in imports(path) if name.split(".")[0] == "xlwings"}
        if room(path) in ("excel", "wps"):
            return {name for name in names if name.startswith("xlwings.pro")}
        return names

    assert offenders(forbidden) == {}


def test_the_core_reaches_nothing_outside() -> None:
    allowed = (sys.stdlib_module_names | {"xladdin"} | VALUES) - OUTSIDE

    def outside(path: Path) -> set[str]:
        names = set(imports(path))
        if room(path) in ("forms", "rules", "narrative"):
            names -= OWN_ACCESS
        calls = {
            node.func.id
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        forbidden = {"open", "print", "input", "eval", "exec", "__import__"}
        return {name.split(".")[0] for name in names} - allowed | calls & forbidden

    assert offenders(outside, (path for path in MODULES if room(path) in CORE)) == {}


def test_a_module_and_its_public_names_say_what_they_are() -> None:
    def silent(path: Path) -> list[str]:
        documented: list[ast.Module | ast.ClassDef | ast.FunctionDef] = [
            node
            for node in tree(path).body
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
        ]
        if tree(path).body:
            documented.append(tree(path))
        return [
            getattr(node, "name", "the module")
            for node in documented
            if not ast.get_docstring(node)
        ]

    assert offenders(silent) == {}


def test_a_file_fits_in_the_head() -> None:
    def too_long(path: Path) -> int:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        return lines if lines > 350 else 0

    assert offenders(too_long) == {}


def test_checking_loads_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    check = "import sys; from xladdin.cli import main; status = main(['check', *sys.argv[1:]])"
    report = "print(*sys.modules); sys.exit(status != 1)"  # the example has errors
    files = [str(PACKAGE / "example" / name) for name in ("自评报告.docx", "附件.xlsx")]
    printed = run("-c", f"{check}; {report}", *files, "-o", str(tmp_path / "校验报告.html"))
    assert not HEAVY & set(printed.splitlines()[-1].split())


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the backend itself, so without network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    run("-c", build, str(folder), cwd=ROOT)
    return next(folder.glob("xladdin-*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("xladdin/")}
    assert packed == {name for name in repository() if name.startswith("xladdin/")}


def test_an_installed_wheel_runs_the_demo_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, work = tmp_path / "site", tmp_path / "空文件夹"
    work.mkdir()
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    run(*pip, "--no-deps", "--no-index", "--target", str(site), str(wheel))
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"}
    script = shutil.which("xladdin", path=site / "bin")
    assert script
    helped = subprocess.run([script, "--help"], cwd=work, env=environment, capture_output=True)
    assert (helped.returncode, helped.stderr) == (0, b"")
    run("-m", "xladdin", "demo", "-o", "示例", cwd=work, env=environment)

    calls = {
        "new --profile yueyang --year 2024 --unit 某单位": 0,
        "import 示例/附件.xlsx -o 导入.xlsx": 0,
        "check 导入.xlsx": 1,
        "calc 示例/附件.xlsx": 0,
        "templates build --profile ministry -o 空白": 0,
        "draft 示例/附件.xlsx -o 初稿.docx": 0,
        "package 示例 -o 上报 --draft --no-pdf": 0,
    }
    all_of_them = (
        "import sys, xladdin.cli\n"
        "status = {call: xladdin.cli.main(call.split()) for call in sys.argv[1:]}\n"
        "print(xladdin.__file__, status, sep='\\n')"
    )
    *_, where, status = run("-c", all_of_them, *calls, cwd=work, env=environment).splitlines()
    assert Path(where).is_relative_to(site)
    assert status == str(calls)
    assert {path.name for path in work.iterdir()} >= {"某单位2024年度绩效自评.xlsx", "初稿.docx"}


# The repository


def test_where_everything_must_run_an_excuse_is_a_failure(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = office: …", encoding="utf-8")
    (tmp_path / "test_excused.py").write_text(
        "import pytest\n"
        "@pytest.mark.skip\ndef test_marked(): ...\n"
        "def test_skipping(): pytest.skip('later')\n"
        "@pytest.mark.xfail\ndef test_expected(): assert False\n"
        "@pytest.mark.xfail\ndef test_unexpected(): ...\n"
        "def test_without_filings(filings): ...\n"
        "@pytest.mark.office\ndef test_without_office(): ...\n"
    )
    (tmp_path / "test_module.py").write_text("import pytest\npytest.importorskip('nowhere')\n")
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"PATH": "", "COLUMNS": "200"}

    def outcome(**extra: str) -> tuple[str, int]:
        command = [sys.executable, "-m", "pytest", "-q", "--continue-on-collection-errors"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment | extra, capture_output=True, text=True,
            encoding="utf-8",
        )  # fmt: skip
        return done.stdout.splitlines()[-1].partition(" in ")[0], done.returncode

    assert outcome(XLADDIN_REQUIRE_OFFICE="1") == ("3 failed, 4 errors", 1)
    assert outcome(XLADDIN_REQUIRE_OFFICE="") == ("5 skipped, 1 xfailed, 1 xpassed", 0)


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile(
        r"pypi\.(org|io)|pythonhosted\.|npmjs\.|(deb|ftp|security)\.debian\.org"
        r"|(pypi|mirrors?)\.[\w.-]+\.(cn|com)|proxy\.golang|--(extra-)?index-url|find-links"
    )
    naming = [
        name
        for name in repository()
        if Path(name) != Path(__file__).relative_to(ROOT)
        and hosts.search((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not naming


def test_each_term_has_one_english_word_and_each_word_one_term() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^\| ([^|]+?) \| `(\w+)` \| [^|]+ \|$", glossary, re.MULTILINE)
    rows = [line for line in glossary.splitlines() if line.startswith("| ")]
    headings = sum(line.startswith("| 中文") for line in rows)
    assert len(terms) == len(rows) - headings > 100
    for column in zip(*terms, strict=True):
        assert not [word for word, times in Counter(column).items() if times > 1]


def test_the_changelog_tells_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{xladdin.__version__}]" in changelog


def repository() -> list[str]:
    """The files that are tracked, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def run(*arguments: str, **options: object) -> str:
    """Runs this Python in a new process and returns what it prints; it must succeed."""
    options = {"env": os.environ | {"PYTHONUTF8": "1"}} | options
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **options)
    assert done.returncode == 0, done.stderr
    return done.stdout
