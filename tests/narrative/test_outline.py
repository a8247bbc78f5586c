"""The parts of a report, its appendices, its problems and measures, its score and posts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.kit.written import filed, judged, plain, source, verdicts
from xladdin import checking
from xladdin.checking import check_paths
from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import names, profile
from xladdin.model.report import Operand, Report
from xladdin.rules.registry import rules

#: The five filings against the key

KINDS = {"structure", "text", "narr_structure"}
#: Rows of other kinds that the rules on text decide.
TEXT_ROWS = {"S3-N-2022年600元内", "S3-N-租金预计"}
CODES = ("F4", "F5")
ORDER = ["error", "warning", "info"]
FILINGS = [
    "junshan-economic-cooperation-2024",
    "junshan-resettlement-2024",
    "shaodong-resettlement-2024",
    "taojiang-taoye-2024",
    "yueyang-county-resettlement-2020",
]
Row = dict[str, Any]


@pytest.fixture(scope="module", params=FILINGS)
def measured(request: pytest.FixtureRequest, filings: Path) -> tuple[str, list[Row], Report]:
    lines = (filings / "answer_key.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["filing"] == request.param]
    rows = [row for row in rows if row["kind"] in KINDS or row["id"] in TEXT_ROWS]
    return request.param, rows, check_paths([filings / request.param / "filing.docx"])


def holds(row: Row, operands: tuple[Operand, ...]) -> bool:
    """Whether operands show every text that a row quotes."""
    texts = squeeze("".join(each.text + each.location.quote for each in operands))
    return all(squeeze(quote) in texts for quote in row["quote"])


def of_text(code: str) -> bool:
    return code.startswith(CODES)


def test_the_key_row_by_row(measured: tuple[str, list[Row], Report]) -> None:
    """Mismatches are findings of their severity, what is right holds, the rest is not above the key."""
    name, rows, report = measured
    held = [each for each in report.relations if each.verdict == "held"]
    mismatches = [row for row in rows if row["verdict"] == "mismatch"]
    wrong = []
    print(f"\n{name}")
    for row in rows:
        found = [each for each in report.findings if holds(row, each.operands)]
        shown = {(each.code, each.severity.value) for each in found}
        right = {each.code for each in held if holds(row, each.operands)}
        key = row["verdict"], row["severity"]
        print("  ", row["id"], *key, "→", *sorted(shown), *sorted(right))
        texts = [each for each in found if of_text(each.code)]
        if key[0] == "mismatch":
            fine = any(each.severity == key[1] for each in texts)
        elif key[0] == "ok":
            fine = bool(right) and not texts
        else:  # a finding may quote the same words for a reason that the key knows
            texts = [each for each in texts if not any(holds(m, each.operands) for m in mismatches)]
            fine = all(ORDER.index(each.severity) >= ORDER.index(key[1]) for each in texts)
        wrong += [] if fine else [row["id"]]
    assert wrong == []


def test_no_filing_has_a_warning_on_its_text_that_the_key_does_not_know(
    measured: tuple[str, list[Row], Report],
) -> None:
    name, rows, report = measured
    warned = [each for each in report.findings if of_text(each.code) and each.severity != "info"]
    known = [row for row in rows if row["verdict"] == "mismatch" and row["severity"] == "warning"]
    assert Counter(each.severity.value for each in warned) == Counter(r["severity"] for r in known)
    assert not [each for each in report.findings if "bookmark" in each.message], name


@pytest.mark.parametrize(
    ("filing", "count", "paragraphs"),
    [
        (FILINGS[0], "10个部分", [5, 20, 25, 27, 29, 31, 42, 45, 48, 50]),
        (FILINGS[1], "10个部分", [2, 22, 29, 33, 35, 37, 49, 53, 57, 60]),
        (FILINGS[3], "7个部分", [6, 26, 35, 42, 58, 60, 64]),
    ],
)
def test_the_parts_are_found_by_their_headings(
    filings: Path, filing: str, count: str, paragraphs: list[int]
) -> None:
    report = check_paths([filings / filing / "filing.docx"])
    relation = next(each for each in report.relations if each.code == "F401")
    first, *headings = relation.operands
    assert (relation.verdict, first.text) == ("held", count)
    assert [each.location.paragraph for each in headings] == paragraphs


#: F401: which reports are whole

SCHOOL = """
云山县第三中学2023年度部门整体支出绩效评价报告
根据县财政局通知要求，现将我校2023年度整体支出绩效评价情况报告如下：
第一部分 学校概况
学校现有教学班36个，在校学生1760人，承担全县初中教育教学任务，在岗教师142人。
第二部分 预算安排及支出情况
年初预算2100.00万元，全年支出2086.50万元，基本支出1960.00万元，项目支出126.50万元。公务接待支出0.30万元。
第三部分 取得的主要成效
中考成绩稳中有升，学生和家长满意度95%。绩效评价综合得分94分。
第四部分 存在的不足与改进建议
实验室设备更新滞后，食堂改造进度偏慢。下一步将优先安排实验室设备购置，倒排食堂改造工期。
"""
POLICE = """
云山县公安局2024年度部门整体支出绩效自评报告
部门概况
云山县公安局内设机构18个，派出所12个，核定政法专项编制286名，实有在职民警271名，负责全县治安管理和刑事侦查。
资金使用情况
全年支出7420.80万元，其中人员经费5310.00万元，办案业务费和装备费2110.80万元，预算执行率98.2%。
绩效目标完成情况
全年刑事案件破案率较上年提高3.2个百分点，电信网络诈骗发案数下降18%，群众安全感满意度97.6%。自评96分。
存在的主要问题
办案区设备老化，基层派出所警力不足。
改进措施
分批更新办案区设备，把新录用民警优先配到派出所。
"""
TOWNSHIP = """
双溪镇人民政府2024年整体支出绩效自评情况
双溪镇辖16个村2个社区，行政编制35名、事业编制41名，年末在职71人，主要职责是贯彻落实上级各项政策，服务群众。
一、2024年收支执行
全年总支出3865.20万元，基本支出1820.00万元，项目支出2045.20万元，“三公”经费较上年下降6%。
二、整体绩效情况
完成通村公路硬化12公里，农村改厕320户，群众满意度93%，年度绩效目标全部完成，自评等级为良。
三、工作体会
全镇上下一心。存在的问题主要有项目资金支付偏慢、绩效指标设置不够细。下一步，我镇将倒排工期、按月调度支付。
自评结果作为下年度预算安排的依据，并在镇政府公开栏公示。
"""
FUND = """
云山县2024年农村公路养护补助资金绩效自评报告
一、绩效目标分解下达情况
省级下达我县农村公路养护补助资金860.00万元，绩效目标为养护农村公路520公里，资金按里程分配到15个乡镇。
二、绩效情况分析
（一）资金投入情况分析
资金全部到位，全年支出842.30万元，执行率97.94%。
（二）绩效目标完成情况分析
完成养护里程523公里，路况优良率91%，沿线群众满意度95%，自评得分96分。
三、偏离绩效目标的原因和下一步改进措施
两个乡镇因汛期冲毁路基推迟验收。下一步提前安排汛前养护，加强巡查。
四、绩效自评结果拟应用和公开情况
自评结果与下年度资金分配挂钩，在县交通运输局网站公开。
"""
YUNNAN = """
云山县图书馆2024年度部门整体支出绩效自评报告
一、部门基本情况
（一）部门概况
云山县图书馆核定编制12人，年末在职11人，负责文献借阅、阅读推广和地方文献保护，全年接待读者18万人次。
（二）部门整体收支情况
全年收入182.30万元，支出180.10万元，基本支出142.10万元。
二、绩效自评工作情况
成立自评小组，对照指标逐项核实。
三、评价情况分析及综合评价结论
文献外借12万册次，读者满意度97%，综合得分95分，等级为优。
四、存在的问题和整改情况
少儿文献更新慢，已增加采购批次。
五、绩效自评结果应用
自评结果作为下年预算编制的依据。
六、主要经验及做法
总分馆统一调配图书。
"""
SICHUAN = """
云山县水利局2024年部门整体绩效评价报告
一、部门概况
云山县水利局设8个内设机构，行政编制22名，年末在职21名，主管全县水旱灾害防御、农村供水和河湖管护。
二、部门资金收支情况
年初预算1260.00万元，支出1242.80万元，“三公”经费支出3.10万元。
三、部门整体绩效分析
（一）部门预算项目绩效分析
整治山坪塘46口，恢复灌面1.2万亩，供水工程维修养护38处，用水户满意度92%。
四、评价结论及建议
（一）评价结论。整体绩效良好，自评93分。
（二）存在困难。部分供水工程建成时间长，管网老化。
（三）努力方向。分年度更新管网，推行统一管护。
"""
WITH_CONTENTS = """
清河镇中心卫生院2024年度部门整体支出绩效自评报告
目　录
一、单位基本情况……………………………………1
二、部门整体支出情况……………………………2
{body}
"""


@pytest.mark.parametrize("profile_id", [identifier for identifier, _ in names()])
def test_every_profile_has_the_outlines_of_all_kinds(profile_id: str) -> None:
    for kind in ("whole", "fund", "project"):
        sections = profile(profile_id).outline(kind)
        assert len(sections) >= 6
        assert sum(section.required for section in sections) >= 5
        assert all(section.heading.pattern and section.text.pattern for section in sections)


@pytest.mark.parametrize(
    "text",
    [
        plain(),
        SCHOOL,
        POLICE,
        TOWNSHIP,
        FUND,
        YUNNAN,
        SICHUAN,
        WITH_CONTENTS.format(body=plain()),
        plain().replace("一、", "1、 ").replace("三、", "（3） "),
    ],
    ids=[
        "health",
        "school",
        "police",
        "township",
        "fund",
        "yunnan",
        "sichuan",
        "contents",
        "renumbered",
    ],
)
def test_a_whole_report_is_whole_in_other_words_and_numbers(text: str) -> None:
    assert verdicts("F401", text) == ["held"]


@pytest.mark.parametrize(
    ("text", "profile_id", "message"),
    [
        (
            "\n".join(SCHOOL.splitlines()[:-2]),
            "ministry",
            "“云山县第三中学2023年度部门整体支出绩效评价报告”缺少 3 个部分："
            "存在的问题；改进措施；自评结果应用和公开情况。找到的部分："
            "第一部分 学校概况；第二部分 预算安排及支出情况；“三公”经费情况（没有单独的标题）；第三部分 取得的主要成效。",
        ),
        (
            plain(),
            "yueyang",
            "“清河镇中心卫生院2024年度部门整体支出绩效自评报告”缺少 4 个部分："
            "政府性基金预算支出情况；国有资本经营预算支出情况；社会保险基金预算支出情况；其他需要说明的情况。"
            "找到的部分：一、单位基本情况；二、部门整体支出情况；三、部门整体支出绩效情况；"
            "四、存在的问题及原因分析；五、下一步改进措施；六、自评结果应用和公开情况。",
        ),
        (
            FUND.partition("三、偏离")[0],
            "ministry",
            "“云山县2024年农村公路养护补助资金绩效自评报告”缺少 6 个部分："
            "自评工作开展情况；存在的问题及原因分析；改进措施和建议；评价结论；自评结果应用和公开情况；"
            "其他需要说明的问题。找到的部分：一、绩效目标分解下达情况；（一）资金投入情况分析；二、绩效情况分析。",
        ),
        (
            plain() + FUND.replace("补助资金绩效", "项目支出绩效").partition("（二）")[0],
            "taojiang",
            "",
        ),
    ],
    ids=["school", "ten parts", "fund", "two reports"],
)
def test_missing_parts_are_named_in_one_finding(text: str, profile_id: str, message: str) -> None:
    relations = [each for each in judged("F401", text, profile_id=profile_id) if each.message]
    assert relations
    if message:
        assert [each.message for each in relations] == [message]


def test_each_report_of_a_filing_has_the_outline_of_its_kind() -> None:
    project = FUND.replace("补助资金绩效", "项目支出绩效")
    relations = judged("F401", plain() + project)
    assert [(each.verdict.value, each.subject[:8]) for each in relations] == [
        ("held", "“清河镇中心卫生"),
        ("held", "“云山县2024"),
    ]


def test_a_cover_with_the_title_is_no_report_of_its_own() -> None:
    cover = "清河镇中心卫生院2024年度部门整体支出绩效自评报告\n2025年3月\n"
    assert verdicts("F401", cover + plain()) == ["held"]


def test_a_line_that_looks_like_a_title_does_not_tear_a_report_apart() -> None:
    assert verdicts("F401", plain().replace("五、下一步", "2024年度绩效自评报告\n五、下一步")) == [
        "held"
    ]


def test_tables_with_notes_are_no_report() -> None:
    notes = "说明：“项目支出”填报基本支出以外的所有项目支出，“公用经费”填报商品和服务支出。\n" * 8
    assert verdicts("F401", notes, "基础数据表", "自评表") == []


@pytest.mark.parametrize("code", [code for code in rules() if of_text(code)])
def test_a_filing_of_tables_alone_is_not_judged(code: str) -> None:
    assert judged(code, "2024年度附表", "基础数据表", "自评表", "项目表1") == []


#: F402 and F406: appendices

LISTED = "附件：1.部门整体支出绩效评价基础数据表\n2.部门整体支出绩效自评表\n3.相关佐证材料\n"
HEADED = "附件1：\n2024年度部门整体支出绩效评价基础数据表\n附件2\n2024年度部门整体支出绩效自评表\n"
EACH = "附件1：基础数据表\n附件2-1：项目支出绩效自评表（免费开放）\n附件2-2：项目支出绩效自评表（旅游服务）\n"


@pytest.mark.parametrize(
    ("appendices", "sheets", "verdict"),
    [
        (LISTED, ("基础数据表", "自评表"), ["held"]),
        (HEADED, ("基础数据表", "自评表"), ["held"]),
        (EACH, ("基础数据表", "项目表1", "项目表2"), ["held"]),
        (LISTED + HEADED, ("基础数据表", "自评表"), ["held"]),
        ("附件：佐证材料", ("基础数据表",), []),
        ("", ("基础数据表",), []),
        (LISTED, ("基础数据表",), ["violated"]),
        (HEADED, ("自评表",), ["violated"]),
        (EACH, ("基础数据表", "项目表1"), ["violated"]),
        (LISTED, (), ["violated"]),
    ],
)
def test_appendices_announced_are_looked_for_in_all_files(
    appendices: str, sheets: tuple[str, ...], verdict: list[str]
) -> None:
    assert verdicts("F402", plain() + appendices, *sheets) == verdict


def test_the_missing_appendix_is_named() -> None:
    (relation,) = judged("F402", plain() + LISTED, "基础数据表")
    assert relation.message == "附件清单列了“部门整体支出绩效自评表”，材料里没有找到。"
    assert [each.text for each in relation.operands] == [
        "部门整体支出绩效评价基础数据表",
        "部门整体支出绩效自评表",
    ]


def test_a_table_that_was_not_recognised_may_be_the_one_listed() -> None:
    text = plain() + LISTED
    grid = next(g for g in filed(text, "自评表").sources[1].grids)
    odd = [
        each.__class__(each.row, each.column, each.text.replace("全年预算数", "调整数"), each.rows, each.columns)
        for each in grid.cells
        if "市级" not in each.text and not each.text.startswith(("按", "县级", "2024年度"))
    ]  # fmt: skip
    sheet = source("").__class__(
        "附件.xlsx", "xlsx", "0" * 64, (grid.__class__(1, tuple(odd), "表"),)
    )
    chosen = profile("ministry")
    filing = checking.file([source(text), sheet], chosen)
    found = {each.kind for each in filing.forms}
    relations = [*rules()["F402"].check(filing, chosen)]
    expected = "skipped" if "unknown" in found else "violated"
    assert [each.verdict.value for each in relations] == [expected]


@pytest.mark.parametrize(
    ("appendices", "sheets", "verdict"),
    [
        (LISTED, ("基础数据表", "自评表"), ["held"]),
        (LISTED, ("基础数据表", "自评表", "项目表1"), ["violated"]),
        (LISTED, ("基础数据表", "考核评分表"), ["violated"]),
        ("附件：基础数据表", ("基础数据表", "自评表", "项目表1"), ["violated"]),
        (HEADED, ("基础数据表", "自评表", "项目表1"), []),
        ("", ("基础数据表", "自评表"), []),
    ],
)
def test_tables_that_a_list_leaves_out_are_named(
    appendices: str, sheets: tuple[str, ...], verdict: list[str]
) -> None:
    assert verdicts("F406", plain() + appendices, *sheets) == verdict


#: F403: problems and measures

TAIL = plain().partition("四、存在")[0]


def answered(problems: str, measures: str) -> str:
    """A report with these problems and measures."""
    return (
        f"{TAIL}四、存在的问题\n{problems}\n五、改进措施\n{measures}\n六、其他需要说明的情况\n无\n"
    )


THREE = "1.财务人员业务水平不高。兼职较多。\n2.固定资产账实不符。\n3.项目前期准备不足。"


@pytest.mark.parametrize(
    ("problems", "measures", "verdict"),
    [
        (THREE, "1.组织财务人员培训。\n2.全面清查固定资产。\n3.做实项目储备。", ["held"]),
        (THREE, "（1）财务岗位配齐专人。\n（2）资产每季盘点。\n（3）项目提前入库。\n（4）严格考核。", ["held"]),
        ("一是图书更新慢。二是讲解员不足。", "一是按季采购图书。二是招募志愿讲解员。", ["held"]),
        ("无", "无", []),
        ("警力不足，装备老化。", "1.优化勤务安排。\n2.分批更新装备。", []),
        (THREE, "1.组织财务人员培训。\n2.积极争取上级支持。\n3.做实项目储备。", ["violated"]),
        (THREE, "1.组织财务人员培训，清查固定资产，做实项目储备。", ["violated"]),
        ("一是图书更新慢。二是讲解员不足。", "一是按季采购图书。二是加大资金投入。", ["violated"]),
    ],
)  # fmt: skip
def test_each_problem_wants_a_measure(problems: str, measures: str, verdict: list[str]) -> None:
    assert verdicts("F403", answered(problems, measures)) == verdict


def test_the_problem_without_a_measure_is_named() -> None:
    (relation,) = judged("F403", answered(THREE, "1.组织财务人员培训。\n2.做实项目储备。"))
    assert relation.message == (
        "正文写了问题 3 条、措施 2 条，问题第 2 条“固定资产账实不符”没有看到对应的措施。"
    )


def test_problems_and_measures_under_one_heading_are_not_told_apart() -> None:
    assert verdicts("F403", SCHOOL) == []


#: F404 and F405: the score, the posts


@pytest.mark.parametrize(
    "said",
    [
        "整体支出绩效自评得分95.5分",
        "绩效评价综合得分为96",
        "自评总分：98.63分",
        "自评等级为“优”",
        "自评结果为良好",
    ],
)
def test_a_score_or_a_grade_is_enough(said: str) -> None:
    text = plain().replace("整体支出绩效自评得分95.5分，等级为优", said)
    assert verdicts("F404", text) == ["held"]


@pytest.mark.parametrize(
    "said",
    [
        "较好地完成了绩效目标",
        "评分工作已按时完成",
        "得到了群众的一致好评",
        "绩效等级有待提高",
        "逐项打分，2024年完成较好",
    ],
)
def test_a_report_without_score_and_grade_is_told(said: str) -> None:
    text = plain().replace("整体支出绩效自评得分95.5分，等级为优", said)
    assert verdicts("F404", text) == ["violated"]
    (relation,) = judged("F404", text, "自评表")
    assert relation.message == "报告正文没有写自评得分和等级，自评表的总分是 99.63 分。"
    assert relation.operands[1].value == "99.63"


STAFF = "核定编制30人，年末在职28人"


@pytest.mark.parametrize(
    ("said", "sheets", "verdict"),
    [
        (STAFF, (), ["held"]),
        ("核定编制30名，现有干部职工28人", (), ["held"]),
        ("核定事业编制30名，实有在岗人员28名", (), ["held"]),
        ("核定编制30人", ("基础数据表",), ["held"]),
        ("现有职工28人", (), []),
        ("编制内部管理制度12项", (), []),
        ("核定编制30人，内设科室6个", (), ["violated"]),
        ("共有编制数为30个", (), ["violated"]),
        ("有30名事业编制", (), ["violated"]),
    ],
)  # fmt: skip
def test_posts_want_the_number_of_staff(
    said: str, sheets: tuple[str, ...], verdict: list[str]
) -> None:
    assert verdicts("F405", plain().replace(STAFF, said), *sheets) == verdict
