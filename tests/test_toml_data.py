"""The program's TOML and what is compiled from it say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from xladdin import toml_data

ROOT = toml_data.COMPILED.parent
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.toml"))


@pytest.fixture
def a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the package's place, with the compiled tables and one TOML file."""
    for name in ("toml_data.json", "sources/bounds.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(toml_data, "_ROOT", tmp_path)
    monkeypatch.setattr(toml_data, "COMPILED", tmp_path / "toml_data.json")
    return tmp_path


def test_what_is_compiled_is_what_is_written() -> None:
    assert toml_data.COMPILED.read_bytes() == toml_data.compiled(), "python3 install/dev.py build"


@pytest.mark.parametrize("name", FILES)
def test_a_table_is_that_of_its_file(name: str) -> None:
    assert toml_data.table(name) == tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def test_a_word_changed_in_a_file_counts_at_once(a_copy: Path) -> None:
    (a_copy / "sources/bounds.toml").write_text("forms = 3", encoding="utf-8")
    assert toml_data.table.__wrapped__("sources/bounds.toml") == {"forms": 3}


def test_what_is_compiled_is_taken_where_nothing_was_changed(
    a_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tomllib, "loads", None)
    assert toml_data.table.__wrapped__("sources/bounds.toml")["forms"] == 20


def test_the_files_of_a_folder_come_in_order() -> None:
    found = toml_data.within("rules/data")
    assert [name.split("/")[-1] for name in found] == sorted(
        path.name for path in (ROOT / "rules/data").glob("*.toml")
    )
