"""Put the differences of two versions into Chinese words, for all ways of showing them."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.batch.rounds import Change
from xladdin.comparing.versions import Versions
from xladdin.outputs.printable import one_line, wrap
from xladdin.outputs.since import State

NONE, EMPTY = "（没有）", "（空）"
CAUSES = {
    State.NEW: "新出现的", State.LEFT: "还没有改的", State.FIXED: "已经改好的",
    State.EXPLAINED: "已作说明的",
}  # fmt: skip


def title(found: Versions) -> str:
    """Return the title: the unit and the year of the versions."""
    year = f"{found.year}年度" if found.year else ""
    return f"{one_line(found.unit) or '（未识别出单位）'}　{year}自评材料两版对比"


def summary(found: Versions) -> str:
    """Summarise in one or two sentences how much changed."""
    causes = [f"{CAUSES[state]} {len(those)} 处" for state, those in found.causes.items() if those]
    problems = f"问题（按要改的地方数）：{'，'.join(causes)}。" if causes else "两版都没有问题。"
    if not (found.places or found.sentences or any(form.only for form in found.forms)):
        return f"表格和正文都没有变化。{problems}"
    return f"{forms(found)}，正文改了 {len(found.sentences)} 句。{problems}"


def forms(found: Versions) -> str:
    """Count the forms added and missing, and the changed places of the others, in a phrase."""
    sides = [form.only for form in found.forms]
    counts = (("新增", sides.count("新"), "张"), ("少了", sides.count("旧"), "张"))
    told = [f"{word} {count} {of}" for word, count, of in counts if count]
    told += [f"改了 {found.places} 处"] if found.places or not told else []
    return f"表格{'、'.join(told)}"


def cause(change: Change) -> str:
    """Return a cause in a line: severity, code, place, message."""
    problem = change.problem
    return (
        f"【{problem.level} {problem.code}】{one_line(problem.place)}：{one_line(problem.message)}"
    )


def only(side: str, name: str) -> str:
    """Return the sentence on a form that only one version has."""
    return f"{one_line(name)}：只有{side}的材料里有。"


def shown(text: str | None) -> str:
    """Return one side of a change as text; a placeholder if it is missing (None) or blank."""
    return NONE if text is None else one_line(text).strip() or EMPTY


def text(found: Versions, width: int) -> str:
    """Return all differences as text for a terminal of this width."""
    return "\n".join(_lines(found, width))


def _lines(found: Versions, width: int) -> Iterator[str]:
    yield title(found)
    yield from wrap(summary(found), width)
    yield from (line for note in found.notes for line in wrap(f"注意：{note}", width))
    for state, those in found.causes.items():
        if those:
            yield f"\n{CAUSES[state]} {len(those)} 处"
            for change in those:
                yield from wrap(cause(change), width, first="  ", rest="    ")
    for form in found.forms:
        yield f"\n{only(form.only, form.name)}" if form.only else f"\n{one_line(form.name)}"
        for place in form.changed:
            said = f"{place.label}：{shown(place.old)} → {shown(place.new)}"
            yield from wrap(said, width, first="  ", rest="    ")
    if found.sentences:
        yield f"\n正文 {len(found.sentences)} 句"
        for sentence in found.sentences:
            if sentence.label:
                yield f"  “{one_line(sentence.label)}”"
            yield from wrap(f"旧：{shown(sentence.old)}", width, first="  ", rest="      ")
            yield from wrap(f"新：{shown(sentence.new)}", width, first="  ", rest="      ")
