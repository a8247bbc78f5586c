"""The public copy: each kind of private thing is planted, and none is left."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.publishing import planted
from xladdin.cli import main
from xladdin.publishing import leftovers
from xladdin.publishing.private import private, without_private
from xladdin.sources.convert import soffice
from xladdin.sources.filing_files import read_filing
from xladdin.verbs.demo import EXAMPLE

LIST = "去除清单（留存，不上网）.txt"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return planted.write(tmp_path_factory.mktemp("材料"))


@pytest.fixture(scope="module")
def public(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("网站") / "公开"
    more = [] if soffice() is not None else ["--no-pdf"]
    assert main(["publish", *map(str, files), "-o", str(folder), *more]) == 0
    return folder


def of_kind(folder: Path, suffix: str) -> bytes:
    (path,) = folder.glob(f"*{suffix}")
    return path.read_bytes()


def holds(whole: bytes, secret: str) -> bool:
    """Whether a text stands somewhere, in whatever encoding."""
    written = [
        secret.encode(),
        secret.encode("utf-16-le"),
        secret.encode("ascii", "xmlcharrefreplace"),
    ]
    return any(each in whole for each in written)


def contents(data: bytes) -> bytes:
    """All parts of a package one behind the other, their names, too."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(name.encode() + package.read(name) for name in package.namelist())


@pytest.mark.parametrize("kind", planted.SECRETS)
def test_what_is_planted_is_there_before(kind: str, files: list[Path]) -> None:
    whole = b"".join(contents(path.read_bytes()) for path in files)
    secret = planted.SECRETS[kind]
    split = kind == "mobile"  # over two runs
    assert split or holds(whole, secret)


@pytest.mark.parametrize("kind", planted.SECRETS)
def test_nothing_planted_is_left(kind: str, public: Path) -> None:
    secret = planted.SECRETS[kind]
    word, page = contents(of_kind(public, ".docx")), of_kind(public, ".html")
    assert not holds(word + page, secret)
    listed = (public / LIST).read_text(encoding="utf-8-sig")
    assert secret not in listed


def test_the_text_is_kept(public: Path) -> None:
    for data in (contents(of_kind(public, ".docx")), of_kind(public, ".html")):
        for words in planted.KEPT:
            assert words in data.decode("utf-8", "replace")


def test_a_total_over_a_hidden_row_is_the_whole_forms_and_no_formula_is_shown(public: Path) -> None:
    page = of_kind(public, ".html").decode()
    assert ">99.63</td>" in page
    assert "=IF(" not in page


@pytest.mark.office
@pytest.mark.usefixtures("chinese_font")
def test_the_pdf_holds_pages_alone(public: Path) -> None:
    reader = PdfReader(io.BytesIO(of_kind(public, ".pdf")))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "加上的话" in text
    assert not [secret for secret in planted.SECRETS.values() if secret in text]
    assert set(reader.metadata or {}) <= {"/Producer"}
    assert reader.xmp_metadata is None


def test_the_list_says_what_was_removed_and_is_for_the_publisher(public: Path) -> None:
    lines = (public / LIST).read_text(encoding="utf-8-sig").splitlines()
    listed = {line.split("　")[0].strip(): line for line in lines if "　" in line}
    for kind in (
        "电话号码", "电子邮箱", "身份证号", "本机路径", "批注", "修订（删去的文字）", "隐藏的文字",
        "修订（加上的文字，留下文字）", "文档属性（作者、单位、时间等）", "附带的数据", "嵌入的对象",
        "图片里的拍摄信息等", "作者、路径一类的域",
    ):  # fmt: skip
        assert kind in listed, lines
    assert any("隐藏的工作表" in line for line in lines)
    assert "  隐藏的行和列（工作表“附件2 自评表”）　1 处" in lines
    assert "  看不见的单元格（工作表“附件2 自评表”）　2 处" in lines
    assert not [line for line in lines if "也已读取" in line]


def test_nothing_is_overwritten(
    files: list[Path], public: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in public.iterdir()}
    assert main(["publish", *map(str, files), "-o", str(public), "--no-pdf"]) == 2
    assert "已经存在，没有覆盖它" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in public.iterdir()} == before


def test_the_public_copy_is_no_part_of_the_filing_that_it_lies_in(
    files: list[Path], public: Path
) -> None:
    folder = files[0].parent
    before = [source.name for source in read_filing([folder])]
    shutil.copytree(public, folder / "公开")
    try:
        assert [source.name for source in read_filing([folder])] == before
    finally:
        shutil.rmtree(folder / "公开")


@pytest.mark.parametrize(("given", "folder"), [("", "材料_公开"), ("附件.xlsx", "材料/公开")])
def test_it_goes_beside_the_filing_when_nobody_says(
    given: str, folder: str, tmp_path: Path
) -> None:
    home = tmp_path / "材料"
    home.mkdir()
    shutil.copy(EXAMPLE / "附件.xlsx", home)
    assert main(["publish", str(home / given), "--no-pdf"]) == 0
    assert (tmp_path / folder / LIST).is_file()


def test_the_filing_itself_is_found_out_when_it_is_read_back(files: list[Path]) -> None:
    said = "；".join(leftovers.found_in("原稿.docx", files[0].read_bytes()))
    for words in ("docprops/", "customxml/", "word/comments", "带有 ins", "带有 del", "有隐藏的文字",
                  "有电话号码", "有电子邮箱", "有身份证号", "有本机路径", "mailto:", "拍摄信息"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("联系电话：0730-8221234", "联系电话：（略）"),
        ("手机 138 1234 5678", "手机 （略）"),
        ("（0730）8221234转8001", "（略）"),
        ("咨询热线12345", "咨询热线12345"),
        ("拨打400-800-1234", "拨打（略）"),
        ("电话费12000000元", "电话费12000000元"),
        ("支出13800000000元", "支出13800000000元"),
        ("资金1381234.5678万元", "资金1381234.5678万元"),
        ("0.73082212345", "0.73082212345"),
        ("邮箱 zhang.san@qq.com。", "邮箱 （略）。"),
        (r"见C:\Users\张三\自评.docx", "见（略）"),
        (r"见\\server\共享\自评.docx，", "见（略），"),
        ("file:///home/a/b.docx", "（略）"),
        ("网址 https://www.example.gov.cn/home/a", "网址 https://www.example.gov.cn/home/a"),
        ("比例 1:2，A:B", "比例 1:2，A:B"),
        ("身份证43060219800101123X号", "身份证（略）号"),
        ("１３８１２３４５６７８", "（略）"),
        ("指标号 2024-0730-001", "指标号 2024-0730-001"),
    ],
)
def test_private_words_are_left_out_and_figures_are_not(text: str, public: str) -> None:
    assert without_private(text) == public
    assert not private(public)
