"""What 发送到 and the start menu start: ``pythonw -I -m xladdin.window FILE…``. There is no console:
what goes wrong is told in a message box."""

from __future__ import annotations

import sys
from pathlib import Path

from xladdin.window.showing import show


def main() -> int:
    """Open the window with the files."""
    import ctypes

    def tell(text: str) -> None:
        ctypes.windll.user32.MessageBoxW(None, text, "绩效自评校验", 0x40)  # type: ignore[attr-defined]

    show([Path(name) for name in sys.argv[1:]], tell)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
