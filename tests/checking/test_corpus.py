"""Twelve invented filings of ../shared/corpus, each faultless and once for every planted error.

The reader was mended on them: they are training texts, and these floors keep what was learnt.
"""

import json
import re
from pathlib import Path

import pytest

from tests.thorough import few
from xladdin.checking import check_paths
from xladdin.model.report import Report, Severity

#: What the report's own sentences contradict; the kinds of tables have their own floors.
PROSE = re.compile(r"narr_\w+|unit_slip")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def shown(report: Report) -> dict[tuple[str, tuple[str, ...]], str]:
    """What each error and warning shows, by its code and places."""
    return {
        (f.code, tuple(f"{o.location} {o.label}" for o in f.operands)): (
            " ".join(o.text for o in f.operands) + f.message
        ).replace(",", "")
        for f in report.findings
        if f.severity is not Severity.INFO
    }


@pytest.fixture(scope="module")
def corpus(filings: Path) -> list[Path]:
    folder = filings.parent / "corpus" / "filings"
    every = sorted(each for each in folder.iterdir() if (each / "clean").is_dir())
    step = len(every) // few(len(every), 3)
    return every[::step]


def test_planted_errors_of_the_prose_are_found_and_nothing_is_charged_without(
    corpus: list[Path],
) -> None:
    found, missed, false = 0, [], []
    for filing in corpus:
        clean = shown(check_paths([filing / "clean"]))
        false += [text for (code, _), text in clean.items() if code[0] in "AN"]
        for line in (filing / "key.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["expect"] != "finding" or not PROSE.fullmatch(row["kind"]):
                continue
            planted = shown(check_paths([filing / row["variant"]]))
            digits = set(NUMBER.findall("".join(row["wrong"]).replace(",", "")))
            new = [text for place, text in planted.items() if place not in clean]
            told = any(not digits or digits & set(NUMBER.findall(text)) for text in new)
            found += told
            missed += [] if told else [row["note"]]
    assert false == []
    assert found / (found + len(missed)) >= 0.95, missed
