"""A browser that an account has come in with is held up by what fails with it, and by nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.security import known_browsers
from models import KnownBrowser
from tests.conftest import let_go, make_app
from tests.helpers.people import Browser, browser_of
from tests.helpers.second_factor import phone_of

pytestmark = pytest.mark.both_databases
OWNER, COLLEAGUE = "vid.pieteicejs", "vid.kontrolieris"
COOKIE = "virsis-browser"


@pytest.fixture(autouse=True)
def standing_clock():
    """Time stands still: a slow machine waits nobody's delay out."""
    with clock.at(clock.now()):
        yield


@pytest.fixture
def owner(app):
    """A browser with which the owner came in and went out again."""
    browser = browser_of(app, OWNER)
    browser.post("/iziet")
    return browser


def fail(browser, times, username=OWNER):
    return [browser.sign_in(username, "wrong").status_code for _ in range(times)]


def cookie(browser):
    return next(one for one in browser.client._cookies.values() if one.key.endswith("-browser"))


def test_neighbour_behind_the_same_address_does_not_keep_the_owner_out(app, owner):
    neighbour = Browser(app)
    assert fail(neighbour, 12)[-1] == 429
    assert owner.sign_in(OWNER).status_code == 302


def test_flood_behind_the_same_address_does_not_keep_the_owner_out(app, owner):
    before, app.config["SIGN_IN_FAILURES"] = (
        app.config["SIGN_IN_FAILURES"],
        {"account": 3, "everywhere": 3, "address": 5},
    )
    try:
        for number in range(5):
            fail(Browser(app), 1, f"person.{number}")
        assert Browser(app).sign_in(COLLEAGUE).status_code == 429
        assert owner.sign_in(OWNER).status_code == 302
    finally:
        app.config["SIGN_IN_FAILURES"] = before


def test_codes_that_a_neighbour_guesses_do_not_keep_the_owner_out(app, owner):
    phone = phone_of(app, OWNER)
    for _ in range(3):
        neighbour = Browser(app)
        neighbour.sign_in(OWNER)
        for _ in range(5):
            neighbour.post("/login/kods", {"code": "000000"})
    owner.sign_in(OWNER)
    assert owner.post("/login/kods", {"code": phone.code()}).status_code == 302


def test_browser_that_is_known_guesses_no_more_than_another(owner):
    assert fail(owner, 12) == [200] * 10 + [429] * 2


def test_what_fails_with_a_known_browser_holds_up_no_other(app, owner):
    fail(owner, 12)
    assert Browser(app).sign_in(OWNER).status_code == 302


def test_browser_is_known_to_the_account_that_came_in_with_it_and_to_no_other(app, owner):
    fail(Browser(app), 12, COLLEAGUE)
    assert owner.sign_in(COLLEAGUE).status_code == 429


def test_five_wrong_codes_lead_back_to_the_password_with_a_known_browser_too(app, owner):
    phone_of(app, OWNER)
    owner.sign_in(OWNER)
    with clock.at(clock.now() + timedelta(seconds=1)):
        got = [owner.post("/login/kods", {"code": "000000"}).status_code for _ in range(5)]
    assert got == [200] * 4 + [302]


@pytest.mark.parametrize("forged", ["", "x", "x.y", "ņ"])
def test_forged_cookie_is_that_of_an_unknown_browser(app, owner, forged):
    owner.client.set_cookie(COOKIE, forged)
    fail(Browser(app), 12)
    assert owner.sign_in(OWNER).status_code == 429


def test_cookie_is_for_this_site_and_not_for_scripts_and_lasts(app, owner):
    kept = cookie(owner)
    assert (kept.http_only, kept.same_site, kept.max_age) == (True, "Lax", 400 * 24 * 60 * 60)


def test_over_https_the_cookie_is_for_https_only(app, tmp_path_factory):
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    secure = make_app(address, tmp_path_factory, BASE_URL="https://virsis.example", WTF_CSRF_ENABLED=False)
    sent = {"username": OWNER, "password": "Parole-testiem-2026"}
    answer = secure.test_client().post("/login/", data=sent, base_url="https://virsis.example")
    let_go(secure)
    [kept] = [one for one in answer.headers.getlist("Set-Cookie") if "-browser" in one]
    assert (kept.startswith("__Host-virsis-browser="), "; Secure" in kept) == (True, True)


def test_table_of_known_browsers_holds_no_name(app, owner):
    with app.app_context():
        name = known_browsers.read(cookie(owner).value)
        kept = db.session.scalars(select(KnownBrowser.name_hash)).one()
    assert (len(name), name in kept) == (43, False)


def test_browser_is_forgotten_when_it_has_not_come_for_long(app, owner):
    with clock.at(clock.now() + timedelta(days=401)):
        fail(Browser(app), 12)
        assert owner.sign_in(OWNER).status_code == 429


def test_coming_in_again_keeps_one_row(app, owner):
    owner.sign_in(OWNER)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KnownBrowser)) == 1
