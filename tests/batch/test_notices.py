"""整改通知: one page with the gravest causes, and a list of all that do not go on it."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from tests.batch.made import problem, result
from tests.office.process import Office, properties
from xladdin.batch.notices import notice
from xladdin.batch.result import Problem, Result

WHEN = datetime(2026, 11, 20)
LONG = "年度资金总额（全年执行数） 136.60，应等于 当年财政拨款 13.03 + 上年结转资金 0.63 = 13.66万元，相差 122.94万元。"


def findings(count: int, message: str = LONG) -> list[Problem]:
    return [problem(f"S{n}", message=f"第{n}处：{message}", fix="核对。") for n in range(count)]


def lines(found: Result, before: Result | None = None) -> list[str]:
    data = notice(found, WHEN, before)
    assert data is not None
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_letter_names_unit_findings_places_and_remedies() -> None:
    title, to, opening, item, *_, sender, date = lines(
        result("云山县水利局", problem("B201", message="合计 6.40，应为 6.22。", fix="改正合计。"))
    )
    assert title == "关于云山县水利局\n2024年度整体支出绩效自评材料的整改通知"
    assert to == "云山县水利局："
    assert "经核对有错误 1 处。请逐条核实改正：" in opening
    assert item == "　　1. 【错误】基础数据表 B6：合计 6.40，应为 6.22。改正合计。"
    assert (sender.strip(), date.strip()) == ("（发文单位盖章）", "2026年11月20日")


def test_a_letter_lists_what_to_correct_and_what_goes_with_it() -> None:
    lead = problem("B201", message="合计不符。", fix="应改为 6.22 万元。")
    gone = problem("S101", "warning", message="超预算。", fix="", cause=lead.fingerprint)
    same = problem("S102", "warning", message="比率不符。", fix="重算。", cause=lead.fingerprint)
    *_, opening, item, _, _, _, _ = lines(result("甲局", lead, gone))
    assert "经核对有错误 1 处、警告 1 处，归结为 1 个要改的地方。请逐条核实改正：" in opening
    assert item.endswith("合计不符。应改为 6.22 万元。改好后另有 1 处问题随之消失。")
    item = lines(result("甲局", lead, gone, same))[3]
    assert item.endswith("另有 2 处问题与此有关，一并改正。")


def test_there_is_no_letter_without_anything_to_mend() -> None:
    explained = problem("B204", "warning", explained=True, explanation="有批复")
    assert notice(result("甲局", explained, problem("F404", "info")), WHEN) is None


def test_what_finds_no_room_is_counted_and_stands_on_the_list_behind_the_letter() -> None:
    many = result("甲局", *findings(40))
    told = lines(many)
    numbered = [each for each in told if "【错误】" in each]
    assert 3 <= len(numbered) < 40
    assert f"　　其余 {40 - len(numbered)} 处见附件《问题清单》。" in told
    assert "　　附件：问题清单" in told
    data = notice(many, WHEN)
    assert data is not None
    (table,) = docx.Document(io.BytesIO(data)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "级别", "位置", "问题", "怎么改"]
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 41)]
    assert rows[40] == ["40", "错误", "基础数据表 B6", f"第39处：{LONG}", "核对。"]


def test_the_gravest_come_first_and_no_sentence_is_cut() -> None:
    long = "；".join(f"第{n}项 {n}.00 万元" for n in range(60)) + "。"
    told = lines(
        result("甲局", problem("S1", "warning", message="甲。"), problem("B1", message=long))
    )
    assert told[3].startswith("　　1. 【错误】")
    assert long in told[3]
    assert told[4].startswith("　　2. 【警告】")


def test_the_place_is_told_in_few_words() -> None:
    told = lines(result("甲局", problem("B201", where="附件1 基础数据表 B6", message="不等。")))
    assert told[3] == "　　1. 【错误】附件1 基础数据表 B6：不等。改正。"


def test_the_second_letter_tells_what_was_mended_and_what_was_not() -> None:
    before = result("甲局", problem("B201", message="一"), problem("S101", message="二"))
    now = result("甲局", problem("S101", message="二"), problem("N201", message="三"))
    told = "".join(lines(now, before))
    assert "与上一轮相比：已改 1 处，未改 1 处，新增 1 处" in told
    assert "1. （未改）【错误】" in told
    assert "2. （新增）【错误】" in told


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("count", [1, 4, 9, 60])
def test_a_letter_is_one_page(count: int, office: Office, tmp_path: Path) -> None:
    name = "云山县青溪镇退役军人服务中心（云山县青溪镇优抚对象管理服务站）"
    data = notice(result(name, *findings(count)), WHEN)
    assert data is not None
    path = tmp_path / "通知.docx"
    path.write_bytes(data)
    document = office.load(path.resolve().as_uri(), Hidden=True)
    try:
        printed = tmp_path / "通知.pdf"
        document.storeToURL(printed.resolve().as_uri(), properties(FilterName="writer_pdf_Export"))
    finally:
        document.close(True)
    first, *others = PdfReader(printed).pages
    assert "2026年11月20日" in "".join(first.extract_text().split())
    assert bool(others) is (count > 8)
    if others:
        assert "问题清单" in others[0].extract_text()
