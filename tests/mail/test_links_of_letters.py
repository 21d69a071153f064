"""The button of a letter leads whoever gets it to the form that it names."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import mail
from app.clock import now, today
from app.extensions import db
from app.services import outbox
from app.services.activity import answering, completion, steps as workflow
from models import Notification, User
from rules.audience import Message
from rules.vocabulary import Choice, Heed, Outcome
from tests.helpers import days
from tests.helpers.cards import actor, all_vote, approved, started, submitted, the_card, vote
from tests.helpers.letters import ABOUT_ACCOUNTS
from tests.helpers.people import Browser, browser_of
from tests.helpers.rounds import put, rows_of

BUTTON = re.compile(r'class="button" href="http://127\.0\.0\.1:\d+([^"#]+)(#[^"]+)?"')
CARD, OPINION, DECISION = '<form[^>]+id="card"', '<form[^>]+id="opinion"', '<form id="decision"'
FORWARD = '<form action="/aktivitates/[^"]+/forward"'
ANSWER = '<form id="answers" action="/aktivitates/[^"]+/answer"'
ACTIVITY, NOTICE = 'id="panel-title"', 'id="section-13"'
USERS, SUBSTITUTE = '<form[^>]+action="/lietotaji/add"', '<form class="panel" action="" method="post"'


def asked_something():
    vote(the_card(), "DVI", Choice.need_info, comment="Kāpēc?")
    return the_card()


def answered():
    row = next(one for one in asked_something().current_round.requirements if one.institution.code == "DVI")
    answering.answer(the_card(), actor("vid.pieteicejs"), now(), text="Tāpēc.", requirement_id=row.id)
    return the_card()


def answered_remark():
    vote(the_card(), "DVI", Choice.object)
    row = next(one for one in the_card().current_round.requirements if one.institution.code == "DVI")
    remark = row.votes[-1].remarks[0]
    answering.answer(
        the_card(), actor("vid.pieteicejs"), now(), text="Tāpēc.", remark_id=remark.id, resolution=Heed.partly
    )
    return the_card()


def objected():
    vote(the_card(), "DVI", Choice.object)
    return the_card()


def returned():
    activity = submitted()
    workflow.return_card(activity, actor("vid.kontrolieris"), now(), comment="Precizējiet mērķi.")
    return activity


def reminded():
    days.remind(now() + timedelta(days=60))
    return the_card()


def reminded_early():
    first = the_card().current_round.requirements[0]
    days.remind(now() + (first.due_on - today()))
    return the_card()


def voted():
    return all_vote(the_card())


def overruled():
    reasons = {"DVI": "Mērķis ir aprakstīts."}
    return decided(all_vote(the_card(), objecting=("DVI",)), Outcome.approve, overruled=reasons)


def sent_back():
    return decided(all_vote(the_card()), Outcome.return_)


def decided(activity, outcome, **rest):
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=outcome, reasoning="Izvērtēts.", **rest)
    return activity


def withdrawn():
    workflow.withdraw(the_card(), actor("vid.pieteicejs"), now(), comment="Vairs nevajag.")
    return the_card()


def completed():
    activity, ended = started(), {"actual_end": today(), "actual_cost_eur": 0, "result": "Ir."}
    completion.complete(activity, actor("vid.pieteicejs"), now(), **ended)
    return activity


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("message", "make", "username", "named"),
    [
        (Message.opinion_asked, the_card, "dvi.loceklis", OPINION),
        (Message.reminder, reminded_early, "dvi.loceklis", OPINION),
        (Message.overdue, reminded, "dvi.loceklis", OPINION),
        (Message.overdue, reminded, "varam.vaditajs", ACTIVITY),
        (Message.answered, answered, "dvi.loceklis", OPINION),
        (Message.answered, answered_remark, "dvi.loceklis", ACTIVITY),
        (Message.info_requested, asked_something, "vid.pieteicejs", ANSWER),
        (Message.remark, objected, "vid.pieteicejs", ANSWER),
        (Message.opened, the_card, "vid.pieteicejs", ACTIVITY),
        (Message.round_closed, voted, "varam.vaditajs", DECISION),
        (Message.decided, sent_back, "vid.pieteicejs", ACTIVITY),
        (Message.overruled, overruled, "dvi.loceklis", ACTIVITY),
        (Message.withdrawn, withdrawn, "dvi.loceklis", ACTIVITY),
        (Message.submitted, submitted, "vid.kontrolieris", FORWARD),
        (Message.returned, returned, "vid.pieteicejs", CARD),
        (Message.decided, approved, "dvi.loceklis", ACTIVITY),
        (Message.started, started, "dvi.loceklis", ACTIVITY),
        (Message.completed, completed, "dvi.loceklis", NOTICE),
    ],
)
def test_a_letter_about_an_activity_leads_its_reader_to_what_its_button_names(
    sqlite_app, message, make, username, named
):
    put(sqlite_app, make)
    page = browser_of(sqlite_app, username).get(button_of(sqlite_app, message, username))
    assert (page.status_code, re.search(named, page.text) is not None) == (200, True)


@pytest.mark.parametrize(
    ("message", "username", "named"),
    [
        (Message.password_changed, None, '<form action="/aizmirsu-paroli"'),
        (Message.administrator_asked, "admin", "<h1[^>]*>Lietotāju administratora tiesību pieprasījumi"),
        (Message.administrator_approved, "vid.administrators", USERS),
        (Message.administrator_refused, None, '<form[^>]+id="veidlapa"'),
        (Message.substitution_set, "dvi.loceklis", SUBSTITUTE),
        (Message.substitution_ended, "dvi.loceklis", SUBSTITUTE),
        (Message.work_handed_over, "dvi.loceklis", 'id="tasks-title"'),
        (Message.nobody_to_vote, "vid.administrators", USERS),
        (Message.nobody_to_vote, "admin", USERS),
    ],
)
def test_a_letter_about_an_account_leads_its_reader_to_what_its_button_names(
    sqlite_app, message, username, named
):
    with rows_of(sqlite_app):
        person = db.session.scalars(select(User).where(User.username == (username or "dvi.loceklis"))).one()
        values = ABOUT_ACCOUNTS.get(message, {"number": "LA-2026-000003", "institution": "VID"})
        outbox.tell(message, now(), person=person, values=values)
        db.session.commit()
        address = button_of(sqlite_app, message, person.username)
    browser = browser_of(sqlite_app, username) if username else Browser(sqlite_app)
    page = browser.get(address)
    assert (page.status_code, re.search(named, page.text) is not None) == (200, True)


@pytest.mark.stage("in_round")
def test_a_letter_that_leads_to_a_form_also_leads_to_the_activity_for_who_comes_too_late(sqlite_app):
    with rows_of(sqlite_app):
        letter = latest(Message.opinion_asked, "dvi.loceklis")
        number = the_card().number
    assert f'/aktivitates/{number}">{number}</a>' in letter.html
    assert f"/aktivitates/{number}\n" in letter.text


def latest(message, username):
    """The latest letter of a kind to a person."""
    rows = select(Notification).where(Notification.message == message).order_by(Notification.id.desc())
    return next(mail.letter(row) for row in db.session.scalars(rows) if row.recipient.username == username)


def button_of(app, message, username):
    """Where the button of that letter leads, also as text."""
    with rows_of(app):
        letter = latest(message, username)
    path, place = BUTTON.search(letter.html).groups()
    assert f"{path}{place or ''}\n" in letter.text
    return path
