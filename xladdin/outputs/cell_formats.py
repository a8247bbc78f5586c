"""Choose the number format of a computed cell."""

from __future__ import annotations

from xladdin.computing.computed import Computed
from xladdin.forms.figures import read_figure
from xladdin.model.unit import unit
from xladdin.sources.number_format import display

#: The formats to use instead of the cell's own, by what the number's unit measures.
_FORMATS = {"money": "0.00", "ratio": "0.00%"}


def format_for(code: str, each: Computed) -> str:
    """Return the cell's format code if it shows all digits, and money and percentages as such; else
    one that does."""
    measures = unit(each.unit).measures
    other = _FORMATS.get(measures, "General")
    if code == "@" or (code == "General" and measures in _FORMATS):
        return other
    shown = display(each.in_cell, code)
    figure = read_figure(shown, unit(each.unit))
    whole = figure is not None and figure.base.point == each.value * unit(each.unit).factor
    return code if whole and shown.endswith("%") == (measures == "ratio") else other
