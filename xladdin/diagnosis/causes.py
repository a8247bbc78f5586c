"""Choose the figures to correct: for each group of contradictions the smallest change that heals it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from xladdin.diagnosis.following import Formulas
from xladdin.diagnosis.omissions import Omissions
from xladdin.diagnosis.trials import Trial, right, trials
from xladdin.diagnosis.web import Contradiction, Web, is_of_accounts
from xladdin.diagnosis.why import why
from xladdin.model.figure import Location
from xladdin.model.report import Cause, Finding, Operand, Relation, Severity
from xladdin.rules.report.slips import DIGIT, MOVED, SWAPPED
from xladdin.rules.tables.attainment import Attained

_KINDS = {SWAPPED: "digits", DIGIT: "digits", MOVED[10]: "decimal", MOVED[10000]: "unit"}
_GRAVITY = list(Severity)
_HINT = _GRAVITY.index(Severity.INFO)

_POINTS = "分值"


def diagnose(
    relations: Sequence[Relation],
    findings: Sequence[Finding],
    violated: Sequence[tuple[Relation, str]],
    cells: Collection[Location] = (),
) -> tuple[Cause, ...]:
    """Return the causes of the findings, in the order of correction; each finding has one.

    ``violated`` pairs each relation that became a finding with the finding's fingerprint; ``cells`` are
    the locations of formulas.
    """
    told: dict[str, list[Relation]] = {}
    for relation, fingerprint in violated:
        told.setdefault(fingerprint, []).append(relation)
    uncounted = {place for relation, _ in violated for place in relation.uncounted}
    formulas = Formulas(cells, relations, uncounted)
    omitted = Omissions(told, relations, formulas)
    grave = {finding.fingerprint: _GRAVITY.index(finding.severity) for finding in findings}
    judged = [
        Contradiction(
            first,
            fingerprint,
            tuple(again),
            grave[fingerprint] == _HINT or fingerprint in omitted.open,
            formulas,
        )
        for fingerprint, (first, *again) in told.items()
        if _arithmetic(first) and fingerprint not in omitted.explained
    ]
    web = Web(judged, relations, formulas)
    causes = [cause for group in web.groups() for cause in _causes(web, group)]
    causes += omitted.causes
    explained = {fingerprint for cause in causes for fingerprint in cause.explains}
    causes += [_unexplained(first, f) for f, (first, *_) in told.items() if f not in explained]
    return tuple(sorted(causes, key=lambda cause: _order(cause, grave)))


_AUDITED = "决算报表已经审定，以它为准。"
#: A rival change with this strength as a slip forbids a proposal.
_DOUBT = 0.5


def _arithmetic(relation: Relation) -> bool:
    return relation.equation is not None and any(o.value is not None for o in relation.operands)


def _order(cause: Cause, grave: dict[str, int]) -> tuple[object, ...]:
    """Sort the gravest first; then money before formalities, certain before likely."""
    gravity = min(grave[fingerprint] for fingerprint in cause.explains)
    formal = cause.kind in ("text", "form")
    return (gravity, formal, not cause.certain, -len(cause.explains))


def _causes(web: Web, group: Sequence[int]) -> Iterator[Cause]:
    """Yield the best change, then the best for what is left, until no change heals anything."""
    left, every = frozenset(group), trials(web, group)
    while left:
        every = [t._replace(healed=t.healed & left) for t in every if t.healed & left]
        fit = [trial for trial in every if _benefit(trial) > 0] or every
        if not fit:
            break
        best = max(fit, key=_merit)
        yield _cause(web, best, _rivals(best, every))
        left -= best.healed
    for number in sorted(left):
        contradiction = web.contradictions[number]
        yield _unexplained(contradiction.relation, contradiction.fingerprint)


def _benefit(trial: Trial) -> int:
    return len(trial.healed) - trial.broken


def _merit(trial: Trial) -> tuple[object, ...]:
    """Rank a change: it heals most and breaks least; is a slip of the pen; is of a computed figure; is
    of one that little confirms; is in the report rather than a form; stands late."""
    place = trial.place
    return (
        _benefit(trial), int(trial.strength), trial.worked_out, -trial.support, -trial.echoes,
        place.cell is None, place.paragraph or 0, place.span or (0, 0),
    )  # fmt: skip


def _rivals(best: Trial, every: Sequence[Trial]) -> list[Trial]:
    """Return the changes of other figures, or to other values, that would do as well."""
    return [
        t for t in every
        if (t.place, t.value) != (best.place, best.value)
        and t.healed >= best.healed and _benefit(t) >= _benefit(best)
        and (t.place != best.place or t.strength >= best.strength)
    ]  # fmt: skip


def _telling(relations: Sequence[Relation], figure: Operand) -> list[Relation]:
    """Drop the relations that say nothing of the value: more points merely make a score less than full."""
    points = figure.label.endswith(_POINTS)
    return [each for each in relations if not (points and isinstance(each.equation, Attained))]


def _cause(web: Web, best: Trial, rivals: Sequence[Trial]) -> Cause:
    figure = web.figures[best.place]
    healed = [web.contradictions[n] for n in sorted(best.healed)]
    relations = [each.relation for each in healed]
    audited = not is_of_accounts(best.place) and any(
        o.location in web.audited and o.location != best.place
        for r in relations
        for o in r.operands
    )
    sure = best.strength >= 1 or len(_telling(relations, figure)) > 1 or audited
    certain = not rivals and best.broken == 0 and sure
    told = (audited and not rivals) or (
        (certain or _may_propose(best, rivals, relations))
        and (bool(best.slip) or _determined(web, best))
    )
    certain = certain and told
    if not told:
        figure = web.formulas.shown(best.place, relations[0].operands) or figure
    others = _other_figures(relations, figure)
    taken = "" if best.slip else _number_of_another(figure, others)
    seems = taken or (f"填的 {figure.text} 像是{best.slip}" if best.slip else "")
    return Cause(
        figure=figure,
        proposed=f"{best.value:f}" if told else None,
        kind="copy" if taken else _kind(best, figure),
        certain=certain,
        explains=tuple(each.fingerprint for each in healed),
        why=why(figure, best.value if told else None, seems, others, relations)
        + (_AUDITED if told and audited else ""),
        copies=web.copies(best.place),
        confirmed=others if told else (),
    )


def _determined(web: Web, best: Trial) -> bool:
    """Return whether the relations fix the value to its last digit, as a rounded rate's base is not."""
    step = Decimal(1).scaleb(int(best.value.as_tuple().exponent))
    return not any(
        all(
            right(web.contradictions[n].equation, web.change(best.place, near)) for n in best.healed
        )
        for near in (best.value - step, best.value + step)
    )


