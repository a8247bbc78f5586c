"""The frames of ``data/frames.toml``: what figures of a sentence are to each other, as formulas."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def frames() -> Mapping[str, Mapping[str, Any]]:
    """The frames by their names."""
    text = files(__package__).joinpath("data", "frames.toml").read_text(encoding="utf-8")
    return {data["name"]: data for data in tomllib.loads(text)["frame"]}


def frame(name: str, form: str) -> str:
    """The formula of a frame's form."""
    formula: str = frames()[name]["formulas"][form]
    return formula
