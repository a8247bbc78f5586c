"""Whether a form's own texts speak of the year that it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.forms.labels import squeeze, with_digits
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.rules.registry import rule

_GOALS = ("预期目标", "实际完成情况")
_TEXTS = len(_GOALS)
#: A year that a text is about; none that something is compared with, and none of a span of years.
_YEAR = re.compile(r"(?<![比较上自从至到—–\\-~])((?:19|20)\d{2})年(?!(?:至|到|[—–\\-~]))")


@rule("X204", "warning", "表的年度与目标里写的年度不同")
def year_of_goals(filing: Filing) -> Iterator[Relation]:
    """检查什么：表的标题（或标题下面一行）写的年度，与预期目标、实际完成情况里写的年度是否相同。一处写了几个年度的、别处也写着表的年度的，不提示；两处各写一个年度、其中一个是表的年度的，提示另一个。
    为什么：沿用上年的表而忘了改年度是常见错误。
    反例：标题下面写（2021年度），预期目标写“2022年10月底前完成”。
    正例：标题下面写（2022年度），预期目标写“2022年10月底前完成”。
    怎么改：把标题（或标题下面）的年度改为本次自评的年度；目标里的年度写错的，改目标。"""
    for form in filing.forms:
        told = list(_years(form))
        named = {each.value for each in told}
        alone = False  # whether one text is against the other and the form
        if form.year is None or len(named) > _TEXTS or not told:
            continue
        if len(named) == _TEXTS and len({(each.label, each.value) for each in told}) == _TEXTS:
            alone = str(form.year) in named
            told = [each for each in told if each.value != str(form.year)]
            named = {each.value for each in told}
        if len(named) != 1:
            continue
        title = Operand("年度", str(form.year), str(form.year), "年", form.title.location)
        others = (m.text for m in filing.years if m.location != form.title.location)
        if str(form.year) in named or (str(form.year) in others and not alone):
            yield Relation("X204", Verdict.HELD, (title, *told), form.name)
            continue
        where = "、".join(dict.fromkeys(each.label for each in told))
        message = f"{form.name}是 {form.year} 年度的，{where}里写的却是 {told[0].value} 年。"
        yield Relation(
            "X204", Verdict.VIOLATED, (title, *told), form.name, message, "", told[0].value or ""
        )


def _years(form: Form) -> Iterator[Operand]:
    for name in _GOALS:
        entry = form.entries.get(name)
        if entry is not None:
            for year in _YEAR.findall(with_digits(squeeze(entry.text))):
                yield Operand(name, f"{year}年", year, "年", entry.location)
