"""Causes → copies of a filing's files in which the figures are what they should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from xladdin.errors import InputError
from xladdin.model.figure import Location
from xladdin.model.report import Cause, Report, SourceSummary
from xladdin.outputs.copies import DOCUMENT, OTHERS, WORKBOOK, leaves, source_bytes
from xladdin.outputs.corrections import BLANK, NOT_OURS, Corrected, Correction, Outcome, corrections
from xladdin.outputs.writing import write_new_set
from xladdin.sources.filing_files import UNREAD, files_by_source


class CorrectedFile(Struct, frozen=True):
    """A file of the filing, as it goes into the folder: ``made`` figures in it were corrected."""

    source: str
    kind: str
    leaf: str
    data: bytes
    made: int

    @property
    def is_document(self) -> bool:
        """Whether corrections in it are tracked changes, rather than values in cells."""
        return self.kind in DOCUMENT


class CorrectedFiling(Struct):
    """All files of a filing, what became of the corrections, and sentences on what was not done."""

    files: list[CorrectedFile] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)
    notes: list[str] = field(default_factory=list)


def corrected_filing(
    report: Report, paths: Sequence[Path], causes: Sequence[Cause], when: datetime
) -> CorrectedFiling:
    """The files of which ``report`` was made, with these causes corrected where they can be.

    Files without a correction, or of which no copy can be written, are as they were, so that all of
    them are a whole filing; one that could not be read is left out. Raises InputError for a file that is not the one that was checked.
    """
    asked: dict[str, dict[Location, Correction]] = {source.path: {} for source in report.sources}
    done = CorrectedFiling()
    for cause in causes:
        for correction in corrections(cause):
            location = correction.figure.location
            if location.source not in asked:
                done.outcome.refused[location] = NOT_OURS
            elif not correction.figure.text.strip():
                done.outcome.refused[location] = BLANK
            else:
                asked[location.source].setdefault(location, correction)
    files = files_by_source(paths)
    read = [source for source in report.sources if source.kind != UNREAD]
    done.notes += [note for source in report.sources if source not in read for note in source.notes]
    for source, leaf in leaves(read, files, lambda stem, kind: f"{stem}.{kind}"):
        data = source_bytes(source, files)
        try:
            new = _corrected(source, data, asked[source.path], when)
        except InputError as error:
            refused = dict.fromkeys(asked[source.path], "这个文件写不了副本")
            new = Corrected(data, Outcome(refused=refused), (f"没有改：{error}",))
        done.outcome.made |= new.outcome.made
        done.outcome.refused |= new.outcome.refused
        done.notes += new.notes
        made = len(new.outcome.made)
        done.files.append(CorrectedFile(source.path, source.kind, leaf, new.data, made))
    return done


def write_filing(filing: CorrectedFiling, folder: Path) -> list[Path]:
    """Write all files into ``folder``, made if missing; InputError, and nothing written, where one
    of them is there already or cannot be written."""
    write_new_set(folder, {file.leaf: file.data for file in filing.files})
    return [folder / file.leaf for file in filing.files]


def _corrected(
    source: SourceSummary, data: bytes, asked: Mapping[Location, Correction], when: datetime
) -> Corrected:
    if not asked:
        return Corrected(data, Outcome())
    if source.kind in DOCUMENT:
        from xladdin.outputs import word_changes

        return word_changes.corrected(data, source.path, asked, when)
    if source.kind in WORKBOOK:
        from xladdin.outputs import workbook_values

        return workbook_values.corrected(data, source.path, asked)
    refused = dict.fromkeys(asked, "只能改 docx 和 xlsx 文件")
    usual = next((f"请先另存为 {usual}" for usual, kinds in OTHERS.items() if source.kind in kinds),
                 "请用原来的 Word 或 Excel 文件")  # fmt: skip
    note = f"「{source.path}」没有改：只能改 docx 和 xlsx，{usual}。"
    return Corrected(data, Outcome(refused=refused), (note,))
