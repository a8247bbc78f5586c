"""Pictures of each kind: what they show is kept, whatever else they say is gone."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

from tests.publishing.test_publish import contents
from xladdin.publishing.cleansing import cleansed
from xladdin.publishing.leftovers import found_in
from xladdin.publishing.pictures import bare, tells

SECRET = "zhangsan-2024"
WIDE = SECRET.encode("utf-16-le")


def picture(left: str = "navy", right: str = "orange") -> Image.Image:
    made = Image.new("RGB", (32, 16), left)
    made.paste(right, (16, 0, 32, 16))
    return made


def saved(kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture().save(target, kind, **options)
    return target.getvalue()


def exif() -> Image.Exif:
    told = Image.Exif()
    told[315] = SECRET
    return told


def png() -> bytes:
    told = PngInfo()
    told.add_text("Comment", SECRET)
    told.add_itxt("XML:com.adobe.xmp", SECRET)
    told.add(b"prVt", SECRET.encode())
    return saved("PNG", pnginfo=told, exif=exif())


def gif() -> bytes:
    """With a comment, an application's own part, and a frame that no page shows."""
    other = picture("red", "green")
    data = saved("GIF", comment=SECRET.encode(), save_all=True, append_images=[other], loop=0)
    own = b"\x21\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET.encode() + b"\0"
    return data[:-1] + own + b";"


def tiff() -> bytes:
    other = picture("red", "green")
    return saved(
        "TIFF", tiffinfo={315: SECRET, 700: SECRET.encode()}, save_all=True, append_images=[other]
    )


def jpeg_with_another() -> bytes:
    """As phones write it: a second picture behind the first."""
    return saved("MPO", save_all=True, append_images=[picture("red", "green")], exif=exif())


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<II", kind, 8 + len(content)) + content


def emf(*records: bytes) -> bytes:
    said = WIDE + b"\0\0"
    head = struct.pack(
        "<8i4s5I", *range(8), b" EMF", 0x10000, 0, 2 + len(records), 1, len(SECRET) + 1
    )
    head = record(1, (head + struct.pack("<II", 108, 0) + bytes(16 + 20) + said).ljust(140, b"\0"))
    return head + b"".join(records) + record(14, struct.pack("<III", 0, 0, 20))


def emf_text(text: str) -> bytes:
    said = text.encode("utf-16-le")
    return record(
        84, bytes(36) + struct.pack("<II", len(text), 76) + bytes(24) + said.ljust(40, b"\0")
    )


def wmf() -> bytes:
    escape = SECRET.encode().ljust(20, b"\0")
    records = (
        struct.pack("<IHHH", 15, 0x0626, 15, 20)
        + escape
        + RECTANGLES["wmf"]
        + struct.pack("<IH", 3, 0)
    )
    return struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(records) // 2, 1, 15, 0) + records


RECTANGLES = {"emf": record(43, bytes(16)), "wmf": struct.pack("<IHhhhh", 7, 0x041B, 0, 0, 9, 9)}
KINDS: dict[str, Callable[[], bytes]] = {
    "png": png, "gif": gif, "tiff": tiff, "jpeg with another": jpeg_with_another,
    "jpeg": lambda: saved("JPEG", exif=exif(), comment=SECRET.encode()),
    "webp": lambda: saved("WEBP", exif=exif(), quality=90),
    "emf": lambda: emf(record(70, struct.pack("<I", 26) + WIDE), RECTANGLES["emf"], emf_text("预算执行率")),
    "wmf": wmf,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_picture_says_beside_what_it_shows_goes(kind: str) -> None:
    data = KINDS[kind]()
    assert SECRET.encode() in data or WIDE in data
    made = bare(data)
    assert made is not None
    assert SECRET.encode() not in made
    assert WIDE not in made
    assert (tells(data), tells(made)) == (True, False)
    if kind in ("emf", "wmf"):
        assert RECTANGLES[kind] in made
        return
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(made)) as after:
        assert getattr(after, "n_frames", 1) == 1
        assert after.size == before.size
        differing = ImageChops.difference(before.convert("RGB"), after.convert("RGB"))
        assert max(ImageStat.Stat(differing).mean) < 6


