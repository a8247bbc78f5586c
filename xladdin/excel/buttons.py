"""Run what a button of the ribbon is for; the add-in calls ``press`` for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

from xladdin.errors import InputError
from xladdin.mishaps import sentence

if TYPE_CHECKING:
    from xlwings import App, Book


class Handler(Struct, frozen=True):
    """The function of a button, by module and name, and what it ``takes``: a ``desk`` with the
    workbook in front, the ``app``, or nothing. It returns the message for the user, empty for none.
    Its module is imported on the first click of that button, which then does not wait for all."""

    module: str
    function: str
    takes: str = "desk"

    def call(self, *given: object) -> str:
        """Return what the function returns."""
        module = import_module(f"xladdin.excel.{self.module}")
        said: str = getattr(module, self.function)(*given)
        return said


#: The handler of each button, by its id in the ribbon.
BUTTONS: Mapping[str, Handler] = {
    "new_workbook": Handler("files", "new_workbook", "app"),
    "import_report": Handler("files", "import_report", "app"),
    "carry_over": Handler("files", "carry_over", "app"),
    "take_accounts": Handler("accounts", "take_accounts"),
    "compute": Handler("compute", "compute"),
    "rescore": Handler("compute", "rescore"),
    "undo": Handler("compute", "take_back"),
    "check": Handler("check", "check"),
    "check_narrative": Handler("check", "check_narrative"),
    "correct": Handler("correct", "correct"),
    "update_narrative": Handler("living", "update_narrative"),
    "previous": Handler("check", "previous_finding"),
    "next": Handler("check", "next_finding"),
    "clear_marks": Handler("check", "clear_marks"),
    "appendix": Handler("packing", "appendix"),
    "package": Handler("packing", "package"),
    "batch": Handler("batch", "batch", "app"),
    "insert_formula": Handler("inserting", "insert_formula"),
    "freeze_values": Handler("inserting", "freeze_values"),
    "rules_page": Handler("help", "rules_page", ""),
    "doctor": Handler("help", "doctor", "app"),
    "manual": Handler("help", "manual", ""),
    "about": Handler("help", "about", ""),
}


def press(button: str, app: App, book: Book | None) -> str:
    """Run a button in this Excel on the workbook in front (None if there is none). Return the
    message for the user, empty for none. Never raises."""
    return safely(lambda: _pressed(button, app, book))


def safely(do: Callable[[], str]) -> str:
    """Return what ``do`` returns. Never raises: every failure becomes a sentence, and a fault of
    the program is recorded in the log."""
    try:
        return do()
    except InputError as error:
        return str(error)
    except OSError as error:
        return sentence(error)
    except Exception as error:
        from xladdin import crash

        return crash.record(error)


def _pressed(button: str, app: App, book: Book | None) -> str:
    if button not in BUTTONS:
        raise InputError(
            f"加载项里有一个按钮（{button}）程序不认识，请重新运行安装包里的 install.cmd（Linux 上是 install.sh）。"
        )
    handler = BUTTONS[button]
    if not handler.takes:
        return handler.call()
    from xladdin.excel import host

    host.refuse_while_editing(app)
    host.wants_to_stop(app)  # drops an earlier Esc, as in a dialog
    if handler.takes == "app":
        return handler.call(app)
    host.refuse_protected_view(app)
    if book is None:
        raise InputError("请先打开要处理的自评工作簿，再点按钮。")
    return _on_workbook(handler, book)


def _on_workbook(handler: Handler, book: Book) -> str:
    from xladdin.excel.session import Desk

    desk = Desk(book)
    desk.app.screen_updating = False
    try:
        return handler.call(desk)
    finally:
        desk.app.screen_updating = True
        with suppress(Exception):  # an earlier failure matters more
            desk.clear()
