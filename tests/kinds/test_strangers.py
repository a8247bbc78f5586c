"""Files that only look like documents: each is called what it is; odd packages are read."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kinds.made import FIGURES, IN_WORD, document, told
from xladdin.checking import check_paths
from xladdin.errors import InputError

NOISE = random.Random(12).randbytes(3000)
UOF = '<?xml version="1.0" encoding="UTF-8"?>\n<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof">'
FODT = '<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
WORD = '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="x">'
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TABS = "附件1\t\t\n三公经费\t6.40\t6.00\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("报告.docx", b"\x62\x14#e\x80\x01E-SafeNet\0LOCK" + NOISE, "文件加密（防泄密）软件加密"),
        ("附件.xlsx", b"%TSD-Header-###%" + NOISE, "文件加密（防泄密）软件加密"),
        ("附件.xls", b"\0\0E-SafeNet" + NOISE, "文件加密（防泄密）软件加密"),
        ("报告.docx", NOISE, "认不出是什么"),
        ("附件.xlsx", NOISE[::-1], "认不出是什么"),
        ("报告.docx", bytes(5000), "全是空字节"),
        ("附件.xls", bytes(1), "全是空字节"),
        (
            "附件.xls",
            b"\x09\x08\x08\x00\x00\x05\x05\x00" + NOISE,
            "没有外壳的旧版 Excel 数据（BIFF）",
        ),
        (
            "附件.xls",
            b"\x09\x04\x06\x00\x00\x00\x10\x00" + NOISE,
            "没有外壳的旧版 Excel 数据（BIFF）",
        ),
        ("~$报告.docx", b"\x05admin" + bytes(157), "临时文件，不是文档本身"),
        (".~lock.附件.xlsx#", ",张三,".encode(), "临时文件，不是文档本身"),
        ("报告.uof", UOF.encode(), "标文通（UOF）格式"),
        ("报告.doc", UOF.encode(), "标文通（UOF）格式"),
        ("报告.fodt", FODT.encode(), "单个文件的 OpenDocument（FODS、FODT）格式"),
        ("附件.xls", FODT.encode("utf-16"), "另存为 .xlsx 格式"),
        ("报告.xml", WORD.encode(), "是 Word 的 XML 文档"),
        (
            "报告.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
            "单个文件的网页（MHT）",
        ),
        ("附件.xls", b"From: <Saved by WPS>\r\nSubject:", "单个文件的网页（MHT）"),
        ("附件.csv", "附件1,,\n三公经费,6.40,6.00\n".encode("gb18030"), "（CSV）"),
        ("附件.tsv", TABS.encode(), "（CSV）"),
        ("附件.xls", TABS.encode("gb18030"), "（CSV）"),
        ("附件.xlsx", TABS.encode("utf-16"), "（CSV）"),
    ],
)
def test_it_is_called_what_it_is(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        check_paths([tmp_path / name])
    assert said in str(caught.value)
    assert f"「{name}」" in str(caught.value)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("Index/Document.iwa", "苹果 Pages 或 Numbers"),
        ("index.apxl", "苹果 Pages 或 Numbers"),
        ("uof.xml", "标文通（UOF）格式"),
        ("OFD.xml", "OFD 版式文件"),
        ("ppt/slides/slide1.xml", "演示文稿"),
        ("照片/1.jpg", "是压缩包，请先解压"),
    ],
)
def test_a_package_of_another_program_is_called_what_it_is(
    tmp_path: Path, part: str, said: str
) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "某.docx", "w") as target:
        target.writestr(part, "x")
    with pytest.raises(InputError, match=said):
        check_paths([tmp_path / "某.docx"])


@pytest.mark.parametrize(
    "part",
    [
        lambda name: f"/{name}",
        lambda name: f"./{name}",
        lambda name: name.replace("/", "\\"),
        lambda name: name.upper(),
    ],
    ids=["slash", "dot", "backslash", "capitals"],
)
def test_packages_with_odd_names_of_parts_are_read(
    tmp_path: Path, part: Callable[[str], str]
) -> None:
    assert told(document(tmp_path / "原.docx", part=part)) == (FIGURES, IN_WORD)


def test_the_main_part_may_lie_anywhere(tmp_path: Path) -> None:
    def moved(name: str) -> str:
        return name.replace("word/", "正文/")

    entry = '<Relationship Id="a" Type="x/officeDocument" Target="正文/document.xml"/>'
    rels = f'<Relationships xmlns="{RELATIONSHIPS}">{entry}</Relationships>'
    path = document(tmp_path / "原.docx", parts={"_rels/.rels": rels}, part=moved)
    assert told(path) == (FIGURES, IN_WORD)
