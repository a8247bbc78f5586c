"""The window in a real browser: what is sent is checked when it opens, what is dropped is brought."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.browser.conftest import chromium
from xladdin.verbs.demo import EXAMPLE
from xladdin.window import server as module
from xladdin.window.desk import Desk
from xladdin.window.server import Server

_DROP = """
(function () {
  var bytes = Uint8Array.from(atob("%s"), function (c) { return c.charCodeAt(0); });
  var event = new Event("drop", {bubbles: true, cancelable: true});
  event.dataTransfer = {items: [], files: [new File([bytes], "附件 (1).xlsx"), new File([""], "Thumbs.db")]};
  document.querySelector(".drop").dispatchEvent(event);
}());
"""


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def seen(home: Path, files: Sequence[Path] = ()) -> str:
    """The window's page once it has come to rest."""
    with Server(Desk(lambda _: None, files)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            return chromium("--virtual-time-budget=20000", "--dump-dom", server.address, home=home)
        finally:
            server.shutdown()
            thread.join()


def test_the_window_checks_what_was_sent_and_lists_it(tmp_path: Path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / "附件.xlsx").write_bytes((EXAMPLE / "附件.xlsx").read_bytes())
    dom = seen(tmp_path, [folder])
    assert '<p class="conclusion">发现错误' in dom
    assert ">打开 附件_校验.xlsx</button>" in dom
    assert ">改过了，再核对</button>" in dom
    assert (folder / "校验结果" / "校验报告.html").is_file()


def test_what_is_dropped_is_brought_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = _DROP % b64encode((EXAMPLE / "附件.xlsx").read_bytes()).decode()
    read = module._asset
    monkeypatch.setattr(
        module, "_asset", lambda name: read(name) + (drop if name == "page.js" else "")
    )
    dom = seen(tmp_path)
    assert '<p class="conclusion">发现错误' in dom
    assert ">打开 附件 (1)_校验.xlsx</button>" in dom
    assert ">改过了，再核对</button>" not in dom
