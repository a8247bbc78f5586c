"""``xladdin explain``: the page of one rule."""

from __future__ import annotations

import re
from argparse import Namespace

from xladdin.errors import InputError
from xladdin.verbs import console
from xladdin.verbs.parser import Parser

#: What it prints of a rule that is not the program's.
_OWN = """{code}　本单位自己定的公式

检查什么：{code} 不是内置规则，是本单位在工作簿的“审核公式”表里写的公式，名称和级别也在那里定。
怎么改：核对报告里列出的几个数，改正填错的；要改公式或停用它，打开工作簿的“审核公式”表。
公式怎么写：项目名称按表上的写，栏目写在小数点后面，例如 三公经费.本年决算 <= 5；写错的公式见 xladdin explain U901
"""


def arguments(parser: Parser) -> None:
    """Declare what follows the verb."""
    parser.usage = "xladdin explain 代码"
    parser.description = "说明一条规则：检查什么、为什么、反例、正例、怎么改。"
    parser.epilog = """例子：
  xladdin explain B201
  xladdin rules             全部代码"""
    parser.add_argument("code", metavar="代码", help="报告中每条问题前的代码，大小写不限")


def run(options: Namespace) -> int:
    """Print the page."""
    from unicodedata import normalize

    from xladdin.outputs.printable import width, wrap
    from xladdin.outputs.wording import SEVERITIES
    from xladdin.rules import registry

    rules = registry.rules()
    code = normalize("NFKC", options.code).strip().upper()  # full-width letters, too
    rule = rules.get(code)
    if rule is not None:
        page = f"{rule.code}　{rule.title}（{SEVERITIES[rule.severity]}）\n\n{rule.page.strip()}"
    elif re.fullmatch(r"U\d{1,5}(-\d+)?", code):
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


def _unknown(code: str, codes: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(code, codes, n=3, cutoff=0.5)
    hint = f"相近的有 {'、'.join(near)}；" if near else ""
    return f"没有代码为“{code}”的规则。{hint}全部代码见 xladdin rules"
