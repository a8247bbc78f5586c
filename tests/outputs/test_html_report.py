"""The page stands alone, says the same as the other outputs, and is safe."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as parser
from lxml.html import HtmlElement
from msgspec.structs import replace

import xladdin.outputs
from tests.outputs.sample_reports import (
    CLEAN,
    HEADING,
    NOTHING,
    PAGES,
    RICH,
    STAFF,
    SUM,
    Page,
    sheet,
)
from xladdin.model.grid import Cell, Grid, Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Listed, Report, Unused
from xladdin.outputs.html import render

STYLE = (Path(xladdin.outputs.__file__).parent / "report.css").read_text(encoding="utf-8")


def page(report: Report, *, rules: dict[str, Page] | None = None) -> HtmlElement:
    return parser.document_fromstring(render(report, rules=rules))


def texts(root: HtmlElement, path: str) -> list[str]:
    """The texts of the elements that the XPath selects, white space collapsed."""
    return [" ".join(element.text_content().split()) for element in root.xpath(path)]


def test_the_page_is_whole_and_in_chinese() -> None:
    text = render(RICH)
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert texts(page(RICH), "//head/title") == ["校验报告 临江县库区移民事务中心 2024年度"]
    assert texts(page(RICH), "//h2") == [
        "错误2 处", "警告2 处（其中 1 处已说明）", "提示1 处",
        "自评报告.docx", "附件.xlsx", "会议通知.docx", "核对了多少",
    ]  # fmt: skip


def test_every_element_of_the_body_is_closed() -> None:
    text = render(RICH, rules=PAGES)
    body = text.partition("<body>")[2].partition("<script ")[0]
    assert etree.fromstring(f"<body>{body}</body>").tag == "body"


def test_the_page_needs_nothing_else() -> None:
    text = render(RICH, rules=PAGES)
    root = parser.document_fromstring(text)
    assert not root.xpath("//@src | //link | //@style | //img | //iframe")
    assert {href[0] for href in root.xpath("//@href")} == {"#"}
    assert "http" not in re.sub("http-equiv", "", text)
    assert "@import" not in text
    assert "url(" not in text


def test_only_its_own_script_may_run() -> None:
    root = page(RICH)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = root.xpath("//script[not(@type)]/text()")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_a_card_shows_message_figures_and_remedy() -> None:
    root = page(RICH)
    (card,) = root.xpath("//article[@id='finding-2']")
    assert texts(card, ".//h3") == ["正文的人数与基础数据表一致"]
    assert texts(card, ".//p[@class='message']") == ["编制数：正文写 5 人，基础数据表填 3 人。"]
    assert texts(card, ".//ul[@class='figures']/li") == [
        "自评报告.docx · 正文编制数 5人 第14段",
        "附件.xlsx · 基础数据表（工作表“附件1”）编制数 3 人 B5",
    ]
    assert texts(card, ".//dd[@class='fix']") == ["以编制文件为准，改正文或改基础数据表。"]
    assert texts(card, ".//dd[@class='printed']") == ["自评报告.docx · 正文 · 第14段"]
    assert texts(card, ".//*[@class='severity']") == ["错误"]


def test_the_cards_come_gravest_first() -> None:
    root = page(RICH)
    assert root.xpath("//aside/section/@class") == ["group error", "group warning", "group info"]
    assert texts(root, "//span[@class='number']") == ["1", "2", "3", "4", "5"]


def test_an_explained_finding_says_so_and_a_rejected_explanation_what_it_is_worth() -> None:
    error = replace(SUM, rejected="四舍五入。")
    root = page(replace(RICH, findings=(error, HEADING)))
    assert texts(root, "//article[contains(@class, 'explained')]//h3") == [HEADING.title]
    assert texts(root, "//span[@class='severity']") == ["错误", "警告（已说明）"]
    assert texts(root, "//dt[.='已作说明']/following-sibling::dd[1]") == [HEADING.waiver]
    assert texts(root, "//dt[.='说明']/following-sibling::dd[1]") == [
        "四舍五入。（错误不能以说明代替改正。）"
    ]


def test_what_became_of_each_since_the_check_before_is_told() -> None:
    gone = Listed("0" * 16, "", "B301", "不等。", when="2025-03-01 09:00")
    still = Listed(SUM.fingerprint, when="2025-03-01 09:00")
    root = page(replace(RICH, earlier=(gone, still)))
    told = texts(root, "//span[starts-with(@class, 'became')]")
    assert told.count("未改") == 1
    assert set(told) == {"未改", "新增"}
    assert texts(root, "//section[@class='group fixed']//li") == ["B301 不等。"]
    assert "上次 2 处：已改 1 处，" in texts(root, "//p[@class='facts']")[1]
    assert not page(RICH).xpath("//span[starts-with(@class, 'became')]")


def test_coverage_is_told() -> None:
    seen = replace(RICH.coverage, quantities=120, claims=80, claims_compared=35)
    assert texts(page(replace(RICH, coverage=seen)), "//section[@class='said']/p") == [
        "识别 152 个数字，其中 138 个参与核对；核对关系 96 条：成立 89，因四舍五入成立 2，"
        "不成立 4，无法核对 1。",
        "正文：识别 120 个数字，读懂其中 80 个说的是什么，35 个与表格或前后文核对过。",
    ]


def test_a_page_over_nothing_says_so() -> None:
    told = texts(page(NOTHING), "//p[@class='conclusion none']")
    assert told[0].startswith("这次什么也没有核对")


def test_a_clean_page_has_no_cards() -> None:
    root = page(CLEAN)
    assert texts(root, "//p[contains(@class,'conclusion')]") == ["没有发现问题。"]
    assert not root.xpath("//article")


def test_each_file_says_what_was_recognised_and_what_is_missing() -> None:
    assert [texts(file, ".//p")[:2] for file in page(RICH).xpath("//section[@class='file']")] == [
        [
            "Word 文档：正文；部门整体支出绩效自评表（标题：2024年度部门整体支出绩效自评表）",
            "注意：文中有 2 处修订没有接受，按修订后的文字核对。",
        ],
        [
            "Excel 工作簿：基础数据表（标题：部门整体支出绩效评价基础数据表）",
            "基础数据表缺少栏目：厉行节约保障措施、楼堂馆所控制情况",
        ],
        ["Word 文档：—", "没有识别出表格，也没有正文，未参与核对"],
    ]


def test_codes_lead_to_the_rules_that_the_page_explains() -> None:
    root = page(RICH, rules=PAGES | {"Z999": Page("没有用到", "…")})
    assert root.xpath("//section[@class='rule']/@id") == ["rule-B201", "rule-N101"]
    assert root.xpath("//article//a[@class='code']/@href") == ["#rule-B201", "#rule-N101"]
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


# The filing as it looks


def cells(*rows: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(row, column, text)
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    )


LINE = Paragraph(
    13, "临江县库区移民事务中心的机构、人员、职责，见下面各段所述的情况，一并说明如下。。" + STAFF
)
SHEET = Grid(
    1,
    (
        Cell(0, 0, "附件1", columns=3), *cells("||", "项目|上年|本年")[3:],
        *(Cell(row, column, text) for row, line in enumerate(
            ["人数|3|3", "在岗|2|3", "离退休|12|12", "合计|18|18", "三公经费|0.8|0.9", "公车||0",
             "其中：购置||", "运行||", "出国||0", "接待|0.8|0.5"], start=4)
          for column, text in enumerate(line.split("|"))),
    ),
    sheet="附件1",
)  # fmt: skip
FILING = replace(
    RICH,
    documents=(
        Source("自评报告.docx", "docx", "", (Paragraph(0, "绩效自评报告"), LINE)),
        Source("附件.xlsx", "xlsx", "", (SHEET,)),
    ),
    unused=(Unused(sheet("离退休", "12", "C7", "人"), "没有可对的数"),),
)


def test_the_filing_is_shown_as_it_looks() -> None:
    root = page(FILING)
    assert texts(root, "//p[@class='title']") == ["绩效自评报告"]
    assert texts(root, "//main//p[contains(., '我中心')]") == [LINE.text]
    (table,) = root.xpath("//main//table")
    assert texts(table, "./caption") == ["工作表“附件1”"]
    assert table.xpath(".//tr[1]/td/@colspan") == ["3"]
    assert texts(table, ".//tr[9]/td") == ["三公经费", "0.8", "0.9"]


def test_each_figure_has_its_state() -> None:
    held = replace(RICH.relations[3], operands=(sheet("在岗", "3", "C6", "人"),))
    root = page(replace(FILING, relations=(*RICH.relations[:2], held)))
    marks = [(mark.get("class"), mark.text_content()) for mark in root.xpath("//main//span[@id]")]
    assert marks == [
        ("f wrong", "5人"), ("f wrong", "3"), ("f tied", "3"), ("f idle", "12"),
        ("f wrong", "0.9"), ("f wrong", "0"), ("f wrong", "0"), ("f wrong", "0.5"),
    ]  # fmt: skip
    figures, relations = json.loads(root.xpath("//script[@id='data']/text()")[0])
    assert [(label, amount, state, why) for label, amount, _, _, state, why, _ in figures] == [
        ("编制数", "5人", "wrong", ""),
        ("编制数", "3 人", "wrong", ""),
        ("在岗", "3 人", "tied", ""),
        ("离退休", "12 人", "idle", "没有可对的数"),
        ("三公经费", "0.9 万元", "wrong", ""),
        ("公务用车购置和维护经费", "0 万元", "wrong", ""),
        ("出国经费", "0 万元", "wrong", ""),
        ("公务接待", "0.5 万元", "wrong", ""),
    ]
    assert relations[str(figures[0][6][0])][1:] == [0, [0, 1]]
    assert texts(root, "//div[@class='states']/button") == [
        "✗要改 6", "~已说明 0", "✓对得上 1", "·没有核对 1",
    ]  # fmt: skip


def test_what_a_held_relation_looked_for_is_not_told_as_if_it_were_so() -> None:
    rounding = replace(RICH.relations[3], verdict=Verdict.ROUNDING)
    root = page(replace(FILING, findings=(), relations=(rounding,)), rules=PAGES)
    _, relations = json.loads(root.xpath("//script[@id='data']/text()")[0])
    assert relations["0"][:2] == [
        "查过“三公经费等于三项之和”，没有（差在四舍五入之内） · 本年预算", 1,
    ]  # fmt: skip


def test_links_of_the_cards_lead_to_figures_that_are_there() -> None:
    root = page(FILING)
    ids = set(root.xpath("//main//span/@id"))
    links = {href[1:] for href in root.xpath("//article//a[@class='to']/@href")}
    assert links
    assert links <= ids
    assert {f"f{number}" for number in root.xpath("//article/@data-f")} <= ids


def test_rows_without_figures_at_the_end_of_a_long_list_are_left_out_and_counted() -> None:
    rows = tuple(Cell(row, 0, "名单") for row in range(900))
    last = Cell(900, 0, "0.9")
    long = Source("附件.xlsx", "xlsx", "", (Grid(1, (*rows, last), sheet="附件1"),))
    seen = Unused(sheet("总数", "0.9", "A901"), "没有可对的数")
    root = page(replace(RICH, documents=(long,), unused=(seen,)))
    assert len(root.xpath("//main//tr")) == 301
    assert texts(root, "//main//tr[last()]") == ["0.9"]
    assert texts(root, "//div[@class='grid']/p") == ["另有 600 行没有要核对的数，没有显示。"]


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
    cell = Grid(1, (Cell(0, 0, HOSTILE),), sheet=HOSTILE)
    shown = Source(HOSTILE, "xlsx", "", (Paragraph(0, HOSTILE), cell))
    report = replace(report, documents=(shown,), unused=(Unused(operand, HOSTILE),))
    text = render(report, rules={HOSTILE: Page(HOSTILE, HOSTILE)})
    text.encode("utf-8")
    root = parser.document_fromstring(text)
    assert len(root.xpath("//script")) == 2
    assert not root.xpath("//img")
    assert not root.xpath("//@*[starts-with(name(), 'on')]")
    assert not set("\x00\x1b\udc80\u202e") & set(text)
    assert "<script>alert(1)</script>" in texts(root, "//h3")[0]


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
    for ink in ("ink", "soft", "accent", "error", "warning", "info", "tied"):
        for ground in ("paper", "tint"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
