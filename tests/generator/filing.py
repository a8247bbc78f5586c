"""A seed and the faults that are wanted → a filing, with what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from tests.generator import basic_data_faults, files, report_faults, score_faults, table_faults
from tests.generator.facts import Facts, facts
from tests.generator.faults import Fault
from tests.generator.forms import Table, form, tables
from tests.generator.report import Line, report
from xladdin.model.form import Form
from xladdin.model.grid import Source

#: Each registers its kinds when it is imported.
MAKERS = (basic_data_faults, score_faults, report_faults)


class Generated(Struct, frozen=True, dict=True):
    """A filing as a unit hands it in: its forms, its report, and the faults put into them.

    ``in_word``: the forms stand as tables behind the report, there is no workbook.
    """

    facts: Facts
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    in_word: bool

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms with their titles, on the official layouts."""
        found = []
        for table in self.tables:
            made = form(table, self.facts)
            if table.title is not None:
                made = replace(made, title=replace(made.title, text=table.title))
            found.append(made)
        return tuple(found)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The filing as if it had been read."""
        lines = [line.text for line in self.lines]
        return files.sources(lines, self.facts.profile, self.facts.year, self.forms)

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write its files into a folder, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        profile, year = self.facts.profile, self.facts.year
        lines = [line.text for line in self.lines]
        document = folder / f"{self.facts.unit}自评报告.docx"
        document.write_bytes(files.docx(lines, profile, year, self.forms if self.in_word else ()))
        if self.in_word:
            return (document,)
        workbook = folder / f"{self.facts.unit}附件.xlsx"
        workbook.write_bytes(files.xlsx(profile, year, self.forms))
        return document, workbook


def filing(seed: int, profile: str, faults: Sequence[str] = ()) -> Generated:
    """The filing of the unit with this seed, faultless but for these kinds of faults.

    Raises LookupError for a kind that has no place in this filing; see ``possible``.
    """
    known = facts(seed, profile)
    filled, lines = tables(known), report(known)
    made: list[Fault] = []
    for kind in faults:
        random = Random(f"{profile}/{seed}/{kind}")
        if kind in table_faults.KINDS:
            if kind not in table_faults.possible(known, filled):
                raise LookupError(f"{kind}: not in this filing")
            filled, fault = table_faults.KINDS[kind][1](known, filled, random)
        else:
            changed = report_faults.KINDS[kind](known, lines, random)
            if changed is None:
                raise LookupError(f"{kind}: not in this filing")
            lines, fault = changed
        made.append(fault)
    # The official workbook would fill in a total that was left blank.
    in_word = Random(seed).random() < 0.3 or "合计漏填" in faults
    return Generated(known, filled, lines, tuple(made), in_word)


def possible(seed: int, profile: str) -> tuple[list[str], list[str]]:
    """The kinds of faults that the filing can have, in its forms and in its report."""
    known = facts(seed, profile)
    lines = report(known)
    told = [
        kind
        for kind, maker in report_faults.KINDS.items()
        if maker(known, lines, Random(kind)) is not None
    ]
    return table_faults.possible(known, tables(known)), told
