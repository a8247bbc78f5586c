"""Report → copies of its Word documents, with a comment at each figure that a finding is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from xladdin.errors import InputError
from xladdin.mishaps import reason
from xladdin.model.report import Report, SourceSummary
from xladdin.outputs.remarks import remarks
from xladdin.outputs.word_comments import annotated, is_untouched
from xladdin.outputs.writing import check_target, write_whole
from xladdin.sources.filing_files import files_by_source
from xladdin.sources.identify import EXTENSIONS
from xladdin.sources.reading import file_bytes, printable

_ENDING = "_批注"
#: Documents, but of formats that only their own programs can write comments into.
_OTHER_DOCUMENTS = frozenset((*EXTENSIONS["doc"], "odt", "rtf"))


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies as written, each with its number of comments; ``notes`` say what was left out."""

    written: tuple[tuple[Path, int], ...]
    notes: tuple[str, ...]


def write_copies(
    report: Report, paths: Sequence[Path], folder: Path, when: datetime | None = None
) -> Copies:
    """Write a copy with comments of every docx of the filing into ``folder``, made if missing.

    ``paths`` are what the report was made of; ``when`` is the comments' date, now by default. A
    copy of an earlier run is replaced unless somebody has edited it. Nothing is written if one of
    the copies can't be: then InputError is raised.
    """
    check_folder(folder)
    documents = [source for source in report.sources if source.kind in EXTENSIONS["docx"]]
    names = [source.path for source in documents]
    files = files_by_source(paths)
    made: list[tuple[Path, bytes, int]] = []
    for source, leaf in zip(documents, _leaves(documents, files), strict=True):
        data = _bytes(source, files)
        told = remarks(report, source.path, names)
        copy = annotated(data, source.path, told, when or datetime.now())
        made.append((folder / leaf, copy, len(told)))
    for target, _, _ in made:
        _refuse_strangers_file(target)
    if made:
        _make(folder)
    for target, _, _ in made:
        check_target(target, files.values())
    for target, copy, _ in made:
        write_whole(target, copy, inputs=files.values())
    return Copies(tuple((target, count) for target, _, count in made), _notes(report, names))


def check_folder(folder: Path) -> None:
    """InputError if ``folder`` can't be a folder."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}”是一个文件，放批注副本要写一个文件夹。")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"不能建立文件夹“{folder}”：{reason(error)}。") from error


def _bytes(source: SourceSummary, files: Mapping[str, Path]) -> bytes:
    path = files.get(source.path)
    data = file_bytes(path, source.path) if path is not None else b""
    if sha256(data).hexdigest() != source.sha256:
        raise InputError(f"「{source.path}」在核对时被改动或移走了，请再核对一次。")
    return data


def _leaves(documents: Sequence[SourceSummary], files: Mapping[str, Path]) -> list[str]:
    """The names of the copies: documents of one name are told apart by their folders."""
    taken: set[str] = set()
    leaves = []
    for source in documents:
        path = files.get(source.path, Path(source.path))
        stems = [path.stem, f"{path.parent.name}_{path.stem}"]
        stems += [f"{path.stem}({number})" for number in range(2, len(documents) + 2)]
        names = (f"{stem}{_ENDING}.{source.kind}" for stem in stems)
        leaf = next(name for name in names if name.lower() not in taken)
        taken.add(leaf.lower())
        leaves.append(leaf)
    return leaves


def _refuse_strangers_file(target: Path) -> None:
    """Only what this program wrote, and nobody has edited since, may be replaced."""
    if not target.is_file():
        return
    name = printable(target.name)
    if not is_untouched(file_bytes(target, name), name):
        raise InputError(
            f"“{target}”已经存在，不是本程序写的，或者写出后又被改过，没有覆盖它；"
            "请把它改名或移走，或换一个文件夹。"
        )


def _notes(report: Report, documents: Sequence[str]) -> tuple[str, ...]:
    others = [each.path for each in report.sources if each.kind in _OTHER_DOCUMENTS]
    notes = [f"「{name}」没有批注：目前只能批注 .docx，请先另存为 .docx。" for name in others]
    if not documents and not others:
        notes.append("材料里没有 Word 文档，没有写批注副本。")
    return tuple(notes)
