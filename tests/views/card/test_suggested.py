"""An institution that a co-approver named instead of itself is added to a returned card with one click."""

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from rules.vocabulary import Choice, Outcome
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.forms import form_with
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import change, number_in, rows_of

pytestmark = [pytest.mark.stage("in_round"), pytest.mark.both_databases]
SUGGESTING = {"comment": "Mūs neskar.", "suggested_institution": "UR"}


@pytest.fixture
def number(app):
    """A card that was returned after PMLP had said that it concerns UR."""
    number = number_in(app)
    change(app, number, lambda one: cards.vote(one, "PMLP", Choice.not_applicable, **SUGGESTING))
    change(app, number, cards.all_vote)
    change(app, number, _send_back)
    return number


def _send_back(activity):
    workflow.decide(
        activity, actor("varam.vaditajs"), now(), outcome=Outcome.return_, reasoning="Precizējiet."
    )


def form_of(browser, number):
    return form_with(browser.get(f"/aktivitates/{number}").text, "institution")


def affected(app):
    with rows_of(app):
        return [one.code for one in cards.the_card().affected_institutions]


def test_one_click_adds_it_and_it_is_offered_no_more(app, number):
    browser = browser_of(app, "vid.pieteicejs")
    form = form_of(browser, number)
    page = browser.client.post(form.action, data=form.data(), follow_redirects=True).text
    assert ("UR ir pievienota" in page, form.action in page, affected(app)) == (True, False, ["UR"])


def test_a_second_click_changes_nothing_more(app, number):
    browser = browser_of(app, "vid.pieteicejs")
    form = form_of(browser, number)
    for _click in range(2):
        browser.client.post(form.action, data=form.data())
    caller = caller_of(app, "vid.pieteicejs")
    with rows_of(app):
        key = cards.the_card().id
    actions = [one["action"] for one in caller.get(f"/activities/{key}/history").json]
    assert (affected(app), actions.count("edit")) == (["UR"], 2)


def test_nobody_else_is_added_this_way(app, number):
    browser = browser_of(app, "vid.pieteicejs")
    form = form_of(browser, number)
    browser.client.post(form.action, data={**form.data(), "institution": "VZD"})
    assert affected(app) == []


@pytest.mark.parametrize("username", ["vid.kontrolieris", "pmlp.loceklis", "varam.vaditajs", "admin"])
def test_only_applicants_of_the_holder_add_it(app, number, username):
    form = form_of(browser_of(app, "vid.pieteicejs"), number)
    other = browser_of(app, username)
    page = other.get(f"/aktivitates/{number}").text
    assert f"/aktivitates/{number}/ieteikta-iestade" not in page
    assert other.post(form.action, {**form.data(), "csrf_token": other.token()}).status_code == 403
    assert affected(app) == []


def test_the_sheet_says_whom_it_concerns_instead(app, number):
    assert (
        "Iesaka jautāt citai iestādei: UR"
        in browser_of(app, "fm.loceklis").get(f"/aktivitates/{number}").text
    )
