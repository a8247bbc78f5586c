"""``xladdin addin uninstall``: takes everything off again that an installation has put on the PC."""

from __future__ import annotations

from argparse import Namespace

from xladdin.verbs import console
from xladdin.verbs.parser import Parser


def arguments(parser: Parser) -> None:
    """There are no options."""


def run(options: Namespace) -> int:
    """Uninstall, a line for each step; 0 fine, 1 or 2 if something is left."""
    from xladdin.addin.uninstalling import uninstall_here

    return uninstall_here(lambda line: console.say(console.marked(line)))
