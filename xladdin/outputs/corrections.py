"""Correct the figures of a filing in copies of its files."""

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

#: Why a figure was not corrected, in words for the person who has to correct it.
NOT_OURS = "是去年的材料，没有改"
ONCE_MORE = "同一处另有一个数也要改，请改完再核对一次"
BLANK = "这里是空的，请自己填"
BY_FORMULA = "是公式算出的，请改公式引用的格"
NOT_FOUND = "在文件里没有找到这个数"
UNCLEAR = "这个数在原处不止一个，或写法认不出，请自己改"
NOTHING_TO_CHANGE = "数字本身不用改，请自己改写法"


class Correction(Struct, frozen=True):
    """A figure and the number that it should be, in the figure's unit; or a text and the right one."""

    figure: Operand
    proposed: str

    def in_text(self, text: str) -> Reprinted | None:
        """Return where ``text`` has to change, and to what; None unless the figure occurs exactly once."""
        if self.figure.value is not None:
            return reprinted(text, Decimal(self.figure.value), Decimal(self.proposed))
        words = self.figure.text.strip()
        start = text.find(words)
        if not words or start < 0 or text.count(words) > 1:
            return None
        return Reprinted(start, start + len(words), self.proposed)

    def in_cell(self, held: Decimal | str, code: str = "") -> Decimal | Reprinted | str:
        """Return what a cell should hold instead of ``held``, a number shown in the format
        ``code``, or a text.

        That is a number, a replacement within the text, or a Chinese sentence why the cell stays as
        it is. A text with the right number becomes a number: being a text was all that was wrong.
        """
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
        """Scale the proposed number for a cell that holds ``value`` and shows ``shown``: percent
        signs and formats in thousands move the point."""
        printed = Decimal(self.figure.value or 0)
        ratio = value / printed if value and printed else Decimal(1)
        shift = -2 if "%" in shown else round(abs(ratio).log10())
        return Decimal(self.proposed).scaleb(shift)

    @property
    def printed(self) -> str:
        """The figure's text after the correction."""
        text = self.figure.text
        done = self.in_text(text)
        after = text[: done.start] + done.text + text[done.end :] if done else text
        return after if after != text else self.proposed


def corrections(cause: Cause) -> Iterator[Correction]:
    """Yield the corrections of a cause: of its figure, and of the same figure in other copies of
    the form."""
    if cause.figure is not None and cause.proposed is not None:
        yield from (Correction(each, cause.proposed) for each in (cause.figure, *cause.copies))


class Outcome(Struct):
    """What became of corrections, by place: the figures corrected, and why others were not."""

    made: set[Location] = field(default_factory=set)
    refused: dict[Location, str] = field(default_factory=dict)


class Corrected(Struct, frozen=True):
    """The bytes of a corrected copy, and what became of each correction."""

    data: bytes
    outcome: Outcome
    #: Sentences on what the copy lacks.
    notes: tuple[str, ...] = ()


#: Corrections by the places of their figures, one for each figure.
Corrections = Mapping[Location, Correction]


class CorrectedFile(Struct, frozen=True):
    """A file of the filing as it goes into the folder; ``made`` counts the figures corrected in it."""

    source: str
    kind: str
    leaf: str
    data: bytes
    made: int

    @property
    def is_document(self) -> bool:
        """Whether its corrections are tracked changes, not values in cells."""
        return self.kind in DOCUMENT


class CorrectedFiling(Struct):
    """All files of a filing, what became of the corrections, and notes on what was not done."""

    files: list[CorrectedFile] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)
    notes: list[str] = field(default_factory=list)


def corrected_filing(
    report: Report, paths: Sequence[Path], causes: Sequence[Cause], when: datetime
) -> CorrectedFiling:
    """Return the files that ``report`` was made from, with these causes corrected where possible.

    Files without a correction, or that no copy can be written of, are included unchanged, so that
    the filing is complete; files that could not be read are left out. Raises InputError if a file
    was changed since it was checked.
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
    """Write all files into ``folder``, made if missing, and return their paths. Raises InputError,
    and writes nothing, if one of them exists already or cannot be written."""
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
