"""Who sees a card: the same for rows selected here as the rules say for each card."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.account.traces import trace
from app.visibility import looking_as, seeing_everything
from models import (
    AccountEvent,
    Activity,
    Event,
    NoNeed,
    Notification,
    Requirement,
    Revision,
    User,
    Vote,
)
from rules.account.access import AccountAction
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
    assert len(db.session.scalars(select(part)).all()) > 0
    with looking_as(actor("bvkb.pieteicejs")):
        assert db.session.scalars(select(part)).all() == []


@pytest.mark.stage("in_round")
def test_what_a_card_said_before_its_first_round_is_for_its_holder_and_the_administrator(inside):
    first = the_card().rounds[0].revision
    found = {}
    for name in ("vid.pieteicejs", "vid.kontrolieris", "admin", "dvi.loceklis", "varam.vaditajs"):
        with looking_as(actor(name)):
            found[name] = min(db.session.scalars(select(Revision.number)))
    own = dict.fromkeys(("vid.pieteicejs", "vid.kontrolieris", "admin"), 1)
    assert first > 1
    assert found == {**own, "dvi.loceklis": first, "varam.vaditajs": first}


@pytest.mark.stage("in_round")
def test_a_person_sees_only_the_own_notifications(inside):
    with looking_as(actor("dvi.loceklis")):
        rows = db.session.scalars(select(Notification)).all()
    assert {one.recipient.username for one in rows} == {"dvi.loceklis"}


@pytest.mark.stage("one_of_each")
def test_somebody_without_roles_sees_what_is_published_only(inside):
    assert len(_selected(Actor(username="jauns", user_id=0))) == 1


# Who reads what happened to which account, and who reads whose kept answers.
READ = {
    "vid.pieteicejs": ({"vid.pieteicejs"}, {"vid.pieteicejs"}),
    "vid.kontrolieris": (set(), {"vid.pieteicejs"}),
    "vid.administrators": ({"vid.pieteicejs"}, set()),
    "bvkb.pieteicejs": ({"bvkb.pieteicejs"}, {"bvkb.pieteicejs"}),
    "bvkb.kontrolieris": (set(), {"bvkb.pieteicejs"}),
    "bvkb.administrators": ({"bvkb.pieteicejs"}, set()),
    "fm.loceklis": (set(), set()),
    "varam.vaditajs": (set(), set()),
    "admin": ({"vid.pieteicejs", "bvkb.pieteicejs", "nobody"}, {"vid.pieteicejs", "bvkb.pieteicejs"}),
}


@pytest.mark.parametrize("reader", READ)
def test_traces_and_kept_answers_are_read_as_the_table_says(inside, reader):
    _trace_and_keep()
    person = actor(reader)
    with looking_as(person):
        db.session.expire_all()
        traces = [one.account.username if one.account else "nobody" for one in _all(AccountEvent)]
        kept = [one.created_by.username for one in _all(NoNeed)]
    assert (sorted(traces), sorted(kept)) == tuple(map(sorted, READ[reader]))


def _trace_and_keep():
    """Leave a trace with an account of each of two institutions and with nobody's; keep an answer of each."""
    trace(AccountAction.sign_in_failed, None, now())
    for number, name in enumerate(("vid.pieteicejs", "bvkb.pieteicejs")):
        person = db.session.scalars(select(User).where(User.username == name)).one()
        trace(AccountAction.changed, actor("admin"), now(), account=person)
        answer = {"title": "Uzturēšana", "answers": {"kind": "maintenance", "scope": {}}}
        kept = NoNeed(number=f"NJ-2026-00000{number}", rule_set="mk368-2023", created_at=now(), **answer)
        kept.institution_id, kept.created_by_id = person.institution_id, person.id
        db.session.add(kept)
    db.session.commit()


def _all(model):
    return db.session.scalars(select(model)).all()


def _selected(person):
    with looking_as(person):
        return db.session.scalars(select(Activity.number)).all()
