"""A label is what is left of a text without numbering, brackets, years and blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.forms.labels import Aliases, normal, squeeze, years


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("三公经费", "三公经费"),
        (" 三 公\n经　费：", "三公经费"),
        ("“三公”经费", "三公”经费"),
        ("一、三公经费", "三公经费"),
        ("（一）三公经费", "三公经费"),
        ("(1)公车购置", "公车购置"),
        ("1、公务接待", "公务接待"),
        ("1．公务接待", "公务接待"),
        ("１，公务接待", "公务接待"),
        ("12.公务接待", "公务接待"),
        ("⑴公务接待", "公务接待"),
        ("①公务接待", "公务接待"),
        ("㈠公务接待", "公务接待"),
        ("其中：公车购置", "公车购置"),
        ("其中:（1）公车购置", "公车购置"),
        ("　　其中： ①公车购置：", "公车购置"),
        ("项目支出：", "项目支出"),
        ("项目支出（万元）", "项目支出"),
        ("项目支出[万元]", "项目支出"),
        ("项目支出【万元】", "项目支出"),
        ("批复规模\n（㎡）", "批复规模"),
        ("因公出国（境）费", "因公出国费"),
        ("2024年实际在职人数", "实际在职人数"),
        ("2024年度实际在职人数", "实际在职人数"),
        ("——办公费", "办公费"),
        ("……", ""),
        ("3、", ""),
        ("（万元）", ""),
        ("", ""),
        ("100", "100"),
        ("十堰专项", "十堰专项"),
        ("二级指标", "二级指标"),
        ("5G建设", "5G建设"),
    ],
)
def test_a_label_is_made_plain(text: str, label: str) -> None:
    assert normal(text) == label


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年度", (2024,)),
        ("２０２４年", (2024,)),
        ("20 24 年", (2024,)),
        ("2023年决算与2024年预算", (2023, 2024)),
        ("二〇二四年", (2024,)),
        ("二○二四年度", (2024,)),
        ("二零一九年", (2019,)),
        ("1999年", (1999,)),
        ("2024", ()),
        ("12024年", (2024,)),
        ("3024年", ()),
        ("24年", ()),
        ("二十四年", ()),
        ("二级", ()),
        ("", ()),
    ],
)
def test_the_years_that_a_heading_names(text: str, found: tuple[int, ...]) -> None:
    assert years(text) == found


@pytest.mark.parametrize(
    ("labels", "label", "known"),
    [
        (["三公经费"], "三公经费", True),
        (["三公经费"], "三公经费支出", False),
        (["三公经费"], "", False),
        (["*三公*经费*"], "“三公”经费合计", True),
        (["*三公*经费*"], "三公", False),
        (["执行率*"], "执行率(%)", True),
        (["执行率*"], "预算执行率", False),
        (["a.c"], "abc", False),
        (["a.*c"], "a.bc", True),
        (["(含*)"], "(含税)", True),
        (["*资金总额", "合计"], "合计", True),
        ([], "合计", False),
    ],
)
def test_an_alias_with_a_star_stands_for_anything(
    labels: list[str], label: str, known: bool
) -> None:
    aliases = Aliases.of(labels)
    assert aliases.match(label) is known
    assert aliases.among(frozenset([label, "别的"]), f"{label}\n别的") is known


def test_an_alias_stays_within_its_line() -> None:
    aliases = Aliases.of(["*三公*经费*"])
    assert not aliases.among(frozenset(["三公", "经费"]), "三公\n经费")


def test_prose_is_no_label() -> None:
    aliases = Aliases.of(["*三公*经费*"])
    prose = "三公" + "，" * 100 + "经费"
    assert not aliases.match(prose)
    assert aliases.match("三公经费支出情况")


@given(st.text(max_size=40))
def test_any_text_has_a_label_without_blanks(text: str) -> None:
    assert not any(letter.isspace() for letter in squeeze(text) + normal(text))
    assert all(1900 <= year < 2100 for year in years(text))
