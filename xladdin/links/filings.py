"""A report and the files of its forms → what linking and refreshing need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.profiles import Profile, profile
from xladdin.links.linking import Linked, link
from xladdin.links.refreshing import Refreshed, refresh
from xladdin.model.filing import Filing
from xladdin.model.grid import Source
from xladdin.sources.filing_files import read_filing
from xladdin.sources.reading import read


class Given(Struct, frozen=True):
    """A report with its bytes, the sources of the forms, and the profile that they go by. Without other
    sources the forms are those in the report itself."""

    report: Source
    data: bytes
    others: tuple[Source, ...]
    chosen: Profile

    @classmethod
    def read(cls, report: Path, others: Sequence[Path], profile_id: str | None) -> Given:
        """Read the files. InputError for a report that is no .docx."""
        source = report_of(report)
        found = read_filing(others) if others else ()
        forms = tuple(each for each in found if each.name != source.name)
        chosen = profile(profile_id) if profile_id else checking.profile_of((source, *forms))
        return cls(source, report.read_bytes(), forms, chosen)

    def linked(self) -> Linked:
        """The report with its figures linked to the forms."""
        filing = checking.file((self.report, *self.others), self.chosen)
        _refuse_formless(filing)
        relations = checking.check(filing, self.chosen).relations
        return link(self.data, self.report.name, filing, relations)

    def refreshed(self) -> Refreshed:
        """The report with its linked figures as the forms say now."""
        return refresh(self.data, self.report.name, self.forms(), self.chosen, datetime.now())

    def of_another(self) -> str | None:
        """A sentence where the report names another unit or another year than the forms."""
        filing = checking.file((self.report, *self.others), self.chosen)
        for what, mentions in (("单位", filing.units), ("年度", filing.years)):
            said = [m.text for m in mentions if m.location.source == self.report.name]
            there = [m.text for m in mentions if m.location.source != self.report.name]
            if said and there and set(said).isdisjoint(there):
                return (
                    f"注意：报告写的{what}是“{said[0]}”，附表写的是“{there[0]}”，请确认没有拿错。"
                )
        return None

    def forms(self) -> Filing:
        """The forms alone. InputError where there are none."""
        filing = checking.file(self.others or (self.report,), self.chosen)
        _refuse_formless(filing)
        return filing


def report_of(path: Path) -> Source:
    """The report of a path. InputError if it is no .docx."""
    source = read(path)
    if source.kind != "docx":
        raise InputError(
            f"“{path.name}”不是 docx 文件，不能联动；请用 Word 或 WPS 另存为 docx 再试。"
        )
    return source


def _refuse_formless(filing: Filing) -> None:
    if not filing.forms:
        raise InputError(
            "没有认出基础数据表、自评表等表格，没有可以联动的数；请在报告后面写上填好的附表。"
        )
