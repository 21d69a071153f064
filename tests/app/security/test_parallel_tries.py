"""Many tries at the same moment are no more tries: each is counted before it is looked at."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Thread

import pytest
from sqlalchemy import func, select, update
from werkzeug.security import generate_password_hash

from app import clock
from app.database import writing
from app.extensions import db
from models import SignInFailure, User
from tests.helpers.people import PASSWORD, Browser
from tests.helpers.second_factor import phone_of

pytestmark = pytest.mark.both_databases

APPLICANT = "vid.pieteicejs"
LOGIN = "/api/v1/security/login"
FREE, TRIES = 4, 12


@pytest.fixture(autouse=True)
def standing_clock():
    """Time stands still: a slow machine waits nobody's delay out."""
    with clock.at(clock.now()):
        yield


@pytest.fixture
def strict(app):
    """Few tries are free, so that few threads are enough."""
    before = app.config["SIGN_IN_FAILURES"]
    app.config["SIGN_IN_FAILURES"] = {"account": FREE, "everywhere": FREE, "address": 100}
    yield app
    app.config["SIGN_IN_FAILURES"] = before


def at_once(act, times=TRIES):
    """Do this in threads that all have this moment's clock; return what each got."""
    with ThreadPoolExecutor(times) as threads:
        waiting = [threads.submit(copy_context().run, act, number) for number in range(times)]
        return sorted((one.result() for one in waiting), key=str)


def failures(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInFailure))


def slow_password(app, rounds):
    """Give the account a password that takes long to check."""
    with app.app_context(), writing():
        kept = generate_password_hash(PASSWORD, f"pbkdf2:sha256:{rounds}")
        db.session.execute(update(User).where(User.username == APPLICANT).values(password=kept))
        db.session.commit()


def call(app, address="192.0.2.1", **over):
    body = {"username": APPLICANT, "password": PASSWORD, **over}
    return app.test_client().post(LOGIN, json=body, environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize("username", [APPLICANT, "nobody"])
def test_no_more_wrong_passwords_are_looked_at_than_are_free(strict, username):
    slow_password(strict, 300_000)
    got = at_once(lambda _: call(strict, username=username, password="wrong").status_code)
    assert got == [401] * FREE + [429] * (TRIES - FREE)


def test_no_more_wrong_codes_are_looked_at_than_are_free(strict):
    phone_of(strict, APPLICANT)
    got = at_once(lambda _: call(strict, otp="000000").status_code)
    assert got == [401] * FREE + [429] * (TRIES - FREE)


def test_one_account_tried_at_many_addresses_has_no_more_tries(strict):
    got = at_once(lambda number: call(strict, f"203.0.113.{number}", password="wrong").status_code)
    assert got == [401] * FREE + [429] * (TRIES - FREE)


def test_right_passwords_at_the_same_moment_leave_no_failures_behind(app):
    got = at_once(lambda _: call(app).status_code, times=8)
    assert (got, failures(app)) == ([200] * 8, 0)


def test_right_passwords_beyond_those_that_are_free_are_asked_to_come_again_and_come_in(strict):
    slow_password(strict, 300_000)
    first = at_once(lambda _: (answer := call(strict)).headers.get("Retry-After") or answer.status_code)
    assert (first.count(200) >= FREE, set(first) <= {200, "1"}) == (True, True)
    assert ([call(strict).status_code for _ in range(TRIES)], failures(strict)) == ([200] * TRIES, 0)


def test_right_password_takes_back_only_its_own_try(app):
    phone_of(app, APPLICANT)
    call(app, password="wrong")
    before = failures(app)
    call(app)
    assert failures(app) == before


def test_others_write_while_a_password_is_being_checked(app):
    slow_password(app, 3_000_000)
    checking = Thread(target=copy_context().run, args=(call, app))
    checking.start()
    while checking.is_alive() and not failures(app):
        checking.join(0.01)
    assert Browser(app).sign_in("vid.kontrolieris").status_code == 302
    assert checking.is_alive()
    checking.join()
