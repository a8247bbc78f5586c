"""What is to be packed, and what has to be known before: paths → an order and its obstacles; what is
to be signed on the printed pages."""

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
    """A checked filing to be packed. ``files`` are the filing's by the names of its sources, ``when``
    is the time that everything is dated; ``draft``, ``pdf`` and ``keep_active`` as the user wished."""

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
        """What the names of a draft end with."""
        return DRAFT if self.draft else ""

    @property
    def year(self) -> int:
        """The year of the forms; the last one where the filing does not say."""
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
    """Read and check the files or folders of one filing: the order, and what stands in its way.

    ``profile_id`` None takes the profile whose places the filing names. Raises InputError for what
    can't be read.
    """
    filing, profile = checking.file_paths(paths, profile_id)
    report = checking.check(filing, profile)
    order = Order(filing, report, profile, files_by_source(paths), when, draft, pdf, keep_active)
    return order, obstacles(filing, report, profile)


def to_sign(filing: Filing, profile: Profile) -> tuple[str, ...]:
    """What is to be written by hand on the printed pages, in a sentence; none if nothing is."""
    blank: dict[str, list[str]] = {}
    for form in filing.forms:
        fields = signatures(form.kind)
        names = [name for name, each in form.entries.items() if name in fields and not each.text]
        blank.setdefault(_called(*subject(form)), names)
    told = [f"{form}的{'、'.join(names)}" for form, names in blank.items() if names]
    told += [f"{form}（表尾没有签署栏）" for form in _unsigned(filing, profile)]
    return (f"打印后还要签字、填写：{'；'.join(told)}。盖章也在打印以后。",) if told else ()


def _unsigned(filing: Filing, profile: Profile) -> list[str]:
    """Forms without the line of signatures that the official one has."""
    official = {each.kind: each for each in map(layout, every_layout(profile))}
    signed: dict[tuple[str, str], bool] = {}
    for form in filing.forms:
        if form.kind in official and official[form.kind].signed:
            fields = not signatures(form.kind).isdisjoint(form.entries)
            signed[subject(form)] = signed.get(subject(form), False) or fields
    return [_called(*about) for about, it in signed.items() if not it]


def _called(kind: str, of: str) -> str:
    return f"{definition(kind).name}{of and f'（{of}）'}"
