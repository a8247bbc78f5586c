"""Places are data: each name tells one place, and running text tells none by chance."""

from __future__ import annotations

from collections import Counter

import pytest

from xladdin.forms.definitions import load
from xladdin.forms.labels import squeeze
from xladdin.forms.places import called, home

WORDS = load("places.toml")["words"].split()
DATA = load("places.toml")["province"]
HUNAN = DATA["湖南省"]


def every_name() -> list[str]:
    """All names of the data, without their marks."""
    return [
        name.removeprefix("^")
        for province, cities in DATA.items()
        for name in (province, *cities, *" ".join(cities.values()).split())
    ]


def test_each_name_stands_there_once_as_it_is_compared() -> None:
    counts = Counter((*every_name(), *WORDS))
    assert [name for name, count in counts.items() if count > 1] == []
    assert [name for name in counts if squeeze(name) != name or len(name) < 2] == []


def test_hunan_is_complete() -> None:
    assert len(DATA) == 31
    assert len(HUNAN) == 14
    counties = [name for line in HUNAN.values() for name in line.split()]
    zones = [name for name in counties if name.endswith("管理区")]
    #: Zones that are no 县 by the list, and the short names of two 自治县.
    besides = {*zones, "湘江新区", "城陵矶", "大通湖", "洪江区", "江华县", "^通道县"}
    assert len(set(counties) - besides) == 122


@pytest.mark.parametrize("city", HUNAN)
def test_an_address_tells_each_county_of_hunan(city: str) -> None:
    for county in HUNAN[city].split():
        name = county.removeprefix("^")
        place = ("湖南省", city, name)
        assert home(f"湖南省{city}市{name}某某局") == home(f"{name}民政局") == place
        assert home(f"2024年度{name}某某局绩效自评报告") == place


@pytest.mark.parametrize(
    "text",
    [
        "我局会同县财政局、县审计局开展自评，会同有关部门整改。",
        "疏通绿色通道，打通救护通道；国省道县道、街道县直单位一并养护。",
        "湖南路街道、太湖南岸、湖南县域",
        "促进社会效益阳光透明，举办公益阳光行动，体现人文关怀化解矛盾。",
        "日常德育工作，维护社会安宁乡村稳定，推动治安化解，鼓励投资兴业，面临湘江汛期防洪江堤加固。",
        "老君山景区 长江永续发展 长江华容水文 创新化解",
        "乐山、和平、城区、郊区、高新区、县城",
        "",
        "省",
    ],
)
def test_running_text_tells_no_place_by_chance(text: str) -> None:
    assert home(text) == ()


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("上海市徐汇区湖南路街道", "上海市"),
        ("上海市松江区岳阳街道", "上海市"),
        ("天津市市级预算部门", "天津市"),
        ("湖北省鄂州市华容区", "湖北省"),
        ("龙岩市永定区", "福建省"),
        ("内蒙古自治区某旗", "内蒙古"),
        ("恩施州来凤县", "湖北省"),
        ("石柱土家族自治县", "重庆市"),
    ],
)
def test_places_elsewhere_are_no_places_of_hunan(text: str, province: str) -> None:
    assert home(text)[:1] == (province,)


def test_a_place_is_called_with_its_kind_and_without() -> None:
    assert called("桃江") == called("桃江县") == ("湖南省", "益阳", "桃江")
    assert called("湖南") == called("湖南省") == ("湖南省",)
    assert called("吉林") == ("吉林省",)  # the largest of the name
    assert called("会同") == ("湖南省", "怀化", "会同县")
    assert called("没有这个地方") == called("") == called("县") == ()
