"""What is to be corrected in a file, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct, field

from xladdin.model.figure import Location
from xladdin.model.report import Cause, Operand
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
