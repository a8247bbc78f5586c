"""Make a rule of each formula on the sheet 审核公式, and report what is wrong on that sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation, Severity
from xladdin.patterns import pattern
from xladdin.rules import registry
from xladdin.rules.language import Formula, FormulaError, parse
from xladdin.rules.own.placing import placed
from xladdin.rules.own.sheet import (
    CODE,
    ENABLED,
    FORMULA,
    SEVERITY,
    SHEET,
    TITLE,
    Row,
    headed,
    rows,
    shown,
)
from xladdin.rules.registry import Rule, rule
from xladdin.rules.ruling import by_formula, ruled
from xladdin.rules.scope import Scope

_SEVERITIES = {each.word: each for each in Severity}
_ENABLED = {
    **dict.fromkeys(("", "是", "启用", "√", "✓", "1", "Y", "TRUE"), True),
    **dict.fromkeys(("否", "停用", "不启用", "×", "✗", "0", "N", "FALSE"), False),
}
_CODE = pattern(r"U\d{1,4}")
#: The most formulas that are judged; a message reports the rest.
_MOST = 500
_SHOWN = 40

Mistake = tuple[Operand, str]  # the cell, and the Chinese sentence on it


class _Own(Struct, frozen=True):
    """A parsed formula of the unit with the scopes in which it is judged."""

    code: str
    title: str
    severity: Severity
    text: str
    at: Operand
    row: int
    places: tuple[tuple[Formula, Scope], ...]


class _Sheets(Struct, frozen=True):
    """The formulas of a filing's sheets, and the mistakes in formulas and in other cells."""

    formulas: tuple[_Own, ...]
    wrong: tuple[Mistake, ...]
    misfilled: tuple[Mistake, ...]


def rules_of(filing: Filing) -> dict[str, Rule]:
    """Return the unit's own rules by code, without those switched off or not understood."""
    every = _sheets(filing).formulas
    return {o.code: Rule(o.code, o.title, o.severity, _page(o), partial(_judged, o)) for o in every}


@rule("U901", "warning", "审核公式写得不对")
def wrong_formula(filing: Filing) -> Iterator[Relation]:
    """检查什么：本单位在工作簿“审核公式”表里写的每条公式能不能看懂，用到的项目表里有没有。
    为什么：看不懂的公式没有参加核对，不说出来会让人以为核对过了。
    反例：三公经费 = 公务用车 + 出国费用款（表中没有“出国费用款”）。
    正例：三公经费 = 公务用车购置和维护经费 + 出国经费 + 公务接待。
    怎么改：在“审核公式”表里改正这条公式；项目名称按表上的写，栏目写在小数点后面，例如 三公经费.本年决算。"""
    yield from _mistake_relations("U901", _sheets(filing).wrong)


@rule("U902", "warning", "审核公式表填得不对")
def misfilled_sheet(filing: Filing) -> Iterator[Relation]:
    """检查什么：“审核公式”表有没有“公式”一栏，编号有没有重复或与内置规则相同，级别、启用两栏填得对不对。
    为什么：编号重复，报告里就分不清是哪一条；级别和启用填错，就不能按本意核对。
    反例：两条公式的编号都是 U01。
    正例：编号依次为 U01、U02；级别填错误、警告或提示；启用填是或否。
    怎么改：按提示在“审核公式”表里改正。"""
    yield from _mistake_relations("U902", _sheets(filing).misfilled)


def _mistake_relations(code: str, mistakes: Sequence[Mistake]) -> Iterator[Relation]:
    for at, sentence in mistakes:
        yield ruled(code, (at,), at.location.cell or "", sentence)


@lru_cache(maxsize=2)
def _sheets(filing: Filing) -> _Sheets:
    """Parse the formulas of all sheets 审核公式, and collect their mistakes."""
    misfilled: list[Mistake] = []
    wrong: list[Mistake] = []
    every = list(_rows(filing.sources, misfilled))
    if len(every) > _MOST:
        said = f"“审核公式”表有 {len(every)} 条公式，只核对了前 {_MOST} 条。"
        misfilled.append((every[_MOST].cells[FORMULA], said))
        every = every[:_MOST]
    codes = _codes(every, misfilled)
    found = []
    for row, code in zip(every, codes, strict=True):
        text, at = row.text(FORMULA), row.cells[FORMULA]
        try:
            places = tuple(placed(parse(text), filing))
        except FormulaError as error:
            wrong.append((at, _mistake(row, error)))
            continue
        severity = _severity(row, misfilled)
        title = _clipped(row.text(TITLE)) or f"公式 {_clipped(text)}"
        found.append(_Own(code, title, severity, text, at, row.number, places))
    return _Sheets(tuple(found), tuple(wrong), tuple(misfilled))


