"""The window in a real browser: what was sent is checked when it opens, and shown."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.browser.conftest import chromium
from xladdin.verbs.demo import EXAMPLE
from xladdin.window.desk import Desk
from xladdin.window.server import Server


def test_the_window_checks_what_was_sent_and_lists_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / "附件.xlsx").write_bytes((EXAMPLE / "附件.xlsx").read_bytes())
    with Server(Desk(lambda _: None, [folder])) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            dom = chromium(
                "--virtual-time-budget=20000", "--dump-dom", server.address, home=tmp_path
            )
        finally:
            server.shutdown()
            thread.join()
    assert '<p class="conclusion">发现错误' in dom
    assert "打开 附件_校验.xlsx" in dom
    assert "改过了，再核对" in dom
    assert (folder / "校验结果" / "校验报告.html").is_file()
