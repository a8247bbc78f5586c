"""Refuse files of kinds that are not read, saying what each is and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from xladdin.errors import InputError
from xladdin.model.grid import Source
from xladdin.toml_data import table

_OTHERWISE = "请改用 Word 或 Excel 文件"
#: How many characters are searched for the first element of a text.
_HEAD = 4096


def refuse_by_name(name: str) -> None:
    """Raise InputError for files that programs leave beside an open document."""
    leaf = PurePath(name).name.lower()
    for kind in _known("name"):
        if leaf.startswith(tuple(kind["begins"])):
            raise _refusal(name, kind)


def refuse_by_beginning(data: bytes, name: str) -> None:
    """Raise InputError for a kind that the first bytes reveal, and for a file of zero bytes."""
    if not data.strip(b"\0"):
        raise InputError(
            f"「{name}」里全是空字节，多半是保存或复制没有完成（断电、U 盘没有安全退出），"
            "请找原来的文件或备份。"
        )
    for kind in _known("kind"):
        for begins in (each.encode("latin-1") for each in kind["begins"]):
            head = data[: kind["within"]] if "within" in kind else data[: len(begins)]
            if begins in head:
                raise _refusal(name, kind)


def refuse_package(parts: Iterable[str], name: str) -> None:
    """Raise InputError for a zip file that is no Word or Excel document; ``parts`` in lower case."""
    present = frozenset(parts)
    for kind in _known("package"):
        if present.intersection(kind["parts"]):
            raise _refusal(name, kind)
    if any(part.startswith("ppt/") for part in present):
        raise _refusal(name, _known("package")[0])
    raise InputError(f"「{name}」是压缩包，请先解压，再选择其中的 Word 或 Excel 文件。")


def refuse_text(text: str, name: str, better: str) -> None:
    """Raise InputError for a text written for programs; ``better`` is the format to save it in."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n").lower()
    for kind in _known("text"):
        at = [head.find(begins) for begins in kind["begins"]]
        if any(not place or (place > 0 and head.startswith("<")) for place in at):
            raise _refusal(name, kind, better)


def separated(name: str) -> InputError:
    """Return the error for a CSV."""
    return InputError(
        f"「{name}」是用逗号或制表符分隔的文本表格（CSV），没有合并单元格，容易读错位，"
        "请用 Excel 或 WPS 打开后另存为 .xlsx 格式再试。"
    )


def unreadable(name: str, promised: str | None = None) -> InputError:
    """Return the error for what is neither document nor text; ``promised`` is the office extension it has."""
    if promised is None:
        return InputError(
            f"「{name}」不是可识别的文本文件，请另存为 UTF-8 编码的文本，或改用 .docx。"
        )
    return InputError(
        f"「{name}」的内容不是 .{promised} 文件，也认不出是什么，可能被单位的文件加密（防泄密）软件加密，"
        "或已经损坏，请在能正常打开它的电脑上解密或另存一份再试。"
    )


def nothing_found(sources: Sequence[Source]) -> InputError:
    """Return the error for sources without form or report, with what could not be read of them."""
    names = "、".join(source.name for source in sources)
    unread = [note.rstrip("。") for source in sources for note in source.notes if "没有读" in note]
    if not unread:
        return InputError(
            f"{names} 里没有找到绩效自评的表格，也没有自评报告正文；"
            "请确认选对了文件，表格标题和表头是否与官方表样一致。"
        )
    return InputError(
        f"{names} 里能读到的部分没有绩效自评的表格，也没有自评报告正文：{'；'.join(unread)}。"
        "要核对的内容若在其中，请改成能直接看到的表格和文字后再试。"
    )


def _refusal(name: str, kind: dict[str, Any], better: str = "") -> InputError:
    remedy = kind.get("remedy", _OTHERWISE).format(better=better)
    return InputError(f"「{name}」{kind['what']}，{remedy}。")


def _known(by: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table("sources/strangers.toml")[by]
    return found
