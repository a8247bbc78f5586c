"""Explain to a clerk in Chinese that a formula names something that no form has, and suggest names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from msgspec import Struct

from xladdin.rules.expression import Place, Total
from xladdin.rules.language import Formula, FormulaError, span
from xladdin.rules.own.names import Names, Path, label, letters

_ALIKE = 0.5
_MOST_HINTS = 3


class Use(Struct, frozen=True):
    """A use of a name in a formula: ``path`` without the form's name, ``kind`` that form's or None."""

    node: Place | Total
    path: Path
    kind: str | None

    @property
    def total(self) -> bool:
        """Whether 合计 adds it up."""
        return isinstance(self.node, Total)


#: A kind of form, and the names of its places.
Known = tuple[str, Names]


def unknown(formula: Formula, uses: Sequence[Use], known: Sequence[Known]) -> FormulaError:
    """Make the error of a formula whose names are not all in one scope: on the first unknown name, else on
    how the names go together. ``known`` are the names of the filing's forms, then of all kinds of forms."""
    for use in uses:
        theirs = [names for kind, names in known if use.kind in (None, kind)]
        if not any(_has(names, use) for names in theirs):
            start, end = span(formula, use.node)
            return FormulaError(_no_place(formula.text[start - 1 : end], use, theirs), start)
    for use in uses:
        tables = (names.table(use.path[0]) for _, names in known)
        table = next((each for each in tables if each is not None), None)
        if table is not None and len(use.path) == 1 and not use.total:
            start, end = span(formula, use.node)
            written, columns = formula.text[start - 1 : end], list(table.columns.values())
            example = f"请写明是哪一栏，例如 {written}.{columns[0]}"
            return FormulaError(f"“{written}”有{_listed(columns)}几栏，{example}", start)
    start, _ = span(formula, uses[0].node)
    wanted = "请在每个项目前写上表名，例如 基础数据表.三公经费.本年决算"
    return FormulaError(f"这些项目不在同一张表里，{wanted}", start)


def _has(names: Names, use: Use) -> bool:
    """Return whether a form has a place, section or row of this name in any scope."""
    if not use.total and len(use.path) == 1 and names.table(use.path[0]) is not None:
        return True
    find = names.section if use.total else names.find
    return any(find(use.path, each) for each in {"form", *names.each})


def _no_place(written: str, use: Use, known: Sequence[Names]) -> str:
    """Return the Chinese reason that a name as ``written`` is unknown, with the names there are instead."""
    if use.total:
        sections = dict.fromkeys(
            s for n in known for each in n.sections.values() for s in each.values()
        )
        return f"没有可以合计的“{written}”，可以合计的有 {'、'.join(sections)}"
    if len(use.path) > 1:
        for names in known:
            table = names.table(use.path[0])
            if table is not None:
                columns = _listed(table.columns.values())
                return f"“{label(use.path[0])}”没有“{letters(use.path[-1])}”这一栏，有的是{columns}"
    labels = {letters(text): text for names in known for text in names.labels}
    near = get_close_matches(label(use.path[0]), labels, _MOST_HINTS, _ALIKE)
    hint = f"，相近的有 {'、'.join(labels[each] for each in near)}" if near else ""
    return f"表中没有“{written}”这个项目{hint}"


def _listed(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(names))
