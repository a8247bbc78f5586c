"""Profiles: which forms a jurisdiction uses, and how strict it is. Data in ``data/profiles``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any

from msgspec import Struct

from xladdin.errors import InputError
from xladdin.forms.definitions import load
from xladdin.forms.places import Place, called, home
from xladdin.patterns import pattern
from xladdin.text.cleaning import seen
from xladdin.toml_data import within

DEFAULT = "ministry"


class Section(Struct, frozen=True, dict=True):
    """A part of a report.

    ``part`` names it in ``data/sections.toml``, ``title`` is how the jurisdiction words it. One
    that is not ``required`` is named with others that are missing, and never missed alone.
    """

    part: str
    title: str
    required: bool

    @cached_property
    def heading(self) -> re.Pattern[str]:
        """Finds the part's heading."""
        return pattern(load("sections.toml")[self.part]["heading"])

    @cached_property
    def text(self) -> re.Pattern[str]:
        """Finds what the part says under any heading."""
        return pattern(load("sections.toml")[self.part]["text"])


class Packing(Struct, frozen=True):
    """When a set may be packed, and what its parts are called.

    ``stops`` are codes whose findings stop it whatever their severity; ``explain_warnings``: every
    warning wants an explanation. ``folder``, ``report``, ``whole`` are names without endings, those
    of the ``appendices`` go by the kind of form. ``cover`` are the lines of the 封面, the title
    first; none where the set has no cover. Names and lines have places: {年度}, {单位}, {填表人} …
    """

    stops: frozenset[str]
    explain_warnings: bool
    folder: str
    report: str
    whole: str
    appendices: Mapping[str, str]
    cover: tuple[str, ...]


class Profile(Struct, frozen=True):
    """A jurisdiction's forms and standards.

    ``place`` is where it holds, by its name in ``data/places.toml``, and with it all within that has
    no profile of its own; empty for everywhere. ``kinds`` are the forms it has, ``required`` those
    that every filing must hold. ``severities`` override the rules' own ("off"
    leaves a rule's findings out), ``explainable`` are the codes whose errors the unit may explain
    instead of correcting them, ``parameters`` are thresholds, ``weights`` the accepted ways to
    spread the points over the 一级指标, ``outlines`` the parts of a report by its kind, ``packing``
    when the set may be packed.
    """

    id: str
    name: str
    place: str
    kinds: tuple[str, ...]
    required: tuple[str, ...]
    severities: Mapping[str, str]
    explainable: frozenset[str]
    parameters: Mapping[str, float]
    weights: tuple[Mapping[str, int], ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]
    outlines: Mapping[str, tuple[Section, ...]]
    packing: Packing

    def parameter(self, name: str) -> float:
        """A threshold; raises KeyError for a name that no profile has."""
        return self.parameters[name]

    def outline(self, kind: str) -> tuple[Section, ...]:
        """The parts of a report on the ``whole``, a ``fund`` or a ``project`` (else as on a fund)."""
        return self.outlines.get(kind) or self.outlines["fund"]


def profile(name: str) -> Profile:
    """The profile of this identifier or Chinese name, or that holds where this place is (桃江县).

    Raises InputError with the known ones.
    """
    if name in _identifiers():
        return _profile(name)
    if place := called(name) or home(seen(name)):
        return _at(place)
    named = [identifier for identifier, whole in names() if len(name) > 1 and name in whole]
    if len(named) == 1:
        return _profile(named[0])
    known = "、".join(f"{whole}（{identifier}）" for identifier, whole in names())
    raise InputError(f"没有名为“{name}”的地区方案，可用的有：{known}。")


def names() -> tuple[tuple[str, str], ...]:
    """Identifier and Chinese name of every profile."""
    return tuple((identifier, _profile(identifier).name) for identifier in _identifiers())


def detect(texts: Iterable[str], unit: str = "") -> Profile:
    """The profile of the place in the ``unit``'s name, else of the place that the texts name most,
    the Ministry's where they name none."""
    return _at(home(seen(unit)) or home(seen("\n".join(texts))))


def _at(place: Place) -> Profile:
    """The profile of a place, or of the nearest around it that has one."""
    there = {_profile(identifier).place: identifier for identifier in _identifiers()}
    return _profile(next((there[name] for name in reversed(place) if name in there), DEFAULT))


@cache
def _profile(identifier: str) -> Profile:
    data = _whole(identifier)
    return Profile(
        id=identifier,
        name=data["name"],
        place=data["place"],
        kinds=tuple(data["forms"]),
        required=tuple(data["required"]),
        severities=data.get("severities", {}),
        explainable=frozenset(data["explainable"]),
        parameters=data["parameters"],
        weights=tuple(data["weights"]),
        words=tuple((name, tuple(each)) for name, each in data.get("words", {}).items()),
        outlines={kind: tuple(map(_section, parts)) for kind, parts in data["outlines"].items()},
        packing=_packing(data["packing"]),
    )


def _whole(identifier: str) -> dict[str, Any]:
    """A profile's data with what it takes from the one that it is based on: tables are joined,
    anything else of its own stands instead."""
    own = load(f"profiles/{identifier}.toml")
    if "base" not in own:
        return own
    base = _whole(own["base"])
    tables = {
        key: value | own[key]
        for key, value in base.items()
        if key in own and isinstance(value, dict)
    }
    return base | own | tables


@cache
def _identifiers() -> tuple[str, ...]:
    return tuple(
        path.split("/")[-1].removesuffix(".toml") for path in within("forms/data/profiles")
    )


def _section(data: Mapping[str, Any]) -> Section:
    return Section(data["part"], data.get("title", data["part"]), data.get("required", False))


def _packing(data: Mapping[str, Any]) -> Packing:
    return Packing(
        stops=frozenset(data["stops"]),
        explain_warnings=data["explain_warnings"],
        folder=data["folder"],
        report=data["report"],
        whole=data["whole"],
        appendices=data["appendices"],
        cover=tuple(data["cover"]),
    )
