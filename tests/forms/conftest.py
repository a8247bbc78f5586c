"""Lets the tests of this folder import ``form_sheets`` and ``form_readings`` from it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
