"""``xladdin batch``: check the filings of many units and sum them up in one workbook."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence

from xladdin.batch.result import Result
from xladdin.batch.roll import Filed
from xladdin.verbs import console, defaults
from xladdin.verbs.parser import Parser, path

#: How many units that have not filed are named; the workbook has all.
_MOST_NAMED = 20


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin batch 文件夹 [-o 结果文件夹] [选项]"
    parser.description = (
        "核对许多单位的材料：文件夹里每个子文件夹是一个单位，散放的文件按文件名里的单位归到一起。\n"
        "结果写进“汇总.xlsx”：总览、单位一览、问题清单、规则统计、汇总表、疑点、未能读取。\n"
        "读不了的材料列出原因，不影响其他单位；中途停下，加 --resume 接着做。"
    )
    parser.epilog = """例子：
  xladdin batch 各单位材料 -o 核对结果
  xladdin batch 各单位材料 -o 核对结果 --annotate --notices
        每个单位再得到批注副本和一页整改通知
  xladdin batch 第二轮材料 -o 第二轮结果 --compare 核对结果
        与上一轮比：已改、未改、新增
  xladdin batch 各单位材料 -o 核对结果 --resume
        接着上次没做完的做

退出状态：0 全部读完（有没有问题看汇总）；2 文件或用法有问题；130 中途停下。"""
    add = parser.add_argument
    add("folder", type=path, metavar="文件夹", help="放着各单位材料的文件夹")
    add(
        "-o",
        "--output",
        type=path,
        metavar="文件夹",
        help=f"结果放在这里，没有就新建；不写则为它旁边的“〈文件夹名〉_{defaults.BATCHED}”",
    )
    parser.add_profile("按哪个地区方案核对", "逐个单位自动判断")
    add("--open", action="store_true", help="做完以后打开汇总")
    add("--workers", type=_count, metavar="个数", help="同时核对几个单位，默认与处理器核数相同")
    add("--resume", action="store_true", help="接着上次做，做过而没有改动的不再重做")
    add("--overwrite", action="store_true", help="改过的汇总、整改通知也用新的代替")
    add("--annotate", action="store_true", help="写批注副本：Word 批注、Excel 标色")
    add("--notices", action="store_true", help="给有问题的单位各写一页整改通知（Word）")
    add("--compare", type=path, metavar="文件夹", help="上一轮的结果文件夹，比出已改、未改、新增")
    add(
        "--roll",
        type=path,
        metavar="名单",
        help="应报送的单位名单（Excel、Word 或文本），列出谁还没有报送",
    )
    add(
        "--scheduler", metavar="地址", help="交给 Dask 集群做，如 tcp://10.0.0.5:8786（须另装组件）"
    )


def run(options: Namespace) -> int:
    """Check all filings and write the summary; return 0, or 130 if interrupted."""
    from xladdin.batch import whole

    watch = _Watch()
    asked = vars(options)
    opened = asked.pop("open")
    beside = defaults.next_to(options.folder, defaults.BATCHED)
    options.output = asked["output"] = options.output or beside
    try:
        outcome = whole.run(whole.Order(**asked), watch)
    finally:
        watch.end()
    lines = [f"汇总：{outcome.summary}"]
    if outcome.notices is not None:
        lines.append(f"整改通知：{options.output / whole.NOTICES}（{outcome.notices} 份）")
    lines.append(
        f"共 {outcome.done} 个单位：{outcome.faulty} 个有错误，{outcome.unread} 个未能读取。"
    )
    lines += _on_roll(outcome.roll)
    console.say("\n".join(lines))
    if opened:
        console.open_file(outcome.summary)
    if outcome.kept:
        names = "".join(f"“{name}”" for name in outcome.kept)
        console.complain(
            f"整改通知{names}写出后又被改过，或不是本程序写的，没有覆盖；"
            "要新的，请把它移走，再加 --resume 运行一次。"
        )
    if outcome.left:
        console.complain(
            f"已中断：做完 {outcome.done} 个单位，还有 {outcome.left} 个；加 --resume 接着做。"
        )
        return 130
    return 0


def _on_roll(roll: Sequence[Filed]) -> list[str]:
    if not roll:
        return []
    missing = [each.name for each in roll if each.state == "未报送"]
    listed = "、".join(missing[:_MOST_NAMED]) + ("等" if len(missing) > _MOST_NAMED else "")
    told = f"{len(missing)} 个没有报送：{listed}" if missing else "都报送了"
    return [f"名单上 {sum(bool(each.name) for each in roll)} 个单位，{told}。"]


class _Watch:
    """The ``Watch`` of a batch that shows a progress bar on the terminal."""

    def __init__(self) -> None:
        self._progress: console.Progress | None = None

    def __call__(self, done: int, total: int, result: Result | None) -> None:
        if self._progress is None:
            self._progress = console.Progress(total, done)
        if result is not None:
            self._progress.step(_counts(result))

    def end(self) -> None:
        """End the bar, if it was begun."""
        if self._progress is not None:
            self._progress.end()


def _counts(result: Result) -> dict[str, int]:
    return {
        "错误": sum(each.severity == "error" for each in result.open),
        "警告": sum(each.severity == "warning" for each in result.open),
        "未能读取": int(bool(result.error)),
    }


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise ArgumentTypeError("要写 1 到 256 之间的整数")
    return int(text)
