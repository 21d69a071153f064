"""How messages come by mail, chosen on the profile."""

import pytest
from sqlalchemy import select

from app.extensions import db
from models import User
from tests.helpers.forms import Forms
from tests.helpers.people import browser_of
from tests.helpers.rounds import rows_of

ADDRESS = "/profils/pazinojumi"

KINDS = ("task", "decision", "discussion", "meeting", "obligation", "registry")


@pytest.fixture
def person(sqlite_app):
    return browser_of(sqlite_app, "dvi.loceklis")


def shown_on(page):
    """What the form shows as chosen, by kind."""
    data = next(one for one in Forms(page).found if one.action == ADDRESS).data()
    return {name: values[0] for name, values in data.items() if name != "csrf_token"}


def ways(app):
    with rows_of(app):
        return db.session.scalar(select(User.mail_ways).where(User.username == "dvi.loceklis"))


def test_the_profile_offers_each_kind_with_the_ways_that_it_has(person):
    page = person.get("/profils").text
    assert shown_on(page) == dict.fromkeys(KINDS, "at_once")
    assert page.count('value="none"') == 5


def test_what_is_chosen_is_kept_and_shown(sqlite_app, person):
    answer = person.post(ADDRESS, {"task": "digest", "decision": "none"}, follow_redirects=True)
    assert "E-pasta paziņojumu izvēle ir saglabāta." in answer.text
    shown = shown_on(answer.text)
    assert (shown["task"], shown["decision"], shown["discussion"]) == ("digest", "none", "at_once")
    assert ways(sqlite_app)["task"] == "digest"


@pytest.mark.parametrize("chosen", [{"task": "none"}, {"decision": "weekly"}])
def test_what_cannot_be_chosen_is_refused_beside_what_was_chosen(sqlite_app, person, chosen):
    answer = person.post(ADDRESS, {**chosen, "discussion": "digest"})
    assert (answer.status_code, ways(sqlite_app)) == (422, {})
    assert shown_on(answer.text)["discussion"] == "digest"
    assert "field-error" in answer.text


def test_a_kind_that_the_form_does_not_have_changes_nothing(sqlite_app, person):
    person.post(ADDRESS, {"access": "none"})
    assert ways(sqlite_app).get("access", "at_once") == "at_once"
