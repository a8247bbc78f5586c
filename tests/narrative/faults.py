"""A dozen ways in which one thing of a clean report goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from tests.narrative.clean_filings import Style
from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim
from xladdin.model.report import Report


class Fault(Struct, frozen=True):
    """The report with one thing wrong: in which paragraph, what stands there now, and what stood."""

    operator: str
    style: Style
    report: str
    paragraph: int
    now: str
    before: str


Operator = Callable[[Style], Iterator[Fault]]


@cache
def read(style: Style) -> tuple[Filing, Report]:
    """The filing as understood, and what is said of it."""
    chosen = profile(style.profile)
    filing = checking.file(style.sources, chosen)
    return filing, checking.check(filing, chosen)


def figures(style: Style) -> Iterator[Claim]:
    """Every figure of the report that is no target and no approximation."""
    for passage in read(style)[0].passages:
        for claim in passage.claims:
            goal = re.search("目标|任务", claim.label)
            if claim.location.cell is None and not claim.figure.irregular and not goal:
                yield claim


def _digits(claim: Claim) -> str:
    found = re.search(r"\d[\d.]*", claim.figure.text)
    return found[0] if found else ""


def _changed(operator: str, style: Style, claim: Claim, new: str) -> Iterator[Fault]:
    old = _digits(claim)
    if not old or float(new) == float(old):
        return
    lines = style.report.split("\n")
    at = claim.location.paragraph or 0
    start = lines[at].index(old, claim.span[0])
    lines[at] = lines[at][:start] + new + lines[at][start + len(old) :]
    yield Fault(operator, style, "\n".join(lines), at, new, old)


def digit_typo(style: Style) -> Iterator[Fault]:
    """One digit in the middle is another."""
    for claim in figures(style):
        digits = _digits(claim)
        if len(digits) > 1:
            at = next(
                i for i in range(len(digits) // 2 - (len(digits) > 3), -1, -1) if digits[i] != "."
            )
            other = str((int(digits[at]) + 4) % 9 + 1)
            yield from _changed("数字打错", style, claim, digits[:at] + other + digits[at + 1 :])


def transposition(style: Style) -> Iterator[Fault]:
    """The first two digits that differ change places."""
    for claim in figures(style):
        digits = _digits(claim)
        for i in range(len(digits) - 1):
            one, two = digits[i : i + 2]
            if one != two and "." not in (one, two) and two != "0":
                new = digits[:i] + two + one + digits[i + 2 :]
                yield from _changed("数字颠倒", style, claim, new)
                break


def decimal_shift(style: Style) -> Iterator[Fault]:
    """The decimal point is one place too far to the left."""
    for claim in figures(style):
        if claim.figure.unit.name == "万元" and claim.figure.value:
            new = f"{claim.figure.value / 10:f}"
            yield from _changed("小数点错位", style, claim, new)


def unit_slip(style: Style) -> Iterator[Fault]:
    """元 for 万元."""
    for claim in figures(style):
        if claim.figure.unit.name != "万元" or not claim.figure.value:
            continue
        lines = style.report.split("\n")
        at, (start, end) = claim.location.paragraph or 0, claim.span
        lines[at] = lines[at][:start] + lines[at][start:end].replace("万元", "元") + lines[at][end:]
        now = lines[at][start : end - 1]
        yield Fault("单位写错", style, "\n".join(lines), at, now, lines[at][start:end])


def stale_year(style: Style) -> Iterator[Fault]:
    """The year of the last report was left standing."""
    for at, line in enumerate(style.report.split("\n")):
        for match in re.finditer("2024(?=年)", line):
            lines = style.report.split("\n")
            lines[at] = line[: match.start()] + "2022" + line[match.end() :]
            yield Fault("年份未改", style, "\n".join(lines), at, "2022", "2024")


def _where(
    style: Style, operator: str, wanted: Callable[[Claim], bool], by: str
) -> Iterator[Fault]:
    for claim in figures(style):
        if wanted(claim):
            value = claim.figure.value
            step = 1 if value == value.to_integral_value() and by == "1" else float(by)
            places = claim.figure.places
            yield from _changed(operator, style, claim, f"{float(value) + step:.{places}f}")


def wrong_sum(style: Style) -> Iterator[Fault]:
    """A whole is not what its parts add up to."""
    wholes = {
        relation.operands[0].location.span
        for relation in read(style)[1].relations
        if relation.code in ("A101", "A102", "A103")
    }
    yield from _where(style, "合计算错", lambda c: c.span in wholes and _unit(c) == "万元", "3")


def wrong_base(style: Style) -> Iterator[Fault]:
    """A percentage was worked out with another base."""
    yield from _where(style, "百分比算错", lambda c: _unit(c) == "%" and c.figure.places > 0, "2.1")


def _unit(claim: Claim) -> str:
    return claim.figure.unit.name


def wrong_sign(style: Style) -> Iterator[Fault]:
    """增长 for 下降, and the other way round."""
    opposite = {"增长": "下降", "下降": "增长", "增加": "减少", "减少": "增加"}
    for at, line in enumerate(style.report.split("\n")):
        for match in re.finditer(r"(增长|下降|增加|减少)(?=\d)", line):
            lines = style.report.split("\n")
            lines[at] = line[: match.start()] + opposite[match[0]] + line[match.end() :]
            number = re.match(r"[\d.]+", line[match.end() :])
            assert number is not None
            yield Fault("增减写反", style, "\n".join(lines), at, number[0], match[0])


def count_off_by_one(style: Style) -> Iterator[Fault]:
    """One more than there are."""
    yield from _where(
        style,
        "个数多一",
        lambda c: _unit(c) in ("个", "人", "期", "台", "户") and not c.figure.places,
        "1",
    )


def name_swap(style: Style) -> Iterator[Fault]:
    """The name of another unit was left standing in the title."""
    lines = style.report.split("\n")
    for old in ("青川县退役军人", "竹溪县特殊教育", "河湾市农田"):
        if old in lines[0]:
            new = lines[0].replace(old, "云山县文化旅游")
            yield Fault(
                "单位名称写错", style, "\n".join([new, *lines[1:]]), 0, "云山县文化旅游", old
            )


def section_deleted(style: Style) -> Iterator[Fault]:
    """A part of the report is missing, heading and text."""
    lines = style.report.split("\n")
    starts = [i for i, line in enumerate(lines) if re.match("[一二三四五六七八九十]{1,2}、", line)]
    for start, end in zip(starts[1:], [*starts[2:], len(lines)], strict=True):
        kept = lines[:start] + lines[end:]
        yield Fault("缺少部分", style, "\n".join(kept), -1, "", lines[start].split("、", 1)[1])


def score_changed(style: Style) -> Iterator[Fault]:
    """The score is not that of the form."""
    yield from _where(style, "得分改动", lambda c: c.subject == "自评得分", "-1.5")


OPERATORS: tuple[Operator, ...] = (
    digit_typo, transposition, decimal_shift, unit_slip, stale_year, wrong_sum, wrong_base,
    wrong_sign, count_off_by_one, name_swap, section_deleted, score_changed,
)  # fmt: skip


def detected(fault: Fault) -> bool:
    """Whether a new finding names what was changed: the figure as it stands now, or the part."""
    known = {finding.fingerprint for finding in read(fault.style)[1].findings}
    chosen = profile(fault.style.profile)
    changed = replace(fault.style, report=fault.report)
    try:
        report = checking.check(checking.file(changed.sources, chosen), chosen)
    except InputError as error:  # two units in one filing
        return fault.now in str(error)
    new = [finding for finding in report.findings if finding.fingerprint not in known]
    if fault.paragraph < 0:
        return any(finding.code.startswith("F4") for finding in new)
    return any(
        operand.location.paragraph == fault.paragraph
        and (fault.now in operand.text or fault.now in operand.location.quote)
        for finding in new
        for operand in finding.operands
    )
