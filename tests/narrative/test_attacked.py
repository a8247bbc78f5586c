"""Faultless texts with which a stranger to the program, or a published report, got a false finding out of it.

Those of ``real.txt`` are the kinds that 152 published texts showed, in words of our own: of their 6,785 figures
21 were called wrong by mistake when they were first read, one is now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Relation
from xladdin.narrative.reading import passages
from xladdin.rules.registry import rules

TEXTS = [
    line
    for name in ("attacked.txt", "real.txt")
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
]


def charged(lines: Sequence[str]) -> list[str]:
    """What family A says against a report of these paragraphs."""
    return [relation.message for relation in violated(lines)]


def violated(lines: Sequence[str]) -> list[Relation]:
    """The relations of family A that a report of these paragraphs violates."""
    paragraphs = tuple(Paragraph(n, line) for n, line in enumerate(lines))
    source = Source("自评报告.docx", "docx", "", paragraphs)
    filing = Filing((source,), (), "", 2024, passages=passages((source,), 2024))
    every = [rule for code, rule in rules().items() if code[0] == "A"]
    found = [relation for rule in every for relation in rule.check(filing, profile("ministry"))]
    return [r for r in found if r is not None and r.verdict is Verdict.VIOLATED]


@pytest.mark.parametrize("text", TEXTS)
def test_a_faultless_text_is_charged_with_nothing(text: str) -> None:
    """Paragraphs are parted by /, where that is not a price's: 元/天."""
    assert charged(_PARAGRAPHS.split(text)) == []


#: 1000元/天 is one paragraph.
_PARAGRAPHS = re.compile("(?<![元块条])/")


@pytest.mark.parametrize(("text", "said"), [
    ("培训经费支出35.20万元，比上年（32.00万元）增加3.20万元，增长12%。", "应等于 (培训经费 35.20万元 − 培训经费 32.00万元)"),
    ("公办园在园幼儿1,260人、民办园在园幼儿840人，分别比上年的1,200人、800人增长5%和8%。", "民办园在园幼儿增长 8%"),
    ("会议费预算8.00万元，支出6.40万元，比2024年预算数减少2.60万元。", "会议费减少 2.60万元"),
    ("建设总投资60万元，其中主体25万元、附属20万元、绿化15万元、监理5万元。", "= 65万元"),
    ("收入决算560万元。年初预算540万元，支出决算513万元，完成年初预算的98%。", "98%，应等于"),
    ("办公费1358.20元，水费2046.15元，电费3200元，合计支出6604.95元。", "合计支出 6604.95元，应等于"),
    ("上年支出240.00万元，本年增加36.00万元，增长13.04%。", "= 15%"),
    ("在编教师240人。全体教师中，高级职称66人，占27.5%；中级职称114人，占74.5%；初级职称60人，占25%。", "中级职称 114人 ÷ 在编教师 240人"),
    ("全年追加320.00万元：道路180.00万元、桥梁95.00万元、其他54.00万元。", "其他 54.00万元 = 329万元"),
    ("事业收入年初预算400万元，决算380万元，完成年初预算的85%。", "= 95%"),
    ("全年预算400万元（含年中追加60万元），全年支出360万元，预算执行率80%。", "= 90%"),
    ("年初预算340万元，年中追加60万元，支出360万元，执行率80%。", "= 90%"),
    ("全县老年人52360人，其中城镇18420人、农村39340人，老龄化率21.6%；高龄老人7486人。", "= 57760人"),
    ("采购支出368.45万元，其中货物128.60万元、工程196.30万元、服务61.55万元，授予小微企业合同占62%。", "= 386.45万元"),
    ("项目执行155.20万元，包括救助85.50万元、律师费41.70万元、办案82.00万元；接待场所预算100.00万元。", "= 209.2万元"),
    ("受理投诉36件、群体上访5批，件数同比下降25%（上年45件）。", "受理投诉下降 25%"),
    ("食堂支出18万元，物业支出22万元，两项占公用经费100万元的45%。", "= 40%"),
    ("办结率94%（办结45件、受理50件）。", "办结 45件 ÷ 受理 50件"),
    ("三公经费决算7.26万元，年初预算9.50万元；2023年决算8.34万元，同比减少1.08万元，下降14.88%。", "= 12.95%"),
    ("项目支出845.44万元。项目支出同比下降10.13%（上年931.10万元）。", "= 9.2%"),
    ("收入总计986.45万元、支出总计986.45万元，与2023年的1032.80万元相比，收、支各减少64.35万元。", "= 46.35万元"),
    ("采购支出318.60万元，其中货物142.85万元、服务175.75万元；小微企业合同168.40万元，占采购支出总额58.23%。", "= 52.86%"),
    ("年初预算5986.20万元，上级专款追加768.00万元、县级追加124.35万元，全年预算数6754.20万元。", "= 6878.55万元"),
    ("自评得分94.29分，其中履职效能47.38分（满分50分）、管理效率49.61分（满分50分）。", "= 96.99分"),
    ("余额100亿元（一般债务60亿元，占比65%；专项债务40亿元，占比40%）。", "一般债务占比 65%"),
    ("全年收入2763.48万元，其中财政补助1583.20万元；事业收入1102.75万元；其他75.73万元。", "疑为 77.53万元"),
    ("门急诊48.62万人次，包括门诊43.18万人次、急诊5.44万人次，比2023年的44.95万人次增长7.55%。", "= 8.16%"),
    ("预算执行率95.2%，比上年的92.1%提高5.1个百分点。", "= 3.1个百分点"),
    ("债务限额212亿元，债务余额100亿元（一般债务60亿元，占比65%；专项债务40亿元，占比40%）。", "一般债务占比 65%"),
    ("会议费预算15.00万元，支出11.40万元，节约3.60万元，节约率31%。", "= 24%"),
    ("年初在册4862人，新增316人、退出428人，年末在册4570人。", "= 4750人"),
    ("全年发放补贴13864.20万元（约1.93亿元）。", "换算过来是 1.39亿元"),
    ("资产总额5216.40万元，负债总额864.25万元，净资产4325.15万元。", "4325.15万元 疑为 4352.15万元"),
    ("农林水支出350万元，占本年支出700万元的50%；教育支出210万元，占40%；其他支出140万元，占20%。", "= 30%"),
])  # fmt: skip
def test_what_is_wrong_in_such_texts_is_found(text: str, said: str) -> None:
    (message,) = charged([text])
    assert said in message


