"""The language of relations: arithmetic over the forms' own Chinese labels.

``三公经费 == 公务用车 + 出国经费 + 公务接待``. Python identifiers may be Chinese, so Python's own parser
reads it; only the nodes below are let through, so that no code can run from a formula. What people
write that Python does not have (≤, 95%, 并且, 水费、电费, 因公出国（境）费) is put into its signs before.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xladdin.model.interval import Interval

#: Signs that people type, and what they mean here, one for one.
_SIGNS = str.maketrans(
    "（）＋－−×＊÷／，．＞＜＝！％、０１２３４５６７８９　\t\r\n",
    "()+--**//,.><=!%·0123456789    ",
)
_WORDS = {"=": "==", "≥": ">=", "=>": ">=", "≤": "<=", "=<": "<=", "≠": "!=", "<>": "!=",
          "并且": "and", "而且": "and", "或者": "or"}  # fmt: skip
#: What is not Python's, as people type it after _SIGNS; none of it may reach into a name.
_TYPED = re.compile(
    r"(?P<word>[=><!]=|=>|=<|<>|[=≥≤≠]|(?<!\w)(?:并且|而且|或者)(?!\w))"
    r"|(?<![\w.])(?P<percent>\d+(?:\.\d*)?)\ *%(?!\ *(?!(?:and|or|并且|而且|或者)\b)[\w(])"
    r"|(?<!\w)(?P<imaginary>[\d._]+(?:e[+-]?\d+)?j)"
    r"|(?<![\w.])[\d.]+\ *(?P<measure>[万亿千]?元|人|分|个|户|次|㎡|平方米)(?!\w)"
    r"|(?<=\w)(?P<unit>\((?:境|万元|元|人|分|㎡|平方米|%)\))"
    r"|(?<!\w)(?P<year>(?=(?:19|20)\d\d年))",
    re.IGNORECASE,
)

_COMPARING = (ast.Eq, ast.NotEq, ast.LtE, ast.GtE, ast.Lt, ast.Gt)
_CALCULATING = (ast.Add, ast.Sub, ast.Mult, ast.Div)

#: Functions of two numbers; 合计 is the only one that takes a section.
FUNCTIONS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "封顶": lambda value, most: min(value, most, key=lambda each: each.point),
    "较大": lambda a, b: max(a, b, key=lambda each: each.point),
}
TOTAL = "合计"
#: A formula longer or deeper than this is a mistake or an attack.
_LONGEST = 500
_DEEPEST = 40
_LARGEST = 10**15
_NO_NUMBER = "公式里的常数只能是数字"
_NO_UNIT = "数字后面不写单位，金额就按表中的单位（如万元）理解"


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
    tree = _tree(text, _check_judged)
    if names:
        meanings = {name: _tree(meaning, _check_amount) for name, meaning in names}
        tree = _Expand(meanings).visit(tree)
    return Formula(text, tree)


class _Expand(ast.NodeTransformer):
    """Puts the expression in place of its abbreviation."""

    def __init__(self, meanings: dict[str, ast.expr]) -> None:
        self.meanings = meanings

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.meanings.get(node.id, node)


def _tree(text: str, check: Callable[[ast.expr, int], None]) -> ast.expr:
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
            raise FormulaError("公式没有写完", _typed(len(plain), origins)) from None
        reason = (
            "括号没有配对" if re.search("never closed|unmatched", str(error)) else "公式写法不对"
        )
        raise FormulaError(reason, _typed((offset or 1) - 1, origins)) from None
    try:
        check(tree, 0)
    except FormulaError as error:
        raise FormulaError(str(error), _at_byte(error.position - 1, plain, origins)) from None
    return tree


def side(formula: Formula) -> ast.expr:
    """What a comparison holds its left side against."""
    match formula.tree:
        case ast.Compare(comparators=[right]):
            return right
    raise ValueError(f"no comparison: {formula.text}")


def span(formula: Formula, node: ast.expr) -> tuple[int, int]:
    """The positions of a node's first and last character in the formula as typed, from 1.

    Only for a formula without abbreviations.
    """
    plain, origins = _plain(formula.text)
    end = node.end_col_offset or node.col_offset + 1
    return _at_byte(node.col_offset, plain, origins), _at_byte(end - 1, plain, origins)


def _plain(text: str) -> tuple[str, list[int]]:
    """The formula in Python's signs, and where in the typed text each character comes from."""
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
    """What is typed in Python's signs. A percentage becomes 95j, Python's only other kind of number,
    as a single sign that binds like one; brackets of a label, and 、 in it, are letters to Python."""
    if found["percent"]:
        return found["percent"] + "j"
    if found["unit"]:
        return "·" * len(found["unit"])
    return _WORDS.get(found[0], found[0] or "_")


