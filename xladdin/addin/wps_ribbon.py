"""Make the ribbon for WPS from Excel's: WPS knows only the older namespace and none of Office's icons."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from xladdin.addin.macros import MACROS

_NEWER = "http://schemas.microsoft.com/office/2009/07/customui"
_OLDER = "http://schemas.microsoft.com/office/2006/01/customui"
_NOTE = '<!-- Made of macros/ribbon.xml by "python3 install/dev.py build"; do not edit. -->'
#: The character on each button's icon, and the colour of each group's icons.
_SIGNS = {
    "new_workbook": "新", "import_report": "导", "carry_over": "转", "take_accounts": "账", "update_narrative": "更", "compute": "算",
    "rescore": "分", "undo": "撤", "check": "验", "check_narrative": "文", "correct": "改",
    "previous": "↑", "next": "↓", "clear_marks": "清", "appendix": "附", "package": "包",
    "batch": "汇", "insert_formula": "ƒ", "freeze_values": "值", "rules_page": "规",
    "doctor": "检", "manual": "册", "about": "i",
}  # fmt: skip
_COLOURS = {
    "group_fill": "#2F75B5", "group_compute": "#548235", "group_check": "#C55A11",
    "group_output": "#7030A0", "group_batch": "#806000", "group_formula": "#44546A",
    "group_help": "#7F7F7F",
}  # fmt: skip
_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32">
<rect x="2" y="2" width="28" height="28" rx="6" fill="{colour}"/>
<text x="16" y="22.5" font-size="18" font-family="Microsoft YaHei, Noto Sans CJK SC, sans-serif" \
text-anchor="middle" fill="#fff">{sign}</text>
</svg>
"""


def ribbon(excels: str) -> str:
    """Return the XML of WPS's ribbon, made from that of Excel's."""
    older = excels.replace(_NEWER, _OLDER).replace(
        f'xmlns="{_OLDER}"', f'xmlns="{_OLDER}" onLoad="OnAddinLoad"'
    )
    older = re.sub(r' imageMso="\w+"', ' getImage="GetImage"', older)
    return re.sub(r"<!--.*?-->", _NOTE, older.replace("JX_OnAction", "OnAction"), count=1)


def pictures(excels: str) -> dict[str, str]:
    """Return the SVG icon of each button, by file name."""
    groups = ElementTree.fromstring(excels).iter(f"{{{_NEWER}}}group")
    return {
        f"{button.attrib['id']}.svg": _PICTURE.format(
            colour=_COLOURS[group.attrib["id"]], sign=_SIGNS[button.attrib["id"]]
        )
        for group in groups
        for button in group
    }


def files() -> dict[str, str]:
    """Return the text of all generated files, by path in ``macros/wps/``."""
    excels = (MACROS / "ribbon.xml").read_text(encoding="utf-8")
    images = {f"images/{name}": text for name, text in pictures(excels).items()}
    return {"ribbon.xml": ribbon(excels), **images}
