"""What is seen is the same by the ORM, by lists written by hand and by the database's own wall."""

from datetime import date
from itertools import combinations
from random import Random

import pytest
from sqlalchemy import insert, select, text

from app.clock import now
from app.extensions import db
from app.visibility import looking_as, wall
from models import Activity, Institution, PrincipleList, Requirement, Round, User
from rules.facts import Actor
from rules.visibility import CardPlace, sees
from rules.vocabulary import Kind, RequirementState, Role, Status

CARDS, INSTITUTIONS = 2_000, 6
CARD, ASKED, ROUND = Activity.__table__, Requirement.__table__, Round.__table__


@pytest.fixture
def places(app):
    """Cards of every sort in the database, with what the rules need to know of each, by number."""
    with app.app_context():
        yield laid()


@pytest.fixture
def walled_places(walled_app):
    with walled_app.app_context():
        yield laid()


@pytest.mark.both_databases
def test_orm_and_lists_by_hand_find_for_everybody_what_the_rules_let_them_see(places):
    for person in people():
        mine = {number for number, place in places.items() if sees(place, person)}
        with looking_as(person):
            assert found(select(Activity.number)) == mine, person
            assert found(select(CARD.c.number).where(wall(CARD.c))) == mine, person
            assert asked_about(select(Requirement.activity_id)) == opened(places, mine), person


def test_database_finds_by_itself_for_everybody_what_the_rules_let_them_see(walled_places):
    for person in people():
        mine = {number for number, place in walled_places.items() if sees(place, person)}
        with looking_as(person):
            assert found(text("SELECT number FROM activity")) == mine, person
            assert asked_about(text("SELECT activity_id FROM requirement")) == opened(walled_places, mine)


def people():
    """Everybody there could be: with no role, one, two or all of them, in three institutions or none."""
    several = [chosen for count in (0, 1, 2, len(Role)) for chosen in combinations(Role, count)]
    homes = [None, *list(codes().items())[:2]]
    for place, roles in enumerate(several):
        code, key = homes[place % 3] or (None, None)
        yield Actor(username="x", user_id=1, institution=code, institution_id=key, roles=frozenset(roles))
    yield Actor(username="")


def found(statement):
    return set(db.session.scalars(statement))


def asked_about(statement):
    return {f"AA-2026-{key:06d}" for key in found(statement)}


def opened(places, numbers):
    return {one for one in numbers if places[one].asked}


def codes():
    rows = select(Institution.__table__.c.code, Institution.__table__.c.id).order_by(Institution.id)
    return {row.code: row.id for row in db.session.execute(rows.limit(INSTITUTIONS))}


def laid():
    """Lay cards, rounds and requirements straight into the tables; every key is the number's own."""
    dice, keys = Random(368), codes()  # noqa: S311  (no secret)
    cards = {key: _invented(dice, keys) for key in range(1, CARDS + 1)}
    common = {
        "created_by_id": db.session.scalar(select(User.id)),
        "created_at": now(),
        "changed_at": now(),
        "principle_list_id": db.session.scalar(select(PrincipleList.id)),
        "kind": Kind.development,
    }
    db.session.execute(insert(CARD), [_card(key, one, keys) | common for key, one in cards.items()])
    db.session.execute(insert(ROUND), [_round(key) for key in cards])
    rows = [_asked(key, keys[code]) for key, one in cards.items() for code in one.asked]
    db.session.execute(insert(ASKED), rows)
    db.session.commit()
    return {f"AA-2026-{key:06d}": one for key, one in cards.items()}


def _invented(dice, keys):
    return CardPlace(
        holder=dice.choice(list(keys)),
        round=dice.choice((0, 0, 1, 2)),
        published=dice.random() < 0.3,
        asked=frozenset(dice.sample(list(keys), dice.randrange(4))),
    )


def _card(key, place, keys):
    published_at = now() if place.published else None
    status = Status.approved if place.published else Status.rejected if place.round else Status.draft
    told = {"id": key, "number": f"AA-2026-{key:06d}", "status": status, "round": place.round}
    return {**told, "holder_id": keys[place.holder], "published_at": published_at}


def _round(key):
    told = {"id": key, "activity_id": key, "number": 1, "rule_set": "mk368-2023", "revision": 1}
    return {**told, "facts": {}, "notes": [], "opened_at": now()}


def _asked(key, institution_id):
    told = {"activity_id": key, "round_id": key, "institution_id": institution_id, "position": 1}
    stand = {"fixed": False, "due_on": date(2026, 9, 30), "state": RequirementState.waiting}
    return {**told, **stand, "reasons": [], "watches": []}
