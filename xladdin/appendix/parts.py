"""List the appendices of a filing in their official order: 附件1, 附件2, 附件3-1 …"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from xladdin.appendix.naming import appendix_name
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.sources.identify import EXTENSIONS
from xladdin.templates.filling import subject
from xladdin.templates.prepared import Prepared, prepared

_WORKBOOKS = {kind for family in ("xlsx", "xls", "xlsb", "ods") for kind in EXTENSIONS[family]}


class Part(Struct, frozen=True):
    """One appendix. ``number`` is 附件1, or 附件3-2 if there are several of the kind; ``name`` the
    form's name, with the project's if it has one; ``sheet`` the official form filled from it."""

    number: str
    name: str
    form: Form
    sheet: Prepared

    @property
    def title(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.number} {self.name}"


def parts(filing: Filing, profile: Profile) -> tuple[Part, ...]:
    """Return the appendices of a filing, one for each form; of copies in two files, the workbook's."""
    year = filing.year or date.today().year - 1
    sheets = prepared(profile, year, _distinct(filing), as_found=True)
    kinds = [kind for kind in profile.kinds if any(each.probe.kind == kind for each in sheets)]
    found = []
    for number, kind in enumerate(kinds, start=1):
        own = [each for each in sheets if each.probe.kind == kind]
        for index, each in enumerate(own, start=1):
            assert each.form is not None
            mark = f"附件{number}" + (f"-{index}" if len(own) > 1 else "")
            found.append(Part(mark, appendix_name(each.form, profile), each.form, each))
    return tuple(found)


def missing_in(parts: Iterable[Part], forms: Iterable[Form]) -> list[Part]:
    """Return the parts whose subject is not that of any of the forms."""
    there = {subject(form) for form in forms}
    return [part for part in parts if subject(part.form) not in there]


def _distinct(filing: Filing) -> list[Form]:
    """Return the forms, with only one of those about the same subject, preferably from a workbook."""
    in_workbooks = {each.name for each in filing.sources if each.kind in _WORKBOOKS}
    found: dict[tuple[str, str], Form] = {}
    for form in sorted(filing.forms, key=lambda each: each.source not in in_workbooks):
        found.setdefault(subject(form), form)
    return list(found.values())