def test_what_was_erased_is_not_below_the_transparent_place() -> None:
    erased = picture().convert("RGBA")
    erased.paste((1, 2, 3, 0), (0, 0, 16, 16))
    target = io.BytesIO()
    erased.save(target, "PNG")
    with Image.open(io.BytesIO(bare(target.getvalue()) or b"")) as made:
        assert {colour for _, colour in made.getcolors() or ()} == {
            (0, 0, 0, 0),
            (255, 165, 0, 255),
        }


def test_what_stands_behind_a_picture_is_none_of_it() -> None:
    for kind in ("PNG", "JPEG", "GIF", "BMP"):
        assert SECRET.encode() not in (bare(saved(kind) + SECRET.encode()) or SECRET.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1\xff",
        emf(emf_text("电话 13811110002")), emf()[:-8],
        emf(record(70, struct.pack("<I", 20) + b"EMF+\x01\x40\0\0" + bytes(12))),
        b"\x01\0\x09\0" + bytes(20),
    ],
)  # fmt: skip
def test_what_cannot_be_cleansed_is_none(data: bytes) -> None:
    assert bare(data) is None


def document() -> Any:
    made = Document()
    made.add_paragraph("部门整体情况见下图")
    made.add_paragraph().add_run().add_picture(io.BytesIO(saved("PNG")))
    return made


def cropped(made: Any, **sides: str) -> None:
    fill = made.element.body.iter(qn("pic:blipFill"))
    crop = next(fill).find(qn("a:blip")).makeelement(qn("a:srcRect"), sides)
    next(made.element.body.iter(qn("a:blip"))).addnext(crop)


def cleaned(made: Any) -> tuple[bytes, dict[str, int]]:
    target = io.BytesIO()
    made.save(target)
    data, removed = cleansed(target.getvalue(), "报告.docx")
    assert found_in("报告.docx", data) == []
    return data, removed


def media(data: bytes) -> list[Image.Image]:
    return [Image.open(io.BytesIO(part.blob)) for part in Document(io.BytesIO(data)).part.package.iter_parts()
            if str(part.partname).startswith("/word/media/")]  # fmt: skip


def test_what_was_cut_off_is_no_longer_there() -> None:
    made = document()
    cropped(made, l="50000", b="25000")
    data, removed = cleaned(made)
    assert removed["图片裁掉的部分"] == 1
    (left,) = media(data)
    assert (left.size, left.getcolors()) == ((16, 12), [(192, (255, 165, 0))])
    assert b'<a:srcRect l="50000"' not in contents(data)


def test_a_picture_shown_twice_keeps_what_either_shows() -> None:
    made = document()
    made.add_paragraph().add_run().add_picture(io.BytesIO(saved("PNG")))
    cropped(made, l="50000")
    data, removed = cleaned(made)
    assert removed["图片裁掉的部分"] == 0
    assert [each.size for each in media(data)] == [(32, 16)]
    assert b'<a:srcRect l="50000"' in contents(data)


def test_a_picture_that_cannot_be_cleansed_is_left_out_and_told_of() -> None:
    made = document()
    made.paragraphs[1].insert_paragraph_before("13811110002")
    part = next(part for part in made.part.package.iter_parts() if "/media/" in str(part.partname))
    part._blob = b"<svg>" + SECRET.encode() + b"</svg>"
    data, removed = cleaned(made)
    assert SECRET.encode() not in contents(data)
    assert [kind for kind in removed if "整张去掉的图片" in kind and "“部门整体情况见下图”" in kind]
    assert "（图片略）" in [each.text for each in Document(io.BytesIO(data)).paragraphs]


def test_a_picture_that_nothing_shows_is_left_out() -> None:
    made = document()
    run = made.paragraphs[1].runs[0]
    run.font.hidden = True
    data, _ = cleaned(made)
    assert media(data) == []
