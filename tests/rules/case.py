"""What a case is: a small change to the filing of 云山县, and what is found then."""

from __future__ import annotations

from dataclasses import dataclass

from tests.kit.changes import Change, nothing


@dataclass(frozen=True)
class Case:
    """One way in which a rule fires.

    ``also`` are other rules of the tables that fire by the same change. ``holds`` is a change under
    which the rule is judged and holds; None for a rule that only speaks where something is wrong.
    ``prior`` is a change to last year's filing, for the rules that compare with it.
    """

    code: str
    severity: str
    change: Change
    message: str
    also: str = ""
    holds: Change | None = nothing
    profile: str = "ministry"
    prior: Change | None = None
