"""Goes the way once more, and writes docs/走一遍.md and the pictures of the manual."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.properties import PageSetupProperties

from tests.office.fixtures import clean_app, running_office
from tests.walk import pictures
from tests.walk.walking import Step, Walk
from xladdin.cli import main as xladdin
from xladdin.verbs.demo import EXAMPLE

DOCS = pictures.ROOT / "docs"
IMAGES = DOCS / "images"
PAGE = DOCS / "走一遍.md"
#: What stands on pages with small letters.
_SMALL = ("绩效自评材料校验结果", "整改对比")
#: Of what a command said so many lines are shown.
_MOST = 24
_HEAD = """# 走一遍：从一张白纸到第二轮

一个新单位、一个财政局，照手册从头做到尾：每一步做了什么、程序说了什么、看到的是什么样子。由
`python3 install/dev.py pictures` 重走一遍写成（Excel 由 LibreOffice 代替），请勿手改；`tests/walk` 每次都走，
走不通就不通过。没有一步要把写过的再写一遍。
"""


def main() -> None:
    """The walk in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["XDG_STATE_HOME"] = str(home / "state")
        _of_the_manual(home)
        camera = _Camera(home)
        (home / "office").mkdir()
        office = running_office(home / "office")
        app = clean_app(next(office))
        try:
            walk = Walk(home / "walk", next(app), camera.take)
            walk.folder.mkdir()
            steps = walk.go()
        finally:
            app.close()
            office.close()
        PAGE.write_text(_page(steps), encoding="utf-8")
    print(f"已写入 {PAGE}")


class _Camera:
    """Takes pictures while the files are as they are."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def take(self, name: str, file: Path, words: str) -> None:
        copy = self.home / f"{name}{file.suffix}"
        shutil.copy(file, copy)
        if file.suffix == ".xlsx":
            _on_one_page(copy)
        target = IMAGES / f"{name}.png"
        dots = 96 if words in _SMALL else 64
        pictures.printed(copy, target, words, self.home, dots=dots)


def _on_one_page(path: Path) -> None:
    """Let the list of results, which is made for the screen, be as wide as a page."""
    book = load_workbook(path)
    if "校验结果" in book.sheetnames:
        sheet = book["校验结果"]
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        book.save(path)


def _of_the_manual(home: Path) -> None:
    """The ribbon, a right click, and the report in a browser."""
    pictures.browser(pictures.ribbon("check", "check_narrative"), IMAGES / "功能区.png", 1180, 150)
    pictures.browser(
        pictures.right_click("自评报告.docx", "附件.xlsx"), IMAGES / "右键.png", 480, 250
    )
    filing = home / "示例"
    filing.mkdir()
    for name in ("自评报告.docx", "附件.xlsx"):
        shutil.copy(EXAMPLE / name, filing)
    page = home / "校验报告.html"
    xladdin(["check", str(filing), "-o", str(page)])
    pictures.browser(page, IMAGES / "网页报告.png", 1100, 760)


def _page(steps: list[Step]) -> str:
    lines = [_HEAD]
    for number, step in enumerate(steps, 1):
        lines += [f"## {number}. {step.title}", "", step.did, ""]
        if step.command:
            lines += ["```", f"$ {step.command}", *_shortened(step.said), "```", ""]
        elif step.said:
            lines += [
                *(f"> {line.strip()}  " for line in step.said.splitlines() if line.strip()),
                "",
            ]
        if step.picture:
            lines += [f"![{step.title}](images/{step.picture}.png)", ""]
    return "\n".join(lines).rstrip() + "\n"


def _shortened(said: str) -> list[str]:
    lines = said.splitlines()
    if len(lines) <= _MOST:
        return lines
    begin, end = lines[: _MOST * 2 // 3], lines[-_MOST // 3 :]
    return [*begin, f"……（中间 {len(lines) - len(begin) - len(end)} 行从略）", *end]


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{error}\n{error.stderr.decode(errors='replace')}") from error
