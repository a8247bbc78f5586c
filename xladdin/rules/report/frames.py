"""The frames of ``data/frames.toml``: what figures of a sentence are to each other, as formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from xladdin.toml_data import table


def _table() -> Mapping[str, Any]:
    return table("rules/report/data/frames.toml")


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
