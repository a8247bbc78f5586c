"""Esc counts where it was meant for Excel, and nowhere but on Windows."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest

from xladdin.excel.host import escape_pressed, say

EXCEL, OTHER = 17, 18


@pytest.mark.parametrize(
    ("state", "front", "pressed"),
    [
        (0, EXCEL, False),
        (1, EXCEL, True),  # since the last question
        (-0x8000, EXCEL, True),  # now, as a C short
        (1, OTHER, False),
    ],
)
def test_the_key_and_the_window_in_front_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, state: int, front: int, pressed: bool
) -> None:
    asked: list[int] = []
    user32 = SimpleNamespace(
        GetAsyncKeyState=lambda key: asked.append(key) or state,
        GetForegroundWindow=lambda: front,
    )
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    assert escape_pressed(EXCEL) is pressed
    assert asked == [27]


def test_elsewhere_nobody_presses_it_and_nobody_is_told_to() -> None:
    assert escape_pressed(EXCEL) is False
    excel = SimpleNamespace()
    say(excel, "正在读取表格……")
    assert excel.status_bar == "绩效自评：正在读取表格……"


def test_where_keys_are_heard_the_user_is_told_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(), raising=False)
    excel = SimpleNamespace()
    say(excel, "正在读取表格……")
    assert excel.status_bar == "绩效自评：正在读取表格……　按 Esc 停止"
