"""Answers of the database are kept while nobody writes: no person, right or card ever meets an old one."""

import pytest
from sqlalchemy import select, text

from app.clock import now
from app.database import writing
from app.database.kept_answers import kept_answer, may_keep
from app.extensions import db
from app.services.activity.steps import decide
from models import Activity, User
from models.account.people import RoleRow
from rules.vocabulary import Outcome
from tests.helpers import cards
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, counted, number_in, rows_of

both = pytest.mark.both_databases
LIST, APPLICANT = "/aktivitates", "vid.pieteicejs"
OF_CARDS = ("FROM activity", "count(*)")


@pytest.fixture
def keeping(app):
    """A connection that may keep answers, as the one of a request that only reads."""
    token = may_keep.set(True)
    with app.app_context():
        yield db.session.connection
    may_keep.reset(token)


def asks_for_cards(app, browser):
    """Whether opening the list asks the database for cards."""
    with counted(app) as statements:
        assert browser.get(LIST).status_code == 200
    return any(part in one for one in statements for part in OF_CARDS)


def approve(activity):
    head = cards.actor("varam.vaditajs")
    decide(cards.all_vote(activity), head, now(), outcome=Outcome.approve, reasoning="Saskaņots.")


@pytest.mark.stage("in_round")
def test_the_same_page_asks_for_cards_once(sqlite_app):
    browser = browser_of(sqlite_app, APPLICANT)
    assert [asks_for_cards(sqlite_app, browser) for _ in range(3)] == [True, False, False]


@both
@pytest.mark.stage("in_round")
def test_the_same_question_is_asked_once(keeping):
    answers = iter(("first", "second"))
    assert [kept_answer(keeping(), "one", lambda: next(answers)) for _ in range(2)] == ["first", "first"]


@both
@pytest.mark.stage("in_round")
def test_two_people_never_share_an_answer(app):
    number = number_in(app)
    seen = [
        number in browser_of(app, person).get(LIST).text
        for person in (APPLICANT, "bvkb.pieteicejs", APPLICANT, "dvi.loceklis", "bvkb.pieteicejs")
    ]
    assert seen == [True, False, True, True, False]


@both
@pytest.mark.stage("in_round")
def test_two_languages_never_share_an_answer(app):
    latvian, english = browser_of(app, APPLICANT), browser_of(app, "vid.kontrolieris")
    english.post("/valoda", {"locale": "en"})
    said = [
        ("Saskaņošanā" in page, "In co-approval" in page)
        for page in (one.get(LIST).text for one in (latvian, english, latvian, english))
    ]
    assert said == [(True, False), (False, True)] * 2


@both
@pytest.mark.stage("in_round")
def test_a_card_changed_by_another_connection_is_seen_at_once(app):
    number, browser = number_in(app), browser_of(app, APPLICANT)
    browser.get(LIST)
    with rows_of(app), db.engine.begin() as other:
        other.execute(text("UPDATE activity SET title = 'Pavisam cits' WHERE number = :one"), {"one": number})
    assert "Pavisam cits" in browser.get(LIST).text


@both
@pytest.mark.stage("in_round")
def test_a_card_that_becomes_visible_is_seen_at_once(app):
    number, stranger = number_in(app), browser_of(app, "bvkb.pieteicejs")
    before = number in stranger.get(LIST).text
    change(app, number, approve)
    assert (before, number in stranger.get(LIST).text) == (False, True)


@both
@pytest.mark.stage("in_round")
def test_a_right_that_was_lost_shows_nothing_old(app):
    number, browser = number_in(app), browser_of(app, "dvi.loceklis")
    before = number in browser.get(LIST).text
    with rows_of(app), writing():
        member = db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one()
        member.roles = [db.session.scalars(select(RoleRow).where(RoleRow.name == "user_admin")).one()]
        db.session.commit()
    assert (before, number in browser.get(LIST).text) == (True, False)


@both
@pytest.mark.stage("in_round")
def test_a_transaction_that_changes_something_keeps_nothing(keeping):
    titles = select(Activity.__table__.c.title)
    kept_answer(keeping(), "title", lambda: keeping().scalar(titles))
    db.session.rollback()
    keeping().execute(text("UPDATE activity SET title = 'Neatstāj'"))
    within = kept_answer(keeping(), "title", lambda: keeping().scalar(titles))
    db.session.rollback()
    after = kept_answer(keeping(), "title", lambda: keeping().scalar(titles))
    assert (within, after == within) == ("Neatstāj", False)


@both
@pytest.mark.stage("in_round")
def test_who_may_write_asks_the_database(app):
    asked = []
    with app.app_context():
        for _ in range(2):
            kept_answer(db.session.connection(), "asked", lambda: asked.append(1))
    assert asked == [1, 1]
