"""Gather operations on objects of WPS into as few round trips as possible.

Operations without an answer (getting an object, setting a property) wait for the next with one.
Answers are remembered until something is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

#: An operation and an answer as sent; see the package's docstring.
Operation = list[Any]
Answer = dict[str, Any]

APPLICATION, WINDOW = 0, 1


class RemoteError(Exception):
    """Raised if WPS refuses an operation, which may be an earlier one that was waiting."""


class Line:
    """The connection to one WPS, for the duration of one button."""

    def __init__(self, send: Callable[[list[Operation]], Answer]) -> None:
        self._send = send
        self._waiting: list[Operation] = []
        self._known: dict[tuple[Any, ...], Any] = {}
        self._last = WINDOW

    @property
    def application(self) -> Remote:
        """The application WPS."""
        return Remote(self, APPLICATION)

    @property
    def window(self) -> Remote:
        """The script's own window, which has the message boxes."""
        return Remote(self, WINDOW)

    def wait(self, operation: Operation) -> None:
        """Queue an operation that changes something, to be done before the next answer."""
        self.forget()
        self._waiting.append(operation)

    def keep(self, operation: Operation, *, changes: bool = False) -> Remote:
        """Return the object that an operation gives, under a new number; ``changes``: it makes the
        object."""
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
        """Do all queued operations, then these, and return the answers to these. Raises RemoteError."""
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
        """Forget all answers, because something changes."""
        self._known.clear()

    def know(self, *operations: Operation) -> list[Any]:
        """Return the answers to operations that change nothing, in one round trip. Raises RemoteError."""
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
        """Return the value of a property. Raises RemoteError."""
        return self.line.know(self.asks(name))[0]

    def asks(self, name: str) -> Operation:
        """Return the operation that gets a property."""
        return ["get", self.number, name, 0]

    def tells(self, name: str, *arguments: Any) -> Operation:
        """Return the operation that calls a method."""
        return ["call", self.number, name, _listed(arguments), 0]

    def set(self, name: str, value: Any) -> None:
        """Queue the setting of a property."""
        self.line.wait(["set", self.number, name, value])

    def part(self, name: str) -> Remote:
        """Return the object that is a property's value."""
        return self.line.keep(["get", self.number, name])

    def item(self, name: str, *arguments: Any) -> Remote:
        """Return the object that a method finds."""
        return self.line.keep(["call", self.number, name, _listed(arguments)])

    def make(self, name: str, *arguments: Any) -> Remote:
        """Return the object that a method makes, at once, so that it fails here. Raises RemoteError."""
        operation = ["call", self.number, name, _listed(arguments)]
        made = self.line.keep(operation, changes=True)
        self.line.ask()
        return made

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a method and return its result. Raises RemoteError."""
        self.line.forget()
        return self.line.ask(self.tells(name, *arguments))[0]

    def told(self, name: str, *arguments: Any) -> Any:
        """Return the result of a method that changes nothing, remembering it. Raises RemoteError."""
        return self.line.know(self.tells(name, *arguments))[0]

    def do(self, name: str, *arguments: Any) -> None:
        """Queue the call of a method without a result."""
        self.line.wait(self.tells(name, *arguments))


def _listed(arguments: Sequence[Any]) -> list[Any]:
    """Return arguments as sent, without trailing ones that are None."""
    some = [{"object": each.number} if isinstance(each, Remote) else each for each in arguments]
    while some and some[-1] is None:
        some.pop()
    return some
