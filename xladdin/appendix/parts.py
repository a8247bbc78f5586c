"""A filing → its appendices in the order in which they are filed: 附件1, 附件2, 附件3-1 …"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.sources.identify import EXTENSIONS
from xladdin.templates.filling import subject
from xladdin.templates.prepared import Prepared, prepared

#: Behind the names of what is packed before everything is in order.
DRAFT = "（草稿）"
#: What no file may be called on Windows, and what makes a name look like another.
_FORBIDDEN = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)
_LONGEST_UNIT, _LONGEST_PROJECT = 40, 30
_PLACE = re.compile(r"\{(.+?)\}")
#: What stands on a printed line where nothing is known, to be written by hand.
_BLANK = "　　　　　　"


def folder_name(filing: Filing, profile: Profile, draft: bool) -> str:
    """The set's folder: 2024年度某某单位整体支出绩效自评材料."""
    known = {"年度": str(filing.year or "某"), "单位": safe(filing.unit, _LONGEST_UNIT) or "某单位"}
    return _with_places(profile.packing.folder, known) + (DRAFT if draft else "")


def appendix_name(form: Form, profile: Profile) -> str:
    """The name of a form, for a project with the project's: 项目支出绩效自评表（某项目）."""
    name = profile.packing.appendices.get(form.kind, form.name)
    named = form.entries.get("项目名称")
    project = safe("".join(named.text.split()), _LONGEST_PROJECT) if named is not None else ""
    return f"{name}（{project}）" if project else name


def cover_lines(filing: Filing, profile: Profile) -> tuple[str, ...]:
    """The lines of the cover with what the forms say of unit, date and preparer; none where the
    profile has no cover. A signature is left to be written."""
    known = {"年度": str(filing.year or _BLANK), "单位": filing.unit or _BLANK}
    for name in ("填表人", "联系电话", "填报日期"):
        said = (form.entries[name] for form in filing.forms if name in form.entries)
        known[name] = next((each.text.strip() for each in said if not each.blank), _BLANK)
    return tuple(_with_places(line, known).replace("⏎", "\n") for line in profile.packing.cover)


def safe(text: str, longest: int) -> str:
    """A text as a part of a file's name."""
    return " ".join(_FORBIDDEN.sub("", text).split())[:longest].strip(". ")


def _with_places(pattern: str, known: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: known.get(place[1], _BLANK), pattern)


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
