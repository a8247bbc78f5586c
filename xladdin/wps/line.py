"""Operations on objects of WPS, gathered into as few round trips as can be.

What needs no answer waits for the next that does: getting an object, setting a property. What was
told once is known until something is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

#: As they travel, see the package's docstring.
Operation = list[Any]
Answer = dict[str, Any]

APPLICATION, WINDOW = 0, 1


class RemoteError(Exception):
    """What WPS refuses, or what it was asked before without waiting for the answer."""


class Line:
    """The way to one WPS, for the time of one button."""

    def __init__(self, send: Callable[[list[Operation]], Answer]) -> None:
        self._send = send
        self._waiting: list[Operation] = []
        self._known: dict[tuple[Any, ...], Any] = {}
        self._last = WINDOW

    @property
    def application(self) -> Remote:
        """WPS itself."""
        return Remote(self, APPLICATION)

    @property
    def window(self) -> Remote:
        """The script's own window, which has the message boxes."""
        return Remote(self, WINDOW)

    def wait(self, operation: Operation) -> None:
        """Do it before the next that is asked."""
        self.forget()
        self._waiting.append(operation)

    def keep(self, operation: Operation, *, changes: bool = False) -> Remote:
        """The object that an operation gives, under a new number; ``changes``: it makes one."""
        key = tuple(map(repr, operation))
        if changes:
            self.forget()
        number = self._known.get(key)
        if number is None:
            self._last = number = self._last + 1
            self._waiting.append([*operation, number])
            if not changes:
                self._known[key] = number
        return Remote(self, number)

    def ask(self, *operations: Operation) -> list[Any]:
        """What each of them comes to, after all that waits. Raises RemoteError."""
        sent = [*self._waiting, *operations]
        waited = len(self._waiting)
        self._waiting = []
        if not sent:
            return []
        answer = self._send(sent)
        done: Sequence[Any] = answer.get("done", ())
        if len(done) < len(sent):
            self._known.clear()
            verb, _, name, *_ = sent[len(done)]
            raise RemoteError(f"{verb} {name}: {answer.get('failed')}")
        return list(done[waited:])

    def forget(self) -> None:
        """Nothing is known any more, as something changes."""
        self._known.clear()

    def know(self, *operations: Operation) -> list[Any]:
        """What operations that change nothing come to, in one round trip; none for what is known."""
        keys = [tuple(map(repr, operation)) for operation in operations]
        missing = {
            key: each for key, each in zip(keys, operations, strict=True) if key not in self._known
        }
        if missing:
            self._known |= zip(missing, self.ask(*missing.values()), strict=True)
        return [self._known[key] for key in keys]


class Remote:
    """An object of WPS, by its number."""

    __slots__ = ("line", "number")

    def __init__(self, line: Line, number: int) -> None:
        self.line = line
        self.number = number

    def get(self, name: str) -> Any:
        """The value of a property."""
        return self.line.know(self.asks(name))[0]

    def asks(self, name: str) -> Operation:
        """The operation that gets a property."""
        return ["get", self.number, name, 0]

    def tells(self, name: str, *arguments: Any) -> Operation:
        """The operation that calls a method."""
        return ["call", self.number, name, _listed(arguments), 0]

    def set(self, name: str, value: Any) -> None:
        """Give a property a value, soon."""
        self.line.wait(["set", self.number, name, value])

    def part(self, name: str) -> Remote:
        """The object that a property is."""
        return self.line.keep(["get", self.number, name])

    def item(self, name: str, *arguments: Any) -> Remote:
        """The object that a method finds."""
        return self.line.keep(["call", self.number, name, _listed(arguments)])

    def make(self, name: str, *arguments: Any) -> Remote:
        """The object that a method makes, at once, so that what goes wrong is told here."""
        operation = ["call", self.number, name, _listed(arguments)]
        made = self.line.keep(operation, changes=True)
        self.line.ask()
        return made

    def call(self, name: str, *arguments: Any) -> Any:
        """What a method returns."""
        self.line.forget()
        return self.line.ask(self.tells(name, *arguments))[0]

    def told(self, name: str, *arguments: Any) -> Any:
        """The same for a method that changes nothing: it is told once."""
        return self.line.know(self.tells(name, *arguments))[0]

    def do(self, name: str, *arguments: Any) -> None:
        """Call a method that returns nothing, soon."""
        self.line.wait(self.tells(name, *arguments))


def _listed(arguments: Sequence[Any]) -> list[Any]:
    """Arguments as they travel; what is left out at the end is not given at all."""
    some = [{"object": each.number} if isinstance(each, Remote) else each for each in arguments]
    while some and some[-1] is None:
        some.pop()
    return some
