"""Join all rooms: make the Filing, run every rule, and decide what is reported how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from xladdin.computing.computed import with_results
from xladdin.coverage import (
    chapters,
    compared,
    coverage,
    forms_of,
    left_out,
    prior_of,
    sources_of,
)
from xladdin.diagnosis.causes import diagnose
from xladdin.errors import InputError
from xladdin.explaining import explained, listings
from xladdin.forms.accounts.definitions import is_account
from xladdin.forms.framed import unframed
from xladdin.forms.identity import identify, is_report
from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import Profile, detect, profile
from xladdin.forms.recognition import recognise_all
from xladdin.forms.told import planned, told
from xladdin.model.figure import Location
from xladdin.model.filing import Filing, narrative
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Grid, Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Relation, Report, Severity, SourceSummary
from xladdin.narrative.reading import Told, passages
from xladdin.rules.own.formulas import rules_of
from xladdin.rules.registry import Rule, rules
from xladdin.rules.report.unused import unused
from xladdin.sources.bounds import bound
from xladdin.sources.strangers import nothing_found

_ORDER = list(Severity)
#: The rule against two reports in one filing.
_SEVERAL = "F407"


def check_paths(
    paths: Sequence[Path], profile_id: str | None = None, prior: Path | None = None
) -> Report:
    """Read the files or folders of one filing and check it, also against last year's if given.

    ``profile_id`` None takes the profile of the place that the filing names. Raises InputError for
    input that cannot be read, holds neither form nor report, or mixes two units.
    """
    filing, chosen = file_paths(paths, profile_id, prior)
    return check(filing, chosen)


def file_paths(
    paths: Sequence[Path], profile_id: str | None = None, prior: Path | None = None
) -> tuple[Filing, Profile]:
    """Read the filing that ``check_paths`` checks, and choose its profile."""
    from xladdin.sources.filing_files import read_filing

    filing, chosen = filed(read_filing(paths), profile_id)
    if prior is not None:
        filing = replace(filing, prior=file(_last_years(read_filing([prior])), chosen))
    return filing, chosen


def _last_years(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Rename last year's sources, so that every figure shown from them is told from this year's."""
    return tuple(replace(source, name=f"去年材料「{source.name}」") for source in sources)


def filed(
    sources: Sequence[Source], profile_id: str | None = None, unit: str = ""
) -> tuple[Filing, Profile]:
    """The filing that sources make up, and the profile: that of the id, or else as ``profile_of`` tells."""
    chosen = profile(profile_id) if profile_id else profile_of(sources, unit)
    return file(sources, chosen), chosen


def profile_of(sources: Sequence[Source], unit: str = "") -> Profile:
    """Return the profile of the place that ``unit`` (a name) tells, else that the sources name."""
    return detect(_texts(sources), unit)


def file(sources: Sequence[Source], chosen: Profile) -> Filing:
    """Make the filing from its sources, recognising the forms of a profile. Raises InputError if there
    is neither form, table nor report, or too many forms."""
    sources = tuple(unframed(source, chosen.kinds) for source in sources)
    # A table in a report may have the name of an account, and cover several years.
    read_of = {
        source.name: tuple(recognise_all(source, chosen.kinds, accounts=not is_report(source)))
        for source in sources
    }
    sources = tuple(_without_prose(source, read_of[source.name]) for source in sources)
    found = [form for source in sources for form in read_of[source.name]]
    tables = tuple(form for form in found if form.kind == "table")
    accounts = tuple(form for form in found if is_account(form.kind))
    every = [form for form in found if form.kind != "table" and not is_account(form.kind)]
    forms = [form for form in every if not _is_untouched(form)] or every
    if not found and not any(narrative(source) for source in sources):
        raise nothing_found(sources)
    _refuse_many(forms)
    filing = with_results(_named(identify(sources, forms), accounts))
    cells = [_told(filing, form, entry) for form, entry in told(filing.forms)]
    read = passages(sources, filing.year, filing.unit, chosen.words, cells)
    return replace(filing, passages=read, tables=tables, accounts=accounts)


def _named(filing: Filing, accounts: Sequence[Form]) -> Filing:
    """Give a filing that consists of final accounts only their unit and year."""
    if filing.forms or filing.unit or filing.year is not None:
        return filing
    units = [form.entries["单位名称"].text for form in accounts if "单位名称" in form.entries]
    years = [form.year for form in accounts if form.year is not None]
    return replace(filing, unit=next(iter(units), ""), year=max(years, default=None))


#: Note for a document of final accounts.
_ONLY_TABLES = "这是部门决算公开的文件，只读取了其中的决算表，文字没有核对。"


def _without_prose(source: Source, forms: Sequence[Form]) -> Source:
    """Return the source, without its sentences if it publishes final accounts (another report)."""
    accounts = any(is_account(f.kind) for f in forms) and all(
        is_account(f.kind) or f.kind == "table" for f in forms
    )
    if not accounts or not narrative(source):
        return source
    blocks = tuple(block for block in source.blocks if isinstance(block, Grid))
    return replace(source, blocks=blocks, notes=(*source.notes, _ONLY_TABLES))


