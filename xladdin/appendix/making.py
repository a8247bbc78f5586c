"""Make each file of the set from an order: its bytes, and Chinese sentences on what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256

from msgspec.structs import replace

from xladdin.appendix.naming import cover_lines
from xladdin.appendix.order import Order
from xladdin.appendix.parts import Part, missing_in
from xladdin.errors import InputError
from xladdin.model.grid import Source
from xladdin.sources.identify import EXTENSIONS
from xladdin.sources.own_copies import EXPLAINED
from xladdin.sources.reading import file_bytes

#: What a maker yields: the bytes of a file, unless it could not be made; then Chinese sentences.
Made = Iterator[bytes | str]

#: The name of the stream of macros in a file of an old format.
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_SHEETS = ("xls", "xlsb", "ods")


class Making:
    """The makers of an order's files; what several of them need is made once.

    ``report`` is the source with the report's text, None without one; ``appendices`` are all parts.
    """

    def __init__(self, order: Order, report: Source | None, appendices: Sequence[Part]) -> None:
        self.order = order
        self.report = report
        self.appendices = appendices
        self._workbooks: dict[str, bytes | None] = {}

    def cover(self) -> Made:
        """Make the 封面."""
        from xladdin.appendix.word_documents import cover

        yield cover(cover_lines(self.order.filing, self.order.profile), draft=self.order.draft)

    def original(self, source: Source) -> Made:
        """Copy a file of the unit's, without active content and its writers' names."""
        data, lost = self._inert(source)
        yield data
        if said := self._own_words(source)[1]:
            yield said
        if lost:
            yield (
                f"打包的“{source.name}”里没有带上会自动运行或连到别处的内容：{'、'.join(lost)}；"
                "原文件没有动（确实需要的，用命令行加 --keep-active 打包）。"
            )
        elif source.kind in EXTENSIONS["doc"] and _MACROS in data:
            yield f"“{source.name}”是旧格式，里面的宏去不掉，请另存为 .docx 再打包。"
        if source is not self.report:
            yield f"“{source.name}”单独放着，没有并入自评报告。"

    def workbook(self, part: Part) -> Made:
        """Make an appendix as a workbook: the unit's own sheet if nothing else is on it, else the
        official one."""
        from xladdin.appendix.sheet_alone import sheet_alone
        from xladdin.outputs.workbook_residue import losses
        from xladdin.sources.package import Package
        from xladdin.templates.workbook import workbook

        order, sheet = self.order, part.form.title.location.sheet
        source = next(each for each in order.filing.sources if each.name == part.form.source)
        data = self._as_workbook(source) if self._is_alone(part) else None
        refused = ""
        if data is not None and sheet is not None:
            try:
                yield sheet_alone(data, source.name, sheet, order.when, draft=order.draft)
            except InputError as error:
                refused = f"{part.number} 的 Excel 文件按官方表样另填，没有用原表：{error}"
            else:
                if lost := losses(Package(data, source.name)):
                    yield f"{part.number} 的 Excel 文件没有带上原工作簿里的{'、'.join(lost)}。"
                return
        year = part.form.year or order.year
        made = workbook(order.profile, year, [part.form], as_found=True, when=order.when)
        title, _ = made.placed[0]
        yield sheet_alone(made.data, source.name, title, order.when, draft=order.draft)
        if refused:
            yield refused
        if made.left:
            yield _note_of_left(part, len(made.left), "Excel 文件")

    def word(self, part: Part) -> Made:
        """Make an appendix as a Word document."""
        from xladdin.appendix.word_documents import report_with_appendices

        yield report_with_appendices(None, [part], draft=self.order.draft)
        if part.sheet.left:
            yield _note_of_left(part, len(part.sheet.left), "Word 表")

    def whole(self) -> Made:
        """Make the report with all appendices as a Word document."""
        try:
            yield self._whole
        except InputError as error:
            yield f"没有做成报告连同附件的 Word 和 PDF：{error}"

    def pdf(self, name: str) -> Made:
        """Make the report with all appendices as a PDF; ``name`` is the Word document's."""
        from xladdin.appendix.pdf import missing_fonts, to_pdf, unembedded_fonts

        try:
            missing = missing_fonts(self._whole)
        except InputError:
            return  # as was said for the Word document
        try:
            data = to_pdf(self._whole, name, missing)
        except InputError as error:
            yield str(error)
            return
        yield data
        if missing:
            yield f"PDF 里用别的字体代替了这台电脑上没有的字体：{'、'.join(missing)}。"
        if loose := unembedded_fonts(data):
            yield f"PDF 没有嵌入这些字体，在别的电脑上可能显示不同：{'、'.join(loose)}。"

    def prescored(self) -> Made:
        """Make the 考核评分表, with points where rules can tell."""
        from xladdin.appendix.prescoring import prescored_form

        order = self.order
        yield prescored_form(order.report, order.profile, order.year, order.when, draft=order.draft)

    def explanations(self) -> Made:
        """Make the workbook of the unit's explanations, in which the next check finds them."""
        from openpyxl import Workbook

        from xladdin.forms.explanations import RESULTS
        from xladdin.outputs.sheet_writing import sealed, write_results
        from xladdin.outputs.workbook_results import results
        from xladdin.workbooks.saving import xlsx_bytes

        report, when = self.order.report, self.order.when
        said = tuple(each for each in report.findings if each.explained)
        workbook = Workbook()
        blank = workbook.worksheets[0]
        write_results(
            workbook, results(replace(report, findings=said, earlier=()), "", [""], when), RESULTS
        )
        del workbook[blank.title]
        yield sealed(xlsx_bytes(workbook, {}, when), EXPLAINED)

    def findings(self) -> Made:
        """Make the 校验报告 with the unit's explanations."""
        from xladdin.outputs import html
        from xladdin.rules import registry

        page = html.render(self.order.report, rules=registry.rules())
        yield page.encode("utf-8", "replace")

    @cached_property
    def _whole(self) -> bytes:
        """The report with the appendices that it does not contain yet."""
        from xladdin.appendix.word_documents import plain_report, report_with_appendices

        report, added, data = self.report, list(self.appendices), None
        if report is not None and report.kind in EXTENSIONS["txt"]:
            data = plain_report(self._sentences(report))
        elif report is not None:
            data = self._as_document(report)
            held = [form for form in self.order.filing.forms if form.source == report.name]
            added = missing_in(self.appendices, held)
        return report_with_appendices(data, added, draft=self.order.draft)

    def _as_document(self, report: Source) -> bytes:
        """Return the report as a docx, converted by another program if python-docx cannot open it."""
        from xladdin.appendix.word_documents import is_understood
        from xladdin.sources.convert import convert

        data, _ = self._inert(report)
        if report.kind == "docx" and is_understood(data):
            return data
        suffix = "docx" if report.kind in EXTENSIONS["docx"] else report.kind
        return convert(data, suffix, "docx", report.name)[0]

    def _sentences(self, report: Source) -> list[str]:
        """Return the paragraphs of a report, without the titles and notes of its forms."""
        of_forms = {
            entry.location.paragraph
            for form in self.order.filing.forms
            if form.source == report.name
            for entry in (form.title, *form.every_entry(), *form.unplaced)
        }
        return [line.text for line in report.paragraphs if line.index not in of_forms]

    def _is_alone(self, part: Part) -> bool:
        place = part.form.title.location
        there = (form.title.location for form in self.order.filing.forms)
        same = [each for each in there if (each.source, each.sheet) == (place.source, place.sheet)]
        return place.sheet is not None and len(same) == 1

    def _as_workbook(self, source: Source) -> bytes | None:
        """Return the source as xlsx; None if it is no workbook or cannot be converted."""
        if source.name not in self._workbooks:
            self._workbooks[source.name] = self._converted(source)
        return self._workbooks[source.name]

    def _converted(self, source: Source) -> bytes | None:
        if source.kind in EXTENSIONS["xlsx"]:
            return self._file(source)
        if not any(source.kind in EXTENSIONS[family] for family in _SHEETS):
            return None
        from xladdin.sources.convert import convert

        try:
            data, _ = convert(self._file(source), source.kind, "xlsx", source.name)
        except InputError:
            return None
        return data

    def _inert(self, source: Source) -> tuple[bytes, tuple[str, ...]]:
        """Return a document without active content, and the Chinese words for what was removed."""
        from xladdin.appendix.inert import inert

        data, _ = self._own_words(source)
        if self.order.keep_active or source.kind not in EXTENSIONS["docx"]:
            return data, ()
        return inert(data, source.name)

    def _own_words(self, source: Source) -> tuple[bytes, str]:
        """Return a document without our comments and revisions, and a sentence on the revisions, or ""."""
        from xladdin.outputs.word_comments import unmarked

        data = self._file(source)
        if source.kind not in EXTENSIONS["docx"]:
            return data, ""
        made = unmarked(data, source.name)
        said = (
            f"“{source.name}”里“绩效自评校验”改的 {made.revisions} 处修订，在打包的副本里已接受。"
        )
        return made.data, said if made.revisions else ""

    def _file(self, source: Source) -> bytes:
        """Return the file's bytes. Raises InputError if it was changed after the check."""
        data = file_bytes(self.order.files[source.name], source.name)
        if sha256(data).hexdigest() != source.sha256:
            raise InputError(f"「{source.name}」在核对之后又改动过，请重新打包。")
        return data


def _note_of_left(part: Part, count: int, where: str) -> str:
    return f"{part.number} 有 {count} 处内容在官方表样里没有位置，没有放进 {where}。"
