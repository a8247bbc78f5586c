"""Describe the indicators of a form, and the projects, as facts: how many were reached, which missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xladdin.drafting.facts import Facts, known, shown, tidy
from xladdin.drafting.row_facts import Entries, Setting, amount, any_figure, line
from xladdin.drafting.sentences import Wording
from xladdin.forms.labels import normal
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form, Indicator
from xladdin.patterns import pattern
from xladdin.rules.tables.attainment import attainment, reason_given


def groups(form: Form, wording: Wording) -> tuple[Facts, ...]:
    """Return the facts of each 一级指标, with a list of its indicators that have a name."""
    found = []
    for group in form.groups:
        rows = [row for row in group.indicators if not row.name.blank]
        reached = [_reached(row) for row in rows]
        counts = {"指标数": len(rows), "达标数": sum(each is True for each in reached)}
        failed = sum(each is False for each in reached)
        texts = {name: str(count) for name, count in counts.items()}
        texts |= {"一级指标": group.name, "未达标数": str(failed) if failed else ""}
        if rows:
            found.append(
                Facts(known(texts), {"指标": tuple(_indicator(row, wording) for row in rows)})
            )
    return tuple(found)  # fmt: skip


def deviations(form: Form, project: str) -> tuple[Facts, ...]:
    """Return the indicators that missed their target or, if that is unknown, lost points; each is
    named with its ``project``, if given. An indicator that was reached is left out, whatever its
    score."""
    of = f"项目“{project}”的" if project else ""
    return tuple(
        Facts(known({**_texts(row), "指标": f"{of}“{_one_line(row.name)}”"}))
        for row in form.indicators
        if not row.name.blank and _deviates(row)
    )


def _indicator(row: Indicator, wording: Wording) -> Facts:
    texts = _texts(row)
    texts["完成值"] = texts["完成值"] or wording.open("实际完成值")
    return Facts(known(texts))


def _texts(row: Indicator) -> dict[str, str]:
    return {
        "指标": _one_line(row.name),
        "目标值": _one_line(row.target),
        "完成值": _one_line(row.actual),
        "定性": "是" if not row.target.blank and row.target.figure is None else "",
        "未达标": "是" if _reached(row) is False else "",
        "分值": shown(row.points),
        "得分": shown(row.score),
        "原因": tidy(row.reason.text).replace("\n", "").rstrip("。；;，")
        if row.reason and reason_given(row)
        else "",
    }


def _one_line(entry: Entry) -> str:
    return "" if entry.blank else "".join(entry.text.split()).rstrip("。；;，")


def _reached(row: Indicator) -> bool | None:
    """Return whether the target was reached, by its figures, else by full points; None if unknown."""
    judged = attainment(row)
    if judged is not None:
        return judged.attained
    given = row.points.figure is not None and row.score.figure is not None
    return True if given and not _short(row) else None


def _deviates(row: Indicator) -> bool:
    reached = _reached(row)
    return reached is False or (reached is None and _short(row))


def _short(row: Indicator) -> bool:
    points, score = row.points.figure, row.score.figure
    return points is not None and score is not None and score.value < points.value


#: The numbering before a name: 1、 （2） ③ 其中：, but not 2024年 or 5个村.
_NUMBER = pattern(
    r"^(?:其中[:：]?|[①-⑳]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[、.．,，]+"
    r"|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）])+"
)
_TOTAL = "年度资金总额"
_RATE = f"{_TOTAL}.执行率"
_RATED = (f"{_TOTAL}.全年预算数", f"{_TOTAL}.全年执行数")


def projects(filing: Filing, basic: Form | None, setting: Setting) -> Iterator[Facts]:
    """Yield the projects of the 基础数据表, each with its own form if there is one, then the other forms."""
    forms = list(filing.of("project"))
    for item in basic.sections.get("项目支出明细", ()) if basic is not None else ():
        if any_figure(item.entries.values()):
            name = _without_number(item.label)
            own = _form_about(name, forms)
            if own is not None:
                forms.remove(own)
            yield _project(name, item.entries, own, setting)
    for form in forms:
        yield _project(called(form), {}, form, setting)


def called(form: Form) -> str:
    """Return the name of the project that a form is about; empty if it has none."""
    entry = form.entries.get("项目名称")
    return _without_number(entry.text) if entry is not None and not entry.blank else ""


def _without_number(text: str) -> str:
    """Return a project's name as written, without the number before it."""
    return _NUMBER.sub("", "".join(text.split())).rstrip("：:；;")


def _form_about(name: str, forms: Sequence[Form]) -> Form | None:
    """Return the form about a project: the one of exactly this name, else the only one whose name
    differs just in brackets or a year; None if there is none."""
    same = [form for form in forms if name and called(form) == name]
    alike = [form for form in forms if normal(name) and normal(called(form)) == normal(name)]
    return same[0] if same else alike[0] if len(alike) == 1 else None


def with_rate(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts without the 执行率 if its amounts are not stated, because its base is unknown."""
    told = all(texts.get(key) for key in _RATED)
    return {key: text for key, text in texts.items() if told or key != _RATE}


def _project(name: str, entries: Entries, form: Form | None, setting: Setting) -> Facts:
    own = line(name or setting.wording.open("项目名称"), entries, setting)
    if form is None:
        return own
    texts = with_rate({entry.key: shown(entry) for entry in form.entries.values()})
    lists = {
        "项目资金": tuple(_funds(form, setting.wording)),
        "一级指标": groups(form, setting.wording),
    }
    # The form's 执行率 is of the year's budget, which may have been adjusted.
    return Facts(
        known({**texts, **own.texts, "执行率": "", "有自评表": "有"}),
        {list_: each for list_, each in lists.items() if each},
    )


def _funds(form: Form, wording: Wording) -> Iterator[Facts]:
    """Yield the columns of a project's funds table with figures, each with its sources if they add up."""
    for column, name in wording.tables["资金栏目"].items():
        total = form.entries.get(f"{_TOTAL}.{column}")
        sources = [
            (each, entry)
            for row, each in wording.tables["资金来源"].items()
            if (entry := form.entries.get(f"{row}.{column}")) is not None and shown(entry)
        ]
        sum_ = sum((amount(entry) or Decimal(0) for _, entry in sources), Decimal(0))
        agree = sum_ == amount(total)
        several = agree and len(sources) > 1 and sum_ != 0
        texts = {
            "栏目": name,
            "总额": shown(total),
            "全部来源": sources[0][0] if agree and sum_ != 0 and len(sources) == 1 else "",
            "来源不符": "是" if sources and not agree else "",
        }
        told = tuple(Facts({"名称": each, "金额": shown(entry)}) for each, entry in sources)
        if shown(total) or sources:
            yield Facts(known(texts), {"资金来源": told if several else ()})
