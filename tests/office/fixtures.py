"""What the fixtures of tests/conftest.py are made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import xlwings

from tests.office.counting import trips
from tests.office.engine import Engine
from tests.office.process import Office, OfficeError

#: After so long a test's soffice is taken to hang, and killed.
SECONDS = 120


def running_office(folder: Path) -> Iterator[Office]:
    """The process of the session."""
    office = Office(folder)
    try:
        office.start()
        xlwings.engines.add(xlwings.Engine(impl=Engine(office)))
        yield office
    finally:
        office.stop()


def clean_app(office: Office) -> Iterator[xlwings.App]:
    """The app of that process, without open books; a process that died is started again."""
    office.start()
    engine = xlwings.engines["excel"]
    app = engine.impl.app
    timer = office.limit(SECONDS)
    try:
        app.reset()
        trips.clear()
        engine.activate()
        yield xlwings.App(impl=app)
    finally:
        timer.cancel()
        xlwings.engines.active = None
        if hasattr(xlwings.Book, "_mock_caller"):
            del xlwings.Book._mock_caller
        trips.ready = True
        app.reset()
    if office.overdue:
        raise OfficeError(f"the test took more than {SECONDS} seconds, so soffice was killed")
