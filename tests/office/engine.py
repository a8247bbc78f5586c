"""xlwings' engine, with a soffice process in Excel's place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from tests.office.application import App
from tests.office.process import Office, OfficeError
from tests.office.values import ERRORS


class Engine:
    """The engine that goes by the name of Excel's, so that conversions find it."""

    name = "excel"
    type = "desktop"

    def __init__(self, office: Office) -> None:
        self.office = office
        self.app = App(self)

    @property
    def apps(self) -> Apps:
        """The one app, while its process runs."""
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """A value as xlwings hands it to Excel."""
        if type(value).__module__ == "numpy":
            value = value.item()
        return "" if value is None or value != value else value

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """A block of Excel's as xlwings hands it out."""

        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour,
                    minute=value.minute, second=value.second, microsecond=value.microsecond,
                    tzinfo=None,
                )  # fmt: skip
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            if type(value) is int and value in ERRORS:
                return ERRORS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """At most one app: the process of this session of tests."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def _running(self) -> list[App]:
        return [self.engine.app] if self.engine.office.alive else []

    def keys(self) -> list[int]:
        return [app.pid for app in self._running()]

    def add(self, **how: Any) -> App:
        raise OfficeError("the program under test must attach to the user's Excel, never start one")

    def cleanup(self) -> None:
        """Nothing is left behind."""

    def __iter__(self) -> Iterator[App]:
        return iter(self._running())

    def __len__(self) -> int:
        return len(self._running())

    def __getitem__(self, pid: int) -> App:
        return {app.pid: app for app in self._running()}[pid]
