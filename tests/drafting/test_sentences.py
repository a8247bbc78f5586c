"""How sentences are written down as data, and what becomes of them."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.drafting.agreeing import Case, grids
from tests.drafting.drafted import PROFILES, drafted
from xladdin.drafting.facts import Facts
from xladdin.drafting.filing_facts import facts
from xladdin.drafting.sentences import Joined, Wording, block, fill, sentence, wording, write
from xladdin.forms.profiles import profile
from xladdin.rules.report.residue import DRAFT_MARK, OPEN_PLACE

STAFF = Facts({"编制数": "18人", "在职人数": "17人"})
PROJECTS = Facts({}, {"项目": (Facts({"名称": "甲", "金额": "3万元"}), Facts({"名称": "乙"}))})


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("编制{编制数}，在职{在职人数}。", "编制18人，在职17人。"),
        ("编制{编制数}[，控制率{控制率}]。", "编制18人。"),
        ("编制{编制数}[，在职{在职人数}[，控制率{控制率}]]。", "编制18人，在职17人。"),
        ("控制率{控制率}。", None),
    ],
)
def test_what_is_not_known_is_left_out(text: str, filled: str | None) -> None:
    assert fill(text, STAFF) == filled


@pytest.mark.parametrize(
    ("typed", "closed"),
    [("完成任务", "完成任务。"), ("完成任务，", "完成任务。"), ("完成任务。", "完成任务。")],
)
def test_a_text_is_closed_with_a_full_stop(typed: str, closed: str) -> None:
    assert fill("{目标。}", Facts({"目标": typed})) == closed


def test_a_sentence_is_said_on_its_conditions() -> None:
    source = block("?编制数 有编制。\n!编制数 没有编制。\n?编制数 !在职人数 没有在职人员。")
    assert write(source, STAFF, {}).paragraphs == ("有编制。",)
    assert write(source, Facts({}), {}).paragraphs == ("没有编制。",)


def test_a_sentence_is_said_of_each_of_a_list_in_a_paragraph_of_its_own() -> None:
    source = block("# 项目\n开头。\n@项目 {名称}。\n@项目 用了{金额}。")
    written = write(source, PROJECTS, {})
    assert (written.heading, written.paragraphs) == ("项目", ("开头。", "甲。用了3万元。", "乙。"))


def test_a_list_within_a_sentence_is_told_as_its_template_says() -> None:
    lists = {"金额": Joined("项目", (sentence("{名称}{金额}"),), "，")}
    assert fill("共{*金额}。", PROJECTS, lists) == "共甲3万元。"
    assert fill("共{*金额}。", STAFF, lists) is None


def test_a_typed_text_is_never_taken_for_a_place() -> None:
    assert fill("{目标}", Facts({"目标": "[{编制数}] @项目"})) == "[{编制数}] @项目"


@pytest.mark.parametrize("profile_id", PROFILES)
def test_every_part_of_the_outline_is_worded(profile_id: str) -> None:
    words = wording(profile_id)
    parts = [section.part for section in profile(profile_id).outline("whole")]
    assert [part for part in parts if part not in words.parts] == []


def test_a_profile_without_words_of_its_own_has_the_common_ones() -> None:
    assert wording("no such county").parts.keys() == wording("ministry").parts.keys()


def test_what_is_left_to_people_is_known_by_checking() -> None:
    words = wording("yueyang")
    assert OPEN_PLACE.fullmatch(words.open("主要职能"))
    assert words.frame["初稿"] == DRAFT_MARK


def test_no_sentence_asks_for_what_no_form_tells() -> None:
    known: set[str] = set()
    cases = (Case(projects=3, funds=2), Case(projects=0), Case(over=True), Case(by_budget=True))
    for number in range(12):
        tables = grids(Random(number), cases[number % 4], "yueyang")
        known |= names(
            facts(drafted(tables, "yueyang").tables, profile("yueyang"), wording("yueyang"))
        )
    asked = {place for text in texts(wording("yueyang")) for place in places(text)}
    # 国有资本经营 has a place on few forms, and what does not add up is on none of these.
    assert asked - known == {"国有资本经营", "来源不符"}


def names(told: Facts) -> set[str]:
    within = (names(each) for every in told.lists.values() for each in every)
    return {*told.texts, *told.lists}.union(*within)


def texts(words: Wording) -> list[str]:
    blocks = [each for every in words.parts.values() for each in every]
    sentences = [each for one in blocks for every in one.paragraphs for each in every]
    sentences += [each for joined in words.lists.values() for each in joined.sentences]
    conditions = [
        f"{{{name}}}" for each in sentences for name in (*each.given, *each.without) if name
    ]
    lists = [f"{{{each.each}}}" for each in sentences if each.each]
    lists += [f"{{{joined.of}}}" for joined in words.lists.values()]
    return [each.text for each in sentences] + conditions + lists


def places(text: str) -> list[str]:
    return [name.rstrip("。") for name in re.findall(r"\{([^*{}]+)\}", text)]
