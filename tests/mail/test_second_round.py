"""Whoever is asked anew reads what the own institution said before, in the mail and in the inbox."""

import re

import pytest
from sqlalchemy import select

from app import mail
from app.clock import now, today
from app.extensions import db
from app.services.activity import steps as workflow
from models import Notification, Vote
from rules.audience import Message
from rules.deadlines import day_of
from rules.vocabulary import Choice, Outcome
from tests.helpers import days
from tests.helpers.cards import actor, the_card, vote
from tests.helpers.people import browser_of
from tests.helpers.rounds import put, rows_of

pytestmark = pytest.mark.stage("in_round")


def round_again(silent=()):
    """The card in its next round; before, DVI objected, the others agreed, some of them were silent."""
    waiting = [
        one.institution.code for one in the_card().current_round.requirements if one.state == "waiting"
    ]
    for code in set(waiting) - set(silent):
        vote(the_card(), code, Choice.object if code == "DVI" else Choice.approve)
    if silent:
        after = now() + (the_card().current_round.requirements[0].due_on - today()) * 2
        workflow.close_round(the_card(), actor("varam.vaditajs"), after)
    head = actor("varam.vaditajs")
    workflow.decide(the_card(), head, now(), outcome=Outcome.return_, reasoning="Precizēt mērķi.")
    workflow.submit(the_card(), actor("vid.pieteicejs"), now())
    workflow.forward(the_card(), actor("vid.kontrolieris"), now())
    return the_card()


def letter(app, username, locale, message=Message.opinion_asked):
    """The latest letter of a kind to a person."""
    with rows_of(app):
        rows = select(Notification).where(Notification.message == message).order_by(Notification.id.desc())
        row = next(one for one in db.session.scalars(rows) if one.recipient.username == username)
        row.recipient.locale = locale
        return mail.letter(row)


def said_on(app):
    with rows_of(app):
        return day_of(db.session.scalars(select(Vote.given_at)).first())


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("lv", "Jūsu iestādes atzinums 1. kārtā ({0:%d.%m.%Y}.): „Nesaskaņots”."),
        ("en", "Your institution said “Not approved” in round 1 ({0.day} {0:%b %Y})."),
    ],
)
def test_the_mail_of_a_second_round_says_what_the_institution_said_before(sqlite_app, locale, sentence):
    put(sqlite_app, round_again)
    said = letter(sqlite_app, "dvi.loceklis", locale)
    wanted = sentence.format(said_on(sqlite_app))
    assert (wanted in said.text, wanted in said.html) == (True, True)


def test_who_agreed_and_is_not_concerned_reads_that_the_opinion_stays_in_force(sqlite_app):
    put(sqlite_app, round_again)
    said = letter(sqlite_app, "csp.loceklis", "en", Message.carried_over)
    assert "it stays in force" in " ".join(said.text.split())


def test_a_third_round_tells_of_the_second(sqlite_app):
    put(sqlite_app, round_again)
    put(sqlite_app, round_again)
    assert "in round 2" in letter(sqlite_app, "dvi.loceklis", "en").text


def test_whoever_was_silent_in_the_second_round_reads_of_the_first(sqlite_app):
    put(sqlite_app, round_again)
    put(sqlite_app, lambda: round_again(silent=("DVI",)))
    assert "in round 1" in letter(sqlite_app, "dvi.loceklis", "en").text


def test_the_first_round_tells_of_none_before(sqlite_app):
    assert "Your institution said" not in letter(sqlite_app, "dvi.loceklis", "en").text


def test_the_reminder_of_a_second_round_says_it_too(sqlite_app):
    put(sqlite_app, round_again)

    def remind():
        due = the_card().current_round.requirements[0].due_on
        days.remind(now() + (due - today()))
        return the_card()

    put(sqlite_app, remind)
    assert "said “Not approved” in round 1" in letter(sqlite_app, "dvi.loceklis", "en", Message.reminder).text


def test_the_inbox_says_it_too(sqlite_app):
    put(sqlite_app, round_again)
    page = news_of(sqlite_app, "dvi.loceklis")
    assert "vēlreiz jāsniedz jūsu iestādes atzinums; 1. kārtā tas bija „Nesaskaņots”" in page


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.approve, "saskaņota"),
        (Outcome.reject, "noraidīta"),
        (Outcome.return_, "atgriezta precizēšanai"),
    ],
)
@pytest.mark.stage("awaiting_decision")
def test_the_inbox_says_what_was_decided(sqlite_app, outcome, said):
    def decide():
        workflow.decide(the_card(), actor("varam.vaditajs"), now(), outcome=outcome, reasoning="Izvērtēts.")
        return the_card()

    number = put(sqlite_app, decide)
    assert f"{number} {said}" in news_of(sqlite_app, "csp.loceklis")


@pytest.mark.parametrize(
    ("choice", "said"),
    [(Choice.object, "KM iebilst"), (Choice.approve_with_proposals, "KM saskaņo ar priekšlikumiem")],
)
def test_the_inbox_says_who_remarked_and_how(sqlite_app, choice, said):
    def remark():
        vote(the_card(), "KM", choice)
        return the_card()

    number = put(sqlite_app, remark)
    assert f"{number} {said}" in news_of(sqlite_app, "vid.pieteicejs")


def news_of(app, username):
    """What stands under the news of the inbox, without markup."""
    page = browser_of(app, username).get("/darbi").text.partition('id="news"')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize(
    ("locale", "sentence"), [("lv", "Prasīts vēlreiz: bija iebildums."), ("en", "Asked again: it objected.")]
)
def test_the_mail_says_why_the_institution_is_asked_again(sqlite_app, locale, sentence):
    put(sqlite_app, round_again)
    assert sentence in letter(sqlite_app, "dvi.loceklis", locale).text
