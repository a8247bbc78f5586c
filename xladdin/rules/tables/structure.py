"""Check which tables are there, whether they are complete, and single places in them."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.definitions import definition
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.report import Relation
from xladdin.rules.expression import Place, leaves
from xladdin.rules.registry import declarations, rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import column_label, entry_label, indicator_name, operand, unfilled


@rule("F101", "info", "有未能识别的表")
def unknown_table(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：材料里有没有像绩效表、但与本地区表样都对不上的表，或者缺三栏以上、排法不同的表。
    为什么：对不上表样的表只能做不依赖表样的核对，不说出来会让人以为都核对过了。
    反例：自评表的表头被改写，“全年执行数”一列不见了。
    正例：表头与官方表样一致，可以多行、少行、调整行高列宽。
    怎么改：如果这是绩效自评的附表，请对照官方表样检查标题和表头；不是附表的可不理会。"""
    alone = filing.tables if not filing.forms else ()  # they may be damaged forms
    for form in (*filing.of("unknown"), *alone):
        shown = quoted("表题", form.title.text, form.title.location)
        figures = sum(entry.figure is not None for entry in form.every_entry())
        known = "、".join(definition(kind).name for kind in profile.kinds)
        message = (
            f"这张表（{form.title.text or '无标题'}）与{known}的表样都对不上，从中读出 {figures} 个数字、"
            f"{len(form.indicators)} 项指标，只做了不依赖表样的核对。"
        )
        yield ruled("F101", (shown,), form.title.text, message)
    for form in filing.forms:
        if len(form.missing) >= _OTHER_LAYOUT:
            shown = quoted("表题", form.title.text, form.title.location)
            labels = "、".join(f"“{label}”" for label in form.missing)
            message = f"{form.name}的样式与官方表样不同，没有{labels}，只核对了其余的栏目。"
            yield ruled("F101", (shown,), form.name, message)


#: A form that lacks so many required places is of another layout, and nobody left them out.
_OTHER_LAYOUT = 3


@rule("F102", "warning", "表中缺少应有的栏目")
def missing_places(filing: Filing) -> Iterator[Relation]:
    """检查什么：官方表样要求的行和列是否都在，例如编制数、三公经费、项目支出、年度资金总额。
    为什么：删掉的行无法核对，汇总时也会漏数。
    反例：基础数据表里删掉了“公用经费”一行。
    正例：没有发生的行保留，金额留空或填 0。
    怎么改：对照官方表样补上这一栏；名称写法不同的，请改回官方写法。"""
    for form in filing.forms:
        shown = quoted("表题", form.title.text, form.title.location)
        labels = "、".join(f"“{label}”" for label in form.missing)
        message = f"{form.name}中没有找到{labels}。"
        if len(form.missing) < _OTHER_LAYOUT:
            yield ruled("F102", (shown,), form.name, message, right=not form.missing)


@rule("F103", "info", "缺少应报的表")
def missing_forms(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：本地区要求的附表（如基础数据表、部门整体支出绩效自评表）是否齐全。
    为什么：附件不齐的材料会被退回。
    反例：只有自评报告正文，没有基础数据表。
    正例：正文、基础数据表、自评表都在同一个文件或同一个文件夹里。
    怎么改：补齐缺少的表；表在另一个文件里的，请把文件放在同一个文件夹里一起检查。"""
    there = {form.kind for form in filing.forms}
    missing = [definition(kind).name for kind in profile.required if kind not in there]
    if missing:
        message = f"材料里没有{'、'.join(missing)}。"
        yield ruled("F103", (), "材料", message, expected="、".join(missing))


@rule("F104", "info", "有项目支出而没有项目支出绩效自评表")
def missing_project_forms(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：基础数据表或自评表里有项目支出，材料里有没有项目支出绩效自评表。
    为什么：每个项目支出应填一张项目支出绩效自评表。
    反例：项目支出决算 22.50 万元，附件里没有项目支出绩效自评表。
    正例：项目支出 22.50 万元，附有该项目的项目支出绩效自评表。
    怎么改：每个项目填一张项目支出绩效自评表；按规定不需要填的，在正文中说明。"""
    if "project" not in profile.kinds or filing.of("project"):
        return
    for kind, key in (("overall", "项目支出"), ("basic_data", "项目支出.本年决算")):
        for form in filing.of(kind):
            entry = form.entries.get(key)
            if entry is not None and entry.figure is not None and entry.figure.value > 0:
                label = entry_label(form, entry)
                amount = operand(entry, label)
                message = (
                    f"{form.name}中{label} {entry.figure.text} 万元，但没有项目支出绩效自评表。"
                )
                yield ruled("F104", (amount,), "项目支出", message)
                return


_SIGNATURES = ("填表人", "填报日期", "联系电话", "负责人")
_GOALS = ("预期目标", "实际完成情况")


def numeric(form: Form) -> Iterator[tuple[str, Entry]]:
    """Yield the filled places for a number with a unit, each with its label."""
    places = [(entry_label(form, entry), entry) for entry in form.entries.values()]
    for item in (item for items in form.sections.values() for item in items):
        for column, entry in item.entries.items():
            named = column_label(form, item.label, column) if entry.column else column
            places.append((named, entry))
    for row in form.indicators:
        places.append((f"{indicator_name(row)} 得分", row.score))
        if form.kind != "assessment":  # its points stand in the name of the 二级指标
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
    following = _computed_from_blank(filing)
    for form in filing.forms:
        for name, entries in _required(form).items():
            blank = [entry for entry in entries if not entry.text]
            # A row without any amount may not apply; a gap in a filled row is one.
            if len(entries) > 1 and len(blank) == len(entries):
                continue
            shown = [operand(e, entry_label(form, e)) for e in blank if e.location not in following]
            if shown:
                message = f"{form.name}的{'、'.join(each.label for each in shown)}没有填写。"
                subject, uncounted = f"{form.name} {name}", unfilled(shown)
                yield ruled("F304", shown, subject, message, uncounted=uncounted)


def _required(form: Form) -> dict[str, list[Entry]]:
    """Return the places that must be filled, by name."""
    required = {field.name for field in definition(form.kind, form.family).required}
    groups: dict[str, list[Entry]] = {}
    for entry in (entry for entry in form.entries.values() if entry.name in required):
        groups.setdefault(entry.name, []).append(entry)
    return groups


def _computed_from_blank(filing: Filing) -> set[Location]:
    """Return the places computed from required places of which one is blank; only that one is asked for."""
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
