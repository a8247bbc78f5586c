"""Words that say another thing than the figures beside them, and the words that only seem to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.written import judged, plain
from xladdin.model.interval import Verdict
from xladdin.model.report import Relation
from xladdin.rules.registry import rules
from xladdin.rules.report.spoken import data

CLEAN = Path(__file__).with_name("gold") / "clean.txt"
EXAMPLES = [text for entry in data()["frame"] for text in entry["example"]]
COUNTERS = [text for entry in data()["frame"] for text in entry["counter"]]


def contradictions(line: str) -> list[Relation]:
    """What A901 reports of a report with this line."""
    return [each for each in judged("A901", plain(line)) if each.verdict is Verdict.VIOLATED]


@pytest.mark.parametrize("text", EXAMPLES)
def test_each_frame_is_found_in_its_examples(text: str) -> None:
    assert contradictions(text)


@pytest.mark.parametrize("text", COUNTERS)
def test_a_frame_is_silent_in_its_counters(text: str) -> None:
    assert contradictions(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "县级配套资金860万元已全部支付完毕。截至年底，累计支付812万元，支付率94.42%。",
        "高标准农田建设资金1200万元已全部拨付到位，年末实际拨付1150万元。",
        "稻谷补贴资金35.6万元已全额发放，全年发放31.2万元。",
        "一般公共预算财政拨款支出2310万元，完成年初预算的100%，决算数小于预算数120万元。",
        "公务接待费支出决算为4.8万元，完成预算的96%，决算数大于预算数的主要原因是接待批次增加。",
        "卫生健康支出年初预算为60万元，支出决算为64万元，完成年初预算的106.67%，决算数小于年初预算数的主要原因是人员调出。",
        "28个村级道路项目已全部完成，目前完成26个，2个结转下年实施。",
        "年初确定的15件民生实事全部办结，尚有1件未办结。",
        "公务接待费1.26万元，与上年1.52万元持平。",
        "公务用车运行维护费5.4万元，与上年持平，增长8%。",
        "耕地地力保护补贴1268.4万元已于年底前全部兑付到户，累计发放1251.3万元。",
        "全年收到专项资金480万元，已全部使用，资金使用率93.75%。",
        "教育支出年初预算120万元，支出决算118万元，完成年初预算的98.33%，支出决算大于年初预算数的主要原因是人员增加。",
        "一般公共服务支出430.5万元，完成预算的100.00%，决算数小于预算数12.3万元。",
        "预算执行率105.2%，决算数小于调整预算数8万元。",
        "全年受理信访件38件，38件全部办结，未办结3件。",
        "36户危房均已竣工，尚有2户未竣工。",
        "机关运行经费45.6万元，与去年52.3万元相同。",
        "在编人员32人，与上年一致，较上年减少3人。",
        "公务用车购置及运行费6万元，去年7.5万元，与去年持平。",
    ],
)
def test_words_and_figures_that_contradict_each_other(line: str) -> None:
    assert len(contradictions(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "乡村振兴衔接资金2179万元已全部到位，支付2013万元，执行率92.38%。",
        "水库移民资金500万元已全部拨付到各乡镇。各乡镇已支付420万元，支付率84%。",
        "第一批资金860万元已全部支付。第二批资金支付200万元，支付率66.67%。",
        "资金2179万元已全部拨付到位，其中拨付道路项目1500万元、水利项目679万元。",
        "项目资金860万元未全部支付，累计支付812万元，支付率94.42%。",
        "争取上级资金860万元，全部用于河道治理，当年支付812万元，支付率94.42%。",
        "截至9月底拨付资金1500万元，至12月底2179万元已全部拨付到位，比上年拨付的2013万元增加166万元。",
        "培训费12万元已全部支付。全年项目支出预算300万元，支出280万元，执行率93.33%。",
        "支出总计1741万元，完成年初预算的103.2%，决算数大于预算数的主要原因是追加人员经费。",
        "支出总计1741万元，完成调整预算的100%，决算数大于年初预算数55万元。",
        "基本支出1200万元，完成预算的100%，决算数与预算数持平；公务接待费决算数小于预算数2万元，主要是厉行节约。",
        "基本支出完成预算的100%，项目支出完成预算的92%，决算数小于预算数的主要原因是部分项目跨年实施。",
        "公用经费支出完成预算的100%，决算数大于上年决算数6万元。",
        "12个项目全部完工，其中8个提前完工，10个通过验收。",
        "28个项目全部开工建设，完成26个，未完成2个。",
        "本年安排的20个项目全部完成，上年未完成2个项目也已补齐。",
        "36名村医全部完成培训，完成考核34人。",
        "公务接待费1.26万元，与上年基本持平，减少0.01万元。",
        "编制20人，与上年持平，实有人数18人，较上年增加1人，增长5.88%。",
        "三公经费预算8万元，与上年持平；决算6.5万元，比上年下降4%。",
        "会议费3万元，与上年持平，比年初预算减少0.5万元，下降14.29%。",
        "粮食产量12.6万吨，单产与上年持平，播种面积增长2%。",
        "中央财政补助资金300万元，已全部执行完毕。预算执行进度为96.5%。",
        "资金300万元已全部拨付至项目单位，项目单位支付288万元，支付率96%。",
        "上级下达资金800万元，到位率100%，已全部分配到位，支付760万元，执行率95%。",
        "一期资金200万元已全部支付，二期已支付150万元，支付率75%。",
        "质保金12万元已全部支付。工程累计支付488万元。",
        "工程款500万元，除质保金外已全部支付，累计支付485万元，支付率97%。",
        "资金500万元已全部拨付到位。满意度为96%，项目完成率98%。",
        "补助资金120万元已全部发放，人均发放0.4万元。",
        "补助资金120万元已全部发放到位，上年发放110万元。",
        "补助资金120万元已全部发放，其中春季发放55万元，秋季发放65万元。",
        "资金800万元力争年底全部支付，目前支付760万元。",
        "尚有40万元未支付，760万元已全部支付到位，支付率95%。",
        "预算800万元，支付760万元，剩余40万元于次年1月全部支付，支付率95%。",
        "2023年结转资金50万元已全部支付，2024年资金支付420万元，支付率98%。",
        "项目支出600万元，完成年初预算的120%，决算数大于年初预算数的主要原因是年中追加；决算数小于调整预算数的主要原因是政府采购节约。",
        "完成预算的95%，决算数小于预算数5万元，比上年决算数大于2万元。",
        "因公出国（境）费支出0万元，完成预算的100%，决算数与预算数相同，主要原因是未安排出国。",
        "三公经费完成预算的81%，决算数小于预算数1.5万元，决算数大于上年0.2万元。",
        "基本支出完成年初预算的108%，决算数大于年初预算数，项目支出完成年初预算的90%，决算数小于年初预算数。",
        "收入完成预算的100.3%，决算数大于预算数3万元。",
        "5个项目全部完成招标，完工3个，2个未完工。",
        "28个村全部完成任务，其中2个村未完成验收资料归档。",
        "年初12个项目全部开工，10个已完工，未完工2个。",
        "受理案件156件全部办结，上年未办结8件也已办结。",
        "4个指标全部完成，1个指标未完成的原因是疫情。今年不再涉及。",
        "编制数与上年持平，均为20人，在职人员比上年减少2人。",
        "预算收入1200万元，与上年持平，支出1150万元，比上年增长3%。",
        "满意度95%，与上年持平，比目标高5个百分点。",
        "增速6.5%，与上年持平。",
        "人均标准500元，与上年持平，总人数增长4%，总支出增长4%。",
        "公务接待费2万元，与上年2.00万元持平，占三公经费的20%。",
        "经费12万元，与上年持平，较2022年增长20%。",
        "会议费1.52万元，与上年1.5万元持平。",
        "与上年相比，编制没有变化，仍为20人，支出增长5%。",
    ],
)
def test_words_that_another_reading_allows(line: str) -> None:
    assert contradictions(line) == []


@pytest.mark.parametrize("line", CLEAN.read_text(encoding="utf-8").splitlines())
def test_faultless_sentences_contradict_nothing(line: str) -> None:
    assert contradictions(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "县级配套资金860万元已全部支付完毕。支付率94.42%。",
        "资金860万元已全部拨付到位，执行率94.42%。",
        "支出2310万元，完成年初预算的100%，决算数小于预算数120万元。",
        "支出2310万元，完成预算的100%，决算数大于预算数的主要原因是人员增加。",
        "公务用车运行维护费5.4万元，与上年持平，增长8%。",
    ],
)
def test_where_another_reading_is_thinkable_it_is_a_warning(line: str) -> None:
    (relation,) = contradictions(line)
    assert relation.doubtful


@pytest.mark.parametrize(
    ("line", "message", "operands"),
    [
        (
            "衔接资金2179万元已全部拨付到位。截止12月8日，已完成拨付2013万元，执行率92.38%。",
            "写的是 2179万元“已全部拨付到位”，后面的拨付数是 2013万元，并没有全部拨付。",
            ["2179万元", "2013万元", "92.38%"],
        ),
        (
            "支出总计1741万元，完成年初预算100%，决算数大于预算数55万元。",
            "写的是“完成年初预算100%”，又写“决算数大于预算数55万元”，两句话不能都对。",
            ["100%", "55万元"],
        ),
        (
            "15件民生实事全部办结，尚有1件未办结。",
            "写的是“15件民生实事全部办结”，又写“尚有1件未办结”，两句话不能都对。",
            ["15件", "1件"],
        ),
        (
            "公务接待费1.26万元，与上年1.52万元持平。",
            "写的是“与上年1.52万元持平”，本年是 1.26万元，上年是 1.52万元，并不相同。",
            ["1.26万元", "1.52万元"],
        ),
    ],
)
def test_a_contradiction_is_told_with_both_sides(
    line: str, message: str, operands: list[str]
) -> None:
    (relation,) = contradictions(line)
    assert (relation.message, relation.doubtful) == (message, False)
    assert [each.text for each in relation.operands] == operands


def test_blanks_and_full_width_signs_change_nothing() -> None:
    (relation,) = contradictions("公务接待费 1.26 万元，与上年 1.52 万元持平。")
    assert [each.location.quote for each in relation.operands] == [
        "公务接待费 1.26 万元，与上年 1.52 万元持平。"
    ] * 2


def test_the_page_shows_texts_that_fire_and_stay_silent() -> None:
    page = dict(line.split("：", 1) for line in rules()["A901"].page.splitlines())
    assert contradictions(page["反例"])
    assert contradictions(page["正例"]) == []
