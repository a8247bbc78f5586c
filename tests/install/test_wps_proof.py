"""The doctor's trial of the program that WPS's script starts: what each failure is told as."""

from __future__ import annotations

from pathlib import Path

import pytest

from xladdin.addin import proof
from xladdin.errors import InputError


def program(folder: Path, does: str) -> Path:
    """A program that does this when it is started; $4 is the name under which it is to be met."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def test_a_program_that_ends_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="一启动就退出了"):
        proof.prove_to_wps(program(tmp_path, "exit 1"), tmp_path)


def test_a_program_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_PATIENCE_OF_WPS", 0.1)
    with pytest.raises(InputError, match="没有启动起来"):
        proof.prove_to_wps(program(tmp_path, "exec sleep 60"), tmp_path)


@pytest.mark.parametrize("told", ["{", "[]", "{}", '{"port": 1, "token": "x"}'])
def test_a_program_that_nobody_can_talk_to(tmp_path: Path, told: str) -> None:
    does = f"echo '{told}' > {tmp_path}/made; mv {tmp_path}/made {tmp_path}/$4.json; exec sleep 60"
    with pytest.raises(InputError, match="没有好好回答"):
        proof.prove_to_wps(program(tmp_path, does), tmp_path)
    assert not [*tmp_path.glob("*.json")]


def test_a_program_that_may_not_be_started(tmp_path: Path) -> None:
    path = program(tmp_path, "exit 0")
    path.chmod(0o644)
    with pytest.raises(PermissionError):
        proof.prove_to_wps(path, tmp_path)
