"""Lets the tests of this folder import the drawn forms of tests/forms."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "forms"))
