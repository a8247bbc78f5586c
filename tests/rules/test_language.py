"""The language of relations: what it reads, and that nothing else gets through."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.rules.expression import Comparison, Junction, Number, Place, named, written
from xladdin.rules.language import FormulaError, amount, parse, span


def refusal(text: str) -> FormulaError:
    """Why a formula is refused."""
    with pytest.raises(FormulaError) as caught:
        parse(text)
    return caught.value


def read(text: str) -> str:
    """The formula in plain signs."""
    return written(parse(text).tree)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("三公经费 == 公务用车 + 出国经费", "三公经费 == 公务用车 + 出国经费"),
        ("三公经费 = 公务用车 + 出国经费", "三公经费 == 公务用车 + 出国经费"),
        ("三公经费＝公务用车＋出国经费－公务接待", "三公经费 == 公务用车 + 出国经费 - 公务接待"),
        ("控制率 ＝ （在职人数 × 2） ÷ 编制数", "控制率 == 在职人数 * 2 / 编制数"),
        ("在职人数 ≤ 编制数", "在职人数 <= 编制数"),
        ("在职人数≥1．5", "在职人数 >= 1.5"),
        ("得分 ≠ 0", "得分 != 0"),
        ("得分 <> 0", "得分 != 0"),
        ("得分 => 0", "得分 >= 0"),
        ("得分 =< １０", "得分 <= 10"),
        ("三公经费 ==\n    公务用车 +\n    出国经费", "三公经费 == 公务用车 + 出国经费"),
        ("得分 ＜ 分值 and 得分 ＞ 0", "得分 < 分值 and 得分 > 0"),
        ("0 <= 得分 <= 分值", "0 <= 得分 <= 分值"),
        ("not 得分 > 分值 or 得分 == 0", "not 得分 > 分值 or 得分 == 0"),
        ("项目支出 == 合计(项目支出明细)", "项目支出 == 合计(项目支出明细)"),
        ("得分 == 封顶（执行率，1）＊ 分值", "得分 == 封顶(执行率, 1) * 分值"),
        ("三公经费.本年决算 <= 三公经费.本年预算", "三公经费.本年决算 <= 三公经费.本年预算"),
        ("　基本支出 = 总额 − 项目支出　", "基本支出 == 总额 - 项目支出"),
        ("= 三公经费 <= 5", "三公经费 <= 5"),
        ("-(甲 + 乙) * -丙 == (甲 * 2)", "-(甲 + 乙) * -丙 == 甲 * 2"),
        ("甲 - (乙 - 丙) == 甲 / (乙 * 丙)", "甲 - (乙 - 丙) == 甲 / (乙 * 丙)"),
        ("(甲 - 乙) - 丙 <= 95 %", "甲 - 乙 - 丙 <= 95%"),
        ("not (甲 > 1 or 乙 < 2) and 丙 = 0", "not (甲 > 1 or 乙 < 2) and 丙 == 0"),
        (
            "三公经费<=5 并且 公务接待<=1 或者 出国经费=0",
            "三公经费 <= 5 and 公务接待 <= 1 or 出国经费 == 0",
        ),
        ("三公经费<=5and 公务接待<=1", "三公经费 <= 5 and 公务接待 <= 1"),
    ],
)
def test_signs_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert read(typed) == meant


def test_an_abbreviation_stands_for_its_expression_in_brackets() -> None:
    formula = parse("总额 - 收入 == 0", (("收入", "预算 + 基金"),))
    assert written(formula.tree) == "总额 - (预算 + 基金) == 0"
    assert formula.text == "总额 - 收入 == 0"


def test_a_number_is_taken_exactly_as_written() -> None:
    number = amount("0.1")
    assert isinstance(number, Number)
    assert (number.value, number.percent) == (Decimal("0.1"), False)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("100%", "1"), ("98.44 ％", "0.9844"), ("5.%", "0.05"), ("０．５％", "0.005")],
)
def test_a_percentage_is_a_fraction(typed: str, value: str) -> None:
    number = amount(typed)
    assert isinstance(number, Number)
    assert (number.value, number.percent) == (Decimal(value), True)


@pytest.mark.parametrize(
    "label",
    ["水费、电费、差旅费", "因公出国（境）费", "三公经费（万元）", "2024年实际在职人数", "批复规模（㎡）",
     "三公经费.2024年决算数"],
)  # fmt: skip
def test_a_label_is_one_name_with_the_signs_that_stand_in_it(label: str) -> None:
    formula = parse(f"0 <= {label} + 1")
    (place,) = named(formula.tree)
    start, end = span(formula, place)
    assert formula.text[start - 1 : end] == label


def test_a_dotted_name_is_a_path() -> None:
    place = amount("基础数据表 . 项目支出.本年决算")
    assert isinstance(place, Place)
    assert place.name == "基础数据表.项目支出.本年决算"


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true') == 0",
        "().__class__ == 0",
        "三公经费.__class__.__mro__[1] == 0",
        "三公经费[0] == 0",
        "9 ** 9 ** 9 == 0",
        "7 % 2 == 1",
        "7 // 2 == 3",
        "1 << 99 == 0",
        "~得分 == 0",
        "(lambda: 0)() == 0",
        "f'{得分}' == 0",
        "'得分' == 0",
        "b'1' == 0",
        "得分 == True",
        "得分 == None",
        "得分 == ...",
        "得分 == 1j",
        "得分 in (1, 2)",
        "得分 is 分值",
        "[得分] == 0",
        "{得分} == 0",
        "{得分: 1} == 0",
        "[x for x in 得分] == 0",
        "(得分 if 分值 else 0) == 0",
        "(得分 := 1) == 1",
        "print(得分) == 0",
        "合计.得分(1) == 0",
        "合计(*得分) == 0",
        "合计(得分, 分值) == 0",
        "合计() == 0",
        "封顶(得分) == 0",
        "封顶(得分, b=1) == 0",
        "(yield 得分) == 0",
        "(await 得分) == 0",
        "1.5.得分 == 0",
        "(得分 + 1).分值 == 0",
        "-得分",
        "得分 and 分值",
        "not 得分",
        "(得分 == 1) + 2 == 3",
        "封顶(得分 == 1, 2) == 3",
        "合计(得分 + 1) == 2",
        "得分 == 1e999",
    ],
)
def test_nothing_but_arithmetic_gets_through(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_the_refusal_says_why_in_chinese() -> None:
    assert str(refusal("得分 ** 2 == 4")).startswith("公式里只能用加减乘除、比较")
    assert str(refusal("得分 == '优'")) == "公式里的常数只能是数字"
    assert str(refusal("平均(得分) == 4")) == "公式里能用的函数只有 合计、封顶、较大"
    assert str(refusal("三公经费 == ")) == "公式没有写完"
    assert str(refusal("三公经费 == 出国经费 公务接待")) == "公式写法不对"
    assert str(refusal("(三公经费 == 1")) == str(refusal("三公经费 == 1)")) == "括号没有配对"
    assert str(refusal("得分 == " + "9" * 400)) == "公式里的数太大"
    assert str(refusal("1.5.得分 == 0")) == "小数点前后只能是项目名称"
    assert str(refusal("得分 + 分值")).startswith("公式应是一个比较，例如")
    assert str(refusal("得分 == " + "1 + " * 200 + "1")) == "公式超过 500 个字"
    assert str(refusal("得分 == " + "-" * 100 + "1")) == "公式套得太深，请拆成几条"


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("得分 == '优'", 7),
        ("得分 == 平均(分值)", 7),
        ("得分 == 分值 ** 2", 7),
        ("得分 == ", 6),
        ("= 得分 == '优'", 9),
        ("得分 <= 5% 并且 分值 == '优'", 19),
        ("得分 == [1]", 7),
        ("三公经费 + 出国经费", 1),
        ("  得分 == '优'", 9),
        ("得分 = '优'", 6),
        ("得分 ≥ 0 and 分值 ≤ '优'", 17),
        ("（得分 ＝ ０） and\n　［分值］", 15),
        ("得分 + 1 == 2 and 分值", 17),
    ],
)
def test_the_position_of_the_mistake_counts_characters_from_one(text: str, position: int) -> None:
    assert refusal(text).position == position


def test_brackets_alone_nest_as_deep_as_one_likes() -> None:
    assert read("(" * 100 + "得分" + ")" * 100 + " == 1") == "得分 == 1"


@pytest.mark.parametrize("text", ["(" * 240 + "1" + ")" * 240 + " == 1", "not " * 100 + "1 == 1"])
def test_what_nests_too_deep_is_refused(text: str) -> None:
    assert str(refusal(text)) in ("公式写法不对", "公式套得太深，请拆成几条")


@pytest.mark.parametrize(
    "text", ["", "　", "\n", "得分 == 1; 分值 == 2", "得分 == 1\n分值 == 2", "\0"]
)
def test_what_is_no_single_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text).tree
    except FormulaError:
        return
    assert isinstance(tree, Comparison | Junction)
