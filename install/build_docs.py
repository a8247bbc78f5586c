"""Write the pages that are generated from code: ``docs/规则说明.md`` from the rules.

``python3 install/dev.py build`` runs this; a test compares the committed page.
"""

from pathlib import Path

from xladdin.rules.registry import rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "规则说明.md"


def rule_page() -> str:
    """Return the reference of all rules, with the texts that ``xladdin explain`` prints."""
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
        lines += ["", f"### {code} {rule.title}（{rule.severity.word}）", ""]
        lines += [f"- {line}" for line in rule.page.splitlines()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rule_page(), encoding="utf-8")
    print(f"已写入 {PAGE}")
