"""The JSON report keeps its contract: keys, their order, their types."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from tests.outputs.sample_reports import CAUSED, NARRATIVE, RICH, SUM, TARGET, relation
from xladdin.model.interval import Verdict
from xladdin.model.report import Listed
from xladdin.outputs.json_report import render


def test_the_document_has_the_keys_of_the_contract_in_their_order() -> None:
    document = json.loads(render(RICH))
    assert list(document) == ["schema", "filing", "coverage", "findings", "causes", "since"]
    assert document["schema"] == "xladdin.report/1"
    assert list(document["filing"]) == ["unit", "year", "profile", "sources", "prior"]
    assert document["coverage"] == {
        "figures": 152, "figures_checked": 138, "relations": 96,
        "held": 89, "rounding": 2, "violated": 4, "skipped": 1,
        "quantities": 0, "claims": 0, "claims_compared": 0,
    }  # fmt: skip


def test_a_source_tells_what_was_read() -> None:
    source = json.loads(render(RICH))["filing"]["sources"][0]
    assert list(source.items()) == [
        ("path", "自评报告.docx"),
        ("kind", "docx"),
        ("sha256", "5f" * 32),
        ("forms", ["overall"]),
        ("narrative", True),
        ("notes", ["文中有 2 处修订没有接受，按修订后的文字核对。"]),
    ]


def test_a_finding_has_its_figures_as_printed_and_where_they_stand() -> None:
    (finding,) = json.loads(render(replace(RICH, findings=(SUM,))))["findings"]
    operands = finding.pop("operands")
    assert list(finding.items()) == [
        ("code", "B201"),
        ("severity", "error"),
        ("title", "三公经费等于三项之和"),
        ("message", "本年预算：三公经费填 0.9 万元，三项相加是 0.5 万元，多 0.4 万元。"),
        ("fix", "对照账上的数，先核对三项，再改合计。"),
        ("expected", ""),
        ("bound", ""),
        ("actual", "0.9"),
        ("fingerprint", "b201-1"),
        ("waiver", None),
        ("rejected", None),
        ("cause", 0),
        ("state", None),
    ]
    assert operands[0] == {
        "label": "三公经费", "text": "0.9", "value": "0.9", "unit": "万元",
        "location": {
            "source": "附件.xlsx", "form": "basic_data", "cell": "C9",
            "paragraph": None, "span": None, "quote": "0.9", "sheet": "附件1",
        },
    }  # fmt: skip
    assert list(operands[0]["location"])[:6] == [
        "source", "form", "cell", "paragraph", "span", "quote",
    ]  # fmt: skip


def test_a_place_in_prose_is_a_paragraph_and_a_span() -> None:
    (finding,) = json.loads(render(replace(RICH, findings=(NARRATIVE,))))["findings"]
    location = finding["operands"][0]["location"]
    assert (location["paragraph"], location["span"], location["cell"]) == (13, [49, 51], None)


def test_a_text_has_no_value() -> None:
    (finding,) = json.loads(render(replace(RICH, findings=(TARGET,))))["findings"]
    assert finding["operands"][0]["value"] is None
    assert finding["operands"][0]["text"] == "定性"


def test_the_relations_come_only_when_asked() -> None:
    checked = (relation(SUM), relation(SUM, Verdict.HELD), relation(NARRATIVE, Verdict.SKIPPED))
    report = replace(RICH, relations=checked)
    assert "relations" not in json.loads(render(report))
    relations = json.loads(render(report, relations=True))["relations"]
    assert [row["verdict"] for row in relations] == ["violated", "held", "skipped"]
    assert list(relations[0]) == [
        *("code", "verdict", "operands", "subject", "message"),
        *("formula", "roles", "reading"),
    ]
    assert len(relations[0]["operands"]) == 4


def test_chinese_is_written_as_chinese_and_the_file_ends_with_a_line_feed() -> None:
    text = render(RICH)
    assert '  "schema": "xladdin.report/1",\n  "filing": {\n    "unit": "临江县' in text
    assert text.endswith("}\n")


def test_hostile_text_stays_text() -> None:
    hostile = 'a"b\\c\n\x00\x1b[2J\x9b\u202e\u2028</script>'
    text = render(replace(RICH, unit=hostile, findings=()))
    assert json.loads(text)["filing"]["unit"] == hostile
    assert not {char for char in text if char < " "} - {"\n"}
    assert not set("\x9b\u202e\u2028") & set(text)


def test_lone_surrogates_of_file_names_do_not_break_the_encoding() -> None:
    source = replace(RICH.sources[0], path="\udce4\udcb8报告.docx")
    text = render(replace(RICH, sources=(source,)))
    assert json.loads(text.encode("utf-8"))["filing"]["sources"][0]["path"] == "��报告.docx"


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("0.91万元", "0.91"),
        ("93.75%", "93.75"),
        ("84.60万元 或 90.00万元", "84.60 或 90.00"),
        ("-2.5万元", "-2.5"),
        ("产出 50、效益 30", "产出 50、效益 30"),
        ("", ""),
    ],
)
def test_numbers_are_told_without_their_units(written: str, bare: str) -> None:
    finding = replace(SUM, actual=written, bound=written)
    (told,) = json.loads(render(replace(RICH, findings=(finding,))))["findings"]
    assert (told["actual"], told["bound"]) == (bare, bare)


def test_a_finding_names_its_cause_and_what_is_expected_only_if_the_cause_says_so() -> None:
    document = json.loads(render(CAUSED))
    assert [each["cause"] for each in document["findings"]] == [0, 1, 0, 2]
    assert [each["expected"] for each in document["findings"]] == ["0.5", "", "", ""]
    first, second, third = document["causes"]
    assert (first["figure"]["location"]["cell"], first["printed"], first["proposed"]) == (
        "C9", "0.9", "0.5",
    )  # fmt: skip
    assert first["explains"] == ["b201-1", "b702-1"]
    assert (second["figure"]["label"], second["proposed"]) == ("得分", None)
    assert third["explains"] == ["n101-1"]  # a finding without a cause has one all the same


def test_what_became_of_the_findings_since_the_check_before_is_told() -> None:
    assert json.loads(render(RICH))["since"] == {"findings": 0, "fixed": []}
    gone = Listed("0" * 16, "已核实。", "B301", "不等。", when="2025-03-01 09:00")
    still = Listed(SUM.fingerprint, when="2025-03-01 09:00")
    document = json.loads(render(replace(RICH, earlier=(gone, still))))
    states = {each["fingerprint"]: each["state"] for each in document["findings"]}
    assert states.pop(SUM.fingerprint) == "未改"
    assert set(states.values()) == {"新增", "已说明"}
    assert document["since"]["findings"] == 2
    assert document["since"]["fixed"] == [
        {"code": "B301", "message": "不等。", "fingerprint": "0" * 16, "explanation": "已核实。"}
    ]
