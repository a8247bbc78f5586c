"""Run the command line as ``python -m xladdin``."""

import sys

# Python looks for modules in the current folder first; nothing there may be run.
if sys.path and not sys.flags.safe_path:
    del sys.path[0]

from xladdin.cli import main

raise SystemExit(main())
