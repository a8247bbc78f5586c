"""Write copies of a filing's Word documents and workbooks with notes at the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from xladdin.errors import InputError
from xladdin.explaining import explained
from xladdin.forms.accounts.definitions import is_account
from xladdin.forms.explanations import RESULTS, listed
from xladdin.forms.profiles import profile
from xladdin.mishaps import reason
from xladdin.model.report import Listed, Report, SourceSummary
from xladdin.outputs.writing import check_target, write_set
from xladdin.sources.filing_files import files_by_source, own_copies
from xladdin.sources.identify import EXTENSIONS
from xladdin.sources.own_copies import ANNOTATED_DOCUMENT, ANNOTATED_WORKBOOK
from xladdin.sources.reading import file_bytes, printable, read

DOCUMENT, WORKBOOK = EXTENSIONS["docx"], EXTENSIONS["xlsx"]
#: The formats that no copy can be written in, by the format to save them in first.
OTHERS = {
    ".docx": frozenset((*EXTENSIONS["doc"], "odt", "rtf")),
    ".xlsx": frozenset((*EXTENSIONS["xls"], *EXTENSIONS["xlsb"], "ods", "html", "xml")),
}


def leaves(
    sources: Sequence[SourceSummary], files: Mapping[str, Path], name: Callable[[str, str], str]
) -> list[tuple[SourceSummary, str]]:
    """Pair each source with the name of its copy, made by ``name`` from a stem and a kind. Names
    are unique, ignoring case: files with the same name get their folder's name in front."""
    taken: set[str] = set()
    found = []
    for source in sources:
        path = files.get(source.path, Path(source.path))
        stems = [path.stem, f"{path.parent.name}_{path.stem}"]
        stems += [f"{path.stem}({number})" for number in range(2, len(sources) + 2)]
        names = (name(stem, source.kind) for stem in stems)
        leaf = next(each for each in names if each.lower() not in taken)
        taken.add(leaf.lower())
        found.append((source, leaf))
    return found


def source_bytes(source: SourceSummary, files: Mapping[str, Path]) -> bytes:
    """Return the bytes of the file that a source was read from. Raises InputError if it was changed
    or moved since."""
    path = files.get(source.path)
    data = file_bytes(path, source.path) if path is not None else b""
    if sha256(data).hexdigest() != source.sha256:
        raise InputError(f"「{source.path}」在核对时被改动或移走了，请再核对一次。")
    return data


def make_folder(folder: Path) -> None:
    """Make a folder unless it exists. Raises InputError if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"不能建立文件夹“{folder}”：{reason(error)}。") from error


class Copies(Struct, frozen=True):
    """The copies written, each with its number of comments; ``notes`` are Chinese sentences on what
    is missing, ``refused`` counts the copies that could not be written."""

    written: tuple[tuple[Path, int], ...]
    notes: tuple[str, ...]
    refused: int = 0


class _Copy(Struct, frozen=True):
    """A copy to write; ``is_untouched`` tells whether an older file (bytes, name) may be replaced."""

    target: Path
    data: bytes
    comments: int
    is_untouched: Callable[[bytes, str], bool]
    notes: tuple[str, ...] = ()


def write_copies(
    report: Report, paths: Sequence[Path], folder: Path, when: datetime | None = None
) -> Copies:
    """Write a copy with comments of every docx and xlsx of the filing into ``folder``.

    ``paths`` are the files that the report was made from; ``when`` dates the comments, now by
    default. A missing folder is made. A copy of an earlier run is replaced unless somebody has
    edited it. A copy that cannot be made is left out and a note says why. The others are written
    all together or, if that fails, none is. Raises InputError if the folder cannot be made or
    written to.
    """
    check_folder(folder)
    files = files_by_source(paths)
    when = when or datetime.now()
    made: list[_Copy] = []
    refused: list[str] = []
    notes = _notes(report)
    sources = [*_of(report, DOCUMENT), *_of(report, WORKBOOK)]
    for source, leaf in leaves(sources, files, copy_name):
        target = folder / leaf
        make = _document if source.kind in DOCUMENT else _workbook
        try:
            copy = make(report, source, source_bytes(source, files), target, when)
            _refuse_strangers_file(copy)
            made.append(copy)
        except InputError as error:
            refused.append(f"没有写批注副本：{error}")
    if made:
        make_folder(folder)
    for copy in [*made]:
        try:
            check_target(copy.target, files.values())
        except InputError as error:
            refused.append(f"没有写批注副本：{error}")
            made.remove(copy)
        else:
            notes.extend(copy.notes)
    if made:
        write_set(folder, {copy.target.name: copy.data for copy in made})
    written = tuple((copy.target, copy.comments) for copy in made)
    return Copies(written, (*refused, *notes), len(refused))


def annotate(report: Report, paths: Sequence[Path], folder: Path) -> tuple[Report, Copies]:
    """Run ``explained_before`` and ``write_copies``; a note says why if no copies can be written."""
    try:
        report = explained_before(report, paths, folder)
        return report, write_copies(report, paths, folder)
    except InputError as error:  # the report is there all the same
        return report, Copies((), (f"没有写批注副本：{error}",), refused=1)


def explained_before(report: Report, paths: Sequence[Path], folder: Path) -> Report:
    """Return the report with the explanations that the unit wrote into earlier copies in
    ``folder``, which may lie elsewhere than the filing. Raises InputError if ``folder`` is a
    file."""
    check_folder(folder)
    given = [
        each
        for _, leaf in leaves(_of(report, WORKBOOK), files_by_source(paths), copy_name)
        for each in _listed(folder / leaf)
    ]
    return explained(report, given, profile(report.profile))


def edited_beside(paths: Sequence[Path]) -> list[str]:
    """Return a Chinese warning for each annotated workbook beside a filing whose figures were
    edited: only the originals are read."""
    copies = own_copies(paths)
    if not copies:
        return []
    from xladdin.outputs.sheet_writing import is_untouched

    told = []
    for copy, name in copies:
        try:
            edited = not is_untouched(file_bytes(copy, name), name)
        except InputError:  # then it says so itself when it is opened
            continue
        if edited:
            told.append(
                f"副本“{name}”里除了说明，还改过别的内容，或者说明写在了指到别的副本的那些行；核对的是原件，"
                "这些没有读，数请改在原件里。"
            )
    return told


def check_folder(folder: Path) -> None:
    """Raise InputError if ``folder`` is a file."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}”是一个文件，放批注副本要写一个文件夹。")


