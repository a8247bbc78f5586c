"""Load the profiles, which say what forms a jurisdiction uses and how strict it is (``data/profiles``)."""

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
    """A part of a report. ``part`` is its name in ``data/sections.toml``, ``title`` the jurisdiction's
    wording. A part that is not ``required`` is only reported missing together with others."""

    part: str
    title: str
    required: bool

    @cached_property
    def heading(self) -> re.Pattern[str]:
        """The pattern of the part's heading."""
        return pattern(load("sections.toml")[self.part]["heading"])

    @cached_property
    def text(self) -> re.Pattern[str]:
        """The pattern of what the part says under any heading."""
        return pattern(load("sections.toml")[self.part]["text"])


class Packing(Struct, frozen=True):
    """When a set may be packed, and the names of its parts.

    Findings with the codes ``stops`` stop packing at any severity; ``explain_warnings`` demands an
    explanation for every warning. ``folder``, ``report``, ``whole`` are names without endings, and so
    are ``appendices``, by kind of form. ``cover`` are the lines of the 封面, the title first; empty if
    the set has no cover. Names and lines have placeholders: {年度}, {单位}, {填表人} …
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

    ``place``, by its name in ``data/places.toml``, is where it holds, with all places inside that have
    no profile of their own; empty for everywhere. ``kinds`` are the forms it has, ``required`` those
    that every filing must hold. ``severities`` override the rules' own ("off" drops a rule's findings);
    ``explainable`` are codes whose errors the unit may explain instead of correct. ``parameters`` are
    thresholds, ``weights`` the accepted distributions of points over the 一级指标, ``words`` its own
    names for subjects, ``outlines`` the parts of a report by its kind, ``packing`` when the set may be
    packed.
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
        """Return a threshold; KeyError for a name that no profile has."""
        return self.parameters[name]

    def outline(self, kind: str) -> tuple[Section, ...]:
        """Return the parts of a report of kind ``whole``, ``fund`` or ``project`` (else those of a fund)."""
        return self.outlines.get(kind) or self.outlines["fund"]


def profile(name: str) -> Profile:
    """Return the profile with this identifier or Chinese name, or of the place so named (桃江县).
    Raises InputError with the known ones."""
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
    """Return identifier and Chinese name of every profile."""
    return tuple((identifier, _profile(identifier).name) for identifier in _identifiers())


def detect(texts: Iterable[str], unit: str = "") -> Profile:
    """Return the profile of the place in the ``unit``'s name, else of the place that the texts name
    most, else the Ministry's."""
    return _at(home(seen(unit)) or home(seen("\n".join(texts))))


def _at(place: Place) -> Profile:
    """Return the profile of a place, or of the nearest one around it."""
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
    """Return a profile's data merged with its base: tables are joined, other values replace the base's."""
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
