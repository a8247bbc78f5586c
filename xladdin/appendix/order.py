"""Read and check what is to be packed: an order with its obstacles, and what to sign by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xladdin import checking
from xladdin.appendix.gate import Obstacle, obstacles
from xladdin.appendix.naming import DRAFT
from xladdin.forms.definitions import definition
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.report import Report
from xladdin.sources.filing_files import files_by_source
from xladdin.templates.filling import subject
from xladdin.templates.layout import layout
from xladdin.templates.prepared import every_layout, signatures


class Order(Struct, frozen=True):
    """A checked filing to be packed. ``files`` are the filing's files by source name; ``when``
    dates everything; ``draft``, ``pdf`` and ``keep_active`` are the user's options."""

    filing: Filing
    report: Report
    profile: Profile
    files: Mapping[str, Path]
    when: datetime
    draft: bool = False
    pdf: bool = True
    keep_active: bool = False

    @property
    def mark(self) -> str:
        """The ending of the names of a draft; empty for others."""
        return DRAFT if self.draft else ""

    @property
    def year(self) -> int:
        """The year of the forms, or last year if the filing names none."""
        return self.filing.year or self.when.year - 1


def ordered(
    paths: Sequence[Path],
    when: datetime,
    *,
    profile_id: str | None = None,
    draft: bool = False,
    pdf: bool = True,
    keep_active: bool = False,
) -> tuple[Order, tuple[Obstacle, ...]]:
    """Read and check the files or folders of one filing; return the order and its obstacles.

    With ``profile_id`` None the profile is that of the places named in the filing. Raises
    InputError for files that cannot be read.
    """
    filing, profile = checking.file_paths(paths, profile_id)
    report = checking.check(filing, profile)
    order = Order(filing, report, profile, files_by_source(paths), when, draft, pdf, keep_active)
    return order, obstacles(filing, report, profile)


def to_sign(filing: Filing, profile: Profile) -> tuple[str, ...]:
    """Return a sentence on what to write by hand on the printed pages; empty if there is nothing."""
    blank: dict[str, list[str]] = {}
    for form in filing.forms:
        fields = signatures(form.kind)
        names = [name for name, each in form.entries.items() if name in fields and not each.text]
        blank.setdefault(_form_name(*subject(form)), names)
    told = [f"{form}的{'、'.join(names)}" for form, names in blank.items() if names]
    told += [f"{form}（表尾没有签署栏）" for form in _unsigned(filing, profile)]
    return (f"打印后还要签字、填写：{'；'.join(told)}。盖章也在打印以后。",) if told else ()


def _unsigned(filing: Filing, profile: Profile) -> list[str]:
    """Return the names of the forms without the line of signatures that the official form has."""
    official = {each.kind: each for each in map(layout, every_layout(profile))}
    signed: dict[tuple[str, str], bool] = {}
    for form in filing.forms:
        if form.kind in official and official[form.kind].signed:
            fields = not signatures(form.kind).isdisjoint(form.entries)
            signed[subject(form)] = signed.get(subject(form), False) or fields
    return [_form_name(*about) for about, it in signed.items() if not it]


def _form_name(kind: str, of: str) -> str:
    return f"{definition(kind).name}{of and f'（{of}）'}"
