"""The appendix set as a folder, written whole or not at all, with its list, manifest and zip."""

from __future__ import annotations

import json
import os
import platform
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path

from msgspec import Struct
from openpyxl import Workbook

from xladdin import __version__
from xladdin.appendix.assembly import Job, Member, counted, jobs
from xladdin.appendix.draft_mark import mark_draft_sheet
from xladdin.appendix.list_sheet import write_list
from xladdin.appendix.order import Order
from xladdin.appendix.parts import folder_name
from xladdin.errors import InputError
from xladdin.mishaps import reason
from xladdin.model.report import Severity
from xladdin.outputs.workplace import clear, put, workplace
from xladdin.outputs.writing import write_synced
from xladdin.sources.filing_files import unread
from xladdin.workbooks.saving import xlsx_bytes

NAME = "manifest.json"
SCHEMA = "xladdin.manifest/1"


def manifest(order: Order, made: Sequence[Member], notes: Sequence[str]) -> bytes:
    """The manifest as JSON in UTF-8. Hashes are SHA-256 of the files' bytes, times local."""
    findings = order.report.findings
    counts: dict[str, object] = {
        severity.value: sum(each.severity is severity for each in findings) for severity in Severity
    }
    counts["explained"] = sum(each.explained for each in findings)
    data = {
        "schema": SCHEMA,
        "unit": order.filing.unit,
        "year": order.filing.year,
        "profile": order.profile.id,
        "draft": order.draft,
        "made": order.when.isoformat(timespec="seconds"),
        "versions": {"xladdin": __version__, "python": platform.python_version()},
        "sources": [
            {"path": each.name, "kind": each.kind, "sha256": each.sha256}
            for each in order.filing.sources
        ],
        "files": [_file(each) for each in made],
        "findings": counts,
        "notes": list(notes),
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _file(member: Member) -> dict[str, object]:
    found: dict[str, object] = {
        "name": member.name,
        "what": member.what,
        "bytes": len(member.data),
        "sha256": sha256(member.data).hexdigest(),
    }
    return found if member.pages is None else found | {"pages": member.pages}


_MOST_NAMES = 5
#: What systems put into folders.
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def keep(earlier: Path, made: Path) -> list[str]:
    """Copy what somebody has put into the folder ``earlier`` into the folder ``made``; a sentence on
    it. Raises InputError where a file of the earlier set has been edited since: nobody knows then
    which of the two is wanted."""
    if not earlier.is_dir():
        return []
    written = _written(earlier)
    others = [each for each in sorted(earlier.iterdir()) if not _is_ours(each, written)]
    if edited := [each.name for each in others if (made / each.name).exists()]:
        raise InputError(
            f"“{earlier}”里的{_names(edited)}打包后又改过，没有覆盖；请把改过的文件移到别处，再打一次。"
        )
    for each in others:
        if each.is_dir():
            shutil.copytree(each, made / each.name, symlinks=True)
        else:
            shutil.copy2(each, made / each.name, follow_symlinks=False)
    if not others:
        return []
    return [f"您放进“{earlier.name}”的{_names([each.name for each in others])}还留在里面。"]


def _is_ours(file: Path, written: Mapping[str, str]) -> bool:
    if file.name.lower() in _SYSTEM or (file.name == NAME and written):
        return True
    known = written.get(file.name)
    return known is not None and file.is_file() and known == sha256(file.read_bytes()).hexdigest()


def _written(folder: Path) -> dict[str, str]:
    """The files of a set with their digests, as its manifest lists them; none without a manifest."""
    try:
        data = json.loads((folder / NAME).read_bytes())
        if data["schema"] != SCHEMA:
            return {}
        return {str(each["name"]): str(each["sha256"]) for each in data["files"]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _names(names: list[str]) -> str:
    listed = "".join(f"“{name}”" for name in names[:_MOST_NAMES])
    return listed + (f"等 {len(names)} 个文件" if len(names) > _MOST_NAMES else "")


_HEADINGS = {"序号": 6, "文件名": 46, "内容": 40, "页数": 8, "大小（KB）": 11}


def contents_list(order: Order, made: Sequence[Member]) -> bytes:
    """The list of the files as an xlsx."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "材料清单"
    if order.draft:
        mark_draft_sheet(sheet)
    rows = [
        (number, each.name, each.what, each.pages or "", max(1, round(len(each.data) / 1024)))
        for number, each in enumerate(made, start=1)
    ]
    write_list(
        sheet,
        f"{order.filing.year or ''}年度整体支出绩效自评材料清单{order.mark}",
        f"单位：{order.filing.unit}　　　打包时间：{order.when:%Y年%m月%d日 %H:%M}",
        _HEADINGS,
        rows,
        wide=("文件名", "内容"),
    )
    return xlsx_bytes(workbook, {}, order.when)


#: Called before each file: its number, how many there are, its name.
Progress = Callable[[int, int, str], None]

_LIST = "00 材料清单{}.xlsx"


class Packed(Struct, frozen=True):
    """Where the set lies; ``notes`` say what it lacks."""

    folder: Path
    archive: Path | None
    files: tuple[str, ...]
    notes: tuple[str, ...]


def pack(
    order: Order,
    target: Path,
    progress: Progress,
    *,
    archive: bool = False,
    overwrite: bool = False,
) -> Packed:
    """Make the set in ``target`` (made if missing), as a folder of its own and, if wished, a zip.

    It is built beside its final place and moved there at the end: whatever happens, there is a
    whole set or none, and an earlier one stays until the new one stands. What somebody has put into
    the earlier one is in the new one, too. Raises InputError where there is an earlier one and
    ``overwrite`` is not said, or somebody has edited it, or where nothing can be written.
    """
    folder = target / folder_name(order.filing, order.profile, order.draft)
    zipped = folder.with_name(f"{folder.name}.zip")
    try:
        _refuse(target, [folder, zipped] if archive else [folder], overwrite)
        with workplace(target) as work:
            steps = jobs(order)
            done, total = count(1), len(steps) + 2 + archive

            def tell(what: str) -> None:
                progress(next(done), total, what)

            members, notes = _made(steps, tell)
            listed = _listed(order, members, tell)
            tell(NAME)
            files = {each.name: each.data for each in (*members, listed)}
            files[NAME] = manifest(order, [listed, *members], notes)
            _write(work / folder.name, files)
            kept = keep(folder, work / folder.name)
            if archive:
                tell(zipped.name)
                _zip(files, work / zipped.name, folder.name, order)
            put(work)
    except OSError as error:
        raise InputError(f"不能写入“{target}”：{reason(error)}。") from error
    told = (*unread(order.filing.sources), *notes, *kept)
    return Packed(folder, zipped if archive else None, tuple(sorted(files)), told)


def _refuse(target: Path, names: Sequence[Path], overwrite: bool) -> None:
    if target.is_dir():
        clear(target)
    for name in names:
        if os.path.lexists(name) and not overwrite:
            raise InputError(
                f"“{name}”已经存在，没有覆盖它；要重新打包，请加 --overwrite，或换一个文件夹。"
            )


def _made(steps: Sequence[Job], tell: Callable[[str], None]) -> tuple[list[Member], list[str]]:
    done: list[tuple[Job, Member]] = []
    notes: list[str] = []
    for job in steps:
        tell(job.name)
        for each in job.make():
            if isinstance(each, str):
                notes.append(each)
            else:
                done.append((job, Member(job.name, each, job.what)))
    return counted(done), notes


def _listed(order: Order, members: Sequence[Member], tell: Callable[[str], None]) -> Member:
    name = _LIST.format(order.mark)
    tell(name)
    return Member(name, contents_list(order, members), "本清单")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        write_synced(folder / name, data)


def _zip(files: dict[str, bytes], archive: Path, name: str, order: Order) -> None:
    """Names in UTF-8, which the zip says, so that Windows shows them right."""
    with open(archive, "xb") as file:
        with zipfile.ZipFile(file, "w") as packed:
            for each in sorted(files):
                entry = zipfile.ZipInfo(f"{name}/{each}", order.when.timetuple()[:6])
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, files[each], zipfile.ZIP_DEFLATED)
        file.flush()
        os.fsync(file.fileno())
