"""The language of relations: arithmetic over the forms' own Chinese labels.

``三公经费 == 公务用车 + 出国经费 + 公务接待``. Python identifiers may be Chinese, so Python's own parser
reads it; only the nodes below are let through, so that no code can run from a formula.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xladdin.model.interval import Interval

#: Signs that people type, and what they mean here.
_SIGNS = str.maketrans({"（": "(", "）": ")", "＋": "+", "－": "-", "−": "-", "×": "*", "＊": "*",
                        "÷": "/", "／": "/", "，": ",", "．": ".", "　": " "})  # fmt: skip
_LONG_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<", "＝": "="}

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add,
    ast.Sub, ast.Mult, ast.Div, ast.Compare, ast.Eq, ast.NotEq, ast.LtE, ast.GtE, ast.Lt, ast.Gt,
    ast.Name, ast.Attribute, ast.Load, ast.Call, ast.Constant,
)  # fmt: skip

#: Functions of two numbers; 合计 is the only one that takes a section.
FUNCTIONS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "封顶": lambda value, most: min(value, most, key=lambda each: each.point),
    "较大": lambda a, b: max(a, b, key=lambda each: each.point),
}
TOTAL = "合计"
#: A formula longer or deeper than this is a mistake or an attack.
_LONGEST = 500
_DEEPEST = 40


class FormulaError(ValueError):
    """A formula that can't be read. ``str`` is the Chinese reason, ``position`` counts from 1."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.position = position


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been read: ``text`` as written, ``tree`` its checked syntax tree."""

    text: str
    tree: ast.expr


@lru_cache(maxsize=512)
def parse(text: str, names: tuple[tuple[str, str], ...] = ()) -> Formula:
    """Read a formula; raises FormulaError with the position of the mistake.

    ``names`` are abbreviations: a name of the formula, and the expression it stands for.
    """
    tree = _tree(text)
    if not isinstance(tree, ast.Compare | ast.BoolOp | ast.UnaryOp):
        raise FormulaError("公式应是一个比较，例如 三公经费 == 出国经费 + 公务接待", 1)
    if names:
        tree = _Expand({name: _tree(meaning) for name, meaning in names}).visit(tree)
    return Formula(text, tree)


class _Expand(ast.NodeTransformer):
    """Puts the expression in place of its abbreviation."""

    def __init__(self, meanings: dict[str, ast.expr]) -> None:
        self.meanings = meanings

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.meanings.get(node.id, node)


def _tree(text: str) -> ast.expr:
    if len(text) > _LONGEST:
        raise FormulaError(f"公式超过 {_LONGEST} 个字", _LONGEST)
    try:
        tree = ast.parse(_plain(text), mode="eval")
    except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
        position = getattr(error, "offset", None) or 1
        raise FormulaError("公式写法不对", position) from None
    _check(tree, 0)
    return tree.body


def _plain(text: str) -> str:
    text = text.strip().translate(_SIGNS)
    for sign, meant in _LONG_SIGNS.items():
        text = text.replace(sign, meant)
    characters = list(text)
    for index, character in enumerate(text):
        around = text[max(index - 1, 0) : index + 2]
        if character == "=" and not any(pair in around for pair in ("==", ">=", "<=", "!=")):
            characters[index] = "=="
    return "".join(characters)


def _check(node: ast.AST, depth: int) -> None:
    position = getattr(node, "col_offset", 0) + 1
    if not isinstance(node, _ALLOWED) or depth > _DEEPEST:
        raise FormulaError(
            "公式里只能用加减乘除、比较、并且(and)、或者(or)和表中的项目名称", position
        )
    if isinstance(node, ast.Constant) and (
        isinstance(node.value, bool) or not isinstance(node.value, int | float)
    ):
        raise FormulaError("公式里的常数只能是数字", position)
    if isinstance(node, ast.Attribute):
        path(node)
    if isinstance(node, ast.Call):
        _check_call(node, position)
    for child in ast.iter_child_nodes(node):
        _check(child, depth + 1)


def _check_call(node: ast.Call, position: int) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    wanted = 1 if name == TOTAL else 2 if name in FUNCTIONS else 0
    if not wanted or len(node.args) != wanted or node.keywords:
        known = "、".join([TOTAL, *FUNCTIONS])
        raise FormulaError(f"公式里能用的函数只有 {known}", position)


def path(node: ast.expr) -> tuple[str, ...]:
    """The dotted name of a node: 基础数据表.项目支出.本年决算."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (*path(node.value), node.attr)
    raise FormulaError("小数点前后只能是项目名称", getattr(node, "col_offset", 0) + 1)


def constant(node: ast.Constant) -> Interval:
    """A number written in a formula, taken exactly."""
    return Interval.exact(Decimal(repr(node.value)))
