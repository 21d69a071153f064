"""What waits for whom: inbox, menu, tile and list count the same, and nobody hears that nothing is to do."""

import re
from datetime import timedelta

import pytest

from app.clock import today
from app.extensions import db
from models import Requirement
from rules.vocabulary import Choice
from tests.helpers import cards
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import change, number_in, rows_of


def object_to(app, number, code="DVI"):
    change(app, number, lambda one: cards.vote(one, code, Choice.object))


def ask(app, number, code="DVI"):
    change(app, number, lambda one: cards.vote(one, code, Choice.need_info, comment="Kam dati?"))


def counted(browser):
    """Return what the menu, the tile of the inbox and the list of waiting activities count."""
    inbox, listed = browser.get("/darbi").text, browser.get("/aktivitates?waiting=1").text
    menu = re.search(r'class="mainnav">.*?<span class="pill pill-accent">\s*(\d+)', inbox, re.DOTALL)
    tile = re.search(r'href="/aktivitates\?waiting=1"[^>]*>.*?(\d+)', inbox, re.DOTALL)
    rows = re.search(r'<b class="num">(\d+)</b>', listed)
    return [int(found[1]) for found in (menu, tile, rows)]


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
@pytest.mark.parametrize("wait", [object_to, ask])
def test_what_waits_for_the_applicant_is_a_task_with_the_way_to_answer(app, wait):
    number = number_in(app)
    wait(app, number)
    browser = browser_of(app, "vid.pieteicejs")
    page = browser.get("/darbi").text
    assert f'href="/aktivitates/{number}/answer"' in page
    assert counted(browser) == [1, 1, 1]


@pytest.mark.stage("in_round")
def test_task_and_news_say_who_asks(sqlite_app):
    ask(sqlite_app, number_in(sqlite_app))
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/darbi").text
    assert "DVI jautā; termiņš apturēts, līdz atbildēsiet" in page
    assert "DVI pieprasa papildu informāciju" in page


@pytest.mark.stage("in_round")
def test_an_answered_objection_waits_for_nobody(sqlite_app):
    number = number_in(sqlite_app)
    object_to(sqlite_app, number)
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    page = browser.get(f"/aktivitates/{number}/answer").text
    name = "remark_id." + page.split('name="remark_id.')[1].split('"')[0]
    heed = name.replace("remark_id", "resolution")
    browser.post(f"/aktivitates/{number}/answer", {"revision": "2", name: "Precizēsim.", heed: "accepted"})
    assert f"{number}/answer" not in browser.get("/darbi").text


@pytest.mark.stage("in_round")
def test_a_replaced_objection_waits_for_nobody(sqlite_app):
    number = number_in(sqlite_app)
    object_to(sqlite_app, number)
    change(sqlite_app, number, lambda one: cards.vote(one, "DVI"))
    assert f"{number}/answer" not in browser_of(sqlite_app, "vid.pieteicejs").get("/darbi").text


@pytest.mark.stage("in_round")
def test_the_panel_leads_to_the_answer_where_an_objection_waits(sqlite_app):
    number = number_in(sqlite_app)
    object_to(sqlite_app, number)
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}").text
    panel = page.split('class="action-panel')[1].split("</section>")[0]
    assert ("nekas nav jādara" in panel, f"/aktivitates/{number}/answer" in panel) == (False, True)
    assert "DVI iebilst" in panel


@pytest.mark.stage("in_round")
def test_the_api_says_as_before_whose_turn_it_is(sqlite_app):
    number = number_in(sqlite_app)
    object_to(sqlite_app, number)
    listed = caller_of(sqlite_app, "vid.pieteicejs").get("/activities/?waiting=true").json
    assert listed["count"] == 0


@pytest.mark.stage("in_round")
def test_a_paused_card_is_nothing_to_do_for_who_asked_and_waits_for_others(sqlite_app):
    number = number_in(sqlite_app)
    ask(sqlite_app, number)
    page = browser_of(sqlite_app, "dvi.loceklis").get("/darbi").text
    to_do, others = page.split('id="others-title"')
    assert (number in to_do.split('id="tasks-title"')[1], number in others) == (False, True)


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_a_round_that_is_over_waits_for_the_head_and_counts(app):
    with rows_of(app):
        db.session.query(Requirement).update({"due_on": today() - timedelta(days=1)})
        db.session.commit()
    browser = browser_of(app, "varam.vaditajs")
    assert f"/aktivitates/{number_in(app)}/close_round" in browser.get("/darbi").text
    assert counted(browser) == [1, 1, 1]


@pytest.mark.stage("in_round")
def test_a_round_that_somebody_may_still_answer_waits_for_no_head(sqlite_app):
    with rows_of(sqlite_app):
        first = db.session.query(Requirement).order_by(Requirement.id).first()
        first.due_on = today() - timedelta(days=1)
        db.session.commit()
    assert number_in(sqlite_app) not in browser_of(sqlite_app, "varam.vaditajs").get("/darbi").text


@pytest.mark.stage("in_round")
def test_news_say_that_the_opinion_has_been_given(sqlite_app):
    number = number_in(sqlite_app)
    browser = browser_of(sqlite_app, "dvi.loceklis")
    before = browser.get("/darbi").text
    change(sqlite_app, number, lambda one: cards.vote(one, "DVI"))
    after = browser.get("/darbi").text
    assert ("ir sniegts" in before, "ir sniegts" in after) == (False, True)


@pytest.mark.stage("in_round")
def test_a_proposal_that_nobody_answered_says_so_and_does_not_wait(sqlite_app):
    number = number_in(sqlite_app)
    change(sqlite_app, number, lambda one: cards.vote(one, "KM", Choice.approve_with_proposals))
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}").text
    assert "Gaida pieteicēja atbildi" not in page
