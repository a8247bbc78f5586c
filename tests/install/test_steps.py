"""The runner of steps: a line each, the fix where one fails, the details in the log."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from xladdin.addin.steps import Outcome, Step, bad, good, none, run_steps
from xladdin.errors import InputError


def failing(error: BaseException) -> Step:
    def do() -> Outcome:
        raise error

    return Step("第二步", do, "再试一次。")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (InputError("文件坏了。"), "文件坏了。"),
        (PermissionError(13, "denied", "a.txt"), "“a.txt”：没有权限，或文件正在别的程序里开着。"),
        (subprocess.TimeoutExpired("pip", 900), "运行了 900 秒还没有结束。"),
        (KeyError("x"), "程序内部出错（KeyError）。"),
    ],
)
def test_a_failure_is_told_in_chinese_and_the_next_step_is_taken(
    tmp_path: Path, error: Exception, told: str
) -> None:
    said: list[str] = []
    steps = [
        Step("第一步", lambda: good("好了。"), "…"),
        failing(error),
        Step("第三步", lambda: none("不用。"), "…"),
    ]
    log = tmp_path / "logs" / "install.log"
    assert run_steps(steps, said.append, log) == 1
    assert said == [
        "✓ 第一步：好了。",
        f"✗ 第二步：{told}\n  怎么办：再试一次。",
        "– 第三步：不用。",
    ]
    written = log.read_text(encoding="utf-8")
    assert type(error).__name__ in written
    assert "Traceback" in written


def test_without_an_essential_step_the_rest_is_not_tried(tmp_path: Path) -> None:
    said: list[str] = []
    steps = [
        Step("要紧", lambda: bad("不行。"), "…", essential=True),
        Step("后面", lambda: good("好了。"), "…"),
    ]
    assert run_steps(steps, said.append, tmp_path / "log") == 2
    assert len(said) == 1


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    steps = [Step("一步", lambda: good("好了。"), "…")]
    assert run_steps(steps, print, tmp_path / "file" / "install.log") == 0
