"""Find what changed between two versions of a filing: forms by their labels, sentences, and causes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from xladdin.batch.result import Result, problems
from xladdin.batch.rounds import Change, changes
from xladdin.forms.labels import squeeze
from xladdin.model.filing import Filing, narrative
from xladdin.model.form import Entry, Form, Item
from xladdin.model.report import Report
from xladdin.outputs.since import State
from xladdin.patterns import pattern

#: A row's number, which changes with every row inserted before it.
_NUMBER = pattern(r"^[（(]?\d+[)）、.．]\s*")
_SENTENCE = pattern(r"[^。！？\n]+[。！？]?")
_TOKEN = pattern(r"\d[\d,.]*[%‰]?|.", re.DOTALL)
#: The similarity from which two sentences are versions of one.
_SAME = 0.5
#: The order of causes by state.
_ORDER = (State.NEW, State.LEFT, State.FIXED, State.EXPLAINED)


class Changed(Struct, frozen=True):
    """A place or a sentence that changed; a side is None if it is not there. A sentence has the
    name of its report as label if there are several reports, else an empty one."""

    label: str
    old: str | None
    new: str | None


class FormChanges(Struct, frozen=True):
    """What changed in one form; nothing is compared if ``only`` one version (旧 or 新) has it."""

    name: str
    changed: tuple[Changed, ...]
    only: str = ""


class Versions(Struct, frozen=True):
    """All differences of two versions; ``notes`` say in Chinese why the comparison may mislead."""

    unit: str
    year: int | None
    forms: tuple[FormChanges, ...]
    sentences: tuple[Changed, ...]
    causes: Mapping[State, tuple[Change, ...]]
    notes: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """The number of changed places in forms."""
        return sum(len(form.changed) for form in self.forms)


Read = tuple[Filing, Report]


def versions(old: Read, new: Read) -> Versions:
    """Compare two versions of a filing that were read and checked."""
    (before, was), (now, report) = old, new
    found = changes(_result(was), _result(report)) or ()
    return Versions(
        now.unit,
        now.year,
        tuple(_forms(before, now)),
        tuple(_sentences(_reports(before), _reports(now))),
        {state: tuple(each for each in found if each.state is state) for state in _ORDER},
        tuple(_notes(before, now)),
    )


def pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of two texts as ("same" | "old" | "new", text), never cutting a number."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(a[i:j])
            continue
        if i < j:
            yield "old", "".join(a[i:j])
        if k < m:
            yield "new", "".join(b[k:m])


def _result(report: Report) -> Result:
    return Result("", "", unit=report.unit, problems=problems(report))


def _notes(before: Filing, now: Filing) -> Iterator[str]:
    if squeeze(before.unit) != squeeze(now.unit):
        yield f"两份材料的单位不同：旧的是“{before.unit}”，新的是“{now.unit}”。"
    if before.year != now.year:
        yield f"两份材料的年度不同：旧的是 {before.year or '（未识别）'}，新的是 {now.year or '（未识别）'}。"
    old, new = _reports(before), _reports(now)
    if max(len(old), len(new)) > 1:
        pairs = {name: _counterpart(name, new[name], old) for name in new}
        told = [f"“{name}”与旧的“{was}”" for name, was in pairs.items() if was]
        rest = [
            f"“{name}”只有旧的材料里有，没有逐句列出" for name in old if name not in pairs.values()
        ]
        yield f"正文不止一份，逐句对比的是{'、'.join(told) or '新的正文'}{''.join(f'；{each}' for each in rest)}。"


def _forms(before: Filing, now: Filing) -> Iterator[FormChanges]:
    old, new = _by_subject(before), _by_subject(now)
    for subject in dict.fromkeys((*new, *old)):
        if subject not in new or subject not in old:
            yield FormChanges(subject, (), "旧" if subject in old else "新")
            continue
        changed = tuple(_places(old[subject], new[subject]))
        if changed:
            yield FormChanges(subject, changed)


def _by_subject(filing: Filing) -> dict[str, Form]:
    """Return the forms by name and, for a project, its name; a form in two files is returned once."""
    found: dict[str, Form] = {}
    for form in (*filing.forms, *filing.tables):
        name = form.entries.get("项目名称")
        of = f"（{squeeze(name.text)}）" if name is not None and not name.blank else ""
        title = form.title.text.strip() if form.kind == "table" else form.name
        found.setdefault(f"{title}{of}", form)
    return found


def _places(old: Form, new: Form) -> Iterator[Changed]:
    was, now = dict(_numbered(_labelled(old))), dict(_numbered(_labelled(new)))
    for label in _in_order(list(was), list(now)):
        a, b = was.get(label), now.get(label)
        if _shown(a) != _shown(b):
            yield Changed(label, _text(a), _text(b))


def _in_order(old: list[str], new: list[str]) -> list[str]:
    """Merge the labels of both versions, keeping missing ones at their old place."""
    found = []
    for _, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        found += [*new[k:m], *old[i:j]]
    return list(dict.fromkeys(found))


def _shown(entry: Entry | None) -> str:
    """Return the text without blanks; empty for a missing entry, which equals an empty one."""
    return "" if entry is None else squeeze(entry.text)


def _text(entry: Entry | None) -> str | None:
    return entry.text.strip() or None if entry is not None else None


def _numbered(labelled: Iterable[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
    """Yield the entries with distinct labels: the second of a name ends with （第2个）."""
    seen: dict[str, int] = {}
    for label, entry in labelled:
        seen[label] = seen.get(label, 0) + 1
        yield (label if seen[label] == 1 else f"{label}（第{seen[label]}个）"), entry


def _labelled(form: Form) -> Iterator[tuple[str, Entry]]:
    """Yield each place of a form with the label that a reader knows it by."""
    yield "标题", form.title
    for entry in form.entries.values():
        if entry.name != "表头":
            yield _joined(entry.name, entry.column), entry
    for items in (*form.sections.values(), *(table.rows for table in form.tables)):
        yield from _rows(items)
    yield from ((label, e) for label, e in _rows(form.funds) if e.key not in form.entries)
    for row in form.indicators:
        name = squeeze(row.name.text) or "（没有名称的指标）"
        yield name, row.name
        places = (row.target, row.actual, row.points, row.score, row.share, row.reason)
        yield from ((_joined(name, each.name), each) for each in places if each is not None)


def _rows(items: Iterable[Item]) -> Iterator[tuple[str, Entry]]:
    for item in items:
        for column, entry in item.entries.items():
            yield _joined(_NUMBER.sub("", squeeze(item.label)), column), entry


def _joined(name: str, column: str) -> str:
    return f"{name} · {column}" if column else name


def _reports(filing: Filing) -> dict[str, list[str]]:
    """Return the sentences of each report, by its file."""
    found = {}
    for source in filing.sources:
        if narrative(source):
            lines = (_SENTENCE.findall(p.text) for p in source.paragraphs)
            found[source.name] = [each.strip() for line in lines for each in line if each.strip()]
    return found


def _counterpart(name: str, report: list[str], old: Mapping[str, list[str]]) -> str:
    """Return the old report of the same name, else the one with most common sentences; empty for none."""
    if name in old:
        return name
    return max(old, key=lambda each: len(set(old[each]) & set(report)), default="")


def _sentences(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> Iterator[Changed]:
    """Yield the changed sentences of each new report and its counterpart; if there is no new
    report, all sentences of the old ones."""
    pairs = [(name, old.get(_counterpart(name, new[name], old), []), new[name]) for name in new]
    for name, before, now in pairs or [(name, old[name], []) for name in old]:
        label = name if max(len(old), len(new)) > 1 else ""
        was, is_ = [squeeze(each) for each in before], [squeeze(each) for each in now]
        for kind, i, j, k, m in SequenceMatcher(None, was, is_, autojunk=False).get_opcodes():
            if kind != "equal":
                paired = _paired(before[i:j], now[k:m])
                yield from (replace(each, label=label) for each in paired)


def _paired(old: list[str], new: list[str]) -> Iterator[Changed]:
    """Pair the sentences of a differing stretch, each new one with the next old one that is similar."""
    waiting = list(old)
    for sentence in new:
        like = next((n for n, each in enumerate(waiting) if _alike(each, sentence)), None)
        if like is None:
            yield Changed("", None, sentence)
            continue
        yield from (Changed("", each, None) for each in waiting[:like])
        yield Changed("", waiting[like], sentence)
        del waiting[: like + 1]
    yield from (Changed("", each, None) for each in waiting)


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() > _SAME and matcher.ratio() > _SAME
