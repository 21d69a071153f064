"""Failures elsewhere hold up a new address, never one that the account comes from; for a code ever longer."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.database import writing
from app.extensions import db
from app.security import lockout
from app.security.sign_in import begin, end
from models import SignIn, User
from tests.helpers.people import PASSWORD
from tests.helpers.second_factor import phone_of

OWNER, COLLEAGUE = "vid.pieteicejs", "vid.kontrolieris"
NAME, CODE = lockout.named(OWNER), lockout.code_of(1)
HOME, ABROAD = "192.0.2.1", "198.51.100.1"
LOGIN = "/api/v1/security/login"


@pytest.fixture(autouse=True)
def standing_clock():
    """Time stands still: a slow machine waits nobody's delay out."""
    with clock.at(clock.now()):
        yield


def fail_elsewhere(tried, times):
    """Let this fail at so many addresses, once at each."""
    for number in range(times):
        lockout.begin_try(tried, f"203.0.113.{number}", known=True)


def waits(tried, address=HOME):
    """Return for how long an address that is known, and one that is not, is held up."""
    known = lockout.seconds_to_wait(tried, address, known=True)
    return known, lockout.seconds_to_wait(tried, address, known=False)


@pytest.mark.parametrize(
    ("tried", "failures", "known", "unknown"),
    [
        (NAME, 19, 0, 0),
        (NAME, 20, 0, 30),
        (NAME, 21, 0, 30),
        (NAME, 40, 0, 30),
        (CODE, 19, 0, 0),
        (CODE, 20, 0, 5),
        (CODE, 21, 0, 10),
        (CODE, 22, 0, 20),
        (CODE, 27, 0, 640),
        (CODE, 28, 0, 900),
        (CODE, 40, 0, 900),
    ],
)
def test_failures_at_other_addresses_hold_up_a_new_address_only(inside, tried, failures, known, unknown):
    fail_elsewhere(tried, failures)
    assert waits(tried) == (known, unknown)


@pytest.mark.parametrize("tried", [NAME, CODE])
@pytest.mark.parametrize(("failures", "seconds"), [(9, 0), (10, 5)])
def test_failures_at_the_address_itself_hold_it_up_whether_it_is_known_or_not(
    inside, tried, failures, seconds
):
    for _ in range(failures):
        lockout.begin_try(tried, HOME, known=True)
    assert waits(tried) == (seconds, seconds)


@pytest.mark.parametrize("tried", [NAME, CODE])
def test_flood_of_failures_at_an_address_stops_it_whether_it_is_known_or_not(inside, tried):
    for number in range(100):
        lockout.begin_try(lockout.named(f"person.{number}"), HOME, known=True)
    assert waits(tried) == (300, 300)


@pytest.mark.parametrize(
    ("failing", "tried"),
    [(NAME, CODE), (CODE, NAME), (NAME, lockout.named(COLLEAGUE)), (CODE, lockout.code_of(2))],
)
def test_failures_count_for_what_was_tried_and_for_nothing_else(inside, failing, tried):
    fail_elsewhere(failing, 40)
    assert waits(tried) == (0, 0)


def person(username):
    return db.session.scalars(select(User).where(User.username == username)).one()


def came_in(username, address, **ago):
    """Let this account have come in from this address so long ago; return the key of the sign-in."""
    with writing():
        key = begin(person(username), address=address)
        begun = update(SignIn).where(SignIn.id == key).values(begun_at=clock.now() - timedelta(**ago))
        db.session.execute(begun)
        db.session.commit()
    return key


@pytest.mark.parametrize(
    ("who", "address", "ago", "known"),
    [
        (OWNER, HOME, {}, True),
        (OWNER, HOME, {"days": 29, "hours": 23}, True),
        (OWNER, HOME, {"days": 30}, False),
        (OWNER, HOME, {"days": 31}, False),
        (OWNER, ABROAD, {}, False),
        (COLLEAGUE, HOME, {}, False),
    ],
)
def test_address_is_known_for_a_month_to_the_account_that_came_in_from_it(inside, who, address, ago, known):
    came_in(who, address, **ago)
    assert lockout.comes_from(person(OWNER).id, HOME) is known


def test_address_stays_known_after_signing_out(inside):
    with writing():
        end(came_in(OWNER, HOME))
    assert lockout.comes_from(person(OWNER).id, HOME)


def call(app, address, **over):
    body = {"username": OWNER, "password": PASSWORD, **over}
    return app.test_client().post(LOGIN, json=body, environ_base={"REMOTE_ADDR": address})


def test_who_holds_the_password_and_guesses_codes_elsewhere_keeps_the_owner_out_of_new_addresses_only(app):
    phone = phone_of(app, OWNER)
    assert call(app, HOME, otp=phone.code()).status_code == 200
    guesses = {call(app, f"203.0.113.{number}", otp="000000").status_code for number in range(20)}
    abroad = call(app, ABROAD, otp=phone.code(steps=1))
    at_home = call(app, HOME, otp=phone.code(steps=1))
    assert (guesses, abroad.status_code, abroad.headers["Retry-After"]) == ({401}, 429, "5")
    assert at_home.status_code == 200


def test_right_code_at_a_new_address_is_taken_once_the_delay_is_over(app):
    phone = phone_of(app, OWNER)
    for number in range(20):
        call(app, f"203.0.113.{number}", otp="000000")
    with clock.at(clock.now() + timedelta(seconds=5)):
        assert call(app, ABROAD, otp=phone.code()).status_code == 200
