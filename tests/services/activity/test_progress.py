"""How the work goes on: a line in the history, with how much is done."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity.completion import progress
from models import Event
from rules.refusals import Invalid, WrongStatus
from rules.vocabulary import Action
from tests.helpers.api_cards import Journey, errors
from tests.helpers.cards import actor, the_card
from tests.helpers.people import browser_of
from tests.helpers.rounds import number_in

STARTED = pytest.mark.stage("started")


@STARTED
@pytest.mark.both_databases
def test_a_report_is_an_event_and_leaves_the_status(inside):
    card = the_card()
    progress(card, actor("vid.pieteicejs"), now(), text=" Saskarnes ir gatavas. ", percent=40)
    db.session.commit()
    event = db.session.scalars(select(Event).where(Event.action == Action.progress)).one()
    assert (event.comment, event.data, card.status) == (
        "Saskarnes ir gatavas.",
        {"percent": 40},
        "in_progress",
    )


@STARTED
@pytest.mark.parametrize(
    ("text", "percent"), [("", 10), (" \u200b", None), ("Gatavs.", 101), ("Gatavs.", -1)]
)
def test_what_says_nothing_or_too_much_is_refused(inside, text, percent):
    with pytest.raises(Invalid):
        progress(the_card(), actor("vid.pieteicejs"), now(), text=text, percent=percent)


@pytest.mark.stage("approved")
def test_before_the_work_begins_there_is_nothing_to_report(inside):
    with pytest.raises(WrongStatus):
        progress(the_card(), actor("vid.pieteicejs"), now(), text="Gatavs.")


@STARTED
@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"text": "Gatavs.", "percent": 101}, {"percent": "invalid"}),
        ({"text": "Gatavs.", "percent": "40"}, {"percent": "invalid"}),
        ({"percent": 5}, {"text": "required"}),
    ],
)
def test_the_api_names_each_field_that_is_wrong(app, body, wrong):
    journey = Journey(app)
    sent = {"revision": journey.card()["revision"], **body}
    answer = journey.applicant.post(f"{journey.path}/actions/progress", sent)
    assert (answer.status_code, errors(answer)) == (422, wrong)


@STARTED
def test_the_api_takes_it_without_per_cent_too(app):
    journey = Journey(app)
    sent = {"revision": journey.card()["revision"], "text": "Turpinām.", "percent": None}
    answer = journey.applicant.post(f"{journey.path}/actions/progress", sent)
    assert (answer.status_code, answer.json["status"]) == (200, "in_progress")


@STARTED
def test_a_person_reports_on_the_page_and_the_history_says_it(app):
    number, browser = number_in(app), browser_of(app, "vid.pieteicejs")
    page = f"/aktivitates/{number}"
    sent = {"revision": Journey(app).card()["revision"], "text": "Puse ir gatava.", "percent": "50"}
    assert browser.post(f"{page}/progress", sent).status_code == 303
    history = browser.get(f"{page}/vesture").text
    assert ("padarīts 50 %" in history, "Puse ir gatava." in history) == (True, True)
