"""List corrections as plain text: number, old → new value, reason, place; what was done and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.report import Cause, Operand, Report, Severity
from xladdin.outputs.corrections import CorrectedFiling, corrections
from xladdin.outputs.phrases import amount
from xladdin.outputs.places import names_in, place
from xladdin.outputs.printable import one_line, width, wrap

#: The rule that finds blank signatures.
_UNSIGNED = "F303"


class State(StrEnum):
    """What became, or will become, of a cause; the values are shown to people."""

    DONE = "已改"
    LIKELY = "待确认"
    OPEN = "由人定"
    SIGNED = "打印后签"
    EXPLAINED = "已作说明"
    FAILED = "没能改"


def explained(report: Report, cause: Cause) -> bool:
    """Tell whether the unit has explained all findings of a cause, so that it is left as it is."""
    waived = {finding.fingerprint for finding in report.findings if finding.explained}
    return bool(cause.explains) and waived.issuperset(cause.explains)


def basis(report: Report, cause: Cause) -> str:
    """Return why a figure is to be corrected; without a proposed value, first what disagrees."""
    why = one_line(cause.why).strip()
    wrong = (each.message for each in report.findings if each.fingerprint in cause.explains)
    told = one_line(next(wrong, "")).strip() if cause.proposed is None else ""
    return told if why in told else told + why


class CorrectionList(Struct, frozen=True):
    """The causes of ``report``, numbered from 1, those ``chosen`` for correction, and the corrected
    ``filing``; ``dry`` if nothing is written."""

    report: Report
    chosen: Collection[int]
    filing: CorrectedFiling
    dry: bool = False

    def numbers(self, *states: State) -> list[int]:
        """Return the numbers of the causes in one of these states."""
        causes = enumerate(self.report.causes, 1)
        return [number for number, cause in causes if self._state(number, cause) in states]

    def lines(self, limit: int) -> Iterator[str]:
        """Yield the counts, then each cause, in lines of at most ``limit`` columns."""
        counts = {self._word(state): len(self.numbers(state)) for state in State}
        told = "，".join(f"{word} {count} 处" for word, count in counts.items() if count)
        total = len(self.report.causes)
        yield f"要改正的地方 {total} 处：{told}。" if total else "没有要改正的地方。"
        for number, cause in enumerate(self.report.causes, 1):
            yield ""
            yield from self._entry(number, cause, limit)

    def left(self) -> Iterator[str]:
        """Yield what is left to people, and how to continue."""
        if likely := self.numbers(State.LIKELY):
            done = self.numbers(State.DONE)
            agreed = ",".join(map(str, sorted([*done, *likely])))
            elsewhere = "，用 -o 换一个文件夹" if done and not self.dry else ""
            yield (
                f"待确认：{_numbered(likely)}。看过依据，同意的，用 --only 写上要改的全部序号再改一次"
                f"（如 --only {agreed}）{elsewhere}。"
            )
        if left := self.numbers(State.OPEN, State.FAILED):
            yield f"要您自己改：{_numbered(left)}。"
        if signed := self.numbers(State.SIGNED):
            yield f"打印后签字、填写的：{_numbered(signed)}。"

    def still_wrong(self, after: Report) -> list[int]:
        """Return the corrected causes that ``after``, the report on the copies, still finds fault with."""
        leaves = {file.source: file.leaf for file in self.filing.files}
        codes = {finding.fingerprint: finding.code for finding in self.report.findings}
        found = {
            (finding.code, each.label, _spot(each.location.source, each))
            for finding in after.findings
            for each in finding.operands
        }
        return [
            number
            for number in self.numbers(State.DONE)
            for cause in [self.report.causes[number - 1]]
            if (figure := cause.figure) is not None
            and any(
                (codes.get(each), figure.label, _spot(leaves[figure.location.source], figure))
                in found
                for each in cause.explains
            )
        ]

    def _state(self, number: int, cause: Cause) -> State:
        if cause.proposed is None or cause.figure is None:
            codes = {
                each.code for each in self.report.findings if each.fingerprint in cause.explains
            }
            return State.SIGNED if codes == {_UNSIGNED} else State.OPEN
        if number not in self.chosen:
            return State.EXPLAINED if explained(self.report, cause) else State.LIKELY
        made = cause.figure.location in self.filing.outcome.made
        return State.DONE if made else State.FAILED

    def _word(self, state: State) -> str:
        return "将改" if self.dry and state is State.DONE else state.value

    def _entry(self, number: int, cause: Cause, limit: int) -> Iterator[str]:
        mark = f"{number}. "
        indent = " " * len(mark)
        names = names_in(self.report)
        before, after = before_and_after(cause)
        arrow = " → " if after else ""
        status = self._word(self._state(number, cause))
        title = f"〔{status}〕{subject(cause)} {before}{arrow}{after}".rstrip()
        yield from wrap(title, limit, first=mark, rest=indent)
        rows = [
            ("依据", basis(self.report, cause)),
            *(("没改", why) for why in self._reasons(cause)),
        ]
        if cause.figure is not None:
            rows.append(("位置", place(cause.figure.location, names)))
        rows += [("同改", place(each.location, names)) for each in cause.copies]
        for label, text in rows:
            first = f"{indent}{label}　"
            yield from wrap(text, limit, first=first, rest=" " * width(first))

    def _reasons(self, cause: Cause) -> Iterator[str]:
        """Yield why the figure, or a copy of it, was not corrected."""
        for each in corrections(cause):
            if reason := self.filing.outcome.refused.get(each.figure.location):
                yield f"{reason}。"


def written(filing: CorrectedFiling, targets: Sequence[Path]) -> Iterator[str]:
    """Yield what was written: the folder, then each file."""
    yield f"原件没有动。改正的副本在文件夹“{targets[0].parent}”里："
    for file, target in zip(filing.files, targets, strict=True):
        if not file.made:
            how = "没有改动，原样放进来"
        elif file.is_document:
            how = f"改 {file.made} 处，都是修订，请在 Word 的“审阅”里逐处接受或拒绝"
        else:
            how = f"改 {file.made} 处，已写进单元格"
        yield f"  {target.name}：{how}"


def compared(before: Report, after: Report) -> str:
    """Return how many findings of each severity there were before and are now."""
    was, now = (Counter(each.severity for each in report.findings) for report in (before, after))
    told = [
        f"{each.word} {was[each]} → {now[each]} 处"
        for each in Severity
        if each in was or each in now
    ]
    return "，".join(told) or "没有问题"


def _spot(source: str, each: Operand) -> tuple[object, ...]:
    """Return where an operand stands, except for its span, which a correction may move."""
    return source, each.location.sheet, each.location.cell, each.location.paragraph


def _numbered(numbers: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, numbers))} 条"


def before_and_after(cause: Cause) -> tuple[str, str]:
    """Return the figure as it is and as it should be, with units; the latter is empty without a proposal."""
    if cause.figure is None:
        return "", ""
    if cause.retyped:
        return amount(cause.figure), f"数字 {cause.proposed}"
    new = next(corrections(cause), None)
    after = amount(replace(cause.figure, text=new.printed)) if new is not None else ""
    return amount(cause.figure), after


def subject(cause: Cause) -> str:
    """Return the label of the figure."""
    return "整套材料" if cause.figure is None else one_line(cause.figure.label).strip()
