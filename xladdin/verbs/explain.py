"""``xladdin explain``: print the page of one rule."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.verbs import console
from xladdin.verbs.parser import Parser

if TYPE_CHECKING:
    from xladdin.rules.registry import Rule

_ONE = "看其中一条：xladdin explain 代码"

#: The page of a formula that the unit declared itself.
_OWN = """{code}　本单位自己定的公式

检查什么：{code} 不是内置规则，是本单位在工作簿的“审核公式”表里写的公式，名称和级别也在那里定。
怎么改：核对报告里列出的几个数，改正填错的；要改公式或停用它，打开工作簿的“审核公式”表。
公式怎么写：项目名称按表上的写，栏目写在小数点后面，例如 三公经费.本年决算 <= 5；写错的公式见 xladdin explain U901
"""


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin explain 代码或名称"
    parser.description = "说明一条规则：检查什么、为什么、反例、正例、怎么改。"
    parser.epilog = """例子：
  xladdin explain B201
  xladdin explain 总分      名称里有“总分”的规则
  xladdin rules             全部代码"""
    parser.add_argument("code", nargs="+", metavar="代码或名称",
                        help="报告中每条问题前的代码，大小写不限；或规则名称里的字")  # fmt: skip


def run(options: Namespace) -> int:
    """Print the rule's page, or a list if several rules have the name; return 0. Raises InputError
    if no rule has the code or the name."""
    from unicodedata import normalize

    from xladdin.outputs.printable import width, wrap
    from xladdin.rules import registry

    rules = registry.rules()
    asked = normalize("NFKC", " ".join(options.code)).strip()  # accepts full-width letters
    code = asked.upper()
    rule = rules.get(code)
    own = re.fullmatch(r"U\d{1,5}(-\d+)?", code)
    if rule is None and own is None and (named := _named(asked, rules.values())):
        if len(named) > 1:
            console.say("\n".join([f"名称里有“{asked}”的规则：", *map(_line, named), _ONE]))
            return 0
        (rule,) = named
    if rule is not None:
        page = f"{rule.code}　{rule.title}（{rule.severity.word}）\n\n{rule.page.strip()}"
    elif own:
        page = _OWN.format(code=code)
    else:
        raise InputError(_unknown(code, list(rules)))
    lines = []
    for line in page.splitlines():
        head, colon, _ = line.partition("：")
        indent = " " * width(head + colon) if colon and len(head) <= 6 else ""
        lines += wrap(line, console.columns(), rest=indent) if line else [""]
    console.say("\n".join(lines))
    return 0


def _named(words: str, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rule with this title, else those whose titles have all the words, else those whose
    pages have them; empty if there are none."""
    parts = [part.upper() for part in words.split()]
    every = list(rules)
    for texts in (
        [each for each in every if each.title.upper() == words.upper()],
        [each for each in every if all(part in each.title.upper() for part in parts)],
        [each for each in every if all(part in each.page.upper() for part in parts)],
    ):
        if texts:
            return texts
    return []


def _line(rule: Rule) -> str:
    return f"  {rule.code}  {rule.title}"


def _unknown(code: str, codes: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(code, codes, n=3, cutoff=0.5)
    hint = f"相近的有 {'、'.join(near)}；" if near else ""
    return f"没有代码或名称为“{code}”的规则。{hint}全部规则见 xladdin rules"
