"""A page of text and tables without a script, for whatever is only to be read."""

from __future__ import annotations

from string import Template

from xladdin.outputs.markup import Child, join, text

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


def plain_page(title: str, body: Child, style: str = "") -> str:
    """The page; ``style`` adds to its own."""
    return _PAGE.substitute(title=text(title), body=join([body]), style=style.lstrip())
