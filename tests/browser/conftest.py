"""Chromium without a window, where there is one. Without it this folder is no part of the suite;
``.ci/run`` installs it, and ``.venv/bin/python -m pytest tests/browser`` runs these alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
if CHROMIUM is None:
    collect_ignore_glob = ["test_*.py"]

_POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')
#: Collects what goes wrong, from the first line of the page on.
_WATCH = """<script>window.faults = [];
window.onerror = function (what) { window.faults.push(String(what)); };
console.error = function (what) { window.faults.push(String(what)); };</script>"""
_END = """<script>
function press(key) {
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: key, bubbles: true, cancelable: true}));
}
function text(selector) { var at = document.querySelector(selector); return at ? at.textContent : null; }
function seen(node) {
  var box = node.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
}
var told = (function () { %s }());
told.faults = window.faults;
var out = document.createElement("pre");
out.id = "told";
out.textContent = JSON.stringify(told);
document.body.appendChild(out);
</script></body>"""

Browse = Callable[[str, str], dict[str, Any]]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """Opens a page in 1366 × 768, runs the body of a function in it, and returns what that yields."""

    def run(page: str, script: str) -> dict[str, Any]:
        path = tmp_path / "page.html"
        page = _POLICY.sub("", page).replace("<head>", "<head>" + _WATCH, 1)
        path.write_text(page.replace("</body>", _END % script), encoding="utf-8")
        dom = chromium("--window-size=1366,768", "--dump-dom", path.as_uri(), home=tmp_path)
        (told,) = re.findall('<pre id="told">(.*?)</pre>', dom, re.DOTALL)
        found: dict[str, Any] = json.loads(unescape(told))
        return found

    return run


def chromium(*arguments: str, home: Path) -> str:
    """What Chromium prints; it keeps its profile below ``home``."""
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", f"--user-data-dir={home / 'profile'}", *arguments,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode()
