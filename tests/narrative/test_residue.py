"""What was left in a report by mistake: template hints, old years, repeated sentences, slips."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.kit.written import judged, plain, source, verdicts
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.prose import Passage
from xladdin.rules.registry import rules

CODES = [code for code in rules() if code.startswith(("F4", "F5"))]


def leftover(line: str, before: str = "") -> list[str]:
    """The texts that F501 shows in a report with this line, below ``before`` on the cover."""
    return [
        each.text for relation in judged("F501", before + plain(line)) for each in relation.operands
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_clean_report_has_no_finding(code: str) -> None:
    assert set(verdicts(code, plain())) <= {"held"}


#: F501


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("（此页为封面）", "（此页为封面）"),
        ("绩效目标完成情况（100字以内）：已完成。", "（100字以内）"),
        ("取得的成效【请说明主要成效】", "【请说明主要成效】"),
        ("××单位全年开展义诊12次。", "××"),
        ("全年开展义诊12次，惠及XX村群众。", "XX"),
        ("20××年全年开展义诊12次。", "20××年"),
        ("X年X月通过验收。", "X年"),
        ("完成投资＊＊万元。", "＊＊"),
        ("群众满意度为______。", "______"),
        ("项目支出   万元", "万元"),
        ("单击此处输入文字", "单击此处"),
        ("……", "……"),
    ],
)
def test_what_a_template_left_is_shown(line: str, shown: str) -> None:
    assert shown in leftover(line)


@pytest.mark.parametrize(
    "field",
    [
        "部门（单位）名称：（盖章）",
        "填报单位：",
        "项目名称：______",
        "单位（部门）名称: (公章)",
        "主管部门：",
    ],
)
def test_a_field_of_the_cover_left_empty_is_shown(field: str) -> None:
    assert leftover("无。", f"{field}\n2025年3月\n") == [field]


@pytest.mark.parametrize(
    "line",
    [
        "按照湘财绩【2024】7号文件要求，专款专用。",
        "开展【健康驿站】服务12期。",
        "（一）项目资金（主要是指财政资金）使用情况",
        "部门（单位）名称：清河镇中心卫生院（盖章）",
        "诊室面积6×8米，按标准×人数核定补助，采购XXL号工作服20套。",
        "建设G4×线连接道路，B超机型号X20。",
        "各科室填写的台账齐全，（详见附件）资料按年归档。",
        "全院坚持“三会一课”……形成了良好氛围。",
        "填表人：______　联系电话：______",
        "单位：   万元",
    ],
)
def test_what_only_looks_like_a_template_is_not(line: str) -> None:
    assert leftover(line) == []


def test_all_leftovers_are_one_finding_with_a_readable_message() -> None:
    (relation,) = judged(
        "F501", "（此页为封面）\n" + plain("得分为____，××项目。\n项目支出   万元")
    )
    assert relation.message == (
        "有 4 处像是模板留下的文字或空白：“（此页为封面）”、下划线、“××”、“万元”前的空白。"
    )
    first = relation.operands[0].location
    assert (first.paragraph, first.span) == (0, (0, 7))


#: F502


@pytest.mark.parametrize(
    "line",
    [
        "2024年预计收取租金50万元。",
        "门诊楼改造工程预计2024年12月底完工。",
        "2024年底力争实现签约全覆盖，效果明显。",
        "2024年拟建村卫生室3个。",
        "（二）2023年度部门整体支出绩效情况",
        "2022年度部门整体支出绩效自评得分95分。",
    ],
)
def test_an_older_report_shows_through(line: str) -> None:
    assert verdicts("F502", plain(line)) == ["violated"]


@pytest.mark.parametrize(
    "line",
    [
        "2024年预计收取租金50万元，实际收取48万元。",
        "年初下达的2024年目标是力争签约全覆盖。",
        "2024年拟定管理制度3项，将专项资金用于村卫生室。",
        "2025年预计收取租金60万元。",
        "2024年争取上级资金120万元。",
        "2023年度部门整体支出绩效自评反馈问题已全部整改。",
        "较2023年度部门整体支出绩效自评提高1.2分。",
        "根据《关于开展2023年度部门整体支出绩效自评的通知》要求开展。",
        "2023年度结转项目已完工验收。",
    ],
)
def test_plans_with_outcomes_and_looks_back_are_no_older_report(line: str) -> None:
    assert verdicts("F502", plain(line)) == []


def test_the_goals_part_may_speak_of_plans() -> None:
    assert verdicts("F502", plain("（二）年度绩效目标\n2024年力争签约全覆盖。")) == []


def test_an_old_year_is_told_with_the_year_of_the_filing() -> None:
    (relation,) = judged("F502", plain("2022年度部门整体支出绩效自评得分95分。"))
    assert relation.message == (
        "材料的年度是 2024 年，这里写的是“2022年度部门整体支出绩效自评”，年份像是沿用旧稿。"
    )


#: F503

LONG = "通过集中培训和现场指导，村医公共卫生服务能力明显提高。"


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ("本院为一级预算单位，内设六个科室。本院为一级预算单位，内设六个科室。", ["violated"]),
        ("本院为一级预算单位，无下属单位，内设科室六个：内科等。为一级预算单位，无下属单位。", []),
        (
            "实行全额预算管理，无下属单位，内设科室六个。实行全额预算管理，无下属单位。",
            ["violated"],
        ),
        (f"{LONG}\n门诊量稳步增长。\n{LONG}", ["violated"]),
        (f"1、{LONG}\n2、{LONG}", ["violated"]),
        (f"（一）服务能力\n{LONG}\n（二）队伍建设\n{LONG}", []),
        ("任务已完成。其他任务正在推进。任务已完成。", []),
        ("门诊量稳步增长。\n住院量保持平稳。\n门诊量稳步增长。", []),
        (
            "目标1：完成体检。完成情况：已按时全部完成。目标2：完成随访。完成情况：已按时全部完成。",
            [],
        ),
        ("全年收入20万元，支出20万元。全年收入21万元，支出20万元。", []),
    ],
)
def test_a_sentence_twice(lines: str, verdict: list[str]) -> None:
    assert verdicts("F503", plain(lines)) == verdict


def test_both_places_of_a_sentence_are_shown() -> None:
    (relation,) = judged("F503", plain(f"{LONG}门诊量增长。{LONG}"))
    assert relation.message == f"“{LONG[:-1]}”在同一段里写了两次。"
    assert [each.text for each in relation.operands] == [LONG[:-1]] * 2
    assert len({each.location.span for each in relation.operands}) == 2


#: F504


@pytest.mark.parametrize(
    "line",
    [
        "现将我院2024的整体支出绩效自评情况报告如下。",
        "2024度收支平衡。",
        "我院2024单位整体运行平稳。",
    ],
)
def test_a_year_without_its_word(line: str) -> None:
    assert verdicts("F504", plain(line)) == ["violated"]


@pytest.mark.parametrize(
    "line",
    [
        "2024年的工作。",
        "服务群众12024的人次。",
        "湘卫〔2024〕5号。",
        "共2024个家庭签约。",
        "2024年度假村义诊。",
        "0.2024的系数。",
    ],
)
def test_a_year_with_its_word_or_another_number(line: str) -> None:
    assert verdicts("F504", plain(line)) == []


#: F505


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("执行《村卫生室管理暂行办法施细则》。", "施细则"),
        ("财政预算绩校管理不断加强。", "绩校"),
        ("按排专人负责随访。", "按排"),
        ("如实反应群众诉求。", "如实反应"),
        ("预算执行律98%。", "执行律"),
        ("改善就医环境。，方便群众。", "标点重复"),
    ],
)
def test_a_slip_is_told(line: str, wrong: str) -> None:
    assert [each.subject for each in judged("F505", plain(line))] == [wrong]


@pytest.mark.parametrize(
    "line",
    [
        "制定《落实保障措施细则》和《考核实施细则》。",
        "按排名先后安排随访。",
        "全年渡运旅客12万人次，年渡船检修两次。",
        "达到了预防目的的有6项，的的确确方便了群众。",
        "治理按排放标准执行，部署到位。",
        "各项工作有序推进……成效明显。",
    ],
)
def test_what_only_looks_like_a_slip_is_not(line: str) -> None:
    assert verdicts("F505", plain(line)) == []


def test_a_slip_is_told_with_its_remedy_at_its_place() -> None:
    (relation,) = judged("F505", plain("执行《村卫生室管理暂行办法施细则》。"))
    assert relation.message == "“生室管理暂行办法施细则》。”中的“施细则”疑为“实施细则”。"
    assert relation.operands[0].location.quote == "执行《村卫生室管理暂行办法施细则》。"
    assert relation.expected == "实施细则"


#: Cost


def seconds(text: str) -> float:
    """The time that all rules on text need for a report, the best of three."""
    chosen, every = profile("ministry"), [rules()[code].check for code in CODES]
    of = source(text)
    passages = tuple(
        Passage(of.name, each.index, each.text, "", ((0, len(each.text)),))
        for each in of.paragraphs
    )
    best = 9.0
    for _ in range(3):
        filing = Filing((of,), (), "", 2024, passages=passages)
        started = time.process_time()
        for check in every:
            for _ in check(filing, chosen):
                pass
        best = min(best, time.process_time() - started)
    return best


ADVERSARIAL: dict[str, Callable[[int], str]] = {
    "sentences": lambda n: "完成村级随访任务，群众反映良好，编制台账齐全。" * n,
    "one sentence": lambda n: "一是" * n,
    "lines": lambda n: "\n".join(f"{i}、完成第{i}批随访，满意度为95%。" for i in range(n)),
    "blanks": lambda n: "项目支出" + " " * n + "元",
    "dots": lambda n: "1、目录" + "…" * n + "1",
    "digits": lambda n: "编制" + "1" * n,
    "brackets": lambda n: "（" * n + "填写" + "）" * n,
    "years": lambda n: "2024年" * n,
    "numbers": lambda n: "附件：" + "1." * n,
    "signs": lambda n: "×X" * n,
    "clauses": lambda n: "无，" * n + "。",
}


@pytest.mark.parametrize("kind", ADVERSARIAL)
def test_cost_is_linear_whatever_a_text_repeats(kind: str) -> None:
    made = ADVERSARIAL[kind]
    small, large = seconds(plain(made(1000))), seconds(plain(made(8000)))
    assert large < 40 * small + 0.05  # 64 times if it were quadratic
