"""Writes the pages that are made from the code: ``docs/规则说明.md`` from the rules themselves.

Run by ``python3 install/dev.py build``; a test says when a committed page has drifted.
"""

from pathlib import Path

from xladdin.outputs.phrases import SEVERITIES
from xladdin.rules.registry import rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "规则说明.md"


def rule_page() -> str:
    """The reference of all rules, in the words that ``xladdin explain`` prints."""
    lines = [
        "# 规则说明",
        "",
        "由 `python3 install/dev.py build` 从规则自身的说明生成，请勿手改。",
        "“错误”“警告”“提示”是默认等级，地区方案可以另定。",
    ]
    family = ""
    for code, rule in rules().items():
        if rule.family != family:
            family = rule.family
            lines += ["", f"## {family} {rule.family_name}"]
        lines += ["", f"### {code} {rule.title}（{SEVERITIES[rule.severity]}）", ""]
        lines += [f"- {line}" for line in rule.page.splitlines()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rule_page(), encoding="utf-8")
    print(f"已写入 {PAGE}")
