"""The steps of the walk. Each does something as a user would, and keeps what was said."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from xlwings import App, Book

from tests.excel.seeing import EXAMPLE, press
from tests.templates.test_new_fill_check import UNIT, Cells
from tests.walk.slips import IN_FORMS, finish, meant, slip, slips
from xladdin.cli import main
from xladdin.sources.own_copies import CORRECTED

BOOK, DRAFT = f"{UNIT}2024年度绩效自评.xlsx", "自评报告初稿.docx"
REASON = "施工中按消防要求增加了设施，概算调整已经批复。"
_EXAMPLE = ("自评报告.docx", "附件.xlsx")
#: Takes a picture: which step's, of which file, from which page on that has which words.
Camera = Callable[[str, Path, str], None]


@dataclass
class Step:
    """What somebody did, in words, and what was said."""

    title: str
    did: str
    said: str
    command: str = ""
    picture: str = ""
    status: int = 0


@dataclass
class Walk:
    """The walk so far, in a folder of its own."""

    folder: Path
    app: App
    camera: Camera = lambda *_: None
    steps: list[Step] = field(default_factory=list)
    packed: Path = Path()

    @property
    def unit(self) -> Path:
        """Where the unit keeps its filing."""
        return self.folder / "材料" / UNIT

    def go(self) -> list[Step]:
        """All steps, one after the other."""
        self.unit.mkdir(parents=True)
        for step in (self.new, self.fill, self.draft, self.check, self.correct, self.by_hand,
                     self.explain, self.package, self.bureau, self.second_round):  # fmt: skip
            step()
        return self.steps

    def new(self) -> None:
        """A blank workbook."""
        self._run("新建工作簿", "单位名称里没有岳阳的地名，用 --profile 指定表样。", self.unit,
                  "new", "--year", "2024", "--unit", UNIT, "--profile", "岳阳")  # fmt: skip
        self._shot("走一遍-1新建", self.unit / BOOK, "先看这里")

    def fill(self) -> None:
        """The forms filled in."""
        self._type(meant())
        self._did("填表", "在浅黄色的格子里填数，浅绿色的自己算出来。")
        self._shot("走一遍-2填表", self.unit / BOOK, "基础数据表")

    def draft(self) -> None:
        """The report written from the forms and finished by hand; then ten slips."""
        self._run(
            "写报告", "由表格写出初稿，补写标黄的地方，删去“（初稿）”。", self.unit, "draft", BOOK
        )
        finish(self.unit / DRAFT)
        self._shot("走一遍-3写报告", self.unit / DRAFT, "部门整体支出")
        self._type(slips())
        made = slip(self.unit / DRAFT)
        self._did(
            "最后改数",
            f"定稿前改数，又改错了十处。表里五处：{'、'.join(IN_FORMS)}；报告里五处：{'、'.join(made)}。",
        )

    def check(self) -> None:
        """核对正文 and so 一键校验."""
        book = self._open()
        self.app.impl.user.chosen.append(str(self.unit / DRAFT))
        said = press("check_narrative", book)
        book.save()
        book.close()
        self._did("一键校验", "第一次点“核对正文”选好报告，以后点“一键校验”。", said)
        self._shot("走一遍-4校验结果", self.unit / BOOK, "绩效自评材料校验结果")

    def correct(self) -> None:
        """一键改正, twice: the list, then what it says."""
        book = self._open()
        listed = press("correct", book)
        done = press("correct", book)
        again = press("check", book)
        book.save()
        book.close()
        self._did("一键改正", "点第一次列出“改正清单”，看过以后再点一次；改好再点“一键校验”。",
                  "\n".join([listed, done, again]))  # fmt: skip
        self._shot("走一遍-5改正", self.unit / BOOK, "绩效自评材料校验结果")

    def by_hand(self) -> None:
        """What only a person can tell put right, in the forms and in the corrected report."""
        self._type({place: value for place, value in meant().items() if place in slips()})
        left = slip(self.report, back=True)
        book = self._open()
        said = press("check", book)
        book.save()
        book.close()
        told = f"看不出哪个数对的，对照账表改好：表里{'、'.join(IN_FORMS)}"
        self._did("自己改", f"{told}；报告里{'、'.join(left)}。再点“一键校验”。", said)
        self._shot("走一遍-6自己改", self.unit / BOOK, "绩效自评材料校验结果")

    def explain(self) -> None:
        """What is right all the same explained on the list of results."""
        book = self._open()
        sheet = book.sheets["校验结果"]
        rows = sheet.used_range.options(ndim=2).value
        heads = next(row for row in rows if "说明" in row)
        said, level = heads.index("说明"), heads.index("级别")
        for number, row in enumerate(rows, 1):
            if row[level] in ("警告", "提示"):
                sheet.range((number, said + 1)).value = REASON
        told = press("check", book)
        book.save()
        book.close()
        self._did("说明", f"剩下的属实：在“校验结果”的“说明”栏写“{REASON}”，再点“一键校验”。", told)
        self._shot("走一遍-7说明", self.unit / BOOK, "绩效自评材料校验结果")

    def package(self) -> None:
        """The set, from the saved workbook and the corrected report."""
        target = self.folder / "上报"
        target.mkdir()
        book = self._open()
        self.app.impl.user.chosen.append(str(target))
        said = press("package", book)
        book.close()
        self._did(
            "打包上报",
            "保存工作簿，点“打包上报”，选放在哪里。标记不用先清除，打包时自动去掉。",
            said,
        )
        (self.packed,) = (each for each in target.iterdir() if each.is_dir())
        self._shot("走一遍-8打包", self.packed / "00 材料清单.xlsx", "材料清单")

    def bureau(self) -> None:
        """The bureau gets three filings: the packed one, one with faults, one that cannot be read."""
        first = self.folder / "第一轮"
        shutil.copytree(self.packed, first / UNIT)
        other = first / "农技中心"
        other.mkdir()
        for name in _EXAMPLE:
            shutil.copy(EXAMPLE / name, other)
        (first / "水利站").mkdir()
        (first / "水利站" / "自评报告.pdf").write_bytes(b"%PDF-1.4")
        self._run("财政局批量核对", "三个单位的材料放进“第一轮”：一个打好包的，一个有问题的，一个只交了 PDF。",
                  self.folder, "batch", "第一轮", "--notices", "--annotate", "--workers", "1")  # fmt: skip
        results = self.folder / "第一轮_核对结果"
        self._shot("走一遍-9汇总", results / "汇总.xlsx", "核对汇总")
        (letter,) = (results / "整改通知").iterdir()
        self._did("整改通知", "每个有问题的单位一份，最要紧的在第一页，全部问题列在后面的清单里。",
                  "\n".join(each.text for each in Document(str(letter)).paragraphs if each.text))  # fmt: skip
        self._shot("走一遍-10整改通知", letter, "整改通知")

    def second_round(self) -> None:
        """The unit corrects what is certain, explains something in the copy it got, and files again."""
        first, second = self.folder / "第一轮" / "农技中心", self.folder / "第二轮" / "农技中心"
        copy = self.folder / "第一轮_核对结果" / "批注副本" / "农技中心" / "附件_校验.xlsx"
        explain(copy, "S511", "培训资料不全扣 1 分，已写入问题部分。")
        self._run("单位整改", "单位在收到的“附件_校验.xlsx”的“说明”栏写明原因，有把握的用 fix 改在副本里。",
                  self.folder, "fix", str(Path("第一轮") / "农技中心"))  # fmt: skip
        shutil.copytree(first / "改正后", second)
        shutil.copy(copy, second)
        shutil.copytree(self.packed, self.folder / "第二轮" / UNIT)
        self._run("第二轮", "改过的材料连同写了说明的副本一起再报，与第一轮比。", self.folder,
                  "batch", "第二轮", "--notices", "--compare", "第一轮_核对结果", "--workers", "1")  # fmt: skip
        results = self.folder / "第二轮_核对结果"
        (letter,) = (results / "整改通知").iterdir()
        opening = Document(str(letter)).paragraphs[2].text.strip()
        self._did("第二轮的通知", "已改的、说明过的不再列，还没有改的、新出现的逐条写明。", opening)
        self._shot("走一遍-11整改对比", results / "汇总.xlsx", "整改对比")

    @property
    def report(self) -> Path:
        """The report as it was corrected."""
        return self.unit / CORRECTED / DRAFT

    def _type(self, cells: Cells) -> None:
        book = self._open()
        for (sheet, cell), value in cells.items():
            is_text = isinstance(value, str) and value.startswith("=")
            book.sheets[sheet][cell].value = f"'{value}" if is_text else value
        self.app.calculate()
        book.save()
        book.close()

    def _did(self, title: str, did: str, said: str = "") -> None:
        self.steps.append(Step(title, did, self._plain(said)))

    def _shot(self, name: str, file: Path, words: str) -> None:
        self.camera(name, file, words)
        self.steps[-1].picture = name

    def _plain(self, said: str) -> str:
        return said.replace(f"{self.folder}{os.sep}", "").strip()

    def _open(self) -> Book:
        return self.app.books.open(self.unit / BOOK)

    def _run(self, title: str, did: str, where: Path, *arguments: str) -> int:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _in(where):
            status = main(arguments)
        told = "\n".join([out.getvalue(), *_without_bars(err.getvalue())])
        command = " ".join(["xladdin", *arguments])
        self.steps.append(Step(title, did, self._plain(told), command, status=status))
        return status


def explain(copy: Path, code: str, text: str) -> None:
    """Type a text beside a finding of an annotated copy."""
    book = load_workbook(copy)
    sheet = book["校验结果"]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "级别")
    said = next(cell.column for cell in heads if cell.value == "说明")
    for row in sheet.iter_rows(min_row=heads[0].row + 1):
        if row[1].value == code:
            sheet.cell(row[0].row, said).value = text
    book.save(copy)


def _without_bars(said: str) -> list[str]:
    return [line for line in said.splitlines() if "█" not in line]


@contextlib.contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
