"""kill -9 at any moment, in every verb that writes: what was there is there, what is new is whole,
and the next run makes good. Each verb is killed once, in the thorough run ten times."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.thorough import few
from xladdin.cli import main
from xladdin.verbs.demo import EXAMPLE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")

#: So many kills of each verb.
KILLS = few(10)
#: A process is killed before one of these calls, in which it may change what lies on the disk.
CALLS = ("mkdir", "rmdir", "link", "unlink", "rename", "replace", "fsync", "write", "ftruncate")

VERBS: dict[str, Callable[[Path, Path], list[str]]] = {
    "check -o": lambda home, out: ["check", str(home), "-o", str(out / "报告.html")],
    "check json": lambda home, out: ["check", str(home), "-o", str(out / "报告.json")],
    "annotate": lambda home, out: ["check", str(home), "--annotate", str(out)],
    "calc": lambda home, out: ["calc", str(home / "附件.xlsx"), "-o", str(out / "算.xlsx")],
    "fix": lambda home, out: ["fix", str(home), "-o", str(out)],
    "new": lambda home, out: ["new", "--from", str(home), "-o", str(out / "新.xlsx")],
    "import": lambda home, out: ["import", str(home), "-o", str(out / "导入.xlsx")],
    "draft": lambda home, out: ["draft", str(home / "附件.xlsx"), "-o", str(out / "初稿.docx")],
    "package": lambda home, out: [
        "package", str(home), "-o", str(out), "--draft", "--no-pdf", "--zip", "--overwrite",
    ],
    "publish": lambda home, out: ["publish", str(home), "-o", str(out), "--no-pdf"],
    "batch": lambda home, out: [
        "batch", str(home.parent), "-o", str(out), "--resume", "--notices", "--annotate", "--workers", "1",
    ],
    "templates": lambda home, out: [
        "templates", "build", "--profile", "ministry", "-o", str(out),
    ],
    "demo": lambda home, out: ["demo", "-o", str(out)],
}  # fmt: skip
#: These write nothing where there is a file already.
ONCE = {"calc", "fix", "new", "import", "draft", "publish"}
#: Sets of files, which are replaced as a whole.
SETS = {"annotate", "package"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The example's report and its first form, in the folder of a unit."""
    folder = tmp_path / "材料" / "云山县文旅局"
    folder.mkdir(parents=True)
    shutil.copy(EXAMPLE / "自评报告.docx", folder)
    book = openpyxl.load_workbook(EXAMPLE / "附件.xlsx")
    for name in book.sheetnames[1:]:
        del book[name]
    book.save(folder / "附件.xlsx")
    return folder


@pytest.mark.parametrize("verb", VERBS)
def test_killed_at_any_moment_nothing_is_lost_or_half(
    verb: str, home: Path, tmp_path: Path
) -> None:
    call, once = VERBS[verb], tmp_path / "一次"
    material = held(home.parent)
    once.mkdir()
    first = Calls(None)
    with pytest.MonkeyPatch.context() as patch:  # here, so that what it imports is there for all
        for name in CALLS:
            patch.setattr(os, name, first.counted(getattr(os, name)))
        assert main(call(home, once)) in (0, 1)
    killed = later = 0
    for number in range(KILLS):
        out = tmp_path / str(number)
        # Every other time there is an earlier result to be replaced; alone, where a set is.
        replacing = verb not in ONCE and (number % 2 == 1 or (KILLS == 1 and verb in SETS))
        shutil.copytree(once, out) if replacing else out.mkdir()
        if replacing and not later:
            shutil.copytree(once, tmp_path / "再")
            later, _ = run(call(home, tmp_path / "再"), None)
        before, moments = held(out), later if replacing else first.made
        # Most of the calls come near the end, where everything is put in place.
        moment = max(1, moments - round((moments - 1) * ((number + 0.5) / KILLS) ** 2))
        _, status = run(call(home, out), moment)
        killed += status
        assert held(home.parent) == material
        after = held(out)
        assert before.keys() <= after.keys() | moving(out), before.keys() - after.keys()
        for name, data in after.items():
            assert_whole(name, data)
        for manifest in out.rglob("manifest.json"):
            if not any(part.startswith(".xladdin-") for part in manifest.parts):
                assert_complete(manifest)
        # What the killed run has begun is there now, so that these verbs refuse; they end it first.
        run(call(home, out), None, refuses=verb in ONCE and bool(after))
        assert held(out).keys() == held(once).keys()
        assert not list(out.rglob(".xladdin-*"))
    assert killed >= max(1, KILLS - 1)


def run(call: list[str], moment: int | None, *, refuses: bool = False) -> tuple[int, bool]:
    """Run a verb in a process of its own, killed before its call number ``moment``: how many calls
    it made if it was not, and whether it was."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        calls = Calls(moment)
        for name in CALLS:
            setattr(os, name, calls.counted(getattr(os, name)))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        status = main(call)
        told = f"{calls.made} {status}".encode()
        calls.moment = None
        os.write(theirs, told)
        os._exit(0)
    os.close(theirs)
    _, ended = os.waitpid(child, 0)
    told = os.read(ours, 100).split()
    os.close(ours)
    if moment is None:
        assert told, f"{call} failed"
        assert int(told[1]) in ((2,) if refuses else (0, 1)), call
    return (int(told[0]) if told else 0), os.WIFSIGNALED(ended)


class Calls:
    """Counts calls, and ends the process at one of them."""

    def __init__(self, moment: int | None) -> None:
        self.moment, self.made = moment, 0

    def counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.made += 1
            if self.made == self.moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call


def held(folder: Path) -> dict[str, bytes]:
    """The files in a folder but for those under way."""
    found = (path for path in folder.rglob("*") if path.is_file()) if folder.exists() else ()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if not any(part.startswith(".xladdin-") for part in path.parts)
    }


def moving(folder: Path) -> set[str]:
    """What was put aside when the process was killed: the next run puts it back, or the new one."""
    found = set()
    for old in folder.rglob(".xladdin-*/old"):
        found |= {
            f"{path.relative_to(old).as_posix()}" for path in old.rglob("*") if path.is_file()
        }
    return found


def assert_complete(manifest: Path) -> None:
    """A packed set has all the files of its list, as they were when it was written, and no others."""
    told = {
        each["name"]: each["sha256"] for each in json.loads(manifest.read_text("utf-8"))["files"]
    }
    there = {path.name: path for path in manifest.parent.iterdir() if path != manifest}
    assert {name: sha256(path.read_bytes()).hexdigest() for name, path in there.items()} == told


def assert_whole(name: str, data: bytes) -> None:
    """A file is as its kind should be, to its end."""
    match Path(name).suffix:
        case ".xlsx" | ".docx" | ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                assert package.testzip() is None, name
        case ".json":
            json.loads(data)
        case ".html":
            assert data.rstrip().endswith(b"</html>"), name
        case ".jsonl" | ".txt":
            pass  # a line may be torn: the next run cuts it off
        case other:
            raise AssertionError(f"{name}: what is {other}?")
