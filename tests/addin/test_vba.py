"""The VBA would compile: in Excel of 64 and of 32 bit, every name in it declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib.metadata import version
from typing import Any

import pytest
from pyopenvba.interpreter import parse_module

from xladdin.addin.macros import Macros
from xladdin.addin.xlam import readable

BITS = pytest.mark.parametrize("win64", ["True", "False"])

#: What VBA and Excel offer to the modules; a name that is neither here nor declared is a slip.
OFFERED = set((
    "Application ThisWorkbook ActiveWorkbook Err CVErr Array Now Format CStr Chr Dir Environ Left"
    " LBound UBound IsArray VarType TypeName FreeFile StrPtr TimeSerial vbObjectError vbString"
    " vbInformation vbExclamation xlErrValue xlErrNA xlErrDiv0 xlErrNum xlErrRef xlErrName InStr Replace Activate"
).lower().split())  # fmt: skip


def parsed(source: str, win64: str) -> Any:
    return parse_module(f"#Const Win64 = {win64}\n{readable(source)}")


def names(node: Any) -> Iterator[str]:
    """The names that stand for themselves below a node: no members, no named arguments."""
    if is_dataclass(node):
        if type(node).__name__ == "Name":
            yield node.name.lower().rstrip("$")
        for field in fields(node):
            yield from names(getattr(node, field.name))
    elif isinstance(node, list | tuple):
        for each in node:
            yield from names(each)


def variables(node: Any) -> Iterator[str]:
    """What Dim and ReDim below a node declare."""
    if is_dataclass(node):
        if type(node).__name__ == "VarDecl":
            yield node.name.lower()
        for field in fields(node):
            yield from variables(getattr(node, field.name))
    elif isinstance(node, list | tuple):
        for each in node:
            yield from variables(each)


def undeclared(sources: dict[str, str], win64: str = "True") -> dict[str, set[str]]:
    """By procedure, the names that Excel would complain of."""
    modules = {name: parsed(source, win64) for name, source in sources.items()}
    public = {
        procedure.name.lower()
        for module in modules.values()
        for procedure in module.procedures
        if procedure.scope == "public"
    }
    found = {}
    for title, module in modules.items():
        own = {each.name.lower() for each in (*module.procedures, *module.declares)}
        own |= {name.lower() for each in module.constants for name, *_ in each.names}
        own |= set(variables(module.variables))
        for procedure in module.procedures:
            known = own | public | OFFERED | set(variables(procedure.body))
            known |= {each.name.lower() for each in procedure.params}
            if unknown := set(names(procedure.body)) - known:
                found[f"{title}.{procedure.name}"] = unknown
    return found


@BITS
def test_every_name_is_declared(sources: Macros, win64: str) -> None:
    assert undeclared(sources.modules, win64) == {}


def test_a_name_that_is_not_declared_would_be_found(sources: Macros) -> None:
    changed = sources.modules["Bridge"].replace("CallFunction = With", "CalFunction = With")
    assert undeclared(sources.modules | {"Bridge": changed}) == {
        "Bridge.CallFunction": {"calfunction"}
    }


@BITS
def test_each_module_asks_for_declarations(sources: Macros, win64: str) -> None:
    assert all(parsed(source, win64).option_explicit for source in sources.modules.values())


def test_the_macro_list_and_the_function_wizard_show_only_ours(sources: Macros) -> None:
    shown = [
        procedure.name
        for source in sources.modules.values()
        if "Option Private Module" not in source
        for procedure in parse_module(readable(source)).procedures
        if procedure.scope == "public"
    ]
    assert shown
    assert all(name.startswith("JX_") for name in shown)


@pytest.mark.parametrize(("win64", "bits"), [("True", "64"), ("False", "32")])
def test_the_dll_is_that_of_the_installed_xlwings(sources: Macros, win64: str, bits: str) -> None:
    module = parsed(sources.modules["Outside"], win64)
    wanted = f"xlwings{bits}-{version('xlwings')}.dll"
    constants = {name: value.value for each in module.constants for name, _, value in each.names}
    libraries = {each.library for each in module.declares}
    assert constants["DLL"] == wanted, "macros/Outside.bas names another release of xlwings"
    assert libraries == {wanted, "kernel32", "user32"}
    assert module.declares[0].alias == "XLPyDLLActivateAuto"


def test_nothing_is_declared_of_a_kind_that_a_library_beside_excel_brings(sources: Macros) -> None:
    kinds = {
        kind
        for source in sources.modules.values()
        for kind in re.findall(r"\bAs (?:New )?(\w+)", re.sub(r"(?m)^\s*'.*|\".*?\"", "", source))
    }
    assert kinds <= {
        "Object", "String", "Long", "LongPtr", "Variant", "Date", "Integer", "Boolean",
        "Application", "Workbook", "Hyperlink",
    }  # fmt: skip


def test_no_function_is_calculated_more_often_than_its_arguments_change(sources: Macros) -> None:
    assert not [name for name, source in sources.modules.items() if "volatile" in source.lower()]
