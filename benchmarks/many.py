"""Measure batches: how time and memory grow, with what, and compared with other tools.

The filings are generated: a few different ones, hard-linked as often as needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from statistics import median

from floor import parse, xml_parts

ROOT = Path(__file__).resolve().parent.parent

#: How many filings are different.
_DIFFERENT = 20
_SCALES = (100, 500, 1000, 5000)
_BESIDE = 100
_WORKERS_ON = 400
_SIZES = (10, 100, 1000)
_ROUNDS = 5


def sections() -> Iterator[str]:
    """Yield the lines of RESULTS.md on batches, as they are measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        different = generated(folder / "different")
        yield from scaling(folder, different)
        yield from workers(folder, different)
        yield from sizes(folder)
        yield from beside(folder, different)


def generated(folder: Path) -> list[Path]:
    """Generate different filings, every other one with a fault, all with a workbook of their own."""
    sys.path.insert(0, str(ROOT))
    filing = import_module("tests.generator.filing").filing
    found: list[Path] = []
    seed = 0
    while len(found) < _DIFFERENT:
        seed += 1
        made = filing(seed, "yueyang", ["三公合计错"] if seed % 2 else [])
        if not made.in_word:
            made.write(folder / f"{seed:03d}")
            found.append(folder / f"{seed:03d}")
    return found


def linked(folder: Path, different: list[Path], count: int) -> Path:
    """Return the folder, filled with ``count`` filings."""
    for number in range(count):
        source = different[number % len(different)]
        shutil.copytree(source, folder / f"{number:05d}", copy_function=os.link)
    return folder


def batch(folder: Path, output: Path, *options: str) -> tuple[float, float]:
    """Run a batch; return its seconds, and the peak memory of all its processes together in MB."""
    command = [sys.executable, "-m", "xladdin", "batch", str(folder), "-o", str(output), *options]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    if process.wait() != 0:
        sys.exit(f"xladdin batch: exit {process.returncode}")
    seconds = time.perf_counter() - begin
    watcher.join()
    return seconds, peak[0]


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_resident, _family(process.pid))))
        time.sleep(0.1)


