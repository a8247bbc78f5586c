"""Compare the amounts and posts of the 基础数据表 with last year's."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xladdin.forms.labels import normal, years
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.rules.evaluation import evaluate
from xladdin.rules.items import rows_of
from xladdin.rules.language import parse
from xladdin.rules.prior.standing import counterparts, of_last_year
from xladdin.rules.registry import rule
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import Scope, column_label, operand, term

_EQUAL = parse("本年 == 去年")
_AT_MOST = parse("本年 <= 去年")
_FEWEST_ALIKE = 4


class _Row(Struct, frozen=True):
    """A row with its entries by column; ``item`` if it belongs to a section and the unit named it."""

    name: str
    item: bool
    entries: dict[str, Entry]

    @property
    def unsure(self) -> bool:
        """Whether the two years may mean different things by it. For 基本支出预算调整 many units fill in the
        change in one year and the whole basic expenditure in another."""
        return self.item or self.name == "基本支出预算调整"


def _rows(form: Form) -> dict[str, _Row]:
    """Return the rows of amounts by key, without section items whose name occurs several times."""
    rows = {name: _Row(name, False, entries) for name, entries in rows_of(form).items()}
    for section, items in form.sections.items():
        names = [normal(item.label) for item in items]
        for item, name in zip(items, names, strict=True):
            if name and names.count(name) == 1 and "本年决算" in item.entries:
                rows[f"{section} {name}"] = _Row(name, True, dict(item.entries))
    return rows


def _scope(here: Form, one: Entry, there: Form, other: Entry, name: str) -> Scope:
    """Return a scope with the two figures as 本年 and 去年."""
    was = f"去年材料的{column_label(there, name, other.column)}"
    terms = {"本年": term(one, column_label(here, name, one.column)), "去年": term(other, was)}
    return Scope(name, terms)


@rule("Y201", "error", "上年决算数与去年材料不符")
def prior_final_accounts(filing: Filing) -> Iterator[Relation]:
    """检查什么：基础数据表每一行的上年决算数，是否等于去年材料的基础数据表同一行的本年决算数。
    项目等自定名称的行、基本支出预算调整一行、表头年度与材料不符的列、没有填的上年决算数，至多算警告。
    为什么：同一个数在两年的材料里应当一致，对不上说明有一年填错，或改过口径。
    反例：去年材料的三公经费本年决算数 3.20，本年表的上年决算数填 3.00。
    正例：去年材料的三公经费本年决算数 3.20，本年表的上年决算数填 3.20。
    怎么改：对照去年批复的决算，改正本年表的上年决算数；去年材料填的不是最后批复数的，写明原因。"""
    for here, there in counterparts(filing, "basic_data"):
        sure = _headed(here, filing.year, "上年决算") and _headed(there, filing.year, "本年决算")
        before = _rows(there)
        for key, row in _rows(here).items():
            one = row.entries.get("上年决算")
            other = before[key].entries.get("本年决算") if key in before else None
            if one is None or other is None or not (one.text or other.text):
                continue
            result = evaluate(_EQUAL, _scope(here, one, there, other, row.name), must=True)
            doubtful = row.unsure or not sure or one.figure is None
            yield result.relation("Y201", row.name, doubtful=doubtful)


def _headed(form: Form, of_year: int | None, column: str) -> bool:
    """Return whether the heading of a column names no year but the one before ``of_year``."""
    heading = form.entries.get(f"表头.{column}")
    named = years(heading.text) if heading is not None else ()
    return of_year is not None and (not named or named[0] == of_year - 1)


def _risen(code: str, filing: Filing, column: str, aside: str) -> Iterator[Relation]:
    """Yield the relation that 三公经费 in a column is at most last year's; ``aside`` follows its sentence."""
    for here, there in counterparts(filing, "basic_data"):
        one, other = (form.entries.get(f"三公经费.{column}") for form in (here, there))
        if one is None or other is None or one.figure is None or other.figure is None:
            continue
        result = evaluate(_AT_MOST, _scope(here, one, there, other, "三公经费"))
        said = result.telling().sentence + aside if result.telling is not None else ""
        yield Relation(code, result.verdict, result.operands, "三公经费", said)


