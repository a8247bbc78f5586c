"""Measure how the time to read and judge a report grows with its length, for any content.

    .venv/bin/python benchmarks/growth.py

For each kind of text: seconds for 25,000 characters, for twice as many, and their ratio.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.narrative.test_cost import ADVERSARIAL, judged, pages  # noqa: E402

LENGTH = 25_000


def seconds(texts: list[str]) -> float:
    """Return the processor time of judging the texts, the lesser of two runs."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        judged(texts)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print the table."""
    judged(pages(1))
    for name, piece in ADVERSARIAL.items():
        once, twice = (seconds([piece * (n * LENGTH // len(piece))]) for n in (1, 2))
        print(f"{name}\t{once:.2f} s\t{twice:.2f} s\t× {twice / once:.2f}", flush=True)
    ten, hundred = seconds(pages(10)), seconds(pages(100))
    print(f"10 pages {ten:.2f} s, 100 pages {hundred:.2f} s\t× {hundred / ten:.1f}")


if __name__ == "__main__":
    main()
