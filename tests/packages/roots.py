"""What the root element of a part is, by the part's content type: from the standards' own schemas."""

from __future__ import annotations

_OPENXML = "http://schemas.openxmlformats.org"
_SHEET = f"{_OPENXML}/spreadsheetml/2006/main"
_WORD = f"{_OPENXML}/wordprocessingml/2006/main"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PACKAGE = "application/vnd.openxmlformats-package"

#: The namespace and the name of the root; None where a part is no XML.
ROOTS: dict[str, tuple[str, str] | None] = {
    f"{_PACKAGE}.relationships+xml": (f"{_OPENXML}/package/2006/relationships", "Relationships"),
    f"{_PACKAGE}.core-properties+xml": (
        f"{_OPENXML}/package/2006/metadata/core-properties",
        "coreProperties",
    ),
    f"{_OFFICE}.extended-properties+xml": (
        f"{_OPENXML}/officeDocument/2006/extended-properties",
        "Properties",
    ),
    f"{_OFFICE}.customXmlProperties+xml": (
        f"{_OPENXML}/officeDocument/2006/customXml",
        "datastoreItem",
    ),
    f"{_OFFICE}.theme+xml": (f"{_OPENXML}/drawingml/2006/main", "theme"),
    f"{_OFFICE}.drawingml.chart+xml": (f"{_OPENXML}/drawingml/2006/chart", "chartSpace"),
    f"{_OFFICE}.drawing+xml": (f"{_OPENXML}/drawingml/2006/spreadsheetDrawing", "wsDr"),
    f"{_OFFICE}.vmlDrawing": ("", "xml"),
    f"{_SHEETML}.sheet.main+xml": (_SHEET, "workbook"),
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": (_SHEET, "workbook"),
    "application/vnd.ms-excel.addin.macroEnabled.main+xml": (_SHEET, "workbook"),
    f"{_SHEETML}.worksheet+xml": (_SHEET, "worksheet"),
    f"{_SHEETML}.styles+xml": (_SHEET, "styleSheet"),
    f"{_SHEETML}.sharedStrings+xml": (_SHEET, "sst"),
    f"{_SHEETML}.comments+xml": (_SHEET, "comments"),
    f"{_SHEETML}.table+xml": (_SHEET, "table"),
    f"{_WORDML}.document.main+xml": (_WORD, "document"),
    f"{_WORDML}.styles+xml": (_WORD, "styles"),
    f"{_WORDML}.settings+xml": (_WORD, "settings"),
    f"{_WORDML}.webSettings+xml": (_WORD, "webSettings"),
    f"{_WORDML}.fontTable+xml": (_WORD, "fonts"),
    f"{_WORDML}.numbering+xml": (_WORD, "numbering"),
    f"{_WORDML}.header+xml": (_WORD, "hdr"),
    f"{_WORDML}.footer+xml": (_WORD, "ftr"),
    f"{_WORDML}.comments+xml": (_WORD, "comments"),
    f"{_WORDML}.footnotes+xml": (_WORD, "footnotes"),
    f"{_WORDML}.endnotes+xml": (_WORD, "endnotes"),
    "application/vnd.ms-office.vbaProject": None,
    "image/jpeg": None,
    "image/png": None,
}

#: Parts whose content type is just that of any XML, by their names.
NAMED = {
    "customUI/customUI14.xml": ("http://schemas.microsoft.com/office/2009/07/customui", "customUI"),
    "customUI/customUI.xml": ("http://schemas.microsoft.com/office/2006/01/customui", "customUI"),
    "customXml/item1.xml": (f"{_OPENXML}/officeDocument/2006/bibliography", "Sources"),
}
