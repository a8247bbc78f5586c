"""Collect all rules by code: relations declared in ``data/*.toml`` and functions marked with ``rule``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import cleandoc
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

Check = Callable[[Filing, Profile], Iterator[Relation]]
#: What a rule function takes and yields: the profile if it differs by profile; None is no relation.
Relations = Iterator[Relation | None]
Written = Callable[[Filing], Relations] | Callable[[Filing, Profile], Relations]

#: Codes of former rules; a code is never used again.
RETIRED: frozenset[str] = frozenset()
#: The Chinese names of the rule families by the first letter of the code.
FAMILIES = {
    "F": "表格与材料", "B": "基础数据表", "S": "自评表", "X": "表与表之间", "T": "其他的表", "D": "决算报表", "N": "正文与表", "A": "正文自身",
    "Y": "与上年相比", "U": "本单位公式",
}  # fmt: skip


class Rule(Struct, frozen=True):
    """One rule. ``page`` is the Chinese text that ``xladdin explain`` prints; it ends with the remedy."""

    code: str
    title: str
    severity: Severity
    page: str
    check: Check

    @property
    def fix(self) -> str:
        """The remedy in one Chinese sentence; the whole page if it names none."""
        return self.page.rpartition("怎么改：")[2]

    @property
    def family(self) -> str:
        """The letter of its family."""
        return self.code[0]

    @property
    def family_name(self) -> str:
        """The Chinese name of its family."""
        return FAMILIES[self.family]


W = TypeVar("W", bound=Written)
_FUNCTIONS: dict[str, Rule] = {}


def rule(code: str, severity: str, title: str) -> Callable[[W], W]:
    """Register the decorated function as a rule. Its docstring is the user's page in Chinese, ending with
    怎么改. Raises ValueError if the code is taken."""

    def register(check: W) -> W:
        if code in _FUNCTIONS or code in RETIRED:
            raise ValueError(f"code {code} is taken")
        page = cleandoc(check.__doc__ or "")
        _FUNCTIONS[code] = Rule(code, title, Severity(severity), page, _as_check(check))
        return check

    return register


def _as_check(check: Any) -> Check:
    """Return a rule function as a Check, which takes filing and profile and yields no None."""
    takes_profile = check.__code__.co_argcount - hasattr(check, "__self__") > 1
    return lambda filing, profile: filter(
        None, check(filing, profile) if takes_profile else check(filing)
    )


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by code, in the order of families and codes. Raises ValueError for a taken code."""
    from xladdin.rules import relations
    from xladdin.rules.report import stated

    for module in walk_packages(xladdin.rules.__path__, "xladdin.rules."):
        import_module(module.name)
    found = dict(_FUNCTIONS)
    for path in within("rules/data"):
        data = table(path)
        own = [
            (each, stated.stated(each).check, stated.about(each)) for each in data.get("stated", ())
        ]
        for each in data.get("relation", ()):
            own.append((each, declarations()[each["code"]].check, relations.about(each)))
        for each, check, about in own:
            if each["code"] in found or each["code"] in RETIRED:
                raise ValueError(f"code {each['code']} is taken")
            found[each["code"]] = _rule_from_data(each, check, about)
    order = list(FAMILIES)
    return dict(sorted(found.items(), key=lambda item: (order.index(item[1].family), item[0])))


def _rule_from_data(data: Mapping[str, Any], check: Written, about: list[str]) -> Rule:
    """Make a rule of a TOML entry; ``about`` are the first lines of its page."""
    labels = {"basis": "为什么", "bad": "反例", "good": "正例", "fix": "怎么改"}
    page = "\n".join([*about, *(f"{label}：{data[key]}" for key, label in labels.items())])
    return Rule(data["code"], data["title"], Severity(data["severity"]), page, _as_check(check))


@cache
def declarations() -> Mapping[str, Declared]:
    """Return the relations between places of forms that are declared as formulas, by code."""
    from xladdin.rules.relations import declared

    return {
        data["code"]: declared(data, found.get("names", {}))
        for found in map(table, within("rules/data"))
        for data in found.get("relation", ())
    }
