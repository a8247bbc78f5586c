"""Rules on which tables are there and whether they are whole."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.definitions import definition
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.report import Relation
from xladdin.rules.registry import rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import column_label, operand


@rule("F101", "info", "有未能识别的表")
def unknown_table(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：材料里有没有像绩效表、但与本地区表样都对不上的表。
    为什么：对不上表样的表只能做不依赖表样的核对，不说出来会让人以为都核对过了。
    反例：自评表的表头被改写，“全年执行数”一列不见了。
    正例：表头与官方表样一致，可以多行、少行、调整行高列宽。
    怎么改：如果这是绩效自评的附表，请对照官方表样检查标题和表头；不是附表的可不理会。"""
    alone = filing.tables if not filing.forms else ()  # perhaps forms that were spoiled
    for form in (*filing.of("unknown"), *alone):
        shown = quoted("表题", form.title.text, form.title.location)
        figures = sum(entry.figure is not None for entry in form.every_entry())
        known = "、".join(definition(kind).name for kind in profile.kinds)
        message = (
            f"这张表（{form.title.text or '无标题'}）与{known}的表样都对不上，从中读出 {figures} 个数字、"
            f"{len(form.indicators)} 项指标，只做了不依赖表样的核对。"
        )
        yield ruled("F101", (shown,), form.title.text, message)


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
                label = column_label(form, entry.name, entry.column) if entry.column else entry.name
                amount = operand(entry, label)
                message = (
                    f"{form.name}中{label} {entry.figure.text} 万元，但没有项目支出绩效自评表。"
                )
                yield ruled("F104", (amount,), "项目支出", message)
                return
