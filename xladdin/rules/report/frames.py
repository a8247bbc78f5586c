"""The frames of ``data/frames.toml``: what figures of a sentence are to each other, as formulas."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    text = files(__package__).joinpath("data", "frames.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def frames() -> Mapping[str, Mapping[str, Any]]:
    """The frames by their names."""
    return {data["name"]: data for data in _table()["frame"]}


def places() -> Mapping[str, Any]:
    """What the columns of the forms are to the report: the basis of each, the name of the whole."""
    found: Mapping[str, Any] = _table()["places"]
    return found


def allowing() -> Mapping[str, Sequence[str]]:
    """The words of a sentence that allow another year or basis than the nearest."""
    found: Mapping[str, Sequence[str]] = _table()["allowing"]
    return found


def frame(name: str, form: str) -> str:
    """The formula of a frame's form."""
    formula: str = frames()[name]["formulas"][form]
    return formula
