"""Whose vote the next round remembers."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from rules.memory import CARRIED, Fate, GivenVote, fate
from rules.requirements import Reason, Requirement
from rules.vocabulary import Choice

CARD: dict[str, Any] = {
    "goal": "Mērķis",
    "title": "EDS",
    "budget_eur": "100.00",
    "scope": {"architecture": False},
}
ALWAYS = ("fm", "always")


def reason(rule: str, fact: str) -> Reason:
    return Reason(rule=rule, rule_set="set", basis="basis", fact=fact, lv="lv", en="en")


def asked(
    *reasons: tuple[str, str], fixed: bool = False, watches: tuple[str, ...] = ("goal", "scope")
) -> Requirement:
    told = tuple(reason(*one) for one in reasons or (ALWAYS,))
    return Requirement(institution="FM", fixed=fixed, reasons=told, watches=watches)


def given_vote(choice: Choice = Choice.approve, content: dict[str, Any] = CARD, turn: int = 1) -> GivenVote:
    return GivenVote(round=turn, choice=choice, content=content, reasons=frozenset({ALWAYS}))


def test_who_was_never_asked_is_asked_for_the_first_time() -> None:
    assert fate(asked(), CARD, False, None) == Fate(carried_from=None, again_because=())


def test_who_was_silent_is_asked_again() -> None:
    assert fate(asked(), CARD, True, None) == Fate(again_because=("not_answered",))


@pytest.mark.parametrize(("choice", "because"), [(Choice.object, "object"), (Choice.need_info, "need_info")])
def test_who_objected_or_asked_is_asked_again_though_nothing_changed(choice: Choice, because: str) -> None:
    assert fate(asked(), CARD, True, given_vote(choice)) == Fate(again_because=(because,))


@pytest.mark.parametrize("choice", sorted(CARRIED))
def test_vote_stays_in_force_where_nothing_watched_changed(choice: Choice) -> None:
    now = {**CARD, "title": "Cits", "budget_eur": "200.00"}
    assert fate(asked(), now, True, given_vote(choice, turn=2)) == Fate(carried_from=2)


@pytest.mark.parametrize("choice", sorted(CARRIED))
def test_change_of_a_watched_field_asks_again_and_names_it(choice: Choice) -> None:
    now = {**CARD, "goal": "Cits", "title": "Cits"}
    assert fate(asked(), now, True, given_vote(choice)) == Fate(again_because=("field:goal",))


def test_part_of_a_watched_group_asks_again_by_the_name_of_the_group() -> None:
    now = {**CARD, "scope": {"architecture": True}}
    assert fate(asked(), now, True, given_vote()).again_because == ("field:scope",)


def test_reason_that_it_had_not_asks_again_and_is_named() -> None:
    found = fate(asked(ALWAYS, ("affected", "used:FPR")), CARD, True, given_vote())
    assert found.again_because == ("reason:affected:used:FPR",)


def test_reason_that_is_no_more_asks_nobody_again() -> None:
    vote = replace(given_vote(), reasons=frozenset({ALWAYS, ("affected", "used:FPR")}))
    assert fate(asked(), CARD, True, vote) == Fate(carried_from=1)


def test_same_rule_with_another_fact_is_another_reason() -> None:
    vote = replace(given_vote(), reasons=frozenset({("affected", "used:FPR")}))
    assert fate(asked(("affected", "used:NDR")), CARD, True, vote).again_because == (
        "reason:affected:used:NDR",
    )


def test_who_must_answer_now_cannot_stay_with_not_applicable() -> None:
    assert fate(asked(fixed=True), CARD, True, given_vote(Choice.not_applicable)).again_because == ("fixed",)
    assert fate(asked(fixed=True), CARD, True, given_vote()) == Fate(carried_from=1)


def test_all_that_holds_is_named() -> None:
    now = {**CARD, "goal": "Cits", "scope": {"architecture": True}}
    found = fate(asked(ALWAYS, ("new", "always"), fixed=True), now, True, given_vote(Choice.not_applicable))
    assert found.again_because == ("fixed", "field:goal", "field:scope", "reason:new:always")


def test_field_that_the_old_revision_did_not_know_was_empty() -> None:
    watching = asked(watches=("later",))
    assert fate(watching, {**CARD, "later": False}, True, given_vote()).carried_from == 1
    assert fate(watching, {**CARD, "later": "X"}, True, given_vote()).again_because == ("field:later",)


words = st.dictionaries(st.sampled_from(["goal", "title", "risks"]), st.sampled_from(["", "a", "b"]))
votes = st.builds(
    GivenVote,
    round=st.integers(1, 9),
    choice=st.sampled_from(sorted(Choice)),
    content=words,
    reasons=st.frozensets(st.sampled_from([ALWAYS, ("x", "used:A")])),
)
requirements = st.builds(
    asked,
    st.just(ALWAYS),
    fixed=st.booleans(),
    watches=st.lists(st.sampled_from(["goal", "risks"]), unique=True).map(tuple),
)


@given(requirements, words, votes | st.none())
def test_whoever_was_asked_is_either_carried_over_or_told_why_not(
    now: Requirement, content: dict[str, str], vote: GivenVote | None
) -> None:
    found = fate(now, content, True, vote)
    assert (found.carried_from is None) == bool(found.again_because)


@given(requirements, words, votes)
def test_refusal_is_never_carried_over(now: Requirement, content: dict[str, str], vote: GivenVote) -> None:
    found = fate(now, content, True, vote)
    assert found.carried_from is None or vote.choice in CARRIED


@given(requirements, votes)
def test_change_taken_back_asks_nobody_but_who_must_answer(now: Requirement, vote: GivenVote) -> None:
    fields = [
        one for one in fate(now, dict(vote.content), True, vote).again_because if one.startswith("field:")
    ]
    assert fields == []
