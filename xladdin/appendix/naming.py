"""Name the set, its files and the lines of its cover by the profile's patterns."""

from __future__ import annotations

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.patterns import pattern
from xladdin.sources.file_names import FORBIDDEN

#: The ending of the names of a draft, packed before everything is in order.
DRAFT = "（草稿）"
_LONGEST_UNIT, _LONGEST_PROJECT = 40, 30
_PLACE = pattern(r"\{(.+?)\}")
#: The gap on a printed line for what is unknown, to be filled in by hand.
_BLANK = "　　　　　　"


def folder_name(filing: Filing, profile: Profile, draft: bool) -> str:
    """Return the name of the set's folder: 2024年度某某单位整体支出绩效自评材料."""
    known = {"年度": str(filing.year or "某"), "单位": safe(filing.unit, _LONGEST_UNIT) or "某单位"}
    return _with_places(profile.packing.folder, known) + (DRAFT if draft else "")


def appendix_name(form: Form, profile: Profile) -> str:
    """Return the name of a form, followed by the project's: 项目支出绩效自评表（某项目）."""
    name = profile.packing.appendices.get(form.kind, form.name)
    named = form.entries.get("项目名称")
    project = safe("".join(named.text.split()), _LONGEST_PROJECT) if named is not None else ""
    return f"{name}（{project}）" if project else name


def cover_lines(filing: Filing, profile: Profile) -> tuple[str, ...]:
    """Return the lines of the cover, with the unit, the date and the preparer that the forms name;
    empty if the profile has no cover. Unknown values and signatures are left blank."""
    known = {"年度": str(filing.year or _BLANK), "单位": filing.unit or _BLANK}
    for name in ("填表人", "联系电话", "填报日期"):
        said = (form.entries[name] for form in filing.forms if name in form.entries)
        known[name] = next((each.text.strip() for each in said if not each.blank), _BLANK)
    return tuple(_with_places(line, known).replace("⏎", "\n") for line in profile.packing.cover)


def safe(text: str, longest: int) -> str:
    """Return a text as a part of a file name, of at most ``longest`` characters."""
    return " ".join(FORBIDDEN.sub("", text).split())[:longest].strip(". ")


def _with_places(pattern: str, known: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: known.get(place[1], _BLANK), pattern)
