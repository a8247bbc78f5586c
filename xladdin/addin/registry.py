"""Read and change Excel's entries in the registry: which add-ins it loads, which folders it trusts.

Excel rewrites the list of add-ins (``OPEN``, ``OPEN1`` …, read up to the first gap) whenever it
ends, so change it only while Excel is closed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PureWindowsPath

from xladdin.addin.machine import Machine, Value
from xladdin.addin.places import ADDIN_NAME

#: The versions of Excel with our kind of ribbon: 2016 and later, 2013, 2010.
VERSIONS = ("16.0", "15.0", "14.0")
OFFICE = r"HKCU\Software\Microsoft\Office"
_INSTALLED = (r"HKLM\SOFTWARE\Microsoft\Office", r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office")
_OPEN = re.compile(r"OPEN(\d*)", re.IGNORECASE)
_LOCATION = re.compile(r"Location(\d+)", re.IGNORECASE)
#: The description by which our trusted location is found again.
TRUSTED_AS = "xladdin"


def excel_versions(machine: Machine) -> list[str]:
    """Return the versions of Excel that are installed or that this user has used, newest first."""

    def is_there(version: str) -> bool:
        keys = [rf"{office}\{version}\Excel\InstallRoot" for office in _INSTALLED]
        used = rf"{OFFICE}\{version}\Excel"
        return bool(machine.subkeys(used)) or any(machine.values(key) for key in keys)

    return [version for version in VERSIONS if is_there(version)]


# Add-ins that Excel loads


def options(version: str) -> str:
    """Return the key of Excel's options, which include the list of add-ins."""
    return rf"{OFFICE}\{version}\Excel\Options"


def is_registered(machine: Machine, version: str, addin: Path) -> bool:
    """Return whether Excel will load this add-in."""
    return any(_path(value) == str(addin).lower() for _, value in _entries(machine, version))


def register(machine: Machine, version: str, addin: Path) -> None:
    """Make Excel load the add-in, once and from nowhere else."""
    if is_registered(machine, version, addin):
        return
    unregister(machine, version)
    taken = {name.upper() for name, _ in _entries(machine, version)}
    free = next(name for name in map(_name, range(len(taken) + 1)) if name not in taken)
    machine.write(options(version), free, f'/R "{addin}"')


def unregister(machine: Machine, version: str) -> bool:
    """Make Excel load none of our add-ins, wherever they are; return whether there was one."""
    entries = _entries(machine, version)
    others = [value for _, value in entries if not _is_ours(value)]
    if len(others) < len(entries):
        for name, _ in entries:
            machine.delete_value(options(version), name)
        for number, value in enumerate(others):
            machine.write(options(version), _name(number), value)
    # Excel lists add-ins here that were once loaded and now are not.
    manager = rf"{OFFICE}\{version}\Excel\Add-in Manager"
    for name in [name for name in machine.values(manager) if _is_ours(name)]:
        machine.delete_value(manager, name)
    return len(others) < len(entries)


def _entries(machine: Machine, version: str) -> list[tuple[str, str]]:
    """Return the names and values of the OPEN entries in Excel's order."""
    found = [
        (int(match[1] or 0), name, value)
        for name, value in machine.values(options(version)).items()
        if (match := _OPEN.fullmatch(name)) and isinstance(value, str)
    ]
    return [(name, value) for _, name, value in sorted(found)]


def _name(number: int) -> str:
    return f"OPEN{number or ''}"


def _path(value: str) -> str:
    """Return the file in ``/R "file"``, in lower case."""
    quoted = re.search(r'"([^"]*)"', value)
    return (quoted[1] if quoted else re.sub(r"^/\w\s+", "", value)).lower()


def _is_ours(value: str) -> bool:
    return PureWindowsPath(_path(value)).name == ADDIN_NAME


# Folders that Excel trusts


def trusted_locations(version: str) -> str:
    """Return the key of the folders whose files may run macros."""
    return rf"{OFFICE}\{version}\Excel\Security\Trusted Locations"


