"""What is to be corrected in a file, and what became of it; causes → copies of a filing's files in which the
figures are what they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from msgspec import Struct, field

from xladdin.errors import InputError
from xladdin.model.figure import Location
from xladdin.model.report import Cause, Operand, Report, SourceSummary
from xladdin.outputs.annotated_copies import DOCUMENT, OTHERS, WORKBOOK, leaves, source_bytes
from xladdin.outputs.writing import write_new_set
from xladdin.sources.filing_files import UNREAD, files_by_source
from xladdin.sources.number_format import display
from xladdin.text.cleaning import clean
from xladdin.text.reprinting import Reprinted, reprinted

#: Why a figure stays as it is, for the person who has to correct it.
NOT_OURS = "是去年的材料，没有改"
ONCE_MORE = "同一处另有一个数也要改，请改完再核对一次"
BLANK = "这里是空的，请自己填"
BY_FORMULA = "是公式算出的，请改公式引用的格"
NOT_FOUND = "在文件里没有找到这个数"
UNCLEAR = "这个数在原处不止一个，或写法认不出，请自己改"
NOTHING_TO_CHANGE = "数字本身不用改，请自己改写法"


class Correction(Struct, frozen=True):
    """A figure, and the number that it should be, in its own unit; or a text, and the right one."""

    figure: Operand
    proposed: str

    def in_text(self, text: str) -> Reprinted | None:
        """Where the figure's number stands in ``text``, and how the other is printed there; None
        unless it stands there once."""
        if self.figure.value is not None:
            return reprinted(text, Decimal(self.figure.value), Decimal(self.proposed))
        words = self.figure.text.strip()
        start = text.find(words)
        if not words or start < 0 or text.count(words) > 1:
            return None
        return Reprinted(start, start + len(words), self.proposed)

    def in_cell(self, held: Decimal | str, code: str = "") -> Decimal | Reprinted | str:
        """What a cell is to hold that holds a number, shown in the format ``code``, or a text: another
        number; where in the text another one goes; or why the cell stays as it is. A text that needs
        no other number becomes one: all that was wrong was that it is a text."""
        shown = held if isinstance(held, str) else display(held, code)
        done = self.in_text(shown)
        if done is None:
            return UNCLEAR
        if shown[done.start : done.end] != done.text:
            return done if isinstance(held, str) else self._in_format(shown, held)
        if not isinstance(held, str) or "%" in clean(shown).text:
            return NOTHING_TO_CHANGE
        return Decimal(self.proposed)

    def _in_format(self, shown: str, value: Decimal) -> Decimal:
        """The number for a cell that holds ``value`` and shows the figure as ``shown``: percent signs
        and formats in thousands move the point."""
        printed = Decimal(self.figure.value or 0)
        ratio = value / printed if value and printed else Decimal(1)
        shift = -2 if "%" in shown else round(abs(ratio).log10())
        return Decimal(self.proposed).scaleb(shift)

    @property
    def printed(self) -> str:
        """The figure's text as it is to be."""
        text = self.figure.text
        done = self.in_text(text)
        after = text[: done.start] + done.text + text[done.end :] if done else text
        return after if after != text else self.proposed


def corrections(cause: Cause) -> Iterator[Correction]:
    """What is to be corrected for a cause: its figure, and the same in other copies of the form."""
    if cause.figure is not None and cause.proposed is not None:
        yield from (Correction(each, cause.proposed) for each in (cause.figure, *cause.copies))


class Outcome(Struct):
    """What became of corrections: the figures that were corrected, and why others were not."""

    made: set[Location] = field(default_factory=set)
    refused: dict[Location, str] = field(default_factory=dict)


class Corrected(Struct, frozen=True):
    """The bytes of a corrected copy, and what became of each correction, by where its figure is."""

    data: bytes
    outcome: Outcome
    #: Sentences on what the copy is not.
    notes: tuple[str, ...] = ()


#: Corrections by where their figures are: of a figure there is one.
Corrections = Mapping[Location, Correction]


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
