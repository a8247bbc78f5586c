"""Filings to be packed, and those that have been: packing takes seconds, so it is done once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.appendix import consistent
from tests.thorough import few
from xladdin import checking
from xladdin.appendix.order import Order, ordered
from xladdin.appendix.packing import Packed, pack
from xladdin.appendix.parts import Part, parts
from xladdin.forms.profiles import profile
from xladdin.sources.convert import soffice
from xladdin.sources.filing_files import read_filing

WHEN = datetime(2025, 4, 10, 9, 30)
WITH_FORMS = (
    "junshan-economic-cooperation-2024",
    "taojiang-taoye-2024",
    "junshan-resettlement-2024",
)[: few(3)]
SETS = ("whole_set", "example_set", *WITH_FORMS)


@dataclass(frozen=True)
class Done:
    """A packed set, what it was made from, and what was told on the way."""

    order: Order
    packed: Packed
    steps: list[tuple[int, int, str]]

    @property
    def folder(self) -> Path:
        return self.packed.folder

    def file(self, ending: str) -> Path:
        """The one file whose name ends so."""
        (found,) = (each for each in self.folder.iterdir() if each.name.endswith(ending))
        return found


def do_pack(
    paths: list[Path], target: Path, *, profile_id: str | None = None, draft: bool = False,
    pdf: bool = False, archive: bool = False, overwrite: bool = False,
) -> Done:  # fmt: skip
    order, _ = ordered(paths, WHEN, profile_id=profile_id, draft=draft, pdf=pdf)
    steps: list[tuple[int, int, str]] = []
    packed = pack(
        order, target, lambda *step: steps.append(step), archive=archive, overwrite=overwrite
    )
    return Done(order, packed, steps)


@pytest.fixture(scope="session")
def consistent_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The faultless filing."""
    return consistent.write(tmp_path_factory.mktemp("材料"))


@pytest.fixture
def small(consistent_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same report with one form only, to be packed quickly."""
    folder = tmp_path_factory.mktemp("小套")
    report, forms = (folder / each.name for each in consistent_files)
    shutil.copy(consistent_files[0], report)
    forms.write_bytes(consistent.forms_file(("basic_data",)))
    return [report, forms]


@pytest.fixture
def changed(consistent_files: list[Path], tmp_path: Path) -> list[Path]:
    """A copy of the faultless filing, to be spoilt."""
    return [Path(shutil.copy(each, tmp_path)) for each in consistent_files]


@pytest.fixture(scope="session")
def example_files() -> list[Path]:
    """The filing that is shipped."""
    folder = Path(str(files("xladdin") / "example"))
    return [folder / "自评报告.docx", folder / "附件.xlsx"]


@pytest.fixture(scope="session")
def whole_set(consistent_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The faultless filing packed with everything there is."""
    target = tmp_path_factory.mktemp("上报")
    return do_pack(
        consistent_files,
        target,
        profile_id=consistent.PROFILE,
        pdf=soffice() is not None,
        archive=True,
    )


@pytest.fixture(scope="session")
def example_set(example_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The example packed as a draft."""
    target = tmp_path_factory.mktemp("示例")
    return do_pack(example_files, target, draft=True, pdf=soffice() is not None)


@pytest.fixture(scope="session")
def sets(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Done]:
    """Any of ``SETS``; a real filing is packed as its report without the tables and its workbook."""

    @cache
    def packed(name: str) -> Done:
        if name not in WITH_FORMS:
            done: Done = request.getfixturevalue(name)
            return done
        source = request.getfixturevalue("filings") / name
        target = tmp_path_factory.mktemp(name)
        without_tables(source / "filing.docx", target / "自评报告.docx")
        paths = [target / "自评报告.docx", source / "forms.xlsx"]
        return do_pack(paths, target / "上报", draft=True, pdf=soffice() is not None)

    return packed


@pytest.fixture(scope="session", params=SETS)
def any_set(request: pytest.FixtureRequest, sets: Callable[[str], Done]) -> Done:
    """One after the other."""
    return sets(request.param)


def without_tables(source: Path, target: Path) -> None:
    """The report up to its first appendix."""
    from docx import Document

    document = Document(str(source))
    body = document.element.body
    blocks = [each for each in body if not each.tag.endswith("}sectPr")]
    first = next(n for n, each in enumerate(blocks) if each.tag.endswith("}tbl"))
    titles = 0
    while titles < 3 and len("".join(blocks[first - titles - 1].itertext()).strip()) < 40:
        titles += 1
    for each in blocks[first - titles :]:
        body.remove(each)
    document.save(str(target))


def long_part(paths: list[Path], times: int) -> Part:
    """The 自评表 with so many times the indicators of its first 一级指标, as an appendix."""
    chosen = profile(consistent.PROFILE)
    filing = checking.file(read_filing(paths), chosen)
    (overall,) = filing.of("overall")
    group, *others = overall.groups
    longer = replace(group, indicators=group.indicators * times)
    (part,) = parts(replace(filing, forms=(replace(overall, groups=(longer, *others)),)), chosen)
    return part
