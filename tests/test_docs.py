"""The pages made from the code say what the code says."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

from xladdin.cli import VERBS
from xladdin.excel import udfs

ROOT = Path(__file__).resolve().parent.parent


def test_the_rule_page_is_the_one_that_the_rules_make() -> None:
    made = runpy.run_path(str(ROOT / "install" / "build_docs.py"))
    page: Path = made["PAGE"]
    assert page.read_text("utf-8") == made["rule_page"](), "python3 install/dev.py build"


def test_the_readme_and_the_manual_name_every_verb() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [verb for verb in VERBS if f"xladdin {verb}" not in readme] == []


def test_the_pictures_of_the_manual_are_there() -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text("utf-8")
    pictures = [part.partition(")")[0] for part in manual.split("](")[1:]]
    assert pictures
    assert [each for each in pictures if not (ROOT / "docs" / each).exists()] == []


def test_the_functions_of_the_manual_yield_what_it_says() -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `(JX_\w+)` \| .+ \| `=(JX_\w+)\((.*)\)` \| (.+) \|$", manual, re.MULTILINE
    )
    known = {name for name in vars(udfs) if name.startswith("JX_")}
    assert {name for name, *_ in rows} == known
    tried = 0
    for name, called, given, yields in rows:
        assert called == name
        if not re.fullmatch(r"[\d.]+|TRUE", yields):
            continue  # needs a workbook
        arguments = [[[each]] for each in ast.literal_eval(f"[{given}]")]
        ((found,),) = getattr(udfs, name)(*arguments)
        assert str(found).upper() == yields
        tried += 1
    assert tried == 6
