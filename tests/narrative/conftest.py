"""Lets the tests of this folder import its corpus reader, its filings, and the tables of 云山县."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "rules")]