def copy_name(stem: str, kind: str) -> str:
    """Return the file name of a copy. Workbooks become xlsx, because macros are not copied."""
    if kind in WORKBOOK:
        return f"{stem}{ANNOTATED_WORKBOOK}.xlsx"
    return f"{stem}{ANNOTATED_DOCUMENT}.{kind}"


def _of(report: Report, kinds: Sequence[str]) -> list[SourceSummary]:
    """Return the files of these kinds, those with nothing but final accounts last: nobody explains them."""
    found = [source for source in report.sources if source.kind in kinds]
    return sorted(found, key=lambda each: bool(each.forms) and all(map(is_account, each.forms)))


def _document(
    report: Report, source: SourceSummary, data: bytes, target: Path, when: datetime
) -> _Copy:
    from xladdin.outputs.remarks import remarks
    from xladdin.outputs.word_comments import annotated, is_untouched

    told = remarks(report, source.path, [each.path for each in _of(report, DOCUMENT)])
    copy = annotated(data, source.path, told, when)
    return _Copy(target, copy.data, copy.comments, is_untouched)


def _workbook(
    report: Report, source: SourceSummary, data: bytes, target: Path, when: datetime
) -> _Copy:
    from xladdin.outputs.sheet_writing import is_untouched
    from xladdin.outputs.workbook_copy import annotated

    names = [each.path for each in _of(report, WORKBOOK)]
    copy = annotated(data, source.path, report, names, when)
    lost = "、".join(copy.losses)
    notes = (f"副本「{target.name}」里没有原表的{lost}；原表没有动。",) if lost else ()
    return _Copy(target, copy.data, copy.notes, is_untouched, notes)


def _listed(copy: Path) -> Iterable[Listed]:
    """Yield what a copy lists; nothing if it is missing or cannot be read."""
    if not copy.is_file():
        return
    try:
        helpers = read(copy).helpers
    except InputError:  # then it is not replaced, either
        return
    for sheet in helpers:
        yield from listed(sheet, copy.name)


def _refuse_strangers_file(copy: _Copy) -> None:
    """Raise InputError if the target exists and was not written by this program, or was edited since."""
    target = copy.target
    if not target.is_file():
        return
    name = printable(target.name)
    if not copy.is_untouched(file_bytes(target, name), name):
        raise InputError(
            f"“{target}”已经存在，不是本程序写的，或者写出后又被改过，没有覆盖它；"
            "请把它改名或移走，或换一个文件夹。"
        )


def _notes(report: Report) -> list[str]:
    notes = [
        f"「{source.path}」没有批注：目前只能批注 {usual}，请先另存为 {usual}。"
        for usual, kinds in OTHERS.items()
        for source in _of(report, tuple(kinds))
    ]
    if (count := len(report.outdated)) and _of(report, WORKBOOK):
        notes.append(f"有 {count} 条说明所说的问题已经没有了，留在副本的“{RESULTS}”表末尾备查。")
    if not notes and not _of(report, (*DOCUMENT, *WORKBOOK)):
        notes.append("材料里没有 Word 文档和 Excel 工作簿，没有写批注副本。")
    return notes
