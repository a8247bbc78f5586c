"""Ten slips of the pen, as people make them when they fill in the forms and finish the draft."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.templates.test_new_fill_check import Cells, typed

#: What was meant and what was typed, in the forms: digits swapped, a number read off the wrong line,
#: a score given that was not reached, a note forgotten.
IN_FORMS = {
    "一般公共预算": (246, 264),
    "全年预算数": (256, 265),
    "项目表的全年执行数": (52.88, 58.28),
    "没有达到的指标给了满分": (9.79, 10),
    "在职人数": (17, 71),
}
#: The same in the report, as the draft has written it and as it stands after somebody has edited it.
IN_REPORT = {
    "在职人员": ("在职人员17人", "在职人员11人"),
    "控制率": ("控制率94.44%", "控制率94.54%"),
    "执行率": ("预算执行率98.44%", "预算执行率94.88%"),
    "三公经费的降幅": ("下降18.75%", "下降17.85%"),
    "三公经费": ("支出2.60万元", "支出2.06万元"),
}


#: An investment above its budget, and an indicator of the project that is no rate.
_OTHERWISE: dict[object, object] = {
    28.5: 31, "项目预算控制率": "人均培训成本", "≤100%": "≤100元", "98.13%": "98元",
}  # fmt: skip


def meant() -> Cells:
    """What is to be typed: a faultless filing but for one thing, which has its reason."""
    return {place: _OTHERWISE.get(value, value) for place, value in typed().items()}


def slips() -> Cells:
    """The cells that get something else in the end."""
    left = dict(IN_FORMS.values())
    return {
        place: left.pop(value)
        for place, value in meant().items()
        if isinstance(value, int | float) and value in left
    }


def finish(report: Path) -> None:
    """Write what a draft leaves to people, and take its mark off."""
    document = Document(str(report))
    for paragraph in document.paragraphs:
        if paragraph.text == "（初稿）":
            paragraph._p.getparent().remove(paragraph._p)
        for run in paragraph.runs:
            if run.font.highlight_color:
                run.text, run.font.highlight_color = "已按要求办理", None
    document.save(str(report))


def slip(report: Path, *, back: bool = False) -> list[str]:
    """Make the slips in the report, or put ``back`` those that are there; which."""
    document = Document(str(report))
    left = {name: pair[::-1] if back else pair for name, pair in IN_REPORT.items()}
    made = []
    for paragraph in document.paragraphs:
        made += [name for name in list(left) if _slip(paragraph, *left[name]) and left.pop(name)]
    document.save(str(report))
    return made


def _slip(paragraph: Paragraph, meant: str, typed: str) -> bool:
    """Type over the digits, which may stand in a content control of their own."""
    texts = list(paragraph._p.iter(qn("w:t")))
    start = "".join(text.text for text in texts).find(meant)
    if start < 0:
        return False
    wrong = [start + i for i, (a, b) in enumerate(zip(meant, typed, strict=True)) if a != b]
    signs = iter(typed[at - start] for at in wrong)
    place = 0
    for text in texts:
        letters = list(text.text)
        for at in wrong:
            if place <= at < place + len(letters):
                letters[at - place] = next(signs)
        place += len(letters)
        text.text = "".join(letters)
    return True
