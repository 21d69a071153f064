"""What a completed card used and the registry does not know: told to its holder, entered with one click."""

import pytest
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from models import Dependency
from tests.helpers.api_cards import Journey
from tests.helpers.forms import form_with
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import rows_of

CLOSING = {"actual_end": today().isoformat(), "actual_cost_eur": "1.00", "result": "Darbojas."}


def completed(app):
    """A card on EDS that used FPR, which the registry knows, and PADIS, which it does not."""
    journey = Journey(app).approved(used_resources=["FPR", "PADIS"])
    journey.act(journey.applicant, "start", actual_start=today().isoformat())
    assert journey.card()["lacking_dependencies"] == []
    assert journey.act(journey.applicant, "complete", **CLOSING).status_code == 200
    return journey


@pytest.mark.both_databases
def test_the_holder_of_a_completed_card_is_told_what_the_registry_lacks_until_it_is_entered(app):
    journey = completed(app)
    told = {
        who: journey.card(who)["lacking_dependencies"] for who in ("vid.pieteicejs", "admin", "fm.loceklis")
    }
    assert told == {"vid.pieteicejs": ["PADIS"], "admin": ["PADIS"], "fm.loceklis": []}
    number = journey.card()["number"]
    address = 'action="/atkaribas/jauna"'
    controller = browser_of(app, "vid.kontrolieris")
    form = form_with(controller.get(f"/aktivitates/{number}").text, "provider")
    applicant = browser_of(app, "vid.pieteicejs")
    seen = applicant.get(f"/aktivitates/{number}/kartite").text
    assert ("Atkarības, kuru nav reģistrā" in seen, address in seen) == (True, False)
    page = controller.client.post(form.action, data=form.data(), follow_redirects=True).text
    assert ("PMLP" in page, address in page) == (True, False)
    again = controller.client.post(form.action, data=form.data(), follow_redirects=True).text
    assert "Šāda atkarība reģistrā jau ir" in squeezed(again)
    assert journey.card()["lacking_dependencies"] == []
    with rows_of(app):
        row = db.session.scalars(select(Dependency).where(Dependency.status == "proposed")).one()
        assert (str(row), row.kind) == ("EDS → PADIS", "uses_service")
        key = row.id
    assert act(app, "pmlp.kontrolieris", key, "reject").status_code == 200
    assert journey.card()["lacking_dependencies"] == ["PADIS"]


def act(app, who, key, step):
    return caller_of(app, who).post(f"/dependencies/{key}/actions/{step}", {"comment": "Nav tā."})


def test_what_was_ended_since_the_work_was_completed_is_not_asked_for_again(sqlite_app):
    journey = completed(sqlite_app)
    new = {"consumer": "EDS", "provider": "PADIS", "kind": "data_exchange"}
    key = journey.controller.post("/dependencies/", new).json["id"]
    assert act(sqlite_app, "vid.kontrolieris", key, "end").status_code == 200
    assert journey.card()["lacking_dependencies"] == []