def _may_propose(best: Trial, rivals: Sequence[Trial], relations: Sequence[Relation]) -> bool:
    """Return whether to propose the value though others might do: a slip, or the one computed figure."""
    if best.broken or any(t.strength >= max(best.strength, _DOUBT) for t in rivals):
        return False
    unread = any(not o.text for r in relations for o in r.operands)
    unread = unread or all(r.doubtful for r in relations)
    alone = best.worked_out and not any(t.worked_out for t in rivals)
    return best.strength >= 1 or (alone and not unread)


def _kind(best: Trial, figure: Operand) -> str:
    if best.slip:
        return _KINDS[best.slip]
    if best.worked_out:
        return "rate" if figure.unit in ("%", "‰") else "sum"
    return "figure"


def _number_of_another(figure: Operand, others: Sequence[Operand]) -> str:
    """Return the Chinese remark that a figure holds another one's number (执行率 typed for 得分), or empty."""
    for other in others:
        if other.unit != figure.unit and other.value == figure.value and Decimal(figure.value or 0):
            return f"填的像是{other.label}的数"
    return ""


def _other_figures(relations: Sequence[Relation], figure: Operand) -> tuple[Operand, ...]:
    every = {o.location: o for r in relations for o in r.operands if o.value is not None}
    every.pop(figure.location, None)
    return tuple(every.values())


def _unexplained(relation: Relation, fingerprint: str) -> Cause:
    """Make the cause of a finding that no change of one figure explains; it shows its figure or text.
    It proposes what the rule expects, if the rule says so of this very text."""
    said = [
        o for o in relation.operands if relation.actual in (o.text, o.value) and relation.actual
    ]
    looked_at = relation.equation.worked_out if relation.equation is not None else None
    said += [o for o in relation.operands if o.location in (looked_at, *relation.uncounted)]
    numbers = [o for o in relation.operands if o.value is not None]
    figure = next(iter((*said, *numbers, *relation.operands)), None)
    kind = "form" if figure is None else "text" if figure.value is None else "figure"
    proposed = relation.expected if said and relation.equation is None else ""
    return Cause(
        figure=figure,
        proposed=proposed or None,
        kind=kind,
        certain=False,
        explains=(fingerprint,),
        why=relation.message,
    )
