"""What all tests share: the real filings, the office marker, and no skipping where it counts."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from xlwings import App

    from tests.office.counting import Trips
    from tests.office.process import Office

ROOT = Path(__file__).resolve().parent.parent
FILINGS = ROOT.parent / "shared" / "filings"

#: Everything must run: a test that is skipped or expected to fail has failed.
STRICT = os.environ.get("XLADDIN_REQUIRE_OFFICE") == "1" or os.environ.get("CI") == "true"

#: The folders whose files take longest, in the order in which they come, before all others: so that
#: at the end no core waits for a long file that another has just begun.
LONG = {name: place for place, name in enumerate("walk install excel batch wps hostile".split())}

settings.register_profile("dev", deadline=None, database=None)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if STRICT else "dev")


@pytest.fixture(scope="session")
def filings() -> Path:
    """The folder of real filings beside the checkout."""
    if not FILINGS.is_dir():
        pytest.skip(f"需要真实材料: {FILINGS}")
    return FILINGS


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The soffice process of the session, see tests/office."""
    from tests.office.fixtures import running_office

    yield from running_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """For what is read again from a PDF: without such a font its letters are empty boxes."""
    if shutil.which("fc-list") is None:
        return
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=True)
    if not listed.stdout:
        pytest.skip("需要中文字体：这台电脑上一种也没有")


@pytest.fixture
def excel(office: Office) -> Iterator[App]:
    """xlwings' app without open books, with soffice in Excel's place, see tests/office."""
    from tests.office.fixtures import clean_app

    yield from clean_app(office)


@pytest.fixture
def trips(excel: App) -> Trips:
    """The round trips to the spreadsheet since the test began, see tests/office."""
    from tests.office import counting

    return counting.trips


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, as many a test waits for a process of its own."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What has been collected stays to the end: no need to look through it for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.get(item.path.parent.name, len(LONG)))
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.office)
    if shutil.which("soffice") is None:
        for item in items:
            if item.get_closest_marker("office"):
                item.add_marker(pytest.mark.skip(f"需要 LibreOffice: {item.name}"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if STRICT:
        fail_if_excused(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if STRICT:
        fail_if_excused(report)
    return report


def fail_if_excused(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Makes a failure of a skip, of an expected failure, and of an unexpected success."""
    if report.skipped or hasattr(report, "wasxfail"):
        skipped = report.longrepr[2] if isinstance(report.longrepr, tuple) else None
        report.outcome = "failed"
        report.longrepr = f"not allowed here: {skipped or 'xfail: ' + vars(report).pop('wasxfail')}"
