"""Pictures for the manual: of printed pages, of pages in a browser, of the ribbon, of a menu."""

from __future__ import annotations

import shutil
import subprocess
from html import escape
from pathlib import Path

from lxml import etree
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
_STYLE = """body{margin:0;font:13px/1.35 'Microsoft YaHei','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif;
color:#262626;background:#f3f3f3}.tabs{background:#217346;color:#fff;padding:5px 12px 0}
.tabs span{display:inline-block;padding:4px 14px}.tabs .on{background:#f3f3f3;color:#217346;font-weight:bold}
.bar{display:flex;padding:6px 4px;border-bottom:1px solid #d0d0d0}.group{border-right:1px solid #d0d0d0;
padding:0 8px;display:flex;flex-direction:column}.name{color:#707070;text-align:center;font-size:11px;margin-top:auto}
.buttons{display:grid;grid-auto-flow:column;grid-template-rows:repeat(3,24px);gap:0 6px}
.b{padding:2px 6px;white-space:nowrap;border:1px solid transparent}.large{grid-row:1/4;display:flex;
flex-direction:column;align-items:center;justify-content:flex-end;text-align:center;width:58px;white-space:normal}
.large i{font-style:normal;font-size:15px;background:#217346;color:#fff;border-radius:4px;width:24px;height:24px;
line-height:24px;margin-bottom:3px}
.hot{border:2px solid #d9730d;background:#fff3e6;font-weight:bold}
.menu{background:#fff;border:1px solid #bbb;width:190px;padding:4px 0;box-shadow:2px 2px 5px #0003}
.menu div{padding:3px 24px}.menu .hot{border:none}.files{background:#fff;padding:14px;display:flex;gap:10px}
.files .sel{background:#cce8ff;padding:4px 10px;border:1px solid #99d1ff}"""


def browser(page: str | Path, target: Path, width: int, height: int) -> None:
    """What Chromium shows of a page, or of HTML as text."""
    path = page if isinstance(page, Path) else target.with_suffix(".html")
    if isinstance(page, str):
        path.write_text(page, encoding="utf-8")
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("没有 chromium，请先安装：apt-get install chromium")
    _run(
        program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--window-size={width},{height}", f"--screenshot={target}", path.resolve().as_uri(),
    )  # fmt: skip
    if isinstance(page, str):
        path.unlink()


def ribbon(*hot: str) -> str:
    """The ribbon as macros/ribbon.xml has it, some of its buttons pointed at."""
    tree = etree.parse(ROOT / "macros" / "ribbon.xml")
    (tab,) = tree.iter(f"{_RIBBON}tab")
    groups = "".join(
        f'<div class="group"><div class="buttons">{"".join(_button(b, hot) for b in group)}</div>'
        f'<div class="name">{escape(group.get("label"))}</div></div>'
        for group in tab
    )
    tabs = "".join(f"<span>{name}</span>" for name in ("文件", "开始", "插入", "公式", "审阅"))
    return (
        f'<meta charset="utf-8"><style>{_STYLE}</style><div class="tabs">{tabs}'
        f'<span class="on">{escape(tab.get("label"))}</span></div><div class="bar">{groups}</div>'
    )


def _button(button: etree._Element, hot: tuple[str, ...]) -> str:
    classes = ["b", *(["large"] if button.get("size") == "large" else [])]
    classes += ["hot"] if button.get("id") in hot else []
    label = escape(button.get("label"))
    icon = f"<i>{label[0]}</i>" if "large" in classes else ""
    return f'<div class="{" ".join(classes)}">{icon}{label}</div>'


def right_click(*files: str) -> str:
    """What is seen in Explorer, with a right click on the files of a filing."""
    chosen = "".join(f'<span class="sel">{escape(name)}</span>' for name in files)
    first = ("打开", "打印", "复制")
    menu = (
        "".join(f"<div>{name}</div>" for name in first)
        + '<div class="hot">发送到 ▸</div><div>属性</div>'
    )
    sent = '<div>桌面快捷方式</div><div class="hot">绩效自评校验</div><div>邮件收件人</div>'
    return (
        f'<meta charset="utf-8"><style>{_STYLE}</style><div class="files">{chosen}</div>'
        '<div style="display:flex;padding:6px 60px;align-items:flex-start">'
        f'<div class="menu">{menu}</div><div class="menu" style="margin-top:70px">{sent}</div></div>'
    )


def printed(path: Path, target: Path, words: str, home: Path, *, dots: int = 64) -> None:
    """The first page with these words of a document or workbook, as LibreOffice prints it."""
    folder = home / "printed"
    profile = (home / "profile").resolve().as_uri()
    _run(
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
        "--outdir", str(folder), str(path),
    )  # fmt: skip
    made = folder / f"{path.stem}.pdf"
    texts = ["".join((page.extract_text() or "").split()) for page in PdfReader(made).pages]
    number = next((at for at, text in enumerate(texts, 1) if words in text), 0)
    if not number:
        raise SystemExit(f"“{path.name}”里没有一页写着“{words}”。")
    _run(
        "pdftoppm", "-png", "-r", str(dots), "-f", str(number), "-l", str(number), "-singlefile",
        str(made), str(target.with_suffix("")),
    )  # fmt: skip


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)
