"""Convert other formats to docx or xlsx, and docx to pdf, by LibreOffice or the installed Office."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from xladdin import programs
from xladdin.errors import InputError
from xladdin.sources.bounds import bound

#: Where LibreOffice is installed when it is not on the PATH.
_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)


def soffice() -> str | None:
    """Return the path of LibreOffice's program; None if it is not installed."""
    for command in ("soffice", "libreoffice"):
        if found := programs.find(command):
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(data: bytes, suffix: str, target: str, name: str) -> tuple[bytes, str]:
    """Convert ``data``, a file of type ``suffix``, to ``target`` (docx, xlsx or pdf).

    Returns the new bytes and the name of the program. Raises InputError if there is no program, or it
    fails or takes too long.
    """
    from xladdin.sources import office_com

    program = soffice()
    with tempfile.TemporaryDirectory(prefix="xladdin-", ignore_cleanup_errors=True) as folder:
        # The program never sees the user's file, nor a name that could garble a command line.
        source = Path(folder, f"document.{suffix}")
        result = Path(folder, "converted", f"document.{target}")
        source.write_bytes(data)
        result.parent.mkdir()
        if program is not None:
            by = "LibreOffice"
            _run(program, source, result, Path(folder, "profile"), name)
        elif office_com.is_available():
            by = office_com.convert(source, result)
        else:
            raise InputError(
                f"「{name}」是旧版或其他格式，本机没有可用的转换程序，"
                f"请用 Word、Excel 或 WPS 打开后另存为 .{target} 格式再试。"
            )
        converted = result.read_bytes() if result.is_file() else b""
    if not converted:
        raise InputError(
            f"「{name}」无法转换，可能设有密码或已经损坏，"
            f"请用 Word、Excel 或 WPS 打开后另存为 .{target} 格式再试。"
        )
    return converted, by


def _run(program: str, source: Path, result: Path, profile: Path, name: str) -> None:
    """Run LibreOffice with a profile of its own, so that runs do not wait for each other and no link of
    the file is followed."""
    settings = files(__package__).joinpath("office_profile.xcu").read_bytes()
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_bytes(settings)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", result.suffix[1:], "--outdir", str(result.parent), str(source)),
    ]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command,
            cwd=source.parent,
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        )
    except OSError:
        raise InputError(
            f"「{name}」需要 LibreOffice 转换，但它无法启动，"
            f"请用 Word、Excel 或 WPS 打开后另存为 {result.suffix} 格式再试。"
        ) from None
    try:
        process.wait(bound("conversion_seconds"))
    except subprocess.TimeoutExpired:
        raise InputError(
            f"「{name}」转换超过 {bound('conversion_seconds')} 秒仍未完成，"
            f"请用 Word、Excel 或 WPS 打开后另存为 {result.suffix} 格式再试。"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and all that it started, if it still runs."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                [programs.of_windows("taskkill"), "/T", "/F", "/PID", str(process.pid)],
                capture_output=True,
                check=False,
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
