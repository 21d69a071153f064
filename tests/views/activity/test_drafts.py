"""Copying and amending on the page: asked first, then the form; and what the pages of both cards say."""

import re

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from app.services.card import drafts, writing
from rules.vocabulary import DraftAs, Outcome
from tests.helpers import cards
from tests.helpers.cards import NEW_TEXT, actor
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, number_in

pytestmark = pytest.mark.stage("started")
NEXT = "AA-2026-000002"


@pytest.fixture
def number(sqlite_app):
    return number_in(sqlite_app)


@pytest.fixture
def browser(sqlite_app):
    return browser_of(sqlite_app, "vid.pieteicejs")


def said(answer):
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", "", answer.text).split())


def amend(card):
    amendment = drafts.draft(card, DraftAs.amendment, actor("vid.pieteicejs"), now())
    writing.edit(amendment, actor("vid.pieteicejs"), now(), {"goal": NEW_TEXT})
    return amendment


def supersede(card):
    amendment = amend(card)
    workflow.submit(amendment, actor("vid.pieteicejs"), now())
    workflow.forward(amendment, actor("vid.kontrolieris"), now())
    cards.all_vote(amendment)
    head = actor("varam.vaditajs")
    workflow.decide(amendment, head, now(), outcome=Outcome.approve, reasoning="Saskaņots.")


@pytest.mark.parametrize("word", ["grozit", "kopet"])
def test_the_panel_leads_to_a_question_and_the_answer_to_the_form(browser, number, word):
    address = f"/aktivitates/{number}/{word}"
    assert f'href="{address}"' in browser.get(f"/aktivitates/{number}").text
    assert browser.get(address).status_code == 200
    answer = browser.post(address, {})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/aktivitates/{NEXT}/labot")
    assert NEXT in squeezed(browser.get(answer.headers["Location"]).text)


def test_the_second_press_says_which_card_amends_already(browser, number):
    browser.post(f"/aktivitates/{number}/grozit", {})
    again = browser.post(f"/aktivitates/{number}/grozit", {}, follow_redirects=True)
    assert f"Šo aktivitāti jau groza {NEXT}" in said(again)


def test_the_form_shows_what_is_amended_and_does_not_let_it_change(browser, number):
    browser.post(f"/aktivitates/{number}/grozit", {})
    form = browser.get(f"/aktivitates/{NEXT}/labot").text
    assert form.count("Kartīte groza citu aktivitāti, tāpēc tas nav maināms.") == 3
    sent = {"revision": "1", "amends": "", "kind": "creation", "resource": "FPR", "title": "Cits nosaukums"}
    refused = browser.post(f"/aktivitates/{NEXT}/labot", sent)
    assert (refused.status_code, "Cits nosaukums" in refused.text) == (422, True)


def test_a_card_that_amends_nothing_does_not_ask_for_it(browser):
    assert 'name="amends"' not in browser.get("/aktivitates/jauna").text


def test_the_amendment_shows_what_it_changes_and_the_old_card_that_it_is_being_amended(
    sqlite_app, browser, number
):
    change(sqlite_app, number, amend)
    sheet = squeezed(browser.get(f"/aktivitates/{NEXT}").text)
    assert "Kas mainās, salīdzinot ar" in sheet
    assert "<ins>portālā</ins>" in sheet or "portālā" in sheet
    old = said(browser.get(f"/aktivitates/{number}"))
    assert f"Kartīte {NEXT} groza šo aktivitāti" in old
    assert NEXT not in browser_of(sqlite_app, "bvkb.pieteicejs").get(f"/aktivitates/{number}").text


def test_a_superseded_card_says_by_which_and_the_history_too(sqlite_app, browser, number):
    change(sqlite_app, number, supersede)
    page = said(browser.get(f"/aktivitates/{number}"))
    assert f"Aizstāta ar {NEXT}" in page
    history = squeezed(browser.get(f"/aktivitates/{number}/vesture").text)
    assert f"aizstāja aktivitāti, jo tika apstiprināti tās grozījumi {NEXT}" in history
    listed = browser.get("/aktivitates?status=superseded").text
    assert (number in listed, NEXT in listed) == (True, False)
