"""How many of the faults put into made-up filings are found, and what is found that is none."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from msgspec import Struct, field

ROOT = Path(__file__).resolve().parents[2]
if __package__ in (None, ""):
    sys.path[0] = str(ROOT)

from tests.generator import report_faults, table_faults  # noqa: E402
from tests.generator.detection import detected, unexpected  # noqa: E402
from tests.generator.facts import PROFILES  # noqa: E402
from tests.generator.faults import Fault  # noqa: E402
from tests.generator.filing import Generated, filing, possible  # noqa: E402
from xladdin import checking  # noqa: E402
from xladdin.errors import InputError  # noqa: E402
from xladdin.forms.profiles import profile  # noqa: E402
from xladdin.model.filing import Filing  # noqa: E402
from xladdin.model.report import Report  # noqa: E402
from xladdin.sources import read_filing  # noqa: E402

#: One filing in so many has no fault; the others have one in their forms and one in their report.
CLEAN = 4
_NAMES = ("单位名称写错", "单位名称不同")


class Score(Struct):
    """Faults by kind, those found, and examples of what went wrong."""

    tried: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    figures: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another's in."""
        self.tried += other.tried
        self.found += other.found
        self.clean += other.clean
        self.figures += other.figures
        self.missed += other.missed
        self.invented += other.invented

    def rate(self, in_report: bool) -> float:
        """The share of faults found, of those in the report or of those in the forms."""
        kinds = report_faults.KINDS if in_report else table_faults.KINDS
        tried = sum(self.tried[kind] for kind in kinds)
        return sum(self.found[kind] for kind in kinds) / tried if tried else 1.0


def kinds_for(number: int, name: str) -> list[str]:
    """Which faults the filing of this number gets: each kind has its turn."""
    if number % CLEAN == 0:
        return []
    in_forms, in_report = possible(number, name)
    turn = number // len(PROFILES)
    chosen = [in_forms[turn % len(in_forms)], in_report[turn % len(in_report)]]
    # A filing of two units is refused as such, before anything else in it is looked at.
    return [each for each in chosen if each in _NAMES][:1] or chosen


def measured(number: int, *, written: bool) -> Score:
    """The filing of a number, checked: as files, or as they would be read."""
    name = PROFILES[number % len(PROFILES)]
    made = filing(number, name, kinds_for(number, name))
    score = Score()
    if not made.faults:
        read, report = _checked(made, written)
        score.clean, score.figures = 1, report.coverage.figures + report.coverage.quantities
        score.invented = [
            f"{number} {name} {each.code} {each.message}" for each in unexpected(report.findings)
        ]
        return score
    try:
        read, report = _checked(made, written)
        hits = [detected(fault, read, report) for fault in made.faults]
    except InputError as error:  # two units in one filing
        hits = [fault.now in str(error) for fault in made.faults]
    for fault, hit in zip(made.faults, hits, strict=True):
        score.tried[fault.kind] += 1
        score.found[fault.kind] += hit
        if not hit:
            score.missed.append(f"{number} {name} {fault.kind}: {_told(made, fault)}")
    return score


def _told(made: Generated, fault: Fault) -> str:
    if not fault.in_report:
        where = f"{fault.place.form} {fault.place.number} {fault.place.key}"
    elif fault.place.paragraph == -1:
        where = "gone"
    else:
        where = made.lines[fault.place.paragraph or 0].text
    return f"{fault.before} → {fault.now}, {where}"


def _checked(made: Generated, written: bool) -> tuple[Filing, Report]:
    chosen = profile(made.facts.profile)
    if not written:
        read = checking.file(made.sources, chosen)
        return read, checking.check(read, chosen)
    with tempfile.TemporaryDirectory() as folder:
        read = checking.file(read_filing(made.write(Path(folder))), chosen)
    return read, checking.check(read, chosen)


def _measured(numbers: list[int]) -> Score:
    score = Score()
    for number in numbers:
        score.add(measured(number, written=True))
    return score


def main() -> int:
    """Measure and print; 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many filings")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    began, score = time.monotonic(), Score()
    with ProcessPoolExecutor(options.workers) as pool:
        for part in pool.map(_measured, _slices(options.count)):
            score.add(part)
    _print(score)
    print(f"{options.count} filings, {time.monotonic() - began:.0f} s")
    return int(bool(score.invented) or score.rate(False) < 0.995 or score.rate(True) < 0.95)


def _slices(count: int) -> Iterator[list[int]]:
    numbers = list(range(count))
    Random(0).shuffle(numbers)
    for at in range(0, count, 20):
        yield numbers[at : at + 20]


def _print(score: Score) -> None:
    for title, kinds in (("tables", table_faults.KINDS), ("report", report_faults.KINDS)):
        tried = sum(score.tried[kind] for kind in kinds)
        found = sum(score.found[kind] for kind in kinds)
        print(f"{title}: {found} of {tried} faults found, {score.rate(title == 'report'):.2%}")
        for kind in kinds:
            if score.tried[kind]:
                share = score.found[kind] / score.tried[kind]
                print(f"  {kind:　<10}{score.tried[kind]:6}{score.found[kind]:6}{share:9.1%}")
    print(
        f"clean: {score.clean} filings, {score.figures} figures, {len(score.invented)} false findings"
    )
    for each in (*score.invented[:20], *score.missed[:60]):
        print(f"  {each}")


if __name__ == "__main__":
    sys.exit(main())
