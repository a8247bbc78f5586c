"""Define the colours of severities, the same in the official workbooks, on checked ones and in summaries."""

from __future__ import annotations

from xladdin.model.report import Severity

#: The tint of a cell, and the colour of its letters where they are coloured, too; as RRGGBB.
MARKS = {
    Severity.ERROR: ("FFC7CE", "9C0006"),
    Severity.WARNING: ("FFE08A", "7F6000"),
    Severity.INFO: ("C9DDF2", "1F4E78"),
}
