"""Report → JSON, to the contract ``xladdin.report/1`` of docs/architecture.md."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from xladdin.model.figure import Location
from xladdin.model.report import (
    SCHEMA,
    Cause,
    Finding,
    Operand,
    PriorSummary,
    Relation,
    Report,
    SourceSummary,
)
from xladdin.outputs.entries import Entry, bare, entries
from xladdin.outputs.since import State, since

#: Lone surrogates exist in no encoding, so no reader could take them.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Valid raw in JSON, but mischief on a terminal or in a line-wise reader.
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def render(report: Report, relations: bool = False) -> str:
    """The report as JSON text; ``relations`` adds the list of everything that was checked."""
    seen = report.coverage
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
            "sources": [_source(source) for source in report.sources],
            "prior": None if report.prior is None else _prior(report.prior),
        },
        "coverage": {
            "figures": seen.figures,
            "figures_checked": seen.figures_checked,
            "relations": seen.relations,
            "held": seen.held,
            "rounding": seen.rounding,
            "violated": seen.violated,
            "skipped": seen.skipped,
            "quantities": seen.quantities,
            "claims": seen.claims,
            "claims_compared": seen.claims_compared,
        },
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
        document["relations"] = [_relation(relation) for relation in report.relations]
        document["unused"] = [
            {"operand": _operand(each.operand), "reason": each.reason} for each in report.unused
        ]
    text = json.dumps(document, ensure_ascii=False, indent=2)
    text = _SURROGATE.sub("\ufffd", text)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _prior(prior: PriorSummary) -> dict[str, Any]:
    return {
        "unit": prior.unit,
        "year": prior.year,
        "sources": [_source(source) for source in prior.sources],
    }


def _source(source: SourceSummary) -> dict[str, Any]:
    return {
        "path": source.path,
        "kind": source.kind,
        "sha256": source.sha256,
        "forms": list(source.forms),
        "narrative": source.narrative,
        "notes": list(source.notes),
    }


def _finding(
    finding: Finding, cause: int, entry: Entry, states: Mapping[str, State]
) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "title": finding.title,
        "message": finding.message,
        "fix": finding.fix,
        "expected": entry.expected(finding),
        "bound": bare(finding.bound),
        "actual": bare(finding.actual),
        "fingerprint": finding.fingerprint,
        "operands": [_operand(operand) for operand in finding.operands],
        "waiver": finding.waiver,
        "rejected": finding.rejected,
        "cause": cause,
        "state": states.get(finding.fingerprint),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "figure": None if cause.figure is None else _operand(cause.figure),
        "printed": None if cause.figure is None else cause.figure.value or cause.figure.text,
        "proposed": cause.proposed,
        "kind": cause.kind,
        "certain": cause.certain,
        "explains": list(cause.explains),
        "why": cause.why,
        "copies": [_operand(operand) for operand in cause.copies],
        "confirmed": [_operand(operand) for operand in cause.confirmed],
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "code": relation.code,
        "verdict": str(relation.verdict),
        "operands": [_operand(operand) for operand in relation.operands],
        "subject": relation.subject,
        "message": relation.message,
        "formula": relation.formula,
        "roles": list(relation.roles),
        "reading": relation.reading,
    }


def _operand(operand: Operand) -> dict[str, Any]:
    return {
        "label": operand.label,
        "text": operand.text,
        "value": operand.value,
        "unit": operand.unit,
        "location": _location(operand.location),
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "source": location.source,
        "form": location.form,
        "cell": location.cell,
        "paragraph": location.paragraph,
        "span": None if location.span is None else list(location.span),
        "quote": location.quote,
        "sheet": location.sheet,
    }
