"""开发者的一条命令 / the developer's one command.

python3 install/dev.py demo [文件夹]       用自带的示例跑一遍，结果默认放在 build/demo
                                           runs the shipped example, into build/demo
python3 install/dev.py test [pytest 参数]  代码检查、类型检查和全部测试
                                           lint, types and all tests
        --require-office                   不许跳过：没有 LibreOffice 就算失败
                                           nothing may be skipped, for want of LibreOffice or else
python3 install/dev.py pictures            走一遍，重做 docs/走一遍.md 和手册的图（要有 LibreOffice、chromium）
                                           goes the walk, makes its page and the manual's pictures
python3 install/dev.py build               重做由代码生成的文件：数据表、示例、规则说明、加载项、模板
                                           makes the generated files again: tables, example, rule pages,
                                           add-in, templates, golden files
python3 install/dev.py bench               测速，写入 benchmarks/RESULTS.md
                                           measures the speed, writes benchmarks/RESULTS.md

第一次运行时把所需的库装进 .venv，约一分钟；以后直接开始。在哪个文件夹里运行都可以。
The first run installs into .venv, which takes about a minute; later ones start at once, from any
folder.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        f"需要 Python 3.11 或更新版本，现在是 {sys.version.split()[0]}。请安装新版后重试。\n"
        "Python 3.11 or newer is needed."
    )

import hashlib
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.txt"


def fingerprint() -> str:
    """Return a digest of what the installation depends on: project file, Python, folder."""
    project = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(project + sys.version.encode() + os.fsencode(ROOT)).hexdigest()


def install() -> None:
    """Make the environment and install the project in it, unless both are up to date."""
    if STAMP.is_file() and STAMP.read_text() == fingerprint() and PYTHON.exists():
        return
    print("正在准备 .venv，约一分钟 / preparing .venv, about a minute …", flush=True)
    if Path(sys.prefix) != VENV:  # an environment cannot replace itself
        quietly(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "建不成虚拟环境；Debian、Ubuntu 请先安装 python3-venv / cannot make .venv",
        )
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input"]
    quietly(
        [*pip, "--disable-pip-version-check", "--editable", ".[test]"],
        "装不上所需的库，请检查网络或 pip 设置 / pip could not install the project",
    )
    STAMP.write_text(fingerprint())


def quietly(command: list[str], failure: str) -> None:
    """Run a command; if it fails, show its output and end the program with ``failure``."""
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        sys.exit(failure)


def run(*arguments: str, **environment: str) -> int:
    """Run the environment's Python in the project's folder; return the exit status."""
    command = [str(PYTHON), *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode


def demo(arguments: list[str]) -> int:
    """Run ``xladdin demo`` into the folder named, or build/demo; return its status."""
    folder = Path(arguments[0]).resolve() if arguments else ROOT / "build" / "demo"
    return run("-m", "xladdin", "demo", "-o", str(folder))


def test(arguments: list[str]) -> int:
    """Run the linter, the formatter's check, the type checker and pytest; return 1 if any fails."""
    # Compiled files are kept, or each of the many processes of the tests would compile all anew.
    environment = {"PYTHONDONTWRITEBYTECODE": ""}
    if "--require-office" in arguments:
        arguments.remove("--require-office")
        environment["XLADDIN_REQUIRE_OFFICE"] = "1"
    steps = {
        "ruff check": ["ruff", "check"],
        "ruff format": ["ruff", "format", "--check"],
        "mypy": ["mypy"],
        # On all cores; the tests of a file stay together and in the order of tests/conftest.
        "pytest": ["pytest", "-n", "auto", "--dist=loadfile", "--no-loadscope-reorder", *arguments],
    }
    failed = [name for name, step in steps.items() if run("-m", *step, **environment) != 0]
    if failed:
        print("未通过 / failed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def build(arguments: list[str]) -> int:
    """Make all committed files that are generated from code."""
    makers = (
        ["install/build_tables.py"],
        ["install/build_example.py"],
        ["install/build_docs.py"],
        ["install/build_addin.py"],
        ["-m", "xladdin", "templates", "build"],
        ["tests/appendix/golden.py"],
    )
    return max(run(*maker, *arguments) for maker in makers)


def pictures(arguments: list[str]) -> int:
    """Run the walk of tests/walk, which writes docs/走一遍.md and the pictures of the manual."""
    return run("-m", "tests.walk", *arguments)


def bench(arguments: list[str]) -> int:
    """Run the benchmarks, which write benchmarks/RESULTS.md."""
    return run("benchmarks/run.py", *arguments)


def main() -> int:
    """Do what the first argument says with the others, first installing if needed; return the status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # not every console is UTF-8
    verb, *rest = sys.argv[1:] or ["--help"]
    verbs = {"demo": demo, "test": test, "build": build, "bench": bench, "pictures": pictures}
    if verb in verbs:
        install()
        return verbs[verb](rest)
    helped = verb in ("-h", "--help")
    print(__doc__, end="", file=sys.stdout if helped else sys.stderr)
    return 0 if helped else 2


if __name__ == "__main__":
    sys.exit(main())