def _family(parent: int) -> list[int]:
    """Return the process and its children."""
    found = [parent]
    try:
        for task in Path(f"/proc/{parent}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except OSError:
        pass
    return found


def _resident(process: int) -> float:
    """Return the memory of a process in MB, with its share of what several processes use."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def scaling(folder: Path, different: list[Path]) -> Iterator[str]:
    """Measure the time and memory of more and more filings."""
    yield "\n## Batches: filings\n"
    yield "| filings | seconds | ms a filing | against 100 | peak MB, all processes | against 500 |"
    yield "|---|---|---|---|---|---|"
    measured: dict[int, tuple[float, float]] = {}
    for count in _SCALES:
        inbox = linked(folder / f"in{count}", different, count)
        measured[count] = seconds, memory = batch(inbox, folder / f"out{count}")
        shutil.rmtree(inbox)
        each = seconds / count
        first = measured[_SCALES[0]][0] / _SCALES[0]
        grown = f"{memory / measured[500][1]:.2f}" if 500 in measured else ""
        yield (
            f"| {count:,} | {seconds:.1f} | {each * 1000:.1f} | {each / first:.2f}"
            f" | {memory:.0f} | {grown} |"
        )
    ratio = measured[5000][1] / measured[500][1]
    yield f"\nTarget: memory of 5,000 ≤ 1.2 × that of 500: {ratio:.2f}, {_met(ratio <= 1.2)}."


def workers(folder: Path, different: list[Path]) -> Iterator[str]:
    """Compare two workers with one."""
    inbox = linked(folder / "workers", different, _WORKERS_ON)
    times = {
        count: batch(inbox, folder / f"workers{count}", "--workers", str(count))[0]
        for count in (1, 2)
    }
    ratio = times[1] / times[2]
    yield "\n## Batches: workers\n"
    yield (
        f"{_WORKERS_ON} filings, start and summary included: one worker {times[1]:.1f} s, two"
        f" {times[2]:.1f} s: {ratio:.2f} × as fast; target ≥ 1.8, {_met(ratio >= 1.8)}."
    )


def sizes(folder: Path) -> Iterator[str]:
    """Measure more and more rows of a form, and paragraphs of a report."""
    yield "\n## One filing: rows and sentences\n"
    yield "| what | number | ms | ms each, less the smallest |"
    yield "|---|---|---|---|"
    for what, maker in (("projects in 基础数据表", _with_rows), ("paragraphs", _with_paragraphs)):
        least = 0.0
        for count in _SIZES:
            path = maker(folder, count)
            spent = _checking([path])
            least = least or spent
            more = count - _SIZES[0]
            share = f"{(spent - least) / more:.3f}" if more else ""
            yield f"| {what} | {count:,} | {spent:.1f} | {share} |"


def _checking(paths: list[Path]) -> float:
    from xladdin import checking

    times = []
    checking.check_paths(paths)
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        checking.check_paths(paths)
        times.append((time.perf_counter() - begin) * 1000)
    return median(times)


def _with_rows(folder: Path, count: int) -> Path:
    """Write a workbook whose 基础数据表 lists ``count`` projects that add up."""
    import openpyxl

    book = openpyxl.load_workbook(ROOT / "xladdin" / "example" / "附件.xlsx")
    sheet = book.worksheets[0]
    top = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("项目支出"))
    sheet.insert_rows(top + 1, count)
    for row in range(top + 1, top + 1 + count):
        for column, value in enumerate((f"专项{row}", 1, 1, 1), start=1):
            sheet.cell(row, column).value = value
    path = folder / f"rows{count}.xlsx"
    book.save(path)
    return path


def _with_paragraphs(folder: Path, count: int) -> Path:
    """Write a report that repeats the example's paragraphs ``count`` times, each for another project."""
    import docx

    document = docx.Document(str(ROOT / "xladdin" / "example" / "自评报告.docx"))
    texts = [each.text for each in document.paragraphs if any(c.isdigit() for c in each.text)]
    for number in range(count):
        document.add_paragraph(f"项目{number}：{texts[number % len(texts)]}")
    path = folder / f"paragraphs{count}.docx"
    document.save(str(path))
    return path


def beside(folder: Path, different: list[Path]) -> Iterator[str]:
    """Compare with the tools that people would use instead, on the same filings."""
    inbox = linked(folder / "beside", different, _BESIDE)
    books = sorted(inbox.glob("*/*.xlsx"))
    contestants: dict[str, Callable[[], object]] = {
        "xladdin batch --workers 1: read, check, sum up, all sheets": lambda: batch(
            inbox, Path(tempfile.mkdtemp(dir=folder)) / "out", "--workers", "1"
        ),
        "openpyxl and pandas: only the sums, cells by address": lambda: _sums(books),
        "LibreOffice, headless, one process: only convert each workbook to csv": lambda: _office(
            books, Path(tempfile.mkdtemp(dir=folder))
        ),
        "lxml: only parse the workbooks' and reports' XML": lambda: _floor(inbox),
    }
    yield f"\n## Side by side: {_BESIDE} filings, a workbook and a report each\n"
    yield "| what | seconds | against xladdin |"
    yield "|---|---|---|"
    first = 0.0
    for name, run in contestants.items():
        begin = time.perf_counter()
        run()
        seconds = time.perf_counter() - begin
        first = first or seconds
        yield f"| {name} | {seconds:.2f} | {seconds / first:.2f} |"


def _sums(books: list[Path]) -> object:
    import openpyxl
    from pandas import DataFrame

    rows = []
    for path in books:
        sheet = openpyxl.load_workbook(path, data_only=True)["附件1 基础数据表"]
        rows.append([sheet.cell(row, column).value for row in range(6, 13) for column in (2, 4, 6)])
    return DataFrame(rows).sum()


def _office(books: list[Path], folder: Path) -> None:
    if shutil.which("soffice") is None:
        return
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv"]
    subprocess.run(
        [*command, "--outdir", str(folder / "csv"), *map(str, books)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip


def _floor(inbox: Path) -> None:
    for path in sorted(inbox.glob("*/*")):
        parse(xml_parts([path]))


def _met(reached: bool) -> str:
    return "met" if reached else "NOT MET"
