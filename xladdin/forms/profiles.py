"""Profiles: which forms a jurisdiction uses, and how strict it is. Data in ``data/profiles``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from xladdin.errors import InputError
from xladdin.forms.definitions import load
from xladdin.text.cleaning import seen

DEFAULT = "ministry"


@dataclass(frozen=True)
class Section:
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
        return re.compile(load("sections.toml")[self.part]["heading"])

    @cached_property
    def text(self) -> re.Pattern[str]:
        """Finds what the part says under any heading."""
        return re.compile(load("sections.toml")[self.part]["text"])


@dataclass(frozen=True, slots=True)
class Packing:
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


@dataclass(frozen=True)
class Profile:
    """A jurisdiction's forms and standards.

    ``kinds`` are the forms it has, ``required`` those that every filing must hold. ``places`` are
    names that tell that a filing is from there. ``severities`` override the rules' own ("off"
    leaves a rule's findings out), ``explainable`` are the codes whose errors the unit may explain
    instead of correcting them, ``parameters`` are thresholds, ``weights`` the accepted ways to
    spread the points over the 一级指标, ``outlines`` the parts of a report by its kind, ``packing``
    when the set may be packed.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    required: tuple[str, ...]
    places: tuple[str, ...]
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


@cache
def profile(identifier: str) -> Profile:
    """The profile of this identifier. Raises InputError with the known ones."""
    if identifier not in _identifiers():
        known = "、".join(_identifiers())
        raise InputError(f"没有名为“{identifier}”的地区方案，可用的有：{known}。")
    base, own = _data(DEFAULT), _data(identifier)
    return Profile(
        id=identifier,
        name=own["name"],
        kinds=tuple(own["forms"]),
        required=tuple(own.get("required", ())),
        places=tuple(own.get("places", ())),
        severities=base.get("severities", {}) | own.get("severities", {}),
        explainable=frozenset(own.get("explainable", base.get("explainable", ()))),
        parameters=base["parameters"] | own.get("parameters", {}),
        weights=tuple(own.get("weights", base["weights"])),
        words=tuple((name, tuple(each)) for name, each in own.get("words", {}).items()),
        outlines={
            kind: tuple(map(_section, parts))
            for kind, parts in (base["outlines"] | own.get("outlines", {})).items()
        },
        packing=_packing(base["packing"] | own.get("packing", {})),
    )


def names() -> tuple[tuple[str, str], ...]:
    """Identifier and Chinese name of every profile."""
    return tuple((identifier, profile(identifier).name) for identifier in _identifiers())


def detect(texts: Iterable[str]) -> Profile:
    """The profile whose places the texts name most often, the Ministry's where they name none."""
    everything = seen("\n".join(texts))
    best, most = DEFAULT, 0
    for identifier in _identifiers():
        count = sum(everything.count(place) for place in profile(identifier).places)
        if count > most:
            best, most = identifier, count
    return profile(best)


@cache
def _identifiers() -> tuple[str, ...]:
    folder = files(__package__).joinpath("data", "profiles")
    found = sorted(each.name.removesuffix(".toml") for each in folder.iterdir())
    return tuple(name for name in found if not name.startswith((".", "_")))


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


def _data(identifier: str) -> dict[str, Any]:
    return load(f"profiles/{identifier}.toml")
