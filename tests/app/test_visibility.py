"""Who sees a card: the same for rows selected here as the rules say for each card."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.visibility import looking_as, seeing_everything
from models import Activity, Event, Notification, Requirement, Revision, Vote
from rules.facts import Actor
from rules.visibility import sees
from tests.helpers.cards import actor, the_card
from tests.helpers.people import PEOPLE

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("stage", ["draft", "submitted", "in_round", "awaiting_decision", "approved"])
def test_everybody_selects_exactly_what_the_rules_let_them_see(inside):
    facts = the_card().facts()
    expected = {name for name in PEOPLE if sees(facts, actor(name))}
    assert {name for name in PEOPLE if _selected(actor(name))} == expected


@pytest.mark.stage("complete")
def test_without_a_viewer_nothing_is_seen(app):
    with app.app_context():
        with seeing_everything():
            assert the_card()
        assert db.session.scalars(select(Activity)).all() == []


@pytest.mark.stage("awaiting_decision")
@pytest.mark.parametrize("part", [Event, Requirement, Revision, Vote])
def test_what_hangs_on_an_invisible_card_is_invisible(inside, part):
    with looking_as(actor("bvkb.pieteicejs")):
        assert db.session.scalars(select(part)).all() == []


@pytest.mark.stage("in_round")
def test_a_person_sees_only_the_own_notifications(inside):
    with looking_as(actor("dvi.loceklis")):
        rows = db.session.scalars(select(Notification)).all()
    assert {one.recipient.username for one in rows} == {"dvi.loceklis"}


@pytest.mark.stage("one_of_each")
def test_somebody_without_roles_sees_what_is_published_only(inside):
    assert len(_selected(Actor(username="jauns", user_id=0))) == 1


def _selected(person):
    with looking_as(person):
        return db.session.scalars(select(Activity.number)).all()
