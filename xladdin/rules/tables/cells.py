"""Rules on single places: numbers that are no numbers, blanks that should be filled."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.definitions import definition
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.report import Relation
from xladdin.rules.expression import Place, leaves
from xladdin.rules.registry import declarations, rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import column_label, indicator_name, operand, unfilled

_SIGNATURES = ("填表人", "填报日期", "联系电话", "负责人")
_GOALS = ("预期目标", "实际完成情况")


def _label(form: Form, entry: Entry) -> str:
    return column_label(form, entry.name, entry.column) if entry.column else entry.name


def numeric(form: Form) -> Iterator[tuple[str, Entry]]:
    """The filled places that are for a number with a unit, and what to call each."""
    places = [(_label(form, entry), entry) for entry in form.entries.values()]
    for items in form.sections.values():
        for item in items:
            for column, entry in item.entries.items():
                named = column_label(form, item.label, column) if entry.column else column
                places.append((named, entry))
    for row in form.indicators:
        places.append((f"{indicator_name(row)} 得分", row.score))
        if form.kind != "assessment":  # there the points stand in the name of the 二级指标
            places.append((f"{indicator_name(row)} 分值", row.points))
    return ((label, entry) for label, entry in places if entry.unit and not entry.blank)


@rule("F301", "warning", "数字栏里填的不是数字")
def not_a_number(filing: Filing) -> Iterator[Relation]:
    """检查什么：金额、人数、比率、分值、得分各栏里是否填了数字。“无”“—”“/”按空白处理。
    为什么：不是数字的内容无法核对，汇总时会被当作 0。
    反例：三公经费填“见附表”。
    正例：三公经费填 0.49。
    怎么改：改填数字；没有发生额的填 0 或留空，说明文字写到备注或正文里。"""
    for form in filing.forms:
        for label, entry in numeric(form):
            if entry.figure is None and not entry.pending:
                message = f"{label} 应填数字，现在填的是“{entry.text}”，这一格没有参加核对。"
                yield ruled("F301", (operand(entry, label),), label, message)


@rule("F303", "info", "表尾签署栏空白")
def signature_blank(filing: Filing) -> Iterator[Relation]:
    """检查什么：表尾的填表人、填报日期、联系电话、单位负责人是否已填。表尾没有这一行的不检查。
    为什么：签署栏空白的表会被退回补填。
    反例：填表人：　　填报日期：　　联系电话：
    正例：填表人：张三　填报日期：2025年5月6日　联系电话：0730-1234567
    怎么改：填表人、填报日期、联系电话在打印前填好，单位负责人在打印后签字。"""
    for form in filing.forms:
        places = [form.entries[name] for name in _SIGNATURES if name in form.entries]
        if not places:
            continue
        blank = [entry for entry in places if not entry.text]
        operands = [quoted(e.name, e.text, e.location) for e in blank or places]
        message = f"{form.name}表尾的{'、'.join(e.name for e in blank)}没有填写。"
        yield ruled("F303", operands, form.name, message, right=not blank)


@rule("F304", "info", "必填栏空白")
def required_blank(filing: Filing) -> Iterator[Relation]:
    """检查什么：单位名称、主管部门、编制数、年度资金总额等必填栏是否空白。
    为什么：必填栏空白，材料不完整，与它有关的核对也做不了。
    反例：项目支出绩效自评表的主管部门空白。
    正例：主管部门填写主管局的全称。
    怎么改：补填这一栏；确实没有的填 0 或“无”。"""
    following = _following(filing)
    for form in filing.forms:
        for name, entries in _required(form).items():
            blank = [entry for entry in entries if not entry.text]
            # A row without any amount may simply not apply; a gap in a filled row does not.
            if len(entries) > 1 and len(blank) == len(entries):
                continue
            shown = [operand(e, _label(form, e)) for e in blank if e.location not in following]
            if shown:
                message = f"{form.name}的{'、'.join(each.label for each in shown)}没有填写。"
                subject, uncounted = f"{form.name} {name}", unfilled(shown)
                yield ruled("F304", shown, subject, message, uncounted=uncounted)


def _required(form: Form) -> dict[str, list[Entry]]:
    """The places that have to be filled, by their names."""
    required = {field.name for field in definition(form.kind, form.family).required}
    groups: dict[str, list[Entry]] = {}
    for entry in form.entries.values():
        if entry.name in required:
            groups.setdefault(entry.name, []).append(entry)
    return groups


def _following(filing: Filing) -> set[Location]:
    """The places that are computed from required ones of which one is blank. That one is asked for;
    a rate or a score follows from it, and in the official workbooks by itself."""
    blank = {
        entry.location
        for form in filing.forms
        for entries in _required(form).values()
        for entry in entries
        if not entry.text
    }
    found: set[Location] = set()
    for relation in declarations().values():
        if relation.computes and blank:
            name, amount = relation.computation
            needed = {leaf.name for leaf in leaves(amount) if isinstance(leaf, Place)}
            for scope in relation.places(filing):
                terms = (scope.terms[each] for each in needed if each in scope.terms)
                places = {operand.location for term in terms for operand in term.operands}
                if name in scope.terms and not blank.isdisjoint(places):
                    found |= {operand.location for operand in scope.terms[name].operands}
    return found


def _end(text: str) -> str:
    text = "".join(text.split())
    return text if len(text) <= 20 else f"…{text[-20:]}"


@rule("F305", "info", "目标没有写完")
def unfinished_text(filing: Filing) -> Iterator[Relation]:
    """检查什么：预期目标、实际完成情况是否以逗号、顿号结尾，像是没有写完。
    为什么：复制时漏掉后半句的情况常见。
    反例：……全面完成各项工作任务，
    正例：……全面完成各项工作任务。
    怎么改：把句子补完整，或删去句末多余的标点。"""
    for form in filing.forms:
        for name in _GOALS:
            entry = form.entries.get(name)
            if entry is not None and entry.text.rstrip().endswith(("，", "、", ",", "：")):
                message = (
                    f"{name}以“{entry.text.rstrip()[-1]}”结尾，疑似没有写完：“{_end(entry.text)}”。"
                )
                shown = quoted(name, entry.text, entry.location)
                yield ruled("F305", (shown,), name, message)
