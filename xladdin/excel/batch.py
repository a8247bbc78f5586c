"""Answer the button 汇总下级单位: check the filings of many units and sum them up in a workbook."""

from __future__ import annotations

from xlwings import App

from xladdin.batch import journal, whole
from xladdin.batch.result import Result
from xladdin.errors import InputError
from xladdin.excel import host
from xladdin.excel.session import plainly


def batch(app: App) -> str:
    """Check all filings in a folder that the user chooses, opening none in Excel, and return the
    message. Raises InputError if the results would go into that folder."""
    folder = host.choose_folder(app, "选择放着各单位材料的文件夹")
    output = folder and host.choose_folder(app, "选择放汇总结果的文件夹")
    if folder is None or output is None:
        return ""
    if output.resolve() == folder.resolve():
        raise InputError("汇总结果不能放在材料文件夹里头，请另选或新建一个文件夹，再点按钮。")
    begun = (output / journal.NAME).exists()
    if begun and not host.agrees(
        app, "汇总下级单位", "这个文件夹里有上次的结果。接着上次做，没有改动的材料不再重做吗？"
    ):
        return "没有汇总；要全部重做，请另选一个放结果的文件夹。"

    def watch(done: int, total: int, result: Result | None) -> None:
        host.say(app, f"正在核对各单位的材料（{done}/{total}）……")
        if host.wants_to_stop(app) and result is not None:
            raise KeyboardInterrupt  # makes the batch stop in good order

    try:
        outcome = whole.run(whole.Order(folder, output, resume=begun), watch)
    finally:
        app.status_bar = False
    left = f"已按 Esc 停下，还有 {outcome.left} 个单位没有核对；再点一次按钮，可以接着做。"
    return plainly(
        left if outcome.left else "",
        f"核对了 {outcome.done} 个单位的材料：{outcome.faulty} 个有错误，{outcome.unread} 个未能读取。",
        f"汇总表是“{outcome.summary}”。",
    )
