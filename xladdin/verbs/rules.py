"""``xladdin rules``: list all rules, one a line, by family."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from itertools import groupby
from typing import TYPE_CHECKING

from xladdin.verbs import console
from xladdin.verbs.parser import Parser

if TYPE_CHECKING:
    from xladdin.rules.registry import Rule


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin rules [--format text|json]"
    parser.description = "列出全部规则：代码、严重程度、名称，按类别分组。"
    parser.epilog = """例子：
  xladdin rules
  xladdin rules --format json > 规则.json
  xladdin explain B201      一条规则的说明"""
    parser.add_argument("--format", type=_format, default="text", metavar="格式",
                        help="text 文字（默认）、json 数据")  # fmt: skip


def run(options: Namespace) -> int:
    """Print the list; return 0."""
    from xladdin.rules import registry

    rules = list(registry.rules().values())
    if options.format == "json":
        import json

        listed = [
            {
                "code": rule.code,
                "severity": str(rule.severity),
                "title": rule.title,
                "family": rule.family_name,
            }
            for rule in rules
        ]
        console.say(json.dumps(listed, ensure_ascii=False, indent=2), utf8=True)
        return 0
    groups = []
    for letter, members in groupby(rules, lambda rule: rule.family):
        groups.append("\n".join([f"{letter} {registry.FAMILIES[letter]}", *map(_line, members)]))
    console.say("\n\n".join(groups))
    return 0


def _line(rule: Rule) -> str:
    return f"  {rule.code}  {rule.severity.word}  {rule.title}"


def _format(text: str) -> str:
    if text not in ("text", "json"):
        raise ArgumentTypeError(f"没有“{text}”这种格式，可以是 text、json")
    return text
