"""Family A: words that say another thing than the figures beside them: 全部拨付, 持平, 完成100%."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.filing import Filing
from xladdin.model.report import Relation
from xladdin.rules.registry import rule
from xladdin.rules.report.budget_words import budget_said
from xladdin.rules.report.level_words import done_said, level_said
from xladdin.rules.report.paid_words import paid_said
from xladdin.rules.report.spoken import frames, spoken

_CHECKS = {
    "paid in full": paid_said,
    "outturn and budget": budget_said,
    "all done": done_said,
    "as last year": level_said,
}


@rule("A901", "error", "话与数矛盾")
def contradictions(filing: Filing) -> Iterator[Relation]:
    """检查什么：一句话与旁边的数合不合：已全部拨付（支付）的，后面写的拨付数或支付率却小；完成预算的比例，与决算数大于、小于预算数相反；全部完成的，又写几个未完成；与上年持平的，两年的数不同或又写增减。
    不算：到位与支付是两回事；拨付到乡镇、由乡镇支付的；年初预算与调整预算各说各的；基本持平的。
    为什么：前后自相矛盾，必有一处不实，读的人不知道信哪个。
    反例：乡村振兴衔接资金2179万元已全部拨付到位。截止12月8日，已完成拨付2013万元，执行率92.38%。
    正例：乡村振兴衔接资金2179万元已全部到位。截止12月8日，已完成拨付2013万元，执行率92.38%。
    怎么改：核对事实：话说过了头的改话，数写错了的改数。"""
    for passage in filing.passages:
        if not passage.claims:
            continue
        said = spoken(passage)
        for name, check in _CHECKS.items():
            frame = frames()[name]
            for words in frame.said_in(said.text):
                relation = check(said, frame, words)
                if relation is not None:
                    yield relation
