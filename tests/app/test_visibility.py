"""Who sees a card: the same for rows selected here as the rules say for each card."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity import steps as workflow
from app.visibility import looking_as, seeing_everything
from models import Activity, Event, Notification, Requirement, Revision, Vote
from rules.facts import Actor
from rules.visibility import sees
from rules.vocabulary import Outcome
from tests.helpers.cards import actor, awaiting_decision, complete_card, draft, in_round, submitted
from tests.helpers.people import PEOPLE

pytestmark = pytest.mark.both_databases

STAGES = {"draft": draft, "in_control": submitted, "in_approval": in_round, "awaiting": awaiting_decision}


def approved():
    activity = awaiting_decision()
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=Outcome.approve, reasoning="Jā.")
    return activity


@pytest.mark.parametrize("stage", [*STAGES, "approved"])
def test_everybody_selects_exactly_what_the_rules_let_them_see(inside, stage):
    activity = {**STAGES, "approved": approved}[stage]()
    db.session.commit()
    facts = activity.facts()
    expected = {name for name in PEOPLE if sees(facts, actor(name))}
    assert {name for name in PEOPLE if _selected(actor(name))} == expected


def test_without_a_viewer_nothing_is_seen(app):
    with app.app_context():
        with seeing_everything():
            complete_card()
            db.session.commit()
        assert db.session.scalars(select(Activity)).all() == []


@pytest.mark.parametrize("part", [Event, Requirement, Revision, Vote])
def test_what_hangs_on_an_invisible_card_is_invisible(inside, part):
    awaiting_decision()
    db.session.commit()
    with looking_as(actor("bvkb.pieteicejs")):
        assert db.session.scalars(select(part)).all() == []


def test_a_person_sees_only_the_own_notifications(inside):
    in_round()
    db.session.commit()
    with looking_as(actor("dvi.loceklis")):
        rows = db.session.scalars(select(Notification)).all()
    assert {one.recipient.username for one in rows} == {"dvi.loceklis"}


def test_somebody_without_roles_sees_what_is_published_only(inside):
    in_round()
    approved()
    db.session.commit()
    assert len(_selected(Actor(username="jauns", user_id=0))) == 1


def _selected(person):
    with looking_as(person):
        return db.session.scalars(select(Activity.number)).all()
