"""What nobody can see in a form does not decide how it is read: zero-width characters, radicals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.form_readings import KINDS, changed, differences, form, of
from tests.kit.form_sheets import BASIC, FORMS, UNIT, replaced, source
from xladdin.forms.identity import identify
from xladdin.forms.profiles import detect
from xladdin.forms.recognition import recognise

INVISIBLE = ["\u200b", "\ufeff", "\u200e", "\u202d", "\u2060", "\xad", "\ufe0f", "\u200b\u200d"]
#: Characters of the forms' labels, and what PDF converters write for them.
ALIKE = str.maketrans(
    "车门页见长风食马鱼鸟黄民西母人一工支行金比目用生自高方入户青",
    "⻋⻔⻚⻅⻓⻛⻝⻢⻥⻦⻩⺠⻄⺟⼈⼀⼯⽀⾏⾦⽐⽬⽤⽣⾃⾼⽅⼊⼾⾭",
)
#: The same from the compatibility block, where only the older shape of 车 is encoded.
TWICE = str.maketrans(
    "年度金行车不理立利女例率",
    "\uf98e\ufa01\uf90a\ufa08\uf902\uf967\uf9e4\uf9f7\uf9dd\uf981\uf9b5\uf961",
)


@pytest.mark.parametrize("mark", INVISIBLE)
@pytest.mark.parametrize("kind", FORMS)
def test_an_invisible_character_between_any_two_says_nothing(kind: str, mark: str) -> None:
    sheet = [
        [mark.join(["", *text, ""]) if text not in "<^" else text for text in row]
        for row in FORMS[kind]
    ]
    assert differences(of(FORMS[kind]), of(sheet)) == {}


@given(st.data())
def test_a_few_invisible_characters_say_nothing(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(FORMS)))
    texts = sorted({text for row in FORMS[kind] for text in row if text not in "<^"})
    changes = {}
    for text in data.draw(st.lists(st.sampled_from(texts), min_size=1, max_size=8)):
        at = data.draw(st.integers(0, len(text)))
        changes[text] = text[:at] + data.draw(st.sampled_from(INVISIBLE)) + text[at:]
    assert changed(kind, replaced(FORMS[kind], changes)) == {}


@pytest.mark.parametrize("kind", FORMS)
def test_a_cell_of_nothing_but_invisible_characters_is_blank(kind: str) -> None:
    sheet = [[text or "\u200b\ufeff" for text in row] for row in FORMS[kind]]
    assert sheet != FORMS[kind] or kind == "assessment"
    assert changed(kind, sheet) == {}


@pytest.mark.parametrize("table", [ALIKE, TWICE], ids=["radicals", "compatibility"])
@pytest.mark.parametrize("kind", FORMS)
def test_a_radical_is_read_as_the_character_it_looks_like(kind: str, table: dict[int, int]) -> None:
    sheet = [[text.translate(table) for text in row] for row in FORMS[kind]]
    assert sheet != FORMS[kind]
    assert changed(kind, sheet) == {}


def test_the_text_of_an_entry_is_as_it_looks() -> None:
    found = form(
        source(
            replaced(
                BASIC,
                {
                    "3.25": "\u200b3.\xad25",
                    "严格公车管理，压减会议费。": "严格公⻋管理， 压减会议费。",
                },
            )
        )
    )
    entry = found.entries["三公经费.本年决算"]
    assert (entry.text, entry.location.quote) == ("3.25", "3.25")
    assert "严格公车管理， 压减会议费。" in {each.text for each in found.every_entry()}


@pytest.mark.parametrize(
    "written", ["3 .25", "3. 25", "3.\u200b25", "３. ２５", "3.25\u3000", "3 . 25"]
)
def test_a_torn_number_is_one(written: str) -> None:
    figure = form(source(replaced(BASIC, {"3.25": written}))).entries["三公经费.本年决算"].figure
    assert figure is not None
    assert (figure.value, figure.places) == (Decimal("3.25"), 2)


def test_an_amount_behind_its_label_may_be_torn() -> None:
    overall = replaced(FORMS["overall"], {"其中：基本支出：239.65": "基本支出 239. 65"})
    figure = form(source(overall)).entries["基本支出"].figure
    assert figure is not None
    assert figure.value == Decimal("239.65")


def test_whose_filing_it_is_and_where_from_is_read_through_them() -> None:
    written = "我单位（青溪县公路养\u200b护中⼼）是公益一类事业单位。"
    title = f"{UNIT.translate(ALIKE)}2024年度部⻔整体⽀出绩效⾃评报告"
    report = source(title, written)
    found = identify([report], recognise(report, KINDS))
    assert (found.unit, found.year) == (UNIT, 2024)
    start, end = found.units[-1].location.span or (0, 0)
    assert written[start:end] == "青溪县公路养\u200b护中⼼"
    assert detect(["岳\u200b阳⺠政"]).id == "yueyang"
