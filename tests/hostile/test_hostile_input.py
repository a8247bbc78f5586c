"""Files that mean harm, given to every verb: one sentence, nothing written, nothing changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile import hostile_files
from tests.thorough import dealt, few
from xladdin.cli import main

Capture = pytest.CaptureFixture[str]
Call = Callable[[str, str], list[str]]

#: Each verb that reads a filing, given the file and a folder for what it writes.
VERBS: dict[str, Call] = {
    "check": lambda file, out: ["check", file, "-o", f"{out}/报告.html"],
    "annotate": lambda file, out: ["check", file, "--annotate", f"{out}/副本"],
    "prior": lambda file, out: ["check", file, "--prior", file, "-o", f"{out}/报告.json"],
    "import": lambda file, out: ["import", file, "-o", f"{out}/附件.xlsx"],
    "calc": lambda file, out: ["calc", file, "-o", f"{out}/计算.xlsx"],
    "new": lambda file, out: ["new", "--from", file, "-o", f"{out}/新.xlsx"],
    "draft": lambda file, out: ["draft", file, "-o", f"{out}/初稿.docx"],
    "package": lambda file, out: ["package", file, "-o", f"{out}/上报", "--draft", "--no-pdf"],
    "publish": lambda file, out: ["publish", file, "-o", f"{out}/公开", "--no-pdf"],
}
_ONE_SENTENCE = re.compile(r"(\[\d+/\d+\] [^\n]+\n)*xladdin：[^\n]+\n")


def cases() -> list[object]:
    return [
        pytest.param(attack, suffix, id=f"{attack}-{suffix}")
        for attack, (only, _) in hostile_files.REFUSED.items()
        for suffix in ("docx", "xlsx")
        if only in (None, suffix)
    ]


def assert_refused(call: list[str], out: Path, capsys: Capture) -> str:
    assert main(call) == 2
    return assert_refusal(capsys.readouterr(), out)


def assert_refusal(printed: pytest.CaptureResult[str], out: Path) -> str:
    if "没有写批注副本" in printed.err:  # the report is shown all the same
        assert "核对范围" in printed.out
        assert printed.err.count("\n") == 1
    else:
        assert printed.out == ""
        assert _ONE_SENTENCE.fullmatch(printed.err), printed.err
    assert "程序内部出错" not in printed.err
    assert [path for path in out.rglob("*") if path.is_file()] == []
    return printed.err


@pytest.mark.parametrize(("attack", "suffix"), cases())
def test_every_verb_refuses_in_one_sentence(
    attack: str, suffix: str, tmp_path: Path, capsys: Capture
) -> None:
    # Each verb is tried with each kind of file, and with every third attack.
    number = [*hostile_files.REFUSED].index(attack) + (suffix == "xlsx")
    data = hostile_files.REFUSED[attack][1](suffix)
    out = tmp_path / "结果"
    out.mkdir()
    file = tmp_path / f"材料.{suffix}"
    file.write_bytes(data)
    for verb in dealt([*VERBS], number, 3):
        started = time.process_time()
        said = assert_refused(VERBS[verb](str(file), str(out)), out, capsys)
        assert file.name in said, verb
        assert time.process_time() - started < 20, verb
    assert file.read_bytes() == data


@pytest.mark.parametrize("attack", hostile_files.COSTLY)
def test_what_is_too_much_is_refused_by_its_bound(
    attack: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "材料.xlsx").write_bytes(hostile_files.COSTLY[attack]("xlsx"))
    (tmp_path / "结果").mkdir()
    call = VERBS["import"](str(tmp_path / "材料.xlsx"), str(tmp_path / "结果"))
    assert re.search(
        "超过 ([24]00000 [个处]|20 张)", assert_refused(call, tmp_path / "结果", capsys)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds memory in another way")
@pytest.mark.parametrize(
    ("suffix", "verb"),
    [("docx", "package"), ("xlsx", "annotate"), ("docx", "annotate"), ("xlsx", "package")][
        : few(4, 2)
    ],
)
def test_a_part_that_only_other_libraries_read_takes_no_memory(
    suffix: str, verb: str, tmp_path: Path
) -> None:
    file, out = tmp_path / f"材料.{suffix}", tmp_path / "结果"
    file.write_bytes(hostile_files.swollen(suffix))
    out.mkdir()
    code = (
        "import resource, sys; from xladdin.cli import main; "
        "resource.setrlimit(resource.RLIMIT_DATA, (250 << 20,) * 2); sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *VERBS[verb](str(file), str(out))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == (2 if verb == "annotate" else 0)  # what else can be done is done
    assert "Traceback" not in done.stderr
    assert "有部件解压后超过 24 MB" in done.stderr


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("attack", hostile_files.ANSWERED)
def test_every_verb_answers_what_it_need_not_read(
    attack: str, suffix: str, tmp_path: Path, capsys: Capture
) -> None:
    # Each verb is tried with each kind of file, and with every fifth attack.
    number = [*hostile_files.ANSWERED].index(attack) + (suffix == "xlsx")
    data = hostile_files.ANSWERED[attack](suffix)
    (tmp_path / "里").mkdir()
    file = tmp_path / "里" / f"材料.{suffix}"
    file.write_bytes(data)
    for verb in dealt([*VERBS], number, 5):
        call, out = VERBS[verb], tmp_path / "里" / f"结果 {verb}"
        out.mkdir()
        started = time.process_time()
        status, printed = main(call(str(file), str(out))), capsys.readouterr()
        if status == 2:
            assert_refusal(printed, out)
        else:
            assert b"hostname" not in b"".join(
                path.read_bytes() for path in out.rglob("*") if path.is_file()
            )
        assert time.process_time() - started < 30, verb
    assert file.read_bytes() == data
    assert os.listdir(tmp_path) == ["里"]
