"""Undisputed activities are approved together by a CAB head, after a recap that names each."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity import steps as workflow
from models import Decision
from rules.vocabulary import Choice
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.people import browser_of
from tests.helpers.rounds import hidden, put, rows_of, status_of

WHY = "Visas iestādes saskaņo."


def recap(browser, *numbers):
    return browser.get("/cab/lemumi/kopa", query_string=[("approve", one) for one in numbers])


def approve(browser, numbers, reasoning=WHY, **more):
    page = recap(browser, *numbers).text
    seen = {f"seen.{one}": hidden(page, f"seen.{one}") for one in numbers}
    sent = {"approve": list(numbers), "reasoning": reasoning, **seen, **more}
    return browser.post("/cab/lemumi/kopa", sent)


def with_silence():
    """A card on which DVI has not answered, decided on all the same."""
    activity = cards.in_round()
    for code in (one for one in cards.ASKED if one != "DVI"):
        cards.vote(activity, code)
    for row in activity.current_round.requirements:
        row.due_on = now().date().replace(year=2020)
    db.session.flush()
    workflow.close_round(activity, actor("varam.vaditajs"), now())
    return activity


def with_objection():
    return cards.awaiting_decision(objecting=("DVI",))


def test_each_ticked_activity_gets_its_own_decision(sqlite_app):
    numbers = [put(sqlite_app, cards.awaiting_decision) for _ in range(2)]
    head = browser_of(sqlite_app, "varam.vaditajs")
    assert approve(head, numbers).location == "/cab/lemumi"
    with rows_of(sqlite_app):
        reasons = db.session.scalars(select(Decision.reasoning)).all()
    assert ([status_of(sqlite_app, one) for one in numbers], reasons) == (["approved"] * 2, [WHY] * 2)


def test_the_recap_names_each_and_changes_nothing(sqlite_app):
    numbers = [put(sqlite_app, cards.awaiting_decision) for _ in range(2)]
    page = recap(browser_of(sqlite_app, "varam.vaditajs"), *numbers).text
    assert all(one in page for one in numbers)
    assert {status_of(sqlite_app, one) for one in numbers} == {"awaiting_decision"}


@pytest.mark.parametrize("make", [with_objection, with_silence])
def test_what_is_disputed_or_unanswered_is_not_offered_and_not_taken(sqlite_app, make):
    number, head = put(sqlite_app, make), browser_of(sqlite_app, "varam.vaditajs")
    assert f'name="approve" value="{number}"' not in head.get("/cab/lemumi").text
    assert "lemiet atsevišķi" in recap(head, number).text
    sent = {"approve": number, "reasoning": WHY, f"seen.{number}": "2"}
    answer = head.post("/cab/lemumi/kopa", sent)
    assert ("lemiet atsevišķi" in answer.text, status_of(sqlite_app, number)) == (True, "awaiting_decision")


def test_the_list_offers_to_tick_what_nobody_disputes(sqlite_app):
    number = put(sqlite_app, cards.awaiting_decision)
    page = browser_of(sqlite_app, "varam.vaditajs").get("/cab/lemumi").text
    assert f'name="approve" value="{number}"' in " ".join(page.split())


def test_without_a_reasoning_nothing_is_decided(sqlite_app):
    number = put(sqlite_app, cards.awaiting_decision)
    answer = approve(browser_of(sqlite_app, "varam.vaditajs"), [number], " ")
    assert (answer.status_code, status_of(sqlite_app, number)) == (422, "awaiting_decision")


def test_a_card_that_was_changed_meanwhile_is_left_out_and_said_with_the_text(sqlite_app):
    first, second = (put(sqlite_app, cards.awaiting_decision) for _ in range(2))
    head = browser_of(sqlite_app, "varam.vaditajs")
    answer = approve(head, [first, second], **{f"seen.{second}": "1"})
    assert (status_of(sqlite_app, first), status_of(sqlite_app, second)) == ("approved", "awaiting_decision")
    assert (second in answer.text, WHY in answer.text) == (True, True)


def test_a_revision_that_nobody_has_seen_is_decided_on_by_nobody(sqlite_app):
    number = put(sqlite_app, cards.awaiting_decision)
    browser_of(sqlite_app, "varam.vaditajs").post("/cab/lemumi/kopa", {"approve": number, "reasoning": WHY})
    assert status_of(sqlite_app, number) == "awaiting_decision"


@pytest.mark.parametrize("who", ["dvi.loceklis", "vid.pieteicejs", "admin"])
def test_nobody_but_a_head_decides(sqlite_app, who):
    number, browser = put(sqlite_app, cards.awaiting_decision), browser_of(sqlite_app, who)
    sent = {"approve": number, "reasoning": WHY, f"seen.{number}": "2"}
    assert browser.post("/cab/lemumi/kopa", sent).status_code == 403
    assert status_of(sqlite_app, number) == "awaiting_decision"


def test_open_questions_stand_on_the_page_of_a_decision(sqlite_app):
    number = put(sqlite_app, asked_and_closed)
    page = browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text
    assert "Kam dati?" in page.partition('id="part-4"')[2].partition("</section>")[0]


def asked_and_closed():
    activity = cards.in_round()
    for code in (one for one in cards.ASKED if one != "DVI"):
        cards.vote(activity, code)
    cards.vote(activity, "DVI", Choice.need_info, comment="Kam dati?")
    for row in activity.current_round.requirements:
        row.due_on = now().date().replace(year=2020)
    db.session.flush()
    workflow.close_round(activity, actor("varam.vaditajs"), now())
    return activity
