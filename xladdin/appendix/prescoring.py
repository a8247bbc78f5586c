"""What the rules' findings tell of the marks for the filing itself, criterion by criterion.

Never a final score: a criterion gets points only where rules can tell, the rest is left to people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct

from xladdin.forms.profiles import Profile
from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Report
from xladdin.toml_data import table, within


class Criterion(Struct, frozen=True):
    """A part of the points of one 二级指标, as ``data/<profile>.toml`` describes it."""

    place: str
    what: str
    worth: Decimal
    codes: tuple[str, ...] = ()
    each: Decimal | None = None
    proof: str = ""
    look: str = ""


class Judgement(Struct, frozen=True):
    """A criterion with the points that rules give (None: people must) and why."""

    criterion: Criterion
    points: Decimal | None
    reason: str


class Scheme(Struct, frozen=True):
    """A profile's criteria, and the layout of its form."""

    layout: str
    criteria: tuple[Criterion, ...]


@cache
def scheme(profile_id: str) -> Scheme | None:
    """The criteria of a profile; None for one without."""
    path = f"appendix/data/{profile_id}.toml"
    if path not in within("appendix/data"):
        return None
    data = table(path)
    return Scheme(data["form"], tuple(map(_criterion, data["points"])))


def judged(report: Report, profile: Profile) -> tuple[Judgement, ...]:
    """Each criterion of the profile's scheme; empty where it has none."""
    found = scheme(profile.id)
    if found is None:
        return ()
    proven = {each.code for each in report.relations if each.verdict is not Verdict.SKIPPED}
    return tuple(_judgement(each, report, proven) for each in found.criteria)


def _judgement(criterion: Criterion, report: Report, proven: set[str]) -> Judgement:
    against = [each for each in report.findings if each.code in criterion.codes]
    said = "".join(each.message for each in against)
    if not criterion.proof:
        return Judgement(criterion, None, f"{said}由人评：{criterion.look}。")
    if criterion.proof not in proven:
        return Judgement(criterion, None, "材料里没有可以判断的内容，由人评。")
    if not against:
        return Judgement(criterion, criterion.worth, "没有发现问题，得满分。")
    if criterion.each is None:
        return Judgement(criterion, None, f"{said}扣几分由人定。")
    parts = sum(map(_parts, against))
    off = min(criterion.worth, parts * criterion.each)
    return Judgement(criterion, criterion.worth - off, f"{said}少 {parts} 个部分，扣 {off} 分。")


def _parts(finding: Finding) -> int:
    """How many parts a finding says are missing; their names are joined by 、, and hold none."""
    return len(finding.expected.split("、"))


def totals(judgements: Sequence[Judgement]) -> tuple[Decimal, Decimal, Decimal]:
    """The points given, what they were given out of, and what is left to people."""
    given = [each for each in judgements if each.points is not None]
    points = sum((each.points for each in given if each.points is not None), Decimal(0))
    out_of = sum((each.criterion.worth for each in given), Decimal(0))
    whole = sum((each.criterion.worth for each in judgements), Decimal(0))
    return points, out_of, whole - out_of


def by_place(judgements: Sequence[Judgement]) -> Iterator[tuple[str, list[Judgement]]]:
    """The judgements of each 二级指标, in order."""
    places = dict.fromkeys(each.criterion.place for each in judgements)
    for place in places:
        yield place, [each for each in judgements if each.criterion.place == place]


def _criterion(data: Mapping[str, Any]) -> Criterion:
    numbers = {name: Decimal(str(data[name])) for name in ("worth", "each") if name in data}
    return Criterion(**{**data, **numbers, "codes": tuple(data.get("codes", ()))})
