"""Determine whose filing it is, and for which year, from the titles and the forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, takewhile

from xladdin.errors import InputError
from xladdin.forms.labels import squeeze, with_digits, years
from xladdin.model.figure import Location
from xladdin.model.filing import Filing, Mention
from xladdin.model.form import Form
from xladdin.model.grid import Source
from xladdin.patterns import pattern
from xladdin.text.cleaning import clean

#: The report's title is among the first paragraphs, on up to three lines.
_FIRST_PARAGRAPHS = 12
_TITLE_LENGTH = 60
_TITLE_LINES = 3
_TITLE = pattern(r"绩效(?:自评|评价)?(?:工作)?(?:自评|评价)?的?报告")
_DATE = pattern(r"\d{1,2}月")
_YEAR = r"(?:19|20)\d{2}年?度?"
#: The unit's name stands before the year, or between it and the subject of the report.
_UNIT = pattern(
    rf"^(?:关于)?(?:{_YEAR})?(?P<unit>.*?)(?:关于)?(?:{_YEAR}|部门整体|整体|项目支出|预算|专项|财政|绩效)"
)
#: A line above the title that names the unit.
_NAME = pattern(
    "[一-鿿()]{3,29}(?:中心|公司|政府|街道|[局委办院校学馆站所会厅部社队处室镇乡园庭团场台])"
)
_SHORTEST_NAME = 4
#: Two names with less similarity are two units, not one mistyped.
_ALIKE = 0.6


def identify(sources: Sequence[Source], forms: Sequence[Form]) -> Filing:
    """Return the filing of these sources and forms, with its unit and year. Raises InputError if the
    files are plainly those of two different units."""
    units, named_years = [], []
    for source in sources:
        for text, place in _titles(source):
            named_years += [Mention(str(year), place) for year in years(text)[:1]]
            if name := _unit(text):
                units.append(Mention(name, place))
    for form in forms:
        named_years += [Mention(str(year), form.title.location) for year in years(form.title.text)]
        if form.kind not in ("project", "unknown"):
            units += _named(form)
    # A table of no known form may list units: the next heading is no unit's name.
    units = units or [mention for form in forms for mention in _named(form)]
    _refuse_two_units(units)
    unit = _most_frequent([squeeze(mention.text) for mention in units])
    units += _repetitions(unit, sources, forms)
    year = _most_frequent([mention.text for mention in named_years])
    return Filing(
        tuple(sources),
        tuple(forms),
        unit,
        int(year) if year else None,
        tuple(units),
        tuple(named_years),
    )


def are_two(name: str, unit: str) -> bool:
    """Return whether ``name`` is another unit: it looks like a unit's name, and neither name is the
    other with letters left out (县卫健局 for 县卫生健康局)."""
    short, long = sorted((name, unit), key=len)
    letters = iter(long)
    return bool(_NAME.fullmatch(name)) and not all(letter in letters for letter in short)


def _named(form: Form) -> list[Mention]:
    """Return the unit that a form names, as a list of one, or none."""
    entry = form.entries.get("单位名称")
    if entry is None or len(squeeze(entry.text)) < _SHORTEST_NAME:
        return []
    return [Mention(entry.text, entry.location)]


def _repetitions(unit: str, sources: Sequence[Source], forms: Sequence[Form]) -> list[Mention]:
    """Return where else the unit is named: in its project forms, and first in each report."""
    found = []
    for form in forms:
        entry = form.entries.get("单位名称")
        if form.kind == "project" and entry is not None and squeeze(entry.text) == unit:
            found.append(Mention(entry.text, entry.location))
    for source in sources:
        for paragraph in source.paragraphs:
            cleaned = clean(paragraph.text)
            start = cleaned.text.find(unit)
            if unit and start >= 0 and not _TITLE.search(squeeze(paragraph.text)):
                span = cleaned.written(start, start + len(unit))
                found.append(Mention(unit, paragraph.place(source.name, span)))
                break
    return found


def is_report(source: Source) -> bool:
    """Return whether a source begins with the title of an assessment report."""
    return next(_titles(source), None) is not None


def _titles(source: Source) -> Iterator[tuple[str, Location]]:
    """Yield the report's own title, if it has one, with its lines joined."""
    first = [p for p in source.paragraphs if p.text.strip()][:_FIRST_PARAGRAPHS]
    lines = [with_digits(squeeze(p.text[: 4 * _TITLE_LENGTH])) for p in first]
    short = list(takewhile(lambda line: len(line) <= _TITLE_LENGTH, lines))
    for index, line in enumerate(short):
        title = line
        if years(line) and not _TITLE.search(line) and not _DATE.search(line):
            joined = accumulate(short[index : index + _TITLE_LINES])
            title = next((text for text in joined if _TITLE.search(text)), "")
        if not _TITLE.search(title):
            continue
        if index and not _unit(title) and _NAME.fullmatch(short[index - 1]):
            index, title = index - 1, short[index - 1] + title
        yield title, first[index].place(source.name)
        return


def names_unit(title: str) -> bool:
    """Whether the title of a form names whose it is: 青溪县档案馆2024年度部门整体支出绩效自评表."""
    return _NAME.fullmatch(_unit(with_digits(squeeze(title)))) is not None


def _unit(title: str) -> str:
    """Return the unit's name in a title, or an empty string."""
    found = _UNIT.match(title)
    name = found["unit"] if found else ""
    return (
        name
        if _SHORTEST_NAME <= len(name) <= 30 and not name.endswith(("县", "市", "区", "省"))
        else ""
    )


def _most_frequent(texts: Sequence[str]) -> str:
    """Return the most frequent text, the first of several."""
    return Counter(texts).most_common(1)[0][0] if texts else ""


def _refuse_two_units(units: Sequence[Mention]) -> None:
    """Raise InputError if two files name units with little in common."""
    names = {
        (each.location.source, squeeze(each.text)[:_TITLE_LENGTH]): each.text for each in units
    }
    for (source, name), text in names.items():
        for (other_source, other), other_text in names.items():
            if source == other_source or name in other or other in name:
                continue
            if SequenceMatcher(None, name, other).ratio() < _ALIKE:
                raise InputError(
                    f"这里混有两个单位的材料：“{text}”（{source}）和“{other_text}”"
                    f"（{other_source}）；请每个单位放一个文件夹，分别检查。"
                )
