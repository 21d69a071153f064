"""What the pages of an activity, its form, a vote and saving ask of the database, whatever was said."""

import pytest

from app.clock import now
from app.services.activity import answering
from app.services.activity.rounds import running
from rules.vocabulary import Choice, Heed
from tests.helpers import cards
from tests.helpers.api_cards import Journey
from tests.helpers.card_pages import Controls, form_of
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, counted, number_in, numbers_in, put, votes_of

pytestmark = pytest.mark.both_databases

APPLICANT = "vid.pieteicejs"


def asked_for(app, call, status=200):
    """Return how many queries a call asks of the database."""
    call()  # the first time templates and reference data are looked up
    put(app, cards.draft)  # somebody has written: nothing that was answered before is kept
    with counted(app) as statements:
        answer = call()
    assert answer.status_code == status, answer.text
    return queries(statements)


def queries(statements):
    return len([one for one in statements if not one.startswith("BEGIN")])


def much_said(activity):
    """Let institutions object, ask and change their minds, and the applicant answer."""
    for code in ("FM", "KM", "CSP", "DVI"):
        cards.vote(activity, code, Choice.object)
        vote = next(one for one in running(activity).requirements if one.institution.code == code).votes[-1]
        said = {"text": "Mērķis ir precizēts.", "remark_id": vote.remarks[0].id, "resolution": Heed.partly}
        answering.answer(activity, cards.actor(APPLICANT), now(), **said)
    for code in ("FM", "KM", "LPS"):
        cards.vote(activity, code, Choice.need_info, comment="Kurā datu centrā?")


def form_sent(browser, address):
    """Return what the form of a page sends when nobody touches it."""
    return {name: value[-1] for name, value in Controls(browser.get(address).text).sent.items()}


PAGES = (("", APPLICANT), ("/kartite", APPLICANT), ("/vesture", APPLICANT), ("/atzinums", "dvi.loceklis"))


@pytest.mark.stage("second_round")
@pytest.mark.parametrize(("tab", "who"), PAGES)
def test_a_page_takes_twelve_queries_at_most_whatever_was_said(app, tab, who):
    number, browser = number_in(app), browser_of(app, who)
    change(app, number, much_said)
    assert asked_for(app, lambda: browser.get(f"/aktivitates/{number}{tab}")) <= 12


LISTS = (
    ("/darbi", APPLICANT, 10),
    ("/darbi", "dvi.loceklis", 11),
    ("/darbi", "varam.vaditajs", 12),
    ("/nosacijumi", "dvi.loceklis", 9),
    ("/cab", "dvi.loceklis", 6),
)


@pytest.mark.stage("second_round")
@pytest.mark.parametrize(("page", "who", "most"), LISTS)
def test_a_list_takes_as_many_queries_at_most_whatever_was_said(app, page, who, most):
    browser = browser_of(app, who)
    change(app, number_in(app), much_said)
    assert asked_for(app, lambda: browser.get(page)) <= most


@pytest.mark.stage("objected")
def test_the_page_of_a_decision_takes_fourteen_queries_at_most(app):
    number, head = number_in(app), browser_of(app, "varam.vaditajs")
    assert asked_for(app, lambda: head.get(f"/aktivitates/{number}/lemums")) <= 14


@pytest.mark.stage("draft")
def test_the_form_of_a_card_takes_twelve_queries_at_most(app):
    number, browser = number_in(app), browser_of(app, APPLICANT)
    assert asked_for(app, lambda: browser.get(f"/aktivitates/{number}/labot")) <= 12


@pytest.mark.stage("draft")
def test_a_preview_without_a_script_takes_twelve_queries_at_most(app):
    number, browser = number_in(app), browser_of(app, APPLICANT)
    sent = form_of(browser, f"/aktivitates/{number}/labot")
    assert asked_for(app, lambda: browser.post(f"/aktivitates/{number}/labot/parskats", sent)) <= 12


@pytest.mark.stage("complete")
def test_saving_a_card_takes_twenty_five_queries_at_most(app):
    browser, address = browser_of(app, APPLICANT), f"/aktivitates/{number_in(app)}/labot"
    sent = form_of(browser, address) | {"do": "save", "goal": cards.NEW_TEXT}
    with counted(app) as statements:
        assert browser.post(address, sent).status_code == 302
    assert queries(statements) <= 25


@pytest.mark.stage("second_round")
def test_a_card_by_the_api_takes_eight_queries_at_most(app):
    journey = Journey(app)
    change(app, number_in(app), much_said)
    assert asked_for(app, lambda: journey.applicant.get(journey.path)) <= 8


@pytest.mark.stage("second_round")
def test_a_vote_on_the_page_takes_twenty_five_queries_at_most(app):
    number, browser = number_in(app), browser_of(app, "dvi.loceklis")
    change(app, number, much_said)
    address = f"/aktivitates/{number}/atzinums"
    sent = form_sent(browser, address) | {"choice": "approve", "confirmed": "1", "do": ""}
    with counted(app) as statements:
        assert browser.post(address, sent).status_code == 302
    assert (queries(statements) <= 25, votes_of(app, number)[-1]) == (True, "approve")


@pytest.mark.stage("second_round")
def test_a_vote_by_the_api_takes_sixteen_queries_at_most(app):
    journey, number = Journey(app), number_in(app)
    change(app, number, much_said)
    sent, member = {"choice": "approve", "revision": journey.card()["revision"]}, journey.member("DVI")
    with counted(app) as statements:
        assert member.post(f"{journey.path}/votes", sent).status_code == 201
    assert queries(statements) <= 16


@pytest.mark.stage("three_in_round")
def test_each_of_many_votes_at_once_takes_twenty_queries_at_most(app):
    browser, numbers = browser_of(app, "dvi.loceklis"), numbers_in(app)
    sent = {"key": "a" * 32, "confirmed": "1", "approve": numbers}
    with counted(app) as statements:
        assert browser.post("/cab/atzinumi", sent).status_code == 302
    assert ([votes_of(app, one) for one in numbers], queries(statements) <= 20 * 3) == (
        [["approve"]] * 3,
        True,
    )
