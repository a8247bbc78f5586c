"""Which worked-out figures of a refreshed report had better stay as they were: the sentence has to be rewritten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xladdin import checking
from xladdin.forms.profiles import Profile
from xladdin.links.linking import known_controls
from xladdin.links.naming import NO_VALUE
from xladdin.links.tags import Tag
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim
from xladdin.outputs.word_controls import Control
from xladdin.sources.reading import source_of

_REWRITE = "请改写这句话"
_BROKEN = f"改了以后这句话与别处对不上，没有改，{_REWRITE}"
#: A number of a formula, no part of a name.
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def unfit(
    data: bytes, name: str, forms: Filing, chosen: Profile, changed: Sequence[Tag]
) -> dict[int, str]:
    """Why figures are not to be worked out anew, by the numbers of their links: they are made of a
    figure of the text that follows nothing and is worked out itself or wrong now, or their sentence
    would contradict something.

    ``data`` is the report with all its ``changed`` figures.
    """
    derived = [its for its in changed if its.formula]
    if not derived:
        return {}
    others = [each for each in forms.sources if each.name != name]
    filing = checking.file((source_of(data, name), *others), chosen)
    passages = [p for p in filing.passages if p.source == name and p.cell is None]
    controls = {its.number: each for each, its in known_controls(data, name, ())}
    wrong = {
        operand.location
        for relation in checking.check(filing, chosen).relations
        if relation.verdict is Verdict.VIOLATED and relation.equation is not None
        for operand in relation.operands
    }
    rewritten = [controls[its.number] for its in changed if its.number in controls]
    found: dict[int, str] = {}
    for its in derived:
        if its.number not in controls:
            continue
        place = controls[its.number]
        near = [c for p in passages if p.paragraph == place.location.paragraph for c in p.claims]
        here = next((c.sentence for c in near if _in(c, place)), None)
        said = [c for c in near if c.sentence == here and any(_in(c, r) for r in rewritten)]
        numbers = set(map(Decimal, _NUMBER.findall(its.formula)))
        constants = (c for c in near if _amount(c) in numbers)
        stale = next((c for c in constants if c.role in NO_VALUE or c.location in wrong), None)
        if stale is not None:
            found[its.number] = f"“{stale.figure.text}”没有联动，{_REWRITE}"
        elif any(c.location in wrong for c in said):
            found[its.number] = _BROKEN
    return found


def _in(claim: Claim, control: Control) -> bool:
    start, end = control.location.span or (0, 0)
    first, last = claim.location.span or (0, 0)
    same = claim.location.paragraph == control.location.paragraph
    return same and first < end and start < last


def _amount(claim: Claim) -> Decimal:
    return claim.figure.value * claim.figure.unit.factor
