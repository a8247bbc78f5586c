"""The command line: what each verb prints, its exit status, and no traceback for anybody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import xladdin
from xladdin import cli
from xladdin.model.report import Coverage, Finding, Report, Severity
from xladdin.verbs import check, console
from xladdin.verbs.demo import EXAMPLE
from xladdin.verbs.parser import Parser

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: Patch) -> Path:
    """Where a crash would be recorded."""
    folder = tmp_path / "状态"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    return folder


def refused(capsys: Capture, *arguments: str) -> str:
    """The one line on stderr of a call that ends with status 2."""
    assert cli.main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("xladdin：")
    assert shown.err.count("\n") == 1
    return shown.err.removeprefix("xladdin：").rstrip("\n")


# The line itself


def test_the_help_lists_every_verb_and_gives_examples(capsys: Capture) -> None:
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：xladdin 命令 [参数]\n")
    longest = max(map(len, cli.VERBS))
    for verb, summary in cli.VERBS.items():
        assert f"  {verb:<{longest}}  {summary}\n" in shown
        assert "\n从填表到上报：\n" in shown


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_help_that_teaches(verb: str, capsys: Capture) -> None:
    assert cli.main([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：xladdin {verb}")
    assert f"\n例子：\n  xladdin {verb}" in shown
    assert not {"usage", "options", "positional", "show this"} & set(shown.split())


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_argument_is_explained(verb: str) -> None:
    parser = Parser(f"xladdin {verb}")
    cli.verb_module(verb).arguments(parser)
    assert all(action.help for action in parser._actions)


def test_the_version(capsys: Capture) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"xladdin {xladdin.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "请写出命令，例如 xladdin check 文件夹；全部命令见 xladdin --help"),
        (["chek"], "没有“chek”这个命令，是不是 check？全部命令见 xladdin --help"),
        (["核对"], "没有“核对”这个命令。全部命令见 xladdin --help"),
        (["check"], "缺少参数：路径。用法见 xladdin check --help"),
        (["check", ""], "路径：路径是空的。用法见 xladdin check --help"),
        (["check", "a", "--colour"], "不认识的参数：--colour。用法见 xladdin check --help"),
        (["check", "a", "--prior"], "选项 --prior 后面少了内容。用法见 xladdin check --help"),
        (
            ["check", "a", "--format", "pdf"],
            "--format：没有“pdf”这种格式，可以是 text、json、html。用法见 xladdin check --help",
        ),
        (
            ["check", "a", "--strict=1"],
            "选项 --strict 后面不用写内容（写了“1”）。用法见 xladdin check --help",
        ),
        (["rules", "B201"], "不认识的参数：B201。用法见 xladdin rules --help"),
    ],
)
def test_wrong_usage_is_one_chinese_sentence(
    arguments: list[str], sentence: str, capsys: Capture
) -> None:
    assert refused(capsys, *arguments) == sentence


def test_a_file_without_a_verb_gets_the_verb(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "报告.docx"
    file.touch()
    assert refused(capsys, str(file)) == (f'缺少命令；要核对“{file}”，请写 xladdin check "{file}"')


# check


def report(*severities: Severity) -> Report:
    findings = tuple(
        Finding(f"B{number}", severity, "题", "话", "改", "", "", (), str(number))
        for number, severity in enumerate(severities)
    )
    return Report("单位", 2024, "p", "口径", (), (), Coverage(1, 1, 1, 1), findings, ())


@pytest.mark.parametrize(
    ("severities", "usual", "strict"),
    [
        ((), 0, 0),
        ((Severity.INFO,), 0, 0),
        ((Severity.WARNING, Severity.INFO), 0, 1),
        ((Severity.INFO, Severity.ERROR), 1, 1),
    ],
)
def test_the_status_tells_whether_something_counts(
    severities: tuple[Severity, ...], usual: int, strict: int
) -> None:
    assert check.status(report(*severities)) == usual
    assert check.status(report(*severities), strict=True) == strict


@pytest.mark.parametrize("name", ["没有.docx", "没有这个文件夹"])
def test_a_missing_file_is_named(name: str, tmp_path: Path, capsys: Capture) -> None:
    assert name in refused(capsys, "check", str(tmp_path / name))


@pytest.mark.parametrize("verb", ["check", "draft", "fix", "import", "link", "package", "publish"])
def test_one_missing_file_of_several_is_no_filing(
    verb: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("自评报告.docx", "附件.xlsx"):
        shutil.copy(EXAMPLE / name, tmp_path)
    given = ["自评报告.docx", "附件.xlsx", "自凭报告/补充.docx"]
    given += {"link": ["-o", "新.docx"], "import": ["-o", "新.xlsx"]}.get(verb, [])
    said = refused(capsys, verb, *given)
    assert said.startswith("找不到「自凭报告/补充.docx」，请检查路径")
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != "状态") == [
        "自评报告.docx",
        "附件.xlsx",
    ]


def test_a_mistyped_folder_is_not_made(tmp_path: Path, capsys: Capture) -> None:
    refused(capsys, "check", str(tmp_path / "某单位204"), "--open", "--annotate")
    assert [each.name for each in tmp_path.iterdir() if each.name != "状态"] == []


@pytest.mark.parametrize("name", ["空.docx", "空.xlsx", "空.doc", "空.txt"])
def test_an_empty_file_is_named(name: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / name).touch()
    assert name in refused(capsys, "check", str(tmp_path / name))


def test_an_unknown_profile_is_named(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "报告.txt").write_text("一、基本情况", encoding="utf-8")
    said = refused(capsys, "check", str(tmp_path / "报告.txt"), "--profile", "火星")
    assert "火星" in said


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (".", "是文件夹，请写出文件名"),
        ("没有/报告.html", "不存在，请先建好"),
        ("材料.txt", "是被核对的材料，不能用结果覆盖它"),
        ("报告.xlsx", "报告不能写成 .xlsx 文件，请让“报告.xlsx”以 .html、.json 或 .txt 结尾。"),
    ],
)
def test_a_bad_output_is_refused_before_the_work(
    output: str, sentence: str, tmp_path: Path, capsys: Capture
) -> None:
    material = tmp_path / "材料.txt"
    material.write_text("一、基本情况", encoding="utf-8")
    assert sentence in refused(capsys, "check", str(material), "-o", str(tmp_path / output))
    assert material.read_text(encoding="utf-8") == "一、基本情况"


def test_a_web_page_is_not_poured_into_a_terminal(monkeypatch: Patch, capsys: Capture) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    assert refused(capsys, "check", "a.docx", "--format", "html") == (
        "网页不能显示在命令窗口里，请用 -o 写出文件名，例如 -o 校验报告.html"
    )


def test_the_files_of_a_folder_are_inputs_too(tmp_path: Path) -> None:
    from msgspec.structs import replace

    from xladdin.model.report import SourceSummary

    source = SourceSummary("子/材料.txt", "txt", "", (), True)
    found = check._inputs(replace(report(), sources=(source,)), [tmp_path])
    assert list(found) == [tmp_path, tmp_path / "子" / "材料.txt"]


# explain, rules, profiles


def test_every_rule_is_listed_below_its_family(capsys: Capture) -> None:
    from xladdin.rules import registry

    assert cli.main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    families = [line for line in lines if line and not line.startswith(" ")]
    known = [f"{letter} {name}" for letter, name in registry.FAMILIES.items()]
    assert families == [family for family in known if family in families]
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(listed) == sorted(registry.rules())


def test_the_rules_as_json_are_the_same_rules(capsys: Capture) -> None:
    from xladdin.rules import registry

    assert cli.main(["rules", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {row["code"] for row in listed} == set(registry.rules())
    assert all(list(row) == ["code", "severity", "title", "family"] for row in listed)
    assert all(row["severity"] in list(Severity) and row["family"] for row in listed)


def test_a_rule_is_explained_by_its_chinese_name(capsys: Capture) -> None:
    assert cli.main(["explain", "控制率不等于在职人数除以编制数"]) == 0
    assert capsys.readouterr().out.startswith("B101　控制率不等于在职人数除以编制数")
    assert cli.main(["explain", "控制率"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "名称里有“控制率”的规则："
    assert "  B101  控制率不等于在职人数除以编制数" in lines
    assert all("控制率" in line for line in lines[1:-1])
    assert cli.main(["explain", "正文", "在职人数"]) == 0
    assert capsys.readouterr().out.startswith("N102　")


def test_a_rule_is_explained_whatever_the_case_of_its_code(capsys: Capture) -> None:
    from xladdin.rules import registry

    code, rule = next(iter(registry.rules().items()))
    full_width = "".join(chr(ord(char) + 0xFEE0) for char in code)
    for spelling in (code, code.lower(), full_width, f" {code} "):
        assert cli.main(["explain", spelling]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"{code}　{rule.title}（")
        assert "检查什么：" in shown


def test_an_unknown_code_is_answered_with_near_ones(capsys: Capture) -> None:
    from xladdin.rules import registry

    code = next(iter(registry.rules()))
    said = refused(capsys, "explain", f"{code}9")
    assert said.startswith(f"没有代码或名称为“{code}9”的规则。相近的有 ")
    assert code in said
    assert (
        refused(capsys, "explain", "??") == "没有代码或名称为“??”的规则。全部规则见 xladdin rules"
    )


def test_profiles_are_one_a_line_with_the_identifier_first(capsys: Capture) -> None:
    from xladdin.forms import profiles

    assert cli.main(["profiles"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [tuple(line.split("\t")) for line in lines] == list(profiles.names())


# When things go wrong


def failing(monkeypatch: Patch, error: BaseException) -> None:
    def run(_: object) -> int:
        raise error

    from xladdin.verbs import profiles

    monkeypatch.setattr(profiles, "run", run)


def test_an_interruption_is_no_crash(monkeypatch: Patch, capsys: Capture) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    assert cli.main(["profiles"]) == 130
    assert capsys.readouterr() == ("", "xladdin：已中断。\n")


def test_an_error_of_the_system_is_put_into_chinese(monkeypatch: Patch, capsys: Capture) -> None:
    failing(monkeypatch, PermissionError(13, "Permission denied", "材料.xlsx"))
    assert refused(capsys, "profiles") == "“材料.xlsx”：没有权限，或文件正在别的程序里开着。"


def test_a_fault_of_the_program_goes_into_a_log(
    monkeypatch: Patch, capsys: Capture, logs: Path
) -> None:
    failing(monkeypatch, ZeroDivisionError("oh"))
    said = refused(capsys, "profiles")
    (log,) = logs.rglob("*.log")
    assert said == (
        f"程序内部出错（ZeroDivisionError），这次没有结果。请把错误记录“{log}”发给维护人员。"
    )
    assert "ZeroDivisionError: oh" in log.read_text(encoding="utf-8")


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """A fresh ``xladdin`` process."""
    environment = os.environ | {"PYTHONPATH": str(Path(xladdin.__file__).parent.parent)}
    return subprocess.run(
        [sys.executable, "-m", "xladdin", *arguments], env=environment, check=False, **options
    )


def test_a_process_reports_bad_input_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.docx").touch()
    done = process("check", "empty.docx", cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_only_the_verb_asked_for_is_imported() -> None:
    code = (
        "import sys; from xladdin.cli import main; main(['profiles']);"
        "print(*sorted(name for name in sys.modules if name.startswith('xladdin.verbs.')))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(xladdin.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == (
        "xladdin.verbs.console xladdin.verbs.parser xladdin.verbs.profiles"
    )
