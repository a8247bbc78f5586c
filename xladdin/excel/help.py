"""Answer the buttons 规则说明, 自检, 使用手册 and 关于."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from xlwings import App

from xladdin import __version__, crash
from xladdin.errors import InputError
from xladdin.excel.host import agrees

_STYLE = "h2{margin-top:2em}h3{margin-bottom:.2em}p{margin:.2em 0;text-indent:0}"


def rules_page() -> str:
    """Show all rules with their pages in the browser; return a message only if that fails. Raises
    InputError if the page cannot be written."""
    from xladdin.outputs.writing import write_whole

    folder = crash.state_folder()
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "规则说明.html"
    write_whole(page, _rules())
    return _shown(page)


def manual() -> str:
    """Show the installed manual in the browser; return a message only if that fails. Raises
    InputError if there is none."""
    from xladdin.addin.machine import this_machine
    from xladdin.addin.places import places

    folder = places(this_machine().folders).manual
    pages = sorted(folder.glob("*.html"), key=lambda page: page.name != "使用手册.html")
    if not pages:
        raise InputError(
            "没有找到使用手册，请重新运行安装包里的 install.cmd（Linux 上是 install.sh）。"
        )
    return _shown(pages[0])


def doctor(app: App) -> str:
    """Return what ``xladdin doctor`` finds on this PC; open the latest record of an error if the
    user wishes."""
    from xladdin.addin.doctor import examine, records, told
    from xladdin.addin.machine import this_machine

    found, _ = told(examine(this_machine(), crash.state_folder()))
    logs = records(crash.state_folder())
    if not logs:
        return found
    if agrees(app, "自检", f"{found}\n\n要打开最近的错误记录吗？"):
        return _shown(logs[-1])
    return ""


def about() -> str:
    """Return the version and what this program is for."""
    return (
        f"xladdin {__version__}\n"
        "核对部门整体支出绩效自评材料：表内、表间和正文里的数字。\n"
        "所有材料只在本机处理，不上传。"
    )


def _shown(page: Path) -> str:
    if not webbrowser.open(page.as_uri()):
        return f"没能打开，请自己打开文件“{page}”。"
    return ""


def _rules() -> str:
    from xladdin.outputs.markup import plain_page, tag
    from xladdin.rules import registry

    parts = []
    family = ""
    for rule in registry.rules().values():
        if rule.family != family:
            family = rule.family
            parts.append(tag("h2", f"{family} {rule.family_name}"))
        parts.append(tag("h3", f"{rule.code}　{rule.title}（{rule.severity.word}）"))
        parts += [tag("p", line) for line in rule.page.strip().splitlines() if line]
    return plain_page("规则说明", parts, _STYLE)
