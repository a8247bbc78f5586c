"""Makes a Python for Linux that may lie anywhere and runs on old systems, for a bundle.

python install/build_runtime.py -o DIR --machine x86_64      or aarch64, on a Linux with x86_64

CPython, zlib and libffi come as sources from this Debian, the compiler as the package ziglang: it compiles
for any processor, against a C library older than that of any Kylin or UOS (GLIBC below). What is not in it
(ssl, bz2, lzma, sqlite3) nothing here needs. Takes some minutes, and needs make and readelf.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from targets import MACHINES

#: The newest version of glibc whose functions may be used; manylinux_2_17 in the names of wheels.
GLIBC = "2.17"
VERSION = "3.11"
_SOURCES = (f"python{VERSION}", "zlib", "libffi")
_COMPILER = """\
#!/bin/sh
# The target's headers and libraries, not this computer's.
for each; do
  shift
  case $each in -I/usr/*|-L/usr/*|-L/lib/*) ;; *) set -- "$@" "$each" ;; esac
done
exec "{python}" -m ziglang {tool} -target {machine}-linux-gnu.{glibc} -Wno-date-time \\
  -fno-sanitize=undefined "$@"
"""
_ARCHIVER = '#!/bin/sh\nexec "{python}" -m ziglang {tool} "$@"\n'


def main() -> int:
    """Make the Python that the command line asks for; return the exit status, 0 or 2."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--machine", choices=MACHINES, required=True)
    options = parser.parse_args()
    output: Path = options.output.absolute()
    if output.exists():
        print(f"“{output}”已经存在，请换一个名字，或先删掉它。", file=sys.stderr)
        return 2
    if sys.version_info[:2] != tuple(map(int, VERSION.split("."))):
        print(f"要用 Python {VERSION} 来做。", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix=".runtime-", dir=output.parent) as folder:
            build(Path(folder), options.machine)
            shutil.move(Path(folder, "out", "python"), output)
    except subprocess.CalledProcessError as error:
        print(f"没有做成：{error}", file=sys.stderr)
        return 2
    print(f"已写入 {output}")
    return 0


def build(folder: Path, machine: str) -> None:
    """Download and compile the sources in an empty folder, into out/python. Raises CalledProcessError."""
    tools = compilers(folder, machine)
    run(["apt-get", *sources_of_debian(folder), "update"], folder)
    run(["apt-get", *sources_of_debian(folder), "source", "--download-only", *_SOURCES], folder)
    for archive in sorted(folder.glob("*.orig.tar.*")):
        run(["tar", "xf", archive.name], folder)
    made = folder / "made"
    sources = {
        name: next(path for path in folder.glob(f"{name}-*") if path.is_dir())
        for name in ("Python", "zlib", "libffi")
    }
    host = (f"--host={machine}-linux-gnu", "--build=x86_64-pc-linux-gnu")
    plain = {**tools, "CFLAGS": "-O2 -fPIC", "CHOST": f"{machine}-linux-gnu"}
    run(["./configure", "--static", f"--prefix={made}"], sources["zlib"], plain)
    run(["make", "libz.a"], sources["zlib"])
    for name, inside in (("libz.a", "lib"), ("zlib.h", "include"), ("zconf.h", "include")):
        (made / inside).mkdir(parents=True, exist_ok=True)
        shutil.copy(sources["zlib"] / name, made / inside)
    without = [f"--disable-{each}" for each in ("shared", "docs", "exec-static-tramp")]
    without += ["--disable-multi-os-directory", f"--prefix={made}"]
    run(["./configure", *host, *without], sources["libffi"], plain)
    run(["make", "install"], sources["libffi"], plain)
    settings = sources["Python"] / "config.site"
    settings.write_text("ac_cv_file__dev_ptmx=yes\nac_cv_file__dev_ptc=no\n", encoding="ascii")
    found = {
        **tools,
        # The whole path, because configure takes the bare name for a tool of this computer's kind.
        "READELF": shutil.which("readelf") or "readelf",
        "CONFIG_SITE": str(settings),
        "CPPFLAGS": f"-I{made}/include",
        "CFLAGS": f"-I{made}/include",
        "LDFLAGS": f"-L{made}/lib",
        "PKG_CONFIG_PATH": f"{made}/lib/pkgconfig",
        "PKG_CONFIG_LIBDIR": f"{made}/lib/pkgconfig",
    }
    wanted = ("--prefix=/python", "--without-ensurepip", "--disable-test-modules", "--enable-ipv6")
    here = f"--with-build-python={Path(sys.executable).resolve()}"
    run(["./configure", *host, here, *wanted], sources["Python"], found)
    run(["make", f"-j{os.cpu_count()}"], sources["Python"], found)
    run(["make", "install", f"DESTDIR={folder / 'out'}"], sources["Python"], found)
    if not [*(folder / "out" / "python").glob("lib/python3*/lib-dynload/_ctypes.*.so")]:
        raise subprocess.CalledProcessError(1, "make: no _ctypes")


def sources_of_debian(folder: Path) -> list[str]:
    """Return apt's options for downloading sources without touching the computer's own settings."""
    lists, settings = folder / "lists", folder / "sources"
    if not settings.is_dir():
        (lists / "partial").mkdir(parents=True)
        settings.mkdir()
        for own in Path("/etc/apt/sources.list.d").glob("*.sources"):
            entries = own.read_text(encoding="utf-8").split("\n\n")
            kept = [entry for entry in entries if "-security" not in entry]
            text = "\n\n".join(entry.replace("Types: deb\n", "Types: deb-src\n") for entry in kept)
            (settings / own.name).write_text(text, encoding="utf-8")
    places = {"Etc::sourcelist": "/dev/null", "Etc::sourceparts": settings, "State::lists": lists}
    return [part for name, path in places.items() for part in ("-o", f"Dir::{name}={path}")]


def compilers(folder: Path, machine: str) -> dict[str, str]:
    """Install the compiler in an environment of its own; return the variables by which builds find it."""
    run([sys.executable, "-m", "venv", "zig"], folder)
    python = folder / "zig" / "bin" / "python"
    run([str(python), "-m", "pip", "install", "--quiet", "ziglang"], folder)
    variables = {}
    scripts = {"CC": "cc", "CXX": "c++", "AR": "ar", "RANLIB": "ranlib"}
    for variable, tool in scripts.items():
        text = _COMPILER if tool in ("cc", "c++") else _ARCHIVER
        script = folder / tool
        script.write_text(text.format(python=python, tool=tool, machine=machine, glibc=GLIBC))
        script.chmod(0o755)
        variables[variable] = str(script)
    return variables


def run(command: list[str], folder: Path, variables: dict[str, str] | None = None) -> None:
    """Run a program, with its output in a log that is shown if it fails. Raises CalledProcessError."""
    log = folder / "build.log"
    with log.open("ab") as shown:
        environment = {**os.environ, **(variables or {})}
        done = subprocess.run(
            command, cwd=folder, env=environment, stdout=shown, stderr=shown, check=False
        )
    if done.returncode != 0:
        sys.stderr.write("".join(log.read_text(errors="replace").splitlines(True)[-30:]))
        raise subprocess.CalledProcessError(done.returncode, command)


if __name__ == "__main__":
    sys.exit(main())
