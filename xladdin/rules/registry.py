"""All rules by code: relations read from ``data/*.toml``, and functions marked with ``rule``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

import xladdin.rules
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.report import Relation, Severity
from xladdin.toml_data import table, within

if TYPE_CHECKING:
    from xladdin.rules.relations import Declared

Relations = Iterator[Relation]
Check = Callable[[Filing, Profile], Relations]
#: A rule as it is written: most rules are the same under every profile.
Written = Callable[[Filing], Relations] | Check

#: Codes that once stood for a rule; a code is never used again.
RETIRED: frozenset[str] = frozenset()
#: The families, by the first letter of the code.
FAMILIES = {
    "F": "表格与材料", "B": "基础数据表", "S": "自评表", "X": "表与表之间", "T": "其他的表", "D": "决算报表", "N": "正文与表", "A": "正文自身",
    "Y": "与上年相比", "U": "本单位公式",
}  # fmt: skip


class Rule(Struct, frozen=True):
    """One rule. ``page`` is what ``xladdin explain`` prints; ``fix`` the remedy in a sentence."""

    code: str
    title: str
    severity: Severity
    fix: str
    page: str
    check: Check

    @property
    def family(self) -> str:
        """The letter of its family."""
        return self.code[0]

    @property
    def family_name(self) -> str:
        """What the family is about."""
        return FAMILIES[self.family]


W = TypeVar("W", bound=Written)
_FUNCTIONS: dict[str, Rule] = {}


def rule(code: str, title: str, severity: str, fix: str) -> Callable[[W], W]:
    """Register a function as a rule. Its docstring is the page shown to the user, in Chinese."""

    def register(check: W) -> W:
        if code in _FUNCTIONS or code in RETIRED:
            raise ValueError(f"code {code} is taken")
        lines = [line.strip() for line in (check.__doc__ or "").strip().splitlines()]
        page = "\n".join(lines) + f"\n怎么改：{fix}"
        _FUNCTIONS[code] = Rule(code, title, Severity(severity), fix, page, _asked(check))
        return check

    return register


def _asked(check: Any) -> Check:
    """A rule as it is asked, by filing and profile."""
    takes_profile = check.__code__.co_argcount > 1
    return check if takes_profile else lambda filing, _: check(filing)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of the families and codes."""
    from xladdin.rules import relations
    from xladdin.rules.report import stated_data

    for module in walk_packages(xladdin.rules.__path__, "xladdin.rules."):
        import_module(module.name)
    found = dict(_FUNCTIONS)
    for path in within("rules/data"):
        for data in table(path).get("stated", ()):
            entry = stated_data.stated(data)
            page = stated_data.page(data)
            severity = Severity(data["severity"])
            found[entry.code] = Rule(
                entry.code, entry.title, severity, data["fix"], page, entry.check
            )
        for data in table(path).get("relation", ()):
            code = data["code"]
            if code in found or code in RETIRED:
                raise ValueError(f"code {code} is taken")
            relation = declarations()[code]
            page = relations.page(data)
            severity = Severity(data["severity"])
            found[code] = Rule(code, relation.title, severity, data["fix"], page, relation.check)
    order = list(FAMILIES)
    return dict(sorted(found.items(), key=lambda item: (order.index(item[1].family), item[0])))


@cache
def declarations() -> Mapping[str, Declared]:
    """The relations between places of forms that are written as formulas, by code."""
    from xladdin.rules.relations import declared

    return {
        data["code"]: declared(data, found.get("names", {}))
        for found in map(table, within("rules/data"))
        for data in found.get("relation", ())
    }
