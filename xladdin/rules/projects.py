"""Find the projects of a filing that have expenditure but no project form."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xladdin.forms.labels import normal
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Item
from xladdin.rules.items import top_items

_OUTTURN = "本年决算"


def listed(form: Form) -> tuple[Item, ...]:
    """Return the project rows of a 基础数据表; empty if it has none."""
    return form.sections.get("项目支出明细", ())


def project_text(form: Form) -> str:
    """Return the project name of a project form as written; empty if it has none."""
    entry = form.entries.get("项目名称")
    return entry.text if entry is not None else ""


def project(form: Form) -> str:
    """Return the project name of a project form without numbering and year; empty if it has none."""
    return normal(project_text(form))


def projects_without_form(filing: Filing) -> list[tuple[str, str]]:
    """Return name and expenditure, as written, of each project without a project form.

    Return an empty list if there is no project form at all (F104 reports that), if there are as many forms as
    projects, or if the forms make up all that was spent: then only the names differ, since rows of the
    official form may be kinds of expenditure.
    """
    projects = [
        item
        for form in filing.of("basic_data")[:1]
        for item in top_items(listed(form), _OUTTURN)
        if (figure := item.entries[_OUTTURN].figure) is not None and figure.value > 0
    ]
    forms = filing.of("project")
    if not forms or len(forms) >= len(projects) or _cover_expenditure(projects, forms):
        return []
    named = list(filter(None, map(project, forms)))
    found = [(normal(item.label), item.entries[_OUTTURN].text) for item in projects]
    return [
        (name or "（未命名项）", spent)
        for name, spent in found
        if not any(name in each or each in name for each in named)
    ]


def nameless(filing: Filing) -> str:
    """Return a Chinese sentence on the project forms without a project name; empty if all have one."""
    unnamed = (form for form in filing.of("project") if not project(form))
    places = [form.title.location.sheet or form.source for form in unnamed]
    told = "、".join(f"“{each}”" for each in dict.fromkeys(places))
    return f"{told}没有写项目名称，看不出是哪个项目的。" if told else ""


def _cover_expenditure(projects: Sequence[Item], forms: Sequence[Form]) -> bool:
    """Return whether the project forms account for at least what the projects have spent."""
    told = [form.entries.get("年度资金总额.全年执行数") for form in forms]
    spent = [item.entries[_OUTTURN] for item in projects]
    return sum(map(_amount, spent)) <= sum(map(_amount, filter(None, told)))


def _amount(entry: Entry) -> Decimal:
    return entry.figure.base.point if entry.figure is not None else Decimal(0)
