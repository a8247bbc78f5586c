"""Find the filings in a folder of received material, each with its files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import chain, count, takewhile
from pathlib import Path

from msgspec import Struct

from xladdin.errors import InputError
from xladdin.forms.identity import are_two
from xladdin.forms.labels import squeeze
from xladdin.patterns import pattern
from xladdin.sources.identify import named_kind
from xladdin.sources.own_copies import CHECKED, CORRECTED, is_copy
from xladdin.sources.reading import nearest

#: Words in file names that do not belong to the unit's name.
_WORDS = pattern(
    r"附[件表录]\s*\d*(?:[-—]\d+)?|(?:19|20)\d{2}年?度?|部门|单位|整体|项目|支出|预算|绩效|自评|评价|自我|报告|基础数据表|数据|"
    r"情况|材料|附表|表格?|正文|终稿|定稿|最终|修改|版|的|及|和|[\s_\-—.·、()（）\[\]【】\d]+"
)
_TRAILING = pattern(r"(?:[\s_\-—.·、(（\[【]|附[件表录]?|(?:19|20)?\d{0,2}年?度?)*$")

#: Folders made by operating systems and by this program.
_SYSTEM = frozenset({"__MACOSX", "System Volume Information", "@eaDir", CORRECTED, CHECKED})
_MOST_NAMES = 5
#: The file types of reports.
_WORD = frozenset({"docx", "doc", "rtf", "odt"})


class Inbox(Struct, frozen=True):
    """One filing as received: its ``key`` in the folder, and the absolute ``paths`` of what to read."""

    key: str
    paths: tuple[Path, ...]


def filings(folder: Path, output: Path | None = None) -> tuple[Inbox, ...]:
    """Return the filings of a folder, sorted by name.

    Each sub-folder is one filing; loose files are grouped by the unit in their names. ``output`` is
    the folder of the results. Raises InputError if the folder does not exist or cannot be read,
    holds the results or nothing to read, or is one unit's own folder.
    """
    results = output.resolve() if output is not None else None
    if not os.path.lexists(folder):
        raise InputError(f"找不到文件夹“{folder}”，请检查路径{nearest(folder)}。")
    if folder.is_file():
        raise InputError(
            f"“{folder}”是一个文件；batch 核对一整个文件夹，里面每个单位一个子文件夹，请写文件夹的路径。"
            "只核对一个单位，用 xladdin check。"
        )
    try:
        if results is not None and results.is_relative_to(folder.resolve()):
            raise InputError("结果不能放在材料文件夹里头，请用 -o 另写一个文件夹。")
        shown = [
            each
            for each in sorted(folder.absolute().iterdir(), key=lambda each: each.name)
            if not each.name.startswith((".", "~$", "$")) and each.name not in _SYSTEM
        ]
        found = [Inbox(each.name, (each,)) for each in _folders(folder, shown)]
        loose = [each for each in shown if each.is_file() and _is_document(each)]
    except (OSError, RuntimeError):  # a link that leads to itself
        raise InputError(f"文件夹“{folder}”打不开，请检查路径和读取权限。") from None
    if not found and _are_one_set(loose):
        raise InputError(
            f"“{folder}”里直接放着{''.join(f'“{each.name}”' for each in loose[:_MOST_NAMES])}，是一个单位的一套材料；"
            "核对一个单位，用 xladdin check；batch 请写它的上一层，即里面每个单位一个子文件夹的那个文件夹。"
        )
    groups: dict[str, list[Path]] = {}
    for path in loose:
        groups.setdefault(unit_in(path.stem) or path.stem, []).append(path)
    taken = {each.key.casefold() for each in found}
    for unit, paths in groups.items():
        name = _common_name(paths, unit)
        more = (f"（散放文件{number}）" for number in count(2))
        endings = chain(("", "（散放文件）"), more)
        key = next(key for end in endings if (key := f"{name}{end}").casefold() not in taken)
        taken.add(key.casefold())
        found.append(Inbox(key, tuple(paths)))
    if not found:
        raise InputError(f"文件夹“{folder}”里没有可以读取的材料。")
    return tuple(sorted(found, key=lambda each: each.key))


def _folders(folder: Path, shown: Sequence[Path]) -> Iterator[Path]:
    """Yield the folders among ``shown``, each once: without links to one of them or to a parent."""
    reached = {str(each) for each in (folder.resolve(), *folder.resolve().parents)}
    for each in sorted(shown, key=lambda each: each.is_symlink()):
        if each.is_dir() and (real := os.path.realpath(each)) not in reached:
            reached.add(real)
            yield each


def _are_one_set(loose: Sequence[Path]) -> bool:
    """Return whether the files are one report in Word and its tables, and none names a unit."""
    kinds = [named_kind(each.name) for each in loose]
    nameless = not any(unit_in(each.stem) for each in loose)
    words = sum(kind in _WORD for kind in kinds)
    return nameless and words == 1 and len(kinds) > words


def documents(folder: Path) -> Iterator[Path]:
    """Yield the documents in a filing's folder and directly in its sub-folders. Raises OSError."""
    for each in folder.iterdir():
        if each.name == CORRECTED:
            continue
        if each.is_dir():
            yield from (file for file in each.iterdir() if _is_document(file))
        elif _is_document(each):
            yield each


def nothing_in(folder: Path) -> str:
    """Return the Chinese reason why nothing in a folder can be read; empty if there is none."""
    try:
        if any(documents(folder)):
            return ""
        below = sorted(each for each in folder.rglob("*") if each.is_file())
    except OSError:
        return ""
    if any(map(_is_document, below)):
        return "材料放得太深：请把 Word、Excel 文件直接放在单位的文件夹里，最多再隔一层。"
    names = [f"“{each.name}”" for each in below if not each.name.startswith((".", "~$"))]
    if not names:
        return "文件夹是空的，没有材料。"
    more = f" 等 {len(names)} 个文件" if len(names) > _MOST_NAMES else ""
    return f"文件夹里没有 Word、Excel 文件，只有{''.join(names[:_MOST_NAMES])}{more}，请要电子版。"


def _is_document(path: Path) -> bool:
    name = path.name
    return (
        not name.startswith((".", "~$")) and not is_copy(path.stem) and named_kind(name) is not None
    )


def unit_in(stem: str) -> str:
    """Return the unit in a file name: what is left without the words that all such names have."""
    return _WORDS.sub("", stem)


def is_misplaced(key: str, unit: str) -> bool:
    """Return whether a filing is stored under the name of another unit; a short form is the same unit."""
    return bool(unit) and are_two(squeeze(unit_in(key)), squeeze(unit))


def _common_name(paths: Sequence[Path], unit: str) -> str:
    """Return the common beginning of the files' names, or ``unit`` if they have none."""
    stems = [path.stem for path in paths]
    if len(stems) == 1:
        return stems[0]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*stems, strict=False))
    common = _TRAILING.sub("", "".join(letters[0] for letters in alike))
    return common if len(common) >= 2 else unit
