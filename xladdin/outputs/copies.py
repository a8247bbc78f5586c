"""What all copies of a filing's files have in common: their names, their folder, what they are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from xladdin.errors import InputError
from xladdin.mishaps import reason
from xladdin.model.report import SourceSummary
from xladdin.sources.identify import EXTENSIONS
from xladdin.sources.reading import file_bytes

DOCUMENT, WORKBOOK = EXTENSIONS["docx"], EXTENSIONS["xlsx"]
#: What is of the same kind, but of a format that only its own programs can write.
OTHERS = {
    ".docx": frozenset((*EXTENSIONS["doc"], "odt", "rtf")),
    ".xlsx": frozenset((*EXTENSIONS["xls"], *EXTENSIONS["xlsb"], "ods", "html", "xml")),
}


def leaves(
    sources: Sequence[SourceSummary], files: Mapping[str, Path], name: Callable[[str, str], str]
) -> list[tuple[SourceSummary, str]]:
    """The sources with the names of their copies, which ``name`` makes of a stem and a kind: files
    of one name are told apart by their folders."""
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
    """The file that a source was read from; InputError if it is not the same any more."""
    path = files.get(source.path)
    data = file_bytes(path, source.path) if path is not None else b""
    if sha256(data).hexdigest() != source.sha256:
        raise InputError(f"「{source.path}」在核对时被改动或移走了，请再核对一次。")
    return data


def make_folder(folder: Path) -> None:
    """Make a folder unless it is there; InputError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"不能建立文件夹“{folder}”：{reason(error)}。") from error
