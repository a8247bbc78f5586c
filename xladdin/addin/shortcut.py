"""Write a .lnk file on Windows: python -m xladdin.addin.shortcut LINK TARGET ARGUMENTS TOOLTIP.

This is a program of its own, because the installer's Python lacks the library (pywin32) that the
private one has. It calls Windows' wide-character interface, as WScript.Shell loses characters
outside GBK.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any


def write(link: str, target: str, arguments: str, description: str) -> None:
    """Write the file ``link``, which starts ``target`` with the arguments and the files dropped on it."""
    com: Any = importlib.import_module("pythoncom")
    shell: Any = importlib.import_module("win32com.shell.shell")
    shortcut = com.CoCreateInstance(
        shell.CLSID_ShellLink, None, com.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
    )
    shortcut.SetPath(target)
    shortcut.SetArguments(arguments)
    shortcut.SetDescription(description)
    shortcut.SetWorkingDirectory(str(Path(target).parent))
    shortcut.QueryInterface(com.IID_IPersistFile).Save(link, 0)


if __name__ == "__main__":
    write(*sys.argv[1:])
