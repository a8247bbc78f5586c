"""HTML elements as values: text is escaped unless it was made here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from xladdin.outputs.printable import visible


class Markup(str):
    """A piece of finished HTML."""

    __slots__ = ()


_VOID = frozenset({"br", "rect"})

Child = str | int | Iterable["Child"] | None


def tag(name: str, /, *children: Child, **attributes: str | int | None) -> Markup:
    """``<name …>children</name>``; ``class_`` for class, ``data_code`` for data-code.

    Plain strings are escaped and their control codes replaced; an attribute of None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>" if name == "br" else f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """The children one after the other; None is nothing."""
    return Markup("".join(_written(child) for child in children))


def text(plain: str) -> Markup:
    """Any string as HTML text, safe in content and in quoted attributes."""
    return Markup(escape(visible(plain), quote=True))


def _written(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    return text(str(child)) if isinstance(child, str | int) else join(child)
