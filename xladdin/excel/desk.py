"""What a handler works with: the workbook, what is remembered of it, and the status bar."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlwings import App, Book

from xladdin.errors import InputError
from xladdin.excel import host
from xladdin.excel.session import Session, session, tie
from xladdin.excel.undo import Step


@dataclass(slots=True)
class Desk:
    """``book`` is the workbook in front. ``stays``: what the status bar shows in the end, if that
    is not left to Excel. ``begun``: something may have been changed."""

    book: Book
    session: Session = field(init=False)
    stays: str = ""
    begun: bool = False

    def __post_init__(self) -> None:
        self.session = session(self.book)

    @property
    def app(self) -> App:
        return self.book.app

    def say(self, doing: str) -> None:
        """Show in the status bar what is being done; InputError if the user wants to stop before."""
        if host.wants_to_stop(self.app):
            done = "已经改动的，可以点“撤销上次操作”恢复。" if self.begun else ""
            raise InputError(f"已按 Esc 停下，这一步没有做完。{done}")
        host.say(self.app, doing)

    def begin(self, name: str) -> Step:
        """A step that can be taken back, whatever becomes of it."""
        step = Step(name)
        self.begun = True
        self.session.steps.append(step)
        return step

    def clear(self) -> None:
        """Forget steps that have changed nothing, and give the status bar back."""
        self.app.status_bar = self.stays or False
        tie(self.book)


def plainly(*sentences: str) -> str:
    """Sentences as one message, blank ones left out."""
    return "\n".join(sentence for sentence in sentences if sentence)