def _at_byte(offset: int, plain: str, origins: list[int]) -> int:
    """The position in the typed text, from 1, of a byte of the plain one."""
    return _typed(len(plain.encode()[:offset].decode(errors="ignore")), origins)


def _typed(index: int, origins: list[int]) -> int:
    """The position in the typed text, from 1, of a character of the plain one."""
    return (origins[min(max(index, 0), len(origins) - 1)] if origins else 0) + 1


def _check_judged(node: ast.expr, depth: int) -> None:
    """What holds or not: comparisons, joined by and, or, not. Mistakes have positions in bytes."""
    match node:
        case ast.Compare(ops=signs) if all(isinstance(sign, _COMPARING) for sign in signs):
            for side in (node.left, *node.comparators):
                _check_amount(side, depth + 1)
        case ast.BoolOp(values=parts) | ast.UnaryOp(op=ast.Not(), operand=ast.expr() as parts):
            for part in parts if isinstance(parts, list) else [parts]:
                _check_judged(part, _deeper(node, depth))
        case _:
            raise FormulaError(
                "公式应是一个比较，例如 三公经费 == 出国经费 + 公务接待", node.col_offset + 1
            )


def _check_amount(node: ast.expr, depth: int) -> None:
    """What has a value: places of the forms, numbers, what is calculated from them."""
    match node:
        case ast.BinOp(op=sign) if isinstance(sign, _CALCULATING):
            _check_amount(node.left, _deeper(node, depth))
            _check_amount(node.right, depth + 1)
        case ast.UnaryOp(op=ast.USub()):
            _check_amount(node.operand, _deeper(node, depth))
        case ast.Call():
            _check_call(node, depth)
        case ast.Constant(value=value):
            if isinstance(value, bool) or not isinstance(value, int | float | complex):
                raise FormulaError(_NO_NUMBER, node.col_offset + 1)
            if not abs(value) < _LARGEST:
                raise FormulaError("公式里的数太大", node.col_offset + 1)
        case ast.Name() | ast.Attribute():
            path(node)
        case _:
            raise FormulaError(
                "公式里只能用加减乘除、比较、并且(and)、或者(or)和表中的项目名称",
                node.col_offset + 1,
            )


def _deeper(node: ast.expr, depth: int) -> int:
    if depth >= _DEEPEST:
        raise FormulaError("公式套得太深，请拆成几条", node.col_offset + 1)
    return depth + 1


def _check_call(node: ast.Call, depth: int) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    wanted = 1 if name == TOTAL else 2 if name in FUNCTIONS else 0
    if not wanted or len(node.args) != wanted or node.keywords:
        known = "、".join([TOTAL, *FUNCTIONS])
        raise FormulaError(f"公式里能用的函数只有 {known}", node.col_offset + 1)
    if name == TOTAL:
        path(node.args[0])
        return
    for argument in node.args:
        _check_amount(argument, _deeper(node, depth))


def path(node: ast.expr) -> tuple[str, ...]:
    """The dotted name of a node: 基础数据表.项目支出.本年决算."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (*path(node.value), node.attr)
    raise FormulaError("小数点前后只能是项目名称", getattr(node, "col_offset", 0) + 1)


def constant(node: ast.Constant) -> Interval:
    """A number written in a formula, taken exactly; 95% is 0.95."""
    if isinstance(node.value, complex):
        return Interval.exact(Decimal(repr(node.value.imag)).scaleb(-2))
    return Interval.exact(Decimal(repr(node.value)))


def percentage(node: ast.expr) -> bool:
    """Whether a node is a number written with a percent sign."""
    return isinstance(node, ast.Constant) and isinstance(node.value, complex)
