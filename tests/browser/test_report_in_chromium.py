"""The 对照视图 in a real browser: what is seen first, the way by keyboard, and what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Browse, chromium
from xladdin.checking import check_paths
from xladdin.verbs.check import rendered
from xladdin.verbs.demo import EXAMPLE


@pytest.fixture(scope="module")
def page() -> str:
    return rendered(check_paths([EXAMPLE / "自评报告.docx", EXAMPLE / "附件.xlsx"]), "html")


def test_the_first_problem_and_its_figure_are_above_the_fold(page: str, browse: Browse) -> None:
    told = browse(
        page,
        """return {
             card: seen(document.querySelector(".card")),
             figure: seen(document.querySelector("#f" + document.querySelector(".card").dataset.f)),
             lit: document.querySelectorAll(".f.on").length,
             scrolls: document.documentElement.scrollWidth > window.innerWidth};""",
    )
    assert told == {"card": True, "figure": True, "lit": 1, "scrolls": False, "faults": []}


def test_the_way_from_card_to_card_and_from_figure_to_figure_by_keyboard(
    page: str, browse: Browse
) -> None:
    told = browse(
        page,
        """var steps = [], cards = [].slice.call(document.querySelectorAll(".card"));
           function step(key) {
             press(key);
             var on = document.querySelector(".f.on");
             steps.push([key, cards.indexOf(document.querySelector(".card.on")) + 1,
                         document.activeElement.className.split(" ")[0], on.textContent, seen(on)]);
           }
           ["j", "j", "k", "Enter", "ArrowRight", "ArrowLeft", "Enter"].forEach(step);
           press("Tab");
           var tabbed = document.activeElement.parentNode.parentNode.parentNode.className;
           step("Escape");
           return {steps: steps, tabbed: tabbed};""",
    )
    assert told["faults"] == []
    assert told["tabbed"] == "here"
    figures = [figure for _, _, _, figure, _ in told["steps"]]
    assert [(key, card, at) for key, card, at, _, _ in told["steps"]] == [
        ("j", 2, "card"), ("j", 3, "card"), ("k", 2, "card"), ("Enter", 2, "f"),
        ("ArrowRight", 2, "f"), ("ArrowLeft", 2, "f"), ("Enter", 2, "f"), ("Escape", 2, "card"),
    ]  # fmt: skip
    assert all(visible for *_, visible in told["steps"])
    assert figures[2] == figures[3] == figures[5] == figures[7]
    assert figures[4] != figures[3]
    assert figures[6] != figures[3]


def test_a_click_on_a_confirmed_figure_shows_the_other_place(page: str, browse: Browse) -> None:
    told = browse(
        page,
        """var mark = document.querySelector("main .file p .f.tied");
           mark.click();
           var to = document.querySelector(".here a");
           var target = document.querySelector(to.getAttribute("href"));
           var shown = {state: text(".here .state"), hash: location.hash === "#" + mark.id,
                        before: target.classList.contains("other")};
           to.click();
           shown.there = target.classList.contains("on") && seen(target);
           document.querySelector("button.idle").click();
           shown.idle = text(".here .state");
           return shown;""",
    )
    assert told == {
        "state": "✓ 对得上", "hash": True, "before": True, "there": True, "idle": "· 没有核对",
        "faults": [],
    }  # fmt: skip


def test_it_prints_as_a_list_of_one_or_two_pages(page: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    pdf = tmp_path / "page.pdf"
    chromium(f"--print-to-pdf={pdf}", (tmp_path / "page.html").as_uri(), home=tmp_path)
    pages = re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())
    assert 1 <= len(pages) <= 2
