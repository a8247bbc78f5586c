"""Lets the tests of this folder import the filing of 云山县 from tests/rules."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "rules"))