def is_trusted(machine: Machine, version: str, folder: Path) -> bool:
    """Return whether Excel runs macros in this folder."""
    return any(
        _same_folder(machine.values(key).get("Path"), folder)
        for key in _locations(machine, version)
    )


def trust(machine: Machine, version: str, folder: Path) -> None:
    """Make Excel trust this folder, without those below it."""
    distrust(machine, version)
    top = trusted_locations(version)
    taken = [int(match[1]) for name in machine.subkeys(top) if (match := _LOCATION.fullmatch(name))]
    key = rf"{top}\Location{max(taken, default=-1) + 1}"
    machine.write(key, "Path", f"{folder}\\")
    machine.write(key, "Description", TRUSTED_AS)
    machine.write(key, "AllowSubfolders", 0)


def distrust(machine: Machine, version: str) -> bool:
    """Remove our trusted locations; return whether there was one."""
    ours = [
        key
        for key in _locations(machine, version)
        if machine.values(key).get("Description") == TRUSTED_AS
    ]
    for key in ours:
        machine.delete_key(key)
    return bool(ours)


def forbids_trusting(machine: Machine, version: str) -> bool:
    """Return whether a setting or the administrator's policy makes Excel ignore trusted locations."""
    below = rf"Office\{version}\Excel\Security\Trusted Locations"
    common = rf"HKCU\Software\Policies\Microsoft\Office\{version}\Common\Security\Trusted Locations"
    keys = (rf"HKCU\Software\Microsoft\{below}", rf"HKCU\Software\Policies\Microsoft\{below}")
    return (
        any(machine.values(key).get("AllLocationsDisabled") == 1 for key in keys)
        or machine.values(common).get("Allow User Locations") == 0
    )


def _locations(machine: Machine, version: str) -> list[str]:
    top = trusted_locations(version)
    return [rf"{top}\{name}" for name in machine.subkeys(top)]


def _same_folder(value: Value | None, folder: Path) -> bool:
    text = os.path.expandvars(value) if isinstance(value, str) else ""
    return text.rstrip("\\").lower() == str(folder).lower()


# Add-ins that Excel has disabled


def disabled_items(version: str) -> str:
    """Return the key of what Excel no longer loads because it crashed there."""
    return rf"{OFFICE}\{version}\Excel\Resiliency\DisabledItems"


def disabled(machine: Machine, version: str) -> list[str]:
    """Return the names of the values that disable our add-in; they hold its path as UTF-16."""
    wanted = ADDIN_NAME.encode("utf-16-le")
    return [
        name
        for name, value in machine.values(disabled_items(version)).items()
        if isinstance(value, bytes) and wanted in value.lower()
    ]


def enable(machine: Machine, version: str) -> None:
    """Let Excel load our add-in again after a crash."""
    for name in disabled(machine, version):
        machine.delete_value(disabled_items(version), name)


# Other keys


def templates_folder(machine: Machine, version: str) -> Path:
    """Return the folder where Excel looks for this user's templates."""
    chosen = machine.values(options(version)).get("PersonalTemplates")
    if isinstance(chosen, str) and chosen.strip():
        return Path(os.path.expandvars(chosen))
    return machine.folders.roaming / "Microsoft" / "Templates"


def answering_program(machine: Machine) -> str:
    """Return the program that starts for Excel.Application; empty if none does."""
    identity = machine.values(r"HKCR\Excel.Application\CLSID").get("")
    if not isinstance(identity, str):
        return ""
    for classes in (r"HKCR\CLSID", r"HKCR\WOW6432Node\CLSID"):
        command = machine.values(rf"{classes}\{identity}\LocalServer32").get("")
        if isinstance(command, str) and command:
            quoted = re.match(r'"([^"]+)"|(.+?\.exe)', command, re.IGNORECASE)
            return (quoted[1] or quoted[2]) if quoted else command
    return ""
