"""Write the appendix set as a folder, whole or not at all, with its list, manifest and zip."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from msgspec import Struct
from openpyxl import Workbook

from xladdin.appendix.assembly import Job, Member, counted, jobs
from xladdin.appendix.draft_mark import mark_draft_sheet
from xladdin.appendix.list_sheet import write_list
from xladdin.appendix.manifest import NAME as MANIFEST
from xladdin.appendix.manifest import keep, manifest
from xladdin.appendix.naming import folder_name
from xladdin.appendix.order import Order
from xladdin.errors import InputError
from xladdin.mishaps import reason
from xladdin.outputs.workplace import clear, put, workplace
from xladdin.outputs.writing import write_synced
from xladdin.sources.filing_files import unread
from xladdin.workbooks.saving import xlsx_bytes

_HEADINGS = {"序号": 6, "文件名": 46, "内容": 40, "页数": 8, "大小（KB）": 11}


def contents_list(order: Order, made: Sequence[Member]) -> bytes:
    """Return the list of the files as an xlsx."""
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


#: A callback before each file, with its number, the number of files, and its name.
Progress = Callable[[int, int, str], None]

_LIST = "00 材料清单{}.xlsx"


class Packed(Struct, frozen=True):
    """The set that was written; ``notes`` say in Chinese what it lacks."""

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
    """Write the set into a folder of its own in ``target`` (made if missing), and as a zip if wanted.

    It is built beside its final place and moved there at the end: whatever happens, there is a
    whole set or none, and an earlier set stays until the new one is complete. Files that somebody
    added to the earlier set are copied to the new one. Raises InputError if there is an earlier set
    and ``overwrite`` is false, if somebody has edited it, or if nothing can be written.
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

            members, notes = _made_members(steps, tell)
            listed = _listed(order, members, tell)
            tell(MANIFEST)
            files = {each.name: each.data for each in (*members, listed)}
            files[MANIFEST] = manifest(order, [listed, *members], notes)
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


def _made_members(
    steps: Sequence[Job], tell: Callable[[str], None]
) -> tuple[list[Member], list[str]]:
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
    """Write the zip, with names in UTF-8 and flagged so, for Windows to show them correctly."""
    with open(archive, "xb") as file:
        with zipfile.ZipFile(file, "w") as packed:
            for each in sorted(files):
                entry = zipfile.ZipInfo(f"{name}/{each}", order.when.timetuple()[:6])
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, files[each], zipfile.ZIP_DEFLATED)
        file.flush()
        os.fsync(file.fileno())