def _rows(sources: Sequence[Source], misfilled: list[Mistake]) -> Iterator[Row]:
    """Yield the enabled rows with a formula, once if a sheet was copied; add mistakes to ``misfilled``."""
    seen = set()
    for source in sources:
        grid = source.helper(SHEET)
        if grid is None:
            continue
        first = next(grid.filled(), None)
        if headed(grid) is None and first is not None:
            said = "“审核公式”表里没有找到“公式”一栏，表头应为 编号、名称、公式、级别、启用。"
            misfilled.append((shown(source, grid, first), said))
        for row in rows(source, grid):
            enabled = squeeze(row.text(ENABLED)).upper()
            if enabled not in _ENABLED and (row.text(FORMULA) or row.text(TITLE)):
                said = f"{_where(row)}“启用”应填是或否，现按启用处理。"
                misfilled.append((row.cells[ENABLED], said))
            if not _ENABLED.get(enabled, True):
                continue
            if not row.text(FORMULA):
                if row.text(TITLE):
                    misfilled.append((row.cells[TITLE], f"{_where(row)}没有写公式。"))
                continue
            key = (row.text(FORMULA), row.text(CODE), row.number)
            if key not in seen:
                seen.add(key)
                yield row


def _codes(every: Sequence[Row], misfilled: list[Mistake]) -> list[str]:
    """Return a rule code for each row: the unit's own if valid and unused, else U and the row's number. Adds
    mistakes to ``misfilled``."""
    taken: dict[str, int] = {}
    codes: list[str] = []
    for row in every:
        code, said = squeeze(row.text(CODE)).upper(), ""
        if code in registry.rules():
            said = f"{_where(row)}的编号 {code} 是内置规则的代码，请换一个。"
        elif code in taken:
            said = f"{_where(row)}的编号 {code} 与第 {taken[code]} 行重复，请换一个。"
        elif _CODE.fullmatch(code):
            taken[code] = row.number
            codes.append(code)
            continue
        misfilled += [(row.cells[CODE], said)] if said else []
        codes.append("")
    for at, row in enumerate(every):
        if not codes[at]:
            names = [f"U{row.number}", *(f"U{row.number}-{n}" for n in range(2, len(every) + 3))]
            codes[at] = next(n for n in names if n not in taken and n not in registry.rules())
            taken[codes[at]] = row.number
    return codes


def _severity(row: Row, misfilled: list[Mistake]) -> Severity:
    said = squeeze(row.text(SEVERITY))
    if said and said not in _SEVERITIES:
        wrong = f"{_where(row)}“级别”应填错误、警告或提示，现按警告处理。"
        misfilled.append((row.cells[SEVERITY], wrong))
    return _SEVERITIES.get(said, Severity.WARNING)


def _mistake(row: Row, error: FormulaError) -> str:
    """Return the Chinese sentence on a formula that cannot be parsed, quoting a part around the mistake."""
    text, at = row.text(FORMULA), error.position - 1
    start = max(0, min(at - _SHOWN // 2, len(text) - _SHOWN))
    part = ("…" if start else "") + text[start : start + _SHOWN]
    part += "…" if start + _SHOWN < len(text) else ""
    quoted = " ".join(part.split())
    return f"{_where(row)}的公式“{quoted}”第 {error.position} 个字处不对：{error}。这一条没有核对。"


def _where(row: Row) -> str:
    return f"“审核公式”表第 {row.number} 行"


def _clipped(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _page(own: _Own) -> str:
    fix = f"核对这几个数，改正填错的；要改公式本身，在“审核公式”表第 {own.row} 行。"
    what = f"本单位在“审核公式”表第 {own.row} 行定的公式。"
    return f"检查什么：{what}\n公式：{own.text}\n怎么改：{fix}"


def _judged(own: _Own, filing: Filing, profile: Profile) -> Iterator[Relation]:
    """Yield the formula's relation in each of its scopes, or one skipped relation if there is none."""
    judged = (_relation(own, formula, place) for formula, place in own.places)
    found = [relation for relation in judged if relation is not None]
    yield from found or [Relation(own.code, Verdict.SKIPPED, (own.at,), own.title)]


def _relation(own: _Own, formula: Formula, place: Scope) -> Relation | None:
    relation = by_formula(own.code, formula, place)
    if relation is None or relation.verdict is not Verdict.VIOLATED or relation.expected:
        return relation
    numbers = "、".join(f"{each.label} {each.text or '空'}" for each in relation.operands)
    return replace(
        relation, message=f"公式“{_clipped(own.text)}”不成立：{numbers}。{relation.message}"
    )
