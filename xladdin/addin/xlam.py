"""Build ``xladdin.xlam`` from ``macros/``, of few parts, and with the same bytes on every machine."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.writer.theme import theme_xml

from xladdin.addin.macros import MACROS, UDFS, WORKBOOK, read_macros
from xladdin.addin.places import ADDIN_NAME
from xladdin.errors import InputError

#: [MS-OVBA] 2.3.4.1: the mark of the stream, a version that matches no cache, and no cache.
_NO_CACHE = bytes.fromhex("CC61 FFFF 00 0000")


def vba_project(modules: Mapping[str, str]) -> bytes:
    """Return the VBA project with these modules, sources by name; the same sources give the same bytes.

    Raises InputError if pyOpenVBA is missing, or if a module is not valid VBA.
    """
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.cfb import CFB
        from pyopenvba.exceptions import VBACompileError
        from pyopenvba.interpreter import parse_module
    except ModuleNotFoundError as error:
        raise InputError(
            '生成加载项需要 pyOpenVBA，请先安装：pip install "xladdin[build]"（只有开发时才用到）。'
        ) from error
    for name, source in modules.items():
        try:
            parse_module(readable(source), name=name)
        except VBACompileError as error:
            raise InputError(f"宏有语法错误，没有生成加载项：{error}。") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            # Remove Office's own library, which the macros do not use and a PC with only WPS lacks.
            book.remove_reference("Office")
            for name, source in modules.items():
                if name == WORKBOOK:
                    book.set_module(name, source)
                else:
                    project.add_module(name, source)
            for module in project.modules:
                _drop_compiled(module)
            book.save()
        with zipfile.ZipFile(path) as package:
            streams = CFB.from_bytes(package.read("xl/vbaProject.bin"))
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    return bytes(streams.to_bytes())


def readable(source: str) -> str:
    """Return the source for pyOpenVBA's parser, without WithEvents, which it does not know."""
    return source.replace(" WithEvents ", " ")


def _drop_compiled(module: Any) -> None:
    """Keep only a module's source, at the beginning of its stream."""
    module.source = module.source
    module.prefix_bytes = b""
    module.text_offset = 0
    module.dirty = True


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPENXML = "http://schemas.openxmlformats.org"
_MAIN = f"{_OPENXML}/spreadsheetml/2006/main"
_RELATIONS = f"{_OPENXML}/package/2006/relationships"
_OFFICE = f"{_OPENXML}/officeDocument/2006/relationships"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"

#: The content type of the main part by file ending, which makes the file an add-in or a workbook.
MAIN_TYPES = {
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}

_TYPES = """\
<Types xmlns="{types}">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>
<Override PartName="/xl/workbook.xml" ContentType="{main}"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheetml}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{sheetml}.styles+xml"/>
<Override PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>
"""

_ROOT_RELATIONS = {
    f"{_OFFICE}/officeDocument": "xl/workbook.xml",
    f"{_RELATIONS}/metadata/core-properties": "docProps/core.xml",
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": (
        "customUI/customUI14.xml"
    ),
    "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility": (
        "customUI/customUI.xml"
    ),
}
_BOOK_RELATIONS = {
    f"{_OFFICE}/worksheet": "worksheets/sheet1.xml",
    f"{_OFFICE}/styles": "styles.xml",
    f"{_OFFICE}/theme": "theme/theme1.xml",
    "http://schemas.microsoft.com/office/2006/relationships/vbaProject": "vbaProject.bin",
}

#: The ribbon's namespace, and the older one, the only one that Office 2007 and WPS know.
_RIBBON = b"http://schemas.microsoft.com/office/2009/07/customui"
_OLDER_RIBBON = b"http://schemas.microsoft.com/office/2006/01/customui"

#: The properties that Excel's list of add-ins shows.
_CORE = f"""\
<cp:coreProperties xmlns:cp="{_OPENXML}/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>绩效自评</dc:title>
<dc:creator>xladdin</dc:creator>
<dc:description>部门整体支出绩效自评：填报、计算、核对、打包</dc:description>
</cp:coreProperties>
"""

# The code names connect the workbook and its sheet to their modules in the VBA project.
_WORKBOOK = f"""\
<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">
<workbookPr codeName="ThisWorkbook"/>
<bookViews><workbookView/></bookViews>
<sheets><sheet name="xladdin" sheetId="1" r:id="rId1"/></sheets>
</workbook>
"""

_STYLES = f"""\
<styleSheet xmlns="{_MAIN}">
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>
"""


def build(macros: Path = MACROS, udfs: Path = UDFS) -> dict[str, bytes]:
    """Return the add-in and its twin, by file name.

    The twin is the same as an ordinary workbook with macros, for tests with programs that load no
    add-ins. Raises InputError if the sources are missing, out of date or wrong.
    """
    sources = read_macros(macros, udfs)
    vba = vba_project(sources.modules)
    return {
        Path(ADDIN_NAME).with_suffix(ending).name: package(
            ending, vba, sources.ribbon, sources.rows
        )
        for ending in MAIN_TYPES
    }


def package(ending: str, vba: bytes, ribbon: bytes, rows: Sequence[Sequence[str]]) -> bytes:
    """Return the file with this ending, made of a VBA project, a ribbon and the texts of its sheet."""
    types = _TYPES.format(
        types=f"{_OPENXML}/package/2006/content-types", main=MAIN_TYPES[ending], sheetml=_SHEETML
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _HEAD + types,
        "_rels/.rels": _relations(_ROOT_RELATIONS),
        "docProps/core.xml": _HEAD + _CORE,
        "xl/workbook.xml": _HEAD + _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relations(_BOOK_RELATIONS),
        "xl/worksheets/sheet1.xml": _HEAD + _sheet(rows),
        "xl/styles.xml": _HEAD + _STYLES,
        "xl/theme/theme1.xml": theme_xml,
        "xl/vbaProject.bin": vba,
        "customUI/customUI14.xml": ribbon,
        "customUI/customUI.xml": ribbon.replace(_RIBBON, _OLDER_RIBBON),
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            # Stored, not deflated, because versions of zlib compress to different bytes.
            entry = zipfile.ZipInfo(name)
            entry.create_system = 0
            archive.writestr(entry, content)
    return whole.getvalue()


def _relations(targets: dict[str, str]) -> str:
    lines = [
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    ]
    return "\n".join([f'{_HEAD}<Relationships xmlns="{_RELATIONS}">', *lines, "</Relationships>\n"])


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    lines = [
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(ord("A") + place)}{number}" t="inlineStr">'
            f"<is><t>{escape(text)}</t></is></c>"
            for place, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    ]
    head = f'<worksheet xmlns="{_MAIN}">\n<sheetPr codeName="Sheet1"/>\n<sheetData>'
    return "\n".join([head, *lines, "</sheetData>\n</worksheet>\n"])
