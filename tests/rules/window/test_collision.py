"""What falls into the same time and matters to each other."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from rules.window.collision import Pause, Work, chain, collisions, meet
from rules.window.words import Severity, WindowEffect

BEGIN = datetime(2026, 12, 1, 20, tzinfo=UTC)
NONE, DEGRADED, UNAVAILABLE = WindowEffect
# BIS and EDS need VPM; BIS needs DAGR, which needs SERVERI; nobody needs BIS.
NEEDS = {"BIS": frozenset({"VPM", "DAGR"}), "EDS": frozenset({"VPM"}), "DAGR": frozenset({"SERVERI"})}


def hours(first, last):
    return {"starts_at": BEGIN + timedelta(hours=first), "ends_at": BEGIN + timedelta(hours=last)}


def work(resource, first=0, last=4, effect=UNAVAILABLE, cards=(1,), key=1):
    return Work(key=key, cards=frozenset(cards), resource=resource, effect=effect, **hours(first, last))


def pause(resource, first=0, last=4, key=9):
    return Pause(key=key, resource=resource, **hours(first, last))


CASES = [
    ("VPM", "VPM", NONE, NONE, Severity.high, ("VPM",)),
    ("BIS", "VPM", NONE, DEGRADED, Severity.medium, ("BIS", "VPM")),
    ("VPM", "BIS", DEGRADED, NONE, Severity.medium, ("BIS", "VPM")),
    ("BIS", "VPM", NONE, NONE, None, ()),
    ("BIS", "SERVERI", UNAVAILABLE, NONE, Severity.low, ("BIS", "DAGR", "SERVERI")),
    ("BIS", "SERVERI", NONE, NONE, None, ()),
    ("BIS", "EDS", UNAVAILABLE, UNAVAILABLE, None, ()),  # they share a provider, no more
    ("BIS", None, UNAVAILABLE, UNAVAILABLE, None, ()),
]


@pytest.mark.parametrize(("mine", "theirs", "one", "other", "severity", "path"), CASES)
def test_two_windows_meet_by_what_needs_what(mine, theirs, one, other, severity, path):
    found = collisions(work(mine, effect=one), [work(theirs, effect=other, cards=(2,))], [], NEEDS)
    assert [(each.severity, each.path) for each in found] == ([(severity, path)] if severity else [])


@pytest.mark.parametrize(
    ("first", "last", "shared"),
    [(4, 6, None), (-3, 0, None), (3, 6, (3, 4)), (1, 2, (1, 2)), (-1, 9, (0, 4))],
)
def test_what_ends_when_the_other_begins_does_not_meet_it(first, last, shared):
    found = collisions(work("VPM"), [work("VPM", first, last, cards=(2,))], [], NEEDS)
    times = [{"starts_at": one.starts_at, "ends_at": one.ends_at} for one in found]
    assert times == ([hours(*shared)] if shared else [])


def test_a_card_and_its_amendment_do_not_meet():
    assert collisions(work("VPM", cards=(1,)), [work("VPM", cards=(2, 1))], [], NEEDS) == []


@pytest.mark.parametrize(
    ("mine", "effect", "of", "severity", "path"),
    [
        ("VPM", NONE, "VPM", Severity.high, ("VPM",)),
        ("VPM", NONE, None, Severity.high, ("VPM",)),
        (None, NONE, None, Severity.high, ()),
        ("VPM", DEGRADED, "BIS", Severity.medium, ("BIS", "VPM")),
        ("VPM", NONE, "BIS", None, ()),
        ("BIS", DEGRADED, "VPM", None, ()),  # what BIS does is nothing to VPM
        ("SERVERI", DEGRADED, "BIS", None, ()),
    ],
)
def test_a_blackout_meets_its_resource_and_what_it_needs_directly(mine, effect, of, severity, path):
    found = collisions(work(mine, effect=effect), [], [pause(of)], NEEDS)
    assert [(one.severity, one.path) for one in found] == ([(severity, path)] if severity else [])


def test_the_severest_come_first_then_the_earliest():
    others = [work("SERVERI", 0, 1, cards=(2,), key=2), work("VPM", 2, 3, cards=(3,), key=3)]
    others += [work("VPM", 1, 2, cards=(4,), key=4)]
    found = collisions(work("BIS"), others, [pause("BIS", 3, 4)], NEEDS)
    assert [one.other.key for one in found] == [9, 4, 3, 2]


codes = st.sampled_from(["A", "B", "C", "D", "E"])
effects = st.sampled_from(list(WindowEffect))
needs = st.dictionaries(codes, st.frozensets(codes), max_size=5)
spans = st.tuples(st.integers(0, 20), st.integers(1, 9))


@given(codes, codes, effects, effects, spans, spans, needs)
def test_a_meets_b_as_b_meets_a(one, other, effect, theirs, span, their_span, ties):
    a = work(one, span[0], sum(span), effect)
    b = work(other, their_span[0], sum(their_span), theirs, cards=(2,))
    there, back = collisions(a, [b], [], ties), collisions(b, [a], [], ties)
    assert [(each.severity, each.starts_at, each.ends_at) for each in there] == [
        (each.severity, each.starts_at, each.ends_at) for each in back
    ]
    assert bool(there) <= (meet(a, b) is not None)


@given(codes, codes, needs)
def test_a_chain_is_made_of_needs_and_begins_and_ends_with_the_two(one, other, ties):
    found = chain(one, other, ties)
    assert not found or {found[0], found[-1]} == {one, other}
    assert all(under in ties[over] for over, under in pairwise(found))
