"""Word the advice on a cause in Chinese: which figure to correct, to what, and why."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.report import Cause, Finding, Operand
from xladdin.outputs import phrases
from xladdin.outputs.entries import Entry
from xladdin.outputs.places import Names, brief_place, place, sentences
from xladdin.outputs.printable import clipped, one_line

_GONE = "改好上面这个数就没有了"
#: For findings that follow from a figure which is not known to be wrong.
_RELATED = "与上面的问题同出一处"
#: The longest message of a finding that follows, in characters; longer ones are clipped.
_LONGEST = 72


def due(cause: Cause) -> str:
    """Return the proposed value, written as the figure is; empty if there is none."""
    figure, proposed = cause.figure, cause.proposed
    if figure is None or proposed is None:
        return ""
    if figure.value is None:
        return f"“{one_line(proposed)}”"
    if cause.retyped:
        return f"数字 {proposed}"
    unit = one_line(figure.unit).strip()
    glued = unit in ("%", "‰") or unit in figure.text
    return f"{proposed}{unit}" if glued else f"{proposed} {unit}".rstrip()


def change(cause: Cause) -> str:
    """Return what the figure should be, worded as certainly as the cause is; empty without a proposal."""
    value = due(cause)
    if not value:
        return ""
    if not value.startswith(("“", "数字")):
        value = f" {value}"
    return f"应改为{value}" if cause.certain else f"可能应为{value}，请核对"


def correction(entry: Entry, names: Names) -> tuple[str, str] | None:
    """Return the label and the sentence that say which figure to correct, and to what. None if that
    says no more than the finding itself."""
    figure, to = entry.cause.figure, change(entry.cause)
    if figure is None or not entry.named:
        return None
    here = f"{place(figure.location, names)}：{figure_words(figure, names)}"
    return ("改这里" if to else "先看这里"), f"{here}，{step(entry, figure, names)}"


def step(entry: Entry, at: Operand, names: Names) -> str:
    """Return what to do at ``at``, one of the entry's figures; empty if the finding says it all.
    Other copies of the figure are named."""
    if to := change(entry.cause):
        return f"{to}。{_copies(entry, at, names)}"
    return f"这 {len(entry.findings)} 处问题都与这个数有关。" if entry.follows else ""


def reason(entry: Entry) -> tuple[str, str] | None:
    """Return the label and the sentence that say why; None if the finding says it already."""
    why = one_line(entry.cause.why).strip()
    if not why or why in one_line(entry.lead.message):
        return None
    return ("依据" if entry.cause.proposed else "判断"), why


def remedy(entry: Entry) -> str:
    """Return the rule's advice; empty if the correction is certain, since the rule may mean another
    figure."""
    settled = entry.cause.certain and entry.cause.proposed is not None
    return "" if settled else one_line(entry.lead.fix)


def followers(entry: Entry) -> Iterator[str]:
    """Yield a line for each finding that follows from the lead, with what becomes of it."""
    fate = gone(entry)
    for finding in entry.follows:
        told = clipped(one_line(finding.message).strip().rstrip("。"), _LONGEST)
        answer = "：".join(phrases.explanation(finding)) if finding.explanation else fate
        yield f"{phrases.level(finding)} {one_line(finding.code)} {told}（{answer}）"


def closing(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the last lines of an entry as label and sentence: the rule's advice, the unit's
    explanation, and the findings that follow."""
    if fix := remedy(entry):
        yield "改法", fix
    if entry.lead.explanation:
        yield phrases.explanation(entry.lead)
    yield from (("连带", told) for told in followers(entry))


def in_brief(entry: Entry, names: Names) -> str:
    """Return in one line what to do about the lead: the proposed change, then the rule's advice."""
    at = entry.cause.figure
    told = step(entry, at, names) if at is not None and entry.cause.proposed is not None else ""
    return told + remedy(entry)


def at(entry: Entry, finding: Finding, names: Names) -> str:
    """Return the place of the figure to correct, or of the first figure of the finding."""
    figures = entry.about(finding)
    return place(figures[0].location, names) if figures else "整套材料"


def where(entry: Entry, finding: Finding, names: Names) -> str:
    """Return the same place in few words: sheet and cell, or chapter."""
    figures = entry.about(finding)
    return brief_place(figures[0].location, names) if figures else "整套材料"


def found(entry: Entry, finding: Finding, names: Names) -> str:
    """Return the short place; for a text with the sentence quoted."""
    prose = [each for each in entry.about(finding)[:1] if each.location.paragraph is not None]
    return "，".join((where(entry, finding, names), *sentences(prose)))


def brief(entry: Entry, names: Names) -> str:
    """Return what the figure should be if that is known, else what is wrong."""
    figure, to = entry.cause.figure, change(entry.cause)
    if figure is None or not to or not entry.named:
        return one_line(entry.lead.message).strip()
    return f"{figure_words(figure, names)}，{to}"


def gone(entry: Entry) -> str:
    """Return what becomes of the findings that follow."""
    return _GONE if entry.cause.proposed else _RELATED


def figure_words(figure: Operand, names: Names) -> str:
    """Return the figure's label and text, without the form's name, which is printed beside them."""
    label = one_line(figure.label).strip().removeprefix("正文 ")
    form = names.form(figure.location)
    label = label.removeprefix(f"{form}的") if form else label
    return f"{label} {phrases.amount(figure)}".strip()


def _copies(entry: Entry, at: Operand, names: Names) -> str:
    others = [place(o.location, names) for o in entry.figures if o.location != at.location]
    return f"同一个数还在 {'、'.join(others)}，一起改。" if others else ""
