"""What somebody tried without being allowed stays as a trace, though nothing else of it does."""

from sqlalchemy import select

from app.extensions import db
from models import AccountEvent
from rules.access import AccountAction
from tests.people import browser_of, caller_of
from tests.services import cards
from tests.views.rounds import put, rows_of


def traces(app):
    """Return who did what to which thing, of all that was refused."""
    with rows_of(app):
        wanted = select(AccountEvent).where(AccountEvent.action == AccountAction.refused)
        return [(one.actor.username, one.data) for one in db.session.scalars(wanted)]


def test_page_that_the_role_does_not_open_is_traced_when_something_is_sent_there(app):
    browser_of(app, "vid.pieteicejs").post("/jomas/add", {"name": "Typed"})
    assert traces(app) == [("vid.pieteicejs", {"endpoint": "DomainView.add"})]


def test_step_that_a_rule_forbids_is_traced_with_the_number_that_the_person_sees(app):
    number = put(app, lambda: cards.complete_card(title="EDS"))
    answer = browser_of(app, "vid.kontrolieris").post(f"/aktivitates/{number}/submit", {"revision": "1"})
    assert answer.status_code == 403
    assert traces(app) == [("vid.kontrolieris", {"endpoint": "ActivityActions.act", "number": number})]


def test_number_that_the_person_does_not_see_is_not_kept(app):
    number = put(app, lambda: cards.complete_card(title="EDS"))
    browser_of(app, "fm.loceklis").post(f"/aktivitates/{number}/labot", {"title": "Typed"})
    assert number not in str(traces(app))


def test_call_that_a_rule_forbids_is_traced(app):
    body = {"kind": "development", "title": "BIS papildinājums"}
    assert caller_of(app, "fm.loceklis").post("/activities/", body).status_code == 403
    assert traces(app) == [("fm.loceklis", {"endpoint": "ActivityApi.post"})]


def test_page_that_is_only_looked_at_leaves_no_trace(app):
    assert browser_of(app, "vid.pieteicejs").get("/jomas/add").status_code == 403
    assert traces(app) == []
