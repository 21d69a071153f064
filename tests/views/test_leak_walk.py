"""Somebody who does not see a card walks every address there is, and finds nothing and changes nothing."""

import re
from itertools import product

import pytest
from sqlalchemy import func, select

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import Activity, Event, Institution, Principle, Resource, User
from tests.people import browser_of, caller_of
from tests.services import cards
from views.gate import PUBLIC

SECRET = "Slepenvards"  # in ASCII, so that JSON writes it as it is
STRANGERS = ("bvkb.pieteicejs", "bvkb.kontrolieris", "fm.loceklis", "varam.vaditajs", "vid.administrators")
# Every stranger on one database, one of them on the other, too.
WALKERS = [*product(["sqlite"], STRANGERS), ("postgresql", STRANGERS[0])]
ODD = ("0", "99999999999999999999", "abc", "1%20or%201=1")
# Own forms of the walker: the first ends the session, the others change the walker's own account.
OWN = PUBLIC | {"PreferencesPage.sign_out", "TokenApi.refresh"}


@pytest.fixture
def hidden(app):
    """Keys and number of a draft of VID that none of the strangers sees."""
    with app.app_context(), seeing_everything(), writing():
        card = cards.complete_card(title=f"{SECRET} kartītē", goal=f"{SECRET} mērķī " * 10)
        db.session.commit()
        return {"number": card.number, "pk": str(card.id), "id": str(card.id)}


def addresses(app, method, parts):
    """Yield every address that takes the method, with each part that varies filled in."""
    for rule in app.url_map.iter_rules():
        if method not in rule.methods or rule.endpoint in OWN:
            continue
        names = re.findall(r"<(?:[^:<>]+:)?([^<>]+)>", rule.rule)
        for values in product(*(parts(name) for name in names)):
            given = iter(values)
            yield re.sub(r"<[^<>]+>", lambda _part, given=given: next(given), rule.rule)


def parts_of(hidden):
    """What a stranger may try for a part of an address: the card's own key or number, or nonsense."""
    return lambda name: (hidden["pk"], hidden["number"])


def snapshot(app):
    """What must be the same afterwards."""
    with app.app_context(), seeing_everything():
        tables = (Event, Institution, Principle, Resource, User)
        rows = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
        cards_now = select(Activity.id, Activity.status, Activity.revision, Activity.title, Activity.result)
        return rows, [tuple(row) for row in db.session.execute(cards_now)]


@pytest.mark.parametrize(("app", "username"), WALKERS, indirect=["app"])
def test_stranger_reads_nothing_of_a_hidden_card_at_any_address(app, hidden, username):
    browser, caller = browser_of(app, username), caller_of(app, username)
    told = []
    for address in addresses(app, "GET", parts_of(hidden)):
        if address.startswith("/api/v1"):
            answer = caller.get(address.removeprefix("/api/v1"))
        else:
            answer = browser.get(address)
        if answer.status_code >= 500 or SECRET in answer.text:
            told.append((address, answer.status_code))
    assert told == []


def test_holder_finds_the_card_on_the_same_walk(app, hidden):
    browser, caller = browser_of(app, "vid.pieteicejs"), caller_of(app, "vid.pieteicejs")
    walk = [one for one in addresses(app, "GET", parts_of(hidden)) if hidden["pk"] in one or "AA-" in one]
    pages = [browser.get(one).text for one in walk if not one.startswith("/api/")]
    answers = [caller.get(one.removeprefix("/api/v1")).text for one in walk if one.startswith("/api/")]
    assert any(SECRET in page for page in pages)
    assert any(SECRET in answer for answer in answers)


@pytest.mark.parametrize(("app", "username"), WALKERS, indirect=["app"])
def test_stranger_changes_nothing_by_a_form_at_any_address(app, hidden, username):
    browser = browser_of(app, username)
    before, token, faults = snapshot(app), browser.token(), []
    for address in addresses(app, "POST", parts_of(hidden)):
        form = {"csrf_token": token, "revision": "1", "action": "submit", "choice": "approve"}
        answer = browser.client.post(address, data=form)
        if answer.status_code >= 500:
            faults.append((address, answer.status_code))
    assert (faults, snapshot(app)) == ([], before)


@pytest.mark.parametrize(("app", "username"), WALKERS, indirect=["app"])
@pytest.mark.parametrize("body", [{"revision": 1}, {"title": "x", "revision": 1, "choice": "approve"}])
def test_stranger_changes_nothing_through_the_api(app, hidden, username, body):
    caller, before, faults = caller_of(app, username), snapshot(app), []
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for address in addresses(app, method, parts_of(hidden)):
            if not address.startswith("/api/v1/") or address == "/api/v1/activities/":
                continue
            answer = caller.client.open(address, method=method, json=body, headers=caller.headers)
            if answer.status_code >= 500 or SECRET in answer.text:
                faults.append((method, address, answer.status_code))
    assert (faults, snapshot(app)) == ([], before)


@pytest.mark.parametrize("username", ["admin", "vid.pieteicejs"])
def test_nonsense_in_an_address_is_never_a_fault(app, username):
    browser, caller, faults = browser_of(app, username), caller_of(app, username), []
    for address in addresses(app, "GET", lambda _name: ODD):
        if address.startswith("/api/v1"):
            answer = caller.get(address.removeprefix("/api/v1"))
        else:
            answer = browser.get(address)
        if answer.status_code >= 500:
            faults.append((address, answer.status_code))
    assert faults == []
