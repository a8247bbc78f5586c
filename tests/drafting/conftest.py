"""Lets the tests of this folder import their fillings, and the written tables of other folders."""

import sys
from pathlib import Path

HERE = Path(__file__).parent

sys.path[:0] = [str(HERE), str(HERE.parent / "rules")]