def _told(filing: Filing, form: Form, entry: Entry) -> Told:
    """Return a cell's text with what its form is about."""
    goals, name = planned(entry), form.entries.get("项目名称")
    if form.kind != "project":
        return Told(entry.text, entry.location, goals)
    alone = len(filing.forms) == 1
    project = squeeze(name.text) if name is not None and not alone else ""
    return Told(entry.text, entry.location, goals, "项目", project)


def _refuse_many(forms: Iterable[Form]) -> None:
    """Raise InputError for too many forms of one kind, as each is compared with each."""
    counts = Counter(form.name for form in forms if form.kind != "project")
    for name, count in counts.items():
        if count > bound("forms"):
            raise InputError(
                f"材料里有 {count} 张{name}，超过 {bound('forms')} 张，不像是一个单位一个年度的材料；"
                "请每个单位放一个文件夹，再用 xladdin batch 批量核对。"
            )


def _is_untouched(form: Form) -> bool:
    """Return whether it is a project form as in every official workbook, not yet filled in."""
    name = form.entries.get("项目名称")
    return (
        form.kind == "project"
        and (name is None or name.blank)
        and not any(row.name.text for row in form.indicators)
        and not any(
            entry.figure is not None and entry.figure.unit.measures == "money"
            for entry in form.entries.values()
        )
    )


def check(filing: Filing, chosen: Profile) -> Report:
    """Run every rule on a filing and return the report."""
    registered = {**rules(), **rules_of(filing)}
    relations = [
        relation for each in registered.values() for relation in each.check(filing, chosen)
    ]
    reported = [
        (relation, finding)
        for relation in relations
        if relation.verdict is Verdict.VIOLATED
        and (finding := _finding(relation, registered[relation.code], chosen)) is not None
    ]
    findings = _in_order(_merged(finding for _, finding in reported))
    violated = [(relation, finding.fingerprint) for relation, finding in reported]
    causes = diagnose(relations, findings, violated, _formulas(filing))
    report = Report(
        unit=filing.unit,
        year=filing.year,
        profile=chosen.id,
        profile_name=chosen.name,
        sources=_mixed(sources_of(filing), findings),
        forms=forms_of(filing),
        coverage=coverage(filing, relations),
        findings=findings,
        relations=tuple(relations),
        prior=prior_of(filing.prior) if filing.prior is not None else None,
        unused=(*unused(filing, compared(relations)), *left_out(filing, relations)),
        causes=causes,
        chapters=tuple(chapters(filing)),
        documents=filing.sources,
    )
    return explained(report, listings(filing.sources), chosen)


def _mixed(
    sources: tuple[SourceSummary, ...], findings: Iterable[Finding]
) -> tuple[SourceSummary, ...]:
    """Put the finding that the filing holds two reports first among the notes; others follow from it."""
    told = tuple(f"{each.code} {each.message}" for each in findings if each.code == _SEVERAL)
    if not told:
        return sources
    first, *others = sources
    return (replace(first, notes=(*told, *first.notes)), *others)


def _formulas(filing: Filing) -> set[Location]:
    """Return the locations of form figures whose cells hold formulas."""
    cells = {
        (source.name, grid.sheet, grid.address(cell))
        for source in filing.sources
        for grid in source.grids
        for cell in grid.cells
        if cell.formula
    }
    return {
        entry.location
        for form in (filing.forms if cells else ())
        for entry in form.every_entry()
        if (entry.location.source, entry.location.sheet, entry.location.cell) in cells
    }


def _texts(sources: Iterable[Source]) -> Iterable[str]:
    for source in sources:
        yield from (paragraph.text for paragraph in source.paragraphs)
        yield from (cell.text for grid in source.grids for cell in grid.cells)


def _finding(relation: Relation, rule: Rule, chosen: Profile) -> Finding | None:
    """Make the finding at the profile's severity, else the rule's; None if the profile turns it off."""
    decided = chosen.severities.get(rule.code, rule.severity.value)
    if decided == "off":
        return None
    severity = Severity(decided)
    if relation.doubtful and severity is Severity.ERROR:
        severity = Severity.WARNING
    return Finding(
        code=relation.code,
        severity=severity,
        title=rule.title,
        message=relation.message,
        fix=relation.fix or rule.fix,
        expected=relation.expected,
        actual=relation.actual,
        operands=relation.operands,
        fingerprint=_fingerprint(relation),
        bound=relation.bound,
    )


def _fingerprint(relation: Relation) -> str:
    """Return a key of the contradiction that does not depend on its file or rows."""
    parts = [relation.code, relation.subject]
    for operand in relation.operands:
        parts += [operand.location.form or "", operand.label, "".join(operand.text.split())]
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Drop the repeats of a contradiction that stands in two files (the form in Word and in Excel)."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.fingerprint, finding)
    return list(first.values())


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: _ORDER.index(each.severity)))
