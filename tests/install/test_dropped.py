"""发送到 opens the window with the files that were sent."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

from xladdin.verbs.demo import EXAMPLE


def test_the_window_is_served_with_what_was_sent(tmp_path: Path) -> None:
    folder = tmp_path / "绩效自评 2024（终稿）& 䶮"
    folder.mkdir()
    document = Path(shutil.copy(EXAMPLE / "附件.xlsx", folder))
    # No browser, no message box: the address goes to stderr.
    bare = {"PATH": "", "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    python = [sys.executable, "-X", "utf8", "-m", "xladdin.addin.dropped"]
    with subprocess.Popen(
        [*python, str(document)],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=bare | kept,
    ) as process:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", process.stderr.readline())
        assert found is not None
        with urlopen(Request(f"{found[0]}first", method="POST"), timeout=120) as answer:
            assert "发现错误" in answer.read().decode()
        process.terminate()
    assert (folder / "校验结果" / "校验报告.html").is_file()
