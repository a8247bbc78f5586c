"""The ribbon for WPS: made of Excel's, and valid in the namespace of Office 2007, which WPS reads."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from lxml import etree

from xladdin.addin import wps_ribbon
from xladdin.addin.macros import MACROS
from xladdin.excel.buttons import BUTTONS

WPS = MACROS / "wps"
NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
REMEDY = "python3 install/dev.py build"
#: Which of the schema's types an element is of, by where it stands.
TYPES = {
    "customUI": "CT_CustomUI", "ribbon": "CT_Ribbon", "tabs": "CT_Tabs", "tab": "CT_Tab",
    "group": "CT_Group", "button": "CT_Button",
}  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> dict[str, dict[str, Any]]:
    """The types of the namespace, by name, as the validator of Office's formats has them."""
    data = (
        files("openxml_audit")
        / "data/openxml/schemas/schemas_microsoft_com_office_2006_01_customui.json"
    )
    types = json.loads(data.read_text(encoding="utf-8"))["Types"]
    return {each["Name"].split(":")[1].split("/")[0]: each for each in types}


@pytest.fixture(scope="module")
def ribbon() -> etree._Element:
    return etree.parse(WPS / "ribbon.xml").getroot()


def problems(element: etree._Element, schema: dict[str, dict[str, Any]]) -> list[str]:
    """What the schema says against an element and all in it."""
    name = etree.QName(element).localname
    kind = schema[TYPES[name]]
    known = {each["QName"][1:]: each for each in kind.get("Attributes", ())}
    found = [f"{name} has no {key}" for key in element.attrib if key not in known]
    for key, value in element.items():
        about = known.get(key, {})
        if about.get("Type") == "BooleanValue" and value not in ("true", "false", "1", "0"):
            found.append(f"{name}: {key} is {value}")
        for rule in about.get("Validators", ()):
            limits = {each["Name"]: each["Value"] for each in rule.get("Arguments", ())}
            if len(value) < int(limits.get("MinLength", 0)):
                found.append(f"{name}: {key} is too short")
            if len(value) > int(limits.get("MaxLength", 10**9)):
                found.append(f"{name}: {key} is too long")
            if limits.get("IsNcName") == "True" and not re.fullmatch(r"[A-Za-z_][\w.-]*", value):
                found.append(f"{name}: {key} is no name")
    children = [child for child in element if isinstance(child.tag, str)]
    allowed = {each["Name"].split("/")[1].split(":")[1] for each in kind.get("Children", ())}
    for child in children:
        if child.tag.removeprefix(NAMESPACE) not in allowed:
            found.append(f"{name} holds {child.tag}")
        else:
            found += problems(child, schema)
    return found


def test_it_is_the_one_that_excels_ribbon_makes() -> None:
    made = wps_ribbon.files()
    assert {name: (WPS / name).read_text(encoding="utf-8") for name in made} == made, REMEDY
    images = {f"images/{path.name}" for path in (WPS / "images").iterdir()}
    assert images == made.keys() - {"ribbon.xml"}


def test_it_is_valid(ribbon: etree._Element, schema: dict[str, dict[str, Any]]) -> None:
    assert ribbon.tag == f"{NAMESPACE}customUI"
    assert problems(ribbon, schema) == []
    ids = [each.get("id") for each in ribbon.iter("{*}*") if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda button: button.set("imageMo", "x"), "button has no imageMo"),
        (lambda button: button.set("enabled", "ja"), "button: enabled is ja"),
        (lambda button: button.set("keytip", "ABCD"), "button: keytip is too long"),
        (lambda button: button.set("id", "1 2"), "button: id is no name"),
        (
            lambda button: etree.SubElement(button, f"{NAMESPACE}tab"),
            f"button holds {NAMESPACE}tab",
        ),
    ],
    ids=["attribute", "truth value", "length", "name", "nesting"],
)
def test_a_fault_in_it_would_be_found(
    schema: dict[str, dict[str, Any]], fault: Any, said: str
) -> None:
    ribbon = etree.parse(WPS / "ribbon.xml").getroot()
    fault(next(ribbon.iter(f"{NAMESPACE}button")))
    assert problems(ribbon, schema) == [said]


def test_it_has_the_same_buttons_with_the_same_words(ribbon: etree._Element) -> None:
    excels = etree.parse(MACROS / "ribbon.xml").getroot()
    words = ("id", "label", "screentip", "supertip", "keytip", "size")

    def said(tree: etree._Element) -> list[tuple[str | None, ...]]:
        return [
            tuple(map(each.get, words)) for each in tree.iter("{*}tab", "{*}group", "{*}button")
        ]

    assert said(ribbon) == said(excels)
    assert {each.get("id") for each in ribbon.iter("{*}button")} == set(BUTTONS)


def test_what_it_calls_is_in_the_script(ribbon: etree._Element) -> None:
    script = (WPS / "main.js").read_text(encoding="utf-8")
    called = {
        each.get(name)
        for each in ribbon.iter("{*}*")
        for name in ("onAction", "getImage", "onLoad")
        if each.get(name)
    }
    assert called == {"OnAction", "GetImage", "OnAddinLoad"}
    assert all(f"\nfunction {name}(" in script for name in called)


def test_each_button_has_a_picture_of_its_own() -> None:
    pictures = [(WPS / "images" / f"{button}.svg").read_bytes() for button in BUTTONS]
    assert len(set(pictures)) == len(BUTTONS)
    assert all(etree.fromstring(each).tag == "{http://www.w3.org/2000/svg}svg" for each in pictures)


def test_the_page_loads_what_lies_beside_it() -> None:
    page = (WPS / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'src="([^"]+)"', page) == ["place.js", "main.js"]
    assert etree.parse(WPS / "manifest.xml").getroot().findtext("Name") == "xladdin"
