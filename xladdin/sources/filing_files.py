"""Choose the files that make up one filing, and read them as its Sources."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from msgspec.structs import replace

from xladdin.errors import InputError
from xladdin.model.grid import Source
from xladdin.sources.bounds import bound
from xladdin.sources.file_names import SYSTEM_FILES
from xladdin.sources.identify import EXTENSIONS, extension, named_kind
from xladdin.sources.own_copies import annotated_beside, annotated_workbooks, is_ours
from xladdin.sources.reading import not_found, printable, read

#: Of copies of one document, the format that comes first here is read.
_WORDS = (*EXTENSIONS["docx"], *EXTENSIONS["doc"], "odt", "rtf")
_SHEETS = (*EXTENSIONS["xlsx"], "xlsb", *EXTENSIONS["xls"], "ods")
_MOST_NAMES = 8
#: The kind of a source that could not be read.
UNREAD = "unread"


def read_filing(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Read the sources of one filing: each path is a file, or a folder with the filing's files.

    Files in a folder and in its direct subfolders are read, sorted by name, and named by their path
    below it. Older copies of a document, text files beside office files, other kinds of files and this
    program's own copies are left out, as the first source's notes tell; its ``copies`` are the
    annotated workbooks. A file that cannot be read becomes a source without blocks, with a note that
    says why. Raises InputError for a path that does not exist, and if no file can be read.
    """
    for path in paths:
        if not _is_there(path):
            raise not_found(path, printable(str(path)))
    chosen, notes = _chosen(paths)
    if not chosen:
        raise InputError("没有给出要读取的文件，请选择 Word、Excel 文件或存放它们的文件夹。")
    first, *others = _read(chosen)
    copies = tuple(_copies(own_copies(paths)))
    return replace(first, notes=(*notes, *first.notes), copies=copies), *others


