"""Buttons whose work is still to come: each says so."""

from __future__ import annotations

from xladdin.errors import InputError


def appendix() -> str:
    """生成附件."""
    raise _not_yet("生成附件")


def package() -> str:
    """打包上报."""
    raise _not_yet("打包上报")


def batch() -> str:
    """汇总下级单位."""
    raise _not_yet("汇总下级单位")


def _not_yet(what: str) -> InputError:
    return InputError(f"“{what}”还没有做好，以后的版本会加上。")
