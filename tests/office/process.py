"""One soffice process of the tests' own: started with a private profile, spoken to through UNO."""

from __future__ import annotations

import builtins
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

#: Where Debian's python3-uno puts uno.py; only this one module is taken from that folder.
UNO = Path("/usr/lib/python3/dist-packages/uno.py")
START_SECONDS = 60
#: What is asked from inside of soffice.
BASIC = Path(__file__).with_name("inside.bas")
#: What soffice ends with when it has set up a new profile and wants to be started again.
START_AGAIN = 81


class OfficeError(Exception):
    """The soffice process could not be started, died, or took too long."""


def load_uno() -> Any:
    """The module uno, without the rest of the folder that it lies in."""
    if "uno" not in sys.modules:
        if not UNO.is_file():
            raise OfficeError(f"{UNO} is missing: install python3-uno")
        # It replaces __import__, which would change every import of the program under test.
        own_import = builtins.__import__
        spec = importlib.util.spec_from_file_location("uno", UNO)
        assert spec
        assert spec.loader
        sys.modules["uno"] = module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except ImportError as error:
            del sys.modules["uno"]
            raise OfficeError(f"uno does not fit this Python {sys.version}: {error}") from error
        finally:
            builtins.__import__ = own_import
    return sys.modules["uno"]


def struct(name: str, **members: Any) -> Any:
    """A UNO struct, as ``struct("table.CellRangeAddress", Sheet=0)``."""
    value = load_uno().createUnoStruct(f"com.sun.star.{name}")
    for member, content in members.items():
        setattr(value, member, content)
    return value


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO's way to hand over named arguments."""
    return tuple(
        struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items()
    )


def _installed(remote: Any) -> Callable[[str], Any]:
    """Where the functions of inside.bas are found, once they are in soffice's library."""
    libraries = remote.ServiceManager.createInstanceWithContext(
        "com.sun.star.script.ApplicationScriptLibraryContainer", remote
    )
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    libraries.loadLibrary("Standard")
    library = libraries.getByName("Standard")
    if not library.hasByName("Inside"):  # the profile is kept from one start to the next
        library.insertByName("Inside", BASIC.read_text(encoding="utf-8"))
    provider = remote.getValueByName(
        "/singletons/com.sun.star.script.provider.theMasterScriptProviderFactory"
    ).createScriptProvider("")
    where = "vnd.sun.star.script:Standard.Inside.{}?language=Basic&location=application"
    return cache(lambda function: provider.getScript(where.format(function)))


class Office:
    """A headless soffice process with its profile in ``folder``, and the desktop inside it.

    It is killed with this Python, however this ends. After ``seconds`` inside one ``limit`` it is
    killed, too, so that a call that hangs comes back as an OfficeError.
    """

    def __init__(self, folder: Path) -> None:
        program = shutil.which("soffice")
        if program is None:
            raise OfficeError("soffice is missing: install libreoffice-calc and libreoffice-writer")
        self.program = Path(program).resolve().with_name("soffice.bin")
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.desktop: Any = None
        #: The functions of inside.bas, by their names.
        self._scripts: Any = None
        self.starts = 0
        #: A limit was passed, so that the process was killed.
        self.overdue = False

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process, unless it runs, and connect."""
        if self.alive:
            return
        uno = load_uno()
        pipe = f"xladdin-{uuid.uuid4().hex}"
        self._launch(pipe)
        context = uno.getComponentContext()
        resolver = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", context
        )
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except uno.getClass("com.sun.star.connection.NoConnectException"):
                if self.process.poll() == START_AGAIN:
                    self._launch(pipe)
                elif not self.alive or time.monotonic() > end:
                    ended = self.stop()
                    raise OfficeError(f"soffice does not start: {ended}") from None
                time.sleep(0.05)
        self.desktop = remote.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", remote
        )
        self._scripts = _installed(remote)
        self.starts += 1

    def _launch(self, pipe: str) -> None:
        command = [
            # The kernel ends it with its parent, even where Python is killed.
            *("setpriv", "--pdeathsig", "KILL", "--", str(self.program)),
            f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"--accept=pipe,name={pipe};urp;",
        ]
        with (self.folder / "soffice.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env=os.environ | {"LC_ALL": "C.UTF-8"}, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> str:
        """Kill the process and say how it had ended, or that it ran."""
        self.desktop = None
        process, self.process = self.process, None
        if process is None:
            return "it was not running"
        status = process.poll()
        process.kill()
        process.wait()
        log = (self.folder / "soffice.log").read_text(encoding="utf-8", errors="replace")
        if self.overdue:
            return "it took too long and was killed"
        return f"{'it ran' if status is None else f'exit status {status}'} {log[-500:]}".strip()

    def limit(self, seconds: float) -> threading.Timer:
        """A started timer that kills the process; cancel it when the work is done in time."""

        def kill() -> None:
            self.overdue = True
            if self.process is not None:
                self.process.kill()

        self.overdue = False
        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        return timer

    def inside(self, function: str, *arguments: Any) -> Any:
        """What a function of inside.bas answers."""
        return self._scripts(function).invoke(arguments, (), ())[0]

    def load(self, url: str, **how: Any) -> Any:
        """Open a document at a URL, None where soffice cannot."""
        return self.desktop.loadComponentFromURL(url, "_blank", 0, properties(**how))

    def save_as(self, path: Path, target: Path, filter_name: str) -> Path:
        """Save a file as another, in the format that soffice calls so, and return it."""
        document = self.load(path.resolve().as_uri(), Hidden=True)
        try:
            document.storeToURL(target.resolve().as_uri(), properties(FilterName=filter_name))
        finally:
            document.close(True)
        return target
