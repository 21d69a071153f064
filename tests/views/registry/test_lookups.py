"""What pickers find."""

import pytest
from sqlalchemy import update

from app.clock import now
from app.extensions import db
from app.visibility import seeing_everything
from models import Activity, Resource
from rules.registry_vocabulary import ResourceStatus
from rules.vocabulary import Status
from tests.helpers.card_pages import new_card
from tests.helpers.people import browser_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def applicant(app):
    return browser_of(app, "vid.pieteicejs")


def found(browser, url):
    return [one["value"] for one in browser.get(url).json["results"]]


def test_resource_is_found_without_diacritics(applicant):
    assert "NĪVKIS" in found(applicant, "/izvele/resursi?q=nivkis")


def test_own_resources_are_those_of_the_own_institution(applicant):
    values = found(applicant, "/izvele/resursi?own=1")
    assert "EDS" in values
    assert "FPR" not in values


def test_what_is_being_liquidated_can_be_needed_but_no_card_is_written_on_it(app, applicant):
    with app.app_context(), seeing_everything():
        ending = {"status": ResourceStatus.being_liquidated}
        db.session.execute(update(Resource).where(Resource.code == "EDS").values(**ending))
        db.session.commit()
    assert "EDS" in found(applicant, "/izvele/resursi?q=EDS")
    assert "EDS" not in found(applicant, "/izvele/resursi?own=1&q=EDS")


def test_at_most_twenty_are_answered(applicant):
    assert len(found(applicant, "/izvele/resursi")) == 20


def test_institution_is_found_by_a_word_of_its_name(applicant):
    assert "VZD" in found(applicant, "/izvele/iestades?q=zemes")


def test_activity_that_was_approved_can_be_chosen_and_a_draft_cannot(app, applicant):
    draft, approved = (new_card(applicant, title=f"{word} aktivitāte") for word in ("Pirmā", "Otrā"))
    number = approved.split("/")[2]
    with app.app_context(), seeing_everything():
        said = {"status": Status.approved, "published_at": now(), "round": 1}
        db.session.execute(update(Activity).where(Activity.number == number).values(**said))
        db.session.commit()
    assert draft != approved
    assert found(applicant, "/izvele/aktivitates?q=aktivitate") == [number]


@pytest.mark.parametrize("address", ["resursi", "iestades", "aktivitates"])
def test_odd_questions_are_answered(applicant, address):
    for q in ("%", "_", "'", "x" * 5000, "💧", "\\"):
        assert applicant.get(f"/izvele/{address}", query_string={"q": q}).status_code == 200


@pytest.mark.parametrize("address", ["resursi", "iestades", "aktivitates"])
def test_visitors_find_nothing(app, address):
    assert app.test_client().get(f"/izvele/{address}").status_code == 302
