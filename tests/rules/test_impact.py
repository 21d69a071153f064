"""Walks along dependencies: fewest steps, both ends, cycles; the shortest chain of needs."""

import pytest
from hypothesis import given, strategies as some

from rules.impact import Direction, shortest, walk

codes = some.sampled_from("ABCDEFG")
ties = some.frozensets(some.tuples(codes, codes).filter(lambda pair: pair[0] != pair[1]), max_size=20)


def along(known):
    """Answer ties as a database does."""
    return lambda over, under: [tie for tie in known if tie[1] in over or tie[0] in under]


def pairs(text):
    return [tuple(pair) for pair in text.split()]


CASES = [
    ("", "both", 3, "A:0:root"),
    ("BA AC", "both", 1, "A:0:root B:1:consumers C:1:providers"),
    ("BA AC", "consumers", 6, "A:0:root B:1:consumers"),
    ("BA AC", "providers", 6, "A:0:root C:1:providers"),
    ("AC BC", "both", 6, "A:0:root C:1:providers"),  # what else needs my provider is none of mine
    ("AB BA", "both", 6, "A:0:root B:1:both"),
    ("AB BC CA", "both", 6, "A:0:root B:1:both C:1:both"),
    ("AB BC CA", "providers", 1, "A:0:root B:1:providers"),
    ("AD AC DB CB", "providers", 2, "A:0:root C:1:providers D:1:providers B:2:providers"),
    ("AB BC CD", "providers", 2, "A:0:root B:1:providers C:2:providers"),
]


@pytest.mark.parametrize(("known", "direction", "depth", "met"), CASES)
def test_walk_meets_each_once_nearest_first(known, direction, depth, met):
    found = walk("A", along(pairs(known)), Direction(direction), depth)
    assert " ".join(f"{one.code}:{one.depth}:{one.side}" for one in found) == met


CHAINS = [
    ("AB", "AB"),
    ("BA", ""),
    ("AC AD CB DB", "ACB"),
    ("AD DB AC CE EB", "ADB"),
    ("AC AD CF DE FB EB", "ACFB"),
    ("AD AC DE CF EB FB", "ACFB"),
    ("AC CA CB", "ACB"),
]


@pytest.mark.parametrize(("known", "chain"), CHAINS)
def test_shortest_chain_is_of_equals_the_first_by_codes(known, chain):
    assert "".join(shortest("A", "B", along(pairs(known)))) == chain


@given(ties)
def test_who_is_my_provider_has_me_as_consumer_after_as_many_steps(known):
    step = along(known)
    mine = {one.code: one.depth for one in walk("A", step, Direction.providers, 6)}
    for code, depth in mine.items():
        theirs = {one.code: one.depth for one in walk(code, step, Direction.consumers, 6)}
        assert theirs["A"] == depth
        assert code == "A" or len(shortest("A", code, step)) == depth + 1
