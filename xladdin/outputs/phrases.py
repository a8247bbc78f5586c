"""Word in Chinese what all outputs share: severities, verdicts, conclusion and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from xladdin.model.interval import Verdict
from xladdin.model.report import (
    Coverage,
    Finding,
    FormSummary,
    Operand,
    PriorSummary,
    Report,
    Severity,
)
from xladdin.outputs.entries import Entry, entries, to_correct
from xladdin.outputs.places import spot
from xladdin.outputs.printable import clipped, one_line

VERDICTS = {
    Verdict.HELD: "成立",
    Verdict.ROUNDING: "因四舍五入成立",
    Verdict.VIOLATED: "不成立",
    Verdict.SKIPPED: "无法核对",
}
NO_SUBSTITUTE = "错误不能以说明代替改正"
NOTHING = "没有识别出表格，也没有正文，未参与核对"
_KINDS = {
    "docx": "Word 文档", "doc": "Word 文档", "wps": "WPS 文字",
    "xlsx": "Excel 工作簿", "xlsm": "Excel 工作簿", "xls": "Excel 工作簿", "et": "WPS 表格",
    "ods": "ODS 表格", "txt": "文本", "pdf": "PDF",
    "html": "网页", "xml": "XML 表格", "unread": "没有读取",
}  # fmt: skip


def heading(report: Report | PriorSummary) -> str:
    """Return whose filing this is, and of which year."""
    unit = one_line(report.unit).strip() or "（未识别出单位名称）"
    return f"{unit}　{report.year}年度" if report.year else f"{unit}　（未识别出年度）"


def kind(name: str) -> str:
    """Return the everyday name of a kind of file."""
    return _KINDS.get(name.lower(), name)


def nothing_checked(coverage: Coverage) -> bool:
    """Tell whether no relation could be judged, so that the lack of findings means nothing."""
    return coverage.relations <= coverage.skipped


def conclusion(report: Report) -> str:
    """Return the result in a few sentences: what was found, in how many places, and what to do."""
    groups = {
        severity: group
        for severity in Severity
        if (group := [each for each in report.findings if each.severity is severity])
    }
    parts = [f"{key.word} {counted(group)}" for key, group in groups.items()]
    found = f"发现{'、'.join(parts)}。{_places_to_correct(entries(report))}" if parts else ""
    if nothing_checked(report.coverage):
        return found + nothing_checked_sentence(report)
    left = {finding.severity for finding in report.findings if not finding.explained}
    if Severity.ERROR in left:
        return found + "请先改正错误，改完后再核对一遍。"
    none = "没有错误" if Severity.ERROR not in groups else "没有要改正的错误"
    if Severity.WARNING in left:
        return found + f"{none}；警告请逐条核实，填错的改正，确有原因的写明原因。"
    if Severity.INFO in left:
        more = "和警告" if groups.keys() == {Severity.INFO} else "，警告都已说明"
        return found + f"{none}{more}；提示供参考，不一定要改。"
    return found + "都已说明，没有要改正的。" if found else "没有发现问题。"


def _places_to_correct(found: Sequence[Entry]) -> str:
    """Return how many places are to be corrected, and for how many a value is proposed; empty if
    each problem is a place of its own."""
    wrong = to_correct(found)
    known = [entry for entry in wrong if entry.cause.proposed is not None]
    count, problems = len(wrong), _count_open(wrong)
    if not known:
        return f"要改的归结为 {count} 个地方，请逐个核实。" if count < problems else ""
    told = f"改好 {len(known)} 个地方就能消除" if len(known) == count else ""
    if told:
        return told.replace("就", "就都", 1) + "。" if count > 1 else told + "。"
    return (
        f"要改的归结为 {count} 个地方：{len(known)} 个看得出应改成什么，改好可消除 {_count_open(known)} 处；"
        f"其余 {count - len(known)} 个请逐个核实。"
    )


def _count_open(found: Sequence[Entry]) -> int:
    """Count the errors and warnings that are not explained."""
    return sum(
        not each.explained and each.severity is not Severity.INFO
        for entry in found
        for each in entry.findings
    )


def headed(severity: Severity, report: Report, group: Sequence[Entry]) -> tuple[str, str]:
    """Return the heading of a severity: its name, and how many findings in how many places. Some of
    the findings may be listed under graver ones."""
    findings = [each for each in report.findings if each.severity is severity]
    here = sum(each.severity is severity for entry in group for each in entry.findings)
    told = counted(findings)
    if away := len(findings) - here:
        told += f"，其中 {away} 处列在别的问题后面"
    if len(group) < here:
        told += f"，{'其余' if away else ''}归结为 {len(group)} 个地方"
    return severity.word, told


def level(finding: Finding) -> str:
    """Return the Chinese severity, marked if the finding is explained."""
    return finding.severity.word + ("（已说明）" if finding.explained else "")


def counted(findings: Sequence[Finding]) -> str:
    """Return the number of findings, and how many of them are explained."""
    explained = sum(finding.explained for finding in findings)
    if explained == len(findings):
        return f"{len(findings)} 处（已说明）"
    aside = f"（其中 {explained} 处已说明）" if explained else ""
    return f"{len(findings)} 处{aside}"


def explanation(finding: Finding) -> tuple[str, str]:
    """Return the label and the text of the unit's explanation."""
    text = one_line(finding.explanation).strip()
    if finding.explained:
        return "已作说明", text
    return "说明", f"{text}（{NO_SUBSTITUTE}。）"


