"""Parse formulas of relations: arithmetic over the forms' own Chinese labels.

``三公经费 == 公务用车 + 出国经费 + 公务接待``. Python identifiers may be Chinese, so Python's parser reads
formulas; only what becomes a node of ``expression`` is accepted, so that no code can run. Notation that
Python lacks (≤, 95%, 并且, 水费、电费, 因公出国（境）费) is translated first.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from xladdin.patterns import pattern
from xladdin.rules.expression import (
    FUNCTIONS,
    NEGATIVE,
    TOTAL,
    Arithmetic,
    Comparison,
    Condition,
    Junction,
    Number,
    Place,
    Quantity,
    Total,
    exchanged,
)

T = TypeVar("T")

#: Typed signs and the ones they are translated to, one for one.
_SIGNS = str.maketrans(
    "（）＋－−×＊÷／，．＞＜＝！％、０１２３４５６７８９　\t\r\n",
    "()+--**//,.><=!%·0123456789    ",
)
_WORDS = {"=": "==", "≥": ">=", "=>": ">=", "≤": "<=", "=<": "<=", "≠": "!=", "<>": "!=",
          "并且": "and", "而且": "and", "或者": "or"}  # fmt: skip
#: Typed notation that Python lacks, after _SIGNS; no match may reach into a name.
_TYPED = pattern(
    r"(?P<word>[=><!]=|=>|=<|<>|[=≥≤≠]|(?<!\w)(?:并且|而且|或者)(?!\w))"
    r"|(?<![\w.])(?P<percent>\d+(?:\.\d*)?)\ *%(?!\ *(?!(?:and|or|并且|而且|或者)\b)[\w(])"
    r"|(?<!\w)(?P<imaginary>[\d._]+(?:e[+-]?\d+)?j)"
    r"|(?<![\w.])[\d.]+\ *(?P<measure>[万亿千]?元|人|分|个|户|次|㎡|平方米)(?!\w)"
    r"|(?<=\w)(?P<unit>\((?:境|万元|元|人|分|㎡|平方米|%)\))"
    r"|(?<!\w)(?P<year>(?=(?:19|20)\d\d年))",
    re.IGNORECASE,
)

#: Python's operators that are accepted, by node type.
_COMPARING: dict[type, str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">",
}  # fmt: skip
_CALCULATING: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}

#: The most characters and the deepest nesting of a formula, and the bound of its numbers, against mistakes
#: and attacks.
_LONGEST = 500
_DEEPEST = 40
_LARGEST = 10**15
_NO_NUMBER = "公式里的常数只能是数字"
_NO_UNIT = "数字后面不写单位，金额就按表中的单位（如万元）理解"


class FormulaError(ValueError):
    """A formula that cannot be parsed. ``str`` is the Chinese reason, ``position`` the character, from 1."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.position = position


class Formula(Struct, frozen=True, eq=False):
    """A parsed formula: ``text`` as typed, ``tree`` its condition."""

    text: str
    tree: Condition


@lru_cache(maxsize=512)
def parse(text: str, names: tuple[tuple[str, str], ...] = ()) -> Formula:
    """Parse a formula; ``names`` are abbreviations, each with the expression that it stands for.

    Raises FormulaError with the position of the mistake.
    """
    meanings = {name: amount(meaning) for name, meaning in names}
    tree = _read(text, _condition)
    return Formula(text, exchanged(tree, lambda leaf: meanings.get(leaf.name, leaf)))


@lru_cache(maxsize=512)
def amount(text: str) -> Quantity:
    """Parse an expression that has a value, such as one side of a formula. Raises FormulaError."""
    return _read(text, _quantity)


