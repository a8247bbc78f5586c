"""Files of final accounts that a verb is given: whose they are, of which year, and what was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin.errors import InputError

if TYPE_CHECKING:
    from xladdin.computing.taken import Taken
    from xladdin.model.filing import Filing
    from xladdin.model.form import Form

_UNIT = "单位名称"


@dataclass(frozen=True)
class Given:
    """The tables of this year's accounts and of last year's."""

    now: tuple[Form, ...]
    before: tuple[Form, ...]

    @classmethod
    def read(cls, now: Path | None, before: Path | None) -> Given:
        """Read the files or folders. InputError for one without any of the tables."""
        return cls(read_accounts(now) if now else (), read_accounts(before) if before else ())

    @property
    def unit(self) -> str:
        """Whose they are, as they say; empty if they don't."""
        named = (form.entries[_UNIT].text for form in self.now if _UNIT in form.entries)
        return next(named, "")

    @property
    def year(self) -> int | None:
        """The year that they are of, or the one after last year's."""
        years = [form.year for form in self.now if form.year]
        last = [form.year + 1 for form in self.before if form.year]
        return next(iter([*years, *last]), None)

    def of(self, year: int) -> Filing | None:
        """A filing of nothing but these accounts; None where none are given."""
        from xladdin.computing.taken import with_accounts
        from xladdin.model.filing import Filing

        if not self.now and not self.before:
            return None
        return with_accounts(Filing((), (), "", year), self.now, self.before)

    def told(self, taken: Sequence[Taken], forms: str) -> list[str]:
        """How many amounts were taken for the ``forms`` of a place, and which; nothing where no
        accounts are given."""
        if not self.now and not self.before:
            return []
        if not taken:
            return [
                f"没有从决算报表取数：“{forms}”的表样里没有取自决算报表的栏目；当地要填基础数据表、"
                "整体自评表的，加 --profile 和地名，例如 --profile 湖南。"
            ]
        lines = []
        for name, last in (("本年", False), ("上年", True)):
            own = [each for each in taken if each.last is last]
            if self.before if last else self.now:
                what = "、".join(dict.fromkeys(f"{each.place.name}" for each in own))
                rest = f"：{what}" if own else "，这些报表里没有认出用得上的数"
                lines.append(f"从{name}决算报表取数 {len(own)} 处{rest}")
        return [
            *lines,
            "每一格的批注写着取自哪张表、哪一格；金额折成万元，四舍五入到两位小数，"
            "合计照决算报表取，与各项之和可以相差 0.01。",
        ]

    def warnings(self, unit: str, year: int) -> list[str]:
        """What does not fit: accounts of another year, or of another unit."""
        found = []
        for forms, due, word in ((self.now, year, "本年"), (self.before, year - 1, "上年")):
            other = sorted({form.year for form in forms if form.year and form.year != due})
            if other:
                found.append(
                    f"给的{word}决算报表写的是 {other[0]} 年度，不是 {due} 年度；已照取，请核对。"
                )
        if self.unit and self.unit not in unit and unit not in self.unit:
            found.append(f"决算报表的部门是“{self.unit}”，与“{unit}”不同；已照取，请核对。")
        return found


def read_accounts(path: Path) -> tuple[Form, ...]:
    """The tables of final accounts in a file or folder. InputError where there are none."""
    from xladdin.forms.accounts.definitions import is_account
    from xladdin.forms.recognition import recognise_all
    from xladdin.sources.filing_files import read_filing

    forms = (form for source in read_filing([path]) for form in recognise_all(source, ()))
    found = tuple(form for form in forms if is_account(form.kind))
    if not found:
        raise InputError(
            f"“{path.name}”里没有认出部门决算公开表（公开01表至公开09表），"
            "请给出带表名、表头的 Excel 或 Word 文件。"
        )
    return found
