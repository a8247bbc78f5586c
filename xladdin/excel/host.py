"""Ask and tell Excel what xlwings has no word for, through ``api`` in Excel's own names."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlwings import App, Book, Sheet

from xladdin.errors import InputError

_WORKSHEET = -4167  # xlWorksheet
_FOLDER_PICKER, _CHOSEN = 4, -1  # msoFileDialogFolderPicker; the result of Show
_ESCAPE = 0x1B
#: Key held down now, or pressed since somebody last asked.
_DOWN_OR_SINCE = 0x8001
#: What a protected sheet may allow, in the names of Excel's Protect and Protection.
_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
    "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
    "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
    "AllowUsingPivotTables",
)  # fmt: skip


def refuse_while_editing(app: App) -> None:
    """Raise InputError while a cell is being edited: until that ends, Excel answers nothing else."""
    if not app.api.Ready:
        raise InputError("有单元格正在编辑，请先按回车键结束编辑，再点按钮。")


def refuse_protected_view(app: App) -> None:
    """Raise InputError while a file from elsewhere is in front whose editing is not enabled."""
    try:
        shown = app.api.ActiveProtectedViewWindow
    except Exception:  # WPS has no such thing
        return
    if shown is not None:
        raise InputError(
            "这个文件在“受保护的视图”里，程序读不到。请先点上方黄条里的“启用编辑”，再点按钮。"
        )


def refuse_chart_sheet(book: Book) -> None:
    """Raise InputError if no worksheet is in front."""
    if book.api.ActiveSheet.Type != _WORKSHEET:
        raise InputError("当前是图表工作表，请先切换到有表格的工作表，再点按钮。")


def refuse_fixed_structure(book: Book) -> None:
    """Raise InputError if no sheet can be added to the workbook."""
    if book.api.ProtectStructure:
        raise InputError(
            f"“{book.name}”的工作簿结构受保护，不能添加工作表；"
            "请在“审阅”里取消“保护工作簿”，再点按钮。"
        )


def refuse_shared(book: Book) -> None:
    """Raise InputError if others may be writing into the workbook at the same time."""
    if book.api.MultiUserEditing:
        raise InputError(
            f"“{book.name}”正在共享，不能由程序改动；请在“审阅”里停止共享，或另存一份再点按钮。"
        )


def refuse_filtered(sheet: Sheet) -> None:
    """Raise InputError while a filter hides rows: what is written to a block could reach wrong cells."""
    if sheet.api.FilterMode:
        raise InputError(f"工作表“{sheet.name}”正在筛选，请先在“数据”里清除筛选，再点按钮。")


def about_saving(book: Book) -> str:
    """Return a warning on a workbook opened as read-only; empty for others."""
    if not book.api.ReadOnly:
        return ""
    return "工作簿是只读的，这些改动要另存一份才能留下。"


def full_name(book: Book) -> str:
    """Return the path as Excel tells it; xlwings would translate addresses of network drives."""
    return str(book.api.FullName)


def choose_file(app: App, title: str, kinds: str) -> Path | None:
    """Return the file that the user chooses in Excel's dialog, None if cancelled. ``kinds`` are
    patterns such as ``*.docx;*.doc``."""
    chosen = app.api.GetOpenFilename(FileFilter=f"{title},{kinds}", Title=title)
    return Path(chosen) if isinstance(chosen, str) else None


def choose_folder(app: App, title: str) -> Path | None:
    """Return the folder that the user chooses in Excel's dialog, None if cancelled."""
    dialog = app.api.FileDialog(_FOLDER_PICKER)
    dialog.Title = title
    return Path(dialog.SelectedItems(1)) if dialog.Show() == _CHOSEN else None


def choose_target(app: App, title: str, name: str) -> Path | None:
    """Return where the user wants to save a workbook, None if cancelled; ``name`` is suggested."""
    chosen = app.api.GetSaveAsFilename(
        InitialFilename=name, FileFilter="Excel 工作簿,*.xlsx", Title=title
    )
    return Path(chosen) if isinstance(chosen, str) else None


def ask(app: App, title: str, prompt: str, suggested: str) -> str | None:
    """Return a line that the user types into Excel's box, None if cancelled."""
    text_only = 2
    answer = app.api.InputBox(Prompt=prompt, Title=title, Default=suggested, Type=text_only)
    return answer if isinstance(answer, str) else None


def agrees(app: App, title: str, question: str) -> bool:
    """Tell whether the user answers yes."""
    return app.alert(question, title, "yes_no") == "yes"


def say(app: App, doing: str) -> None:
    """Show in the status bar what is being done."""
    app.status_bar = f"绩效自评：{doing}" + ("　按 Esc 停止" if _hears_keys() else "")


def wants_to_stop(app: App) -> bool:
    """Tell whether the user has pressed Esc since the last call."""
    return escape_pressed(app.hwnd)


def _hears_keys() -> bool:
    """Tell whether keys can be asked for: on Windows, not on Linux. Excel takes none while Python works."""
    return hasattr(ctypes, "windll")


def escape_pressed(window: int | None) -> bool:
    """Tell whether Esc was pressed since the last call while this window was in front; False if
    keys cannot be asked for."""
    if not _hears_keys():
        return False
    system: Any = ctypes.windll  # type: ignore[attr-defined]
    pressed = system.user32.GetAsyncKeyState(_ESCAPE) & _DOWN_OR_SINCE
    return bool(pressed) and system.user32.GetForegroundWindow() == window


def new_sheet(book: Book, name: str) -> Sheet:
    """Add a sheet behind all others and return it. The sheet in front, of cells or a chart, stays there."""
    front = book.api.ActiveSheet
    sheet: Sheet = book.sheets.add(name, after=book.sheets[len(book.sheets) - 1])
    front.Activate()
    return sheet


@contextmanager
def unlocked(sheet: Sheet) -> Iterator[None]:
    """Lift a sheet's protection within the context, then restore it. Raises InputError if a
    password is set: then only its owner may change the sheet."""
    api = sheet.api
    if not (api.ProtectContents or api.ProtectDrawingObjects or api.ProtectScenarios):
        yield
        return
    before = _protection(api)
    selectable = api.EnableSelection
    try:
        api.Unprotect("")
        locked = api.ProtectContents
    except Exception:  # Excel refuses a wrong password with a COM error
        locked = True
    if locked:
        raise InputError(
            f"工作表“{sheet.name}”设有密码保护，程序不能在上面写；"
            "请在“审阅”里撤销工作表保护，再点按钮。"
        )
    try:
        yield
    finally:
        api.Protect(**before)
        api.EnableSelection = selectable


def _protection(api: Any) -> dict[str, Any]:
    """Return the arguments of Protect that protect a sheet as it is now."""
    allowed = {name: bool(getattr(api.Protection, name)) for name in _ALLOWED}
    return {
        "Password": "",
        "DrawingObjects": bool(api.ProtectDrawingObjects),
        "Contents": bool(api.ProtectContents),
        "Scenarios": bool(api.ProtectScenarios),
        "UserInterfaceOnly": bool(api.ProtectionMode),
        **allowed,
    }
