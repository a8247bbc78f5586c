"""``python -m xladdin``."""

from xladdin.cli import main

raise SystemExit(main())