def explanations_used(report: Report) -> str:
    """Return the sentence that names the files with accepted explanations; empty without any."""
    accepted = {finding.fingerprint for finding in report.findings if finding.explained}
    files = Counter(
        each.file for each in report.earlier if each.text and each.fingerprint in accepted
    )
    told = "，".join(f"“{one_line(file)}”里的 {count} 条" for file, count in files.items())
    return f"用了{told}说明。" if told else ""


def nothing_checked_sentence(report: Report) -> str:
    """Return the sentence that nothing was compared, why, and what to look into."""
    if not (report.coverage.figures or report.coverage.quantities):
        cause = "材料里没有识别出数字"
    elif not report.forms:
        cause = "没有识别出自评表格"
    else:
        cause = "没有两个数字能够互相核对"
    return (
        f"这次什么也没有核对：{cause}，不能据此认为材料无误。"
        "请看看是否选错了文件，表名和栏目名是否完整。"
    )


def coverage(report: Report) -> str:
    """Return the numbers of figures, and of relations by verdict. There may be fewer problems than
    violated relations: the same contradiction in two files is reported once, and a profile may
    leave rules out."""
    seen = report.coverage
    listed = len(report.findings)
    aside = f"（合并重复、按地区方案取舍后列为 {listed} 处问题）" if listed < seen.violated else ""
    return (
        f"识别 {seen.figures} 个数字，其中 {seen.figures_checked} 个参与核对；"
        f"核对关系 {seen.relations} 条：成立 {seen.held}，因四舍五入成立 {seen.rounding}，"
        f"不成立 {seen.violated}{aside}，无法核对 {seen.skipped}。"
    )


def narrative_coverage(report: Report) -> str:
    """Return the numbers of figures read in the narrative; empty if it has none."""
    seen = report.coverage
    if not seen.quantities:
        return ""
    return (
        f"识别 {seen.quantities} 个数字，读懂其中 {seen.claims} 个说的是什么，"
        f"{seen.claims_compared} 个与表格或前后文核对过。"
    )


def amount(operand: Operand) -> str:
    """Return the operand as printed, with its unit if the text does not show it. A percent sign is
    not added: leaving it out may be the very problem."""
    text = clipped(one_line(operand.text).strip(), 60)
    unit = one_line(operand.unit).strip()
    if not text:
        return "（空）"
    complete = operand.value is None or unit in text or unit in ("%", "‰")
    return text if complete else f"{text} {unit}"


def numbers(operands: Iterable[Operand], *, spots: bool, labels: bool = True) -> str:
    """Return the operands in one line: place, label, amount; ``spots`` and ``labels`` switch the
    first two."""
    parts = []
    for operand in operands:
        where = spot(operand.location) if spots else ""
        label = one_line(operand.label).strip() if labels else ""
        words = (where, label, amount(operand))
        parts.append(" ".join(word for word in words if word).replace(" （", "（"))
    return "；".join(parts)


def form_title(form: FormSummary) -> str:
    """Return the form's name, with its printed title if that differs."""
    name, title = one_line(form.name).strip(), clipped(one_line(form.title).strip(), 60)
    if not name:
        return f"未识别的表（{title}）" if title else "未识别的表"
    return f"{name}（标题：{title}）" if title and title != name else name


def missing(form: FormSummary, limit: int = 8) -> str:
    """Return which labels the form lacks, ``limit`` of them by name; empty if none."""
    labels = [one_line(label).strip() for label in form.missing]
    if not labels:
        return ""
    rest = f" 等 {len(labels)} 项" if len(labels) > limit else ""
    return f"缺少栏目：{'、'.join(labels[:limit])}{rest}"