def _read(text: str, read: Callable[[ast.expr, int], T]) -> T:
    """Parse a text and convert Python's tree by ``read``. Raises FormulaError as ``parse`` does."""
    if len(text) > _LONGEST:
        raise FormulaError(f"公式超过 {_LONGEST} 个字", _LONGEST)
    plain, origins = _plain(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice on odd spellings is not for clerks
            tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
        offset = getattr(error, "offset", None)
        if offset == 0 and plain.strip():
            raise FormulaError("公式没有写完", _typed_position(len(plain), origins)) from None
        reason = (
            "括号没有配对" if re.search("never closed|unmatched", str(error)) else "公式写法不对"
        )
        raise FormulaError(reason, _typed_position((offset or 1) - 1, origins)) from None
    try:
        return read(tree, 0)
    except FormulaError as error:
        raise FormulaError(str(error), _at_byte(error.position - 1, plain, origins)) from None


def span(formula: Formula, leaf: Place | Total) -> tuple[int, int]:
    """Return the positions of the first and last character of a name in the formula as typed, from 1. The
    formula must have no abbreviations."""
    plain, origins = _plain(formula.text)
    start, end = leaf.at
    return _at_byte(start, plain, origins), _at_byte(end - 1, plain, origins)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the formula in Python's notation, and the index in the typed text of each of its characters.
    Raises FormulaError for numbers with a unit or of a kind that is not accepted."""
    translated = text.translate(_SIGNS)
    start = len(translated) - len(translated.lstrip())
    if translated[start : start + 1] == "=" != translated[start + 1 : start + 2]:
        start += 1  # typed as for a formula of Excel
        start += len(translated[start:]) - len(translated[start:].lstrip())
    origins: list[int] = []
    plain, last = "", start
    for found in _TYPED.finditer(translated, start):
        if found["imaginary"]:
            raise FormulaError(_NO_NUMBER, found.start() + 1)
        if found["measure"]:
            raise FormulaError(_NO_UNIT, found.start("measure") + 1)
        signs = _python(found)
        plain += translated[last : found.start()] + signs
        origins += range(last, found.start())
        same = len(signs) == len(found[0])
        origins += range(found.start(), found.end()) if same else [found.start()] * len(signs)
        last = found.end()
    return plain + translated[last:], [*origins, *range(last, len(text))]


def _python(found: re.Match[str]) -> str:
    """Return the Python notation of a match of _TYPED. A percentage becomes an imaginary number (95j), which
    binds as one sign; brackets and 、 inside a label become ·, a letter to Python."""
    if found["percent"]:
        return found["percent"] + "j"
    if found["unit"]:
        return "·" * len(found["unit"])
    return _WORDS.get(found[0], found[0] or "_")


def _at_byte(offset: int, plain: str, origins: list[int]) -> int:
    """Return the position in the typed text, from 1, of a byte offset in the plain one."""
    return _typed_position(len(plain.encode()[:offset].decode(errors="ignore")), origins)


def _typed_position(index: int, origins: list[int]) -> int:
    """Return the position in the typed text, from 1, of a character index in the plain one."""
    return (origins[min(max(index, 0), len(origins) - 1)] if origins else 0) + 1


def _condition(node: ast.expr, depth: int) -> Condition:
    """Convert conditions: comparisons, and, or, not. Raises FormulaError with a position in bytes."""
    match node:
        case ast.Compare(ops=signs) if all(type(sign) in _COMPARING for sign in signs):
            sides = [_quantity(side, depth + 1) for side in (node.left, *node.comparators)]
            return Comparison(tuple(_COMPARING[type(sign)] for sign in signs), tuple(sides))
        case ast.BoolOp(op=sign, values=values):
            parts = [_condition(value, _deeper(node, depth)) for value in values]
            return Junction("and" if isinstance(sign, ast.And) else "or", tuple(parts))
        case ast.UnaryOp(op=ast.Not()):
            return Junction("not", (_condition(node.operand, _deeper(node, depth)),))
    raise _mistake("公式应是一个比较，例如 三公经费 == 出国经费 + 公务接待", node)


def _quantity(node: ast.expr, depth: int) -> Quantity:
    """Convert what has a value: places, numbers and calculations. Raises FormulaError as _condition does."""
    match node:
        case ast.BinOp(op=sign) if type(sign) in _CALCULATING:
            left = _quantity(node.left, _deeper(node, depth))
            return Arithmetic(_CALCULATING[type(sign)], (left, _quantity(node.right, depth + 1)))
        case ast.UnaryOp(op=ast.USub()):
            return Arithmetic(NEGATIVE, (_quantity(node.operand, _deeper(node, depth)),))
        case ast.Call():
            return _called(node, depth)
        case ast.Constant():
            return _number(node)
        case ast.Name() | ast.Attribute():
            return Place(_name(node), _at(node))
    raise _mistake("公式里只能用加减乘除、比较、并且(and)、或者(or)和表中的项目名称", node)


def _number(node: ast.Constant) -> Number:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float | complex):
        raise _mistake(_NO_NUMBER, node)
    if not abs(value) < _LARGEST:
        raise _mistake("公式里的数太大", node)
    if isinstance(value, complex):
        return Number(Decimal(repr(value.imag)).scaleb(-2), percent=True)
    return Number(Decimal(repr(value)))


def _called(node: ast.Call, depth: int) -> Quantity:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    match node.args:
        case [section] if name == TOTAL and not node.keywords:
            return Total(_name(section), _at(section))
        case [_, _] if name in FUNCTIONS and not node.keywords:
            return Arithmetic(name, tuple(_quantity(a, _deeper(node, depth)) for a in node.args))
    raise _mistake(f"公式里能用的函数只有 {'、'.join([TOTAL, *FUNCTIONS])}", node)


def _name(node: ast.expr) -> str:
    """Return a dotted name: 基础数据表.项目支出.本年决算. Raises FormulaError for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=before, attr=name):
            return f"{_name(before)}.{name}"
    raise _mistake("小数点前后只能是项目名称", node)


def _at(node: ast.expr) -> tuple[int, int]:
    return node.col_offset, node.end_col_offset or node.col_offset + 1


def _deeper(node: ast.expr, depth: int) -> int:
    """Return the depth of a node's parts. Raises FormulaError if that is too deep."""
    if depth >= _DEEPEST:
        raise _mistake("公式套得太深，请拆成几条", node)
    return depth + 1


def _mistake(reason: str, node: ast.expr) -> FormulaError:
    return FormulaError(reason, node.col_offset + 1)
