"""The add-in for WPS in WPS's own folders, on Windows and on Linux: beside what others have there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.install.fake_windows import FakeWindows
from xladdin import __version__
from xladdin.addin import supply, wps_place
from xladdin.addin.machine import Folders, Linux
from xladdin.addin.places import Places, places
from xladdin.addin.steps import State

FILES = supply.from_checkout().wps
OURS = f"xladdin_{__version__}"
OTHERS = """\
<?xml version="1.0" encoding="UTF-8"?>
<jsplugins>
  <!-- of the OA -->
  <jspluginonline name="oa" type="wps" url="http://oa.example/" enable="enable_dev" install="null"/>
  <jsplugin name="密级" type="et" url="mark_1.0" version="1.0" enable="enable" install="null"/>
</jsplugins>
"""


@pytest.fixture(params=["windows", "linux"])
def folders(request: pytest.FixtureRequest, tmp_path: Path) -> Folders:
    """The folders of a user who has never had WPS."""
    if request.param == "windows":
        return FakeWindows(tmp_path / "pc").folders
    return Linux(tmp_path / "home").folders


@pytest.fixture
def addins(folders: Folders) -> Path:
    """Where WPS looks."""
    assert folders.wps is not None
    return folders.wps


def put(folders: Folders) -> str:
    """Install the add-in; what was said."""
    there = places(folders)
    program = there.python / "pythonw.exe"
    if folders.applications is not None:
        program = there.python / "bin" / "python"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.touch()
    return wps_place.place(folders, FILES, there).text


def entries(listed: Path) -> list[dict[str, str]]:
    return [dict(entry.attrib) for entry in etree.parse(listed).getroot().iterchildren("*")]


def state(folders: Folders) -> State:
    return wps_place.check(folders).state


def test_it_lies_where_each_system_s_wps_looks(tmp_path: Path) -> None:
    assert FakeWindows(tmp_path).folders.wps == (
        tmp_path / "Users/zhang/AppData/Roaming/kingsoft/wps/jsaddons"
    )
    assert Linux(tmp_path).folders.wps == tmp_path / ".local/share/Kingsoft/wps/jsaddons"


def test_files_and_entry_are_as_wps_wants_them(folders: Folders, addins: Path) -> None:
    assert OURS in put(folders)
    assert entries(addins / "publish.xml") == [
        {
            "name": "xladdin", "type": "et", "url": OURS, "version": __version__,
            "enable": "enable_dev", "install": "null", "customDomain": "",
        }
    ]  # fmt: skip
    there = {path.relative_to(addins / OURS).as_posix() for path in (addins / OURS).rglob("*.*")}
    assert {"index.html", "main.js", "manifest.xml", "ribbon.xml", "place.js"} <= there
    assert "images/check.svg" in there
    assert state(folders) is State.GOOD


def test_the_script_is_told_where_the_program_lies(folders: Folders, addins: Path) -> None:
    put(folders)
    text = (addins / OURS / "place.js").read_text(encoding="ascii")
    told = json.loads(text.removeprefix("var PLACE = ").removesuffix(";\n"))
    there = places(folders)
    assert told == {
        "program": str(there.interpreter(windowed=True)),
        "arguments": "-I -m xladdin.wps.serving",
        "meeting": there.meeting.as_posix(),
    }


def test_what_others_have_there_stays(folders: Folders, addins: Path) -> None:
    addins.mkdir(parents=True)
    (addins / "publish.xml").write_text(OTHERS, encoding="utf-8")
    (addins / "mark_1.0").mkdir()
    put(folders)
    assert [entry["name"] for entry in entries(addins / "publish.xml")] == ["oa", "密级", "xladdin"]
    assert "<!-- of the OA -->" in (addins / "publish.xml").read_text(encoding="utf-8")
    wps_place.remove(folders)
    assert [entry["name"] for entry in entries(addins / "publish.xml")] == ["oa", "密级"]
    assert sorted(path.name for path in addins.iterdir()) == ["mark_1.0", "publish.xml"]


def test_an_earlier_version_is_replaced(folders: Folders, addins: Path) -> None:
    (addins / "xladdin_0.0.9").mkdir(parents=True)
    old = '<jsplugins><jsplugin name="xladdin" type="et" url="xladdin_0.0.9" version="0.0.9"/></jsplugins>'
    (addins / "publish.xml").write_text(old, encoding="utf-8")
    assert state(folders) is State.BAD
    put(folders)
    put(folders)
    assert [entry["version"] for entry in entries(addins / "publish.xml")] == [__version__]
    assert [path.name for path in addins.iterdir() if path.is_dir()] == [OURS]
    assert state(folders) is State.GOOD


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"<jsplugins/>", "\ufeff<jsplugins></jsplugins>".encode()]
)
def test_an_empty_list_is_filled(folders: Folders, addins: Path, content: bytes) -> None:
    addins.mkdir(parents=True)
    (addins / "publish.xml").write_bytes(content)
    put(folders)
    assert state(folders) is State.GOOD
    assert len([*addins.iterdir()]) == 2


@pytest.mark.parametrize(
    "content",
    [b"<jsplugins><jsplugin", b"<other/>", b"\x00\x01", b'<?xml version="1.0" encoding="x"?><jsplugins/>'],
    ids=["cut off", "another root", "bytes", "unknown encoding"],
)  # fmt: skip
def test_a_list_that_nobody_can_read_is_set_aside(
    folders: Folders, addins: Path, content: bytes
) -> None:
    addins.mkdir(parents=True)
    (addins / "publish.xml").write_bytes(content)
    assert state(folders) is State.BAD
    assert "原来的 publish.xml 读不懂，已改名为“publish.损坏.xml”" in put(folders)
    assert (addins / "publish.损坏.xml").read_bytes() == content
    assert state(folders) is State.GOOD


def test_removing_leaves_nothing(folders: Folders, addins: Path) -> None:
    put(folders)
    assert wps_place.remove(folders).text == "已删除。"
    assert not addins.parent.parent.exists()
    assert wps_place.remove(folders).text == "本来就没有。"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda addins, there: (addins / "publish.xml").write_bytes(b"<jsplugins/>"), "没有登记"),
        (lambda addins, there: (addins / "publish.xml").unlink(), "没有登记"),
        (lambda addins, there: (addins / "publish.xml").write_bytes(b"<js"), "坏了"),
        (lambda addins, there: (addins / OURS / "main.js").unlink(), "缺少 main.js"),
        (lambda addins, there: (addins / OURS / "place.js").write_bytes(b"\xff"), "坏了"),
        (lambda addins, there: there.interpreter(windowed=True).unlink(), "不见了"),
    ],
    ids=["entry", "list", "broken list", "script", "place", "program"],
)
def test_the_doctor_finds_what_was_harmed_and_installing_repairs_it(
    folders: Folders, addins: Path, harm: Callable[[Path, Places], None], said: str
) -> None:
    put(folders)
    harm(addins, places(folders))
    found = wps_place.check(folders)
    assert found.state is State.BAD
    assert said in found.text
    assert wps_place.AGAIN.startswith("关闭 WPS")
    put(folders)
    assert state(folders) is State.GOOD


def test_where_nothing_is_installed_nothing_is_wrong(folders: Folders) -> None:
    assert state(folders) is State.NONE
