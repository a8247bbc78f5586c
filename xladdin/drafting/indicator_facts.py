"""The indicators of a form as facts: by 一级指标 how many were reached, and what fell short."""

from __future__ import annotations

from xladdin.drafting.facts import Facts, known, shown, tidy
from xladdin.drafting.phrasebook import Wording
from xladdin.model.form import Entry, Form, Indicator
from xladdin.rules.tables.attainment import attainment, reason_given


def groups(form: Form, wording: Wording) -> tuple[Facts, ...]:
    """Each 一级指标 with the indicators below it that have a name."""
    found = []
    for group in form.groups:
        rows = [row for row in group.indicators if not row.name.blank]
        reached = [_reached(row) for row in rows]
        counts = {"指标数": len(rows), "达标数": sum(each is True for each in reached)}
        failed = sum(each is False for each in reached)
        texts = {name: str(count) for name, count in counts.items()}
        texts |= {
            "一级指标": group.name,
            "未达标数": str(failed) if failed else "",
        }
        if rows:
            found.append(
                Facts(known(texts), {"指标": tuple(_indicator(row, wording) for row in rows)})
            )
    return tuple(found)  # fmt: skip


def deviations(form: Form, project: str) -> tuple[Facts, ...]:
    """The indicators that missed their target, or lost points where nobody can tell, called by their
    ``project`` if it has one. One that was reached is no problem, whatever its score."""
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
    """By the figures; where these are words, it is if it got all its points; else nobody knows."""
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