def test_a_slip_that_does_not_bring_a_sum_right_is_not_proposed() -> None:
    (message,) = charged(["差旅费2024年预算6万元，2023年预算9.5万元，对比减少3.35万元。"])
    assert "疑为" not in message
    (message,) = charged(["全年追加332.90万元：道路180.30万元、桥梁95.20万元、其他75.40万元。"])
    assert "75.40万元 疑为 57.4万元" in message


@pytest.mark.parametrize(("text", "doubtful"), [
    ("基本支出700.00万元，其中工资福利支出420.00万元，占基本支出的60.01%。", True),
    ("基本支出700.00万元，其中工资福利支出420.00万元，占基本支出的60.02%。", False),
    ("全年预算800.00万元，全年支出776.07万元，预算执行率97.00%。", True),
    ("全年预算800.00万元，全年支出776.07万元，预算执行率97.03%。", False),
    ("收入预算728001万元，完成864662万元，为预算的118.7%。", True),
    ("收入预算728001万元，完成864662万元，为预算的118.5%。", False),
    ("机关运行经费185.41万元，比上年增加4.68万元，增长2.60%。", True),
])  # fmt: skip
def test_a_rate_that_is_cut_off_rather_than_rounded_is_a_doubt(text: str, doubtful: bool) -> None:
    (relation,) = violated([text])
    assert relation.doubtful is doubtful
    assert not (doubtful and "疑为" in relation.message)


def test_a_score_behind_the_words_of_an_evaluation_is_the_whole_s() -> None:
    paragraphs = (Paragraph(0, "经自评，得分89.8分，等次为优。满意度指标，得分9分。"),)
    source = Source("自评报告.docx", "docx", "", paragraphs)
    (passage,) = passages((source,), 2024)
    assert [claim.subject for claim in passage.claims] == ["自评得分", ""]