def own_copies(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Return the annotated copies of workbooks beside or below the paths, each with its name."""
    given = {path.absolute() for path in paths}
    found: dict[Path, str] = {}
    for path in paths:
        if _is_folder(path):
            copies, base = annotated_workbooks(_every_file(path)), path
        else:
            copies, base = list(annotated_beside(path)), path.parent
        found |= {copy.absolute(): _below(base, copy) for copy in copies}
    return [(copy, name) for copy, name in found.items() if copy not in given]


def _copies(found: Iterable[tuple[Path, str]]) -> Iterator[Source]:
    for path, name in found:
        with contextlib.suppress(InputError):  # one that cannot be read is not missed
            yield read(path, name)


def _every_file(folder: Path) -> list[Path]:
    try:
        return sorted(_files(folder))
    except OSError:
        return []


def _read(chosen: Sequence[tuple[Path, str]]) -> list[Source]:
    sources: list[Source] = []
    refused: list[InputError] = []
    for path, name in chosen:
        try:
            sources.append(read(path, name))
        except InputError as error:
            refused.append(error)
            sources.append(Source(printable(name), UNREAD, "", (), (f"没有读取：{error}",)))
    if len(refused) == len(sources):
        raise refused[0]
    return sources


def unread(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the sentence on each file that could not be read."""
    return tuple(source.notes[-1] for source in sources if source.kind == UNREAD)


def files_by_source(paths: Sequence[Path]) -> dict[str, Path]:
    """Map the name of each source that ``read_filing`` makes of these paths to its file."""
    chosen, _ = _chosen(paths)
    return {printable(name): path for path, name in chosen}


def _chosen(paths: Sequence[Path]) -> tuple[list[tuple[Path, str]], list[str]]:
    """Return the files of a filing with their names, and notes on those left out."""
    chosen: list[tuple[Path, str]] = []
    notes: list[str] = []
    for path in paths:
        if _is_folder(path):
            files, left_out = _folder(path)
            notes.extend(left_out)
        else:
            files = [(path, path.name)]
        chosen.extend(files)
    return _with_distinct_names(chosen), notes


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # reading it will say what is wrong
        return True


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # reading it will say what is wrong
        return False


def _folder(folder: Path) -> tuple[list[tuple[Path, str]], list[str]]:
    """Return a folder's files to read with their names, and notes on those left out. Raises InputError
    for a folder that cannot be opened, has no readable file, or too many."""
    shown = printable(folder.name or str(folder))
    try:
        files = sorted(_files(folder), key=lambda file: file.relative_to(folder).as_posix())
    except OSError:
        raise InputError(f"文件夹「{shown}」打不开，请检查是否有读取权限。") from None
    kept, notes = _sorted_out(folder, files)
    if not kept:
        raise InputError(f"文件夹「{shown}」里没有可以读取的 Word 或 Excel 文件，请检查路径。")
    if len(kept) > bound("filing_files"):
        raise InputError(
            f"文件夹「{shown}」里有 {len(kept)} 个文件，不像是一个单位的自评材料，"
            "请选择只存放一个单位材料的文件夹。"
        )
    return [(file, _below(folder, file)) for file in kept], notes


def _files(folder: Path) -> Iterable[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith((".", "~$")) or entry.name.lower() in SYSTEM_FILES:
            continue
        if entry.is_dir():
            yield from (
                file
                for file in entry.iterdir()
                if file.is_file() and not file.name.startswith((".", "~$"))
            )
        else:
            yield entry


def _sorted_out(folder: Path, files: Sequence[Path]) -> tuple[list[Path], list[str]]:
    again = _repeated_links(files)
    files = [file for file in files if file not in again]
    own = [file for file in files if is_ours(file, folder)]
    readable = [file for file in files if file not in own and named_kind(file.name)]
    others = [file for file in files if file not in own and file not in readable]
    office = [file for file in readable if named_kind(file.name) != "txt"]
    texts = [file for file in readable if file not in office] if office else []
    kept = _without_doubles(office or readable)
    doubles = [file for file in office if file not in kept]
    reasons = (
        (again, "与另一个文件是同一个"),
        (own, "是本程序生成的副本"),
        (doubles, "与同名文件重复"),
        (texts, "是文本文件，同一文件夹里已有 Word 或 Excel 文件"),
        (others, "不是 Word 或 Excel 文件"),
    )
    return kept, [_left_out(folder, names, why) for names, why in reasons if names]


def _repeated_links(files: Sequence[Path]) -> list[Path]:
    """Return the links among the files whose target is among them, or linked already."""
    reached: set[str] = set()
    links = []
    for file in sorted(files, key=lambda each: os.path.realpath(each) != str(each.absolute())):
        real = os.path.realpath(file)
        if real in reached:
            links.append(file)
        reached.add(real)
    return links


def _without_doubles(files: Sequence[Path]) -> list[Path]:
    """Keep, of documents with one name in one folder, the one in the best format."""
    best: dict[tuple[PurePath, bool], tuple[int, Path]] = {}
    for file in files:
        named = extension(file.name)
        formats = _WORDS if named in _WORDS else _SHEETS
        rank = formats.index(named) if named in formats else 0
        key = file.with_suffix(""), formats is _WORDS
        if key not in best or rank < best[key][0]:
            best[key] = rank, file
    kept = {file for _, file in best.values()}
    return [file for file in files if file in kept]


def _left_out(folder: Path, files: Sequence[Path], why: str) -> str:
    names = "".join(f"「{_below(folder, file)}」" for file in files[:_MOST_NAMES])
    more = f"等 {len(files)} 个文件" if len(files) > _MOST_NAMES else ""
    return f"没有读取{names}{more}：{why}。"


def _below(folder: Path, file: Path) -> str:
    return printable(file.relative_to(folder).as_posix())


def _with_distinct_names(chosen: Sequence[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Drop repeated files; name files of the same name by the folders that distinguish them."""
    once = {path.absolute(): (path, name) for path, name in reversed(chosen)}
    files = list(reversed(once.values()))
    names = [name for _, name in files]
    alike = [path.absolute() for path, name in files if names.count(name) > 1]
    if not alike:
        return files
    try:
        above: Path | None = Path(os.path.commonpath([path.parent for path in alike]))
    except ValueError:  # on several drives
        above = None
    return [
        (path, _from(above, path.absolute()) if names.count(name) > 1 else name)
        for path, name in files
    ]


def _from(above: Path | None, path: Path) -> str:
    return path.relative_to(above or path.anchor).as_posix()
