"""The figure that the linked report states for a name."""

from __future__ import annotations

from decimal import Decimal

from xladdin.forms.labels import normal
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim
from xladdin.model.unit import MONEY

#: What people call the basis of a figure, and what the reader of reports calls it.
_BASES = {
    "年初预算": "initial", "年初预算数": "initial", "预算": "budget", "全年预算": "budget",
    "全年预算数": "budget", "决算": "outturn", "决算数": "outturn", "执行": "outturn",
    "执行数": "outturn", "全年执行数": "outturn", "支出": "outturn", "目标": "target",
}  # fmt: skip


def stated(filing: Filing, name: str, year: int | None, basis: str) -> Decimal | None:
    """The first figure that the report gives under this name: amounts in 万元, rates as fractions,
    all else in the unit as printed. None if it gives none.

    Without a ``year`` it is the filing's. Raises ValueError for a basis that has no meaning.
    """
    wanted = normal(name)
    meant = _BASES.get(basis.strip(), "") if basis.strip() else ""
    if basis.strip() and not meant:
        raise ValueError(f"没有“{basis}”这种口径，可以写：{'、'.join(_BASES)}。")
    claims = [claim for passage in filing.passages for claim in passage.claims]
    named = [claim for claim in claims if claim.subject == wanted] or [
        claim for claim in claims if normal(claim.label).endswith(wanted)
    ]
    found = [
        claim
        for claim in named
        if (claim.basis == meant or not meant) and _of_year(claim, year, filing.year)
    ]
    best = min(found, key=lambda claim: bool(claim.scope), default=None)
    return None if best is None else _amount(best.figure)


def _of_year(claim: Claim, wanted: int | None, filed: int | None) -> bool:
    return claim.year == wanted if wanted is not None else claim.year in (None, filed)


def _amount(figure: Figure) -> Decimal:
    if figure.unit.measures == "money":
        return figure.value * figure.unit.factor / MONEY.factor
    return figure.value * figure.unit.factor if figure.unit.measures == "ratio" else figure.value
