"""Lets the tests of this folder import the filing of 云山县 and the cases from it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
