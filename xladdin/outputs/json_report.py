"""Write a report as JSON in the format ``xladdin.report/1`` of docs/architecture.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from xladdin.model.figure import Location
from xladdin.model.report import (
    SCHEMA,
    Cause,
    Coverage,
    Finding,
    Operand,
    PriorSummary,
    Relation,
    Report,
    SourceSummary,
    Unused,
)
from xladdin.outputs.entries import Entry, bare, entries
from xladdin.outputs.since import State, since
from xladdin.patterns import pattern

#: Lone surrogates, which no encoding can write.
_SURROGATE = pattern("[\ud800-\udfff]")
#: Invisible characters, valid in JSON but harmful on a terminal or to line-wise readers.
_UNSEEN = pattern("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

#: The attributes written of each class, in this order.
_SHOWN: dict[type, str] = {
    SourceSummary: "path kind sha256 forms narrative notes",
    PriorSummary: "unit year sources",
    Coverage: "figures figures_checked relations held rounding violated skipped quantities claims"
              " claims_compared",
    Finding: "code severity title message fix expected bound actual fingerprint operands waiver"
             " rejected",
    Cause: "figure proposed kind certain explains why copies confirmed",
    Relation: "code verdict operands subject message formula roles reading",
    Unused: "operand reason",
    Operand: "label text value unit location",
    Location: "source form cell paragraph span quote sheet",
}  # fmt: skip


def render(report: Report, relations: bool = False) -> str:
    """Return the report as JSON text; ``relations`` adds everything that was compared."""
    listed, became = entries(report), since(report)
    causes = {
        each.fingerprint: (number, entry)
        for number, entry in enumerate(listed)
        for each in entry.findings
    }
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "filing": {
            "unit": report.unit,
            "year": report.year,
            "profile": report.profile,
            "sources": report.sources,
            "prior": report.prior,
        },
        "coverage": report.coverage,
        "findings": [
            _finding(finding, *causes[finding.fingerprint], became.states)
            for finding in report.findings
        ],
        "causes": [_cause(entry.cause) for entry in listed],
        "since": {
            "findings": became.before,
            "fixed": [
                {
                    "code": each.code,
                    "message": each.message,
                    "fingerprint": each.fingerprint,
                    "explanation": each.text,
                }
                for each in became.fixed
            ],
        },
    }
    if relations:
        document |= {"relations": report.relations, "unused": report.unused}
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_shown)
    text = _SURROGATE.sub("\ufffd", text)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _shown(noun: object) -> dict[str, Any]:
    return {name: getattr(noun, name) for name in _SHOWN[type(noun)].split()}


def _finding(
    finding: Finding, cause: int, entry: Entry, states: Mapping[str, State]
) -> dict[str, Any]:
    return _shown(finding) | {
        "expected": entry.expected(finding),
        "bound": bare(finding.bound),
        "actual": bare(finding.actual),
        "cause": cause,
        "state": states.get(finding.fingerprint),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    figure = cause.figure
    printed = None if figure is None else figure.value or figure.text
    return {"figure": figure, "printed": printed} | _shown(cause)
