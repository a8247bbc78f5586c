"""Fill the cells of a new workbook from the final accounts, with notes and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xladdin.computing.taken import Taken, taken, with_accounts
from xladdin.errors import InputError
from xladdin.forms.accounts.definitions import is_account
from xladdin.forms.profiles import Profile
from xladdin.forms.recognition import recognise_all
from xladdin.model.addresses import Spot
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.report import Severity
from xladdin.rules.registry import rules
from xladdin.templates.cell_formulas import Guard
from xladdin.templates.filling import address, content, grid
from xladdin.templates.prepared import Prepared, recognised

_UNIT = "单位名称"
#: The largest difference from the accounts, in 万元, that rounding explains.
_ROUNDING = "0.00501"


def filled_in(
    sheets: Sequence[Prepared], accounts: Filing | None, profile: Profile, year: int
) -> tuple[tuple[Prepared, ...], dict[Spot, Taken]]:
    """Return the sheets with the amounts of the accounts filled in, and what was taken for each place."""
    if accounts is None:
        return tuple(sheets), {}
    # The probe has every place, the sheet as it will be read the labels of rows such as 办公经费.
    grids = [grid(each.plan, each.contents, number) for number, each in enumerate(sheets, 1)]
    forms = (*recognised(grids, profile).forms, *(each.probe for each in sheets))
    probe = replace(accounts, forms=forms, year=year)
    by_place = {t.place.location.spot: t for t in taken(probe)}
    done: list[Prepared] = []
    kept: dict[Spot, Taken] = {}
    for each in sheets:
        inputs = {address(box) for box in each.plan.boxes if box.role == "input"}
        own = {
            cell: amount
            for (sheet, cell), amount in by_place.items()
            if sheet == each.plan.sheet and cell in inputs
        }
        kept |= {Spot(each.plan.sheet, cell): amount for cell, amount in own.items()}
        contents = {cell: content(amount.text) for cell, amount in own.items()}
        done.append(replace(each, contents={**each.contents, **contents}))
    return tuple(done), kept


def notes(placed: Mapping[Spot, Taken], sheet: str) -> dict[str, str]:
    """Return the notes on the cells of a sheet."""
    return {cell: amount.why for (name, cell), amount in placed.items() if name == sheet}


def marks(placed: Mapping[Spot, Taken]) -> list[Guard]:
    """Return a mark for each cell, shown while the cell disagrees with the accounts."""
    found = []
    for place, amount in placed.items():
        cell, rule = place.cell, rules()[amount.code]
        judged = f"ISNUMBER({cell})"
        violated = f"IF({judged},ABS({cell}-{amount.exact.normalize():f})>{_ROUNDING})"
        severity = Severity.INFO if amount.only_blank else rule.severity
        found.append(Guard(rule.code, rule.title, severity, place, judged, violated, None))
    return found


class Given(Struct, frozen=True):
    """The tables of this year's accounts and of last year's."""

    now: tuple[Form, ...]
    before: tuple[Form, ...]

    @classmethod
    def read(cls, now: Path | None, before: Path | None) -> Given:
        """Read the files or folders. Raises InputError if one has none of the tables."""
        return cls(read_accounts(now) if now else (), read_accounts(before) if before else ())

    @property
    def unit(self) -> str:
        """The unit that they name; empty if they name none."""
        named = (form.entries[_UNIT].text for form in self.now if _UNIT in form.entries)
        return next(named, "")

    @property
    def year(self) -> int | None:
        """The year of this year's accounts, or the one after last year's; None if unknown."""
        years = [form.year for form in self.now if form.year]
        last = [form.year + 1 for form in self.before if form.year]
        return next(iter([*years, *last]), None)

    def of(self, year: int) -> Filing | None:
        """Return a filing of nothing but these accounts; None without any."""
        if not self.now and not self.before:
            return None
        return with_accounts(Filing((), (), "", year), self.now, self.before)

    def told(self, taken: Sequence[Taken], forms: str) -> list[str]:
        """Return sentences on how many amounts were taken for the ``forms`` of a place, and which;
        empty without accounts."""
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
        """Return warnings if the accounts are of another year or of another unit."""
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
    """Return the tables of final accounts in a file or folder. Raises InputError if there are none."""
    from xladdin.sources.filing_files import read_filing

    forms = (form for source in read_filing([path]) for form in recognise_all(source, ()))
    found = tuple(form for form in forms if is_account(form.kind))
    if not found:
        raise InputError(
            f"“{path.name}”里没有认出部门决算公开表（公开01表至公开09表），"
            "请给出带表名、表头的 Excel 或 Word 文件。"
        )
    return found
