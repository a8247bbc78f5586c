"""Files are put in place all together, also if the process is killed at any of its calls."""

from __future__ import annotations

import os
import signal
from contextlib import nullcontext
from pathlib import Path

import pytest

from xladdin.errors import InputError
from xladdin.outputs import workplace, writing
from xladdin.outputs.writing import write_set, write_synced

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")

NAMES = ("甲.docx", "乙.xlsx", "丙.html")
CALLS = ("mkdir", "link", "rename", "replace", "fsync")


def killed_at(number: int, folder: Path, *, as_folder: bool) -> bool:
    """Put a set in place in a process that is killed before one of its calls; whether it was."""
    child = os.fork()
    if child == 0:
        counted = 0

        def dying(real):
            def call(*given, **named):
                nonlocal counted
                counted += 1
                if counted == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **named)

            return call

        for name in CALLS:
            setattr(os, name, dying(getattr(os, name)))
        write(folder, b"new", as_folder=as_folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def write(folder: Path, data: bytes, *, as_folder: bool) -> None:
    """Three files, or a folder of them and one beside it."""
    if not as_folder:
        write_set(folder, dict.fromkeys(NAMES, data))
        return
    with workplace.workplace(folder) as work:
        (work / "一套").mkdir()
        for name in NAMES[:2]:
            write_synced(work / "一套" / name, data)
        write_synced(work / "一套.zip", data)
        workplace.put(work)


def held(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".tmp" not in str(path))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("as_folder", [False, True], ids=["files", "folder"])
@pytest.mark.parametrize("before", [b"old", None], ids=["replaced", "new"])
def test_killed_at_any_call_the_next_run_finds_all_or_none(
    tmp_path: Path, before: bytes | None, as_folder: bool
) -> None:
    seen = set()
    for number in range(1, 100):
        folder = tmp_path / str(number)
        folder.mkdir()
        if before is not None:
            write(folder, before, as_folder=as_folder)
        names = held(folder).keys()
        killed = killed_at(number, folder, as_folder=as_folder)
        assert set(held(folder).values()) <= {b"old", b"new"}
        workplace.clear(folder)
        found = held(folder)
        assert len(set(found.values())) <= 1, (number, found)
        assert not names or found.keys() == names
        assert not list(folder.glob(".xladdin-*"))
        seen.update(found.values() or {b""})
        if not killed:
            break
    assert number > 8
    assert seen == {before or b"", b"new"}


def test_a_new_set_that_a_killed_run_has_begun_is_whole_before_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New files are linked, not renamed: the kill may come between the link and the old name's end."""
    monkeypatch.setattr(
        f"{__name__}.write_set", lambda folder, files: writing.write_new_set(folder, files)
    )
    monkeypatch.setattr(f"{__name__}.CALLS", (*CALLS, "unlink"))
    seen = set()
    for number in range(1, 100):
        folder = tmp_path / str(number)
        folder.mkdir()
        killed = killed_at(number, folder, as_folder=False)
        whole = b"new" if held(folder) else b"again"
        refused = pytest.raises(InputError, match="已经存在") if held(folder) else nullcontext()
        with refused:
            writing.write_new_set(folder, dict.fromkeys(NAMES, b"again"))
        assert held(folder) == dict.fromkeys(NAMES, whole), number
        assert not list(folder.glob(".xladdin-*"))
        seen.add(whole)
        if not killed:
            break
    assert seen == {b"new", b"again"}


def test_what_somebody_has_changed_since_the_kill_is_not_replaced(tmp_path: Path) -> None:
    write(tmp_path, b"old", as_folder=False)
    for number in range(1, 100):
        killed_at(number, tmp_path, as_folder=False)
        if b"new" in held(tmp_path).values():
            break
    (name,) = [name for name, data in held(tmp_path).items() if data == b"old"][:1]
    (tmp_path / name).write_bytes(b"edited")
    workplace.clear(tmp_path)
    assert held(tmp_path)[name] == b"edited"


def planted(folder: Path, ready: str) -> Path:
    """What came with somebody's files, and looks as if a run of ours had been killed there."""
    left = folder / f"{workplace._BEGINNING}1-00000000{workplace._ENDING}"
    for name in ("new", "old"):
        (left / name).mkdir(parents=True)
    (left / "held").touch()
    (left / "ready").write_text(ready)
    return left


def test_a_workplace_that_came_with_the_files_moves_nothing_out_of_its_folder(
    tmp_path: Path,
) -> None:
    folder, home = tmp_path / "甲单位" / "材料", tmp_path / "home"
    planted(folder, "../../home/evil.desktop\nzzz")
    (tmp_path / "甲单位" / "home").mkdir()
    home.mkdir()
    for place in (tmp_path / "甲单位" / "home", folder / "home"):
        place.mkdir(exist_ok=True)
        (place / "evil.desktop").write_text("x")
    before = sorted(path for path in tmp_path.rglob("*") if ".xladdin" not in str(path))
    workplace.clear(folder)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_workplace_that_leads_elsewhere_moves_nothing_of_there(tmp_path: Path) -> None:
    folder, own = tmp_path / "材料", tmp_path / "本人"
    own.mkdir()
    (own / "原件.docx").write_text("x")
    left = planted(folder, "原件.docx\nzzz")
    (left / "new").rmdir()
    (left / "new").symlink_to(own)
    workplace.clear(folder)
    assert (own / "原件.docx").read_text() == "x"
    assert list(folder.iterdir()) == []
