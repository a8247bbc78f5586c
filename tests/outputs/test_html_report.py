"""The page stands alone, says the same as the other outputs, and is safe."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as parser
from lxml.html import HtmlElement
from sample_reports import CLEAN, HEADING, NOTHING, PAGES, RICH, SUM, Page

import xladdin.outputs
from xladdin.model.report import Report
from xladdin.outputs.html import render

STYLE = (Path(xladdin.outputs.__file__).parent / "report.css").read_text(encoding="utf-8")


def page(
    report: Report, *, relations: bool = False, rules: dict[str, Page] | None = None
) -> HtmlElement:
    return parser.document_fromstring(render(report, relations=relations, rules=rules))


def texts(root: HtmlElement, path: str) -> list[str]:
    """The texts of the elements that the XPath selects, white space collapsed."""
    return [" ".join(element.text_content().split()) for element in root.xpath(path)]


def test_the_page_is_whole_and_in_chinese() -> None:
    text = render(RICH)
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert texts(page(RICH), "//head/title") == ["校验报告 临江县库区移民事务中心 2024年度"]
    assert texts(page(RICH), "//h2") == ["结论", "核对的材料", "问题"]


def test_every_element_of_the_body_is_closed() -> None:
    text = render(RICH, relations=True, rules=PAGES)
    body = text.partition("<body>")[2].partition("<script>")[0]
    assert etree.fromstring(f"<body>{body}</body>").tag == "body"


def test_the_page_needs_nothing_else() -> None:
    text = render(RICH, relations=True, rules=PAGES)
    root = parser.document_fromstring(text)
    assert not root.xpath("//@src | //link | //@style | //img | //iframe")
    assert {href[0] for href in root.xpath("//@href")} == {"#"}
    assert "http" not in re.sub("http-equiv", "", text)
    assert "@import" not in text
    assert "url(" not in text


def test_only_its_own_script_may_run() -> None:
    root = page(RICH)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = root.xpath("//script/text()")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_a_finding_shows_message_figures_quote_and_remedy() -> None:
    root = page(RICH)
    (article,) = root.xpath("//article[@id='finding-2']")
    assert texts(article, ".//h4") == ["正文的人数与基础数据表一致"]
    assert texts(article, ".//p[@class='message']") == ["编制数：正文写 5 人，基础数据表填 3 人。"]
    assert texts(article, ".//tbody/tr") == [
        "编制数5人自评报告.docx · 正文 · 第14段",
        "编制数3 人附件.xlsx · 基础数据表（工作表“附件1”） · B5",
    ]
    assert texts(article, ".//mark") == ["5人", "5人"]
    assert texts(article, ".//dd[@class='fix']") == ["以编制文件为准，改正文或改基础数据表。"]
    assert texts(article, ".//*[@class='severity']") == ["错误"]


def test_findings_are_grouped_gravest_first_and_can_be_filtered() -> None:
    root = page(RICH)
    assert root.xpath("//section[contains(@class,'group')]/@data-severity") == [
        "error", "warning", "info",
    ]  # fmt: skip
    assert texts(root, "//div[contains(@class,'filters')]//button") == [
        "全部 5", "错误 2", "警告 2", "提示 1",
    ]  # fmt: skip
    assert root.xpath("//button/@data-show") == ["", "error", "warning", "info"]
    assert root.xpath("//button/@aria-pressed") == ["true", "false", "false", "false"]


def test_an_explained_finding_says_so_and_a_rejected_explanation_what_it_is_worth() -> None:
    error = replace(SUM, rejected="四舍五入。")
    root = page(replace(RICH, findings=(error, HEADING)))
    assert texts(root, "//article[contains(@class, 'explained')]//h4") == [HEADING.title]
    assert texts(root, "//span[@class='severity']") == ["错误", "警告（已说明）"]
    assert texts(root, "//dt[.='已作说明']/following-sibling::dd[1]") == [HEADING.waiver]
    assert texts(root, "//dt[.='说明']/following-sibling::dd[1]") == [
        "四舍五入。（错误不能以说明代替改正。）"
    ]


def test_without_script_no_dead_buttons_are_shown() -> None:
    assert page(RICH).xpath("//div[contains(@class,'filters')]/@hidden") == [""]


def test_one_severity_needs_no_filter() -> None:
    assert not page(replace(RICH, findings=(SUM,))).xpath("//button")


def test_coverage_is_a_picture_and_a_sentence_of_the_same_numbers() -> None:
    root = page(RICH)
    assert texts(root, "//svg/title") == [
        "识别的数字 152 个：参与核对 138，未参与核对 14",
        "核对的关系 96 条：成立 89，因四舍五入成立 2，不成立 4，无法核对 1",
    ]
    for number, counts in enumerate(([138, 14], [89, 2, 4, 1])):
        rects = root.xpath("//svg")[number].xpath("./rect")
        lengths = [int(rect.get("width")) for rect in rects]
        assert sum(lengths) + 2 * (len(lengths) - 1) == 600
        for length, count in zip(lengths, counts, strict=True):
            assert length == pytest.approx(600 * count / sum(counts), abs=8)
    assert texts(root, "//p[@class='said']") == [
        "识别 152 个数字，其中 138 个参与核对；核对关系 96 条：成立 89，因四舍五入成立 2，"
        "不成立 4，无法核对 1。"
    ]


def test_the_figures_of_the_text_have_a_bar_and_a_sentence_of_their_own() -> None:
    seen = replace(RICH.coverage, quantities=120, claims=80, claims_compared=35)
    root = page(replace(RICH, coverage=seen))
    assert texts(root, "//svg/title")[:2] == [
        "表格里的数字 152 个：参与核对 138，未参与核对 14",
        "正文里的数字 120 个：读懂并核对过 35，读懂，没有可对照的 45，没有读懂 40",
    ]
    assert texts(root, "//p[@class='said']")[1] == (
        "正文：识别 120 个数字，读懂其中 80 个说的是什么，35 个与表格或前后文核对过。"
    )


def test_a_page_over_nothing_says_so() -> None:
    root = page(NOTHING)
    assert texts(root, "//p[contains(@class,'conclusion')]")[0].startswith("这次什么也没有核对")
    assert root.xpath("//svg/rect/@class") == ["empty", "empty"]


def test_a_clean_page_has_no_list_of_problems() -> None:
    root = page(CLEAN)
    assert texts(root, "//p[contains(@class,'conclusion')]") == ["没有发现问题。"]
    assert texts(root, "//h2") == ["结论", "核对的材料"]


def test_the_materials_show_what_was_recognised_and_what_is_missing() -> None:
    assert texts(page(RICH), "//table[@class='materials']/tbody/tr/td") == [
        "正文部门整体支出绩效自评表（标题：2024年度部门整体支出绩效自评表）"
        "注意：文中有 2 处修订没有接受，按修订后的文字核对。",
        "基础数据表（标题：部门整体支出绩效评价基础数据表）"
        "缺少栏目：厉行节约保障措施、楼堂馆所控制情况",
        "没有识别出表格，也没有正文，未参与核对",
    ]


def test_codes_lead_to_the_rules_that_the_page_explains() -> None:
    root = page(RICH, rules=PAGES | {"Z999": Page("没有用到", "…")})
    assert root.xpath("//section[@class='rule']/@id") == ["rule-B201", "rule-N101"]
    assert root.xpath("//article//a/@href") == ["#rule-B201", "#rule-N101"]
    assert texts(root, "//section[@id='rule-B201']/p")[:3] == [
        "检查什么基础数据表中，“三公经费”一行等于公务用车购置和维护经费、出国经费、公务接待三行之和，"
        "每一列（上年决算、本年预算、本年决算）各算一遍。",
        "公式三公经费 == 公务用车 + 出国经费 + 公务接待（逐列核对）",
        "为什么合计数由三项相加得出，对不上说明有一项漏填或填错。",
    ]
    assert texts(root, "//section[@id='rule-N101']/p") == [
        "检查什么正文中写到的编制数、实有人数，与基础数据表中的相同。",
        "为什么同一个数在两处不同，必有一处是错的。",
        "怎么改以编制文件和年末在册名单为准。",
    ]


def test_the_relations_are_folded_away_by_verdict() -> None:
    assert not page(RICH).xpath("//details")
    root = page(RICH, relations=True, rules=PAGES)
    assert texts(root, "//details/summary") == [
        "不成立2 条", "无法核对1 条", "因四舍五入成立1 条", "成立12 条",
    ]  # fmt: skip
    assert not root.xpath("//details[@open]")
    assert texts(root, "(//details)[1]//tbody/tr[1]/td") == [
        "B201",
        "三公经费等于三项之和 · 本年预算",
        "附件.xlsx · 基础数据表（工作表“附件1”）C9 三公经费 0.9 万元"
        "C10 公务用车购置和维护经费 0 万元C13 出国经费 0 万元C14 公务接待 0.5 万元",
    ]


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;\x00\x1b\udc80\u202e$body"


def test_text_from_files_is_never_markup() -> None:
    location = replace(SUM.operands[0].location, source=HOSTILE, sheet=HOSTILE, quote=HOSTILE * 2)
    operand = replace(SUM.operands[0], label=HOSTILE, text=HOSTILE, unit=HOSTILE, location=location)
    finding = replace(
        SUM, code=HOSTILE, title=HOSTILE, message=HOSTILE, fix=HOSTILE, expected=HOSTILE,
        actual=HOSTILE, operands=(operand,), waiver=HOSTILE,
    )  # fmt: skip
    form = replace(RICH.forms[0], name=HOSTILE, title=HOSTILE, missing=(HOSTILE,), source=HOSTILE)
    source = replace(RICH.sources[0], path=HOSTILE, kind=HOSTILE, sha256=HOSTILE, notes=(HOSTILE,))
    report = replace(
        RICH, unit=HOSTILE, profile_name=HOSTILE, sources=(source,), forms=(form,),
        findings=(finding,),
        relations=(replace(RICH.relations[0], code=HOSTILE, subject=HOSTILE, operands=(operand,)),),
    )  # fmt: skip
    text = render(report, relations=True, rules={HOSTILE: Page(HOSTILE, HOSTILE)})
    text.encode("utf-8")
    root = parser.document_fromstring(text)
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//img")
    assert not root.xpath("//@*[starts-with(name(), 'on')]")
    assert not set("\x00\x1b\udc80\u202e") & set(text)
    assert "<script>alert(1)</script>" in texts(root, "//h4")[0]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_is_legible_on_the_paper(theme: int) -> None:
    colours = dict(
        re.findall(r"--(\w+): (#\w+)", re.findall(r":root \{(.*?)\}", STYLE, re.S)[theme])
    )
    for ink in ("ink", "soft", "accent", "error", "warning", "info"):
        for ground in ("paper", "tint"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
