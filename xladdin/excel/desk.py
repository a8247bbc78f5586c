"""What a handler works with: the workbook, what is remembered of it, and the status bar."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from xlwings import App, Book

from xladdin.errors import InputError
from xladdin.excel import host, session
from xladdin.excel.undo import Step

_TOLD = 6


class Desk(Struct):
    """``book`` is the workbook in front. ``stays``: what the status bar shows in the end, if that
    is not left to Excel. ``step``: what the button has changed so far."""

    book: Book
    stays: str = ""
    step: Step | None = None

    @property
    def app(self) -> App:
        return self.book.app

    def say(self, doing: str) -> None:
        """Show in the status bar what is being done; InputError if the user wants to stop before."""
        if host.wants_to_stop(self.app):
            done = "已经改动的，可以点“撤销上次操作”恢复。" if self.step is not None else ""
            raise InputError(f"已按 Esc 停下，这一步没有做完。{done}")
        host.say(self.app, doing)

    def begin(self, name: str) -> Step:
        """A step that can be taken back, whatever becomes of it."""
        self.step = Step(name, before=session.last_key(self.book))
        return self.step

    def last_check(self) -> Step | None:
        """The step that has found what one can go to; None if nothing is marked."""
        told = (step for step in session.steps(self.book) if step.findings is not None)
        check = next(told, None)
        return check if check and check.findings else None

    def old_marks(self) -> str:
        """What has to be known where figures were changed that had been checked."""
        return "单元格上的标记还是改动前的，请再点“一键校验”。" if self.last_check() else ""

    def clear(self) -> None:
        """Keep what can be taken back, and give the status bar back."""
        self.app.status_bar = self.stays or False
        if self.step is not None:
            session.keep(self.book, self.step)


def plainly(*sentences: str) -> str:
    """Sentences as one message, blank ones left out."""
    return "\n".join(sentence for sentence in sentences if sentence)


def in_part(told: Sequence[str]) -> str:
    """The first of many things that are told one by one, and how many there are."""
    more = f" 等 {len(told)} 处" if len(told) > _TOLD else ""
    return f"{'；'.join(told[:_TOLD])}{more}"
