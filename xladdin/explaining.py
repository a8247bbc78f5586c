"""Put the unit's explanations, and what earlier checks listed, beside this check's findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from xladdin.forms.explanations import listed
from xladdin.forms.profiles import Profile
from xladdin.model.grid import Source
from xladdin.model.report import Finding, Listed, Report, Severity


def listings(sources: Iterable[Source]) -> Iterator[Listed]:
    """Yield the rows of the sheets 校验结果 in a filing's workbooks and in the copies beside them."""
    for source in sources:
        for each in (source, *source.copies):
            for grid in each.helpers:
                yield from listed(grid, each.name)


def explained(report: Report, given: Iterable[Listed], chosen: Profile) -> Report:
    """Return the report with the unit's explanations added to its findings and to those it has.

    Explanations are accepted for warnings, for hints, and for errors that the profile names. Listed
    rows are kept even if their finding has disappeared.
    """
    known: dict[str, Listed] = {}
    for each in (*report.earlier, *given):
        before = known.setdefault(each.fingerprint, each)
        known[each.fingerprint] = _joined(before, each)
    findings = tuple(
        _answered(finding, known.get(finding.fingerprint), chosen) for finding in report.findings
    )
    return replace(report, findings=findings, earlier=tuple(known.values()))


def _joined(one: Listed, other: Listed) -> Listed:
    """Return the newer of two rows, with the texts of both."""
    newer = max(one, other, key=lambda each: each.when)
    text = _joined_texts(one.text, other.text)
    files = [each.file for each in (one, other) if each.text == text][:1] or [one.file, other.file]
    return replace(newer, text=text, file="”“".join(files))


def _joined_texts(one: str, other: str) -> str:
    """Join two texts, or return the one that contains the other."""
    if one in other or other in one:
        return max(one, other, key=len)
    return f"{one}；{other}"


def _answered(finding: Finding, said: Listed | None, chosen: Profile) -> Finding:
    if said is None or not said.text:
        return finding
    text = _joined_texts(finding.explanation, said.text)
    if finding.severity is Severity.ERROR and finding.code not in chosen.explainable:
        return replace(finding, rejected=text)
    return replace(finding, waiver=text)
