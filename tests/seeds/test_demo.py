"""The demo: thirty-two activities replayed through the use cases, accounts, and quiet old messages."""

import re

import pytest
from sqlalchemy import func, select

from app.cli.demo import load_demo
from app.extensions import db
from app.security.password_hash import kept, matches
from app.seeds.accounts import DEMO_PAROLE
from app.services.activity import audit
from app.services.activity.round_check import differences
from app.visibility import seeing_everything
from models import Activity, Event, Institution, Notification, Requirement, Revision, User
from models.activity.content import content
from rules.audience import MailState
from rules.vocabulary import Status
from tests.conftest import DATABASES, let_go

NAMED = """
    admin admin2 vid.pieteicejs vid.kontrolieris vid.administrators bvkb.pieteicejs bvkb.kontrolieris
    bvkb.administrators pmlp.pieteicejs pmlp.kontrolieris varam.loceklis fm.loceklis aim.loceklis csp.loceklis
    km.loceklis dvi.loceklis lps.loceklis em.loceklis iem.loceklis pmlp.loceklis vdaa.loceklis ur.loceklis
    vzd.loceklis izm.loceklis varam.vaditajs csdd.loceklis iemic.loceklis riga.loceklis
"""


@pytest.fixture(scope="module", params=DATABASES)
def loaded(request, apps):
    """An application with the demo and some generated activities, and what the command said."""
    database = request.getfixturevalue(request.param)
    app = apps(database)
    let_go(app)
    database.reset()
    return app, app.test_cli_runner().invoke(args=["demo", "--activities", "300"])


@pytest.fixture
def demo(loaded):
    """The application, which the tests only read."""
    app, _said = loaded
    with app.app_context(), seeing_everything():
        yield app


def demo_cards():
    return select(Activity).order_by(Activity.id).limit(32)


def test_the_command_says_how_much_was_added_and_the_password(loaded):
    _app, said = loaded
    assert said.exit_code == 0
    assert " and 332 activities added." in said.stdout
    assert "Demo-parole-2026" in said.stdout


def test_thirty_two_activities_stand_in_all_statuses(demo):
    reached = [one.status for one in db.session.scalars(demo_cards())]
    assert (len(reached), set(reached)) == (32, set(Status))


def test_every_chain_of_events_holds(demo):
    events, breaks = audit.verify()
    assert (events > 1000, breaks) == (True, [])


def test_every_card_last_changed_with_its_last_event(demo):
    last = select(func.max(Event.at)).where(Event.activity_id == Activity.id).scalar_subquery()
    others = select(func.count()).select_from(Activity).where(Activity.changed_at != last)
    assert db.session.scalar(others) == 0


def test_requirements_repeat_their_votes(demo):
    assert differences() == []


def test_numbers_rise_with_time(demo):
    made = [(one.created_at.year, one.created_at, one.number) for one in db.session.scalars(demo_cards())]
    assert sorted(made) == sorted(made, key=lambda one: one[2])
    assert len(made) == 32


def test_no_message_of_the_past_is_mailed(demo):
    states = db.session.scalars(select(Notification.state).distinct()).all()
    assert set(states) <= {MailState.kept, MailState.gathered, MailState.unmailed}


def test_only_recent_messages_are_unread(demo):
    unread = select(func.min(Notification.created_at)).where(Notification.read_at.is_(None))
    read = select(func.max(Notification.created_at)).where(Notification.read_at.is_not(None))
    assert db.session.scalar(unread) > db.session.scalar(read)


def test_every_account_that_is_promised_is_there(demo):
    there = set(db.session.scalars(select(User.username).where(User.active)))
    assert set(NAMED.split()) - there == set()


def test_every_institution_asked_has_a_member(demo):
    asked = select(Institution.code).join(Requirement).join(Activity).distinct()
    asked = asked.where(Activity.id <= db.session.scalar(select(func.max(demo_cards().subquery().c.id))))
    members = select(Institution.code).join(User, User.institution_id == Institution.id)
    members = members.where(User.username.like("%.loceklis"))
    codes = set(db.session.scalars(asked))
    assert (len(codes) > 10, codes - set(db.session.scalars(members))) == (True, set())


def test_accounts_bear_no_invented_names(demo):
    person = db.session.query(User).filter_by(username="csdd.loceklis").one()
    assert (person.first_name, person.last_name) == ("CSDD", "CAB loceklis")
    assert person.email.endswith(".example")
    assert matches(kept(person.id, person.password), DEMO_PAROLE)


def test_generated_activities_are_indexed_like_all_others(demo):
    last = db.session.scalars(select(Activity).order_by(Activity.id.desc()).limit(50)).all()
    found = [(one.title_sort, one.search_text) for one in last]
    for one in last:
        one.index_text()
    assert [(one.title_sort, one.search_text) for one in last] == found
    assert len(found) == 50
    db.session.rollback()


def test_generated_cards_are_what_their_revision_says(demo):
    last = select(Revision).order_by(Revision.activity_id.desc()).limit(20)
    revisions = db.session.scalars(last).all()
    kept = [content(db.session.get(Activity, one.activity_id)) for one in revisions]
    assert (kept, len(kept)) == ([one.content for one in revisions], 20)


def test_generated_titles_differ(demo):
    titles = db.session.scalars(select(Activity.title)).all()
    assert len(set(titles)) > 0.8 * len(titles)


def test_loading_again_adds_nothing(demo):
    loaded = load_demo()
    assert (loaded.accounts, loaded.activities) == (0, 0)


def test_texts_have_no_gaps_from_the_files(demo):
    texts = [one.goal + one.description for one in db.session.scalars(demo_cards())]
    assert (len(texts), [text for text in texts if re.search(r"\s{2}|\\", text)]) == (32, [])
