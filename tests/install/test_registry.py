"""Excel's entries in the registry: ours are added and found again, others' stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.install.fake_windows import FakeWindows
from xladdin.addin import registry

ADDIN = Path("/base/xladdin/xladdin.xlam")
SIXTEEN = r"HKCU\Software\Microsoft\Office\16.0\Excel"
OPTIONS = rf"{SIXTEEN}\Options"
OURS = f'/R "{ADDIN}"'
TRUSTED = rf"{SIXTEEN}\Security\Trusted Locations"
Opens = dict[str, str]


def opens(pc: FakeWindows) -> dict[str, object]:
    return {name: value for name, value in pc.values(OPTIONS).items() if name.startswith("OPEN")}


def set_opens(pc: FakeWindows, entries: Opens) -> None:
    for name, value in entries.items():
        pc.write(OPTIONS, name, value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"OPEN": OURS}),
        ({"OPEN": "a"}, {"OPEN": "a", "OPEN1": OURS}),
        ({"OPEN": "a", "OPEN2": "c"}, {"OPEN": "a", "OPEN1": OURS, "OPEN2": "c"}),
        ({"OPEN1": "b"}, {"OPEN": OURS, "OPEN1": "b"}),
        ({"OPEN": OURS.upper()}, {"OPEN": OURS.upper()}),
        ({"OPEN": '/R "D:\\old\\xladdin.xlam"', "OPEN1": "b"}, {"OPEN": "b", "OPEN1": OURS}),
    ],
)
def test_the_add_in_takes_the_next_free_name_once(
    pc: FakeWindows, before: Opens, after: Opens
) -> None:
    set_opens(pc, before)
    for _ in range(2):
        registry.register(pc, "16.0", ADDIN)
        assert opens(pc) == after
        assert registry.is_registered(pc, "16.0", ADDIN)


def test_taking_it_off_leaves_no_gap_and_keeps_the_order(pc: FakeWindows) -> None:
    entries = {f"OPEN{number or ''}": f"addin{number}.xla" for number in range(12)}
    entries["OPEN3"] = OURS
    set_opens(pc, entries)
    assert registry.unregister(pc, "16.0")
    others = [f"addin{number}.xla" for number in range(12) if number != 3]
    assert opens(pc) == {f"OPEN{number or ''}": value for number, value in enumerate(others)}
    assert not registry.unregister(pc, "16.0")


def test_an_add_in_of_a_similar_name_is_not_ours(pc: FakeWindows) -> None:
    set_opens(pc, {"OPEN": '/R "D:\\my xladdin.xlam"'})
    assert not registry.unregister(pc, "16.0")
    assert opens(pc) == {"OPEN": '/R "D:\\my xladdin.xlam"'}


def test_our_folder_is_trusted_under_a_free_name(pc: FakeWindows) -> None:
    pc.write(rf"{TRUSTED}\Location2", "Path", "C:\\tools\\")
    pc.write(rf"{TRUSTED}\Other", "Path", "C:\\else\\")
    for _ in range(2):
        registry.trust(pc, "16.0", ADDIN.parent)
    assert set(pc.subkeys(TRUSTED)) == {"Location2", "Location3", "Other"}
    assert pc.values(rf"{TRUSTED}\Location3")["Path"] == f"{ADDIN.parent}\\"
    assert registry.is_trusted(pc, "16.0", ADDIN.parent)
    assert registry.distrust(pc, "16.0")
    assert not registry.is_trusted(pc, "16.0", ADDIN.parent)
    assert set(pc.subkeys(TRUSTED)) == {"Location2", "Other"}


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        (TRUSTED, "AllLocationsDisabled", 1),
        (TRUSTED.replace("Software", r"Software\Policies"), "AllLocationsDisabled", 1),
        (r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations",
         "Allow User Locations", 0),
    ],
)  # fmt: skip
def test_a_policy_against_trusted_locations_is_seen(
    pc: FakeWindows, key: str, name: str, value: int
) -> None:
    assert not registry.forbids_trusting(pc, "16.0")
    pc.write(key, name, value)
    assert registry.forbids_trusting(pc, "16.0")


def test_an_add_in_that_excel_has_shut_out_is_let_in_again(pc: FakeWindows) -> None:
    items = rf"{SIXTEEN}\Resiliency\DisabledItems"
    pc.write(items, "1A2B", b"\x01\x00\x00\x00" + "C:\\B\\XLADDIN.XLAM".encode("utf-16-le"))
    pc.write(items, "3C4D", "C:\\B\\other.xlam".encode("utf-16-le"))
    assert registry.disabled(pc, "16.0") == ["1A2B"]
    registry.enable(pc, "16.0")
    assert list(pc.values(items)) == ["3C4D"]


def test_all_installed_and_used_versions_of_excel_are_found(tmp_path: Path) -> None:
    pc = FakeWindows(tmp_path)
    assert registry.excel_versions(pc) == []
    pc.write(r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office\14.0\Excel\InstallRoot", "Path", "C:\\")
    pc.write(OPTIONS, "DefaultSheetR2L", 0)
    pc.write(r"HKCU\Software\Microsoft\Office\12.0\Excel\Options", "OPEN", "a")
    assert registry.excel_versions(pc) == ["16.0", "14.0"]


@pytest.mark.parametrize(
    ("classes", "command", "program"),
    [
        (r"HKCR\CLSID", r'"C:\Office16\EXCEL.EXE" /automation', r"C:\Office16\EXCEL.EXE"),
        (r"HKCR\WOW6432Node\CLSID", r"C:\Program Files\Office\EXCEL.EXE /automation",
         r"C:\Program Files\Office\EXCEL.EXE"),
        (r"HKCR\CLSID", r'"D:\WPS Office\et.exe" -automation', r"D:\WPS Office\et.exe"),
    ],
)  # fmt: skip
def test_the_program_that_answers_for_excel_is_named(
    pc: FakeWindows, classes: str, command: str, program: str
) -> None:
    assert registry.answering_program(pc) == ""
    pc.write(r"HKCR\Excel.Application\CLSID", "", "{0002}")
    assert registry.answering_program(pc) == ""
    pc.write(rf"{classes}\{{0002}}\LocalServer32", "", command)
    assert registry.answering_program(pc) == program
