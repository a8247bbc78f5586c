"""The differences of two versions as a page."""

from __future__ import annotations

from xladdin.comparing import telling
from xladdin.comparing.versions import Changed, FormChanges, Versions, pieces
from xladdin.outputs.markup import Child, Markup, plain_page, tag
from xladdin.outputs.printable import one_line

_STYLE = """
body { font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; line-height: 1.7; }
p, li { text-indent: 0; } ul { margin: 0; padding-left: 1.2rem; }
h2 { margin: 1.5rem 0 .25rem; font-size: 1.0625rem; } h3 { margin: .75rem 0 0; font-size: .9375rem; }
td:first-child { width: 36%; } th { text-align: left; font-weight: 400; color: #59636e; padding: .25rem .4rem; }
del { color: #ad1f1f; } ins { color: #1d6b47; text-decoration: none; background: #e3f3ea; }
.sum { font-weight: 600; } .note { color: #8a5300; }
tr, li { break-inside: avoid; }
"""


def render(found: Versions) -> str:
    """A self-contained page: causes first, then forms, then sentences."""
    content: list[Child] = [
        tag("p", telling.summary(found), class_="sum"),
        [tag("p", f"注意：{note}", class_="note") for note in found.notes],
    ]
    for state, those in found.causes.items():
        if those:
            items = [tag("li", telling.cause(each)) for each in those]
            content += [tag("h2", f"{telling.CAUSES[state]} {len(those)} 处"), tag("ul", items)]
    if found.forms:
        content += [tag("h2", telling.forms(found)), [_form(form) for form in found.forms]]
    if found.sentences:
        content.append(tag("h2", f"正文 {len(found.sentences)} 句"))
        content.append(tag("ul", [tag("li", _change(each)) for each in found.sentences]))
    return plain_page(telling.title(found), content, _STYLE)


def _form(form: FormChanges) -> list[Markup]:
    if form.only:
        return [tag("h3", telling.only(form.only, form.name))]
    rows = [
        tag("tr", tag("td", one_line(each.label)), tag("td", telling.shown(each.old)),
            tag("td", telling.shown(each.new)))
        for each in form.changed
    ]  # fmt: skip
    head = tag("tr", [tag("th", name, scope="col") for name in ("栏目", "旧", "新")])
    table = tag("table", tag("thead", head), tag("tbody", rows))
    return [tag("h3", one_line(form.name)), table]


def _change(sentence: Changed) -> list[Markup | str]:
    names = {"old": "del", "new": "ins"}
    label = [f"“{one_line(sentence.label)}”："] if sentence.label else []
    return label + [
        tag(names[kind], part) if kind in names else part
        for kind, part in pieces(one_line(sentence.old or ""), one_line(sentence.new or ""))
    ]
