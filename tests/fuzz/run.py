"""The fuzzer as a command: damages real files and reports every fault, made small."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __package__ in (None, ""):
    sys.path[0] = str(ROOT)

from tests.fuzz.hunting import Case, Tally, hunt, smallest  # noqa: E402

FILINGS = ROOT.parent / "shared" / "filings"
_KINDS = {".docx", ".xlsx", ".txt"}


def files(folders: list[Path]) -> list[Path]:
    """The files of these folders that can be read without another program."""
    found = (path for folder in folders for path in folder.rglob("*") if path.suffix in _KINDS)
    return sorted(found)


def main() -> int:
    """Run; 1 if there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[FILINGS])
    parser.add_argument("--count", type=int, default=1000, help="how many damaged files")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, help="only this one, with what it yields")
    parser.add_argument("--keep", type=Path, help="write the damaged file of --seed here")
    options = parser.parse_args()
    paths = files(options.folders)
    if options.seed is not None:
        case = Case.of(paths, options.seed)
        if options.keep:
            options.keep.write_bytes(case.data())
        numbers: range = range(options.seed, options.seed + 1)
    else:
        numbers = range(options.first, options.first + options.count)
    tally, began = Tally(), time.monotonic()
    for case, outcome in hunt((Case.of(paths, number) for number in numbers), options.workers):
        known = len(tally.faults)
        tally.add(case, outcome)
        if len(tally.faults) > known:
            kind = list(tally.faults)[-1]
            print(f"\nFAULT {kind}\n{_again(smallest(case, kind))}\n{outcome.fault}", flush=True)
        if tally.files % 1000 == 0:
            print(f"{tally.files} files, {time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{tally.files} damaged files of {len(paths)}, {time.monotonic() - began:.0f} s")
    for verb, times in sorted(tally.by_verb.items()):
        print(f"  {verb}: {times}")
    print(f"slowest: {tally.slowest[0]:.1f} s, {tally.slowest[1]}")
    print(f"{len(tally.faults)} kinds of faults, {tally.times.total()} in all")
    for kind, times in tally.times.most_common():
        print(f"  {times} × {kind}")
    return int(bool(tally.faults))


def _again(case: Case) -> str:
    return f"seed {case.seed}, {case.path.parent.name}/{case.path.name}, steps {case.kept}"


if __name__ == "__main__":
    sys.exit(main())
