"""Check one filing for the window: write the report and the annotated copies, and summarise them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from xladdin import crash
from xladdin.errors import InputError
from xladdin.mishaps import sentence
from xladdin.sources.own_copies import REPORT


class Outcome(Struct, frozen=True):
    """A checked filing: ``folder`` holds the report and the copies, ``files`` are the filing's
    files; ``brought`` means that they are copies given to the window; ``seal`` is the report's
    SHA-256."""

    unit: str
    conclusion: str
    folder: str
    files: tuple[str, ...]
    copies: tuple[str, ...]
    notes: tuple[str, ...]
    when: str
    seal: str
    brought: bool = False

    @property
    def key(self) -> str:
        """An identifier, the same for the same folder and files, and for no others."""
        return sha256("\0".join((self.folder, *self.files)).encode("utf-8", "replace")).hexdigest()[
            :24
        ]

    def line(self) -> dict[str, object]:
        """Return the outcome as an entry of the list."""
        return asdict(self)

    @classmethod
    def of_line(cls, told: Mapping[str, Any]) -> Outcome:
        """Return the outcome of an entry. Raises TypeError or AttributeError if it is none."""
        kept: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in told.items()}
        return cls(**kept)

    def report(self) -> bytes:
        """Return the report as a page. Raises InputError if it is gone, or another's is in its place."""
        try:
            page = (Path(self.folder) / REPORT).read_bytes()
        except OSError:
            raise InputError("报告已经不在原处了，请再核对一次。") from None
        if sha256(page).hexdigest() != self.seal:
            raise InputError("原处的报告后来被另一次核对换掉了，或者改动过，请再核对一次。")
        return page


def examine(
    files: Sequence[Path], folder: Path, when: datetime, *, brought: bool = False
) -> Outcome:
    """Check the files as one filing; write the report and the annotated copies into ``folder``.

    Raises InputError with a sentence for any failure, and then leaves no new empty folder behind.
    """
    existed = folder.is_dir()
    try:
        return _examined(files, folder, when, brought)
    except (InputError, OSError) as error:
        if not existed and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        if isinstance(error, InputError):
            raise
        raise InputError(sentence(error)) from error
    except Exception as error:
        raise InputError(crash.record(error)) from error


def _examined(files: Sequence[Path], folder: Path, when: datetime, brought: bool) -> Outcome:
    from xladdin.checking import check_paths
    from xladdin.outputs import html, phrases
    from xladdin.outputs.annotated_copies import annotate, make_folder
    from xladdin.outputs.writing import check_own, write_own
    from xladdin.rules import registry
    from xladdin.sources.filing_files import UNREAD

    report = check_paths(files)
    make_folder(folder)
    page = folder / REPORT
    check_own(page)
    report, copies = annotate(report, files, folder)
    rendered = html.render(report, rules=registry.rules()).encode("utf-8", "replace")
    write_own(page, rendered)
    unread = [source.notes[-1] for source in report.sources if source.kind == UNREAD]
    return Outcome(
        unit=phrases.heading(report),
        conclusion=phrases.conclusion(report),
        folder=str(folder),
        files=tuple(str(path.absolute()) for path in files),
        copies=tuple(str(path) for path, _ in copies.written),
        notes=(*unread, *copies.notes),
        when=when.strftime("%Y-%m-%d %H:%M"),
        seal=sha256(rendered).hexdigest(),
        brought=brought,
    )
