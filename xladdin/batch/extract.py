"""Extract from a filing what the summary needs: amounts, indicators, and a signature of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import blake2b

from xladdin.forms.labels import normal
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.form import Form, Item
from xladdin.model.unit import unit

#: How many of a text's smallest hashes are kept, to estimate how alike two texts are.
SIGNATURE = 64
_SHINGLE = 9
_LEAST_TEXT = 300

#: The rows that the official form prints in its repeated sections, each with a word that identifies
#: it; any other row belongs to the last one.
ROWS = {
    "项目支出明细": {
        "业务工作经费": "业务工作",
        "运行维护经费": "运行维护",
        "专项资金": "专项资金",
        "其他项目": "",
    },
    "公用经费其中": {
        "办公经费": "办公",
        "水费、电费、差旅费": "水费",
        "会议费、培训费": "会议",
        "其他公用经费": "",
    },
}
BUILDINGS = "楼堂馆所"


def amounts(filing: Filing) -> dict[str, str]:
    """Return the figures of the first 基础数据表 and the first 自评表 as decimal texts, by keys such as
    ``基础数据表.三公经费.本年决算``, ``基础数据表.公用经费其中.办公经费.本年决算`` and ``自评表.指标.产出指标.数量指标.得分``."""
    found: dict[str, Decimal] = {}
    for form in filing.of("basic_data")[:1]:
        _add(found, "基础数据表", (*_entries(form), *_items(form)))
    for form in filing.of("overall")[:1]:
        _add(found, "自评表", (*_entries(form), *_points(form)))
    return {key: f"{value:f}" for key, value in found.items()}


def _add(sums: dict[str, Decimal], form: str, values: Iterable[tuple[str, Decimal]]) -> None:
    for name, value in values:
        key = f"{form}.{name}"
        sums[key] = sums.get(key, Decimal(0)) + value


def _entries(form: Form) -> Iterator[tuple[str, Decimal]]:
    for key, entry in form.entries.items():
        if (value := _value(entry.figure)) is not None:
            yield key, value


def _items(form: Form) -> Iterator[tuple[str, Decimal]]:
    """Yield the figures of the repeated sections, each under its row's name in ``ROWS``."""
    for section in (*ROWS, BUILDINGS):
        for item in form.sections.get(section, ()):
            row = f"{section}.{_row(section, item)}" if section in ROWS else section
            for column, entry in item.entries.items():
                if (value := _value(entry.figure)) is not None:
                    yield f"{row}.{column}", value


def _row(section: str, item: Item) -> str:
    label = normal(item.label)
    return next(name for name, word in ROWS[section].items() if word in label)


def _points(form: Form) -> Iterator[tuple[str, Decimal]]:
    """Yield the number, points and score of each indicator under the name of its 二级指标."""
    for row in form.indicators:
        name = f"指标.{normal(row.level1)}.{normal(row.level2)}"
        yield f"{name}.项数", Decimal(1)
        for column, entry in (("分值", row.points), ("得分", row.score)):
            if (value := _value(entry.figure)) is not None:
                yield f"{name}.{column}", value


def _value(figure: Figure | None) -> Decimal | None:
    """Return the value of a figure in 万元 or base units; None if it is missing or irregular."""
    if figure is None or figure.irregular:
        return None
    value = figure.value * figure.unit.factor
    return value / unit("万元").factor if figure.unit.measures == "money" else value


def indicators(filing: Filing) -> tuple[str, ...]:
    """Return the 三级指标 of the 自评表, each followed by its target, without blanks or repetitions."""
    rows = (row for form in filing.of("overall") for row in form.indicators)
    texts = ("".join(f"{row.name.text}{row.target.text}".split()) for row in rows)
    return tuple(dict.fromkeys(text for text in texts if text))


def signature(filing: Filing) -> tuple[int, ...]:
    """Return the smallest hashes of the report's shingles, without digits and the unit's name, in
    ascending order; empty if the text is short."""
    text = "".join(
        letter
        for source in filing.sources
        for paragraph in source.paragraphs
        for letter in paragraph.text.replace(filing.unit or "\0", "")
        if not letter.isspace() and not letter.isdigit()
    )
    if len(text) < _LEAST_TEXT:
        return ()
    hashes = {hashed(text[at : at + _SHINGLE]) for at in range(len(text) - _SHINGLE + 1)}
    return tuple(sorted(hashes)[:SIGNATURE])


def hashed(text: str) -> int:
    """Return a 48-bit hash of a text that is the same on every computer."""
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=6).digest())
