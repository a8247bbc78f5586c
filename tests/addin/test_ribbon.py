"""The ribbon's XML, which Excel drops without a word if anything in it is wrong."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import etree
from pyopenvba.interpreter import parse_module

from xladdin.addin.macros import Macros
from xladdin.addin.xlam import readable

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
NESTING = {"customUI": {"ribbon"}, "ribbon": {"tabs"}, "tabs": {"tab"}, "tab": {"group"},
           "group": {"button"}, "button": set()}  # fmt: skip
BUTTONS = (
    "new_workbook import_report carry_over take_accounts compute rescore undo check check_narrative correct update_narrative previous"
    " next clear_marks appendix package batch insert_formula freeze_values rules_page doctor manual about"
).split()

#: Names of Office's own pictures. All were found in ribbons that others publish; the two of the
#: comments, which are Excel's own buttons, as names of these. A name that Excel does not know
#: leaves the button without a picture.
PICTURES = set((
    "ImportExcel RefreshAll FileNew ImportTextFile Copy CalculateNow Calculator Undo AcceptInvitation CreateReport"
    " ReviewCompareTwoVersions ReviewAcceptChange ReviewPreviousComment ReviewNextComment ClearFormats"
    " FileSendAsAttachment PivotTableInsert FunctionWizard PasteValues FilePrepareMenu"
    " ControlProperties Help Info"
).split())  # fmt: skip


@pytest.fixture(scope="module")
def ribbon(sources: Macros) -> etree._Element:
    return etree.fromstring(sources.ribbon)


@pytest.fixture(scope="module")
def buttons(ribbon: etree._Element) -> list[etree._Element]:
    return list(ribbon.iter(NAMESPACE + "button"))


def test_only_known_elements_stand_where_they_may(ribbon: etree._Element) -> None:
    for element in ribbon.iter(NAMESPACE + "*"):
        children = {child.tag for child in element.iterchildren(tag=etree.Element)}
        assert children <= {NAMESPACE + name for name in NESTING[etree.QName(element).localname]}
    assert ribbon.tag == NAMESPACE + "customUI"


def test_the_buttons_are_those_agreed_on(buttons: list[etree._Element]) -> None:
    assert [button.get("id") for button in buttons] == BUTTONS


def test_the_groups_are_those_agreed_on(ribbon: etree._Element) -> None:
    labels = {
        group.get("label"): [button.get("label") for button in group]
        for group in ribbon.iter(NAMESPACE + "group")
    }
    assert labels == {
        "填报": ["新建自评工作簿", "导入旧报告", "结转上年", "取决算数"],
        "计算": ["一键计算", "重算得分", "撤销上次操作"],
        "校验": [
            "一键校验",
            "核对正文",
            "一键改正",
            "更新正文",
            "上一个问题",
            "下一个问题",
            "清除标记",
        ],
        "输出": ["生成附件", "打包上报"],
        "汇总": ["汇总下级单位"],
        "公式": ["插入核对公式", "固化为数值"],
        "帮助": ["规则说明", "自检", "使用手册", "关于"],
    }
    assert [tab.get("label") for tab in ribbon.iter(NAMESPACE + "tab")] == ["绩效自评"]


def test_no_id_and_no_key_is_used_twice(ribbon: etree._Element) -> None:
    for attribute in ("id", "keytip"):
        values = [each.get(attribute) for each in ribbon.iter() if each.get(attribute)]
        assert not [value for value, times in Counter(values).items() if times > 1]
        assert all(value.isascii() for value in values)
    assert all(len(each.get("keytip", "")) <= 3 for each in ribbon.iter(NAMESPACE + "*"))


def test_no_key_is_the_beginning_of_another(buttons: list[etree._Element]) -> None:
    keys = [button.get("keytip") for button in buttons]
    assert not [(a, b) for a in keys for b in keys if a != b and b.startswith(a)]


def test_each_button_is_explained_and_has_one_picture(buttons: list[etree._Element]) -> None:
    for button in buttons:
        attributes = set(button.keys())
        assert attributes <= {
            "id", "label", "size", "imageMso", "keytip", "screentip", "supertip", "onAction",
        }  # fmt: skip
        assert {"label", "screentip", "supertip", "keytip"} <= attributes
        assert button.get("imageMso") in PICTURES
        assert button.get("size", "normal") in ("normal", "large")
        assert max(len(button.get(name)) for name in attributes) <= 1024
    assert len({button.get("imageMso") for button in buttons}) == len(buttons)


def test_each_callback_is_there_with_the_signature_that_office_calls(
    buttons: list[etree._Element], sources: Macros
) -> None:
    procedures = {
        procedure.name: procedure
        for source in sources.modules.values()
        if "Option Private Module" not in source
        for procedure in parse_module(readable(source)).procedures
    }
    for button in buttons:
        called = procedures[button.get("onAction")]
        assert (called.kind, called.scope) == ("sub", "public")
        assert [(each.name, each.declared) for each in called.params] == [("control", "Object")]
