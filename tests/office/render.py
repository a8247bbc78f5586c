"""Pictures of what a workbook or a document looks like: `python -m tests.office.render FILE FOLDER`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.office.process import Office, OfficeError, properties

#: Which filter prints what.
_PRINTERS = {
    "com.sun.star.sheet.SpreadsheetDocument": "calc_pdf_Export",
    "com.sun.star.text.TextDocument": "writer_pdf_Export",
}


def pages(office: Office, path: Path, folder: Path, dots_per_inch: int = 80) -> list[Path]:
    """A PNG for each printed page of a saved file, in ``folder`` beside the PDF."""
    document = office.load(path.resolve().as_uri(), Hidden=True, ReadOnly=True)
    if document is None:
        raise OfficeError(f"soffice cannot open {path}")
    printed = folder / f"{path.stem}.pdf"
    try:
        printer = next(
            name for service, name in _PRINTERS.items() if document.supportsService(service)
        )
        document.storeToURL(printed.resolve().as_uri(), properties(FilterName=printer))
    finally:
        document.close(True)
    resolution = str(dots_per_inch)
    subprocess.run(
        ["pdftoppm", "-png", "-r", resolution, str(printed), str(folder / path.stem)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return sorted(folder.glob(f"{path.stem}-*.png"))


def main() -> None:
    """Render one file and print the names of the pictures."""
    path, folder = map(Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        office = Office(Path(profile))
        office.start()
        try:
            print(*pages(office, path, folder), sep="\n")
        finally:
            office.stop()


if __name__ == "__main__":
    main()
