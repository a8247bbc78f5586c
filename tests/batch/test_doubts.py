"""What shows only when many filings are laid side by side."""

from __future__ import annotations

from tests.batch.made import amounts, result
from xladdin.batch.doubts import Doubt, doubts
from xladdin.batch.gathered import gathered, statistics
from xladdin.batch.result import Result


def found(*results: Result) -> list[Doubt]:
    return doubts(gathered({each.key: each for each in results}, None))


def kinds(*results: Result) -> list[tuple[str, str]]:
    return [(each.kind, each.names) for each in found(*results)]


def test_ordinary_units_raise_no_doubt() -> None:
    assert found(*(result(f"单位{n}", amounts=amounts()) for n in range(12))) == []


def test_a_high_score_beside_a_low_execution_rate() -> None:
    low = result("甲局", amounts=amounts(自评表__年度资金总额__全年执行数="61.00"))
    (doubt,) = found(low, result("乙局", amounts=amounts()))
    assert (doubt.kind, doubt.names) == ("得分高、执行率低", "甲局")
    assert "自评 97 分，预算执行率只有 61.00%" in doubt.facts


def test_full_marks_in_everything() -> None:
    assert kinds(result("甲局", amounts=amounts(自评表__总分__得分="100"))) == [
        ("各项全得满分", "甲局")
    ]


def test_reports_with_the_same_text() -> None:
    text, other = tuple(range(64)), tuple(range(500, 564))
    copied = (*range(60), 900, 901, 902, 903)
    (doubt,) = found(
        result("甲局", signature=text),
        result("乙局", signature=other),
        result("丙局", signature=copied),
        result("丁局", signature=()),
    )
    assert (doubt.kind, doubt.keys) == ("报告雷同", ("甲局", "丙局"))
    assert "约 94% 相同" in doubt.facts


def test_indicators_copied_from_another_unit() -> None:
    own = tuple(f"指标{n}≥{n}" for n in range(9))
    few = ("群众满意度≥95%",)
    assert kinds(
        result("甲局", indicators=own),
        result("乙局", indicators=(*own[:8], "另一项")),
        result("丙局", indicators=few),
        result("丁局", indicators=few),
    ) == [("指标照搬", "甲局、乙局")]


def test_spending_on_the_three_publics_that_grew_by_more_than_half() -> None:
    grown = amounts(基础数据表__三公经费__本年决算="3.20")
    small = amounts(基础数据表__三公经费__上年决算="0.10", 基础数据表__三公经费__本年决算="0.40")
    assert kinds(result("甲局", amounts=grown), result("乙局", amounts=small)) == [
        ("三公经费大增", "甲局")
    ]


def test_an_amount_in_the_wrong_unit_stands_out() -> None:
    units = [
        result(f"单位{n}", amounts=amounts(基础数据表__公用经费__本年决算=f"{8 + n / 10}"))
        for n in range(12)
    ]
    slip = result("甲局", amounts=amounts(基础数据表__公用经费__本年决算="90000"))
    (doubt,) = found(*units, slip)
    assert (doubt.kind, doubt.names) == ("数值异常", "甲局")
    assert "人均公用经费 10,000.00 万元" in doubt.facts


def test_one_unit_that_filed_twice() -> None:
    first, second = result("甲局", unit="云山县甲局"), result("甲局新", unit="云山县甲局")
    other_year = result("甲局旧", unit="云山县甲局", year=2023)
    (doubt,) = found(first, second, other_year)
    assert (doubt.kind, doubt.keys) == ("重复报送", ("甲局", "甲局新"))


def test_what_could_not_be_read_raises_no_doubt() -> None:
    assert found(result("甲局", error="打不开"), result("乙局", error="打不开")) == []


def test_a_score_above_the_full_marks_is_told_and_is_in_no_average() -> None:
    above = result("甲局", amounts=amounts(自评表__总分__得分="105"))
    of_200 = result("丙局", amounts=amounts(自评表__总分__分值="200", 自评表__总分__得分="190"))
    (doubt,) = found(above, result("乙局", amounts=amounts()), of_200)
    assert (doubt.kind, doubt.names) == ("得分超过满分", "甲局")
    both = {each.key: each for each in (above, result("乙局", amounts=amounts()))}
    assert statistics(gathered(both, None)).score == 97


def test_a_folder_that_is_named_after_another_unit() -> None:
    """Short forms, numbers, parts of a name and what no unit is called are no other unit's name."""
    folders = {
        "云山县林业局": "云山县水务局",
        "03云山县卫健局": "云山县卫生健康局",
        "水利局": "云山县水利局",
        "云山县人社局2024年度材料": "云山县人力资源和社会保障局",
        "第二批": "云山县气象局",
    }
    (doubt,) = found(*(result(key, unit=unit) for key, unit in folders.items()))
    assert (doubt.kind, doubt.keys) == ("单位与文件夹名不符", ("云山县林业局",))
