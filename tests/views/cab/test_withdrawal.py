"""The form by which an objection is taken back: an approval that is shown once more before it is recorded."""

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from rules.vocabulary import Choice, Outcome
from tests.helpers.cards import actor
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, hidden, number_in, status_of, votes_of

pytestmark = pytest.mark.stage("objected")


def page_of(browser, number):
    return browser.get(f"/aktivitates/{number}/atsaukt-iebildumu")


def take_back(browser, number, **values):
    page = page_of(browser, number).text
    sent = {name: hidden(page, name) for name in ("revision", "request_key")} | {"choice": "approve"}
    return browser.post(f"/aktivitates/{number}/atsaukt-iebildumu", {**sent, **values})


def test_whose_objection_stands_is_offered_to_take_it_back(sqlite_app):
    number = number_in(sqlite_app)
    link = f'href="/aktivitates/{number}/atsaukt-iebildumu"'
    offered = {
        one: link in browser_of(sqlite_app, one).get(f"/aktivitates/{number}").text
        for one in ("dvi.loceklis", "fm.loceklis", "vid.pieteicejs", "varam.vaditajs")
    }
    assert offered == {
        "dvi.loceklis": True,
        "fm.loceklis": False,
        "vid.pieteicejs": False,
        "varam.vaditajs": False,
    }


def test_only_approvals_can_be_chosen(sqlite_app):
    page = page_of(browser_of(sqlite_app, "dvi.loceklis"), number_in(sqlite_app)).text
    chosen = [one.value for one in Choice if f'name="choice" value="{one.value}"' in page]
    assert chosen == ["approve", "approve_with_proposals"]


@pytest.mark.both_databases
def test_an_objection_is_taken_back_once_that_was_confirmed(app):
    number, browser = number_in(app), browser_of(app, "dvi.loceklis")
    before = len(votes_of(app, number))
    asked = take_back(browser, number)
    assert ('<dialog class="dlg" id="recap" open' in asked.text, len(votes_of(app, number))) == (True, before)
    done = take_back(browser, number, confirmed="1")
    assert (done.location, status_of(app, number)) == (f"/aktivitates/{number}", "awaiting_decision")
    assert votes_of(app, number)[before:] == ["approve"]
    assert page_of(browser, number).status_code == 409


def test_what_was_typed_stays_when_the_decision_came_first(sqlite_app):
    number, browser = number_in(sqlite_app), browser_of(sqlite_app, "dvi.loceklis")
    page = page_of(browser, number).text
    sent = {name: hidden(page, name) for name in ("revision", "request_key")}
    change(sqlite_app, number, _reject)
    typed = {**sent, "choice": "approve", "comment": "Atbilde mūs apmierina.", "confirmed": "1"}
    late = browser.post(f"/aktivitates/{number}/atsaukt-iebildumu", typed)
    assert (late.status_code, "Atbilde mūs apmierina." in late.text) == (409, True)


def _reject(activity):
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=Outcome.reject, reasoning="Nē.")


@pytest.mark.parametrize("username", ["vid.pieteicejs", "fm.loceklis", "varam.vaditajs"])
def test_others_take_back_nothing(sqlite_app, username):
    answer = page_of(browser_of(sqlite_app, username), number_in(sqlite_app))
    assert answer.status_code == (409 if username == "fm.loceklis" else 403)


def test_applicants_and_heads_are_told(sqlite_app):
    number = number_in(sqlite_app)
    take_back(browser_of(sqlite_app, "dvi.loceklis"), number, confirmed="1")
    for one in ("vid.pieteicejs", "varam.vaditajs"):
        assert "DVI atsauca iebildumu" in browser_of(sqlite_app, one).get("/darbi").text
    assert "DVI atsauca iebildumu" not in browser_of(sqlite_app, "fm.loceklis").get("/darbi").text
