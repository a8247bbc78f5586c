"""Build HTML elements as values, escaping all text that was not built here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from string import Template

from xladdin.outputs.printable import visible


class Markup(str):
    """A piece of finished HTML, which is not escaped again."""

    __slots__ = ()


_PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; font: 16px/1.9 "FangSong", "Songti SC", serif; color: #1d2329; }
p { margin: 0; text-indent: 2em; white-space: pre-line; }
h1 { font-size: 1.375rem; text-align: center; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; font: .8125rem/1.5 sans-serif; }
td { padding: .25rem .4rem; border: 1px solid #8a929a; white-space: pre-line; }
.mid { text-align: center; }
$style</style>
</head>
<body>
<h1>$title</h1>
$body
</body>
</html>
""")

_VOID = frozenset({"br", "rect"})

Child = str | int | Iterable["Child"] | None


def tag(name: str, /, *children: Child, **attributes: str | int | None) -> Markup:
    """Return ``<name …>children</name>``; ``class_`` means class, ``data_code`` means data-code.
    Plain strings are escaped and their control characters replaced; attributes of None are left
    out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>" if name == "br" else f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """Return the children one after another; None is left out."""
    return Markup("".join(_written(child) for child in children))


def text(plain: str) -> Markup:
    """Return a string as HTML text, safe in content and in quoted attributes."""
    return Markup(escape(visible(plain), quote=True))


def plain_page(title: str, body: Child, style: str = "") -> str:
    """Return a whole page with its own styles, followed by ``style``."""
    return _PAGE.substitute(title=text(title), body=join([body]), style=style.lstrip())


def _written(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    return text(str(child)) if isinstance(child, str | int) else join(child)
