"""Grades, alone and beside a score."""

import pytest

from xladdin.forms.figures import read_figure
from xladdin.model.unit import UNITS
from xladdin.text import grades


@pytest.mark.parametrize(
    ("text", "score", "grade"),
    [
        ("98.80（优）", "98.80", "优"),
        ("98.8分(优秀)", "98.8分", "优秀"),
        ("86分“良好”", "86分", "良好"),
        ("优（98.80）", "98.80", "优"),
        ("中/72.5分", "72.5分", "中"),
        ("55不合格", "55", "不合格"),
    ],
)
def test_a_score_beside_its_grade_is_both(text: str, score: str, grade: str) -> None:
    found = grades.beside(text)
    assert found is not None
    assert (found["score"], found["grade"]) == (score, grade)
    figure = read_figure(text, UNITS["分"])
    assert figure is not None
    assert (str(figure.value), figure.irregular) == (score.rstrip("分"), False)


@pytest.mark.parametrize("text", ["98.80", "优", "98.80（见附件）", "优于去年98.8", "98.8（优）97"])
def test_other_texts_are_not(text: str) -> None:
    assert grades.beside(text) is None


def test_a_grade_beside_a_number_of_another_kind_is_no_figure() -> None:
    assert read_figure("优（98.80）", UNITS["万元"]) is None
