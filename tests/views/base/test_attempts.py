"""What somebody tried without being allowed stays as a trace, though nothing else of it does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.database import SAFE, writing
from app.extensions import db
from app.services.account.traces import MORE_FOLLOWED, MOST_REFUSED, trace
from models import AccountEvent, Activity, User
from rules.account.access import AccountAction
from tests.helpers import cards
from tests.helpers.people import browser_of, caller_of
from tests.helpers.requests import actor
from tests.helpers.rounds import put, rows_of
from views.base.declared import attempt, declared
from views.middleware.gate import PUBLIC

FEWEST = 65  # addresses that take a change: the walk reaches at least so many


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
    assert traces(app) == [("fm.loceklis", {"endpoint": "ActivityForm.edit"})]


def test_call_that_a_rule_forbids_is_traced(app):
    body = {"kind": "development", "title": "BIS papildinājums"}
    assert caller_of(app, "fm.loceklis").post("/activities/", body).status_code == 403
    assert traces(app) == [("fm.loceklis", {"endpoint": "ActivityApi.post"})]


def test_forged_number_or_id_is_traced_and_the_trace_does_not_say_whether_the_thing_exists(app):
    hidden = put(app, lambda: cards.complete_card(title="EDS"))
    with rows_of(app):
        account = db.session.scalar(select(User.id).where(User.username == "vid.pieteicejs"))
        card = db.session.scalar(select(Activity.id).where(Activity.number == hidden))
    browser, caller = (of(app, "bvkb.administrators") for of in (browser_of, caller_of))
    for number, pk, key in ((hidden, account, card), ("AA-2026-999999", 999999, 999999)):
        assert browser.post(f"/aktivitates/{number}/submit", {"revision": "1"}).status_code == 404
        assert browser.post(f"/lietotaji/slegt/{pk}").status_code == 404
        assert caller.post(f"/activities/{key}/actions/submit", {"revision": 1}).status_code == 404
    each = [{"endpoint": one} for one in ("ActivityActions.act", "AccountClosing.close", "ActionApi.act")]
    assert traces(app) == [("bvkb.administrators", one) for one in each * 2]


@pytest.mark.both_databases
def test_number_that_no_database_takes_is_not_found_and_traced_like_any_other(app):
    assert browser_of(app, "vid.pieteicejs").post("/aktivitates/%00/submit").status_code == 404
    assert traces(app) == [("vid.pieteicejs", {"endpoint": "ActivityActions.act"})]


def test_page_that_is_only_looked_at_leaves_no_trace(app):
    assert browser_of(app, "vid.pieteicejs").get("/jomas/add").status_code == 403
    assert traces(app) == []


def tried(browser, times):
    for _ in range(times):
        browser.post("/jomas/add", {"name": "Typed"})


@pytest.mark.both_databases
def test_first_tries_of_an_hour_are_traced_one_by_one_and_the_rest_by_one_trace(app):
    tried(browser_of(app, "vid.pieteicejs"), MOST_REFUSED + 5)
    kept = [data for _, data in traces(app)]
    assert kept == [{"endpoint": "DomainView.add"}] * MOST_REFUSED + [{MORE_FOLLOWED: True}]


def test_tries_of_one_person_leave_room_for_those_of_another(app):
    tried(browser_of(app, "vid.pieteicejs"), MOST_REFUSED + 2)
    tried(browser_of(app, "vid.kontrolieris"), 1)
    assert traces(app)[-1] == ("vid.kontrolieris", {"endpoint": "DomainView.add"})


@pytest.mark.both_databases
def test_tries_are_traced_one_by_one_again_after_an_hour(app):
    browser = browser_of(app, "vid.pieteicejs")
    tried(browser, MOST_REFUSED + 2)
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        tried(browser, 1)
    assert traces(app)[-1] == ("vid.pieteicejs", {"endpoint": "DomainView.add"})


@pytest.mark.both_databases
def test_accounts_of_others_that_somebody_tries_to_change_do_not_fill_the_table_either(app):
    with rows_of(app):
        other = db.session.scalar(select(User.id).where(User.username == "bvkb.pieteicejs"))
    browser = browser_of(app, "vid.administrators")
    for _ in range(MOST_REFUSED + 3):
        browser.post(f"/lietotaji/slegt/{other}")
    assert len(traces(app)) == MOST_REFUSED + 1


def test_list_says_in_words_what_was_tried_and_that_more_followed(app):
    tried(browser_of(app, "vid.pieteicejs"), MOST_REFUSED + 1)
    reader = browser_of(app, "vid.administrators")
    reader.post("/valoda", {"locale": "en"})
    page = reader.get("/lietotaji/notikumi?action=refused").text
    assert "vid.pieteicejs tried what this account may not do: adding a domain." in page
    assert "vid.pieteicejs went on trying what this account may not do" in page
    assert "DomainView" not in page


def test_every_address_that_takes_a_change_has_words_of_its_own(sqlite_app):
    changing = {
        rule.endpoint
        for rule in sqlite_app.url_map.iter_rules()
        if (rule.methods or set()) - SAFE and rule.endpoint not in PUBLIC
    }
    with sqlite_app.test_request_context():
        told = {endpoint for endpoint in changing if attempt(endpoint)}
        declaring = {view.endpoint: view.attempts for view in map(declared, changing)}
    # Signed-in people reach this one as visitors do: nothing there is refused for their rights.
    assert changing - told == {"TokenApi.refresh"}
    assert {f"{name}.{method}" for name, words in declaring.items() for method in words} == told
    assert len(told) >= FEWEST


def test_words_of_attempts_differ_from_each_other(sqlite_app):
    with sqlite_app.test_request_context():
        views = sqlite_app.extensions["appbuilder"].baseviews
        said = [str(words) for view in views for words in getattr(view, "attempts", {}).values()]
    assert sorted(said) == sorted(set(said))


def test_trace_of_a_page_that_is_gone_says_so(app):
    with rows_of(app), writing():
        trace(AccountAction.refused, actor("vid.pieteicejs"), clock.now(), data={"endpoint": "Former.send"})
        db.session.commit()
    reader = browser_of(app, "vid.administrators")
    reader.post("/valoda", {"locale": "en"})
    page = reader.get("/lietotaji/notikumi?action=refused").text
    assert "tried what this account may not do: a page or call that is not there any more." in page
