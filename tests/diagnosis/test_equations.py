"""Relations judged again with other figures, and solved for one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.model.figure import Location
from xladdin.model.interval import Interval, Verdict
from xladdin.model.report import Operand
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import parse
from xladdin.rules.same_figure import SameFigure
from xladdin.rules.scope import Scope, Term


def place(name: str) -> Location:
    return Location("表.xlsx", cell=name)


def term(name: str, value: str, unit: str = "万元", factor: str = "10000") -> Term:
    operand = Operand(name, value, value, unit, place(name))
    places = max(0, -int(Decimal(value).as_tuple().exponent))
    interval = Interval.printed(Decimal(value), places).scaled(Decimal(factor))
    return Term((operand,), interval, interval, unit == "万元")


def equation(formula: str, *terms: Term, **sections: tuple[Term, ...]) -> FormulaEquation:
    named = {term.operands[0].label: term for term in terms}
    return FormulaEquation(parse(formula), lambda: Scope("", named, sections), Verdict.VIOLATED)


RATE = equation(
    "率 == 完成 / 计划",
    term("率", "98.44", "%", "0.01"),
    term("完成", "225.00"),
    term("计划", "256.00"),
)
GROWTH = equation(
    "率 == (今 - 昔) / 昔",
    term("率", "8.0", "%", "0.01"),
    term("今", "108.00"),
    term("昔", "110.00"),
)
SUM = equation(
    "总 == 合计(各项)", term("总", "6.40"), 各项=(term("甲", "2.02"), term("乙", "4.20"))
)


@pytest.mark.parametrize(
    ("tried", "name", "value"),
    [
        (RATE, "率", "87.89"),
        (RATE, "完成", "252.01"),
        (RATE, "计划", "228.57"),
        (GROWTH, "昔", "100.00"),
        (GROWTH, "今", "118.80"),
        (SUM, "总", "6.22"),
        (SUM, "甲", "2.20"),
    ],
)
def test_a_relation_is_solved_for_any_of_its_figures(
    tried: FormulaEquation, name: str, value: str
) -> None:
    solved = tried.solved(place(name))
    assert solved is not None
    assert round(solved, 2) == Decimal(value)
    assert tried.holds({place(name): Decimal(value)})
    assert tried.judged({place(name): Decimal(value)}) in (Verdict.HELD, Verdict.ROUNDING)
    assert tried.judged({}) is Verdict.VIOLATED


def test_what_stands_alone_on_the_left_is_worked_out() -> None:
    assert RATE.worked_out == place("率")
    assert equation("甲 == 乙", term("甲", "1"), term("乙", "2")).worked_out is None
    assert (
        equation("甲 + 乙 == 丙", term("甲", "1"), term("乙", "2"), term("丙", "4")).worked_out
        is None
    )


def test_a_bound_has_no_solution_but_can_be_judged_again() -> None:
    bound = equation("甲 <= 乙", term("甲", "12.00"), term("乙", "10.00"))
    assert bound.solved(place("甲")) is None
    assert not bound.holds({place("甲"): Decimal("11")})
    assert bound.judged({place("甲"): Decimal("9.00")}) is Verdict.HELD


def test_one_figure_told_three_times_is_what_the_others_say() -> None:
    operands = [
        Operand(n, v, v, "人", place(n)) for n, v in (("甲", "652"), ("乙", "625"), ("丙", "652"))
    ]
    same = SameFigure(operands, [Interval.exact(Decimal(o.text)) for o in operands])
    assert same.judged({}) is Verdict.VIOLATED
    assert (same.solved(place("乙")), same.solved(place("甲"))) == (Decimal(652), None)
    assert same.judged({place("乙"): Decimal(652)}) is Verdict.HELD


@given(
    st.decimals(1, 10**6, places=2),
    st.decimals(1, 10**6, places=2),
    st.sampled_from(["完成", "计划", "率"]),
)
def test_whatever_is_solved_holds(done: Decimal, planned: Decimal, name: str) -> None:
    rate = equation(
        "率 == 完成 / 计划",
        term("率", "50.00", "%", "0.01"),
        term("完成", str(done)),
        term("计划", str(planned)),
    )
    solved = rate.solved(place(name))
    if solved is not None:
        assert rate.holds({place(name): solved})
