"""Find doubts to look into that show only when many filings are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from msgspec import Struct

from xladdin.batch.gathered import Gathered
from xladdin.batch.grouping import is_misplaced
from xladdin.batch.likeness import Group, alike, groups, overlap
from xladdin.batch.standing import Standing

#: The score from which, and the execution rate below which, the two do not go together.
_HIGH_SCORE, _LOW_RATE = 90, 0.8
#: The share in common that is suspicious, of reports and of indicators; the fewest indicators
#: compared.
_SAME_TEXT, _SAME_INDICATORS, _FEWEST_INDICATORS = 0.8, 0.8, 5
#: The growth of 三公经费 that is suspicious, and the least amount before it, in 万元.
_GROWTH, _SMALL = 0.5, 1.0
#: How far beyond the quartiles, in interquartile ranges, is suspicious; the fewest units compared.
_FAR, _FEWEST_UNITS = 3.0, 8
_NAMES_SHOWN = 8


class Doubt(Struct, frozen=True):
    """Something to look into: its kind, the filings' keys, the units' names, what was seen, what to do."""

    kind: str
    keys: tuple[str, ...]
    names: str
    facts: str
    advice: str


def doubts(found: Gathered) -> list[Doubt]:
    """Return all doubts, kind by kind."""
    return [
        *_high_scores(found.read),
        *_full_scores(found.read),
        *_same_reports(found),
        *_same_indicators(found),
        *_grown(found.read),
        *_far_off(found.read),
        *_twice(found.read),
        *_misplaced(found.read),
    ]


def _high_scores(units: list[Standing]) -> Iterator[Doubt]:
    for each in units:
        if each.score is None or each.rate is None:
            continue
        if each.score >= _HIGH_SCORE and each.rate < _LOW_RATE:
            facts = f"自评 {each.score:g} 分，预算执行率只有 {each.rate:.2%}。"
            advice = "看执行率一项怎么计分，产出指标是否真的完成。"
            yield _doubt(each, "得分高、执行率低", facts, advice)


def _full_scores(units: list[Standing]) -> Iterator[Doubt]:
    for each in units:
        if each.score is None or each.score < each.worth:
            continue
        told = f"自评 {each.score:g} 分，"
        if each.overrated:
            told += f"满分 {each.worth:g} 分；平均自评得分没有算这一份。"
            yield _doubt(each, "得分超过满分", told, "核对总分和各项得分，退回改正。")
        else:
            told += "没有一项扣分。"
            advice = "看指标值是否定得太低，问题和偏差是否如实写明。"
            yield _doubt(each, "各项全得满分", told, advice)


def _same_reports(found: Gathered) -> Iterator[Doubt]:
    for group in groups(found.texts, alike, _SAME_TEXT):
        yield _doubt_of_group(
            found, group, "报告雷同",
            f"自评报告的文字约 {group.likeness:.0%} 相同（不计数字和单位名称）。",
            "对照报告原文，看是否互相照抄，内容是否符合各单位实际。",
        )  # fmt: skip


def _same_indicators(found: Gathered) -> Iterator[Doubt]:
    enough = {
        key: each for key, each in found.indicators.items() if len(each) >= _FEWEST_INDICATORS
    }
    for group in groups(enough, overlap, _SAME_INDICATORS):
        yield _doubt_of_group(
            found, group, "指标照搬",
            f"三级指标和指标值约 {group.likeness:.0%} 相同。",
            "看指标是否按本单位职责设定，指标值是否照抄。",
        )  # fmt: skip


def _grown(units: list[Standing]) -> Iterator[Doubt]:
    for each in units:
        if each.publics_change is None or (each.publics_before or 0) < _SMALL:
            continue
        if each.publics_change > _GROWTH:
            yield _doubt(
                each,
                "三公经费大增",
                f"三公经费决算由上年 {each.publics_before:g} 万元增到 {each.publics_now:g} 万元，"
                f"增长 {each.publics_change:.0%}。",
                "看正文是否说明原因，是否超预算。",
            )


def _far_off(units: list[Standing]) -> Iterator[Doubt]:
    """Yield figures far from those of all other units, often typed in 元 for 万元."""
    kinds: tuple[tuple[str, str, Callable[[Standing], float | None]], ...] = (
        ("人均公用经费", "{:,.2f} 万元", lambda each: _per_head(each.running_costs, each)),
        ("人均全年执行数", "{:,.2f} 万元", lambda each: _per_head(each.outturn, each)),
        ("在职人员控制率", "{:.2%}", lambda each: _share(each.staff, each.posts)),
    )
    from pandas import Series

    for name, shown, value in kinds:
        values = Series([value(each) for each in units], dtype=float)
        if values.count() < _FEWEST_UNITS:
            continue
        low, middle, high = values.quantile([0.25, 0.5, 0.75])
        reach = _FAR * (high - low)
        if not reach:
            continue
        for index in values.index[(values < low - reach) | (values > high + reach)]:
            yield _doubt(
                units[index],
                "数值异常",
                f"{name} {shown.format(values[index])}，各单位的中位数是 {shown.format(middle)}。",
                "核对金额单位（元、万元）和人数；属实的，了解原因。",
            )


def _twice(units: list[Standing]) -> Iterator[Doubt]:
    filed: dict[tuple[str, int | None], list[Standing]] = defaultdict(list)
    for each in units:
        filed[each.name, each.year].append(each)
    for (name, year), same in filed.items():
        if len(same) > 1:
            folders = "、".join(each.key for each in same[:_NAMES_SHOWN])
            yield Doubt(
                "重复报送",
                tuple(each.key for each in same),
                name,
                f"同一年度（{year or '年度不明'}）有 {len(same)} 份材料：{folders}。",
                "只留一份再汇总，否则汇总表里重复计算。",
            )


def _misplaced(units: list[Standing]) -> Iterator[Doubt]:
    for each in units:
        if is_misplaced(each.key, each.name):
            yield _doubt(
                each,
                "单位与文件夹名不符",
                f"文件夹“{each.key}”里放的是“{each.name}”的材料。",
                "核对是不是放错了文件夹；放错的，文件夹名上的单位还没有报送。",
            )


def _per_head(amount: float | None, unit: Standing) -> float | None:
    return _share(amount, unit.staff)


def _share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _doubt(unit: Standing, kind: str, facts: str, advice: str) -> Doubt:
    return Doubt(kind, (unit.key,), unit.name, facts, advice)


def _doubt_of_group(found: Gathered, group: Group, kind: str, facts: str, advice: str) -> Doubt:
    names = [found.results[key].name for key in group.keys[:_NAMES_SHOWN]]
    more = f" 等 {len(group.keys)} 个单位" if len(group.keys) > _NAMES_SHOWN else ""
    return Doubt(kind, group.keys, "、".join(names) + more, facts, advice)
