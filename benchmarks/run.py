"""Measure the speed of checking, as ratios within this one run, and write RESULTS.md.

Every round runs all contestants, each round in another order, so that other load of the machine
affects all alike. A ratio is the median over the rounds of the ratios within each round.
"""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from floor import parse, xml_parts
from many import sections

HERE = Path(__file__).resolve().parent
FILINGS = HERE.parent.parent / "shared" / "filings"

WARM_ROUNDS = 25
FRESH_ROUNDS = 15


def check(paths: Sequence[Path]) -> object:
    """Check the filing, the work that is measured."""
    from xladdin import checking

    return checking.check_paths(paths)


def open_and_read(paths: Sequence[Path]) -> None:
    """Open both files with the usual libraries and read each cell and paragraph once."""
    import docx
    import openpyxl

    document, workbook = paths
    body = docx.Document(str(document))
    for paragraph in body.paragraphs:
        _ = paragraph.text
    for table in body.tables:
        for row in table.rows:
            for cell in row.cells:
                _ = cell.text
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        for cells in sheet.iter_rows():
            for each in cells:
                _ = each.value


def fresh(*arguments: str) -> None:
    """Run a new Python process; status 1 means a filing with errors in it."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1) or done.stderr:
        sys.exit(f"{arguments}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")


def measure(rounds: int, *contestants: Callable[[], object]) -> list[list[float]]:
    """Return the milliseconds of each contestant in each round, after two rounds that do not count."""
    times: list[list[float]] = [[] for _ in contestants]
    for number in range(-2, rounds):
        turn = number % len(contestants)
        for index in [*range(turn, len(contestants)), *range(turn)]:
            gc.collect()
            gc.disable()
            start = perf_counter_ns()
            contestants[index]()
            taken = perf_counter_ns() - start
            gc.enable()
            if number >= 0:
                times[index].append(taken / 1e6)
    return times


@dataclass(frozen=True)
class Comparison:
    """The times of checking one filing, and of one thing that it is compared with."""

    filing: str
    against: str
    checking: list[float]
    other: list[float]
    target: float

    def row(self) -> str:
        """Return the comparison as a row of the table in RESULTS.md."""
        ratios = [mine / theirs for mine, theirs in zip(self.checking, self.other, strict=True)]
        verdict = "met" if median(ratios) <= self.target else "NOT MET"
        columns = [
            self.filing,
            self.against,
            spread(self.checking, 1),
            spread(self.other, 1),
            spread(ratios, 3),
            f"≤ {self.target}",
            verdict,
        ]
        return "| " + " | ".join(columns) + " |"


def spread(values: list[float], places: int) -> str:
    """Format the median, minimum and maximum."""
    return f"{median(values):.{places}f} ({min(values):.{places}f}–{max(values):.{places}f})"


def compare(folder: Path) -> list[Comparison]:
    """Compare the checking of one filing with three other tasks."""
    paths = [folder / "filing.docx", folder / "forms.xlsx"]
    parts = xml_parts(paths)
    mine, reading, parsing = measure(
        WARM_ROUNDS, lambda: check(paths), lambda: open_and_read(paths), lambda: parse(parts)
    )
    process, importing = measure(
        FRESH_ROUNDS,
        lambda: fresh("-m", "xladdin", "check", *map(str, paths)),
        lambda: fresh("-c", "import openpyxl, docx"),
    )
    return [
        Comparison(folder.name, "openpyxl and python-docx open and read", mine, reading, 0.15),
        Comparison(folder.name, "lxml parses the same XML", mine, parsing, 5.0),
        Comparison(folder.name, "new process: `import openpyxl, docx`", process, importing, 1.0),
    ]


def importing() -> str:
    """Tell in a sentence what the add-in's buttons add to importing xlwings, in new processes."""
    both, alone = measure(
        FRESH_ROUNDS,
        lambda: fresh("-c", "import xlwings, xladdin.excel.buttons"),
        lambda: fresh("-c", "import xlwings"),
    )
    added = [mine - theirs for mine, theirs in zip(both, alone, strict=True)]
    verdict = "met" if median(added) <= 60 else "NOT MET"
    return (
        f"Importing the add-in's buttons adds {spread(added, 1)} ms to importing xlwings"
        f" ({spread(alone, 1)} ms); target ≤ 60: {verdict}."
    )


def main() -> int:
    """Measure every filing that has both files; print the table and write it."""
    folders = sorted(path.parent for path in FILINGS.glob("*/forms.xlsx"))
    if not folders:
        print(f"no filings in {FILINGS}", file=sys.stderr)
        return 2
    libraries = ("xladdin", "lxml", "openpyxl", "python-calamine", "python-docx")
    lines = [
        "# Results",
        "",
        "Written by `python3 install/dev.py bench`. Times in ms, median (min–max);"
        f" {WARM_ROUNDS} rounds in one warm process, {FRESH_ROUNDS} of new processes.",
        "",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in libraries),
        "",
        "| filing | against | checking | the other | ratio | target | |",
        "|---|---|---|---|---|---|---|",
    ]
    print("\n".join(lines[4:]), flush=True)
    for folder in folders:
        for comparison in compare(folder):
            lines.append(comparison.row())
            print(lines[-1], flush=True)
    for line in ("", importing(), *sections()):
        lines.append(line)
        print(line, flush=True)
    (HERE / "RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
