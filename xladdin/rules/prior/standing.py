"""Tell whether the prior filing is of the same unit and of last year, which the whole family depends on."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.labels import squeeze
from xladdin.model.filing import Filing, Mention
from xladdin.model.form import Entry, Form
from xladdin.model.report import Operand, Relation
from xladdin.rules.projects import project
from xladdin.rules.registry import rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import operand

#: Signs that name a place: a name that has one more of them is of another place's unit.
_PLACES = frozenset("省市县区乡镇")


def last_year(filing: Filing) -> Filing | None:
    """Return the prior filing if it is of the same unit and of the year before, else None."""
    prior = filing.prior
    if prior is None or not _year_before(filing, prior) or not _same_unit(filing, prior):
        return None
    return prior


def of_last_year(entry: Entry, label: str) -> Operand:
    """Make an operand of an entry of last year's filing, with a label that says so."""
    return operand(entry, f"去年材料的{label}")


def counterparts(filing: Filing, *kinds: str) -> Iterator[tuple[Form, Form]]:
    """Yield each form of these kinds with last year's, for a project the one of its name."""
    prior = last_year(filing)
    for kind, before in ((k, prior.of(k)) for k in kinds if prior is not None):
        projects = {name: form for form in reversed(before) if (name := project(form))}
        for form in filing.of(kind):
            first = next(iter(before), None)
            other = projects.get(project(form)) if kind == "project" else first
            if other is not None:
                yield form, other


def _year_before(filing: Filing, prior: Filing) -> bool:
    return filing.year is not None and prior.year is not None and prior.year == filing.year - 1


def _same_unit(filing: Filing, prior: Filing) -> bool:
    """Return whether two names are of one unit: one ends with the other, or adds only signs that name no
    place.

    Likeness does not do: 甲县文化馆 and 乙县文化馆 differ in one sign only.
    """
    short, long = sorted((squeeze(filing.unit), squeeze(prior.unit)), key=len)
    if long.endswith(short):  # also if one filing has no name
        return True
    left_out, rest = [], iter(long)
    for sign in short:
        for other in rest:
            if other == sign:
                break
            left_out.append(other)
        else:
            return False
    return _PLACES.isdisjoint(left_out)


def _operands(
    label: str, here: tuple[Mention, ...], there: tuple[Mention, ...]
) -> tuple[Operand, ...]:
    """Return the first mention on either side of the year or the unit."""
    named = {label: here, f"去年材料的{label}": there}
    return tuple(quoted(n, each.text, each.location) for n, m in named.items() for each in m[:1])


@rule("Y101", "warning", "去年材料不是上一年度的")
def year(filing: Filing) -> Iterator[Relation]:
    """检查什么：用 --prior 给出的材料，年度是否正好比本次自评早一年；不是的，与上年的各项比较都不做。
    为什么：拿错年度的材料去比，比出来的不同都不算数。
    反例：本次是 2024 年度，--prior 给的是 2022 年度。
    正例：本次是 2024 年度，--prior 给的是 2023 年度。
    怎么改：用 --prior 指定同一单位上一年度的材料；年度填错的，先改正标题和表头里的年度。"""
    prior = filing.prior
    if prior is None:
        return
    operands = _operands("年度", filing.years, prior.years)
    if filing.year is None or prior.year is None:
        which = "本次材料" if filing.year is None else "去年材料"
        message = f"{which}看不出是哪一年的，没有与去年比较数字。"
    else:
        message = f"本次材料是 {filing.year} 年的，去年材料是 {prior.year} 年的，不是前后相连的两年，没有与它比较数字。"
    yield ruled("Y101", operands, "年度", message, right=_year_before(filing, prior))


@rule("Y102", "warning", "去年材料是另一个单位的")
def unit(filing: Filing) -> Iterator[Relation]:
    """检查什么：用 --prior 给出的材料是不是同一个单位的；不是的，与上年的各项比较都不做。
    为什么：拿别的单位的材料去比，比出来的不同都不算数。
    反例：本次是某县文化馆，--prior 给的是某县地方海事处。
    正例：两年都是某县文化馆。
    怎么改：用 --prior 指定本单位的材料；单位改过名称的，两年的数字请人工对照。"""
    prior = filing.prior
    if prior is None or not filing.unit or not prior.unit:
        return
    operands = _operands("单位名称", filing.units, prior.units)
    message = f"本次材料的单位是“{filing.unit}”，去年材料的单位是“{prior.unit}”，没有与它比较数字。"
    yield ruled("Y102", operands, "单位名称", message, right=_same_unit(filing, prior))


@rule("Y103", "info", "去年材料里没有可比的表")
def tables(filing: Filing) -> Iterator[Relation]:
    """检查什么：用 --prior 给出的材料里有没有本次材料里有的基础数据表、部门整体支出绩效自评表。
    为什么：没有表就没有可比的数，不说出来会让人以为比过了。
    反例：--prior 只给了去年的自评报告正文，没有附表。
    正例：--prior 给的文件夹里有去年的正文和全部附表。
    怎么改：去年的基础数据表在另一个文件里的，把去年的文件放进一个文件夹，用 --prior 指定这个文件夹。"""
    prior = last_year(filing)
    if prior is None:
        return
    here = {form.kind: form for form in reversed(filing.forms)}
    for kind in ("basic_data", "overall"):
        if kind not in here:
            continue
        form, others = here[kind], prior.of(kind)
        shown = [quoted("表题", f.title.text, f.title.location) for f in (form, *others[:1])]
        message = f"去年材料里没有{form.name}，这张表没有与去年比较。"
        yield ruled("Y103", tuple(shown), form.name, message, right=bool(others))
