"""Answer the buttons 生成附件 and 打包上报: pack the saved workbook and its linked report as a set."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xladdin.appendix.gate import Obstacle, listed
from xladdin.appendix.naming import folder_name
from xladdin.appendix.order import Order, ordered, to_sign
from xladdin.appendix.packing import pack
from xladdin.errors import InputError
from xladdin.excel import host, memory
from xladdin.excel.session import Desk, linked, not_beside, plainly

#: The most obstacles told in one message.
_TOLD = 5
_REST = "点“一键校验”看工作表“校验结果”。"


def appendix(desk: Desk) -> str:
    """Pack the set as a draft, whatever is still wrong; return the message. Raises InputError if it
    cannot be packed."""
    order, found = _ordered(desk, draft=True)
    said = f"这是草稿：正式打包时，有 {len(found)} 处会拦住："
    if not found:
        said = "这是草稿；没有发现问题，可以打包上报。"
    return _packed(desk, order, plainly(said, *listed(found, _TOLD, _REST)))


def package(desk: Desk) -> str:
    """Pack the set and its zip if nothing stands in the way; return the message. Raises InputError
    if it cannot be packed."""
    order, found = _ordered(desk, draft=False)
    if found:
        return plainly(f"没有打包：有 {len(found)} 处要先处理。", *listed(found, _TOLD, _REST))
    return _packed(desk, order, "")


def _ordered(desk: Desk, *, draft: bool) -> tuple[Order, tuple[Obstacle, ...]]:
    """Return what is to be packed, from the files as saved, and what stands in the way. Raises
    InputError if a file is missing or not saved."""
    workbook = _saved(desk)
    known = memory.recall(desk.book)
    report = linked(desk.book, known.report)
    if known.report and report is None:
        raise InputError(f"{not_beside(known.report)}；请点“核对正文”重新选择，再保存。")
    if report is None and not draft:
        raise InputError("还没有选自评报告；请点“核对正文”选好报告，保存工作簿，再点按钮。")
    desk.say("正在核对材料……")
    return ordered([workbook, *([report] if report else [])], datetime.now(), draft=draft)


def _saved(desk: Desk) -> Path:
    """Return the workbook's file. Raises InputError if it is not as seen in Excel, or not on this PC."""
    book = desk.book
    path = Path(host.full_name(book))
    if not book.api.Path or not book.api.Saved:
        raise InputError(
            f"“{book.name}”有改动还没有保存；打包用的是保存好的文件，请先保存，再点按钮。"
        )
    if not path.is_file():
        raise InputError(f"“{book.name}”不在本机的文件夹里（如网盘），请先另存到本机，再点按钮。")
    return path


def _packed(desk: Desk, order: Order, remark: str) -> str:
    """Pack into a folder that the user chooses, with a zip unless it is a draft; return the message."""
    target = host.choose_folder(desk.app, "打好的材料放在哪个文件夹里")
    if target is None:
        return ""
    folder = target / folder_name(order.filing, order.profile, order.draft)
    earlier = [each for each in (folder, folder.with_name(f"{folder.name}.zip")) if each.exists()]
    if earlier and not host.agrees(desk.app, "打包", f"“{earlier[0]}”以前打过，用新的代替吗？"):
        return ""

    def progress(step: int, steps: int, what: str) -> None:
        desk.say(f"正在打包（{step}/{steps}）：{what}……")

    packed = pack(order, target, progress, archive=not order.draft, overwrite=bool(earlier))
    return plainly(
        f"已打包 {len(packed.files)} 个文件，在文件夹“{packed.folder}”里。",
        f"压缩包是“{packed.archive}”。" if packed.archive else "",
        remark,
        *to_sign(order.filing, order.profile),
        *packed.notes,
    )