@rule("Y202", "info", "三公经费高于去年材料")
def three_publics_risen(filing: Filing) -> Iterator[Relation]:
    """检查什么：三公经费的本年决算数是否高于去年材料的本年决算数，而按本表的上年决算数却看不出上升。
    为什么：上年决算数空着或填大了，就看不出三公经费比上年增长；表内看得出的由 B204 提示。
    反例：去年材料的三公经费决算 0.40，本年表的上年决算数填 1.00，本年决算数 0.90。
    正例：去年材料的三公经费决算 0.40，本年决算数 0.30。
    怎么改：先核对上年决算数；三公经费确有增长的，在正文中说明增长原因。"""
    for relation in _risen("Y202", filing, "本年决算", "按本表的上年决算数看不出上升。"):
        if relation.verdict is not Verdict.VIOLATED or not _rise_shown(
            filing, relation.operands[0]
        ):
            yield relation


def _rise_shown(filing: Filing, shown: Operand) -> bool:
    """Return whether the form's own 上年决算 shows the rise."""
    for form in filing.of("basic_data"):
        one, before = (form.entries.get(f"三公经费.{c}") for c in ("本年决算", "上年决算"))
        if one is not None and one.location == shown.location:
            terms = {"本年": term(one, ""), "去年": term(before, "")} if before else {}
            return bool(terms) and evaluate(_AT_MOST, Scope("", terms)).verdict is Verdict.VIOLATED
    return False


@rule("Y203", "info", "三公经费预算高于去年预算")
def three_publics_budget_risen(filing: Filing) -> Iterator[Relation]:
    """检查什么：三公经费的本年预算数是否高于去年材料的本年预算数。
    为什么：三公经费预算只减不增；基础数据表没有上年预算数，只有对照去年材料才看得出。
    反例：去年材料的三公经费预算 2.50，本年预算 3.00。
    正例：去年材料的三公经费预算 3.00，本年预算 2.50。
    怎么改：核对两年的预算批复；预算确有增加的，在正文中说明原因。"""
    yield from _risen("Y203", filing, "本年预算", "")


@rule("Y501", "info", "编制数与去年不同")
def posts_changed(filing: Filing) -> Iterator[Relation]:
    """检查什么：编制数是否与去年材料的编制数相同。
    为什么：编制调整要有批复，平常年份应当不变；填错编制数，控制率也跟着错。
    反例：去年材料的编制数 18 人，本年填 81 人，没有编制批复。
    正例：两年的编制数都是 18 人。
    怎么改：核对编制批复文件；编制没有调整的，改正填错的一年。"""
    for here, there in counterparts(filing, "basic_data"):
        one, other = (form.entries.get("编制数") for form in (here, there))
        if one is None or other is None or one.figure is None or other.figure is None:
            continue
        operands = (operand(one, "编制数"), of_last_year(other, "编制数"))
        message = f"编制数 {one.figure.text}，去年材料的编制数 {other.figure.text}。"
        yield ruled(
            "Y501",
            operands,
            "编制数",
            message,
            right=one.figure.base.point == other.figure.base.point,
        )


@rule("Y603", "warning", "本年决算数与去年逐项相同")
def accounts_copied(filing: Filing) -> Iterator[Relation]:
    """检查什么：基础数据表的本年决算数是否与去年材料的本年决算数逐项相同（空白和 0 不算，至少有四行）。
    为什么：两年支出分毫不差的情况极少，逐项相同多半是沿用了去年的表而没有改。
    反例：三公经费、项目支出、公用经费、政府采购的本年决算数都与去年一样。
    正例：各行按本年决算报表填写。
    怎么改：对照本年决算报表逐行核对；照抄去年的，改填本年的数。"""
    for here, there in counterparts(filing, "basic_data"):
        before = _rows(there)
        pairs = [
            (row.name, one, other)
            for key, row in _rows(here).items()
            if not row.item and key in before and (one := row.entries.get("本年决算")) is not None
            if (other := before[key].entries.get("本年决算")) is not None
        ]
        filled = [each for each in pairs if any(e.figure and e.figure.value for e in each[1:])]
        if len(filled) < _FEWEST_ALIKE:
            continue
        operands: list[Operand] = []
        for name, one, other in filled:
            operands.append(operand(one, column_label(here, name, "本年决算")))
            operands.append(of_last_year(other, column_label(there, name, "本年决算")))
        copied = all(o.figure and t.figure and o.figure.base == t.figure.base for _, o, t in filled)
        names = "、".join(name for name, _, _ in filled[:_FEWEST_ALIKE])
        message = f"{names}等 {len(filled)} 行的本年决算数与去年材料的本年决算数完全相同，疑照抄了去年的表。"
        yield ruled("Y603", operands, "本年决算数", message, right=not copied)
