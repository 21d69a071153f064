"""Who sees what, against a table written by hand."""

import pytest

from rules.facts import SYSTEM, Actor
from rules.visibility import (
    CardPlace,
    Ground,
    KeptGround,
    TraceGround,
    grounds,
    kept_grounds,
    sees,
    sees_texts,
    trace_grounds,
)
from rules.vocabulary import Role
from tests.helpers.persons import activity, person

PLACES = {
    "unopened": CardPlace(holder="VID"),
    "opened": CardPlace(holder="VID", round=1, asked=frozenset({"FM"})),
    "published": CardPlace(holder="VID", round=1, asked=frozenset({"FM"}), published=True),
}

# person: sees the unopened, the opened, the published card; and its restricted texts.
SEEN = {
    "own applicant": (person(1, "VID", Role.applicant), "yyyy"),
    "own controller": (person(2, "VID", Role.change_controller), "yyyy"),
    "own member": (person(3, "VID", Role.cab_member), "nyyy"),
    "own head": (person(4, "VID", Role.cab_head), "nyyy"),
    "own user admin": (person(5, "VID", Role.user_admin), "nnyn"),
    "asked applicant": (person(6, "FM", Role.applicant), "nyyy"),
    "asked member": (person(7, "FM", Role.cab_member), "nyyy"),
    "asked user admin": (person(8, "FM", Role.user_admin), "nnyn"),
    "head elsewhere": (person(9, "VARAM", Role.cab_head), "nyyy"),
    "other applicant": (person(10, "BVKB", Role.applicant), "nnyn"),
    "other controller": (person(11, "BVKB", Role.change_controller), "nnyn"),
    "other member": (person(12, "BVKB", Role.cab_member), "nnyn"),
    "without a role": (person(13, "VID"), "nnyn"),
    "without an institution": (Actor(username="a", user_id=14, roles=frozenset({Role.applicant})), "nnyn"),
    "administrator": (person(15, "VARAM", Role.admin), "yyyy"),
    "nobody signed in": (Actor(username="anonymous"), "nnnn"),
    "the system": (SYSTEM, "nnnn"),
}


@pytest.mark.parametrize("who", SEEN)
def test_each_person_sees_what_the_table_says(who: str) -> None:
    actor, expected = SEEN[who]
    seen = [sees(place, actor) for place in PLACES.values()]
    seen.append(sees_texts(PLACES["published"], True, actor))
    assert "".join("y" if one else "n" for one in seen) == expected


@pytest.mark.parametrize("who", SEEN)
def test_texts_of_an_unrestricted_card_are_seen_by_whoever_sees_the_card(who: str) -> None:
    actor, _ = SEEN[who]
    for place in PLACES.values():
        assert sees_texts(place, False, actor) == sees(place, actor)


def test_being_asked_in_any_round_stays_a_ground() -> None:
    later = CardPlace(holder="VID", round=2, asked=frozenset({"FM", "UR"}))
    assert sees(later, person(1, "UR", Role.cab_member))


def test_the_facts_of_an_activity_are_a_place() -> None:
    assert sees(activity(), SEEN["own applicant"][0])
    assert not sees(activity(), SEEN["other applicant"][0])


def test_grounds_do_not_depend_on_a_card() -> None:
    assert grounds(SEEN["own applicant"][0]) == {
        Ground.published,
        Ground.opened_own,
        Ground.opened_asked,
        Ground.unopened_own,
    }
    assert grounds(SEEN["head elsewhere"][0]) == {
        Ground.published,
        Ground.opened_own,
        Ground.opened_asked,
        Ground.opened_any,
    }
    assert grounds(SEEN["own user admin"][0]) == {Ground.published}
    assert grounds(SYSTEM) == frozenset()


def of_vid(*roles: Role) -> Actor:
    return Actor(username="a", user_id=1, institution="VID", institution_id=5, roles=frozenset(roles))


def of_none(*roles: Role) -> Actor:
    return Actor(username="b", user_id=2, roles=frozenset(roles))


OWN_TRACES, INSTITUTIONS_TRACES, ALL_TRACES = (
    TraceGround.own_account,
    TraceGround.institution,
    TraceGround.everything,
)
# person: why traces of accounts are read, why kept answers are.
READ = {
    "without a role": (of_vid(), {OWN_TRACES}, {KeptGround.own}),
    "applicant": (of_vid(Role.applicant), {OWN_TRACES}, {KeptGround.own}),
    "controller": (of_vid(Role.change_controller), {OWN_TRACES}, {KeptGround.own, KeptGround.institution}),
    "member": (of_vid(Role.cab_member), {OWN_TRACES}, {KeptGround.own}),
    "head": (of_vid(Role.cab_head), {OWN_TRACES}, {KeptGround.own}),
    "user admin": (of_vid(Role.user_admin), {OWN_TRACES, INSTITUTIONS_TRACES}, {KeptGround.own}),
    "controller and user admin": (
        of_vid(Role.change_controller, Role.user_admin),
        {OWN_TRACES, INSTITUTIONS_TRACES},
        {KeptGround.own, KeptGround.institution},
    ),
    "controller of no institution": (of_none(Role.change_controller), {OWN_TRACES}, {KeptGround.own}),
    "user admin of no institution": (of_none(Role.user_admin), {OWN_TRACES}, {KeptGround.own}),
    "administrator": (
        of_none(Role.admin),
        {OWN_TRACES, ALL_TRACES},
        {KeptGround.own, KeptGround.everything},
    ),
    "administrator of an institution": (
        of_vid(Role.admin),
        {OWN_TRACES, ALL_TRACES},
        {KeptGround.own, KeptGround.everything},
    ),
    "administrator with every role": (of_vid(*Role), set(TraceGround), set(KeptGround)),
    "nobody signed in": (Actor(username="anonymous"), set(), set()),
    "nobody, whatever is claimed": (
        Actor(username="x", institution="VID", institution_id=5, roles=frozenset(Role)),
        set(),
        set(),
    ),
    "the system": (SYSTEM, set(), set()),
}


@pytest.mark.parametrize("who", READ)
def test_each_person_reads_traces_on_the_grounds_of_the_table(who: str) -> None:
    actor, traces, _ = READ[who]
    assert trace_grounds(actor) == traces


@pytest.mark.parametrize("who", READ)
def test_each_person_reads_kept_answers_on_the_grounds_of_the_table(who: str) -> None:
    actor, _, kept = READ[who]
    assert kept_grounds(actor) == kept
