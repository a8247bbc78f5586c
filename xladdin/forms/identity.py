"""Whose filing it is, and for which year: what the titles and the forms say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from xladdin.errors import InputError
from xladdin.forms.labels import squeeze, years
from xladdin.model.figure import Location
from xladdin.model.filing import Filing, Mention
from xladdin.model.form import Form
from xladdin.model.grid import Source

#: The report's title stands among the first paragraphs, on a line or two.
_FIRST_PARAGRAPHS = 12
_TITLE_LENGTH = 60
_TITLE = re.compile(r"绩效(?:自评|评价)?(?:工作)?(?:自评|评价)?报告")
_YEAR = r"(?:19|20)\d{2}年?度?"
#: The unit stands before the year, or between the year and what the report is about.
_UNIT = re.compile(
    rf"^(?:关于)?(?:{_YEAR})?(?P<unit>.+?)(?:关于)?(?:{_YEAR}|部门整体|整体|项目支出|预算|专项|财政|绩效)"
)
#: Two names less alike than this are two units, not one unit mistyped.
_ALIKE = 0.6


def identify(sources: Sequence[Source], forms: Sequence[Form]) -> Filing:
    """The filing that the forms and sources make up.

    Raises InputError where the files are plainly those of two different units.
    """
    units, named_years = [], []
    for source in sources:
        for text, place in _titles(source):
            named_years += [Mention(str(year), place) for year in years(text)[:1]]
            if name := _unit(text):
                units.append(Mention(name, place))
    for form in forms:
        named_years += [Mention(str(year), form.title.location) for year in years(form.title.text)]
        entry = form.entries.get("单位名称")
        if entry is not None and not entry.blank and form.kind != "project":
            units.append(Mention(entry.text, entry.location))
    units = units or [
        Mention(entry.text, entry.location)
        for form in forms
        if (entry := form.entries.get("单位名称")) is not None and not entry.blank
    ]
    _one_unit(units)
    unit = _most([squeeze(mention.text) for mention in units])
    units += _repetitions(unit, sources, forms)
    year = _most([mention.text for mention in named_years])
    return Filing(
        tuple(sources),
        tuple(forms),
        unit,
        int(year) if year else None,
        tuple(units),
        tuple(named_years),
    )


def _repetitions(unit: str, sources: Sequence[Source], forms: Sequence[Form]) -> list[Mention]:
    """Where else the unit is named: in project forms (of its own projects), first in each report."""
    found = []
    for form in forms:
        entry = form.entries.get("单位名称")
        if form.kind == "project" and entry is not None and squeeze(entry.text) == unit:
            found.append(Mention(entry.text, entry.location))
    for source in sources:
        for paragraph in source.paragraphs:
            start = paragraph.text.find(unit)
            if unit and start >= 0 and not _TITLE.search(squeeze(paragraph.text)):
                span = (start, start + len(unit))
                place = Location(
                    source.name, paragraph=paragraph.index, span=span, quote=paragraph.text.strip()
                )
                found.append(Mention(unit, place))
                break
    return found


def _titles(source: Source) -> Iterator[tuple[str, Location]]:
    """The report's own title; its two lines joined if it has two."""
    first = [p for p in source.paragraphs if p.text.strip()][:_FIRST_PARAGRAPHS]
    for index, paragraph in enumerate(first):
        text = squeeze(paragraph.text)
        if len(text) > _TITLE_LENGTH:
            return
        place = Location(source.name, paragraph=paragraph.index, quote=paragraph.text.strip())
        following = squeeze(first[index + 1].text) if index + 1 < len(first) else ""
        if _TITLE.search(text):
            yield text, place
            return
        if years(text) and len(following) <= _TITLE_LENGTH and _TITLE.search(text + following):
            yield text + following, place
            return


def _unit(title: str) -> str:
    """The unit's name in a title, empty where the title names none."""
    found = _UNIT.match(title)
    name = found["unit"] if found else ""
    return name if 4 <= len(name) <= 30 and not name.endswith(("县", "市", "区", "省")) else ""


def _most(texts: Sequence[str]) -> str:
    """What most say; of several the first."""
    return Counter(texts).most_common(1)[0][0] if texts else ""


def _one_unit(units: Sequence[Mention]) -> None:
    """Two files with names that have little in common are two filings."""
    for one in units:
        for two in units:
            if one.location.source == two.location.source:
                continue
            a, b = squeeze(one.text), squeeze(two.text)
            if a in b or b in a or SequenceMatcher(None, a, b).ratio() >= _ALIKE:
                continue
            raise InputError(
                f"这里混有两个单位的材料：“{one.text}”（{one.location.source}）和“{two.text}”"
                f"（{two.location.source}）；请每个单位放一个文件夹，分别检查。"
            )
