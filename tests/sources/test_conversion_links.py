"""LibreOffice converts what it is given and does nothing else that the file asks for."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator

import docx
import pytest

from xladdin.sources.convert import convert

pytestmark = pytest.mark.office

_IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it is asked for."""
    paths: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()
    thread.join()


def linked_document(address: str) -> bytes:
    """A document whose picture and template lie elsewhere."""
    document = docx.Document()
    document.add_paragraph("自评报告")
    document.add_picture(io.BytesIO(_IMAGE))
    plain, linked = io.BytesIO(), io.BytesIO()
    document.save(plain)
    outside = f'Target="{address}/picture.png" TargetMode="External"'
    template = (
        '<Relationship Id="rT" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/attachedTemplate" Target="{address}/t.dotx" TargetMode="External"/>'
    )
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(linked, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b'Target="media/image1.png"', outside.encode())
                text = text.replace(b"</Relationships>", f"{template}</Relationships>".encode())
            elif name == "word/document.xml":
                text = text.replace(b"r:embed=", b"r:link=")
            target.writestr(name, text)
    return linked.getvalue()


def linked_spreadsheet(address: str) -> bytes:
    """A spreadsheet with a picture, a sheet and a formula that lie elsewhere."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
        for name, path in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )  # fmt: skip
    content = f"""<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"
      office:version="1.3"><office:body><office:spreadsheet><table:table table:name="表">
      <table:table-source xlink:href="{address}/sheet.ods" table:table-name="别处"/>
      <table:shapes><draw:frame svg:width="1cm" svg:height="1cm">
        <draw:image xlink:href="{address}/picture.png" xlink:type="simple" xlink:show="embed"
          xlink:actuate="onLoad"/></draw:frame></table:shapes>
      <table:table-row><table:table-cell office:value-type="string"
        table:formula="of:=WEBSERVICE(&quot;{address}/formula&quot;)"><text:p>1</text:p>
      </table:table-cell></table:table-row>
      </table:table></office:spreadsheet></office:body></office:document-content>"""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<m:manifest xmlns:m="{space}"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as target:
        target.writestr("mimetype", kind)
        target.writestr("META-INF/manifest.xml", manifest)
        target.writestr("content.xml", content)
    return whole.getvalue()


def test_nothing_outside_a_document_is_fetched(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    pdf, _ = convert(linked_document(address), "docx", "pdf", "报告.docx")
    assert pdf.startswith(b"%PDF")
    assert paths == []


def test_nothing_outside_a_spreadsheet_is_fetched(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    workbook, _ = convert(linked_spreadsheet(address), "ods", "xlsx", "表.ods")
    assert workbook.startswith(b"PK")
    assert paths == []
