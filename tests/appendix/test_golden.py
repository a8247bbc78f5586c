"""The example's appendix set is what it was, part by part; see golden.py."""

from __future__ import annotations

from difflib import unified_diff

from tests.appendix import golden


def test_the_example_is_packed_as_it_was() -> None:
    kept, made = golden.kept(), golden.made()
    assert sorted(made) == sorted(kept), "python tests/appendix/golden.py makes it again"
    changes = []
    for name in made:
        if made[name] != kept[name]:
            old, new = (each[name].decode().splitlines() for each in (kept, made))
            changes += [name, *list(unified_diff(old, new, lineterm="", n=1))[2:20]]
    assert not changes, "\n".join([*changes, "python tests/appendix/golden.py makes it again"])
