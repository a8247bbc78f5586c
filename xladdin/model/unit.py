"""Define units of measure: what a printed unit counts, and its factor to the base unit."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct


class Unit(Struct, frozen=True):
    """A unit: ``name`` as printed, ``measures`` the kind of quantity, ``factor`` in base units."""

    name: str
    measures: str
    factor: Decimal


_KINDS: dict[str, dict[str, str]] = {
    # the base unit comes first, with factor 1
    "money": {"元": "1", "千元": "1000", "万元": "10000", "百万元": "1000000",
              "千万元": "10000000", "亿元": "100000000"},
    "ratio": {"": "1", "%": "0.01", "‰": "0.001", "倍": "1", "成": "0.1"},
    "points": {"分": "1"},
    "percentage points": {"个百分点": "0.01", "百分点": "0.01"},
    "area": {"㎡": "1", "平方米": "1", "m2": "1", "亩": "666.6666666666666667", "公顷": "10000",
             "万亩": "6666666.666666666667", "平方公里": "1000000"},
    "length": {"米": "1", "公里": "1000", "千米": "1000"},
    "mass": {"公斤": "1", "吨": "1000", "万吨": "10000000"},
}  # fmt: skip

#: Units that count things. 人 and 人次 are different quantities and never compared.
_COUNTS = (
    "人 人次 人(次) 户 个 家 件 项 次 起 批 批次 期 场 场次 村 所 座 台 套 辆 份 篇 条 处 名 位 天 日"
    " 年 月 个月 小时 次/年 株 头 只 宗 册 本 张 间 栋 户次 例 对 组 片 块 类 种"
).split()

UNITS: dict[str, Unit] = {
    name: Unit(name, measures, Decimal(factor))
    for measures, names in _KINDS.items()
    for name, factor in names.items()
} | {name: Unit(name, name, Decimal(1)) for name in _COUNTS}
UNITS |= {
    f"万{name}": Unit(f"万{name}", name, Decimal(10000))
    for name in ("人", "人次", "户", "个", "件")
}
UNITS["万"] = Unit("万", "万", Decimal(10000))

MONEY = UNITS["万元"]
NUMBER = UNITS[""]


def unit(name: str) -> Unit:
    """Return the unit of a printed name, understanding a leading 万 or 亿. An unknown name becomes a
    count of its own kind."""
    found = UNITS.get(name)
    if found is not None:
        return found
    base = UNITS.get(name[1:])
    scale = {"万": 10_000, "亿": 100_000_000}.get(name[:1])
    if base is None or scale is None:
        return Unit(name, name, Decimal(1))
    return Unit(name, base.measures, base.factor * scale)
