"""The history of an activity says who did what, as whom, and is searched by both."""

import re

import pytest
from sqlalchemy import update

from app.extensions import db
from app.visibility import seeing_everything
from models import User
from tests.helpers.cards import the_card
from tests.helpers.people import browser_of

pytestmark = pytest.mark.stage("in_round")


@pytest.fixture
def look(sqlite_app):
    """Return what a change controller reads in the history with these filters: each event as plain text."""
    with sqlite_app.app_context(), seeing_everything():
        number = the_card().number
        named = {"first_name": "Anna", "last_name": "Liepa"}
        db.session.execute(update(User).where(User.username == "vid.kontrolieris").values(**named))
        db.session.commit()
    browser = browser_of(sqlite_app, "vid.kontrolieris")

    def events(query=""):
        page = browser.get(f"/aktivitates/{number}/vesture{query}").text
        timeline = page[page.index('<ol class="timeline">') :]
        told = re.findall(r"<p>\s*<b>(.*?)</b>(.*?)<time", timeline, re.S)
        return [" ".join(re.sub("<[^>]+>", "", " ".join(one)).split()) for one in told]

    return events


def id_of(app, username):
    with app.app_context():
        return db.session.query(User.id).filter_by(username=username).scalar()


def test_each_step_is_told_with_the_role_of_who_took_it(look):
    assert any(
        one.startswith("Anna Liepa (VID, iestādes izmaiņu kontrolieris) nodeva kartīti") for one in look()
    )


def test_sending_round_is_told_with_the_title_of_the_rule_set(look):
    told = (
        "nodeva kartīti saskaņošanai: 1. kārta, noteikumu kopa „MK noteikumi Nr. 368, spēkā kopš 2023. gada”"
    )
    assert any(one.endswith(told) for one in look())


def test_a_name_that_says_the_role_is_not_followed_by_it(look):
    assert any(one.startswith("VID pieteicejs nodeva kartīti") for one in look())


def test_only_steps_of_one_kind_are_shown_when_asked_for(look):
    assert [
        re.search("nodeva kartīti iestādes pārbaudei", one) is not None for one in look("?action=submit")
    ] == [True]


def test_only_what_one_person_did_is_shown_when_asked_for(look, sqlite_app):
    shown = look(f"?person={id_of(sqlite_app, 'vid.kontrolieris')}")
    assert {one.startswith("Anna Liepa (VID") for one in shown} == {True}


def test_a_filter_that_is_none_shows_everything(look):
    assert look("?action=x&person=y") == look()
