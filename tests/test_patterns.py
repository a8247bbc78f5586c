"""What is kept of compiled expressions is what ``re.compile`` makes of them, in every process the same."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from xladdin import patterns

LEFT_ALONE = ("appendix/pdf.py", "excel/memory.py", "patterns.py")
"""The module itself, and those whose expressions hold words of a document."""

EXAMPLE = Path(patterns.__file__).parent / "example"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "patterns.codes"


def compiled_by(kept: Path, seed: str) -> list[object]:
    """The expressions that a process compiles which checks the example, the file being its memory."""
    script = f"""
import json, sys
from pathlib import Path
from xladdin import patterns
patterns._FILE = Path({str(kept)!r})
sys.dont_write_bytecode = False
from xladdin.cli import main
main(["check", {str(EXAMPLE)!r}])
print(json.dumps([str(key) for key in patterns._new()]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_second_process_compiles_nothing(kept: Path) -> None:
    assert len(compiled_by(kept, "1")) > 200
    assert compiled_by(kept, "2") == []


@pytest.mark.parametrize(("text", "flags"), [
    ("(?P<a>一|二)+?[万亿]?", 0), ("a.b", re.DOTALL), (rb"<(\w+)", 0), ("(?i:x)(y)?$", re.MULTILINE),
])  # fmt: skip
def test_what_is_kept_is_what_python_compiles(
    text: str, flags: int, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_FILE", kept)
    for memory in (patterns._made, patterns._kept, patterns._new):
        memory.cache_clear()
    first = patterns.pattern(text, flags)
    patterns._keep()
    for memory in (patterns._made, patterns._kept, patterns._new):
        memory.cache_clear()
    again = patterns.pattern(text, flags)
    wanted = re.compile(text, flags)
    assert first == again == wanted
    assert (again.flags, again.groups, dict(again.groupindex)) == (
        wanted.flags, wanted.groups, dict(wanted.groupindex),
    )  # fmt: skip
    assert not patterns._new()


@pytest.mark.parametrize("damaged", [(), (0, b"\0" * 8, 1, {}), (0, b"\0", 0, {})])
def test_what_is_kept_and_is_no_code_is_compiled_again(
    damaged: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(patterns._kept(), ("一二三+", 0), damaged)
    patterns._made.cache_clear()
    assert patterns.pattern("一二三+") == re.compile("一二三+")


def test_another_python_compiles_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_compiler", None)
    patterns._made.cache_clear()
    assert patterns.pattern("四五六+") == re.compile("四五六+")


@pytest.mark.parametrize("written", [b"", b"no such thing", b"\xe9\x01\x00\x00\x00"])
def test_a_file_that_is_damaged_counts_as_none(
    written: bytes, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.write_bytes(written)
    monkeypatch.setattr(patterns, "_FILE", kept)
    patterns._kept.cache_clear()
    assert patterns._kept() == {}
    patterns._kept.cache_clear()


def test_one_wrong_bit_and_nothing_of_it_is_taken(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_FILE", kept)
    for memory in (patterns._made, patterns._kept, patterns._new):
        memory.cache_clear()
    patterns.pattern("七八九+")
    patterns._keep()
    whole = kept.read_bytes()
    patterns._kept.cache_clear()
    assert patterns._kept()
    for at in range(0, len(whole), 7):
        kept.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        patterns._kept.cache_clear()
        assert patterns._kept() == {}
    patterns._kept.cache_clear()


def test_a_file_in_place_of_the_folder_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "__pycache__").write_text("")
    monkeypatch.setattr(patterns, "_FILE", tmp_path / "__pycache__" / "patterns.codes")
    patterns._keep()
    patterns._kept.cache_clear()
    assert (tmp_path / "__pycache__").read_text() == ""


def test_where_nothing_can_be_kept_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_FILE", tmp_path / "none" / "patterns.codes")
    patterns._keep()
    patterns._kept.cache_clear()
    assert list(tmp_path.iterdir()) == []


def test_expressions_are_compiled_in_one_place() -> None:
    package = Path(patterns.__file__).parent
    others = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "re.compile(" in path.read_text(encoding="utf-8") and "addin" not in path.parts
    }
    assert others == set(LEFT_ALONE)
