"""A filing → its appendices in the order in which they are filed: 附件1, 附件2, 附件3-1 …"""

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
    """One appendix. ``number`` is 附件1 or, of several of a kind, 附件3-2; ``name`` the form's name,
    for a project with the project's; ``sheet`` the official form filled from it."""

    number: str
    name: str
    form: Form
    sheet: Prepared

    @property
    def title(self) -> str:
        """What the file is called, without its ending."""
        return f"{self.number} {self.name}"


def parts(filing: Filing, profile: Profile) -> tuple[Part, ...]:
    """The appendices of a filing: one for each of its forms, the workbook's where two files have it."""
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
    """Those parts whose subject is not among the forms."""
    there = {subject(form) for form in forms}
    return [part for part in parts if subject(part.form) not in there]


def _distinct(filing: Filing) -> list[Form]:
    """The forms; of those about the same thing only one."""
    in_workbooks = {each.name for each in filing.sources if each.kind in _WORKBOOKS}
    found: dict[tuple[str, str], Form] = {}
    for form in sorted(filing.forms, key=lambda each: each.source not in in_workbooks):
        found.setdefault(subject(form), form)
    return list(found.values())
