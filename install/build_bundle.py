"""Makes the offline bundle: a folder that installs xladdin on a computer without network.

python install/build_bundle.py -o DIR --runtime PATH     for Windows; PATH is the embeddable Python of
                                                         python.org, 64-bit: its zip, or a folder
python install/build_bundle.py -o DIR --platform linux-x86_64 --runtime PATH
                                                         for Linux, or linux-aarch64; PATH is a Python
                                                         that may lie anywhere: install/build_runtime.py
                                                         makes one
python install/build_bundle.py -o DIR --platform here    for this computer, of its own Python

Made on any system; needs pip's package index, hatchling, packaging and markdown-it-py (extra build).
What is in a bundle says xladdin/addin/supply.py.
"""

from __future__ import annotations

import argparse
import email
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "install")]

from targets import MACHINES, BundleError, Linux, Target, Windows  # noqa: E402

from xladdin.addin import supply  # noqa: E402
from xladdin.addin.environment import REQUIREMENTS, RUNTIME, WHEELS  # noqa: E402
from xladdin.addin.places import ADDIN_NAME  # noqa: E402

_PAGES = ("使用手册.md", "走一遍.md", "从决算到自评.md", "规则说明.md")
_STYLE = (
    "body{max-width:52em;margin:2em auto;padding:0 1em;font:16px/1.7 'Microsoft YaHei',sans-serif}"
    "table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.2em .6em;text-align:left}"
    "img{max-width:100%}pre,code{background:#f4f4f4}pre{padding:.6em;overflow:auto}"
)


def main() -> int:
    """Make the bundle that the command line asks for; return the exit status, 0 or 2."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    linux = [f"linux-{machine}" for machine in MACHINES]
    parser.add_argument("--platform", choices=("windows", *linux, "here"), default="windows")
    parser.add_argument("--runtime", type=Path, metavar="PATH")
    parser.add_argument("--addin", type=Path, default=ROOT / "macros" / ADDIN_NAME, metavar="FILE")
    options = parser.parse_args()
    output: Path = options.output.absolute()
    if (options.platform == "here") == (options.runtime is not None):
        parser.error(
            "为别的电脑做要用 --runtime，为这台做不用 / for other computers, and only for them"
        )
    try:
        if output.exists():
            raise BundleError(f"“{output}”已经存在，请换一个名字，或先删掉它。")
        with tempfile.TemporaryDirectory(prefix=".bundle-", dir=output.parent) as folder:
            built = Path(folder, "bundle")
            machine = options.platform.removeprefix("linux-")
            build(
                built,
                Linux(machine) if machine in MACHINES else Windows(options.addin),
                options.runtime,
            )
            built.rename(output)
    except (BundleError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    print(f"已写入 {output}，{size / 1e6:.0f} MB")
    return 0


def build(bundle: Path, target: Target, runtime: Path | None) -> None:
    """Make the bundle in a new folder, without a runtime for this computer's own Python. Raises
    BundleError."""
    platform: tuple[str, ...] = ()
    conditions: dict[str, str] = {}
    if runtime is not None:
        version = target.place_runtime(runtime, bundle / RUNTIME)
        platform, conditions = target.pip_options(version), target.conditions(version)
    place_program(bundle, platform, conditions)
    for name in target.scripts:
        shutil.copy(Path(__file__).with_name(name), bundle / name)
    target.finish(bundle)
    (bundle / supply.SUMS).write_text(supply.sums(bundle), encoding="utf-8", newline="\n")


def place_program(bundle: Path, platform: Iterable[str], environment: Mapping[str, str]) -> None:
    """Add the program with all that it needs on the target, and the files that are the same everywhere."""
    wheels = bundle / WHEELS
    wheels.mkdir(parents=True)
    build_wheel(wheels)
    download_all(wheels, platform, environment)
    write_requirements(bundle)
    copy_wps(bundle)
    (bundle / "templates").mkdir()
    for template in sorted((ROOT / "workbook_templates").rglob("*.xlsx")):
        shutil.copyfile(template, bundle / "templates" / template.name)
    write_manual(bundle / "manual")


def copy_wps(bundle: Path) -> None:
    """Add the add-in for WPS."""
    shutil.copytree(ROOT / "macros" / "wps", bundle / "wps")


def build_wheel(wheels: Path) -> None:
    """Build the wheel of this project. Raises BundleError if hatchling fails."""
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    _run([sys.executable, "-c", build, str(wheels)], "做不出本项目的 wheel，请安装 hatchling。")


def download_all(wheels: Path, platform: Iterable[str], environment: Mapping[str, str]) -> None:
    """Download pip and the wheels needed by those present, for the target and not for this computer.

    pip itself would evaluate markers (``platform_system == "Windows"``) for this computer. Raises
    BundleError if a download fails.
    """
    wanted = ["pip"]
    while wanted:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        _run(
            [*pip, "--only-binary", ":all:", *platform, "--dest", str(wheels), *wanted],
            f"下载不了 {'、'.join(wanted)}，请检查网络和 pip 设置。",
        )
        wanted = unmet(wheels, environment)


def unmet(wheels: Path, environment: Mapping[str, str]) -> list[str]:
    """Return the requirements that no wheel meets. Raises BundleError if a wheel contradicts one."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    metadata = [_metadata(path) for path in sorted(wheels.glob("*.whl"))]
    versions = {canonicalize_name(each["Name"]): each["Version"] for each in metadata}
    missing = {}
    for each in metadata:
        for line in each.get_all("Requires-Dist") or ():
            needed = Requirement(line)
            if needed.marker and not needed.marker.evaluate({**environment, "extra": ""}):
                continue
            name = canonicalize_name(needed.name)
            if name not in versions:
                missing[name] = f"{needed.name}{needed.specifier}"
            elif not needed.specifier.contains(versions[name], prereleases=True):
                raise BundleError(f"{each['Name']} 要 {needed}，而安装包里是 {versions[name]}。")
    return list(missing.values())


def write_requirements(bundle: Path) -> None:
    """Write the requirements file: all wheels but pip's, as files of the bundle, with their hashes."""
    lines = [
        f"./{WHEELS}/{path.name} --hash=sha256:{sha256(path.read_bytes()).hexdigest()}\n"
        for path in sorted((bundle / WHEELS).glob("*.whl"))
        if not path.name.startswith("pip-")
    ]
    (bundle / REQUIREMENTS).write_text("".join(lines), encoding="ascii", newline="\n")


def write_manual(folder: Path) -> None:
    """Write the pages for the user as HTML with their pictures, to be opened by a double click."""
    from markdown_it import MarkdownIt

    folder.mkdir()
    parser = MarkdownIt().enable("table")
    for name in _PAGES:
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        body = re.sub(r'href="([^":]+)\.md', r'href="\1.html', parser.render(text))
        page = (
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
            f"<title>{Path(name).stem}</title>\n<style>{_STYLE}</style>\n{body}</html>\n"
        )
        (folder / name).with_suffix(".html").write_text(page, encoding="utf-8", newline="\n")
    shutil.copytree(ROOT / "docs" / "images", folder / "images")


def _metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode != 0:
        raise BundleError(f"{failure}\n{done.stdout.decode(errors='replace')}")


if __name__ == "__main__":
    sys.exit(main())
