"""Compare a roll of units (a table or a plain list) with the filings received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from xladdin.batch.grouping import is_misplaced, unit_in
from xladdin.batch.result import Result
from xladdin.errors import InputError
from xladdin.forms.labels import squeeze
from xladdin.model.grid import Grid, Source
from xladdin.patterns import pattern
from xladdin.sources.reading import read

#: Headings of the column of names.
_HEADING = pattern(r"(?:预算|填报|报送|主管|所属)?(?:单位|部门)(?:\(单位\))?(?:名称|全称)?")
#: Texts below such a heading that are no names.
_NO_NAME = pattern(r"[\d.,、\-—]*|合计|小计|总计|备注.*|.*[:。]|.*(?:名单|名册|一览表)")
_SHORTEST = 2
_OTHERWISE = "文件夹名与材料里的单位不同：材料是“{}”的，请核对是不是放错了。"


class Filed(Struct, frozen=True):
    """A unit on the roll with its result, None if it has not filed; or, with an empty name, a
    filing that is not on the roll."""

    name: str
    result: Result | None

    @property
    def state(self) -> str:
        """The state in one Chinese word."""
        if not self.name:
            return "不在名单上"
        if self.result is None:
            return "未报送"
        return "未能读取" if self.result.error else "已报送"

    @property
    def remark(self) -> str:
        """Why the filing could not be read, or that it seems to be another unit's; else empty."""
        if self.result is None:
            return ""
        return self.result.error or (
            _OTHERWISE.format(self.result.unit)
            if is_misplaced(self.result.key, self.result.unit)
            else ""
        )


def names_on(path: Path) -> tuple[str, ...]:
    """Return the units on a roll, in its order. Raises InputError if it names none or cannot be read."""
    source = read(path)
    found = tuple(dict.fromkeys(filter(_is_name, _texts(source))))
    if not found:
        raise InputError(
            f"「{source.name}」里没有找到单位名单；请把名称放在标题为“单位名称”的一列里，一行一个。"
        )
    return found


def compared(names: Iterable[str], results: Mapping[str, Result]) -> tuple[Filed, ...]:
    """Return each name with its unit's filing, then the filings of units that are not on the roll.

    First a filing belongs to the name that equals its unit or its folder's name; of those left, one
    belongs to a name if it alone shares a part of it.
    """
    left = dict(results)
    filed: dict[str, Result] = {}
    for fits in (_is_same, _is_part):
        for name in names:
            if name in filed:
                continue
            mine = [key for key, result in left.items() if fits(squeeze(name), result)]
            if len(mine) == 1 or (mine and fits is _is_same):
                filed[name] = left.pop(mine[0])
    on_it = (Filed(name, filed.get(name)) for name in names)
    return (*on_it, *(Filed("", result) for result in left.values()))


def _texts(source: Source) -> Iterator[str]:
    for grid in source.grids:
        yield from _column(grid)
    if not source.grids:
        yield from (paragraph.text.strip() for paragraph in source.paragraphs)


def _column(grid: Grid) -> Iterator[str]:
    """Yield the texts below the heading of the names; none if no column has it."""
    column = None
    for row in grid.rows:
        if column is None:
            heads = [cell for cell in row if _HEADING.fullmatch(squeeze(cell.text))]
            column = heads[0].column if heads else None
        else:
            yield from (cell.text.strip() for cell in row if cell.column == column)


def _is_name(text: str) -> bool:
    plain = squeeze(text)
    no_name = _NO_NAME.fullmatch(plain) or _HEADING.fullmatch(plain)
    return len(plain) >= _SHORTEST and not no_name


def _is_same(name: str, result: Result) -> bool:
    return name in (squeeze(result.unit), squeeze(result.key), squeeze(unit_in(result.key)))


def _is_part(name: str, result: Result) -> bool:
    said = squeeze(unit_in(result.key))
    return name in squeeze(result.key) or (len(said) > _SHORTEST and said in name)
