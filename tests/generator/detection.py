"""Whether a report names a fault: a rule that should, at the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from tests.generator.faults import Fault
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.report import Finding, Report


def detected(fault: Fault, filing: Filing, report: Report) -> bool:
    """Whether one of the report's findings is the fault."""
    findings = [each for each in report.findings if each.code in fault.codes]
    if fault.in_report:
        return any(_in_paragraph(fault, each) for each in findings)
    place = located(fault, filing)
    return any(
        _same_cell(place, operand.location) for each in findings for operand in each.operands
    )


def _in_paragraph(fault: Fault, finding: Finding) -> bool:
    if fault.place.paragraph == -1:
        return True  # nothing stands there any more
    return any(
        operand.location.paragraph == fault.place.paragraph
        and (fault.now in operand.text or fault.now in operand.location.quote)
        for operand in finding.operands
    )


def located(fault: Fault, filing: Filing) -> Location:
    """Where the fault stands in the filing as it was read."""
    form = filing.of(fault.place.form)[fault.place.number]
    key = fault.place.key
    if key == "title":
        return form.title.location
    if key.startswith("="):
        return form.groups[int(key[1:])].heading.location
    if key.startswith("@"):
        return _indicator(form, *key[1:].split("/"))
    if key.count("/") == 2:
        section, number, column = key.split("/")
        return form.sections[section][int(number)].entries[column].location
    return form.entries[key].location


def _indicator(form: Form, name: str, column: str) -> Location:
    row = next(each for each in form.indicators if "".join(each.name.text.split()) == name)
    location: Location = getattr(row, column).location
    return location


def _same_cell(one: Location, other: Location) -> bool:
    if one.cell is None:  # a title above a table in Word
        return (one.source, one.paragraph) == (other.source, other.paragraph)
    return (one.source, one.sheet, one.cell) == (other.source, other.sheet, other.cell)


def unexpected(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that a faultless filing must not have: errors and warnings."""
    return [each for each in findings if each.severity in ("error", "warning")]
