"""One button at a time: its handler runs in a thread of its own, and its questions go out as the
replies to the script's requests, whose next request brings the answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Queue
from typing import Any

from xladdin.wps.line import Answer, Line, Operation

#: What the handler needs next, or what it has said in the end.
Next = dict[str, Any]
Press = Callable[[str, Line], str]


class GivenUp(BaseException):
    """Nobody waits for this button any more; no handler may take it for a mishap of its own."""


class Pressing:
    """A button that has been pressed, until it has said what came of it."""

    def __init__(self, button: str, press: Press) -> None:
        self._turn = 0
        self._questions: Queue[Next] = Queue()
        self._answers: Queue[Answer | None] = Queue()
        self._given_up = False
        line = Line(self._send)
        self._thread = threading.Thread(target=self._run, args=(press, button, line), daemon=True)
        self._thread.start()

    def next(self) -> Next:
        """What the script is to do next, or what it is to say."""
        return self._questions.get()

    def answered(self, turn: object, answer: Answer) -> Next | None:
        """Hand over what a turn came to, and go on; None if it is not this turn that is waited for."""
        if turn != self._turn or self._given_up:
            return None
        self._turn += 1
        self._answers.put(answer)
        return self.next()

    def give_up(self) -> None:
        """End the handler at its next question, and wait for that."""
        self._given_up = True
        self._answers.put(None)
        self._thread.join()

    def _send(self, operations: list[Operation]) -> Answer:
        if self._given_up:
            raise GivenUp
        self._questions.put({"turn": self._turn, "do": operations})
        answer = self._answers.get()
        if answer is None:
            raise GivenUp
        return answer

    def _run(self, press: Press, button: str, line: Line) -> None:
        try:
            said = press(button, line)
        except GivenUp:
            said = ""
        self._questions.put({"said": said})


def press(button: str, line: Line) -> str:
    """Do what the button is for, in the WPS at the end of the line; what it says of it."""
    from xladdin.excel import buttons
    from xladdin.wps.engine import live

    def pressed() -> str:
        with live(line) as (app, book):
            return buttons.press(button, app, book)

    return buttons.safely(pressed)
