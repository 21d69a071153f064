"""Failed sign-ins are answered ever later, and nobody can keep another person out for long."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.visibility import seeing_everything
from models import AccountEvent, SignInFailure, User
from rules.account.access import AccountAction
from tests.helpers.people import PASSWORD, PEOPLE, Browser

LOGIN = "/api/v1/security/login"
GOOD = {"username": "vid.pieteicejs", "password": PASSWORD}
BAD = {**GOOD, "password": "wrong"}
HOME, OFFICE = "192.0.2.1", "198.51.100.1"


@pytest.fixture(autouse=True)
def standing_clock():
    """Time stands still unless a test says otherwise: a slow machine waits nobody's delay out."""
    with clock.at(clock.now()):
        yield


def call(app, body, address=HOME):
    return app.test_client().post(LOGIN, json=body, environ_base={"REMOTE_ADDR": address})


def fail(app, times, address=HOME, **over):
    return [call(app, {**BAD, **over}, address).status_code for _ in range(times)]


def later(**delay):
    return clock.at(clock.now() + timedelta(**delay))


def traced(app, action):
    with app.app_context(), seeing_everything():
        found = select(AccountEvent).where(AccountEvent.action == action).order_by(AccountEvent.id)
        return db.session.scalars(found).all()


@pytest.mark.both_databases
def test_each_further_failure_doubles_the_delay(app):
    moment, waits = clock.now(), []
    fail(app, 10)
    for _ in range(4):
        with clock.at(moment):
            waits.append(int(call(app, GOOD).headers["Retry-After"]))
        moment += timedelta(seconds=waits[-1])
        with clock.at(moment):
            fail(app, 1)
    assert waits == [5, 10, 20, 40]


def test_delay_never_exceeds_a_quarter_of_an_hour(sqlite_app):
    moment = clock.now()
    fail(sqlite_app, 10)
    for _ in range(12):
        moment += timedelta(minutes=15)
        with clock.at(moment):
            assert fail(sqlite_app, 1) == [401]
            wait = int(call(sqlite_app, GOOD).headers["Retry-After"])
    assert wait == 900


def test_delayed_try_is_not_read_and_does_not_lengthen_the_delay(app):
    fail(app, 10)
    assert set(fail(app, 5)) == {429}
    with later(seconds=5):
        assert call(app, GOOD).status_code == 200


@pytest.mark.both_databases
def test_success_forgives_the_failures(app):
    fail(app, 9)
    call(app, GOOD)
    assert fail(app, 9) == [401] * 9
    assert call(app, GOOD).status_code == 200


def test_unknown_account_is_delayed_like_a_known_one(sqlite_app):
    known = fail(sqlite_app, 12)
    unknown = fail(sqlite_app, 12, username="nobody")
    assert known == unknown


def test_attacker_elsewhere_does_not_hold_up_an_address_that_the_account_comes_from(app):
    call(app, GOOD, OFFICE)
    for number in range(5):
        fail(app, 8, f"203.0.113.{number}")
    assert call(app, GOOD, OFFICE).status_code == 200


def test_attacker_elsewhere_holds_up_a_new_address_for_half_a_minute_only(app):
    for number in range(3):
        fail(app, 8, f"203.0.113.{number}")
    held_up = call(app, GOOD, HOME)
    assert (held_up.status_code, int(held_up.headers["Retry-After"])) == (429, 30)
    with later(seconds=20):
        call(app, BAD, "203.0.113.7")
    with later(seconds=30):
        assert call(app, GOOD, HOME).status_code == 200


def test_account_that_fails_everywhere_gives_each_new_address_one_try_in_half_a_minute(sqlite_app):
    for number in range(3):
        fail(sqlite_app, 8, f"203.0.113.{number}")
    fail(sqlite_app, 1)
    with later(seconds=30):
        assert fail(sqlite_app, 2) == [401, 429]


def test_many_people_behind_one_address_fail_without_stopping_it(sqlite_app):
    others = [name for name in PEOPLE if name != GOOD["username"]]
    for username in others[:12]:
        fail(sqlite_app, 8, username=username)
    assert call(sqlite_app, GOOD).status_code == 200


def test_flood_of_failures_stops_its_address_for_five_minutes(app):
    app.config["SIGN_IN_FAILURES"] = {"account": 10, "everywhere": 20, "address": 12}
    try:
        for number in range(3):
            fail(app, 4, username=f"person.{number}")
        assert [call(app, GOOD, address).status_code for address in (HOME, OFFICE)] == [429, 200]
        with later(minutes=5, seconds=1):
            assert call(app, GOOD).status_code == 200
    finally:
        app.config["SIGN_IN_FAILURES"] = {"account": 10, "everywhere": 20, "address": 100}


def test_failure_is_traced_to_the_account_without_what_was_typed(app):
    fail(app, 1, password="Noslēpums-123")
    (event,) = traced(app, AccountAction.sign_in_failed)
    with app.app_context():
        owner = db.session.scalars(select(User).where(User.username == "vid.pieteicejs")).one()
    assert (event.account_id, event.institution_id, event.actor_id) == (owner.id, owner.institution_id, None)
    assert (event.data, event.network) == ({"reason": "password"}, "192.0.2.0/24")


def test_failure_of_an_unknown_account_is_traced_for_system_administrators_only(app):
    fail(app, 1, username="Parole-te-pat-2026")
    (event,) = traced(app, AccountAction.sign_in_failed)
    assert (event.account_id, event.institution_id, event.data) == (None, None, {"reason": "unknown"})


@pytest.mark.both_databases
def test_delay_is_traced_once_a_minute(app):
    fail(app, 30)
    assert len(traced(app, AccountAction.sign_in_delayed)) == 1
    with later(seconds=4):
        fail(app, 3)
    assert len(traced(app, AccountAction.sign_in_delayed)) == 1


def test_failures_are_forgotten_after_a_day(sqlite_app):
    fail(sqlite_app, 10)
    with later(days=1, minutes=1):
        fail(sqlite_app, 1, username="somebody.else")
        with sqlite_app.app_context():
            assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 3


def test_table_of_failures_names_no_account(sqlite_app):
    fail(sqlite_app, 1)
    with sqlite_app.app_context():
        kept = db.session.scalars(select(SignInFailure.counted_under)).all()
    assert (len(kept), [one for one in kept if "vid" in one]) == (3, [])


def test_form_says_in_how_many_seconds_to_try_again(sqlite_app):
    browser = Browser(sqlite_app)
    for _ in range(10):
        browser.sign_in("vid.pieteicejs", "wrong")
    answer = browser.sign_in("vid.pieteicejs")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert 'value="vid.pieteicejs"' in answer.text
