"""Who sees what, against a table written by hand."""

import pytest

from rules.facts import SYSTEM, Actor
from rules.visibility import CardPlace, Ground, grounds, sees, sees_texts
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
