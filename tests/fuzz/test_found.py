"""What the fuzzer once found stays mended: each file in its smallest form."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.generator.filing import filing
from xladdin.cli import main

_IRREGULAR = "里有不合规范的内容"


@pytest.fixture(autouse=True)
def _no_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The file with one part changed."""
    data, whole = path.read_bytes(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(whole, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    assert whole.getvalue() != data
    path.write_bytes(whole.getvalue())
    return path


def written(tmp_path: Path, suffix: str) -> Path:
    """The file of a made-up filing with an error in its forms."""
    made = replace(filing(8, "yueyang", ["三公合计错"]), in_word=False)
    paths = made.write(tmp_path / "材料")
    return next(path for path in paths if path.suffix == suffix)


@pytest.mark.parametrize("verb", ["annotate", "calc"])
def test_a_workbook_that_says_nothing_of_how_it_is_calculated(verb: str, tmp_path: Path) -> None:
    """As some programs write it; openpyxl then has no settings at all."""
    path = written(tmp_path, ".xlsx")
    changed(path, "xl/workbook.xml", lambda data: re.sub(rb"<calcPr[^>]*/>", b"", data))
    calls = {
        "annotate": ["check", str(path), "--annotate", str(tmp_path / "副本")],
        "calc": ["calc", str(path), "-o", str(tmp_path / "副本.xlsx")],
    }
    assert main(calls[verb]) in (0, 1)


@pytest.mark.parametrize("verb", ["annotate", "package"])
def test_a_workbook_whose_sheets_openpyxl_does_not_find(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, ".xlsx")
    changed(path, "xl/workbook.xml", lambda data: data.replace(b"</sheets>", b"</sheets><sheets/>"))
    calls = {
        "annotate": ["check", str(path), "--annotate", str(tmp_path / "副本")],
        "package": ["package", str(path), "-o", str(tmp_path / "上报"), "--draft", "--no-pdf"],
    }
    # A set is packed of what can be read; a copy with notes of this one file there is none.
    assert main(calls[verb]) == (2 if verb == "annotate" else 0)
    assert _IRREGULAR in capsys.readouterr().err


def test_a_workbook_with_a_style_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """openpyxl prints a line of its own on it, which would stand in the middle of the JSON."""
    path = written(tmp_path, ".xlsx")

    def without_styles(data: bytes) -> bytes:
        return re.sub(
            rb"<cellStyleXfs.*?</cellStyleXfs>", b"<cellStyleXfs/>", data, flags=re.DOTALL
        )

    changed(path, "xl/styles.xml", without_styles)
    main(["check", str(path), "--annotate", str(tmp_path / "副本"), "--format", "json"])
    printed = capsys.readouterr()
    assert "out of range" not in printed.out + printed.err
    assert printed.out[:1] in ("", "{")


def test_a_report_with_a_damaged_part_that_no_check_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, ".docx")
    changed(path, "word/styles.xml", lambda data: data[:-30])
    assert main(["check", str(path.parent)]) == 1
    target = str(tmp_path / "上报")
    assert main(["package", str(path.parent), "-o", target, "--draft", "--no-pdf"]) == 0
    said = capsys.readouterr().err
    assert "没有做成报告连同附件的 Word 和 PDF" in said
    assert path.name in said
    assert list(Path(target).rglob("*.docx")) != []  # the rest is packed
