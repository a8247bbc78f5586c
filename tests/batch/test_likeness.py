"""Reports and indicators that are nearly the same are found, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from random import Random

from xladdin.batch.extract import SIGNATURE
from xladdin.batch.likeness import Elements, Set, alike, elements, groups, overlap


def signature(words: list[int]) -> Set:
    """The smallest hashes of a text's words, as extract.signature has them of its shingles."""
    return frozenset(sorted({Random(word).getrandbits(47) for word in words})[:SIGNATURE])


def arrays(sets: Mapping[str, Set]) -> dict[str, Elements]:
    return {key: elements(each) for key, each in sets.items()}


def test_the_likeness_is_the_part_that_both_texts_have() -> None:
    whole = list(range(1000))
    assert alike(signature(whole), signature(whole)) == 1
    assert alike(signature(whole), signature(list(range(2000, 3000)))) == 0
    changed = [*whole[:900], *range(5000, 5100)]  # 900 of 1,100 words
    assert abs(alike(signature(whole), signature(changed)) - 900 / 1100) < 0.13


def test_every_pair_that_is_alike_is_in_a_group() -> None:
    random = Random(7)
    base = [[random.randrange(10**6) for _ in range(40)] for _ in range(8)]
    sets = {}
    for number in range(80):
        words = list(base[number % 8])
        for _ in range(random.randrange(12)):
            words[random.randrange(40)] = random.randrange(10**6)
        sets[f"单位{number:02d}"] = frozenset(words)
    found = groups(arrays(sets), overlap, 0.8)
    grouped = {key for group in found for key in group.keys}
    alone = sets.keys() - grouped
    for one in alone:
        assert not [each for each in alone - {one} if overlap(sets[one], sets[each]) >= 0.8]
    for group in found:
        first, *others = group.keys
        assert min(overlap(sets[first], sets[each]) for each in others) == group.likeness >= 0.8


def test_what_is_empty_is_like_nothing() -> None:
    assert groups(arrays({"甲局": frozenset(), "乙局": frozenset()}), overlap, 0.8) == []
    assert groups({}, overlap, 0.8) == []


def test_three_thousand_units_of_one_wording_take_seconds() -> None:
    random = Random(1)
    wordings = [[random.getrandbits(47) for _ in range(4)] for _ in range(SIGNATURE)]
    sets = {str(n): frozenset(random.choice(each) for each in wordings) for n in range(3000)}
    begin = time.process_time()
    groups(arrays(sets), alike, 0.8)
    assert time.process_time() - begin < 20  # one with each takes minutes
